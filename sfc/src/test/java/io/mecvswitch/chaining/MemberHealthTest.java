package io.mecvswitch.chaining;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mecvswitch.config.HealthCheck;
import io.mecvswitch.config.HealthCheck.Probe;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MemberHealthTest {
    private static final long MS = 1_000_000L;
    private static final long NEVER = Long.MAX_VALUE;

    private long nowNs = -123 * MS;

    private static HealthCheck check(final int holdDownMs) {
        return new HealthCheck(Probe.NONE, Optional.empty(), Optional.empty(), false, 30, 3, holdDownMs, false);
    }

    /** Looks every millisecond for so long; returns how often the state changed. */
    private int look(final MemberHealth health, final int forMs, final boolean linked, final long silentMs) {
        int changes = 0;
        for (int i = 0; i < forMs; i++) {
            nowNs += MS;
            changes += health.look(linked, silentMs == NEVER ? NEVER : silentMs * MS, nowNs) ? 1 : 0;
        }
        return changes;
    }

    @ParameterizedTest
    @CsvSource({"0,UP", "44,UP", "45,DEGRADED", "89,DEGRADED", "90,DOWN"})
    void shouldStandByForHowLongItWasSilent(final long silentMs, final MemberState state) {
        final MemberHealth health = new MemberHealth(check(0), false);
        look(health, 1, true, silentMs);
        assertEquals(state, health.state());
    }

    @Test
    void shouldBeUpToBeginWith() {
        assertEquals(MemberState.UP, new MemberHealth(check(0), false).state());
    }

    @Test
    void shouldBeDownAtOnceWithoutLink() {
        final MemberHealth health = new MemberHealth(check(1_000), false);
        assertTrue(health.look(false, 0, nowNs));
        assertEquals(MemberState.DOWN, health.state());
        assertFalse(health.look(false, 0, nowNs + MS), "it is told once");
    }

    @Test
    void shouldNotHoldAMemberThatWasNotThereYet() {
        final MemberHealth health = new MemberHealth(check(1_000), false);
        look(health, 500, false, 0);
        assertEquals(1, look(health, 1, true, 0));
        look(health, 1, false, 0);
        assertEquals(0, look(health, 1_000, true, 0));
        assertEquals(1, look(health, 1, true, 0));
    }

    @Test
    void shouldStayDownForTheHoldTimeSinceItWasLastNotWell() {
        final MemberHealth health = new MemberHealth(check(1_000), false);
        look(health, 1, true, 0);
        look(health, 1, false, 0);
        look(health, 900, true, 0);
        look(health, 1, true, 50);
        assertEquals(0, look(health, 1_000, true, 0));
        assertEquals(1, look(health, 1, true, 0));
        assertEquals(MemberState.UP, health.state());
    }

    @Test
    void shouldReturnAtOnceWithoutHoldTime() {
        final MemberHealth health = new MemberHealth(check(0), false);
        look(health, 1, false, 0);
        look(health, 1, true, 0);
        assertEquals(MemberState.UP, health.state());
    }

    // 1 Hz for 60 s: half a second there, half a second gone.
    @ParameterizedTest
    @CsvSource({"1000,1", "500,3", "100,7"})
    void shouldChangeSeldomWhenAMemberComesAndGoes(final int holdDownMs, final int most) {
        final MemberHealth health = new MemberHealth(check(holdDownMs), false);
        int changes = 0;
        for (int second = 0; second < 60; second++) {
            changes += look(health, 500, true, 0) + look(health, 500, false, 0);
        }
        assertTrue(changes <= most, changes + " changes");
        look(health, 64 * holdDownMs + 1, true, 0);
        assertEquals(MemberState.UP, health.state(), "it is not lost for ever");
    }

    @Test
    void shouldForgetThatItCameAndWent() {
        final MemberHealth health = new MemberHealth(check(100), false);
        look(health, 1, true, 0);
        for (int i = 0; i < 4; i++) {
            look(health, 1, false, 0);
            look(health, 1_000, true, 0);
        }
        look(health, 20_000, true, 0);
        look(health, 1, false, 0);
        assertEquals(1, look(health, 101, true, 0));
    }

    @Test
    void shouldDrainInsteadOfTakingNewFlows() {
        final MemberHealth health = new MemberHealth(check(0), true);
        assertEquals(MemberState.DRAIN, health.state());
        assertEquals(0, look(health, 10, true, 50), "it is no news that it is slow");
        assertEquals(1, look(health, 1, true, NEVER));
        assertEquals(MemberState.DOWN, health.state());
        look(health, 1, true, 0);
        assertEquals(MemberState.DRAIN, health.state());
    }

    @Test
    void shouldGoOnUnderAnotherConfiguration() {
        final MemberHealth former = new MemberHealth(check(1_000), false);
        look(former, 1, true, 0);
        look(former, 1, false, 0);
        look(former, 500, true, 0);
        final MemberHealth next = new MemberHealth(check(1_000), false);
        next.resume(former);
        assertEquals(MemberState.DOWN, next.state());
        assertEquals(0, look(next, 500, true, 0));
        assertEquals(1, look(next, 1, true, 0));
    }

    @Test
    void shouldSayWhoMayGetWhat() {
        assertTrue(MemberState.UP.takesFlows() && MemberState.DEGRADED.takesFlows());
        assertTrue(MemberState.DRAIN.serves() && !MemberState.DRAIN.takesFlows());
        assertFalse(MemberState.DOWN.serves() || MemberState.DOWN.takesFlows());
        assertEquals("drain", MemberState.of(3).word());
    }
}
