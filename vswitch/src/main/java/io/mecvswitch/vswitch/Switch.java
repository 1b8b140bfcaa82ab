package io.mecvswitch.vswitch;

import io.mecvswitch.config.AirtimeReport;
import io.mecvswitch.config.BearerPage;
import io.mecvswitch.config.BearerUpdate;
import io.mecvswitch.config.DataplaneConfig;
import io.mecvswitch.config.DrainOrder;
import io.mecvswitch.config.InjectedFrame;
import io.mecvswitch.config.SwitchConfig;
import io.mecvswitch.config.Violation;
import io.mecvswitch.lane.Lane;
import io.mecvswitch.lane.Worker;
import io.mecvswitch.port.PortProvider;
import io.mecvswitch.status.Conservation;
import io.mecvswitch.status.StatusFile;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.HdrHistogram.Histogram;
import org.agrona.concurrent.AgentRunner;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.BusySpinIdleStrategy;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.SleepingMillisIdleStrategy;
import org.agrona.concurrent.SystemNanoClock;

/**
 * A running switch: a {@link Dataplane} and the worker threads that step it.
 *
 * <p>Control thread, all methods. Call {@link #refreshStatus} every now and then; workers do nothing for the status
 * file but count.
 */
public final class Switch implements AutoCloseable {
    private static final long POLL_NS = 20_000;
    private static final int STOP_TIMEOUT_MS = 1_000;

    private final PortProvider provider;
    private final StatusFile status;
    private final Dataplane dataplane;
    private final List<AgentRunner> runners = new ArrayList<>();
    private final Map<String, Histogram> latencies = new HashMap<>();
    private final Histogram interval = new Histogram(2);
    private final int buffersAtStart;
    private final boolean processorsFree;

    /**
     * Starts workers on an empty configuration.
     *
     * @param layout   where and how workers run
     * @param provider opens ports; stays the caller's to close
     * @param status   where counters are; stays the caller's to close
     */
    public Switch(final DataplaneConfig layout, final PortProvider provider, final StatusFile status) {
        this.provider = provider;
        this.status = status;
        this.buffersAtStart = provider.memory().available();
        this.dataplane = new Dataplane(layout, Dataplane.placement(layout), provider, status, SystemNanoClock.INSTANCE,
            line -> () -> LockSupport.parkNanos(POLL_NS));
        // Before there are workers: their threads are made here, and leave for their processors by themselves.
        this.processorsFree = !layout.workerCpus().isEmpty() && provider.keepFree(layout.workerCpus());
        for (final Worker worker : workers(layout, dataplane.lanes(), provider)) {
            runners.add(new AgentRunner(idle(layout.idle()), status.errorHandler(), null, worker));
        }
        runners.forEach(runner -> AgentRunner.startOnThread(runner));
    }

    /**
     * Lanes are dealt out in their order, several lines as a whole; a worker that gets several lanes steps them in
     * turn.
     */
    private static List<Worker> workers(final DataplaneConfig layout, final List<Lane> lanes,
        final PortProvider provider) {
        final List<Integer> cpus =
            layout.workerCpus().isEmpty() ? Collections.nCopies(layout.lines(), -1) : layout.workerCpus();
        final int most = layout.lines() == 1 ? lanes.size() : layout.lines();
        final int count = Math.min(cpus.size(), most);
        final List<Worker> workers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            final List<Lane> own = lanes.subList(
                i * most / count * (lanes.size() / most), (i + 1) * most / count * (lanes.size() / most));
            workers.add(new Worker("worker-" + i, own, provider, cpus.get(i)));
        }
        return workers;
    }

    private static IdleStrategy idle(final DataplaneConfig.Idle idle) {
        return switch (idle) {
            case BUSY_SPIN -> BusySpinIdleStrategy.INSTANCE;
            case BACK_OFF -> new BackoffIdleStrategy(1_000, 100, 1_000, TimeUnit.MICROSECONDS.toNanos(50));
            case PARK -> new SleepingMillisIdleStrategy(1);
        };
    }

    /**
     * Makes a configuration the running one, under traffic and without losing a packet.
     *
     * @throws ConfigRefusedException if it can't be honoured; nothing has changed then
     */
    public void apply(final SwitchConfig next) {
        dataplane.apply(next);
    }

    /**
     * Adds, changes and removes bearers under traffic, without a commit.
     *
     * @return why entries were refused; the others have taken effect
     */
    public List<Violation> updateBearers(final List<BearerUpdate> updates) {
        return dataplane.updateBearers(updates);
    }

    /**
     * Takes what frames of radios took to the lanes that send them.
     *
     * @return why it can't be used; nothing of it has been then
     */
    public List<Violation> reportAirtime(final List<AirtimeReport> reports) {
        return dataplane.reportAirtime(reports);
    }

    /**
     * Lets a port or a member of chains get no new flows, or some again.
     *
     * @return why it can't be; nothing has changed then
     */
    public List<Violation> drain(final DrainOrder order) {
        return dataplane.drain(order);
    }

    /** Lets frames be injected from the next configuration on. */
    public void allowInjection() {
        dataplane.allowInjection();
    }

    /**
     * Lets a port receive a frame that no device did.
     *
     * @return why it can't; nothing was received then
     */
    public List<Violation> inject(final InjectedFrame frame) {
        return dataplane.inject(frame);
    }

    /** Some of the bearers that there are, wherever they come from. */
    public BearerPage bearers(final BearerPage.Query query) {
        return dataplane.bearers(query);
    }

    /** Why a configuration can't follow on the running one, as far as that is known before ports are opened. */
    public List<Violation> violations(final SwitchConfig next) {
        return dataplane.violations(next);
    }

    /** Whether {@link #work} is to be done every few milliseconds. */
    public boolean isBusy() {
        return dataplane.isBusy();
    }

    /**
     * Learns bearers of what the workers saw, and looks after the applications of chains.
     *
     * @return 0 if there was nothing to do
     */
    public int work() {
        return dataplane.work();
    }

    /** Whether the workers' processors are theirs alone, as far as this process is concerned. */
    public boolean hasProcessorsFree() {
        return processorsFree;
    }

    /** What the switch runs. */
    public SwitchConfig running() {
        return dataplane.running();
    }

    /** Writes to the status file what only control can find out: devices, latencies, handoffs, the heartbeat. */
    public void refreshStatus() {
        for (final PortSlot slot : dataplane.ports()) {
            slot.port().ifPresent(port -> status.deviceCounters(slot.index(), port.name()).update(port));
            refreshLatency(slot);
        }
        final List<Lane> lanes = dataplane.lanes();
        for (int number = 0; number < lanes.size(); number++) {
            status.handoffOccupancy(number).setRelease(lanes.get(number).outputOccupancy());
        }
        dataplane.chains().names().forEach(name -> refresh(name, status.chainCounters(name)::update));
        dataplane.chains().labels().forEach(label -> refresh(label, status.hopCounters(label)::update));
        status.heartbeat();
    }

    /** Of a chain, or of an application at one of its hops. */
    private void refresh(final String label, final Consumer<Histogram> shown) {
        dataplane.chains().latency(label).ifPresent(recorder -> {
            recorder.getIntervalHistogramInto(interval);
            final Histogram latency = latencies.computeIfAbsent("chain " + label, _ -> new Histogram(2));
            latency.add(interval);
            shown.accept(latency);
        });
    }

    private void refreshLatency(final PortSlot slot) {
        final Histogram latency = latencies.computeIfAbsent(slot.config().name(), _ -> new Histogram(2));
        slot.latencyNs().forEach(recorder -> {
            recorder.getIntervalHistogramInto(interval);
            latency.add(interval);
        });
        status.latencyCounters(slot.index(), slot.config().name()).update(latency);
    }

    /** What became of all packets. */
    public Conservation conservation() {
        return Conservation.of(status.reader().snapshot());
    }

    /**
     * Stops receiving, lets everything received leave, stops the workers and closes the ports.
     *
     * @return packet buffers that did not come back; anything but 0 is a defect
     */
    public int stop() {
        try {
            dataplane.drain();
        } finally {
            runners.forEach(runner -> runner.close(STOP_TIMEOUT_MS, thread -> { }));
            runners.clear();
            refreshStatus();
            dataplane.close();
            if (processorsFree) {
                provider.keepFree(List.of());
            }
        }
        return buffersAtStart - provider.memory().available();
    }

    /** {@link #stop}, if it has not been. */
    @Override
    public void close() {
        if (!runners.isEmpty()) {
            stop();
        }
    }
}
