package io.mecvswitch.bench.load;

import io.mecvswitch.bench.Breakout;
import io.mecvswitch.bench.Uplink;
import io.mecvswitch.config.DataplaneConfig;
import io.mecvswitch.config.SwitchConfig;
import io.mecvswitch.dpdk.DpdkPortProvider;
import io.mecvswitch.status.StatusFile;
import io.mecvswitch.vswitch.Switch;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.HdrHistogram.Histogram;

/** A switch that pops what an {@link OpenLoad} gives it, on a core of its own. Control. */
final class Loaded implements AutoCloseable {
    private static final int BUFFERS = 32_768;
    private static final int VECTOR = 64;
    private static final int SENDING = 10_000;
    private static final int COUNTERS = 1 << 16;
    private static final List<String> DEVICES = List.of("generator", "generator", "generator");
    /** Behind a change of the rate, in which what was queued under the former one leaves. */
    private static final long SETTLE_NS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final double SECOND_NS = 1e9;

    private final OpenLoad load = new OpenLoad();
    private final StatusFile status = StatusFile.inMemory(COUNTERS);
    private final SwitchConfig site;
    private final LoadProvider provider;
    private final Switch vswitch;

    /**
     * What happened at a rate.
     *
     * @param rate      packets per second that came
     * @param received  packets
     * @param lost      packets that found the queue full
     * @param latencies in nanoseconds
     */
    record Trial(double rate, long received, long lost, Histogram latencies) {
        /** Packets lost of all. */
        double lossRatio() {
            return (double) lost / Math.max(1, received + lost);
        }

        /** The longest latency, in nanoseconds. */
        long longestNs() {
            return latencies.getMaxValue();
        }

        /** As FD.io CSIT has it: for how long nothing was received, if that is how packets were lost. */
        double blockedMs() {
            return lost / rate * 1e3;
        }
    }

    /** What is done under load. */
    interface Work {
        /** Does it. */
        void run();
    }

    /**
     * Starts.
     *
     * @param cpu      of the worker
     * @param bearers  of which 10 000 send
     * @param messages gets sentences for people
     */
    Loaded(final int cpu, final int bearers, final Consumer<String> messages) {
        final DataplaneConfig layout = new DataplaneConfig(List.of(cpu), Optional.empty(),
            DataplaneConfig.Idle.BUSY_SPIN, VECTOR, VECTOR, BUFFERS, true);
        site = Breakout.config(layout, DEVICES, 1, Uplink.S1U_SMALL.bearers(bearers));
        provider = new LoadProvider(new DpdkPortProvider(layout, List.of(), messages),
            Map.of(Breakout.portName(Breakout.ACCESS), Uplink.S1U_SMALL.frames(bearers, Math.min(bearers, SENDING))),
            load);
        vswitch = new Switch(layout, provider, status);
        vswitch.apply(site);
    }

    /** The configuration that is run when nothing was changed. */
    SwitchConfig site() {
        return site;
    }

    /** Makes a configuration the running one. */
    void apply(final SwitchConfig next) {
        vswitch.apply(next);
    }

    /** Packets per second that the switch fetches by itself, after a while to get warm. */
    double unlimited(final double warmUpSeconds, final double seconds) {
        load.setRate(Double.POSITIVE_INFINITY);
        sleep(warmUpSeconds);
        final long before = load.received();
        final long startNs = System.nanoTime();
        sleep(seconds);
        return (load.received() - before) * SECOND_NS / (System.nanoTime() - startNs);
    }

    /** Loads it for a time. */
    Trial trial(final double rate, final double seconds) {
        return trial(rate, () -> sleep(seconds));
    }

    /** Loads it while something is done. */
    Trial trial(final double rate, final Work work) {
        load.setRate(rate);
        LockSupport.parkNanos(SETTLE_NS);
        load.latencies();
        final long lostBefore = load.lost();
        final long receivedBefore = load.received();
        work.run();
        final long received = load.received() - receivedBefore;
        return new Trial(rate, received, load.lost() - lostBefore, load.latencies());
    }

    /** Waits, whatever wakes it up. */
    static void sleep(final double seconds) {
        final long endNs = System.nanoTime() + (long) (seconds * SECOND_NS);
        for (long leftNs = endNs - System.nanoTime(); leftNs > 0; leftNs = endNs - System.nanoTime()) {
            LockSupport.parkNanos(leftNs);
        }
    }

    @Override
    public void close() {
        load.setRate(0);
        vswitch.stop();
        final boolean conserved = vswitch.conservation().holds();
        provider.close();
        if (!conserved) {
            throw new IllegalStateException("packets are missing: " + vswitch.conservation());
        }
    }
}
