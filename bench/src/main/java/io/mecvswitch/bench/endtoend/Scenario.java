package io.mecvswitch.bench.endtoend;

import io.mecvswitch.config.SwitchConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.function.Supplier;

/**
 * What is measured: devices, and what is done between them.
 *
 * @param label    for the command line
 * @param traffic  what scenarios have in common whose devices and files are the same
 * @param title    for people
 * @param captures frames of the files that devices read, by the names of the files
 * @param source   device arguments of the port that packets come from, by the folder of the files
 * @param sink     device arguments of the port that they go to, by the folder of the files
 * @param buffers  packet buffers of each contender
 * @param config   what the switch is told, by the folder of the files
 * @param ovs      what Open vSwitch is told, where it can do the same
 * @param sameWork what our program in C is told, where it can do the same
 */
record Scenario(
    String label,
    String traffic,
    String title,
    Supplier<Map<String, List<byte[]>>> captures,
    Function<Path, String> source,
    Function<Path, String> sink,
    int buffers,
    Function<Path, SwitchConfig> config,
    Optional<Supplier<OvsWork>> ovs,
    Optional<SameWork> sameWork) {

    /** Packet buffers where nothing needs more. */
    static final int BUFFERS = 32_768;
    /** Name of the file that packets come from. */
    static final String SOURCE = "source.pcap";

    /** What is read from a capture for ever goes to a port that takes everything. */
    static Scenario ofCapture(final String label, final String title, final Supplier<List<byte[]>> frames,
        final Function<Path, SwitchConfig> config) {
        return new Scenario(label, label, title, () -> Map.of(SOURCE, frames.get()), Devices::source, _ -> Devices.SINK,
            BUFFERS, config, Optional.empty(), Optional.empty());
    }

    /** The same, of which others have the devices and files, too. */
    Scenario ofTraffic(final String name) {
        return new Scenario(label, name, title, captures, source, sink, buffers, config, ovs, sameWork);
    }

    /** The same with nothing but forwarders beside it: what others would do is measured elsewhere. */
    Scenario alone() {
        return new Scenario(label, traffic, title, captures, source, sink, buffers, config, Optional.empty(),
            Optional.empty());
    }

    /** The same with Open vSwitch beside it. */
    Scenario withOvs(final Supplier<OvsWork> work) {
        return new Scenario(label, traffic, title, captures, source, sink, buffers, config, Optional.of(work),
            sameWork);
    }

    /** The same with our program in C beside it. */
    Scenario withSameWork(final SameWork work) {
        return new Scenario(label, traffic, title, captures, source, sink, buffers, config, ovs, Optional.of(work));
    }

    /** The same with more packet buffers: a capture that is read for ever stays in them. */
    Scenario withBuffers(final int count) {
        return new Scenario(label, traffic, title, captures, source, sink, count, config, ovs, sameWork);
    }

    /** The same with another configuration made of its own. */
    Scenario withConfig(final UnaryOperator<SwitchConfig> change) {
        return new Scenario(label, traffic, title, captures, source, sink, buffers,
            folder -> change.apply(config.apply(folder)), ovs, sameWork);
    }

    /** The same with another file beside that of the source. */
    Scenario withCapture(final String file, final Supplier<List<byte[]>> frames) {
        return new Scenario(label, traffic, title, () -> Map.of(SOURCE, captures.get().get(SOURCE), file, frames.get()),
            source, sink, buffers, config, ovs, sameWork);
    }
}
