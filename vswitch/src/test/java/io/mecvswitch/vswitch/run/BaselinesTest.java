package io.mecvswitch.vswitch.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mecvswitch.control.netconf.operation.SwitchCommands.Counted;
import io.mecvswitch.control.netconf.operation.SwitchCommands.Counted.Kind;
import io.mecvswitch.stage.DropReason;
import io.mecvswitch.status.Conservation;
import io.mecvswitch.status.CounterType;
import io.mecvswitch.status.StatusFile;
import io.mecvswitch.vswitch.show.Sample;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What clients read of counters that were cleared. */
class BaselinesTest {
    private final StatusFile status = StatusFile.inMemory();
    private final Baselines baselines = new Baselines();

    BaselinesTest() {
        status.portCounters(0, "access", 0).rxPackets().getAndAddRelease(7);
        status.portCounters(1, "core", 0).txPackets().getAndAddRelease(5);
        status.ruleCounters("r").packets().getAndAddRelease(3);
        status.ruleCounters("r2").packets().getAndAddRelease(4);
        status.ruleCounters("chain/r").packets().getAndAddRelease(9);
        status.shaperCounters("access video").packets().getAndAddRelease(6);
        status.dropCounters()[DropReason.UE_UNKNOWN.ordinal()].getAndAddRelease(2);
    }

    private void clear(final Counted... subjects) {
        baselines.clear(List.of(subjects), Sample.first(status.reader()));
    }

    private long value(final CounterType type, final String label) {
        return baselines.since(Sample.first(status.reader())).value(type, label);
    }

    @Test
    void shouldBeginAgainWhereSomethingWasCleared() {
        clear(new Counted(Kind.TRAFFIC_RULE, "r"));
        status.ruleCounters("r").packets().getAndAddRelease(2);
        assertEquals(2, value(CounterType.RULE_PACKETS, "r"));
        assertEquals(4, value(CounterType.RULE_PACKETS, "r2"), "another rule");
        assertEquals(9, value(CounterType.RULE_PACKETS, "chain/r"), "a classifier of that name");
        assertTrue(baselines.clearedAt(Kind.TRAFFIC_RULE, "r").isPresent());
        assertTrue(baselines.clearedAt(Kind.TRAFFIC_RULE, "r2").isEmpty());
    }

    @Test
    void shouldClearAPortWithItsShaper() {
        clear(new Counted(Kind.INTERFACE, "access"));
        assertEquals(0, value(CounterType.PORT_RX_PACKETS, "access"));
        assertEquals(0, value(CounterType.SHAPER_PACKETS, "access video"));
        assertEquals(5, value(CounterType.PORT_TX_PACKETS, "core"));
    }

    @Test
    void shouldClearAllAndLeaveTheBooksAlone() {
        clear(Arrays.stream(Kind.values()).map(Counted::all).toArray(Counted[]::new));
        assertEquals(0, value(CounterType.PORT_RX_PACKETS, "access"));
        assertEquals(0, value(CounterType.RULE_PACKETS, "chain/r"));
        assertEquals(0, value(CounterType.DROPPED, "UE_UNKNOWN"));
        assertTrue(baselines.clearedAt(Kind.INTERFACE, "core").isPresent());
        final Conservation books = Conservation.of(baselines.since(Sample.first(status.reader())).snapshot());
        assertEquals(List.of(7L, 5L, 2L), List.of(books.received(), books.sent(), books.dropped()));
        assertTrue(books.holds());
    }

    @Test
    void shouldTakeNothingFromWhatWasNotRead() {
        clear(Arrays.stream(Kind.values()).map(Counted::all).toArray(Counted[]::new));
        final Sample rules = baselines.since(Sample.of(status.reader(), EnumSet.of(CounterType.RULE_PACKETS)));
        assertEquals(0, rules.value(CounterType.RULE_PACKETS, "r"));
        assertEquals(0, value(CounterType.PORT_RX_PACKETS, "access"), "it is still known");
    }

    @Test
    void shouldCountFromNothingWhatIsMadeAnew() {
        clear(new Counted(Kind.TRAFFIC_RULE, "r"));
        status.releaseRules(Set.of("r"));
        assertEquals(4, value(CounterType.RULE_PACKETS, "r2"));
        status.ruleCounters("r").packets().getAndAddRelease(8);
        assertEquals(8, value(CounterType.RULE_PACKETS, "r"));
    }
}
