package io.mecvswitch.chaining;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RoundRobinTest {
    private static RoundRobin of(final int... weights) {
        return new RoundRobin(IntStream.range(0, weights.length).asLongStream().toArray(), weights);
    }

    private static int[] turns(final RoundRobin members, final int count) {
        return IntStream.generate(members::next).limit(count).toArray();
    }

    // The source's own test: 100 requests over 4 servers, then over 5.
    @Test
    void shouldGiveEqualMembersTheSame() {
        for (final int members : new int[] {4, 5}) {
            final int[] counts = new int[members];
            final int[] weights = IntStream.generate(() -> 1).limit(members).toArray();
            IntStream.of(turns(of(weights), 100)).forEach(i -> counts[i]++);
            assertArrayEquals(IntStream.generate(() -> 100 / members).limit(members).toArray(), counts);
        }
    }

    @Test
    void shouldSpreadTheTurnsOfTheHeavier() {
        assertArrayEquals(new int[] {0, 1, 0, 2, 0, 0, 1, 0, 2, 0}, turns(of(3, 1, 1), 10));
    }

    @Test
    void shouldGiveExactlyTheWeightsInEveryRound() {
        final Random random = new Random(3);
        for (int round = 0; round < 200; round++) {
            final int[] weights = random.ints(1 + random.nextInt(12), 0, 9).toArray();
            final RoundRobin members = of(weights);
            final int total = IntStream.of(weights).sum();
            for (int again = 0; again < 3 && total > 0; again++) {
                final int[] counts = new int[weights.length];
                IntStream.of(turns(members, total)).forEach(i -> counts[i]++);
                assertArrayEquals(weights, counts);
            }
        }
    }

    @Test
    void shouldHaveNobodyWhereAllWeightsAreZero() {
        assertEquals(Selection.NONE, of(0, 0).next());
        assertEquals(Selection.NONE, of().next());
    }

    @Test
    void shouldGoOnWhereItLeftOff() {
        final RoundRobin former = of(1, 1, 1);
        turns(former, 1);
        final RoundRobin next = new RoundRobin(new long[] {2, 1, 0, 9}, new int[] {1, 1, 1, 1});
        next.resume(former);
        final int[] turns = turns(next, 4);
        assertTrue(turns[0] != 2, "who had the last turn is not the next");
        assertEquals(4, IntStream.of(turns).distinct().count());
    }
}
