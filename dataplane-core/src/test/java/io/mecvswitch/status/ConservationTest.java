package io.mecvswitch.status;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mecvswitch.lane.LaneCounters;
import io.mecvswitch.stage.DropReason;
import org.junit.jupiter.api.Test;

class ConservationTest {
    private final StatusFile status = StatusFile.inMemory();

    @Test
    void shouldHoldWhenEveryPacketIsSomewhere() {
        receive(90);
        status.copied().getAndAdd(10);
        final LaneCounters first = status.laneCounters(0);
        final LaneCounters second = status.laneCounters(1);
        first.packetsIn().getAndAddRelease(100);
        status.dropCounters()[DropReason.RULE_DROP.ordinal()].getAndAdd(10);
        status.punted().getAndAdd(5);
        first.packetsOut().getAndAddRelease(85);
        second.packetsIn().getAndAddRelease(64);
        status.resting().getAndAddRelease(4);
        status.portCounters(1, "core", 0).txPackets().getAndAddRelease(60);

        final Conservation conservation = Conservation.of(status.reader().snapshot());

        assertEquals(new Conservation(90, 10, 60, 5, 10, 25), conservation);
        assertTrue(conservation.holds());
        assertEquals("received 90 + copied 10 = sent 60 + punted 5 + dropped 10 + resting 25", conservation.toString());
    }

    @Test
    void shouldSayByHowMuchItIsOff() {
        receive(1_500);
        status.portCounters(1, "core", 0).txPackets().getAndAddRelease(1_498);

        final Conservation conservation = Conservation.of(status.reader().snapshot());

        assertFalse(conservation.holds());
        assertEquals(2, conservation.missing());
        assertEquals("received 1,500 + copied 0 = sent 1,498 + punted 0 + dropped 0 + resting 0, off by 2",
            conservation.toString());
    }

    private void receive(final long packets) {
        status.portCounters(0, "access", 0).rxPackets().getAndAddRelease(packets);
    }
}
