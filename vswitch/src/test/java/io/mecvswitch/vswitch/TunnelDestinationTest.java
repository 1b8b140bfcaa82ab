package io.mecvswitch.vswitch;

import static io.mecvswitch.traffic.FrameAssert.assertFrame;
import static io.mecvswitch.vswitch.Configs.ask;
import static io.mecvswitch.vswitch.Configs.bearer;
import static io.mecvswitch.vswitch.Configs.rule;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mecvswitch.config.BearerConfig;
import io.mecvswitch.config.FlowMatch;
import io.mecvswitch.config.HeaderRewrite;
import io.mecvswitch.config.IpAddress;
import io.mecvswitch.config.MacAddress;
import io.mecvswitch.config.RuleAction;
import io.mecvswitch.config.RuleConfig;
import io.mecvswitch.config.SwitchConfig;
import io.mecvswitch.config.TunnelEnd;
import io.mecvswitch.config.Violation;
import io.mecvswitch.header.Gtpu;
import io.mecvswitch.stage.DropReason;
import io.mecvswitch.traffic.Frames;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Rules whose destination is a tunnel (ETSI GS MEC 010-2 §6.2.1.11: InterfaceDescriptor of type TUNNEL). */
class TunnelDestinationTest {
    private static final long ENB_MAC = 0x0200_0000_00e1L;
    private static final long SGW_MAC = 0x0200_0000_00c1L;
    private static final String ENB = "192.0.2.1";
    private static final String SGW = "192.0.2.100";
    private static final String UE = "10.45.0.2";
    private static final String WATCHER = "10.45.0.3";
    private static final String EDGE = "198.51.100.7";
    private static final String SERVER = "203.0.113.5";
    private static final TunnelEnd DOWNLINK = new TunnelEnd(IpAddress.parse(ENB), 11);
    private static final TunnelEnd WATCHERS = new TunnelEnd(IpAddress.parse(ENB), 13);

    private static final RuleConfig TO_EDGE = rule("to-edge", 10, new RuleAction.ForwardDecapsulated("app"),
        ask().innerDestination(EDGE + "/32").match());
    private static final List<BearerConfig> BEARERS = List.of(
        bearer("ue", UE, 10, 11, OptionalInt.empty()), bearer("watcher", WATCHER, 12, 13, OptionalInt.of(5)));

    private SteppedSwitch vswitch;

    @AfterEach
    void shouldHaveLostNothing() {
        if (vswitch != null) {
            vswitch.assertConserved();
        }
    }

    /** A switch that has seen both UEs. */
    private void run(final RuleConfig rule) {
        vswitch = new SteppedSwitch(Configs.wired(List.of(TO_EDGE, rule), BEARERS));
        vswitch.send("access", uplink(10).ipv4(UE, EDGE).udp(1, 2).payload(4).bytes(),
            uplink(12).pduSessionContainer(Gtpu.PDU_TYPE_UPLINK, 5).ipv4(WATCHER, EDGE).udp(1, 2).payload(4).bytes());
        assertEquals(2, vswitch.sent("app").size());
    }

    private static Frames uplink(final long teid) {
        return Frames.ethernet(ENB_MAC, SGW_MAC).ipv4(ENB, SGW).udp(2152, 2152).gtpu(teid);
    }

    private static Frames downlink(final long teid) {
        return Frames.ethernet(SGW_MAC, ENB_MAC).ipv4(SGW, ENB).udp(2152, 2152).gtpu(teid);
    }

    private static Frames plain() {
        return Frames.ethernet(SGW_MAC, ENB_MAC);
    }

    private static FlowMatch plainTo(final String address) {
        return ask().ingress("core").outerDestination(address + "/32").match();
    }

    @Test
    void shouldPutPlainIpIntoTheTunnel() {
        run(rule("push", 20, new RuleAction.ForwardEncapsulated(DOWNLINK), plainTo(UE)));
        vswitch.send("core", plain().ipv4(SERVER, UE).udp(5, 6).payload(9).padded().bytes());
        assertFrame(Golden.gpdu(downlink(11).ipv4(SERVER, UE).udp(5, 6).payload(9)), vswitch.sent("access").getFirst());
        assertEquals(List.of(), vswitch.sent("core"));
        assertEquals(Map.of(), vswitch.drops());
    }

    @Test
    void shouldMoveATpduFromItsTunnelToAnother() {
        run(rule("move", 20, new RuleAction.ForwardEncapsulated(WATCHERS),
            ask().ingress("core").innerDestination(UE + "/32").match()));
        vswitch.send("core", downlink(11).sequence(7).ipv4(SERVER, UE).udp(5, 6).payload(9).bytes());
        assertFrame(Golden.gpdu(downlink(13).pduSessionContainer(Gtpu.PDU_TYPE_DOWNLINK, 5)
            .ipv4(SERVER, UE).udp(5, 6).payload(9)), vswitch.sent("access").getFirst());
        assertEquals(List.of(), vswitch.sent("app"));
    }

    @Test
    void shouldPutWhatAnApplicationSendsIntoTheTunnelOfTheRule() {
        run(rule("elsewhere", 20, new RuleAction.ForwardEncapsulated(WATCHERS),
            ask().ingress("app").outerDestination(UE + "/32").match()));
        vswitch.send("app", Frames.ethernet(Configs.APPLICATION_MAC.bits(), Configs.SWITCH_MAC.bits())
            .ipv4(EDGE, UE).udp(5, 6).payload(9).bytes());
        assertFrame(Golden.gpdu(downlink(13).pduSessionContainer(Gtpu.PDU_TYPE_DOWNLINK, 5)
            .ipv4(EDGE, UE).udp(5, 6).payload(9)), vswitch.sent("access").getFirst());
    }

    @Test
    void shouldCopyIntoATunnelAndLetTheOriginalPass() {
        run(rule("tap", 20, new RuleAction.DuplicateEncapsulated(WATCHERS, Optional.empty()),
            ask().ingress("core").innerDestination(UE + "/32").match()));
        final byte[] frame = downlink(11).ipv4(SERVER, UE).udp(5, 6).payload(9).bytes();
        vswitch.send("core", frame);
        final List<byte[]> sent = vswitch.sent("access");
        assertEquals(2, sent.size());
        assertFrame(frame, sent.get(0));
        assertFrame(Golden.gpdu(downlink(13).pduSessionContainer(Gtpu.PDU_TYPE_DOWNLINK, 5)
            .ipv4(SERVER, UE).udp(5, 6).payload(9)), sent.get(1));
    }

    @Test
    void shouldSayWhyAPacketCannotEnter() {
        run(rule("push", 20, new RuleAction.ForwardEncapsulated(new TunnelEnd(IpAddress.parse(ENB), 99)),
            ask().ingress("core").match()));
        vswitch.send("core", plain().ipv4(SERVER, UE).udp(5, 6).payload(9).bytes(),
            plain().etherType(0x0806).payload(28).bytes());
        assertEquals(Map.of(DropReason.BEARER_UNKNOWN, 1L, DropReason.NOT_IP, 1L), vswitch.drops());
    }

    @Test
    void shouldWaitForThePathOfTheTunnel() {
        vswitch = new SteppedSwitch(Configs.wired(
            List.of(rule("push", 20, new RuleAction.ForwardEncapsulated(DOWNLINK), plainTo(UE))), BEARERS));
        vswitch.send("core", plain().ipv4(SERVER, UE).udp(5, 6).payload(9).bytes());
        assertEquals(Map.of(DropReason.PATH_UNKNOWN, 1L), vswitch.drops());
    }

    @Test
    void shouldLetSignallingPass() {
        run(rule("move", 20, new RuleAction.ForwardEncapsulated(WATCHERS), ask().ingress("core").match()));
        final byte[] echo = downlink(0).messageType(Gtpu.ECHO_REQUEST).sequence(1).bytes();
        vswitch.send("core", echo);
        assertFrame(echo, vswitch.sent("access").getFirst());
    }

    @Test
    void shouldRefuseWhatWouldNotLookLikeTheTunnel() {
        final RuleConfig plain = rule("push", 20, new RuleAction.ForwardEncapsulated(DOWNLINK), plainTo(UE));
        final MacAddress mac = MacAddress.parse("02:00:00:00:00:09");
        assertRefused("/rewrite", "looks as that tunnel's packets do", new RuleConfig("push", 20, plain.matches(),
            plain.action(), HeaderRewrite.macs(mac, mac)));
    }

    @Test
    void shouldRefuseBothDirectionsOfAFlow() {
        final RuleConfig plain = rule("push", 20, new RuleAction.ForwardEncapsulated(DOWNLINK), plainTo(UE));
        assertRefused("/filter-type", "Both directions of a flow would go into the same tunnel", new RuleConfig("push",
            20, plain.matches(), plain.action(), HeaderRewrite.NONE, RuleConfig.FilterType.FLOW));
    }

    private static void assertRefused(final String leaf, final String reason, final RuleConfig rule) {
        final SwitchConfig config = Configs.wired(List.of(rule), BEARERS);
        final List<Violation> violations = ConfigCheck.violations(config);
        assertTrue(violations.stream().anyMatch(violation ->
            violation.path().endsWith(leaf) && violation.message().contains(reason)), violations::toString);
    }
}
