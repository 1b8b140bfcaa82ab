package io.mecvswitch.bench.limits;

import io.mecvswitch.config.DataplaneConfig;
import io.mecvswitch.config.PortConfig;
import io.mecvswitch.config.SwitchConfig;
import io.mecvswitch.dpdk.DpdkPortProvider;
import io.mecvswitch.port.Port;
import io.mecvswitch.stage.DropReason;
import io.mecvswitch.status.LimiterCounters;
import io.mecvswitch.status.StatusFile;
import io.mecvswitch.vswitch.Switch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * A switch with three net_memif ports, in the order of {@link io.mecvswitch.bench.Breakout}, and their far ends in the
 * same process. Control.
 */
final class LiveSwitch implements AutoCloseable {
    private static final int PORTS = 3;
    private static final int BUFFERS = 1 << 16;
    private static final int VECTOR = 32;
    private static final int COUNTERS = 1 << 14;
    private static final long LINK_TIMEOUT_NS = 5_000_000_000L;

    private final int trafficCpu;
    private final Path folder;
    private final DataplaneConfig layout;
    private final StatusFile status = StatusFile.inMemory(COUNTERS);
    private final DpdkPortProvider provider;
    private final Switch vswitch;
    private final List<Port> farEnds = new ArrayList<>();
    private final Traffic traffic;
    private final Departures departures = new Departures();
    private final PunctualLoop.Lateness idle;
    private int captures;
    private boolean stopped;

    /**
     * Starts.
     *
     * @param workerCpu  processor of the switch
     * @param trafficCpu processor of what loads it
     * @param spins      whether both poll on where there is nothing to do
     * @param site       makes the first configuration of a layout and devices
     * @param messages   gets sentences for people
     */
    LiveSwitch(final int workerCpu, final int trafficCpu, final boolean spins,
        final Function<List<String>, SwitchConfig> site, final Consumer<String> messages) throws IOException {
        this.trafficCpu = trafficCpu;
        this.folder = Files.createTempDirectory("mec-vswitch-limits");
        this.layout = layout(workerCpu, spins);
        final SwitchConfig first = site.apply(devices("server", "", 0));
        provider = new DpdkPortProvider(layout, first.ports(), messages);
        idle = spins ? punctual() : null;
        vswitch = new Switch(layout, provider, status);
        vswitch.apply(first);
        // Another name of the same sockets: the driver refuses one name for both ends.
        final List<String> others = devices("client", "./", PORTS);
        for (int index = 0; index < PORTS; index++) {
            final PortConfig near = first.ports().get(index);
            farEnds.add(provider.open(near.withDevice(others.get(index)), 1));
        }
        traffic = new Traffic(provider.memory(), farEnds, spins);
        awaitLinks();
    }

    /** How a switch is laid out that has a processor to itself. */
    static DataplaneConfig layout(final int workerCpu, final boolean spins) {
        return new DataplaneConfig(List.of(workerCpu), Optional.empty(),
            spins ? DataplaneConfig.Idle.BUSY_SPIN : DataplaneConfig.Idle.BACK_OFF, VECTOR, VECTOR,
            BUFFERS, true);
    }

    private List<String> devices(final String role, final String prefix, final int first) {
        return IntStream.range(0, PORTS).mapToObj(index -> "net_memif" + (first + index) + ",role=" + role
            + ",id=0,rsize=12,socket-abstract=no,socket=" + folder + "/" + prefix + index + ".sock").toList();
    }

    private void awaitLinks() {
        final long endNs = System.nanoTime() + LINK_TIMEOUT_NS;
        while (!farEnds.stream().allMatch(Port::linkUp)) {
            if (System.nanoTime() > endNs) {
                throw new IllegalStateException("memif ports did not find each other");
            }
            LockSupport.parkNanos(1_000_000);
        }
    }

    /** How late a loop is on the worker's processor that has nothing to do but to be punctual. No worker has it. */
    private PunctualLoop.Lateness punctual() {
        final PunctualLoop.Lateness[] found = new PunctualLoop.Lateness[1];
        join(new Thread(() -> {
            provider.enterWorker(layout.workerCpus().getFirst());
            try {
                found[0] = PunctualLoop.run();
            } finally {
                provider.leaveWorker();
            }
        }, "punctual"));
        return found[0];
    }

    /** How late it was before the switch had the processor; null where nobody spins. */
    PunctualLoop.Lateness before() {
        return idle;
    }

    /** Stops the switch, and lets that loop run once more. */
    PunctualLoop.Lateness after() {
        stop();
        return punctual();
    }

    /** Where a port writes what leaves by it, and when: in memory, one file for each time. */
    Path capture() {
        return Path.of("/dev/shm", folder.getFileName() + "-" + ++captures + ".pcap");
    }

    /** Makes a configuration the running one. */
    void apply(final SwitchConfig next) {
        vswitch.apply(next);
    }

    /** The far end of a port. */
    Port farEnd(final int index) {
        return farEnds.get(index);
    }

    /** Packets dropped until now for a reason. */
    long dropped(final DropReason reason) {
        return status.dropCounters()[reason.ordinal()].get();
    }

    /** What a limiter has counted until now. */
    LimiterCounters limiter(final String name) {
        return status.limiterCounters(name);
    }

    /** When the streams began that are played. */
    long beganNs() {
        return traffic.beganNs();
    }

    /** For how long the far end did not look, at most: by so much are times late. */
    double longestGapUs() {
        return traffic.longestGapNs() / 1e3;
    }

    /** Plays streams to their end. */
    void play(final double seconds, final List<Stream> streams) {
        play(seconds, streams, () -> { });
    }

    /** What a port wrote, which is closed, is what streams have seen. The file ends. */
    void tell(final Path capture, final List<Stream> streams) {
        departures.tell(capture, streams, traffic.firstNumber());
        delete(capture);
    }

    /** The same of packets that nothing held up: they tell how fast the driver's clock is, which is returned. */
    double calibrate(final Path capture) {
        final double fast = departures.calibrate(capture);
        delete(capture);
        return fast;
    }

    /** Plays streams while something is done. */
    void play(final double seconds, final List<Stream> streams, final Runnable meanwhile) {
        final Thread player = new Thread(() -> {
            provider.enterWorker(trafficCpu);
            try {
                traffic.play(seconds, streams);
            } finally {
                provider.leaveWorker();
            }
        }, "traffic");
        player.start();
        meanwhile.run();
        await(player);
    }

    private static void join(final Thread thread) {
        thread.start();
        await(thread);
    }

    private static void await(final Thread thread) {
        try {
            thread.join();
        } catch (final InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void stop() {
        if (!stopped) {
            stopped = true;
            vswitch.stop();
        }
    }

    @Override
    public void close() {
        stop();
        final boolean conserved = vswitch.conservation().holds();
        provider.close();
        for (int index = 0; index < PORTS; index++) {
            delete(folder.resolve(index + ".sock"));
        }
        delete(folder);
        if (!conserved) {
            throw new IllegalStateException("packets are missing: " + vswitch.conservation());
        }
    }

    private static void delete(final Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
