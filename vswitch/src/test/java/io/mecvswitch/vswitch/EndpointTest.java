package io.mecvswitch.vswitch;

import static io.mecvswitch.traffic.FrameAssert.assertFrame;
import static io.mecvswitch.vswitch.Configs.ask;
import static io.mecvswitch.vswitch.Configs.bearer;
import static io.mecvswitch.vswitch.Configs.rule;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.mecvswitch.config.BearerConfig;
import io.mecvswitch.config.EndpointConfig;
import io.mecvswitch.config.GtpuConfig;
import io.mecvswitch.config.IpAddress;
import io.mecvswitch.config.RuleAction;
import io.mecvswitch.config.RuleConfig;
import io.mecvswitch.config.Violation;
import io.mecvswitch.header.Gtpu;
import io.mecvswitch.stage.DropReason;
import io.mecvswitch.stage.Placement;
import io.mecvswitch.traffic.Frames;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the switch says and does as a GTP-U entity (3GPP TS 29.281) at addresses of its own: 192.0.2.100 and
 * 2001:db8::100. Each check has the number under which the project knows it.
 */
class EndpointTest {
    private static final long ENB_MAC = 0x0200_0000_00e1L;
    private static final long OWN_MAC = 0x0200_0000_00c1L;
    private static final String ENB = "192.0.2.1";
    private static final String OWN = "192.0.2.100";
    private static final String ENB6 = "2001:db8::1";
    private static final String OWN6 = "2001:db8::100";
    private static final String UE = "10.45.0.2";
    private static final String EDGE = "198.51.100.7";
    private static final long KNOWN = 0x8000_0001L;
    private static final long UNKNOWN = 0xffff_fffeL;
    private static final long DOWNLINK = 5;
    private static final int UNKNOWN_REQUIRED_EXTENSION = 0xe5;

    private static final RuleConfig TO_EDGE = rule("to-edge", 10, new RuleAction.ForwardDecapsulated("app"),
        ask().innerDestination(EDGE + "/32").match());
    private static final List<BearerConfig> BEARERS =
        List.of(bearer("ue", UE, KNOWN, DOWNLINK, OptionalInt.empty()));

    private final SteppedSwitch vswitch = owning(endpoint(OWN), endpoint(OWN6));

    /** How the packets of a network look outside. */
    private enum Net {
        IPV4, IPV4_TAGGED, IPV4_QINQ, IPV6, IPV6_TAGGED, IPV6_QINQ;

        private boolean ipv4() {
            return ordinal() < IPV6.ordinal();
        }

        private Frames ethernet(final long source, final long destination) {
            final Frames frames = Frames.ethernet(source, destination);
            return switch (this) {
                case IPV4, IPV6 -> frames;
                case IPV4_TAGGED, IPV6_TAGGED -> frames.vlan(0x6064);
                case IPV4_QINQ, IPV6_QINQ -> frames.serviceVlan(0x2005).vlan(0x4006);
            };
        }

        Frames request(final int sourcePort) {
            final Frames ethernet = ethernet(ENB_MAC, OWN_MAC);
            final Frames ip = ipv4() ? ethernet.ipv4(ENB, OWN).ttl(9) : ethernet.ipv6(ENB6, OWN6).ttl(9);
            return ip.trafficClass(0xb9).udp(sourcePort, 2152);
        }

        /** DSCP as it came, not ECN; TTL 64, DF: docs/choices.md. */
        Frames answer(final int destinationPort) {
            final Frames ethernet = ethernet(OWN_MAC, ENB_MAC);
            final Frames ip = ipv4() ? ethernet.ipv4(OWN, ENB).set(6, 0x40) : ethernet.ipv6(OWN6, ENB6);
            return ip.trafficClass(0xb8).udp(2152, destinationPort);
        }

        /** Element 133 of the own address. */
        String peerAddress() {
            return ipv4() ? "85 0004 c0000264" : "85 0010 20010db8000000000000000000000100";
        }
    }

    private static EndpointConfig endpoint(final String address) {
        return new EndpointConfig(IpAddress.parse(address), Optional.empty(), true, 100, false);
    }

    private static SteppedSwitch owning(final EndpointConfig... endpoints) {
        return new SteppedSwitch(
            Configs.wired(List.of(TO_EDGE), BEARERS).withGtpu(new GtpuConfig(List.of(endpoints), false)));
    }

    @AfterEach
    void shouldHaveLostNothing() {
        vswitch.assertConserved();
    }

    private void assertAnswered(final Frames answer, final Frames request) {
        vswitch.send("access", request.bytes());
        final List<byte[]> sent = vswitch.sent("access");
        assertEquals(1, sent.size(), () -> "answers, drops " + vswitch.drops());
        assertFrame(answer.bytes(), sent.getFirst());
        assertEquals(List.of(), vswitch.sent("core"));
        assertEquals(Map.of(), vswitch.drops());
    }

    /** Nothing leaves, by no port. */
    private void assertDropped(final DropReason reason, final Frames... requests) {
        for (final Frames request : requests) {
            vswitch.send("access", request.bytes());
        }
        assertEquals(Map.of(reason, (long) requests.length), vswitch.drops());
        assertEquals(List.of(), vswitch.sent("access"));
        assertEquals(List.of(), vswitch.sent("core"));
        assertEquals(List.of(), vswitch.sent("app"));
    }

    private static Frames echo(final Net net) {
        return net.request(40_000).gtpu(0).messageType(Gtpu.ECHO_REQUEST);
    }

    private static Frames echoResponse(final Net net, final int sequence) {
        return net.answer(40_000).gtpu(0).messageType(Gtpu.ECHO_RESPONSE).sequence(sequence)
            .payload(Frames.hex("0e00"));
    }

    private static Frames gpdu(final Net net, final long teid) {
        return net.request(50_123).gtpu(teid).ipv4(UE, EDGE).udp(1, 2).payload(20);
    }

    private static Frames errorIndication(final Net net, final long teid) {
        return net.answer(2152).gtpu(0).messageType(Gtpu.ERROR_INDICATION).sequence(0)
            .payload(Frames.hex("10 %08x %s".formatted((int) teid, net.peerAddress())));
    }

    private static Frames supportedExtensions(final Net net) {
        return net.answer(2152).gtpu(0).messageType(Gtpu.SUPPORTED_EXTENSIONS).sequence(0)
            .payload(Frames.hex("8d 06 81 82 83 84 85 c0"));
    }

    @ParameterizedTest
    @EnumSource(Net.class)
    @DisplayName("G22 G27 Echo Request is answered, without any tunnel to the peer")
    void shouldAnswerAnEchoRequest(final Net net) {
        vswitch.apply(Configs.wired(List.of(), List.of())
            .withGtpu(new GtpuConfig(List.of(endpoint(OWN), endpoint(OWN6)), false)));
        assertAnswered(echoResponse(net, 0xfffe), echo(net).sequence(0xfffe));
    }

    /** Octets that scapy 2.5 made of the same fields. */
    private void assertOctets(final String answer, final String request) {
        vswitch.send("access", Frames.hex(request));
        assertFrame(Frames.hex(answer), vswitch.sent("access").getFirst());
    }

    @Test
    @DisplayName("G22 octet by octet")
    void shouldAnswerAnEchoRequestInTheOctetsOfScapy() {
        assertOctets(
            "0200000000e10200000000c108004500002a000040004011b65dc0000264c00002010868c3500016"
            + "5d673202000600000000123400000e00",
            "0200000000c10200000000e1080045000028000000004011f65fc0000201c0000264c35008680014"
            + "6b6e320100040000000012340000");
    }

    @Test
    @DisplayName("G18 octet by octet")
    void shouldIndicateAnUnknownTeidInTheOctetsOfScapy() {
        assertOctets(
            "0200000000e10200000000c1080045000034000040004011b653c0000264c0000201086808680020"
            + "6660321a0010000000000000000010fffffffe850004c0000264",
            "0200000000c10200000000e1080045000042000000004011f645c0000201c0000264c3cb0868002e"
            + "b26130ff001efffffffe4500001e00000000401146660a2d0002c633640700010002000a63046869");
    }

    @Test
    @DisplayName("G18 octet by octet, IPv6 in a VLAN")
    void shouldIndicateAnUnknownTeidOverIpv6InTheOctetsOfScapy() {
        assertOctets(
            "0200000000e10200000000c18100006486dd60000000002c114020010db800000000000000000000"
            + "010020010db800000000000000000000000108680868002c21cf321a001c000000000000000010ff"
            + "fffffe85001020010db8000000000000000000000100",
            "0200000000c10200000000e18100006486dd60000000002e114020010db800000000000000000000"
            + "000120010db8000000000000000000000100c3cb0868002eda5430ff001efffffffe4500001e0000"
            + "0000401146660a2d0002c633640700010002000a63046869");
    }

    @ParameterizedTest
    @EnumSource(Net.class)
    @DisplayName("G23 Echo Request without sequence number is answered with number 0, one with a TEID like any other")
    void shouldAnswerAnUnusualEchoRequest(final Net net) {
        assertAnswered(echoResponse(net, 0), echo(net));
        assertAnswered(echoResponse(net, 0), echo(net).npdu(7).set(8, 0xab).set(9, 0xcd));
        assertAnswered(echoResponse(net, 7),
            net.request(40_000).gtpu(KNOWN).messageType(Gtpu.ECHO_REQUEST).sequence(7));
    }

    @ParameterizedTest
    @EnumSource(Net.class)
    @DisplayName("G24 G29 elements that can be stepped over do not matter, in whatever order")
    void shouldStepOverElements(final Net net) {
        assertAnswered(echoResponse(net, 7),
            echo(net).sequence(7).payload(Frames.hex("ff 0005 000a 010203 e6 0000 8d 02 8184 0e 09 10 00000001")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0d00", "ff", "ff00", "ff000300", "8d", "8d02ff", "0e", "1000", "85000401"})
    @DisplayName("G29 a message with an element that can't be stepped over is ignored")
    void shouldIgnoreAMessageWithAnUnsoundElement(final String elements) {
        assertDropped(DropReason.GTPU_ELEMENT, echo(Net.IPV4).sequence(7).payload(Frames.hex(elements)),
            Net.IPV6.request(1).gtpu(0).messageType(Gtpu.ERROR_INDICATION).sequence(7)
                .payload(Frames.hex(elements)));
    }

    @Test
    void shouldLeaveNoOptionsExtensionsPaddingOrOldLengthInAnAnswer() {
        assertAnswered(echoResponse(Net.IPV4, 7),
            Frames.ethernet(ENB_MAC, OWN_MAC).ipv4(ENB, OWN).options(new byte[] {1, 1, 1, 0}).trafficClass(0xb9)
                .udp(40_000, 2152).gtpu(0).messageType(Gtpu.ECHO_REQUEST).sequence(7).extension(0x20, (byte) 1)
                .payload(Frames.hex("ff 0002 000a")).trailer(new byte[30]));
        assertAnswered(echoResponse(Net.IPV6, 7),
            Frames.ethernet(ENB_MAC, OWN_MAC).ipv6(ENB6, OWN6).trafficClass(0xb9).ipv6Extension(60, new byte[6])
                .udp(40_000, 2152).checksum(0).gtpu(0).messageType(Gtpu.ECHO_REQUEST).sequence(7));
    }

    @Test
    void shouldNotAnswerAnEchoRequestWhereItIsTurnedOff() {
        vswitch.apply(vswitch.running().withGtpu(new GtpuConfig(List.of(
            new EndpointConfig(IpAddress.parse(OWN), Optional.empty(), false, 100, false)), false)));
        assertDropped(DropReason.SIGNALLING_CONSUMED, echo(Net.IPV4).sequence(7));
    }

    @ParameterizedTest
    @EnumSource(Net.class)
    @DisplayName("G13 G18 G-PDU of unknown TEID is discarded and its sender told, at port 2152")
    void shouldIndicateAnUnknownTeid(final Net net) {
        assertAnswered(errorIndication(net, UNKNOWN), gpdu(net, UNKNOWN));
        assertAnswered(errorIndication(net, 1), net.request(2152).gtpu(1));
        assertAnswered(errorIndication(net, DOWNLINK), gpdu(net, DOWNLINK));
        assertAnswered(errorIndication(net, 1), net.request(1).gtpu(1).pduSessionContainer(1, 9).payload(3));
    }

    @Test
    @DisplayName("G16 G17 TEIDs are unsigned and belong to an address")
    void shouldTellEveryTeidFromTheOther() {
        for (final long teid : new long[] {1, 0x7fff_ffffL, 0x8000_0000L, 0xffff_ffffL}) {
            assertAnswered(errorIndication(Net.IPV4, teid), gpdu(Net.IPV4, teid));
        }
        assertAnswered(errorIndication(Net.IPV6, KNOWN), gpdu(Net.IPV6, KNOWN));
    }

    @ParameterizedTest
    @EnumSource(Net.class)
    @DisplayName("G19 Error Indication with the G-PDU's source port, where that is asked for")
    void shouldNameTheSourcePort(final Net net) {
        vswitch.apply(vswitch.running().withGtpu(new GtpuConfig(List.of(
            new EndpointConfig(IpAddress.parse(OWN), Optional.empty(), true, 100, true),
            new EndpointConfig(IpAddress.parse(OWN6), Optional.empty(), true, 100, true)), false)));
        assertAnswered(net.answer(2152).gtpu(0).messageType(Gtpu.ERROR_INDICATION).sequence(0)
            .extension(Gtpu.EXTENSION_UDP_PORT, Frames.hex("c3cb"))
            .payload(Frames.hex("10 fffffffe " + net.peerAddress())), gpdu(net, UNKNOWN));
    }

    @Test
    @DisplayName("G14 G-PDU of TEID 0 is discarded without a word")
    void shouldDropGpduOfTeidZero() {
        assertDropped(DropReason.BEARER_UNKNOWN, gpdu(Net.IPV4, 0), gpdu(Net.IPV6, 0));
    }

    @Test
    @DisplayName("G21 Error Indications and notifications are limited, per address")
    void shouldLimitErrorIndications() {
        vswitch.stopClock();
        final byte[][] flood = new byte[1_000][];
        for (int i = 0; i < flood.length; i++) {
            flood[i] = gpdu(Net.IPV4, 0x100 + i).bytes();
        }
        vswitch.send("access", flood);
        assertEquals(100, vswitch.sent("access").size());
        vswitch.passTime(250_000_000);
        flood[0] = Net.IPV4.request(1).gtpu(9).extension(UNKNOWN_REQUIRED_EXTENSION).bytes();
        vswitch.send("access", flood);
        assertEquals(25, vswitch.sent("access").size());
        vswitch.apply(Configs.wired(List.of(), List.of()).withGtpu(vswitch.running().gtpu()));
        vswitch.send("access", flood);
        assertEquals(0, vswitch.sent("access").size(), "a new configuration gives no new tokens");
        vswitch.send("access", gpdu(Net.IPV6, UNKNOWN).bytes(), echo(Net.IPV4).bytes());
        assertEquals(2, vswitch.sent("access").size());
        vswitch.passTime(60_000_000_000L);
        vswitch.send("access", flood);
        assertEquals(100, vswitch.sent("access").size());
        assertEquals(Map.of(DropReason.BEARER_UNKNOWN, 4_000L - 225 - 1, DropReason.GTPU_EXTENSION_REQUIRED, 1L),
            vswitch.drops());
    }

    @Test
    @DisplayName("G21 the limit goes by the packets' own time, where they have one")
    void shouldLimitByCaptureTime() {
        final SteppedSwitch replayed = SteppedSwitch.withCaptureTime(Placement.UNCUT, 32, 1);
        replayed.apply(vswitch.running());
        final byte[] unknown = gpdu(Net.IPV4, UNKNOWN).bytes();
        for (int i = 0; i < 400; i++) {
            replayed.port("access").offer(unknown, i * 5_000_000L);
        }
        replayed.run();
        assertEquals(100 + 199, replayed.sent("access").size(), "a full bucket, and one in 10 ms for 1.995 s");
        replayed.assertConserved();
    }

    @Test
    void shouldSendNoErrorIndicationAtRateZero() {
        vswitch.apply(vswitch.running().withGtpu(new GtpuConfig(List.of(
            new EndpointConfig(IpAddress.parse(OWN), Optional.empty(), true, 0, false)), false)));
        assertDropped(DropReason.BEARER_UNKNOWN, gpdu(Net.IPV4, UNKNOWN));
    }

    @ParameterizedTest
    @EnumSource(Net.class)
    @DisplayName("G34 an unknown extension header that is required: notification")
    void shouldTellWhichExtensionsItKnows(final Net net) {
        for (final long teid : new long[] {UNKNOWN, KNOWN}) {
            assertAnswered(supportedExtensions(net), net.request(50_123).gtpu(teid)
                .extension(UNKNOWN_REQUIRED_EXTENSION, new byte[2]).ipv4(UE, EDGE).udp(1, 2));
        }
        assertAnswered(supportedExtensions(net), echo(net).sequence(1).extension(0x9f, new byte[6]));
    }

    @ParameterizedTest
    @ValueSource(ints = {0x81, 0x82, 0x83, 0x84, 0x85, 0xc0, 0x03, 0x20, 0x40, 0x55})
    @DisplayName("G33 extension headers it lists, and those that are not required, hinder nothing")
    void shouldKnowTheExtensionsItLists(final int type) {
        assertAnswered(errorIndication(Net.IPV4, UNKNOWN),
            Net.IPV4.request(1).gtpu(UNKNOWN).extension(type, new byte[2]).ipv4(UE, EDGE).udp(1, 2));
    }

    @Test
    @DisplayName("G20 G25 G28 what tells of something is taken in and never answered")
    void shouldConsumeWhatAsksForNoAnswer() {
        assertDropped(DropReason.SIGNALLING_CONSUMED,
            Net.IPV4.request(2152).gtpu(0).messageType(Gtpu.ECHO_RESPONSE).sequence(3).payload(Frames.hex("0e07")),
            Net.IPV6.request(2152).gtpu(0).messageType(Gtpu.ECHO_RESPONSE).sequence(3).payload(Frames.hex("0eff")),
            Net.IPV4.request(2152).gtpu(0).messageType(Gtpu.SUPPORTED_EXTENSIONS).sequence(0xffff)
                .payload(Frames.hex("8d0185")),
            Net.IPV4.request(2152).gtpu(KNOWN).messageType(Gtpu.TUNNEL_STATUS),
            Net.IPV4.request(2152).gtpu(0).messageType(Gtpu.ERROR_INDICATION).sequence(0xffff)
                .payload(Frames.hex("10 00000006 85 0004 c0000201")));
    }

    @Test
    @DisplayName("G20 an Error Indication marks the bearer whose tunnel it names")
    void shouldMarkTheBearerOfAnErrorIndication() {
        assertDropped(DropReason.ERROR_INDICATED,
            Net.IPV4.request(2152).gtpu(0).messageType(Gtpu.ERROR_INDICATION).sequence(0)
                .payload(Frames.hex("10 00000005 85 0004 c0000201")),
            Net.IPV6.request(2152).gtpu(0).messageType(Gtpu.ERROR_INDICATION).sequence(9)
                .extension(Gtpu.EXTENSION_UDP_PORT, Frames.hex("0868"))
                .payload(Frames.hex("85 0004 c0000201 10 00000005")));
    }

    @Test
    @DisplayName("G20 an Error Indication of nothing the switch sends marks nothing")
    void shouldNotMarkABearerOfAnotherTunnel() {
        assertDropped(DropReason.SIGNALLING_CONSUMED,
            indication("10 00000006 85 0004 c0000201"), indication("10 00000005 85 0004 c0000202"),
            indication("10 00000005"), indication("85 0004 c0000201"), indication(""),
            indication("10 00000005 85 0003 c00002"),
            indication("10 00000005 85 0010 00000000000000000000ffffc0000201"));
    }

    private static Frames indication(final String elements) {
        return Net.IPV4.request(2152).gtpu(0).messageType(Gtpu.ERROR_INDICATION).sequence(0)
            .payload(Frames.hex(elements));
    }

    @Test
    @DisplayName("G42 G43 G44 End Marker is never popped and never answered")
    void shouldIgnoreEndMarkers() {
        assertDropped(DropReason.SIGNALLING_CONSUMED,
            Net.IPV4.request(2152).gtpu(UNKNOWN).messageType(Gtpu.END_MARKER),
            Net.IPV4.request(2152).gtpu(UNKNOWN).messageType(Gtpu.END_MARKER).pduSessionContainer(1, 9),
            Net.IPV6.request(2152).gtpu(UNKNOWN).messageType(Gtpu.END_MARKER).payload(40),
            Net.IPV4.request(2152).gtpu(KNOWN).messageType(Gtpu.END_MARKER));
        vswitch.send("access", gpdu(Net.IPV4, KNOWN).bytes());
        assertEquals(1, vswitch.sent("app").size(), "a G-PDU behind it");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3, 4, 7, 16, 17, 20, 32, 50, 61, 62, 103, 112, 127, 128, 200, 252})
    @DisplayName("G11 unknown and GTP-C message types are discarded without a word")
    void shouldDiscardOtherMessageTypes(final int type) {
        assertDropped(DropReason.GTPU_MESSAGE_UNKNOWN,
            Net.IPV4.request(2152).gtpu(0).messageType(type).sequence(1).payload(12),
            Net.IPV6.request(2123).gtpu(UNKNOWN).messageType(type));
    }

    @Test
    @DisplayName("G05 other versions are neither popped nor answered")
    void shouldDropOtherVersions() {
        assertDropped(DropReason.GTPU_VERSION, echo(Net.IPV4).set(0, 0x12), echo(Net.IPV4).sequence(1).set(0, 0x52),
            Net.IPV6.request(1).gtpu(UNKNOWN).set(0, 0xf0));
    }

    @Test
    @DisplayName("G06 GTP' is not GTP-U")
    void shouldDropGtpPrime() {
        assertDropped(DropReason.GTPU_VERSION, echo(Net.IPV4).sequence(1).set(0, 0x22),
            Net.IPV6.request(1).gtpu(UNKNOWN).set(0, 0x20));
    }

    @Test
    @DisplayName("G04 the spare bit is ignored")
    void shouldIgnoreTheSpareBit() {
        assertAnswered(echoResponse(Net.IPV4, 5), echo(Net.IPV4).sequence(5).set(0, 0x3a));
    }

    @Test
    @DisplayName("G07 what is behind the message is not looked at")
    void shouldIgnoreWhatIsBehindTheMessage() {
        assertAnswered(echoResponse(Net.IPV4, 5), echo(Net.IPV4).sequence(5).length(4).payload(Frames.hex("0dffff")));
    }

    @Test
    @DisplayName("G08 G09 a length beyond the datagram or below the optional octets: dropped")
    void shouldDropWrongLengths() {
        assertDropped(DropReason.GTPU_LENGTH,
            echo(Net.IPV4).sequence(1).length(5), echo(Net.IPV6).sequence(1).length(3),
            Net.IPV4.request(1).gtpu(UNKNOWN).length(1), Net.IPV4.request(1).gtpu(KNOWN).npdu(1).length(0));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4, 7})
    @DisplayName("G10 a UDP payload of 0 to 7 octets: dropped")
    void shouldDropTruncatedHeaders(final int length) {
        assertDropped(DropReason.GTPU_TRUNCATED, Net.IPV4.request(1).payload(length),
            Net.IPV6.request(1).payload(length));
    }

    @Test
    @DisplayName("G36 G37 extension headers of length zero or past the message: dropped without a word")
    void shouldDropUnsoundExtensions() {
        assertDropped(DropReason.GTPU_EXTENSION_LENGTH, gpduWithExtensionLength(0), gpduWithExtensionLength(200));
    }

    private static Frames gpduWithExtensionLength(final int length) {
        return Net.IPV4.request(1).gtpu(UNKNOWN).extension(0x85, new byte[2]).length(length).payload(8);
    }

    @Test
    @DisplayName("an unknown required extension header in what is no request is not answered")
    void shouldNotAnswerAnAnswer() {
        assertDropped(DropReason.GTPU_EXTENSION_REQUIRED,
            Net.IPV4.request(2152).gtpu(0).messageType(Gtpu.SUPPORTED_EXTENSIONS).sequence(1).extension(0xe5),
            Net.IPV4.request(2152).gtpu(0).messageType(Gtpu.ERROR_INDICATION).sequence(1).extension(0xe5),
            Net.IPV4.request(2152).gtpu(0).messageType(Gtpu.ECHO_RESPONSE).sequence(1).extension(0xe5),
            Net.IPV4.request(2152).gtpu(0).messageType(Gtpu.END_MARKER).extension(0xe5));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "127.0.0.1", "224.0.0.1", "239.255.255.255", "255.255.255.255", OWN, "::", "::1",
        "ff02::1", OWN6})
    void shouldNotAnswerAnAddressThatIsNoOtherNode(final String source) {
        final boolean ipv4 = !source.contains(":");
        final Frames request = ipv4 ? Frames.ethernet(ENB_MAC, OWN_MAC).ipv4(source, OWN)
            : Frames.ethernet(ENB_MAC, OWN_MAC).ipv6(source, OWN6);
        assertDropped(DropReason.UNANSWERABLE,
            request.udp(2152, 2152).gtpu(0).messageType(Gtpu.ECHO_REQUEST).sequence(1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.1.2.3", "225.0.0.1", "255.255.255.255", OWN})
    void shouldTellNoErrorToAnAddressThatIsNoOtherNode(final String source) {
        assertDropped(DropReason.BEARER_UNKNOWN,
            Frames.ethernet(ENB_MAC, OWN_MAC).ipv4(source, OWN).udp(2152, 2152).gtpu(UNKNOWN).payload(1));
    }

    @Test
    void shouldNotAnswerStationsThatAreGroups() {
        assertDropped(DropReason.UNANSWERABLE,
            Frames.ethernet(ENB_MAC, 0xffff_ffff_ffffL).ipv4(ENB, OWN).udp(1, 2152).gtpu(0)
                .messageType(Gtpu.ECHO_REQUEST).sequence(1),
            Frames.ethernet(0x0100_5e00_0001L, OWN_MAC).ipv4(ENB, OWN).udp(1, 2152).gtpu(0)
                .messageType(Gtpu.ECHO_REQUEST).sequence(1),
            Net.IPV4.request(0).gtpu(0).messageType(Gtpu.ECHO_REQUEST).sequence(1));
    }

    @Test
    @DisplayName("G30 what is for other addresses passes unchanged and unanswered")
    void shouldPassWhatIsForOthers() {
        final byte[][] frames = {
            Frames.ethernet().ipv4(ENB, "192.0.2.101").udp(1, 2152).gtpu(0).messageType(Gtpu.ECHO_REQUEST).sequence(1)
                .bytes(),
            Frames.ethernet().ipv4(OWN, ENB).udp(1, 2152).gtpu(UNKNOWN).payload(9).bytes(),
            Frames.ethernet().ipv6(ENB6, "2001:db8::101").udp(1, 2152).gtpu(1).messageType(Gtpu.END_MARKER).bytes(),
            Frames.ethernet().ipv6(ENB6, "::c000:264").udp(1, 2152).gtpu(0).messageType(Gtpu.ERROR_INDICATION)
                .sequence(1).bytes(),
            Frames.ethernet().ipv4(ENB, "192.0.2.101").udp(1, 2152).gtpu(1).extension(0xe5).bytes(),
            Frames.ethernet().ipv4(ENB, "192.0.2.101").udp(1, 2152).payload(3).bytes()};
        vswitch.send("access", frames);
        final List<byte[]> passed = vswitch.sent("core");
        assertEquals(frames.length, passed.size());
        for (int i = 0; i < frames.length; i++) {
            assertFrame(frames[i], passed.get(i));
        }
        assertEquals(Map.of(), vswitch.drops());
    }

    @Test
    void shouldPassWhatIsNotGtpu() {
        final byte[] ping = Frames.ethernet().ipv4(ENB, OWN).ping(1, 2).bytes();
        final byte[] gtpc = Frames.ethernet().ipv4(ENB, OWN).udp(2152, 2123).payload(12).bytes();
        vswitch.send("access", ping, gtpc);
        final List<byte[]> passed = vswitch.sent("core");
        assertFrame(ping, passed.get(0));
        assertFrame(gtpc, passed.get(1));
    }

    @Test
    @DisplayName("G45 any source port, but only destination port 2152")
    void shouldTakeAnySourcePort() {
        assertAnswered(Net.IPV4.answer(65_535).gtpu(0).messageType(Gtpu.ECHO_RESPONSE).sequence(1)
            .payload(Frames.hex("0e00")), Net.IPV4.request(65_535).gtpu(0).messageType(Gtpu.ECHO_REQUEST).sequence(1));
    }

    @Test
    void shouldListenOnItsOwnPortOnly() {
        vswitch.apply(vswitch.running().withGtpu(new GtpuConfig(List.of(
            new EndpointConfig(IpAddress.parse(OWN), Optional.of("core"), true, 100, false)), false)));
        final byte[] echo = echo(Net.IPV4_TAGGED).sequence(7).bytes();
        vswitch.send("access", echo);
        assertFrame(echo, vswitch.sent("core").getFirst());
        vswitch.send("core", echo);
        assertFrame(echoResponse(Net.IPV4_TAGGED, 7).bytes(), vswitch.sent("core").getFirst());
        assertEquals(List.of(), vswitch.sent("access"));
    }

    @Test
    void shouldLeaveGpdusOfKnownTunnelsToTheRules() {
        final byte[] popped = gpdu(Net.IPV4, KNOWN).bytes();
        final byte[] passed = Net.IPV4.request(2152).gtpu(KNOWN).ipv4(UE, "203.0.113.1").udp(1, 2).bytes();
        vswitch.send("access", popped, passed);
        assertEquals(1, vswitch.sent("app").size());
        assertFrame(passed, vswitch.sent("core").getFirst());
    }

    @Test
    void shouldLetRulesThatDropOrForwardComeFirst() {
        final byte[] echo = echo(Net.IPV4).sequence(7).bytes();
        final RuleConfig forward = rule("app", 1, new RuleAction.Forward("app"), ask().messageType(1).match());
        vswitch.apply(vswitch.running().withRules(List.of(forward)));
        vswitch.send("access", echo);
        assertFrame(echo, vswitch.sent("app").getFirst());
        final RuleConfig pass = rule("pass", 1, new RuleAction.Pass(), ask().match());
        vswitch.apply(vswitch.running().withRules(List.of(pass)));
        vswitch.send("access", echo);
        assertFrame(echoResponse(Net.IPV4, 7).bytes(), vswitch.sent("access").getFirst());
        final RuleConfig drop = rule("drop", 1, new RuleAction.Drop(), ask().messageType(1).match());
        vswitch.apply(vswitch.running().withRules(List.of(drop)));
        assertDropped(DropReason.RULE_DROP, echo(Net.IPV4).sequence(7));
    }

    @Test
    void shouldTreatPort2152OfAnApplicationAsUserTraffic() {
        vswitch.send("access", gpdu(Net.IPV4, KNOWN).bytes());
        vswitch.send("app", Frames.ethernet().ipv4(UE, OWN).udp(1, 2152).gtpu(0).messageType(Gtpu.ECHO_REQUEST)
            .sequence(1).bytes());
        assertEquals(1, vswitch.sent("core").size(), "re-inserted");
    }

    @Test
    void shouldRefuseEndpointsThatCannotBe() {
        final GtpuConfig wrong = new GtpuConfig(List.of(
            endpoint(OWN), endpoint(OWN), endpoint("ff02::1"), endpoint("127.0.0.1"),
            new EndpointConfig(IpAddress.parse("10.0.0.1"), Optional.of("app"), true, 1, false),
            new EndpointConfig(IpAddress.parse("10.0.0.2"), Optional.of("none"), true, 1, false)), false);
        final List<String> paths = ConfigCheck.violations(vswitch.running().withGtpu(wrong)).stream()
            .map(Violation::path).toList();
        assertEquals(List.of(path(OWN), path("ff02::1"), path("127.0.0.1"), path("10.0.0.1") + "/interface",
            path("10.0.0.2") + "/interface"), paths);
    }

    private static String path(final String address) {
        return "/mec-vswitch-gtpu:gtpu/endpoint[address='" + address + "']";
    }

    @Test
    void shouldAnswerOnTwoPortsAtOnce() {
        vswitch.port("access").offer(echo(Net.IPV6).sequence(1).bytes());
        vswitch.port("core").offer(echo(Net.IPV6).sequence(2).bytes());
        vswitch.run();
        assertFrame(echoResponse(Net.IPV6, 1).bytes(), vswitch.sent("access").getFirst());
        assertFrame(echoResponse(Net.IPV6, 2).bytes(), vswitch.sent("core").getFirst());
    }

    @Test
    @DisplayName("G38 300 extension headers: dropped without a word")
    void shouldNotWalkChainsWithoutEnd() {
        final Frames chain = Net.IPV4.request(1).gtpu(UNKNOWN);
        for (int i = 0; i < 300; i++) {
            chain.extension(Gtpu.EXTENSION_UDP_PORT, (byte) 8, (byte) 104);
        }
        assertDropped(DropReason.GTPU_EXTENSIONS_TOO_MANY, chain.payload(20));
    }

    @Test
    @DisplayName("G47 G48 checksums are not verified: docs/choices.md")
    void shouldAnswerWhateverTheUdpChecksum() {
        for (final int checksum : new int[] {0, 0xbad}) {
            for (final Net net : new Net[] {Net.IPV4, Net.IPV6}) {
                assertAnswered(echoResponse(net, 7), net.request(40_000).checksum(checksum).gtpu(0)
                    .messageType(Gtpu.ECHO_REQUEST).sequence(7));
            }
        }
    }
}
