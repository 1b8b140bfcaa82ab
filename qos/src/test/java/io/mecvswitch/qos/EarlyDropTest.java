package io.mecvswitch.qos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** RFC 8289 with its own target and interval, a packet leaving each tenth of a millisecond. */
class EarlyDropTest {
    private static final long MS = 1_000_000L;
    private static final long STEP = MS / 10;
    private static final long TARGET = 5 * MS;
    private static final long INTERVAL = 100 * MS;
    private static final long START_NS = 1_764_500_000_000_000_000L;

    private final EarlyDrop early = new EarlyDrop(2, TARGET, INTERVAL);
    private long nowNs = START_NS;

    /** When packets are hit that leave for a time having waited so long, in milliseconds from the start. */
    private List<Double> hits(final long ns, final long waitedNs) {
        final List<Double> hits = new ArrayList<>();
        for (final long endNs = nowNs + ns; nowNs < endNs; nowNs += STEP) {
            if (early.hits(0, waitedNs, false, nowNs)) {
                hits.add((nowNs - START_NS) / (double) MS);
            }
        }
        return hits;
    }

    @Test
    void shouldHitMoreOftenAsLongAsTheQueueStands() {
        double nextMs = 100;
        int count = 0;
        for (final double hitMs : hits(1_000 * MS, 2 * TARGET)) {
            assertEquals(nextMs, hitMs, 0.11, "hit " + count);
            nextMs += 100 / Math.sqrt(++count);
        }
        assertEquals(27, count);
    }

    @Test
    void shouldLetABurstWait() {
        assertEquals(List.of(), hits(99 * MS, 10 * TARGET));
        assertEquals(List.of(), hits(1, TARGET - 1));
        assertEquals(List.of(), hits(99 * MS, 10 * TARGET), "an interval from the start again");
    }

    @Test
    void shouldStopWithTheFirstPacketThatWaitedLess() {
        hits(300 * MS, 2 * TARGET);
        assertEquals(List.of(), hits(STEP, TARGET - 1));
        assertEquals(List.of(), hits(99 * MS, 2 * TARGET));
    }

    /** RFC 8289 §5.4: who comes back soon is met with the frequency that sufficed. */
    @Test
    void shouldGoOnWhereItStoppedIfTheQueueStandsAgainSoon() {
        final int before = hits(1_000 * MS, 2 * TARGET).size();
        hits(STEP, 0);
        final List<Double> again = hits(250 * MS, 2 * TARGET);
        assertEquals(100 / Math.sqrt(before - 1), again.get(1) - again.get(0), 1);
    }

    @Test
    void shouldForgetItAfterAWhile() {
        hits(1_000 * MS, 2 * TARGET);
        hits(2_000 * MS, 0);
        final List<Double> again = hits(250 * MS, 2 * TARGET);
        assertEquals(100, again.get(1) - again.get(0), 0.2);
    }

    @Test
    void shouldNotMindAQueueOfOnePacket() {
        for (int packet = 0; packet < 10_000; packet++) {
            assertFalse(early.hits(1, 10 * TARGET, true, nowNs += STEP));
        }
    }
}
