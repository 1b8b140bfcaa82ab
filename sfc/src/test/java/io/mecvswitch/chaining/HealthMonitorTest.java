package io.mecvswitch.chaining;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mecvswitch.config.HealthCheck;
import io.mecvswitch.config.HealthCheck.Probe;
import io.mecvswitch.config.IpAddress;
import io.mecvswitch.memory.ArrayMemory;
import io.mecvswitch.port.PacketBurst;
import io.mecvswitch.status.StatusFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One member, as lanes and devices would show it, in steps of a millisecond. */
class HealthMonitorTest {
    private static final long MS = 1_000_000L;
    private static final HealthCheck PASSIVE =
        new HealthCheck(Probe.NONE, Optional.empty(), Optional.empty(), true, 30, 3, 1_000, false);
    private static final HealthCheck ARP = new HealthCheck(Probe.ARP, Optional.of(IpAddress.parse("192.0.2.2")),
        Optional.of(IpAddress.parse("192.0.2.1")), false, 30, 3, 1_000, false);

    private final List<String> told = new ArrayList<>();
    private final ArrayMemory memory = new ArrayMemory(64, 2_048);
    private final PacketBurst burst = new PacketBurst(32);
    private long nowNs;
    private boolean linked = true;
    private long sent;
    private long taken;
    private long back;
    // how the member behaves
    private boolean alive = true;
    private boolean consumes = true;
    private int packetsPerMs;

    private final HealthMonitor monitor = new HealthMonitor(() -> nowNs,
        (group, pair, before, now, atNs) -> told.add(atNs / MS + " " + group + " " + pair + " " + before + ">" + now));
    private final MemberProbe probe = new MemberProbe(ARP, 0x0200_0000_0001L, 0, 7);
    private ProbeSource source;

    private void watch(final HealthCheck check, final boolean draining) {
        final boolean asks = check.probe() != Probe.NONE;
        final List<MemberProbe> probes = asks ? List.of(probe) : List.of();
        source = new ProbeSource("p", probes, memory, () -> nowNs, StatusFile.inMemory().copied());
        monitor.watch(List.of(new HealthMonitor.Watched("g", "p", check, draining, () -> linked, () -> sent,
            () -> taken, () -> back, probes.stream().findFirst())));
    }

    private void run(final int ms) {
        for (int i = 0; i < ms; i++) {
            nowNs += MS;
            final boolean served = monitor.state("g", "p").serves();
            sent += served ? packetsPerMs : 0;
            taken += consumes && served ? packetsPerMs : 0;
            back += alive && consumes && served ? packetsPerMs : 0;
            ask();
            monitor.doWork();
        }
    }

    /** The member sends back what it gets. */
    private void ask() {
        source.rxBurst(0, burst);
        for (int i = 0; i < burst.size; i++) {
            taken += consumes ? 1 : 0;
            if (alive) {
                assertTrue(probe.hearArp(memory.bytes(), burst.position[i] + 14));
            }
        }
        memory.free(burst.handle, 0, burst.size);
    }

    private static long at(final String line) {
        return Long.parseLong(line.substring(0, line.indexOf(' ')));
    }

    /** Whenever it dies: within 100 ms, and not before it has missed as many answers as it may. */
    @Test
    void shouldFindADeadMemberByItsSilenceWithin100Ms() {
        final Random random = new Random(1);
        watch(new HealthCheck(Probe.ARP, ARP.address(), ARP.source(), false, 30, 3, 0, false), false);
        for (int run = 0; run < 200; run++) {
            alive = true;
            run(200 + random.nextInt(100));
            assertEquals(MemberState.UP, monitor.state("g", "p"));
            told.clear();
            alive = false;
            final long diedAt = nowNs / MS;
            run(120);
            final String last = told.getLast();
            assertTrue(last.endsWith("DEGRADED>DOWN"), last);
            assertTrue(at(last) - diedAt <= 100 && at(last) - diedAt > 60, at(last) - diedAt + " ms");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 10})
    void shouldHonourIntervalAndCount(final int count) {
        final HealthCheck check = new HealthCheck(
            Probe.ARP, ARP.address(), ARP.source(), false, 100, count, 0, false);
        final MemberProbe other = new MemberProbe(check, 1, 0, 7);
        source = new ProbeSource("p", List.of(other), memory, () -> nowNs, StatusFile.inMemory().copied());
        monitor.watch(List.of(new HealthMonitor.Watched(
            "g", "p", check, false, () -> true, () -> 0, () -> 0, () -> 0, Optional.of(other))));
        for (int ms = 0; ms < 100 * count + 100 && told.isEmpty() || !told.getLast().endsWith("DOWN"); ms++) {
            nowNs += MS;
            memory.free(burst.handle, 0, source.rxBurst(0, burst));
            monitor.doWork();
        }
        assertEquals(100.0 * count, at(told.getLast()), 100);
        assertTrue(other.asked() >= count);
    }

    @Test
    void shouldBearALostAnswer() {
        watch(ARP, false);
        run(1_000);
        for (int i = 0; i < 20; i++) {
            alive = false;
            run(30);
            alive = true;
            run(30);
        }
        assertEquals(List.of(), told);
    }

    @Test
    void shouldReturnAfterTheHoldTime() {
        watch(ARP, false);
        run(100);
        alive = false;
        run(500);
        told.clear();
        alive = true;
        final long backAt = nowNs / MS;
        run(1_100);
        assertEquals(1, told.size());
        assertTrue(told.getFirst().endsWith("DOWN>UP"));
        assertEquals(backAt + 1_000, at(told.getFirst()), 30);
    }

    @Test
    void shouldFindAMemberThatGivesNothingBack() {
        watch(PASSIVE, false);
        packetsPerMs = 10;
        run(100);
        assertEquals(List.of(), told);
        alive = false;
        run(100);
        assertEquals(MemberState.DOWN, monitor.state("g", "p"));
        assertTrue(at(told.getLast()) <= 200);
    }

    /** It can't show that it is well while it gets nothing. */
    @Test
    void shouldTryAMemberAgainThatCanOnlyBeWatched() {
        watch(PASSIVE, false);
        packetsPerMs = 10;
        alive = false;
        run(100);
        alive = true;
        run(1_010);
        assertEquals(MemberState.UP, monitor.state("g", "p"));
        run(5_000);
        assertEquals(MemberState.UP, monitor.state("g", "p"));
    }

    @Test
    void shouldTryADeadMemberMoreAndMoreSeldom() {
        watch(PASSIVE, false);
        packetsPerMs = 10;
        alive = false;
        run(200_000);
        final long returns = told.stream().filter(line -> line.endsWith("DOWN>UP")).count();
        assertTrue(returns >= 5 && returns <= 9, returns + " returns");
    }

    @Test
    void shouldExpectNothingWhereNothingIsSent() {
        watch(PASSIVE, false);
        run(10_000);
        packetsPerMs = 1;
        run(10);
        packetsPerMs = 0;
        alive = false;
        run(10_000);
        assertEquals(List.of(), told);
    }

    @Test
    void shouldNotTakeTwoLostPacketsForADeadMember() {
        watch(PASSIVE, false);
        packetsPerMs = 1;
        alive = false;
        run(2);
        packetsPerMs = 0;
        run(10_000);
        assertEquals(List.of(), told);
    }

    @Test
    void shouldFindAMemberWhoseDeviceTakesNothing() {
        watch(HealthCheck.LINK, false);
        packetsPerMs = 10;
        run(100);
        consumes = false;
        run(100);
        assertEquals(MemberState.DOWN, monitor.state("g", "p"));
    }

    @Test
    void shouldFindALostLinkAtTheNextLook() {
        watch(HealthCheck.LINK, false);
        run(100);
        linked = false;
        run(25);
        assertEquals(MemberState.DOWN, monitor.state("g", "p"));
    }

    @Test
    void shouldTellThatAMemberDrains() {
        watch(HealthCheck.LINK, false);
        watch(HealthCheck.LINK, true);
        watch(HealthCheck.LINK, false);
        assertEquals(List.of("0 g p UP>DRAIN", "0 g p DRAIN>UP"), told);
    }

    @Test
    void shouldKeepWhatItKnowsUnderAnotherConfiguration() {
        watch(ARP, false);
        alive = false;
        run(200);
        told.clear();
        watch(ARP, false);
        assertEquals(MemberState.DOWN, monitor.state("g", "p"));
        run(2_000);
        assertEquals(List.of(), told);
        assertSame(probe, monitor.probes().get(HealthMonitor.name("g", "p")));
    }

    @Test
    void shouldForgetMembersThatAreNoMore() {
        watch(ARP, false);
        monitor.watch(List.of());
        assertEquals(0, monitor.doWork());
        assertEquals(MemberState.UP, monitor.state("g", "p"));
    }

    @ParameterizedTest
    @EnumSource(MemberState.class)
    void shouldHaveAWordForEveryState(final MemberState state) {
        assertEquals(state, MemberState.of(state.ordinal()));
        assertEquals(state.name().toLowerCase(Locale.ROOT), state.word());
    }
}
