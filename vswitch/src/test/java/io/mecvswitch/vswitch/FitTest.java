package io.mecvswitch.vswitch;

import static io.mecvswitch.traffic.FrameAssert.assertFrame;
import static io.mecvswitch.vswitch.Configs.ask;
import static io.mecvswitch.vswitch.Configs.bearer;
import static io.mecvswitch.vswitch.Configs.rule;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.mecvswitch.config.BearerConfig;
import io.mecvswitch.config.FitConfig;
import io.mecvswitch.config.FitConfig.TooBig;
import io.mecvswitch.config.IpAddress;
import io.mecvswitch.config.PortConfig;
import io.mecvswitch.config.RuleAction;
import io.mecvswitch.config.RuleConfig;
import io.mecvswitch.config.SwitchConfig;
import io.mecvswitch.config.Violation;
import io.mecvswitch.header.Tcp;
import io.mecvswitch.header.Wire;
import io.mecvswitch.stage.DropReason;
import io.mecvswitch.traffic.Frames;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of packets that a tunnel makes too long (G52), and of what TCP offers inside it. */
class FitTest {
    private static final int MTU = 1_500;
    private static final String UE = "10.45.0.2";
    private static final String UE6 = "2001:db8:45::2";
    private static final String EDGE = "198.51.100.7";
    private static final String EDGE6 = "2001:db8:ed::7";
    private static final RuleConfig TO_EDGE = rule("to-edge", 10, new RuleAction.ForwardDecapsulated("app"),
        ask().innerDestination(EDGE + "/32").match(), ask().innerDestination(EDGE6 + "/128").match());
    private static final List<BearerConfig> BEARERS = List.of(bearer("four", UE, 1, 2, OptionalInt.empty()),
        new BearerConfig("six", IpAddress.parse(UE6), IpAddress.parse("2001:db8::100"), 1,
            IpAddress.parse("2001:db8::1"), 2, OptionalInt.empty(), Optional.empty()));
    private static final SwitchConfig CONFIG = Configs.wired(List.of(TO_EDGE), BEARERS);

    private final SteppedSwitch vswitch = new SteppedSwitch(CONFIG);

    @AfterEach
    void shouldHaveLostNothing() {
        vswitch.assertConserved();
    }

    private static SwitchConfig with(final String name, final FitConfig fit) {
        return withPorts(port -> port.name().equals(name) ? port.withFit(fit) : port);
    }

    private static SwitchConfig withPorts(final Function<PortConfig, PortConfig> change) {
        return new SwitchConfig(CONFIG.dataplane(), CONFIG.ports().stream().map(change).toList(), CONFIG.wires(),
            CONFIG.rules(), CONFIG.bearers(), CONFIG.gtpu());
    }

    /** What is too big for the access port is treated so, and both bearers' ways are known. */
    private void on(final TooBig policy) {
        vswitch.apply(with("access", new FitConfig(OptionalInt.empty(), policy)));
        vswitch.send("access", uplink4().ipv4(UE, EDGE).udp(7, 8).payload(9).bytes(),
            uplink6().ipv6(UE6, EDGE6).udp(7, 8).payload(9).bytes());
        assertEquals(2, vswitch.sent("app").size());
    }

    private static Frames uplink4() {
        return Frames.ethernet().vlan(100).ipv4("192.0.2.1", "192.0.2.100").udp(2152, 2152).gtpu(1);
    }

    private static Frames uplink6() {
        return Frames.ethernet().ipv6("2001:db8::1", "2001:db8::100").udp(2152, 2152).gtpu(1);
    }

    private static Frames downlink4() {
        return Frames.ethernet(Frames.DESTINATION_MAC, Frames.SOURCE_MAC).vlan(100)
            .ipv4("192.0.2.100", "192.0.2.1").udp(2152, 2152).gtpu(2);
    }

    private static Frames downlink6() {
        return Frames.ethernet(Frames.DESTINATION_MAC, Frames.SOURCE_MAC)
            .ipv6("2001:db8::100", "2001:db8::1").udp(2152, 2152).gtpu(2);
    }

    private static Frames toApplication() {
        return Frames.ethernet(Configs.SWITCH_MAC.bits(), Configs.APPLICATION_MAC.bits());
    }

    private static Frames fromApplication() {
        return Frames.ethernet(Configs.APPLICATION_MAC.bits(), Configs.SWITCH_MAC.bits());
    }

    /** IPv4 packets of so many octets. */
    private static Frames answer4(final Frames frames, final int length, final boolean dontFragment) {
        return frames.ipv4(EDGE, UE).set(6, dontFragment ? 0x40 : 0).udp(8, 7).payload(length - 28);
    }

    private static Frames answer6(final Frames frames, final int length) {
        return frames.ipv6(EDGE6, UE6).udp(8, 7).payload(length - 48);
    }

    private static void assertFrames(final List<byte[]> expected, final List<byte[]> actual) {
        assertEquals(expected.size(), actual.size(), "frames");
        for (int i = 0; i < expected.size(); i++) {
            assertFrame(expected.get(i), actual.get(i));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @DisplayName("G52: the outer packet is cut, whatever the inner DF says")
    void shouldCutTheTunnelsPacketOverIpv4(final boolean dontFragment) {
        on(TooBig.FRAGMENT);
        vswitch.send("app", answer4(fromApplication(), MTU - 35, dontFragment).bytes(),
            answer4(fromApplication(), MTU - 36, dontFragment).bytes());
        final List<byte[]> sent = vswitch.sent("access");
        final int identification = Wire.u16(MemorySegment.ofArray(sent.getFirst()), 18 + 4);
        assertFrames(Cut.evenly(answer4(Frames.ethernet(Frames.DESTINATION_MAC, Frames.SOURCE_MAC).vlan(100)
            .ipv4("192.0.2.100", "192.0.2.1").udp(2152, 2152).checksum(0).gtpu(2), MTU - 35, dontFragment).bytes(),
            1_480, identification),
            sent.subList(0, 2));
        assertFrame(Golden.gpdu(answer4(downlink4(), MTU - 36, dontFragment)), sent.get(2));
        assertEquals(3, sent.size());
    }

    @Test
    @DisplayName("G52: over IPv6 with a fragment header")
    void shouldCutTheTunnelsPacketOverIpv6() {
        on(TooBig.FRAGMENT);
        vswitch.send("app", answer6(fromApplication(), MTU).bytes(), answer6(fromApplication(), MTU - 56).bytes());
        final List<byte[]> sent = vswitch.sent("access");
        final int identification = Wire.u32(MemorySegment.ofArray(sent.getFirst()), 14 + 40 + 4);
        assertFrames(Cut.evenly(answer6(downlink6(), MTU).bytes(), 1_448, identification), sent.subList(0, 2));
        assertFrame(answer6(downlink6(), MTU - 56).bytes(), sent.get(2));
    }

    @Test
    void shouldNumberEveryDatagramAnew() {
        on(TooBig.FRAGMENT);
        vswitch.send("app",
            answer4(fromApplication(), MTU, false).bytes(), answer4(fromApplication(), MTU, false).bytes());
        final List<byte[]> sent = vswitch.sent("access");
        assertEquals(4, sent.size());
        assertNotEquals(
            Wire.u16(MemorySegment.ofArray(sent.get(0)), 22), Wire.u16(MemorySegment.ofArray(sent.get(2)), 22));
    }

    @Test
    @DisplayName("G52: Fragmentation Needed to who forbade fragmentation")
    void shouldTellTheSenderOverIpv4() {
        on(TooBig.NOTIFY);
        final byte[] big = answer4(fromApplication(), MTU, true).bytes();
        vswitch.send("app", big);
        assertFrames(List.of(toApplication().ipv4(UE, EDGE).ping(0, MTU - 36).set(0, 3).set(1, 4)
            .payload(Arrays.copyOfRange(big, 14, 14 + 576 - 28)).bytes()), vswitch.sent("app"));
        assertEquals(List.of(), vswitch.sent("access"));
        vswitch.send("app", answer4(fromApplication(), MTU - 36, true).bytes());
        assertFrame(Golden.gpdu(answer4(downlink4(), MTU - 36, true)), vswitch.sent("access").getFirst());
    }

    @Test
    @DisplayName("G52: Packet Too Big over IPv6")
    void shouldTellTheSenderOverIpv6() {
        on(TooBig.NOTIFY);
        final byte[] big = answer6(fromApplication(), MTU - 55).bytes();
        vswitch.send("app", big);
        assertFrames(List.of(toApplication().ipv6(UE6, EDGE6).ping(0, MTU - 56).set(0, 2)
            .payload(Arrays.copyOfRange(big, 14, 14 + 1_280 - 48)).bytes()), vswitch.sent("app"));
        assertEquals(List.of(), vswitch.sent("access"));
    }

    @Test
    void shouldCutWhatMayBeCutWhereOthersAreTold() {
        on(TooBig.NOTIFY);
        vswitch.send("app", answer4(fromApplication(), MTU, false).bytes());
        assertEquals(2, vswitch.sent("access").size());
        assertEquals(List.of(), vswitch.sent("app"));
    }

    @Test
    void shouldNotAnswerErrorsLaterFragmentsOrGroups() {
        on(TooBig.NOTIFY);
        vswitch.send("app",
            fromApplication().ipv4(EDGE, UE).set(6, 0x40).ping(1, 2).set(0, 3).payload(1_472).bytes(),
            fromApplication().ipv6(EDGE6, UE6).ping(1, 2).set(0, 1).payload(1_452).bytes(),
            fromApplication().ipv4(EDGE, UE).set(6, 0x40).set(7, 9).protocol(17).payload(1_480).bytes(),
            fromApplication().ipv4("0.0.0.0", UE).set(6, 0x40).udp(8, 7).payload(1_472).bytes(),
            Frames.ethernet(Configs.APPLICATION_MAC.bits(), 0xffff_ffff_ffffL).ipv4(EDGE, UE).set(6, 0x40).udp(8, 7)
                .payload(1_472).bytes());
        assertEquals(Map.of(DropReason.PACKET_TOO_BIG, 5L), vswitch.drops());
        assertEquals(List.of(), vswitch.sent("app"));
        vswitch.send("app", fromApplication().ipv4(EDGE, UE).set(6, 0x40).ping(1, 2).payload(1_472).bytes());
        assertEquals(1, vswitch.sent("app").size(), "echo is no error");
    }

    @Test
    void shouldTellNoMoreThanTheRateAllows() {
        on(TooBig.NOTIFY);
        vswitch.stopClock();
        final byte[] big = answer4(fromApplication(), MTU, true).bytes();
        for (int i = 0; i < 150; i++) {
            vswitch.send("app", big);
        }
        assertEquals(100, vswitch.sent("app").size());
        assertEquals(Map.of(DropReason.PACKET_TOO_BIG, 50L), vswitch.drops());
        vswitch.apply(with("access", new FitConfig(OptionalInt.of(1_400), TooBig.NOTIFY)));
        vswitch.send("app", big);
        assertEquals(Map.of(DropReason.PACKET_TOO_BIG, 51L), vswitch.drops());
        vswitch.passTime(10_000_000);
        vswitch.send("app", big);
        assertEquals(1, vswitch.sent("app").size());
    }

    @Test
    void shouldRefuseToCutTowardsApplicationsAndToNothing() {
        final List<String> paths = assertThrows(ConfigRefusedException.class, () -> vswitch.apply(withPorts(port ->
            new PortConfig(port.name(), port.role(), port.device(), true, 575, true, port.mac(), port.peerMac())
                .withFit(new FitConfig(OptionalInt.of(9_177), port.name().equals("core") ? TooBig.DROP
                    : TooBig.FRAGMENT))))).violations().stream().map(Violation::path)
            .map(path -> path.substring(path.indexOf("'"))).filter(path -> path.contains("/mec")).sorted().toList();
        assertEquals(List.of("'access']/mec-vswitch-ports:port/max-mss", "'access']/mec-vswitch-ports:port/mtu",
            "'app']/mec-vswitch-ports:port/max-mss", "'app']/mec-vswitch-ports:port/too-big",
            "'core']/mec-vswitch-ports:port/max-mss"), paths);
    }

    // TCP's maximum segment size.

    /** A TCP header with these options, a multiple of four octets. */
    private static Frames syn(final Frames ip, final int flags, final int... options) {
        final byte[] octets = new byte[options.length];
        for (int i = 0; i < options.length; i++) {
            octets[i] = (byte) options[i];
        }
        return ip.tcp(4_000, 80).set(12, 5 + options.length / 4 << 4).set(13, flags).payload(octets);
    }

    @ParameterizedTest
    @ValueSource(strings = {"access", "app"})
    void shouldLowerWhatTcpOffersIntoAndOutOfTunnels(final String port) {
        vswitch.apply(with(port, new FitConfig(OptionalInt.of(1_300), TooBig.DROP)));
        vswitch.send("access", syn(uplink4().ipv4(UE, EDGE), Tcp.SYN, 2, 4, 5, 0xb4, 1, 1, 1, 0).bytes(),
            syn(uplink6().ipv6(UE6, EDGE6), Tcp.SYN | Tcp.ACK, 1, 2, 4, 5, 0xb4, 0, 0, 0).bytes());
        assertFrames(List.of(
            syn(toApplication().ipv4(UE, EDGE), Tcp.SYN, 2, 4, 5, 0x14, 1, 1, 1, 0).bytes(),
            syn(toApplication().ipv6(UE6, EDGE6), Tcp.SYN | Tcp.ACK, 1, 2, 4, 5, 0x14, 0, 0, 0).bytes()),
            vswitch.sent("app"));
        vswitch.send("app", syn(fromApplication().ipv4(EDGE, UE), Tcp.SYN, 4, 2, 2, 4, 0xff, 0xff, 0, 0).bytes(),
            syn(fromApplication().ipv6(EDGE6, UE6).ipv6Extension(60, (byte) 1, (byte) 0), Tcp.SYN,
                1, 2, 4, 6, 0, 1, 1, 0)
                .bytes());
        assertFrames(List.of(
            Golden.gpdu(syn(downlink4().ipv4(EDGE, UE), Tcp.SYN, 4, 2, 2, 4, 5, 0x14, 0, 0)),
            Golden.gpdu(syn(downlink6().ipv6(EDGE6, UE6).ipv6Extension(60, (byte) 1, (byte) 0), Tcp.SYN,
                1, 2, 4, 5, 0x14, 1, 1, 0))), vswitch.sent("access"));
    }

    @ParameterizedTest
    @CsvSource({
        "0x02, '2 4 5 20 0 0 0 0', no more than the limit", "0x10, '2 4 5 180 0 0 0 0', no SYN",
        "0x02, '0 2 4 5 180 0 0 0', behind the end", "0x02, '3 0 2 4 5 180 0 0', an option without length",
        "0x02, '3 1 2 4 5 180 0 0', an option too short", "0x02, '1 1 1 1 1 2 4 255', runs past the header",
        "0x02, '2 3 255 2 5 255 0 0', another length", "0x02, '', without options"})
    void shouldChangeNothingElse(final String flags, final String options, final String why) {
        vswitch.apply(with("app", new FitConfig(OptionalInt.of(1_300), TooBig.DROP)));
        final int[] octets = Arrays.stream(options.split(" ")).filter(text -> !text.isEmpty())
            .mapToInt(Integer::parseInt).toArray();
        vswitch.send("access", syn(uplink4().ipv4(UE, EDGE), Integer.decode(flags), octets).bytes());
        assertEquals(1, vswitch.sent("app").stream().peek(frame -> assertFrame(
            syn(toApplication().ipv4(UE, EDGE), Integer.decode(flags), octets).bytes(), frame)).count(), why);
    }

    @Test
    void shouldLeaveUdpAndLaterFragmentsOfTcpAlone() {
        vswitch.apply(with("app", new FitConfig(OptionalInt.of(64), TooBig.DROP)));
        final byte[] looksLikeSyn = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x60, 2, 0, 0, 0, 0, 0, 0, 2, 4, 5,
            (byte) 0xb4};
        final List<Function<Frames, Frames>> packets = List.of(
            frames -> frames.ipv4(UE, EDGE).udp(1, 2).payload(looksLikeSyn),
            frames -> frames.ipv4(UE, EDGE).set(7, 9).protocol(6).payload(looksLikeSyn),
            frames -> frames.ipv6(UE6, EDGE6).ipv6Fragment(80, false, 7).protocol(6).payload(looksLikeSyn));
        for (final Function<Frames, Frames> packet : packets) {
            vswitch.send("access", packet.apply(uplink4()).bytes());
            assertFrames(List.of(packet.apply(toApplication()).bytes()), vswitch.sent("app"));
        }
    }
}
