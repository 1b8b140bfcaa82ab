package io.mecvswitch.gtpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class LearnedTest {
    private static final long UP = Learned.of(0x3fff, 0x2e, true, 63);
    private static final long DOWN = Learned.of(1, 0x0a, false, 0);

    @Test
    void shouldKeepWhatItIsMadeOf() {
        assertTrue(Learned.seen(UP));
        assertEquals(0x3fff, Learned.path(UP));
        assertEquals(0xb8, Learned.trafficClass(UP));
        assertTrue(Learned.container(UP));
        assertEquals(63, Learned.qfi(UP));
        assertFalse(Learned.container(DOWN));
        assertFalse(Learned.reversed(UP));
        assertFalse(Learned.seen(0));
    }

    @Test
    void shouldGoTheTunnelsOwnWayWhereItWasSeen() {
        assertEquals(UP, Learned.way(UP, DOWN, 0));
        assertEquals(UP, Learned.way(UP, 0, Learned.configured(OptionalInt.of(9))));
    }

    @Test
    void shouldGoTheOppositesWayBackwardsElse() {
        final long way = Learned.way(0, UP, 0);
        assertTrue(Learned.reversed(way));
        assertEquals(0x3fff, Learned.path(way));
        assertEquals(0xb8, Learned.trafficClass(way));
        assertEquals(63, Learned.qfi(way));
    }

    @Test
    void shouldPutTheConfiguredFlowInPlaceOfTheOpposites() {
        final long way = Learned.way(0, UP, Learned.configured(OptionalInt.of(9)));
        assertTrue(Learned.reversed(way));
        assertTrue(Learned.container(way));
        assertEquals(9, Learned.qfi(way));
        assertEquals(0xb8, Learned.trafficClass(way));
        assertEquals(0, Learned.qfi(Learned.way(0, UP, Learned.configured(OptionalInt.of(0)))));
    }

    @Test
    void shouldKnowNoWayWhereNothingWasSeen() {
        assertFalse(Learned.seen(Learned.way(0, 0, Learned.configured(OptionalInt.of(9)))));
    }
}
