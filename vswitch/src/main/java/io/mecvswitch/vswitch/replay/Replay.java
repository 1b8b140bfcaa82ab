package io.mecvswitch.vswitch.replay;

import io.mecvswitch.config.DataplaneConfig;
import io.mecvswitch.config.PortConfig;
import io.mecvswitch.config.SwitchConfig;
import io.mecvswitch.lane.Lane;
import io.mecvswitch.port.PortException;
import io.mecvswitch.stage.Placement;
import io.mecvswitch.status.Conservation;
import io.mecvswitch.status.StatusFile;
import io.mecvswitch.vswitch.Dataplane;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.DoubleConsumer;
import org.agrona.ErrorHandler;

/**
 * One run of the switch over capture files.
 *
 * <p>The calling thread does it all: it lets a vector in, steps the lanes until it has left, and so on until the
 * captures are drained.
 */
public final class Replay {
    private static final int STEPS_PER_PROGRESS = 4_096;
    private static final int COUNTERS_PER_RULE = 2;
    private static final int COUNTERS_PER_PORT = 16;
    private static final int OTHER_COUNTERS = 512;

    private final SwitchConfig config;
    private final Map<String, Path> inputs;
    private final OutputFolder output;
    private final DoubleConsumer progress;
    private final Consumer<String> messages;

    /**
     * @param config   as {@link #configuration} makes it
     * @param inputs   capture by name of an enabled port, in the order in which packets of one time go
     * @param output   where captures of what leaves go
     * @param progress is told now and then how much of the captures, from 0 to 1, was played
     * @param messages gets sentences for the operator
     */
    public Replay(final SwitchConfig config, final Map<String, Path> inputs, final OutputFolder output,
        final DoubleConsumer progress, final Consumer<String> messages) {
        this.config = config;
        this.inputs = inputs;
        this.output = output;
        this.progress = progress;
        this.messages = messages;
    }

    /**
     * A configuration as it is replayed: processors don't matter, cuts do.
     *
     * @param config    as it is to run on the switch
     * @param placement other cuts than it says, if any
     */
    public static SwitchConfig configuration(final SwitchConfig config, final Optional<Placement> placement) {
        final DataplaneConfig layout = config.dataplane();
        final Placement cuts = placement.orElseGet(() -> Dataplane.placement(layout));
        return config.withDataplane(
            new DataplaneConfig(List.of(), Optional.of(cuts.cutAfter().stream().sorted().toList()), layout.idle(),
                layout.vectorSize(), layout.handoffSize(), layout.buffers(), layout.hugePages()));
    }

    /**
     * Runs.
     *
     * @throws PortException if a capture can't be read to its end or written; the message tells what to do
     */
    public ReplayResult run() {
        final StatusFile status = StatusFile.inMemory(OTHER_COUNTERS
            + COUNTERS_PER_RULE * config.rules().size() + COUNTERS_PER_PORT * config.ports().size());
        try (ReplayPorts ports = new ReplayPorts(config, inputs, output, messages)) {
            ports.enterWorker(-1);
            try {
                return run(ports, status);
            } finally {
                ports.leaveWorker();
            }
        }
    }

    private ReplayResult run(final ReplayPorts ports, final StatusFile status) {
        final int buffers = ports.memory().capacity();
        final Dataplane dataplane = new Dataplane(config.dataplane(), Dataplane.placement(config.dataplane()), ports,
            status, ports::timeNs, line -> () -> line.lanes().forEach(Lane::step));
        dataplane.apply(config);
        play(ports, dataplane, status.errorHandler());
        dataplane.drain();
        updateDevices(ports, status);
        final List<String> notes = ports.requireEnd();
        dataplane.close();
        return new ReplayResult(status.reader(), Conservation.of(status.reader().snapshot()),
            buffers - ports.memory().available(), notes);
    }

    /**
     * Every vector leaves, and what it teaches is learned, before the next one comes. So where the line is cut makes no
     * difference, and what is learned is the same every time.
     */
    private void play(final ReplayPorts ports, final Dataplane dataplane, final ErrorHandler errors) {
        final List<Lane> lanes = dataplane.lanes();
        final double bytes = inputs.values().stream().map(Path::toFile).mapToLong(File::length).sum();
        for (int steps = 1; !ports.drained(); steps++) {
            ports.admit();
            lanes.forEach(lane -> step(lane, errors));
            while (dataplane.work() > 0) {
                lanes.forEach(lane -> step(lane, errors));
            }
            if (steps % STEPS_PER_PROGRESS == 0) {
                progress.accept(ports.position() / bytes);
            }
        }
    }

    /** A stage that fails has dropped its vector; the others go on, as in a running switch. */
    private static void step(final Lane lane, final ErrorHandler errors) {
        try {
            lane.step();
        } catch (final PortException e) {
            throw e;
        } catch (final RuntimeException e) {
            errors.onError(e);
        }
    }

    private void updateDevices(final ReplayPorts ports, final StatusFile status) {
        int index = 0;
        for (final PortConfig port : config.ports()) {
            status.deviceCounters(index++, port.name()).update(ports.open(port, 1));
        }
    }
}
