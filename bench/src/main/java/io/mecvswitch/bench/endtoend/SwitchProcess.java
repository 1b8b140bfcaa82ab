package io.mecvswitch.bench.endtoend;

import io.mecvswitch.config.PortConfig;
import io.mecvswitch.config.SwitchConfig;
import io.mecvswitch.dpdk.DpdkPortProvider;
import io.mecvswitch.status.StatusFile;
import io.mecvswitch.vswitch.Switch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.agrona.concurrent.status.AtomicCounter;

/**
 * The program that {@link SwitchContender} starts: the whole switch with a scenario's configuration.
 */
public final class SwitchProcess {
    private static final String RATE = "Mpps:";
    /** Enough for sixteen thousand rules. */
    private static final int COUNTERS = 1 << 17;

    private final List<AtomicCounter> sent;

    private SwitchProcess(final List<AtomicCounter> sent) {
        this.sent = sent;
    }

    /** Arguments: label of the scenario, folder of its captures, seconds to measure, seconds of patience. */
    public static void main(final String... arguments) throws IOException, InterruptedException {
        final SwitchConfig config = Scenarios.labelled(arguments[0]).orElseThrow().config()
            .apply(Path.of(arguments[1]));
        final StatusFile status = StatusFile.inMemory(COUNTERS);
        try (DpdkPortProvider provider =
                 new DpdkPortProvider(config.dataplane(), config.ports(), System.err::println);
             Switch vswitch = new Switch(config.dataplane(), provider, status)) {
            vswitch.apply(config);
            new SwitchProcess(sentCounters(config.ports(), config.dataplane().lines(), status)).measure(
                new Effort(1, Integer.parseInt(arguments[2]), Integer.parseInt(arguments[3])));
            final int lost = vswitch.stop();
            if (lost != 0 || !vswitch.conservation().holds()) {
                throw new IllegalStateException(lost + " buffers lost, " + vswitch.conservation());
            }
        }
    }

    /** Of the ports by which packets leave for good. */
    private static List<AtomicCounter> sentCounters(
        final List<PortConfig> ports, final int queues, final StatusFile status) {
        final List<AtomicCounter> counters = new ArrayList<>();
        for (int index = 0; index < ports.size(); index++) {
            for (int queue = 0; queue < queues && !Devices.isLoop(ports.get(index).device()); queue++) {
                counters.add(status.portCounters(index, ports.get(index).name(), queue).txPackets());
            }
        }
        return counters;
    }

    private void measure(final Effort effort) throws IOException, InterruptedException {
        final SteadyRate rate = SteadyRate.measure(this::packets, effort);
        System.out.printf(Locale.ROOT, "steady after %.1f s%n%s %.3f%n", rate.warmUpSeconds(), RATE, rate.mpps());
    }

    private long packets() {
        return sent.stream().mapToLong(AtomicCounter::get).sum();
    }

    /** Reads the result from what the process printed. */
    static double rate(final List<String> log) {
        return log.stream().filter(line -> line.startsWith(RATE))
            .mapToDouble(line -> Double.parseDouble(line.substring(RATE.length())))
            .findFirst().orElseThrow(() -> new IllegalStateException("no rate in: " + String.join("\n", log)));
    }
}
