package io.mecvswitch.vswitch;

import static io.mecvswitch.traffic.FrameAssert.assertFrame;
import static io.mecvswitch.vswitch.Configs.ask;
import static io.mecvswitch.vswitch.Configs.bearer;
import static io.mecvswitch.vswitch.Configs.rule;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.mecvswitch.config.BearerConfig;
import io.mecvswitch.config.IpAddress;
import io.mecvswitch.config.RuleAction;
import io.mecvswitch.config.RuleConfig;
import io.mecvswitch.config.SwitchConfig;
import io.mecvswitch.header.Gtpu;
import io.mecvswitch.header.IpProtocol;
import io.mecvswitch.stage.DropReason;
import io.mecvswitch.traffic.Frames;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The three scenarios of a MEC node (5GCity D3.1 §4.2.4), frame by frame. */
class BreakoutTest {
    private static final long ENB_MAC = 0x0200_0000_00e1L;
    private static final long SGW_MAC = 0x0200_0000_00c1L;
    private static final String ENB = "192.0.2.1";
    private static final String SGW = "192.0.2.100";
    private static final String UE = "10.45.0.2";
    private static final String UE_5G = "10.45.0.3";
    private static final String SERVER = "203.0.113.5";
    private static final String EDGE = "198.51.100.7";
    private static final long UPLINK = 0x8000_0001L;
    private static final long DOWNLINK = 0xffff_fffeL;

    private static final RuleConfig TO_EDGE = rule("to-edge", 10, new RuleAction.ForwardDecapsulated("app"),
        ask().innerDestination(EDGE + "/32").match());
    private static final List<BearerConfig> BEARERS = List.of(
        bearer("ue", UE, UPLINK, DOWNLINK, OptionalInt.empty()),
        bearer("ue-5g", UE_5G, 2, 3, OptionalInt.of(9)));

    private final SteppedSwitch vswitch = new SteppedSwitch(Configs.wired(List.of(TO_EDGE), BEARERS));

    @AfterEach
    void shouldHaveLostNothing() {
        vswitch.assertConserved();
    }

    private static Frames uplink(final long teid) {
        return Frames.ethernet(ENB_MAC, SGW_MAC).ipv4(ENB, SGW).udp(2152, 2152).gtpu(teid);
    }

    private static Frames downlink(final long teid) {
        return Frames.ethernet(SGW_MAC, ENB_MAC).ipv4(SGW, ENB).udp(2152, 2152).gtpu(teid);
    }

    private static Frames toApplication() {
        return Frames.ethernet(Configs.SWITCH_MAC.bits(), Configs.APPLICATION_MAC.bits());
    }

    private static Frames fromApplication() {
        return Frames.ethernet(Configs.APPLICATION_MAC.bits(), Configs.SWITCH_MAC.bits());
    }


    @Test
    void shouldPassWhatNoRuleConcernsByteForByte() {
        final byte[] up = uplink(77).sequence(5).extension(0x21, (byte) 1, (byte) 2)
            .ipv4(UE, SERVER).udp(1, 2).payload(50).trailer((byte) 9, (byte) 9).bytes();
        final byte[] down = downlink(78).ipv4(SERVER, UE).tcp(80, 40_000).payload(10).bytes();
        final byte[] arp = Frames.ethernet().etherType(0x0806).payload(28).padded().bytes();
        vswitch.send("access", up, arp);
        vswitch.send("core", down);
        final List<byte[]> core = vswitch.sent("core");
        assertEquals(2, core.size());
        assertFrame(up, core.get(0));
        assertFrame(arp, core.get(1));
        assertFrame(down, vswitch.sent("access").getFirst());
        assertEquals(Map.of(), vswitch.drops());
    }

    @Test
    void shouldServeAUeAtTheEdgeAndTellTheCoreNothing() {
        vswitch.send("access", uplink(UPLINK).ipv4(UE, EDGE).udp(4000, 53).payload(20).bytes());
        assertFrame(toApplication().ipv4(UE, EDGE).udp(4000, 53).payload(20).bytes(),
            vswitch.sent("app").getFirst());

        vswitch.send("app", fromApplication().ipv4(EDGE, UE).udp(53, 4000).payload(30).bytes());
        assertFrame(Golden.gpdu(downlink(DOWNLINK).ipv4(EDGE, UE).udp(53, 4000).payload(30)),
            vswitch.sent("access").getFirst());
        assertEquals(List.of(), vswitch.sent("core"));
    }

    @Test
    void shouldAnswerA5gUeWithItsQosFlow() {
        vswitch.send("access", uplink(2).pduSessionContainer(Gtpu.PDU_TYPE_UPLINK, 9)
            .ipv4(UE_5G, EDGE).udp(4000, 53).payload(20).bytes());
        vswitch.send("app", fromApplication().ipv4(EDGE, UE_5G).udp(53, 4000).payload(30).bytes());
        assertFrame(Golden.gpdu(downlink(3).pduSessionContainer(Gtpu.PDU_TYPE_DOWNLINK, 9)
            .ipv4(EDGE, UE_5G).udp(53, 4000).payload(30)), vswitch.sent("access").getFirst());
    }

    @Test
    void shouldReInsertIntoTheBearersOwnTunnel() {
        vswitch.send("access", Frames.ethernet(ENB_MAC, SGW_MAC).vlan(0x6064).ipv4(ENB, SGW).trafficClass(0x28)
            .udp(2152, 2152).gtpu(2).pduSessionContainer(Gtpu.PDU_TYPE_UPLINK, 17)
            .ipv4(UE_5G, EDGE).tcp(4000, 80).payload(100).bytes());
        assertEquals(1, vswitch.sent("app").size());

        vswitch.send("app", fromApplication().ipv4(UE_5G, EDGE).tcp(4000, 80).payload(60).bytes());
        assertFrame(Golden.gpdu(Frames.ethernet(ENB_MAC, SGW_MAC).vlan(0x6064).ipv4(ENB, SGW).trafficClass(0x28)
            .udp(2152, 2152).gtpu(2).pduSessionContainer(Gtpu.PDU_TYPE_UPLINK, 17)
            .ipv4(UE_5G, EDGE).tcp(4000, 80).payload(60)), vswitch.sent("core").getFirst());
        assertEquals(List.of(), vswitch.sent("access"));
    }

    @Test
    void shouldKeepBothTagsOfAQinqTunnel() {
        vswitch.send("access", Frames.ethernet(ENB_MAC, SGW_MAC).serviceVlan(0x2005).vlan(0x4006).ipv4(ENB, SGW)
            .udp(2152, 2152).gtpu(UPLINK).ipv4(UE, EDGE).udp(1, 2).payload(8).bytes());
        vswitch.send("app", fromApplication().ipv4(EDGE, UE).udp(2, 1).payload(8).bytes());
        assertFrame(Golden.gpdu(Frames.ethernet(SGW_MAC, ENB_MAC).serviceVlan(0x2005).vlan(0x4006).ipv4(SGW, ENB)
            .udp(2152, 2152).gtpu(DOWNLINK).ipv4(EDGE, UE).udp(2, 1).payload(8)), vswitch.sent("access").getFirst());
    }

    @Test
    void shouldPopNothingButTheTpdu() {
        vswitch.send("access", uplink(UPLINK).sequence(7).npdu(3).extension(0x20, (byte) 1)
            .ipv4(UE, EDGE).ttl(1).udp(1, 2).payload(3).padded().trailer(new byte[20]).bytes());
        assertFrame(toApplication().ipv4(UE, EDGE).ttl(1).udp(1, 2).payload(3).bytes(),
            vswitch.sent("app").getFirst());
    }

    @Test
    void shouldPushNoPadding() {
        vswitch.send("access", uplink(UPLINK).ipv4(UE, EDGE).udp(1, 2).payload(1).bytes());
        vswitch.send("app", fromApplication().ipv4(EDGE, UE).udp(2, 1).payload(1).padded().bytes());
        assertFrame(Golden.gpdu(downlink(DOWNLINK).ipv4(EDGE, UE).udp(2, 1).payload(1)),
            vswitch.sent("access").getFirst());
    }

    @Test
    void shouldServeIpv6InsideIpv6() {
        final BearerConfig bearer = new BearerConfig("six", IpAddress.parse("2001:db8:45::2"),
            IpAddress.parse("2001:db8::100"), 5, IpAddress.parse("2001:db8::1"), 6, OptionalInt.of(1),
            Optional.empty());
        vswitch.apply(Configs.wired(List.of(rule("six", 1, new RuleAction.ForwardDecapsulated("app"),
            ask().innerDestination("2001:db8:ed::/48").match())), List.of(bearer)));
        vswitch.send("access", Frames.ethernet(ENB_MAC, SGW_MAC).ipv6("2001:db8::1", "2001:db8::100").udp(2152, 2152)
            .gtpu(5).pduSessionContainer(1, 1).ipv6("2001:db8:45::2", "2001:db8:ed::7").udp(9, 10).payload(33).bytes());
        assertFrame(toApplication().ipv6("2001:db8:45::2", "2001:db8:ed::7").udp(9, 10).payload(33).bytes(),
            vswitch.sent("app").getFirst());
        vswitch.send("app",
            fromApplication().ipv6("2001:db8:ed::7", "2001:db8:45::2").udp(10, 9).payload(33).bytes());
        assertFrame(Golden.gpdu(Frames.ethernet(SGW_MAC, ENB_MAC).ipv6("2001:db8::100", "2001:db8::1").udp(2152, 2152)
            .gtpu(6).pduSessionContainer(0, 1).ipv6("2001:db8:ed::7", "2001:db8:45::2").udp(10, 9).payload(33)),
            vswitch.sent("access").getFirst());
    }

    @Test
    void shouldServeIpv6InsideIpv4() {
        vswitch.apply(Configs.wired(List.of(rule("six", 1, new RuleAction.ForwardDecapsulated("app"),
            ask().innerDestination("2001:db8:ed::/48").match())), List.of(
                bearer("six", "2001:db8:45::2", UPLINK, DOWNLINK, OptionalInt.empty()))));
        vswitch.send("access",
            uplink(UPLINK).ipv6("2001:db8:45::2", "2001:db8:ed::7").udp(9, 10).payload(33).bytes());
        assertFrame(toApplication().ipv6("2001:db8:45::2", "2001:db8:ed::7").udp(9, 10).payload(33).bytes(),
            vswitch.sent("app").getFirst());
        vswitch.send("app",
            fromApplication().ipv6("2001:db8:ed::7", "2001:db8:45::2").udp(10, 9).payload(33).bytes());
        assertFrame(Golden.gpdu(downlink(DOWNLINK).ipv6("2001:db8:ed::7", "2001:db8:45::2").udp(10, 9).payload(33)),
            vswitch.sent("access").getFirst());
    }

    @Test
    void shouldConnectTwoUesThroughTheApplication() {
        vswitch.send("access", uplink(UPLINK).ipv4(UE, EDGE).udp(1, 2).payload(8).bytes(),
            uplink(2).pduSessionContainer(1, 9).ipv4(UE_5G, EDGE).udp(1, 2).payload(8).bytes());
        vswitch.send("app", fromApplication().ipv4(UE, UE_5G).udp(1, 2).payload(8).bytes());
        assertFrame(Golden.gpdu(downlink(3).pduSessionContainer(0, 9).ipv4(UE, UE_5G).udp(1, 2).payload(8)),
            vswitch.sent("access").getFirst());
    }

    @Test
    void shouldPassSignallingOfARulesTunnels() {
        final RuleConfig all = rule("all", 1, new RuleAction.ForwardDecapsulated("app"),
            ask().outerDestination(SGW + "/32").match());
        vswitch.apply(Configs.wired(List.of(all), BEARERS));
        final byte[] echo = uplink(0).messageType(Gtpu.ECHO_REQUEST).sequence(1).bytes();
        final byte[] endMarker = uplink(UPLINK).messageType(Gtpu.END_MARKER).bytes();
        vswitch.send("access", echo, endMarker);
        final List<byte[]> core = vswitch.sent("core");
        assertFrame(echo, core.get(0));
        assertFrame(endMarker, core.get(1));
        assertEquals(List.of(), vswitch.sent("app"));
    }

    @Test
    void shouldDropGpduForUnknownTeid() {
        vswitch.send("access", uplink(0x1234).ipv4(UE, EDGE).udp(1, 2).payload(8).bytes());
        assertEquals(Map.of(DropReason.BEARER_UNKNOWN, 1L), vswitch.drops());
    }

    @Test
    void shouldDropWhatARuleWantsAndCannotHave() {
        final RuleConfig all = rule("all", 1, new RuleAction.ForwardDecapsulated("app"),
            ask().outerDestination(SGW + "/32").match());
        vswitch.apply(Configs.wired(List.of(all), BEARERS));
        final byte[] whole = uplink(UPLINK).ipv4(UE, EDGE).udp(1, 2).payload(800).bytes();
        vswitch.send("access",
            uplink(UPLINK).length(2_000).ipv4(UE, EDGE).udp(1, 2).bytes(),
            uplink(UPLINK).extension(0x85, new byte[2]).length(0).ipv4(UE, EDGE).udp(1, 2).bytes(),
            uplink(UPLINK).extension(0xe5, new byte[2]).ipv4(UE, EDGE).udp(1, 2).bytes(),
            uplink(UPLINK).payload((byte) 0x10, (byte) 0).bytes(),
            uplink(UPLINK).bytes());
        Frames.fragments(whole, 400, 7).forEach(fragment -> vswitch.send("access", fragment));
        assertEquals(Map.of(DropReason.GTPU_LENGTH, 1L, DropReason.GTPU_EXTENSION_LENGTH, 1L,
            DropReason.GTPU_EXTENSION_REQUIRED, 1L, DropReason.INNER_NOT_IP, 1L, DropReason.INNER_TRUNCATED, 1L,
            DropReason.FRAGMENT, 3L), vswitch.drops());
    }

    @Test
    void shouldNotLetATunnelHideBehindADefect() {
        final RuleConfig all = rule("all", 1, new RuleAction.ForwardDecapsulated("app"),
            ask().ingress("access").match());
        vswitch.apply(Configs.wired(List.of(all), BEARERS));
        Frames deep = Frames.ethernet().ipv6("2001:db8::1", "2001:db8::2");
        for (int i = 0; i < 9; i++) {
            deep = deep.ipv6Extension(IpProtocol.DESTINATION_OPTIONS, new byte[6]);
        }
        vswitch.send("access",
            Frames.ethernet().ipv4(ENB, SGW).udp(2152, 2152).length(7).payload(20).bytes(),
            Frames.ethernet().ipv4(ENB, SGW).protocol(IpProtocol.UDP).payload(4).bytes(),
            deep.udp(2152, 2152).payload(20).bytes());
        assertEquals(Map.of(DropReason.UDP_LENGTH, 1L, DropReason.UDP_TRUNCATED, 1L, DropReason.IPV6_EXTENSIONS, 1L),
            vswitch.drops());
        vswitch.send("access", Frames.ethernet().ipv4(ENB, SGW).udp(1, 53).length(7).payload(20).bytes());
        assertEquals(1, vswitch.sent("core").size(), "what can't be a tunnel passes, however broken");
    }

    @Test
    void shouldDropAnAnswerToNobody() {
        vswitch.send("app", fromApplication().ipv4(EDGE, "10.99.0.1").udp(1, 2).bytes(),
            fromApplication().ipv4(EDGE, UE).udp(1, 2).bytes(),
            fromApplication().etherType(0x0806).payload(28).bytes());
        assertEquals(Map.of(DropReason.UE_UNKNOWN, 1L, DropReason.PATH_UNKNOWN, 1L, DropReason.NOT_IP, 1L),
            vswitch.drops());
    }

    /** It is in no tunnel, so there is nothing to take it out of. */
    @Test
    void shouldPutWhatAnApplicationSendsIntoItsTunnelWhateverIsToBeDecapsulated() {
        vswitch.apply(Configs.wired(List.of(rule("all", 1, new RuleAction.ForwardDecapsulated("app"),
            ask().match())), BEARERS));
        vswitch.send("access", uplink(UPLINK).ipv4(UE, EDGE).udp(4000, 53).payload(20).bytes());
        assertEquals(1, vswitch.sent("app").size());
        vswitch.send("app", fromApplication().ipv4(EDGE, UE).udp(53, 4000).payload(30).bytes());
        assertFrame(Golden.gpdu(downlink(DOWNLINK).ipv4(EDGE, UE).udp(53, 4000).payload(30)),
            vswitch.sent("access").getFirst());
    }

    @Test
    void shouldTreatUserTrafficOnTheGtpuPortAsUserTraffic() {
        vswitch.send("access", uplink(UPLINK).ipv4(UE, EDGE).udp(2152, 2152).payload(8).bytes());
        vswitch.send("app", fromApplication().ipv4(EDGE, UE).udp(2152, 2152).payload(8).bytes());
        assertFrame(Golden.gpdu(downlink(DOWNLINK).ipv4(EDGE, UE).udp(2152, 2152).payload(8)),
            vswitch.sent("access").getFirst());
    }

    @Test
    void shouldFollowTheRuleThatRanksFirst() {
        final RuleConfig drop = rule("a-drop", 5, new RuleAction.Drop(), ask().ingress("access").teid(UPLINK).match());
        final RuleConfig pass = rule("pass", 4, new RuleAction.Pass(),
            ask().innerSource(UE + "/32").innerDestination("198.51.100.8/32").match());
        vswitch.apply(Configs.wired(List.of(drop, TO_EDGE, pass), BEARERS));
        vswitch.send("access", uplink(UPLINK).ipv4(UE, EDGE).udp(1, 2).bytes(),
            uplink(UPLINK).ipv4(UE, "198.51.100.8").udp(1, 2).bytes());
        assertEquals(Map.of(DropReason.RULE_DROP, 1L), vswitch.drops());
        assertEquals(1, vswitch.sent("core").size());
    }

    @Test
    void shouldForwardAsIsWhatAnotherRuleWouldDecapsulate() {
        final RuleConfig whole = rule("whole", 1, new RuleAction.Forward("app"), ask().teid(2).match());
        vswitch.apply(Configs.wired(List.of(TO_EDGE, whole), BEARERS));
        final byte[] gpdu = uplink(2).ipv4(UE_5G, EDGE).udp(1, 2).payload(8).bytes();
        vswitch.send("access", uplink(UPLINK).ipv4(UE, EDGE).udp(1, 2).payload(8).bytes(), gpdu);
        final List<byte[]> app = vswitch.sent("app");
        assertFrame(toApplication().ipv4(UE, EDGE).udp(1, 2).payload(8).bytes(), app.get(0));
        assertFrame(gpdu, app.get(1));
    }

    /** A line without rules and applications has no stage that decides, and columns keep what others wrote. */
    @Test
    void shouldPassEverythingOnceRulesAndApplicationsAreGone() {
        final byte[] gpdu = uplink(UPLINK).ipv4(UE, EDGE).udp(1, 2).payload(8).bytes();
        vswitch.send("access", gpdu);
        assertEquals(1, vswitch.sent("app").size());
        final SwitchConfig wired = Configs.wired(List.of(), List.of());
        vswitch.apply(new SwitchConfig(wired.dataplane(), wired.ports().subList(0, 2), wired.wires(), List.of(),
            List.of(), wired.gtpu()));
        vswitch.send("access", gpdu);
        assertFrame(gpdu, vswitch.sent("core").getFirst());
    }

    @Test
    void shouldCountEachRulesPacketsAndBytes() {
        final RuleConfig five = rule("five", 1, new RuleAction.Pass(), ask().vlan(5).match());
        final RuleConfig six = rule("six", 1, new RuleAction.Drop(), ask().vlan(6).match());
        vswitch.apply(Configs.wired(List.of(five, six), BEARERS));
        vswitch.send("access", new byte[60], tagged(5, 100), tagged(5, 200), tagged(6, 300), tagged(5, 400),
            new byte[61]);
        assertEquals(3, vswitch.status().ruleCounters("five").packets().get());
        assertEquals(700, vswitch.status().ruleCounters("five").bytes().get());
        assertEquals(1, vswitch.status().ruleCounters("six").packets().get());
        assertEquals(300, vswitch.status().ruleCounters("six").bytes().get());
    }

    private static byte[] tagged(final int vlan, final int length) {
        return Frames.ethernet().vlan(vlan).etherType(0x88b5).payload(length - 18).bytes();
    }

    @Test
    void shouldForwardAsIsByVlan() {
        final RuleConfig wifi = rule("wifi", 5, new RuleAction.Forward("app"), ask().vlan(100).match());
        vswitch.apply(Configs.wired(List.of(wifi), BEARERS));
        final byte[] tagged = Frames.ethernet().vlan(100).ipv4("10.1.0.1", SERVER).udp(1, 2).payload(4).bytes();
        vswitch.send("access", tagged, Frames.ethernet().vlan(101).ipv4("10.1.0.1", SERVER).udp(1, 2).bytes());
        assertFrame(tagged, vswitch.sent("app").getFirst());
        assertEquals(1, vswitch.sent("core").size());
    }
}
