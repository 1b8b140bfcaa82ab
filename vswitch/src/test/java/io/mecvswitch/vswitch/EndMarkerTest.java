package io.mecvswitch.vswitch;

import static io.mecvswitch.traffic.FrameAssert.assertFrame;
import static io.mecvswitch.vswitch.Configs.ask;
import static io.mecvswitch.vswitch.Configs.rule;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mecvswitch.config.BearerConfig;
import io.mecvswitch.config.BearerUpdate;
import io.mecvswitch.config.EndpointConfig;
import io.mecvswitch.config.GtpuConfig;
import io.mecvswitch.config.IpAddress;
import io.mecvswitch.config.PushConfig;
import io.mecvswitch.config.RuleAction;
import io.mecvswitch.config.SwitchConfig;
import io.mecvswitch.header.Gtpu;
import io.mecvswitch.stage.DropReason;
import io.mecvswitch.stage.Placement;
import io.mecvswitch.stage.StageName;
import io.mecvswitch.status.CounterType;
import io.mecvswitch.traffic.Frames;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Who sends into a bearer's tunnel ends it when the bearer moves (TS 29.281 §7.3.2, TS 23.401 §5.5.1.1.2): the switch,
 * where 192.0.2.100 and 2001:db8::100 are its own. Octets are those that scapy 2.5.0 makes of the same fields.
 */
class EndMarkerTest {
    private static final long ENB_MAC = 0x0200_0000_00e1L;
    private static final String ENB = "192.0.2.1";
    private static final String OWN = "192.0.2.100";
    private static final String ENB6 = "2001:db8::1";
    private static final String OWN6 = "2001:db8::100";
    private static final String UE = "10.45.0.2";
    private static final String EDGE = "198.51.100.7";
    private static final String MARKER =
        "0200000000e102005e000001080045000024000040004011b663c0000264c0000201086808680010394c"
        + "30fe00000000004e";
    private static final String TAGGED =
        "0200000000e102005e00000181000064080045b80024000040004011b5abc0000264c000020108680868"
        + "0010394c30fe00000000004e";
    private static final String IPV6 =
        "0200000000e102005e00000186dd600000000010112120010db800000000000000000000010020010db8"
        + "000000000000000000000001086808680010613f30fe00000000004e";

    private SteppedSwitch vswitch = new SteppedSwitch(config(true, bearer(78)));

    private static BearerConfig bearer(final long downlink) {
        return bearer("ue", UE, OWN, ENB, downlink, PushConfig.DEFAULT);
    }

    private static BearerConfig bearer(final String name, final String ue, final String core, final String access,
        final long downlink, final PushConfig push) {
        return new BearerConfig(name, IpAddress.parse(ue), IpAddress.parse(core), 77, IpAddress.parse(access), downlink,
            OptionalInt.empty(), Optional.empty(), push);
    }

    private static SwitchConfig config(final boolean endMarkers, final BearerConfig... bearers) {
        final List<EndpointConfig> endpoints = List.of(own(OWN, endMarkers), own(OWN6, endMarkers));
        return Configs.wired(List.of(rule("edge", 1, new RuleAction.ForwardDecapsulated("app"),
            ask().innerDestination(EDGE + "/32").match())), List.of(bearers))
            .withGtpu(new GtpuConfig(endpoints, false));
    }

    private static EndpointConfig own(final String address, final boolean endMarkers) {
        return new EndpointConfig(
            IpAddress.parse(address), Optional.empty(), true, 100, false, true, List.of(), endMarkers);
    }

    private static Frames uplink(final String enb, final String own) {
        return Frames.ethernet(ENB_MAC, Configs.SWITCH_MAC.bits()).ip(IpAddress.parse(enb), IpAddress.parse(own))
            .udp(2152, 2152).gtpu(77);
    }

    private static byte[] answer(final int length) {
        return Frames.ethernet(Configs.APPLICATION_MAC.bits(), Configs.SWITCH_MAC.bits()).ipv4(EDGE, UE).udp(53, 4000)
            .payload(length).bytes();
    }

    /** After this the way to the UE's access node is known. */
    private void speak() {
        vswitch.send("access", uplink(ENB, OWN).ipv4(UE, EDGE).udp(4000, 53).bytes());
        assertEquals(1, vswitch.sent("app").size());
    }

    private void move(final BearerConfig bearer) {
        assertEquals(List.of(), vswitch.update(new BearerUpdate.Put(bearer)));
        vswitch.run();
    }

    private void assertNothingEnded() {
        vswitch.run();
        assertEquals(List.of(), vswitch.sent("access"));
        assertEquals(0, markers());
    }

    private long markers() {
        return vswitch.status().reader().snapshot().total(CounterType.END_MARKERS);
    }

    private void begin(final SwitchConfig config) {
        vswitch.assertConserved();
        vswitch = new SteppedSwitch(config);
    }

    @AfterEach
    void shouldHaveLostNothing() {
        vswitch.assertConserved();
        assertEquals(Map.of(), vswitch.drops());
    }

    @Test
    void shouldEndTheOldPathOfABearerThatIsConfiguredAnew() {
        speak();
        vswitch.apply(config(true, bearer(79)));
        vswitch.run();
        final List<byte[]> sent = vswitch.sent("access");
        assertEquals(1, sent.size());
        assertFrame(Frames.hex(MARKER), sent.getFirst());
        assertEquals(1, markers());
    }

    @Test
    void shouldEndTheOldPathWithTheCommit() {
        speak();
        vswitch.apply(config(true, bearer(79)));
        assertEquals(1, markers(), "written, whenever control does something again");
        vswitch.run();
        assertEquals(1, vswitch.sent("access").size());
    }

    @Test
    void shouldEndTheOldPathOfARunTimeBearerAndOfEachMove() {
        begin(config(true));
        move(bearer(78));
        speak();
        move(bearer(79));
        assertFrame(Frames.hex(MARKER), vswitch.sent("access").getFirst());
        move(bearer("ue", UE, OWN, "192.0.2.2", 79, PushConfig.DEFAULT));
        assertFrame(Frames.hex(MARKER.replace("0010394c", "0010394b").replace("4e", "4f")),
            vswitch.sent("access").getFirst());
        assertEquals(2, markers());
    }

    @Test
    void shouldLookAsTheTunnelsPacketsDid() {
        vswitch.send("access", Frames.ethernet(ENB_MAC, Configs.SWITCH_MAC.bits()).vlan(100).ipv4(ENB, OWN)
            .trafficClass(46 << 2).udp(2152, 2152).gtpu(77).ipv4(UE, EDGE).udp(4000, 53).bytes());
        vswitch.sent("app");
        vswitch.apply(config(true, bearer(79)));
        vswitch.run();
        assertFrame(Frames.hex(TAGGED), vswitch.sent("access").getFirst());
    }

    @Test
    void shouldEndAPathOverIpv6() {
        final PushConfig push = new PushConfig(false, PushConfig.SourcePort.FLOW, PushConfig.Dscp.LEARNED, 33);
        begin(config(true, bearer("ue", UE, OWN6, ENB6, 78, push)));
        vswitch.send("access", uplink(ENB6, OWN6).ipv4(UE, EDGE).udp(4000, 53).bytes());
        vswitch.sent("app");
        vswitch.apply(config(true, bearer("ue", UE, OWN6, ENB6, 79, push)));
        vswitch.run();
        assertFrame(Frames.hex(IPV6), vswitch.sent("access").getFirst());
    }

    /** Packets that were on their way into the old tunnel come before its end, wherever the line is cut. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void shouldEndAPathAfterItsLastPacket(final int seed) {
        vswitch.assertConserved();
        vswitch = new SteppedSwitch(
            new Placement(Set.of(StageName.PARSE, StageName.MATCH_BEARER, StageName.STEER)), 4, seed);
        vswitch.apply(config(true));
        move(bearer(1));
        speak();
        final List<byte[]> sent = new ArrayList<>();
        for (int teid = 2; teid <= 20; teid++) {
            for (int k = 0; k < 30; k++) {
                vswitch.port("app").offer(answer(k));
            }
            vswitch.receiveAll();
            assertEquals(List.of(), vswitch.update(new BearerUpdate.Put(bearer(teid))));
        }
        vswitch.run();
        sent.addAll(vswitch.sent("access"));
        assertEquals(19, sent.stream().filter(frame -> type(frame) == Gtpu.END_MARKER).count());
        assertEquals(19 * 30, sent.stream().filter(frame -> type(frame) == Gtpu.GPDU).count());
        for (int teid = 1; teid < 20; teid++) {
            final byte tunnel = (byte) teid;
            final List<byte[]> into = sent.stream().filter(frame -> frame[49] == tunnel).toList();
            assertTrue(type(into.getLast()) == Gtpu.END_MARKER
                && into.subList(0, into.size() - 1).stream().allMatch(frame -> type(frame) == Gtpu.GPDU),
                () -> "tunnel " + tunnel + ": " + into.stream().map(HexFormat.of()::formatHex).toList());
        }
    }

    private static int type(final byte[] frame) {
        return frame[43] & 0xff;
    }

    @Test
    void shouldEndNothingUnlessAskedTo() {
        begin(config(false, bearer(78)));
        speak();
        vswitch.apply(config(false, bearer(79)));
        assertNothingEnded();
    }

    /** Another node sends there, and its own End Marker passes. */
    @Test
    void shouldNotEndThePathOfAnotherCoreNode() {
        begin(config(true, bearer("ue", UE, "192.0.2.99", ENB, 78, PushConfig.DEFAULT)));
        vswitch.send("access", uplink(ENB, "192.0.2.99").ipv4(UE, EDGE).udp(4000, 53).bytes());
        assertEquals(1, vswitch.sent("app").size());
        vswitch.apply(config(true, bearer("ue", UE, "192.0.2.99", ENB, 79, PushConfig.DEFAULT)));
        assertNothingEnded();
    }

    @Test
    void shouldNotEndAPathThatStaysOrWasNeverTaken() {
        vswitch.apply(config(true, bearer(79)));
        assertNothingEnded();
        speak();
        vswitch.apply(config(true, bearer("ue", "10.45.0.3", OWN, ENB, 79, PushConfig.DEFAULT)));
        assertNothingEnded();
        vswitch.apply(config(true));
        assertNothingEnded();
    }

    @Test
    void shouldNotEndATunnelThatAnotherBearerHasNow() {
        speak();
        final BearerConfig heir = new BearerConfig("heir", IpAddress.parse("10.45.0.3"), IpAddress.parse(OWN), 80,
            IpAddress.parse(ENB), 78, OptionalInt.empty(), Optional.empty());
        vswitch.apply(config(true, bearer(79), heir));
        assertNothingEnded();
    }

    @Test
    void shouldTakeTheLineLikeOtherPackets() {
        speak();
        vswitch.apply(Configs.with(config(true, bearer(78)), rules -> {
            rules.add(rule("none", 0, new RuleAction.Drop(), ask().messageType(Gtpu.END_MARKER).match()));
            return rules;
        }));
        vswitch.apply(vswitch.running().withBearers(List.of(bearer(79))));
        vswitch.run();
        assertEquals(List.of(), vswitch.sent("access"));
        assertEquals(Map.of(DropReason.RULE_DROP, 1L), vswitch.drops());
        begin(config(true));
    }
}
