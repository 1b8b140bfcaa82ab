package io.mecvswitch.bench;

import io.mecvswitch.config.BearerConfig;
import io.mecvswitch.config.BearerUpdate;
import io.mecvswitch.config.DataplaneConfig;
import io.mecvswitch.config.IpAddress;
import io.mecvswitch.lane.Lane;
import io.mecvswitch.stage.DropReason;
import io.mecvswitch.stage.Placement;
import io.mecvswitch.status.StatusFile;
import io.mecvswitch.vswitch.Dataplane;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.agrona.concurrent.SystemNanoClock;

/**
 * How many bearers a second come, move and go while a lane pops packets of others, and what a bearer takes of the heap.
 *
 * <p>A plain program, because two threads and a growing table are not what JMH measures. Arguments: bearers in the
 * table, seconds.
 */
public final class BearerChurn {
    /** A machine that others use too makes time pass; what the thread itself took is what an update costs. */
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final int BATCH = 1_000;
    private static final int SENDING = 10_000;
    private static final int GENERATIONS = 16;
    private static final int FIRST_ACCESS_IP = 0xc0_00_02_10;
    private static final List<String> DEVICES = List.of("generator", "generator", "generator");

    private final List<BearerConfig> fixed = Uplink.S1U_SMALL.bearers(SENDING);
    private final StatusFile status = StatusFile.inMemory();
    private final Dataplane dataplane;
    private final Random random = new Random(3);
    private final int bearers;

    private BearerChurn(final int bearers) {
        this.bearers = bearers;
        final GeneratorProvider provider = new GeneratorProvider(
            Map.of(Breakout.portName(Breakout.ACCESS), Uplink.S1U_SMALL.frames(SENDING)));
        dataplane = new Dataplane(DataplaneConfig.DEFAULT, Placement.UNCUT, provider, status, SystemNanoClock.INSTANCE,
            _ -> () -> LockSupport.parkNanos(1_000));
    }

    /**
     * Runs.
     *
     * @param args bearers (1000000) and seconds (10), if others are wanted
     */
    public static void main(final String[] args) throws InterruptedException {
        final int bearers = args.length > 0 ? Integer.parseInt(args[0]) : 1_000_000;
        final int seconds = args.length > 1 ? Integer.parseInt(args[1]) : 10;
        new BearerChurn(bearers).run(seconds);
    }

    private void run(final int seconds) throws InterruptedException {
        final AtomicBoolean done = new AtomicBoolean();
        final List<Lane> lanes = dataplane.lanes();
        final Thread worker = Thread.ofPlatform().start(() -> {
            while (!done.get()) {
                lanes.forEach(Lane::step);
            }
        });
        dataplane.apply(Breakout.config(DataplaneConfig.DEFAULT, DEVICES, 1, fixed));
        fill();
        churn(seconds);
        done.set(true);
        worker.join();
    }

    private void fill() {
        final long heap = heap();
        final long start = THREADS.getCurrentThreadCpuTime();
        for (int number = SENDING; number < bearers; number += BATCH) {
            final List<BearerUpdate> batch = new ArrayList<>(BATCH);
            for (int i = number; i < number + BATCH; i++) {
                batch.add(new BearerUpdate.Put(bearer(i, 0)));
            }
            require(dataplane.updateBearers(batch).isEmpty(), "no entry is refused");
        }
        final double ns = THREADS.getCurrentThreadCpuTime() - start;
        say("filled: %d bearers, %.2f us of processor each, %.0f bytes of heap each, names included", bearers,
            ns / 1e3 / (bearers - SENDING), (double) (heap() - heap) / (bearers - SENDING));
    }

    /** A generation is a base station: the downlink tunnel of another one ends there. */
    private static BearerConfig bearer(final int number, final int generation) {
        final BearerConfig first = Uplink.S1U_SMALL.bearer(number);
        return new BearerConfig(first.name(), first.ueAddress(), first.coreEndpoint(), first.uplinkTeid(),
            IpAddress.ofIpv4(FIRST_ACCESS_IP + generation), first.downlinkTeid(), first.qfi(), first.imsi());
    }

    private void churn(final int seconds) {
        final long packets = popped();
        final long start = System.nanoTime();
        final long end = start + TimeUnit.SECONDS.toNanos(seconds);
        long updates = 0;
        long refused = 0;
        long longest = 0;
        long spent = 0;
        while (System.nanoTime() < end) {
            final List<BearerUpdate> batch = batch();
            final long before = THREADS.getCurrentThreadCpuTime();
            refused += dataplane.updateBearers(batch).size();
            final long took = THREADS.getCurrentThreadCpuTime() - before;
            spent += took;
            longest = Math.max(longest, took);
            updates += BATCH;
        }
        final double elapsed = (System.nanoTime() - start) / 1e9;
        say("churned: %.0f updates/s, %.2f us of processor each, longest call of %d: %.1f ms, %d refused",
            updates / elapsed,
            spent / 1e3 / updates, BATCH, longest / 1e6, refused);
        say("meanwhile: %.2f million packets/s popped, %d found no bearer", (popped() - packets) / elapsed / 1e6,
            status.dropCounters()[DropReason.BEARER_UNKNOWN.ordinal()].get());
        say("then: %.0f MB of heap in use", heap() / 1e6);
    }

    /** Half of the entries change a bearer's downlink tunnel, the others take a bearer away and put it back. */
    private List<BearerUpdate> batch() {
        final List<BearerUpdate> batch = new ArrayList<>(BATCH);
        for (int i = 0; i < BATCH / 4; i++) {
            final int number = anyNumber();
            batch.add(new BearerUpdate.Put(bearer(anyNumber(), random.nextInt(GENERATIONS))));
            batch.add(new BearerUpdate.Put(bearer(anyNumber(), random.nextInt(GENERATIONS))));
            batch.add(new BearerUpdate.Remove(bearer(number, 0).name()));
            batch.add(new BearerUpdate.Put(bearer(number, 0)));
        }
        return batch;
    }

    private int anyNumber() {
        return SENDING + random.nextInt(bearers - SENDING);
    }

    private long popped() {
        return status.ruleCounters("local-breakout").packets().get();
    }

    private static long heap() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    private static void require(final boolean holds, final String what) {
        if (!holds) {
            throw new IllegalStateException(what);
        }
    }

    private static void say(final String format, final Object... values) {
        System.out.printf(Locale.ROOT, format + "%n", values);
    }
}
