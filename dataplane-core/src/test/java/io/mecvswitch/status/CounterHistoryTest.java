package io.mecvswitch.status;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.mecvswitch.status.CounterHistory.Pace;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Rates of counters, by looks at made-up times. */
class CounterHistoryTest {
    private static final long START_MS = 1_000_000;

    private final StatusFile status = StatusFile.inMemory();
    private final CounterHistory history = new CounterHistory(status.reader());
    private long nowMs = START_MS;

    private void receive(final int queue, final int packets) {
        status.portCounters(0, "access", queue).rxPackets().getAndAddRelease(packets);
    }

    private void pass(final long ms) {
        nowMs += ms;
        history.look(nowMs);
    }

    private Pace pace() {
        return history.paces(CounterType.PORT_RX_PACKETS, nowMs).get("access");
    }

    @Test
    void shouldKnowNothingOfWhatWasNotSeenBefore() {
        receive(0, 5);
        assertNull(pace());
    }

    @Test
    void shouldTellWhatCameInASecondOverAllQueues() {
        receive(0, 1);
        receive(1, 1);
        pass(0);
        receive(0, 100);
        receive(1, 400);
        nowMs += 2_500;
        assertEquals(200, pace().perSecond());
        pass(2_500);
        assertEquals(100, pace().perSecond());
        pass(5_000);
        assertEquals(0, pace().perSecond(), "of the last ten seconds at most");
    }

    @Test
    void shouldTellWhenSomethingChangedLast() {
        receive(0, 1);
        pass(0);
        nowMs++;
        assertEquals(0, pace().changedMs(), "before anybody looked");
        receive(0, 1);
        pass(4_999);
        pass(5_000);
        pass(5_000);
        assertEquals(START_MS + 5_000, pace().changedMs());
        receive(0, 1);
        assertEquals(nowMs, pace().changedMs());
    }

    @Test
    void shouldNotTakeACounterForItsFormerOwner() {
        status.ruleCounters("old").packets().getAndAddRelease(1_000);
        pass(0);
        status.releaseRules(Set.of("old"));
        status.ruleCounters("new").packets().getAndAddRelease(3);
        nowMs += 1_000;
        assertNull(history.paces(CounterType.RULE_PACKETS, nowMs).get("new"));
    }
}
