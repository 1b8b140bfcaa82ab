package io.mecvswitch.vswitch;

import static io.mecvswitch.vswitch.ChainConfigs.chains;
import static io.mecvswitch.vswitch.Configs.ask;
import static io.mecvswitch.vswitch.Configs.bearer;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mecvswitch.config.ChainsConfig;
import io.mecvswitch.config.PortChain;
import io.mecvswitch.config.PortPair;
import io.mecvswitch.config.PortPair.Correlation;
import io.mecvswitch.config.PortPairGroup;
import io.mecvswitch.config.PortPairGroup.Balancing;
import io.mecvswitch.config.PortPairGroup.Key;
import io.mecvswitch.config.PortPairGroup.Mode;
import io.mecvswitch.header.Ethernet;
import io.mecvswitch.header.Ipv4;
import io.mecvswitch.header.Wire;
import io.mecvswitch.traffic.Frames;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Which member of a group serves which of 100 000 flows, seen at the members' ports, when members come and go. */
class ChainFlowsTest {
    private static final int FLOWS = 100_000;
    private static final int BATCH = 1_000;
    private static final int MEMBERS = 11;
    private static final String UE = "10.45.0.2";
    private static final String SERVER = "203.0.113.5";
    private static final int FIRST_PORT = 1_000;
    private static final int PORTS = 50_000;

    private final SteppedSwitch vswitch = new SteppedSwitch(
        ChainConfigs.site(MEMBERS, List.of(bearer("ue", UE, 1, 2, OptionalInt.empty()))));

    private void serveBy(final Balancing balancing, final PortPair... members) {
        final ChainsConfig config = chains().classifier("fc",
            ask().ingress("access").innerSource(UE + "/32").match(), "core").with(new PortPairGroup("g",
                Arrays.stream(members).map(PortPair::name).toList()).withBalancing(balancing))
            .with(new PortChain("chain", List.of("g"), List.of("fc")).asSymmetric()).build();
        vswitch.apply(vswitch.running().withChains(new ChainsConfig(config.ambiguity(), 2 * FLOWS, 300,
            List.of(members), config.groups(), config.classifiers(), config.chains(), config.graphs())));
    }

    private static PortPair[] members(final int count) {
        return IntStream.rangeClosed(1, count).mapToObj(ChainConfigs::pair).toArray(PortPair[]::new);
    }

    private static PortPair weighing(final int member, final int weight) {
        return new PortPair("pp" + member, "in" + member, "out" + member, Correlation.NONE, weight, false);
    }

    private static Balancing balancing(final Mode mode, final boolean affinity) {
        return new Balancing(mode, Key.FLOW, Set.of(), affinity);
    }

    private static byte[] up(final int flow) {
        return Frames.ethernet(1, 2).ipv4("192.0.2.1", "192.0.2.100").udp(2152, 2152).gtpu(1)
            .ipv4(UE, SERVER).udp(FIRST_PORT + flow % PORTS, FIRST_PORT + flow / PORTS).payload(4).bytes();
    }

    private static byte[] down(final int flow) {
        return Frames.ethernet(2, 1).ipv4("192.0.2.100", "192.0.2.1").udp(2152, 2152).gtpu(2)
            .ipv4(SERVER, UE).udp(FIRST_PORT + flow / PORTS, FIRST_PORT + flow % PORTS).payload(4).bytes();
    }

    private static int flow(final byte[] frame, final boolean reverse) {
        final int ports = Wire.u32(MemorySegment.ofArray(frame), Ethernet.HEADER_LENGTH + Ipv4.MINIMUM_HEADER_LENGTH);
        final int source = ports >>> 16;
        final int destination = ports & 0xffff;
        return (reverse ? source : destination) * PORTS - FIRST_PORT * PORTS
            + (reverse ? destination : source) - FIRST_PORT;
    }

    /** By flow: the member that serves it. */
    private int[] serve(final int flows) {
        return serve(flows, "access", "in", false);
    }

    private int[] serve(final int flows, final String from, final String to, final boolean reverse) {
        final int[] members = new int[flows];
        for (int first = 0; first < flows; first += BATCH) {
            vswitch.send(from, IntStream.range(first, Math.min(flows, first + BATCH))
                .mapToObj(flow -> reverse ? down(flow) : up(flow)).toArray(byte[][]::new));
            for (int member = 1; member <= MEMBERS; member++) {
                for (final byte[] frame : vswitch.sent(to + member)) {
                    members[flow(frame, reverse)] = member;
                }
            }
        }
        assertTrue(IntStream.of(members).noneMatch(member -> member == 0), "every flow has been served");
        vswitch.assertConserved();
        return members;
    }

    private static double moved(final int[] before, final int[] after, final int without) {
        final int[] others = IntStream.range(0, before.length).filter(flow -> before[flow] != without).toArray();
        return (double) IntStream.of(others).filter(flow -> before[flow] != after[flow]).count() / others.length;
    }

    private static double[] shares(final int[] members, final int count) {
        final double[] shares = new double[count];
        for (final int member : members) {
            shares[member - 1] += 1.0 / members.length;
        }
        return shares;
    }

    @Test
    void shouldMoveNearlyNoFlowOfOthersWhenOneOfTenGoes() {
        serveBy(balancing(Mode.HASH, false), members(10));
        final int[] before = serve(FLOWS);
        serveBy(balancing(Mode.HASH, false),
            Arrays.stream(members(10)).filter(pair -> !pair.name().equals("pp4")).toArray(PortPair[]::new));
        assertTrue(moved(before, serve(FLOWS), 4) <= 0.01);
    }

    @Test
    void shouldMoveItsShareOfFlowsWhenAnEleventhComes() {
        serveBy(balancing(Mode.HASH, false), members(10));
        final int[] before = serve(FLOWS);
        serveBy(balancing(Mode.HASH, false), members(11));
        assertTrue(moved(before, serve(FLOWS), 0) <= 1.0 / 11 + 0.01);
    }

    @Test
    void shouldMoveNoLiveFlowWhenAnEleventhComesAndFlowsAreRemembered() {
        serveBy(balancing(Mode.HASH, true), members(10));
        final int[] before = serve(FLOWS);
        serveBy(balancing(Mode.HASH, true), members(11));
        assertArrayEquals(before, serve(FLOWS));
    }

    @Test
    void shouldLetBothDirectionsOfEveryFlowMeetTheSameMember() {
        serveBy(balancing(Mode.HASH, false), members(10));
        assertArrayEquals(serve(FLOWS), serve(FLOWS, "core", "out", true));
    }

    @Test
    void shouldShareFlowsByWeight() {
        serveBy(balancing(Mode.HASH, false), weighing(1, 3), weighing(2, 1), weighing(3, 1), weighing(4, 0));
        final double[] shares = shares(serve(FLOWS), 4);
        assertArrayEquals(new double[] {0.6, 0.2, 0.2, 0}, shares, 0.01);
        assertEquals(0.0, shares[3]);
    }

    @Test
    void shouldGiveEachOfFourExactly25Of100FlowsInTurn() {
        serveBy(balancing(Mode.ROUND_ROBIN, false), members(4));
        final int[] served = serve(100);
        for (int member = 1; member <= 4; member++) {
            final int one = member;
            assertEquals(25, IntStream.of(served).filter(other -> other == one).count());
        }
        assertArrayEquals(served, serve(100), "the same flows again");
    }

    @Test
    void shouldKeepFlowsOfAMemberThatDrainsAndGiveItNoNewOnes() {
        serveBy(balancing(Mode.HASH, true), members(2));
        final int[] before = serve(BATCH);
        serveBy(balancing(Mode.HASH, true), new PortPair("pp1", "in1", "out1", Correlation.NONE, 1, true),
            ChainConfigs.pair(2));
        final int[] after = serve(2 * BATCH);
        assertArrayEquals(before, Arrays.copyOf(after, BATCH));
        assertTrue(IntStream.range(BATCH, 2 * BATCH).allMatch(flow -> after[flow] == 2));
    }

    @Test
    void shouldKnowFlowsByTheUesAddressInBothDirections() {
        serveBy(new Balancing(Mode.HASH, Key.UE_ADDRESS, Set.of(), false), members(10));
        final List<Integer> served = new ArrayList<>();
        IntStream.of(serve(BATCH)).distinct().forEach(served::add);
        IntStream.of(serve(BATCH, "core", "out", true)).distinct().forEach(served::add);
        assertEquals(2, served.size());
        assertEquals(served.get(0), served.get(1));
    }
}
