package io.mecvswitch.vswitch.warm;

import io.mecvswitch.config.DataplaneConfig;
import io.mecvswitch.config.DrainOrder;
import io.mecvswitch.config.SwitchConfig;
import io.mecvswitch.lane.Lane;
import io.mecvswitch.lane.Worker;
import io.mecvswitch.memory.PacketMemory;
import io.mecvswitch.port.PortProvider;
import io.mecvswitch.stage.Placement;
import io.mecvswitch.stage.StageName;
import io.mecvswitch.status.StatusFile;
import io.mecvswitch.vswitch.Dataplane;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.agrona.concurrent.SystemNanoClock;

/**
 * Walks the whole packet path, so that the JIT has met every branch of it that a configuration may bring.
 *
 * <p>The JIT bets that what never happened never will. A commit that brings the first rule of a kind wins against it:
 * the stages' code is thrown away, and lanes crawl through the interpreter for a tenth of a second. So a dataplane of
 * its own gets all configurations of {@link WarmUpSites} and all {@link WarmUpFrames}, again and again: code is
 * profiled only when it has become warm and before it is compiled for good, so that one walk alone teaches nothing.
 * It knows no stage by name and leaves nothing behind but what the JVM has learned, which the AOT cache keeps (JEP
 * 515).
 *
 * <p>Used by one thread.
 */
public final class WarmUp {
    private static final int COUNTERS = 8_192;
    private static final int VECTOR = 64;
    private static final int FRAMES = 512;
    private static final int CYCLES = 20;
    /** Walks of the ordinary configuration for each walk of all: the JIT lays its code out for what is frequent. */
    private static final int ORDINARY = 60;
    private static final DataplaneConfig LAYOUT = new DataplaneConfig(List.of(), Optional.empty(),
        DataplaneConfig.Idle.BUSY_SPIN, VECTOR, VECTOR, DataplaneConfig.DEFAULT.buffers(), false);

    private final WarmUpPorts ports;
    private final Dataplane dataplane;
    private final Worker worker;

    /**
     * @param memory    where packets lie, with thousands of buffers
     * @param devices   opens drivers that need no hardware; empty to do without
     * @param placement where the line is cut
     * @param status    gives counters
     */
    WarmUp(final PacketMemory memory, final Optional<PortProvider> devices, final Placement placement,
        final StatusFile status) {
        ports = new WarmUpPorts(memory, devices, placement.laneCount());
        dataplane = new Dataplane(LAYOUT, placement, ports, status, SystemNanoClock.INSTANCE,
            line -> () -> line.lanes().forEach(Lane::step));
        worker = new Worker("warm-up", dataplane.lanes(), ports, -1);
    }

    /**
     * Walks everything, in one lane and in two. Takes some seconds.
     *
     * @param devices of the switch, none of which are open yet; all are closed afterwards
     */
    public static void run(final PortProvider devices) {
        final WarmUp cut = of(devices, new Placement(Set.of(StageName.CLASSIFY)));
        final WarmUp uncut = of(devices, Placement.UNCUT);
        uncut.worker.onStart();
        try {
            for (int cycle = 0; cycle < CYCLES; cycle++) {
                cut.everything(1);
                uncut.everything(ORDINARY);
            }
            cut.end();
            uncut.end();
        } finally {
            uncut.worker.onClose();
        }
    }

    private static WarmUp of(final PortProvider devices, final Placement placement) {
        return new WarmUp(devices.memory(), Optional.of(devices), placement, StatusFile.inMemory(COUNTERS));
    }

    /** Each configuration follows on the one before, and all frames pass; the last one, the ordinary, so many times. */
    private void everything(final int ordinary) {
        for (final SwitchConfig site : WarmUpSites.all()) {
            apply(site);
            pass(FRAMES);
            passOneByOne();
        }
        whileDrained(WarmUpSites.APP, () -> pass(FRAMES));
        for (int walk = 1; walk < ordinary; walk++) {
            pass(FRAMES);
        }
    }

    /** In vectors of one: what is done with a vector of nothing but ordinary packets is done with most of these. */
    private void passOneByOne() {
        for (int i = 0; i < VECTOR; i++) {
            pass(1);
        }
    }

    /** Does something while an application's port gets no new flows, which is ordered apart from configurations. */
    void whileDrained(final String port, final Runnable work) {
        dataplane.drain(new DrainOrder(DrainOrder.Kind.PORT, port, false));
        work.run();
        dataplane.drain(new DrainOrder(DrainOrder.Kind.PORT, port, true));
    }

    /** Makes a configuration the running one. */
    void apply(final SwitchConfig site) {
        dataplane.apply(site.withDataplane(LAYOUT));
    }

    /** Lets so many frames arrive on each port, and what can leave. */
    void pass(final int frames) {
        ports.expect(frames);
        while (!ports.isIdle()) {
            worker.doWork();
        }
        dataplane.work();
    }

    /** Stages of what it runs. */
    Set<StageName> stages() {
        return dataplane.stages();
    }

    /** Lets all leave, and closes the ports. */
    void end() {
        dataplane.drain();
        dataplane.close();
    }
}
