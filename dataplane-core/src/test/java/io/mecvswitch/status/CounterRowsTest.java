package io.mecvswitch.status;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mecvswitch.status.CounterRows.Use;
import java.util.HashSet;
import java.util.Set;
import org.agrona.concurrent.CachedEpochClock;
import org.junit.jupiter.api.Test;

class CounterRowsTest {
    private static final int REST_MS = 1_000;
    private static final int LINE_OCTETS = 64;

    private final CachedEpochClock clock = new CachedEpochClock();
    private final CounterRows rows = new CounterRows(CounterRows.length(64), clock, REST_MS);

    @Test
    void shouldPutRowsOfOneWriterSideBySide() {
        final int first = rows.take(Use.RULE, 0);

        assertEquals(first + 16, rows.take(Use.RULE, 0));
        assertEquals(first + 32, rows.take(Use.RULE, 0));
    }

    @Test
    void shouldKeepWritersOutOfEachOthersCacheLines() {
        final Set<Integer> first = new HashSet<>();
        final Set<Integer> second = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            first.add(rows.take(Use.RULE, 0) / LINE_OCTETS);
            second.add(rows.take(Use.RULE, 1) / LINE_OCTETS);
            second.add(rows.take(Use.LIMITER, 0) / LINE_OCTETS);
        }

        first.retainAll(second);
        assertTrue(first.isEmpty(), first.toString());
    }

    @Test
    void shouldGiveARowToSomebodyElseOnlyAfterARest() {
        final int freed = rows.take(Use.LIMITER_RARE, 2);
        rows.give(Use.LIMITER_RARE, 2, freed);

        assertNotEquals(freed, rows.take(Use.LIMITER_RARE, 2));
        clock.advance(REST_MS);
        assertNotEquals(freed, rows.take(Use.LIMITER_RARE, 1));
        assertEquals(freed, rows.take(Use.LIMITER_RARE, 2));
    }

    @Test
    void shouldSayWhenThereIsNoRoom() {
        final StatusException refused = assertThrows(StatusException.class, () -> {
            while (true) {
                rows.take(Use.RULE, 0);
            }
        });

        assertTrue(refused.getMessage().contains("configure fewer"), refused.getMessage());
    }
}
