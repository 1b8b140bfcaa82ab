package io.mecvswitch.stage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageRateTest {
    private static final long SECOND_NS = 1_000_000_000L;

    private static int taken(final MessageRate rate, final long nowNs, final int wanted) {
        int taken = 0;
        for (int i = 0; i < wanted; i++) {
            taken += rate.take(nowNs) ? 1 : 0;
        }
        return taken;
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 5, -7 * SECOND_NS, Long.MIN_VALUE, 1_800_000_000L * SECOND_NS})
    void shouldBeFullWhateverTheClockSays(final long nowNs) {
        assertEquals(10, taken(new MessageRate(10), nowNs, 50));
    }

    @Test
    void shouldFillOneByOne() {
        final MessageRate rate = new MessageRate(10);
        taken(rate, 0, 50);
        assertEquals(0, taken(rate, 99_999_999, 50));
        assertEquals(1, taken(rate, 100_000_000, 50));
        assertEquals(4, taken(rate, 500_000_000, 50));
        assertEquals(10, taken(rate, 60 * SECOND_NS, 50));
    }

    @Test
    void shouldKeepTheRateInALongFlood() {
        final MessageRate rate = new MessageRate(100);
        int taken = 0;
        for (long nowNs = 0; nowNs < 10 * SECOND_NS; nowNs += 100_000) {
            taken += taken(rate, nowNs, 1);
        }
        assertEquals(100 + 999, taken);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 7, 999_999, 1_000_000})
    void shouldHoldASecondsWorth(final int perSecond) {
        assertEquals(perSecond, taken(new MessageRate(perSecond), 0, 2_000_000), 1);
    }

    @Test
    void shouldTakeNothingAtRateZero() {
        assertFalse(new MessageRate(0).take(SECOND_NS));
    }

    @Test
    void shouldGiveNothingForAClockThatStepsBackALittle() {
        final MessageRate rate = new MessageRate(10);
        taken(rate, 5 * SECOND_NS, 50);
        assertEquals(0, taken(rate, 5 * SECOND_NS - 300_000_000, 50));
    }

    @Test
    void shouldStartAnewWithAnotherClock() {
        final MessageRate rate = new MessageRate(10);
        taken(rate, 500 * SECOND_NS, 50);
        assertEquals(10, taken(rate, 3 * SECOND_NS, 50));
    }

    @Test
    void shouldResumeWhatIsSpentAtItsOwnRate() {
        final MessageRate former = new MessageRate(10);
        taken(former, 0, 50);
        final MessageRate rate = new MessageRate(100);
        rate.resume(former);
        assertEquals(0, taken(rate, 0, 50));
        assertEquals(50, taken(rate, SECOND_NS / 2, 500));
    }
}
