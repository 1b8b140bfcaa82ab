package io.mecvswitch.vswitch;

import static io.mecvswitch.traffic.FrameAssert.assertFrame;
import static io.mecvswitch.vswitch.ChainConfigs.chains;
import static io.mecvswitch.vswitch.Configs.ask;
import static io.mecvswitch.vswitch.Configs.bearer;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mecvswitch.config.BearerConfig;
import io.mecvswitch.config.FlowMatch;
import io.mecvswitch.config.PortChain;
import io.mecvswitch.config.PortPair;
import io.mecvswitch.config.PortPairGroup;
import io.mecvswitch.config.PortPairGroup.FailMode;
import io.mecvswitch.config.PortPairGroup.Position;
import io.mecvswitch.config.RuleAction;
import io.mecvswitch.config.SwitchConfig;
import io.mecvswitch.stage.DropReason;
import io.mecvswitch.traffic.Frames;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Packets through chains of unaware applications, frame by frame. */
class ChainTest {
    private static final long ENB_MAC = 0x0200_0000_00e1L;
    private static final long SGW_MAC = 0x0200_0000_00c1L;
    private static final String ENB = "192.0.2.1";
    private static final String SGW = "192.0.2.100";
    private static final String UE = "10.45.0.2";
    private static final String UE_2 = "10.45.0.3";
    private static final String UE_6 = "2001:db8:45::2";
    private static final String SERVER_6 = "2001:db8:ed::7";
    private static final String SERVER = "203.0.113.5";
    private static final long UPLINK = 0x8000_0001L;
    private static final long DOWNLINK = 0xffff_fffeL;
    /** As many packets as fill several vectors. */
    private static final int MANY = 256;
    private static final List<BearerConfig> BEARERS = List.of(
        bearer("ue", UE, UPLINK, DOWNLINK, OptionalInt.empty()), bearer("ue-2", UE_2, 2, 3, OptionalInt.of(9)),
        bearer("ue-6", UE_6, 4, 5, OptionalInt.empty()));
    private static final FlowMatch FROM_UE = ask().innerSource(UE + "/32").match();

    private final SteppedSwitch vswitch = new SteppedSwitch(ChainConfigs.site(4, BEARERS));

    @AfterEach
    void shouldHaveLostNothing() {
        vswitch.assertConserved();
    }

    private void apply(final ChainConfigs.Builder builder) {
        vswitch.apply(vswitch.running().withChains(builder.build()));
    }

    private static ChainConfigs.Builder one(final PortChain chain) {
        return chains().applications(4).classifier("fc", FROM_UE).with(chain);
    }

    private static PortChain through(final String... groups) {
        return new PortChain("chain", List.of(groups), List.of("fc"));
    }

    private static Frames uplink(final long teid) {
        return Frames.ethernet(ENB_MAC, SGW_MAC).vlan(0x6064).ipv4(ENB, SGW).trafficClass(0x28).udp(2152, 2152)
            .gtpu(teid);
    }

    private static Frames downlink(final long teid) {
        return Frames.ethernet(SGW_MAC, ENB_MAC).ipv4(SGW, ENB).udp(2152, 2152).gtpu(teid);
    }

    private static Frames toApplication() {
        return Frames.ethernet(Configs.SWITCH_MAC.bits(), Configs.APPLICATION_MAC.bits());
    }

    private static byte[] uplinkOf(final String ue, final long teid) {
        return uplink(teid).ipv4(ue, SERVER).udp(4000, 53).payload(20).bytes();
    }

    private static byte[] plainOf(final String ue) {
        return toApplication().ipv4(ue, SERVER).udp(4000, 53).payload(20).bytes();
    }

    /** An application that sends back what it gets, as a bridge does; returns what that was. */
    private byte[] serve(final int application) {
        return serve("in" + application, "out" + application);
    }

    private byte[] serve(final String ingress, final String egress) {
        final List<byte[]> got = vswitch.sent(ingress);
        assertEquals(1, got.size(), "packets at " + ingress);
        vswitch.send(egress, got.getFirst());
        return got.getFirst();
    }

    @Test
    void shouldLeadATPduThroughThreeApplicationsAndBackIntoItsBearer() {
        apply(one(through("g1", "g2", "g3")));
        vswitch.send("access", uplinkOf(UE, UPLINK));
        assertFrame(plainOf(UE), serve(1));
        assertFrame(plainOf(UE), serve(2));
        assertFrame(plainOf(UE), serve(3));
        assertFrame(Golden.gpdu(uplink(UPLINK).ipv4(UE, SERVER).udp(4000, 53).payload(20)),
            vswitch.sent("core").getFirst());
        assertEquals(Map.of(), vswitch.drops());
    }

    /** Enough packets that of each kind one is sampled, and found again at the end. */
    @Test
    void shouldMeasureHowLongPacketsAreAtEachHopAndInTheWholeChain() {
        apply(one(through("g1", "g2")));
        final byte[][] packets = IntStream.range(0, MANY).mapToObj(port -> uplink(UPLINK).ipv4(UE, SERVER)
            .udp(4000 + port, 53).payload(20).bytes()).toArray(byte[][]::new);
        for (int i = 0; i < 4; i++) {
            vswitch.send("access", packets);
            vswitch.send("out1", vswitch.sent("in1").toArray(byte[][]::new));
            vswitch.send("out2", vswitch.sent("in2").toArray(byte[][]::new));
            assertEquals(MANY, vswitch.sent("core").size());
        }
        for (final String place : List.of("chain", "chain forward g1 pp1", "chain forward g2 pp2")) {
            final Histogram latency = vswitch.chains().latency(place).orElseThrow().getIntervalHistogram();
            assertTrue(latency.getTotalCount() > 0, place);
        }
    }

    @Test
    void shouldLeaveOthersOnTheirWire() {
        apply(one(through("g1")));
        final byte[] other = uplinkOf(UE_2, 2);
        vswitch.send("access", other);
        assertFrame(other, vswitch.sent("core").getFirst());
        assertEquals(0, vswitch.sent("in1").size());
    }

    @Test
    void shouldLeadInTheOrderOfTheChain() {
        apply(one(through("g3", "g1")));
        vswitch.send("access", uplinkOf(UE, UPLINK));
        serve(3);
        serve(1);
        assertEquals(1, vswitch.sent("core").size());
    }

    @Test
    void shouldLeadPacketsSideBySideAsItLeadsEachAlone() {
        apply(one(through("g1", "g2")));
        final byte[] other = uplinkOf(UE_2, 2);
        vswitch.send("access", uplinkOf(UE, UPLINK), uplinkOf(UE, UPLINK), other, uplinkOf(UE, UPLINK));
        final List<byte[]> first = vswitch.sent("in1");
        assertEquals(3, first.size());
        vswitch.send("out1", first.toArray(byte[][]::new));
        final List<byte[]> second = vswitch.sent("in2");
        assertEquals(3, second.size());
        second.forEach(frame -> assertFrame(plainOf(UE), frame));
        vswitch.send("out2", second.toArray(byte[][]::new));
        final List<byte[]> atCore = vswitch.sent("core");
        assertFrame(other, atCore.getFirst());
        assertEquals(4, atCore.size());
        atCore.subList(1, 4).forEach(frame -> assertFrame(
            Golden.gpdu(uplink(UPLINK).ipv4(UE, SERVER).udp(4000, 53).payload(20)), frame));
        assertServed(3, "chain forward g1 pp1");
        assertServed(3, "chain forward g2 pp2");
        assertEquals(Map.of(), vswitch.drops());
    }

    private void assertServed(final int packets, final String hop) {
        assertEquals(packets, vswitch.status().hopCounters(hop).in().get(), "to " + hop);
        assertEquals(packets, vswitch.status().hopCounters(hop).out().get(), "from " + hop);
    }

    @Test
    void shouldDropWhatIsNoIpFromAmongTheTPdusThatComeBack() {
        apply(one(through("g1", "g2")));
        vswitch.send("access", uplinkOf(UE, UPLINK), uplinkOf(UE, UPLINK), uplinkOf(UE, UPLINK));
        final byte[] served = vswitch.sent("in1").getFirst();
        vswitch.send("out1", served, toApplication().etherType(0x88b5).payload(46).bytes(), served);
        assertEquals(2, vswitch.sent("in2").size());
        assertEquals(Map.of(DropReason.NOT_IP, 1L), vswitch.drops());
    }

    @Test
    void shouldSteerNothingWithoutClassifiers() {
        apply(chains().applications(1).with(new PortChain("chain", List.of("g1"), List.of())));
        vswitch.send("access", uplinkOf(UE, UPLINK));
        assertEquals(1, vswitch.sent("core").size());
    }

    @Test
    void shouldLeadBothDirectionsOfASymmetricChainTheOppositeWay() {
        apply(chains().applications(2).classifier("fc", ask().ingress("access").innerSource(UE + "/32").match(), "core")
            .with(through("g1", "g2").asSymmetric()));
        vswitch.send("access", uplinkOf(UE, UPLINK));
        serve(1);
        serve(2);
        assertEquals(1, vswitch.sent("core").size());
        vswitch.send("core", downlink(DOWNLINK).ipv4(SERVER, UE).udp(53, 4000).payload(30).bytes());
        serve("out2", "in2");
        serve("out1", "in1");
        assertFrame(Golden.gpdu(downlink(DOWNLINK).ipv4(SERVER, UE).udp(53, 4000).payload(30)),
            vswitch.sent("access").getFirst());
        assertEquals(Map.of(), vswitch.drops());
    }

    @Test
    void shouldLeadIpv6TPdusBothWaysAndBackIntoTheirBearer() {
        apply(chains().applications(2)
            .classifier("fc", ask().ingress("access").innerSource(UE_6 + "/128").match(), "core")
            .with(through("g1", "g2").asSymmetric()));
        vswitch.send("access", uplink(4).ipv6(UE_6, SERVER_6).tcp(4000, 80).payload(33).bytes());
        assertFrame(toApplication().ipv6(UE_6, SERVER_6).tcp(4000, 80).payload(33).bytes(), serve(1));
        serve(2);
        assertFrame(Golden.gpdu(uplink(4).ipv6(UE_6, SERVER_6).tcp(4000, 80).payload(33)),
            vswitch.sent("core").getFirst());
        vswitch.send("core", downlink(5).ipv6(SERVER_6, UE_6).tcp(80, 4000).payload(41).bytes());
        assertFrame(toApplication().ipv6(SERVER_6, UE_6).tcp(80, 4000).payload(41).bytes(), serve("out2", "in2"));
        serve("out1", "in1");
        assertFrame(Golden.gpdu(downlink(5).ipv6(SERVER_6, UE_6).tcp(80, 4000).payload(41)),
            vswitch.sent("access").getFirst());
        assertEquals(Map.of(), vswitch.drops());
    }

    @Test
    void shouldLeadIpv6FragmentsAndExtensionsOfAUeThroughItsChain() {
        apply(chains().applications(2).with(ChainConfigs.group(1).withPosition(Position.FLOW))
            .classifier("fc", ask().innerSource(UE_6 + "/128").match()).with(through("g1", "g2")));
        vswitch.send("access",
            uplink(4).ipv6(UE_6, SERVER_6).ipv6Fragment(0, true, 77).udp(4000, 53).payload(56).bytes(),
            uplink(4).ipv6(UE_6, SERVER_6).ipv6Fragment(8, false, 77).protocol(17).payload(24).bytes(),
            uplink(4).ipv6(UE_6, SERVER_6).ipv6Extension(60, (byte) 0, (byte) 0, (byte) 1, (byte) 4, (byte) 0,
                (byte) 0, (byte) 0, (byte) 0).udp(4000, 53).payload(24).bytes());
        final List<byte[]> first = vswitch.sent("in1");
        assertEquals(3, first.size());
        vswitch.send("out1", first.toArray(byte[][]::new));
        final List<byte[]> second = vswitch.sent("in2");
        assertEquals(3, second.size());
        for (int i = 0; i < 3; i++) {
            assertFrame(first.get(i), second.get(i));
        }
        vswitch.send("out2", second.toArray(byte[][]::new));
        assertEquals(3, vswitch.sent("core").size());
        assertEquals(Map.of(), vswitch.drops());
    }

    @Test
    void shouldLeadIpv6FramesToTheApplicationThatTellsThemByFlow() {
        apply(chains().applications(3).with(ChainConfigs.group(1).withPosition(Position.FLOW))
            .classifier("fc", ask().ingress("access").outerSource(UE_6 + "/128").match())
            .classifier("fc-2", ask().ingress("access").outerSource("2001:db8:45::3/128").match())
            .with(through("g1", "g2").ofFrames())
            .with(new PortChain("other", List.of("g1", "g3"), List.of("fc-2")).ofFrames()));
        final byte[] frame = Frames.ethernet(1, 2).vlan(7).ipv6(UE_6, SERVER_6).udp(1, 2).payload(9).bytes();
        final byte[] other = Frames.ethernet(1, 2).vlan(7).ipv6("2001:db8:45::3", SERVER_6).udp(1, 2).payload(9)
            .bytes();
        vswitch.send("access", frame, other);
        final List<byte[]> got = vswitch.sent("in1");
        vswitch.send("out1", got.get(1), got.get(0));
        assertFrame(frame, serve(2));
        assertFrame(other, serve(3));
        assertEquals(2, vswitch.sent("core").size());
        assertEquals(Map.of(), vswitch.drops());
    }

    @Test
    void shouldLetABidirectionalPortServeWithoutALoop() {
        apply(one(through("g1")).with(new PortPair("pp1", "in1", "in1")));
        vswitch.send("access", uplinkOf(UE, UPLINK));
        serve("in1", "in1");
        assertEquals(0, vswitch.sent("in1").size());
        assertEquals(1, vswitch.sent("core").size());
    }

    @Test
    void shouldCopyToATapAndIgnoreWhatItSends() {
        apply(one(through("g1", "g2", "g3")).with(ChainConfigs.group(2).asTap()));
        vswitch.send("access", uplinkOf(UE, UPLINK));
        serve(1);
        assertFrame(plainOf(UE), vswitch.sent("in2").getFirst());
        serve(3);
        assertEquals(1, vswitch.sent("core").size());
    }

    @Test
    void shouldCopyToATapAtTheStartAndAtTheEnd() {
        apply(one(through("g1", "g2", "g3")).with(ChainConfigs.group(1).asTap()).with(ChainConfigs.group(3).asTap()));
        vswitch.send("access", uplinkOf(UE, UPLINK));
        assertFrame(plainOf(UE), vswitch.sent("in1").getFirst());
        serve(2);
        assertFrame(plainOf(UE), vswitch.sent("in3").getFirst());
        assertEquals(1, vswitch.sent("core").size());
    }

    @Test
    void shouldLetATapListenToWhatPassesUntouched() {
        apply(one(through("g1")).with(ChainConfigs.group(1).asTap()));
        vswitch.send("access", uplinkOf(UE, UPLINK));
        assertFrame(plainOf(UE), vswitch.sent("in1").getFirst());
        assertFrame(uplinkOf(UE, UPLINK), vswitch.sent("core").getFirst());
    }

    @Test
    void shouldGiveEachTapItsCopyWhereTheGroupBetweenThemIsLeftOut() {
        apply(tapsAroundNobody(FailMode.BYPASS));
        vswitch.send("access", uplinkOf(UE, UPLINK), uplinkOf(UE_2, 2), uplinkOf(UE, UPLINK));
        for (final String tap : List.of("in1", "in3")) {
            final List<byte[]> copies = vswitch.sent(tap);
            assertEquals(2, copies.size(), "copies at " + tap);
            copies.forEach(copy -> assertFrame(plainOf(UE), copy));
        }
        final List<byte[]> passed = vswitch.sent("core");
        assertEquals(3, passed.size());
        assertFrame(uplinkOf(UE, UPLINK), passed.get(0));
        assertFrame(uplinkOf(UE_2, 2), passed.get(1));
        assertFrame(uplinkOf(UE, UPLINK), passed.get(2));
        assertEquals(Map.of(), vswitch.drops());
    }

    @Test
    void shouldGiveEachTapItsCopyOfWhatComesBack() {
        apply(chains().applications(4).classifier("fc", FROM_UE).with(through("g4", "g1", "g2", "g3"))
            .with(ChainConfigs.group(1).asTap()).with(ChainConfigs.group(3).asTap())
            .with(new PortPairGroup("g2", List.of()).withFailMode(FailMode.BYPASS, Optional.empty())));
        vswitch.send("access", uplinkOf(UE, UPLINK));
        serve(4);
        assertFrame(plainOf(UE), vswitch.sent("in1").getFirst());
        assertFrame(plainOf(UE), vswitch.sent("in3").getFirst());
        assertFrame(Golden.gpdu(uplink(UPLINK).ipv4(UE, SERVER).udp(4000, 53).payload(20)),
            vswitch.sent("core").getFirst());
        assertEquals(Map.of(), vswitch.drops());
    }

    @Test
    void shouldGiveTheTapInFrontItsCopyOfWhatIsDropped() {
        apply(tapsAroundNobody(FailMode.DROP));
        vswitch.send("access", uplinkOf(UE, UPLINK), uplinkOf(UE_2, 2));
        assertFrame(plainOf(UE), vswitch.sent("in1").getFirst());
        assertEquals(List.of(), vswitch.sent("in3"));
        assertEquals(1, vswitch.sent("core").size());
        assertEquals(Map.of(DropReason.CHAIN_NO_MEMBER, 1L), vswitch.drops());
    }

    @Test
    void shouldLoseCopiesByNameAndNoPacketWhereAVectorIsFull() {
        apply(tapsAroundNobody(FailMode.BYPASS));
        final byte[][] many = new byte[MANY][];
        Arrays.fill(many, uplinkOf(UE, UPLINK));
        vswitch.send("access", many);
        assertEquals(MANY, vswitch.sent("core").size());
        final int copies = vswitch.sent("in1").size() + vswitch.sent("in3").size();
        assertTrue(copies >= MANY, copies + " copies");
        assertEquals(Map.of(DropReason.NO_BUFFER, 2L * MANY - copies), vswitch.drops());
    }

    /** Two taps, and between them a group without members. */
    private static ChainConfigs.Builder tapsAroundNobody(final FailMode failMode) {
        return one(through("g1", "g2", "g3")).with(ChainConfigs.group(1).asTap())
            .with(ChainConfigs.group(3).asTap())
            .with(new PortPairGroup("g2", List.of()).withFailMode(failMode, Optional.empty()));
    }

    @Test
    void shouldDropWhereAGroupHasNoMember() {
        apply(one(through("g1", "g2")).with(new PortPairGroup("g2", List.of())));
        vswitch.send("access", uplinkOf(UE, UPLINK));
        serve(1);
        assertEquals(Map.of(DropReason.CHAIN_NO_MEMBER, 1L), vswitch.drops());
    }

    @Test
    void shouldBypassAGroupWithoutMembersWhereItFailsOpen() {
        apply(one(through("g1", "g2", "g3")).with(
            new PortPairGroup("g2", List.of()).withFailMode(FailMode.BYPASS, Optional.empty())));
        vswitch.send("access", uplinkOf(UE, UPLINK));
        serve(1);
        serve(3);
        assertEquals(1, vswitch.sent("core").size());
    }

    @Test
    void shouldPassUntouchedWhereNobodyServesAtAll() {
        apply(one(through("g2")).with(
            new PortPairGroup("g2", List.of()).withFailMode(FailMode.BYPASS, Optional.empty())));
        vswitch.send("access", uplinkOf(UE, UPLINK));
        assertFrame(uplinkOf(UE, UPLINK), vswitch.sent("core").getFirst());
    }

    @Test
    void shouldLeadThroughTheBackupChain() {
        apply(one(through("g1", "g2")).with(new PortPairGroup("g2", List.of())
            .withFailMode(FailMode.BACKUP, Optional.of("backup"))).with(
                new PortChain("backup", List.of("g3", "g4"), List.of())));
        vswitch.send("access", uplinkOf(UE, UPLINK));
        serve(1);
        serve(3);
        serve(4);
        assertEquals(1, vswitch.sent("core").size());
    }

    @Test
    void shouldGiveUpAPacketThatOneBackupChainHandsToTheNext() {
        final ChainConfigs.Builder builder = one(through("none-0")).with(nobody(0));
        for (int i = 1; i <= 9; i++) {
            builder.with(new PortChain("backup-" + i, List.of("none-" + i), List.of())).with(nobody(i));
        }
        apply(builder.with(new PortPairGroup("none-9", List.of())));
        vswitch.send("access", uplinkOf(UE, UPLINK));
        assertEquals(Map.of(DropReason.CHAIN_LOOP, 1L), vswitch.drops());
    }

    private static PortPairGroup nobody(final int number) {
        return new PortPairGroup("none-" + number, List.of())
            .withFailMode(FailMode.BACKUP, Optional.of("backup-" + (number + 1)));
    }

    @Test
    void shouldTellChainsAtASharedApplicationByTheirTags() {
        shared(Position.VLAN, 100, 200);
    }

    @Test
    void shouldTellChainsAtASharedApplicationByTheirAddresses() {
        shared(Position.MAC, 0, 0);
    }

    @Test
    void shouldTellChainsAtASharedApplicationByTheirFlows() {
        shared(Position.FLOW, 0, 0);
    }

    /** Two chains through application 1; then one goes to 2 and the other to 3. */
    private void shared(final Position position, final int tag, final int otherTag) {
        apply(chains().applications(3).with(ChainConfigs.group(1).withPosition(position))
            .classifier("fc", FROM_UE).classifier("fc-2", ask().innerSource(UE_2 + "/32").match())
            .with(tagged(through("g1", "g2"), tag))
            .with(tagged(new PortChain("other", List.of("g1", "g3"), List.of("fc-2")), otherTag)));
        vswitch.send("access", uplinkOf(UE, UPLINK), uplinkOf(UE_2, 2));
        final List<byte[]> got = vswitch.sent("in1");
        vswitch.send("out1", got.get(1), got.get(0));
        assertFrame(plainOf(UE), serve(2));
        assertFrame(plainOf(UE_2), serve(3));
        assertEquals(2, vswitch.sent("core").size());
        assertEquals(Map.of(), vswitch.drops());
    }

    private static PortChain tagged(final PortChain chain, final int tag) {
        return tag == 0 ? chain : chain.withVlans(tag, OptionalInt.empty());
    }

    @Test
    void shouldLetAnApplicationsOwnPacketsGoTheirWay() {
        apply(one(through("g1").withVlans(7, OptionalInt.empty()))
            .with(ChainConfigs.group(1).withPosition(Position.VLAN)));
        vswitch.send("access", uplinkOf(UE, UPLINK));
        serve(1);
        vswitch.sent("core");
        vswitch.send("out1", toApplication().ipv4(SERVER, UE).udp(53, 4000).payload(5).bytes());
        assertEquals(List.of(), vswitch.sent("core"));
        assertEquals(1, vswitch.sent("access").size());
    }

    @Test
    void shouldLeadFramesAsTheyComeAndOnByTheirWire() {
        apply(chains().applications(2).classifier("fc", ask().ingress("access").match())
            .with(through("g1", "g2").ofFrames()));
        final byte[] frame = Frames.ethernet(1, 2).vlan(7).ipv4(UE, SERVER).tcp(1, 2).payload(9).bytes();
        final byte[] arp = Frames.ethernet().etherType(0x0806).payload(28).padded().bytes();
        vswitch.send("access", frame);
        assertFrame(frame, serve(1));
        assertFrame(frame, serve(2));
        assertFrame(frame, vswitch.sent("core").getFirst());
        vswitch.send("access", arp);
        serve(1);
        serve(2);
        assertFrame(arp, vswitch.sent("core").getFirst());
    }

    @Test
    void shouldTakeTheTagOfAChainOffItsFrames() {
        apply(chains().applications(2).with(ChainConfigs.group(1).withPosition(Position.VLAN))
            .classifier("fc", ask().ingress("access").match())
            .with(through("g1", "g2").ofFrames().withVlans(9, OptionalInt.empty())));
        final byte[] frame = Frames.ethernet(1, 2).vlan(7).ipv4(UE, SERVER).tcp(1, 2).payload(9).bytes();
        vswitch.send("access", frame);
        assertFrame(Frames.ethernet(1, 2).vlan(9).vlan(7).ipv4(UE, SERVER).tcp(1, 2).payload(9).bytes(), serve(1));
        assertFrame(frame, serve(2));
        assertFrame(frame, vswitch.sent("core").getFirst());
    }

    @Test
    void shouldLetARuleLeadIntoAChain() {
        final SwitchConfig config = vswitch.running().withChains(
            chains().applications(2).with(new PortChain("chain", List.of("g1", "g2"), List.of())).build());
        vswitch.apply(config.withRules(List.of(Configs.rule("rule", 5, new RuleAction.ForwardChain("chain", true),
            FROM_UE))));
        vswitch.send("access", uplinkOf(UE, UPLINK));
        serve(1);
        serve(2);
        assertEquals(1, vswitch.sent("core").size());
    }

    @Test
    void shouldNotExpectAnythingBackFromAnEndPoint() {
        apply(one(through("g1", "g2")).with(ChainConfigs.group(2).asEndPoint()));
        vswitch.send("access", uplinkOf(UE, UPLINK));
        serve(1);
        assertEquals(1, vswitch.sent("in2").size());
        vswitch.send("in2", toApplication().ipv4(SERVER, UE).udp(53, 4000).payload(5).bytes());
        assertEquals(1, vswitch.sent("access").size());
        assertEquals(List.of(), vswitch.sent("core"));
    }

    @Test
    void shouldPassSignallingOfTheTunnelsThatItLeads() {
        apply(chains().applications(1).classifier("fc", ask().ingress("access").match()).with(through("g1")));
        final byte[] echo = Frames.ethernet(ENB_MAC, SGW_MAC).ipv4(ENB, SGW).udp(2152, 2152).gtpu(0)
            .messageType(1).sequence(1).bytes();
        vswitch.send("access", echo);
        assertFrame(echo, vswitch.sent("core").getFirst());
        assertEquals(0, vswitch.sent("in1").size());
    }
}
