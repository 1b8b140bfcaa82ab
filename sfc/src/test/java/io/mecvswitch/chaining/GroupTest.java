package io.mecvswitch.chaining;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mecvswitch.config.HealthCheck;
import io.mecvswitch.config.PortPair;
import io.mecvswitch.config.PortPairGroup;
import io.mecvswitch.config.PortPairGroup.Balancing;
import io.mecvswitch.config.PortPairGroup.Key;
import io.mecvswitch.config.PortPairGroup.Mode;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** 10,000 flows and four members, of which the third goes and comes back. */
class GroupTest {
    private static final int FLOWS = 10_000;
    private static final int MEMBERS = 4;
    private static final int GONE = 2;

    private final FlowTable flows = new FlowTable(4 * FLOWS, 300);

    private static Group group(final Balancing balancing, final boolean preempt) {
        final List<PortPair> pairs = IntStream.range(0, MEMBERS)
            .mapToObj(i -> new PortPair("pp" + i, "in" + i, "out" + i)).toList();
        final HealthCheck link = HealthCheck.LINK;
        final HealthCheck check = new HealthCheck(link.probe(), link.address(), link.source(), false, link.intervalMs(),
            link.count(), link.holdDownMs(), preempt);
        final MemberState[] states = new MemberState[MEMBERS];
        Arrays.fill(states, MemberState.UP);
        return new Group(new PortPairGroup("g", pairs.stream().map(PortPair::name).toList()).withBalancing(balancing)
            .withHealth(check), pairs, 9, new int[] {50, 40, 30, 20}, states);
    }

    private static Balancing hash(final boolean affinity) {
        return new Balancing(Mode.HASH, Key.FLOW, Set.of(), affinity);
    }

    private int[] members(final Group group, final int from) {
        return IntStream.range(from, from + FLOWS)
            .map(flow -> group.member(FlowHash.in(flow, 0), flows, 0)).toArray();
    }

    private static int differences(final int[] one, final int[] other) {
        return (int) IntStream.range(0, one.length).filter(i -> one[i] != other[i]).count();
    }

    private static int count(final int[] members, final int member) {
        return (int) IntStream.of(members).filter(one -> one == member).count();
    }

    @Test
    void shouldGiveFlowsOfADeadMemberToOthersAndLeaveTheirs() {
        final Group group = group(hash(true), false);
        final int[] before = members(group, 0);
        group.state(GONE, MemberState.DOWN);
        final int[] after = members(group, 0);
        assertEquals(0, count(after, GONE));
        assertEquals(count(before, GONE), differences(before, after));
    }

    @Test
    void shouldGiveAMemberThatIsBackNewFlowsOnly() {
        final Group group = group(hash(true), false);
        members(group, 0);
        group.state(GONE, MemberState.DOWN);
        final int[] meanwhile = members(group, 0);
        group.state(GONE, MemberState.UP);
        assertArrayEquals(meanwhile, members(group, 0));
        assertEquals(FLOWS / MEMBERS, count(members(group, FLOWS), GONE), FLOWS / 50.0);
    }

    @Test
    void shouldGiveAMemberThatPreemptsItsFlowsBack() {
        final Group group = group(hash(true), true);
        final int[] before = members(group, 0);
        group.state(GONE, MemberState.DOWN);
        members(group, 0);
        group.state(GONE, MemberState.UP);
        assertArrayEquals(before, members(group, 0));
    }

    @Test
    void shouldHaveNoMemoryWithoutAffinity() {
        final Group group = group(hash(false), false);
        final int[] before = members(group, 0);
        group.state(GONE, MemberState.DOWN);
        assertTrue(differences(before, members(group, 0)) > count(before, GONE) - 1);
        group.state(GONE, MemberState.UP);
        assertArrayEquals(before, members(group, 0));
        assertEquals(0, flows.size());
    }

    @Test
    void shouldKeepTheFlowsOfAMemberThatDrains() {
        final Group group = group(hash(true), false);
        final int[] before = members(group, 0);
        group.state(GONE, MemberState.DRAIN);
        assertArrayEquals(before, members(group, 0));
        assertEquals(0, count(members(group, FLOWS), GONE));
    }

    @Test
    void shouldServeAsBeforeWhileAMemberIsSlow() {
        final Group group = group(hash(false), false);
        final int[] before = members(group, 0);
        group.state(GONE, MemberState.DEGRADED);
        assertArrayEquals(before, members(group, 0));
    }

    @Test
    void shouldHaveNobodyWhenAllAreDown() {
        final Group group = group(hash(true), false);
        IntStream.range(0, MEMBERS).forEach(i -> group.state(i, MemberState.DOWN));
        assertEquals(Group.NONE, group.member(1, flows, 0));
    }

    /** Whoever comes or goes, turns go round: of 1,000 flows between every two changes everybody gets the same. */
    @Test
    void shouldGoOnTakingTurnsWhenSomebodyGoes() {
        final Group group = group(new Balancing(Mode.ROUND_ROBIN, Key.FLOW, Set.of(), true), false);
        final int[] counts = new int[MEMBERS];
        for (int i = 0; i < 999; i++) {
            group.state(3, i % 2 == 0 ? MemberState.DOWN : MemberState.UP);
            counts[group.member(FlowHash.in(i, 1), flows, 0)]++;
        }
        for (int member = 0; member < 3; member++) {
            assertTrue(counts[member] > 200, () -> Arrays.toString(counts));
        }
    }
}
