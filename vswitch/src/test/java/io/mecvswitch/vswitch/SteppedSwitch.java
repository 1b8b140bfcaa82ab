package io.mecvswitch.vswitch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mecvswitch.chaining.Chains;
import io.mecvswitch.config.AirtimeReport;
import io.mecvswitch.config.BearerPage;
import io.mecvswitch.config.BearerUpdate;
import io.mecvswitch.config.DataplaneConfig;
import io.mecvswitch.config.DrainOrder;
import io.mecvswitch.config.InjectedFrame;
import io.mecvswitch.config.SwitchConfig;
import io.mecvswitch.config.Violation;
import io.mecvswitch.lane.Lane;
import io.mecvswitch.port.MemoryPort;
import io.mecvswitch.stage.DropReason;
import io.mecvswitch.stage.Placement;
import io.mecvswitch.stage.StageName;
import io.mecvswitch.status.Conservation;
import io.mecvswitch.status.StatusFile;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** A dataplane over memory ports, stepped by the test in an order that a seed decides. */
final class SteppedSwitch {
    private final MemoryPorts ports = new MemoryPorts();
    private final StatusFile status = StatusFile.inMemory();
    private final Random order;
    private final Dataplane dataplane;
    private long nowNs;
    private long readingNs = 100;
    private int steps;

    SteppedSwitch(final Placement placement, final int vectorSize, final long seed) {
        this(layout(vectorSize), placement, seed);
    }

    /** Several lines, as a layout says. */
    SteppedSwitch(final DataplaneConfig layout, final long seed) {
        this(layout, Dataplane.placement(layout), seed);
    }

    private SteppedSwitch(final DataplaneConfig layout, final Placement placement, final long seed) {
        order = new Random(seed);
        dataplane = new Dataplane(layout, placement, ports, status, () -> nowNs += readingNs,
            line -> () -> step(line.lanes()));
    }

    /** Small vectors and handoffs. */
    static DataplaneConfig layout(final int vectorSize) {
        final DataplaneConfig layout = DataplaneConfig.DEFAULT;
        return new DataplaneConfig(layout.workerCpus(), layout.cutAfter(), layout.idle(), vectorSize, 4,
            layout.buffers(), layout.hugePages());
    }

    SteppedSwitch(final SwitchConfig config) {
        this(Placement.UNCUT, 32, 1);
        apply(config);
    }

    /** One whose ports say of each packet when it was received. */
    static SteppedSwitch withCaptureTime(final Placement placement, final int vectorSize, final long seed) {
        final SteppedSwitch vswitch = new SteppedSwitch(placement, vectorSize, seed);
        vswitch.ports.timestamps(true);
        return vswitch;
    }

    /** From here on time passes by {@link #passTime} alone. */
    void stopClock() {
        readingNs = 0;
    }

    /** Lets time pass. */
    void passTime(final long ns) {
        nowNs += ns;
    }

    /** The layout is this switch's own. */
    void apply(final SwitchConfig config) {
        dataplane.apply(config.withDataplane(dataplane.running().dataplane()));
    }

    /** What it leads packets through. */
    Chains chains() {
        return dataplane.chains();
    }

    List<Violation> update(final BearerUpdate... updates) {
        return dataplane.updateBearers(List.of(updates));
    }

    List<Violation> report(final AirtimeReport... reports) {
        return dataplane.reportAirtime(List.of(reports));
    }

    List<Violation> drain(final DrainOrder order) {
        return dataplane.drain(order);
    }

    /** From the next configuration on. */
    void allowInjection() {
        dataplane.allowInjection();
    }

    List<Violation> inject(final InjectedFrame frame) {
        return dataplane.inject(frame);
    }

    BearerPage bearers(final BearerPage.Query query) {
        return dataplane.bearers(query);
    }

    MemoryPort port(final String name) {
        return ports.port(name);
    }

    MemoryPorts ports() {
        return ports;
    }

    SwitchConfig running() {
        return dataplane.running();
    }

    StatusFile status() {
        return status;
    }

    private void step(final List<Lane> lanes) {
        steps++;
        lanes.get(order.nextInt(lanes.size())).step();
    }

    /** How often a lane was stepped so far while something was waited for. */
    int steps() {
        return steps;
    }

    /** Steps until every frame offered has been received; packets may rest in handoffs then. */
    void receiveAll() {
        while (dataplane.running().ports().stream().anyMatch(port -> ports.port(port.name()).waiting() > 0)) {
            step(dataplane.lanes());
        }
    }

    /** Steps until nothing is left to do. */
    void run() {
        receiveAll();
        int idle = 0;
        while (idle < 2) {
            final int work = dataplane.lanes().stream().mapToInt(Lane::step).sum();
            idle = work == 0 && dataplane.work() == 0 ? idle + 1 : 0;
        }
    }

    /** Stops receiving, and lets everything leave. */
    void drain() {
        dataplane.drain();
    }

    /** Offers frames to a port and runs. */
    void send(final String port, final byte[]... frames) {
        for (final byte[] frame : frames) {
            port(port).offer(frame);
        }
        run();
    }

    /** What left by a port since the last call. */
    List<byte[]> sent(final String port) {
        return port(port).takeSent().stream().map(MemoryPort.Frame::bytes).toList();
    }

    /** Stages of its line. */
    Set<StageName> stages() {
        return dataplane.stages();
    }

    /** Drops so far, by reason; without those that did not happen. */
    Map<DropReason, Long> drops() {
        final Map<DropReason, Long> drops = new EnumMap<>(DropReason.class);
        for (final DropReason reason : DropReason.values()) {
            final long count = status.dropCounters()[reason.ordinal()].get();
            if (count > 0) {
                drops.put(reason, count);
            }
        }
        return drops;
    }

    void assertConserved() {
        final Conservation books = Conservation.of(status.reader().snapshot());
        assertTrue(books.holds(), books.toString());
        assertEquals(0, books.resting(), "resting");
        assertEquals(ports.memory().capacity(), ports.memory().available(), "packet buffers");
    }
}
