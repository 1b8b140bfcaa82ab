package io.mecvswitch.bridging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mecvswitch.bridging.StationTable.Learned;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StationTableTest {
    private static final long SECOND_NS = 1_000_000_000L;
    private static final int AGEING_SECONDS = 10;

    private static long key(final int station) {
        return StationTable.key(station % 3, 0x0200_0000_0000L + station);
    }

    /** Stations come, move, fall silent and make room, in a table that is full most of the time. */
    @Test
    void shouldKnowWhatAMapKnows() {
        for (int seed = 0; seed < 20; seed++) {
            final Random random = new Random(seed);
            final int capacity = 1 + random.nextInt(200);
            final StationTable table = new StationTable(capacity, AGEING_SECONDS);
            final Map<Long, long[]> oracle = new HashMap<>();
            long nowNs = random.nextLong();
            for (int step = 0; step < 20_000; step++) {
                nowNs += random.nextInt(100) == 0 ? 3 * SECOND_NS : random.nextInt(50_000_000);
                final long key = key(random.nextInt(300));
                if (random.nextInt(3) == 0) {
                    final int port = random.nextInt(4);
                    final Learned learned = table.learn(key, port, nowNs);
                    assertEquals(learned == Learned.MOVED,
                        isLive(oracle.get(key), nowNs) && oracle.get(key)[0] != port);
                    if (learned != Learned.NO_ROOM) {
                        oracle.put(key, new long[] {port, nowNs});
                    }
                } else {
                    final long[] known = oracle.get(key);
                    assertEquals(isLive(known, nowNs) ? known[0] : StationTable.NONE, table.find(key, nowNs));
                }
                assertTrue(table.size() <= capacity);
            }
        }
    }

    /** What is about to be forgotten is not asked for: the table counts in units of 2^20 ns. */
    private static boolean isLive(final long[] known, final long nowNs) {
        return known != null && (nowNs >>> 20) - (known[1] >>> 20) <= AGEING_SECONDS * SECOND_NS >>> 20;
    }

    @Test
    void shouldFindNothingBetweenTheStationsThatItClears() {
        final StationTable table = new StationTable(1_000, AGEING_SECONDS);
        for (int i = 0; i < 1_000; i++) {
            assertEquals(Learned.NEW, table.learn(key(i), 1, i % 2 == 0 ? 0 : 8 * SECOND_NS));
        }
        assertEquals(Learned.NEW, table.learn(key(1_000), 2, 15 * SECOND_NS));
        assertEquals(501, table.size());
        for (int i = 0; i < 1_000; i++) {
            assertEquals(i % 2 == 0 ? StationTable.NONE : 1, table.find(key(i), 15 * SECOND_NS));
        }
    }

    @Test
    void shouldGoThroughAFullTableOnceASecondAtMost() {
        final StationTable table = new StationTable(1, AGEING_SECONDS);
        table.learn(key(1), 1, 0);
        assertEquals(Learned.NO_ROOM, table.learn(key(2), 1, 9_900_000_000L));
        assertEquals(Learned.NO_ROOM, table.learn(key(2), 1, 10_500_000_000L), "forgotten, but not cleared yet");
        assertEquals(Learned.NEW, table.learn(key(2), 1, 11_000_000_000L));
    }

    @Test
    void shouldForgetNobodyWhenTheClockGoesBack() {
        final StationTable table = new StationTable(4, AGEING_SECONDS);
        table.learn(key(1), 3, 20 * SECOND_NS);
        assertEquals(3, table.find(key(1), 19 * SECOND_NS));
    }

    @Test
    void shouldKnowStaticStationsForEver() {
        final StationTable table = new StationTable(2, AGEING_SECONDS);
        table.addStatic(key(1), 65_535);
        assertEquals(Learned.KNOWN, table.learn(key(1), 2, 0));
        assertEquals(65_535, table.find(key(1), Long.MAX_VALUE));
    }

    @Test
    void shouldTakeOverWhatFits() {
        final StationTable former = new StationTable(100, AGEING_SECONDS);
        for (int i = 0; i < 100; i++) {
            former.learn(key(i), i % 4, 0);
        }
        former.addStatic(key(200), 1);
        final StationTable next = new StationTable(20, AGEING_SECONDS);
        next.addStatic(key(1), 3);
        next.takeOver(former, (vlan, port) -> port == 1 && vlan != 2);
        int kept = 0;
        for (int i = 2; i < 100; i++) {
            final int port = next.find(key(i), 0);
            assertTrue(port == StationTable.NONE || port == 1 && i % 4 == 1 && i % 3 != 2);
            kept += port == 1 ? 1 : 0;
        }
        assertEquals(16, kept, "one in four, but for one VLAN of three, and the static one");
        assertEquals(3, next.find(key(1), 0));
        assertEquals(StationTable.NONE, next.find(key(200), 0));
    }
}
