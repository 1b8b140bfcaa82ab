package io.mecvswitch.qos.airtime;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class RadioClockTest {
    private static final long MS_NS = 1_000_000;
    private static final long START_NS = 5_000 * MS_NS;

    private final RadioClock clock = new RadioClock();

    private long at(final long ms, final long clockMs) {
        clock.advance(clockMs * MS_NS, START_NS + ms * MS_NS);
        return (clock.ns() - START_NS) / MS_NS;
    }

    @Test
    void shouldGoByOurTimeWithoutAClock() {
        assertEquals(0, at(0, 0));
        assertEquals(7, at(7, 0));
        assertEquals(7, at(6, 0));
    }

    @Test
    void shouldGoByTheRadiosClockFromWhenItIsThere() {
        at(0, 0);
        assertEquals(0, at(10, 900));
        assertEquals(1, at(20, 901));
        assertEquals(1, at(30, 901));
        assertEquals(3, at(31, 903));
    }

    @Test
    void shouldNotTrustAClockThatStandsOrJumps() {
        at(0, 100);
        assertEquals(0, at(499, 100));
        assertEquals(1, at(500, 100));
        assertEquals(2, at(501, 100));
        assertEquals(2, at(502, 3));
        assertEquals(3, at(503, 4));
        assertEquals(1_003, at(504, 99_000));
    }
}
