package io.mecvswitch.qos.airtime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.mecvswitch.header.Ethernet;
import io.mecvswitch.header.Vlan;
import io.mecvswitch.memory.ArrayMemory;
import io.mecvswitch.stage.DropReason;
import io.mecvswitch.stage.PacketVector;
import io.mecvswitch.status.StatusFile;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RadioSchedulerTest {
    private static final int VECTOR = 32;
    private static final int LENGTH = 1_514;
    private static final int PACKETS = 1_024;
    private static final long STEP_NS = 1_000_000;
    private static final FrameCost COST = FrameCost.of(Band.GHZ_5, PhyRate.vht(80, 9, 2, 400), Mpdu.CCMP, 16);

    @TempDir
    private Path folder;

    private final ArrayMemory memory = new ArrayMemory(PACKETS, 2_048);
    private final long[] handles = new long[PACKETS];
    private final PacketVector vector = new PacketVector(VECTOR);
    private final long[] leavers = new long[2 * VECTOR];
    private final int[] reasons = new int[2 * VECTOR];
    private long nowNs = 1;
    private int nextPacket;
    private int dropped;
    private int sent;

    private RadioScheduler scheduler(final FeedbackRing ring) {
        final List<RadioScheduler.Tenant> tenants = List.of(tenant("a", 0, 101), tenant("b", 1, 102));
        return new RadioScheduler(memory, tenants, Limits.USUAL.withFrames(64), Optional.of(ring), true);
    }

    private static RadioScheduler.Tenant tenant(final String name, final int id, final int vlan) {
        return new RadioScheduler.Tenant(id, vlan, new Vif(name, 500_000, List.of(new Station(Station.OTHERS, COST),
            new Station(Station.GROUP, COST))), StatusFile.inMemory().vifCounters(name), new IntervalAirtime(),
            new ToldRates());
    }

    private void writeFrames() {
        assertTrue(memory.allocate(handles, PACKETS));
        for (int i = 0; i < PACKETS; i++) {
            final long at = memory.bufferStart(handles[i]);
            Ethernet.set(memory.bytes(), at, 0x0200_0000_5101L, 0x0200_0000_0001L, Vlan.TPID_CUSTOMER);
            Vlan.set(memory.bytes(), at + Ethernet.TYPE_OFFSET, Vlan.TPID_CUSTOMER, 101 + i % 3);
        }
    }

    /** What the lane does, and what the access point does, again and again: offered, dropped, sent and told of. */
    @Test
    void shouldAllocateNothing() throws IOException {
        final FeedbackRing accessPoint = FeedbackRing.open(folder.resolve("ring"));
        final RadioScheduler scheduler = scheduler(FeedbackRing.open(folder.resolve("ring")));
        writeFrames();
        final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        run(scheduler, accessPoint, 20_000);
        final long before = threads.getCurrentThreadAllocatedBytes();
        run(scheduler, accessPoint, 20_000);
        final long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        // What asking itself takes.
        assertTrue(allocated < 1_000, allocated + " bytes");
        assertTrue(dropped > 10_000 && sent > 10_000, () -> dropped + " dropped, " + sent + " sent");
        assertEquals(40_000L * 16, dropped + sent + scheduler.resting());
    }

    /** Packets of a vector rest or are dropped, and leave, as if they were offered one by one. */
    @Test
    void shouldDecideAboutAVectorAsAboutItsPackets() throws IOException {
        final RadioScheduler together = scheduler(FeedbackRing.open(folder.resolve("ring")));
        final RadioScheduler alone = scheduler(FeedbackRing.open(folder.resolve("other")));
        writeFrames();
        final PacketVector others = new PacketVector(VECTOR);
        final SplittableRandom random = new SplittableRandom(3);
        final Set<DropReason> met = EnumSet.noneOf(DropReason.class);
        for (int round = 0; round < 2_000; round++) {
            nowNs += STEP_NS;
            fill(vector, random);
            final DropReason[] expected = new DropReason[vector.size];
            for (int i = 0; i < vector.size; i++) {
                expected[i] = alone.offer(vector, i, nowNs);
                met.add(expected[i]);
            }
            together.offer(vector, 0, vector.size, nowNs);
            for (int i = 0; i < vector.size; i++) {
                assertEquals(expected[i] == DropReason.NONE ? -1 : expected[i].ordinal(), vector.verdict[i]);
            }
            vector.sweep(leavers, reasons);
            others.size = 0;
            together.poll(vector, nowNs);
            alone.poll(others, nowNs);
            assertEquals(others.size, vector.size);
            assertArrayEquals(Arrays.copyOf(others.handle, others.size), Arrays.copyOf(vector.handle, vector.size));
            assertEquals(alone.resting(), together.resting());
        }
        assertEquals(EnumSet.of(DropReason.NONE, DropReason.VIF_UNKNOWN, DropReason.AIRTIME_FULL), met);
    }

    /** A burst for one interface, for another, and for nobody's, of one to many packets each. */
    private void fill(final PacketVector into, final SplittableRandom random) {
        into.size = 0;
        while (into.size < into.capacity()) {
            final int kind = random.nextInt(3);
            final int end = Math.min(into.capacity(), into.size + random.nextInt(1, 20));
            while (into.size < end) {
                final long handle = handles[kind + 3 * random.nextInt(PACKETS / 3)];
                into.add(handle, memory.bufferStart(handle), LENGTH, nowNs);
            }
        }
    }

    private void run(final RadioScheduler scheduler, final FeedbackRing accessPoint, final int rounds) {
        for (int round = 0; round < rounds; round++) {
            nowNs += STEP_NS;
            offer(scheduler);
            vector.size = 0;
            scheduler.poll(vector, nowNs);
            sent += vector.size;
            for (int i = 0; i < vector.size; i++) {
                accessPoint.write(i & 1, 1, 2, COST.ns(LENGTH), 2 * COST.ns(LENGTH), true);
            }
            accessPoint.tellClock(nowNs);
        }
    }

    private void offer(final RadioScheduler scheduler) {
        vector.size = 0;
        for (int i = 0; i < 16; i++) {
            final long handle = handles[nextPacket++ & PACKETS - 1];
            vector.add(handle, memory.bufferStart(handle), LENGTH, nowNs);
        }
        final int rested = scheduler.resting();
        scheduler.offer(vector, 0, vector.size, nowNs);
        dropped += vector.size - (scheduler.resting() - rested);
        vector.sweep(leavers, reasons);
    }
}
