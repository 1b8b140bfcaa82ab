package io.mecvswitch.chaining;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FlowTableTest {
    private static final long SECOND_NS = 1_000_000_000L;
    // The table counts in units of 2^20 ns.
    private static final long UNIT_NS = 1L << 20;
    private static final int IDLE_SECONDS = 10;
    private static final long IDLE = IDLE_SECONDS * SECOND_NS / UNIT_NS;

    /** A table of one bucket is a list in the order of last use: the oldest gives way. */
    @Test
    void shouldForgetTheFlowThatWasSilentLongest() {
        for (int seed = 0; seed < 20; seed++) {
            final Random random = new Random(seed);
            final FlowTable table = new FlowTable(FlowTable.BUCKET, IDLE_SECONDS);
            final Map<Long, long[]> oracle = new LinkedHashMap<>();
            long now = random.nextInt(1_000_000);
            for (int step = 0; step < 20_000; step++) {
                now += 1 + random.nextInt(random.nextInt(50) == 0 ? 12_000 : 100);
                final long limit = now - IDLE;
                oracle.values().removeIf(known -> known[1] < limit);
                final long key = random.nextInt(12);
                final long[] known = oracle.remove(key);
                if (random.nextBoolean()) {
                    assertEquals(known == null ? FlowTable.NONE : known[0], table.find(key, now * UNIT_NS));
                    if (known != null) {
                        oracle.put(key, new long[] {known[0], now});
                    }
                } else {
                    final int value = random.nextInt(Integer.MAX_VALUE);
                    table.put(key, value, now * UNIT_NS);
                    if (oracle.size() == FlowTable.BUCKET) {
                        oracle.remove(oracle.keySet().iterator().next());
                    }
                    oracle.put(key, new long[] {value, now});
                }
            }
        }
    }

    @Test
    void shouldKnowNothingThatAMapDoesNotKnow() {
        final Random random = new Random(1);
        final FlowTable table = new FlowTable(1_000, IDLE_SECONDS);
        final Map<Long, Integer> oracle = new HashMap<>();
        long nowNs = random.nextLong();
        int found = 0;
        for (int step = 0; step < 200_000; step++) {
            nowNs += random.nextInt(1_000_000);
            final long key = FlowHash.in(random.nextInt(3_000), 0);
            final int value = table.find(key, nowNs);
            if (value == FlowTable.NONE) {
                oracle.put(key, step);
                table.put(key, step, nowNs);
            } else {
                assertEquals(oracle.get(key), value);
                found++;
            }
        }
        assertEquals(1_024, table.size());
        assertTrue(found > 10_000);
    }

    @Test
    void shouldKeepAllLiveFlowsAsLongAsHalfIsFree() {
        final FlowTable table = new FlowTable(1 << 16, 300);
        final int flows = 1 << 15;
        for (int i = 0; i < flows; i++) {
            table.put(FlowHash.in(i, 7), i, i);
        }
        assertEquals(flows, table.size());
        for (int i = 0; i < flows; i++) {
            assertEquals(i, table.find(FlowHash.in(i, 7), flows));
        }
    }

    @Test
    void shouldTakeThePlacesOfForgottenFlowsFirst() {
        final FlowTable table = new FlowTable(1 << 10, IDLE_SECONDS);
        for (int i = 0; i < 1 << 12; i++) {
            table.put(FlowHash.in(i, 1), i, 0);
        }
        final long laterNs = (IDLE_SECONDS + 1) * SECOND_NS;
        for (int i = 0; i < 700; i++) {
            table.put(FlowHash.in(i, 2), i, laterNs);
        }
        for (int i = 0; i < 700; i++) {
            assertEquals(i, table.find(FlowHash.in(i, 2), laterNs));
        }
    }

    @Test
    void shouldForgetAFlowAfterTheIdleTime() {
        final FlowTable table = new FlowTable(8, IDLE_SECONDS);
        table.put(1, 5, 0);
        assertEquals(5, table.find(1, 9 * SECOND_NS));
        assertEquals(5, table.find(1, 18 * SECOND_NS), "each packet keeps it");
        assertEquals(FlowTable.NONE, table.find(1, 29 * SECOND_NS));
        assertEquals(FlowTable.NONE, table.find(1, 29 * SECOND_NS), "a look at it does not bring it back");
    }

    @Test
    void shouldForgetNobodyWhenTheClockGoesBack() {
        final FlowTable table = new FlowTable(8, IDLE_SECONDS);
        table.put(1, 5, 20 * SECOND_NS);
        assertEquals(5, table.find(1, 19 * SECOND_NS));
    }

    @Test
    void shouldTakeAnyKeyAndAnyValue() {
        final FlowTable table = new FlowTable(8, IDLE_SECONDS);
        table.put(0, Integer.MIN_VALUE, 0);
        table.put(-1, Integer.MAX_VALUE, 0);
        assertEquals(Integer.MIN_VALUE, table.find(0, 0));
        assertEquals(Integer.MAX_VALUE, table.find(-1, 0));
    }

    @Test
    void shouldTakeOverLiveFlowsWithTheirTimes() {
        final FlowTable former = new FlowTable(1 << 12, IDLE_SECONDS);
        for (int i = 0; i < 2_000; i++) {
            former.put(FlowHash.in(i, 0), i, i % 2 * 8 * SECOND_NS);
        }
        final FlowTable next = new FlowTable(1 << 13, IDLE_SECONDS);
        next.takeOver(former, 15 * SECOND_NS);
        assertEquals(1_000, next.size());
        for (int i = 0; i < 2_000; i++) {
            assertEquals(i % 2 == 0 ? FlowTable.NONE : i, next.find(FlowHash.in(i, 0), 17 * SECOND_NS));
        }
        next.takeOver(former, 19 * SECOND_NS);
        assertEquals(1_000, next.size());
    }

    @Test
    void shouldHaveRoomForWhatIsAskedFor() {
        assertEquals(8, new FlowTable(1, 1).capacity());
        assertEquals(8, new FlowTable(8, 1).capacity());
        assertEquals(16, new FlowTable(9, 1).capacity());
        assertEquals(65_536, new FlowTable(65_536, 1).capacity());
    }

    @Test
    void shouldAllocateNothing() {
        final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        final FlowTable table = new FlowTable(1 << 10, IDLE_SECONDS);
        final RoundRobin turns = new RoundRobin(new long[] {1, 2, 3}, new int[] {3, 1, 1});
        final Selection selection = Maglev.build(new long[] {1, 2, 3}, new int[] {3, 1, 1});
        final long before = threads.getCurrentThreadAllocatedBytes();
        int sum = 0;
        for (int i = 0; i < 100_000; i++) {
            final long flow = FlowHash.in(i % 5_000, 0);
            if (table.find(flow, i * 1_000_000L) == FlowTable.NONE) {
                table.put(flow, i % 2 == 0 ? turns.next() : selection.member(flow), i * 1_000_000L);
                sum++;
            }
        }
        assertEquals(0, threads.getCurrentThreadAllocatedBytes() - before);
        assertTrue(sum > 1_000);
    }
}
