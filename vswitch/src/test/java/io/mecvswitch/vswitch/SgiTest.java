package io.mecvswitch.vswitch;

import static io.mecvswitch.traffic.FrameAssert.assertFrame;
import static io.mecvswitch.vswitch.Configs.ask;
import static io.mecvswitch.vswitch.Configs.bearer;
import static io.mecvswitch.vswitch.Configs.port;
import static io.mecvswitch.vswitch.Configs.rule;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.mecvswitch.config.ConfigPaths;
import io.mecvswitch.config.EndpointConfig;
import io.mecvswitch.config.FitConfig;
import io.mecvswitch.config.GtpuConfig;
import io.mecvswitch.config.IpAddress;
import io.mecvswitch.config.IpPrefix;
import io.mecvswitch.config.PortConfig;
import io.mecvswitch.config.PortConfig.Role;
import io.mecvswitch.config.RuleAction;
import io.mecvswitch.config.RuleConfig;
import io.mecvswitch.config.SwitchConfig;
import io.mecvswitch.config.TunnelEnd;
import io.mecvswitch.config.Violation;
import io.mecvswitch.config.WireConfig;
import io.mecvswitch.header.Tcp;
import io.mecvswitch.stage.DropReason;
import io.mecvswitch.stage.Placement;
import io.mecvswitch.stage.StageName;
import io.mecvswitch.traffic.Frames;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** UEs' packets without tunnels on both sides: the same scenarios, by the same rules. */
class SgiTest {
    /** The gateway of the mobile core, at the access port. */
    private static final long GATEWAY_MAC = 0x0200_0000_00a1L;
    /** The router to the world, at the core port. */
    private static final long ROUTER_MAC = 0x0200_0000_00b1L;
    private static final List<IpPrefix> UES = prefixes("10.45.0.0/16", "2001:db8:45::/48");
    private static final RuleConfig TO_EDGE = rule("to-edge", 10, new RuleAction.ForwardDecapsulated("app"),
        ask().innerDestination("198.51.100.0/24").match(), ask().innerDestination("2001:db8:ed::/48").match());
    private static final RuleConfig THROUGH = rule("through", 10, new RuleAction.ForwardDecapsulated("app"),
        ask().innerSource("10.45.0.0/16").match(), ask().innerSource("2001:db8:45::/48").match())
        .withFilterType(RuleConfig.FilterType.FLOW);

    private final SteppedSwitch vswitch = new SteppedSwitch(sgi(TO_EDGE));

    @AfterEach
    void shouldHaveLostNothing() {
        vswitch.assertConserved();
    }

    /** How frames are tagged. */
    private enum Tags {
        NONE, CUSTOMER, SERVICE_AND_CUSTOMER;

        Frames on(final Frames frames) {
            return switch (this) {
                case NONE -> frames;
                case CUSTOMER -> frames.vlan(0x6064);
                case SERVICE_AND_CUSTOMER -> frames.serviceVlan(0x2005).vlan(0x4006);
            };
        }
    }

    private static List<IpPrefix> prefixes(final String... texts) {
        return Stream.of(texts).map(IpPrefix::parse).toList();
    }

    private static SwitchConfig sgi(final RuleConfig... rules) {
        return withUes(Configs.wired(List.of(rules), List.of()), UES);
    }

    private static SwitchConfig withUes(final SwitchConfig config, final List<IpPrefix> ues) {
        return new SwitchConfig(config.dataplane(), config.ports(),
            config.wires().stream().map(wire -> wire.withUes(ues)).toList(), config.rules(), config.bearers(),
            config.gtpu());
    }

    private static Frames fromUes() {
        return Frames.ethernet(GATEWAY_MAC, ROUTER_MAC);
    }

    private static Frames toUes() {
        return Frames.ethernet(ROUTER_MAC, GATEWAY_MAC);
    }

    private static Frames toApplication() {
        return Frames.ethernet(Configs.SWITCH_MAC.bits(), Configs.APPLICATION_MAC.bits());
    }

    private static Frames fromApplication() {
        return Frames.ethernet(Configs.APPLICATION_MAC.bits(), Configs.SWITCH_MAC.bits());
    }

    private static byte[] request4(final Frames frame) {
        return frame.ipv4("10.45.0.2", "198.51.100.7").trafficClass(0xb8).udp(4_000, 53).payload(20).bytes();
    }

    private static byte[] answer4(final Frames frame) {
        return frame.ipv4("198.51.100.7", "10.45.0.2").udp(53, 4_000).payload(30).bytes();
    }

    private static byte[] request6(final Frames frame) {
        return frame.ipv6("2001:db8:45::2", "2001:db8:ed::7").tcp(4_000, 80).payload(41).bytes();
    }

    private static byte[] answer6(final Frames frame) {
        return frame.ipv6("2001:db8:ed::7", "2001:db8:45::2").tcp(80, 4_000).payload(33).bytes();
    }

    private void assertSent(final String port, final byte[]... frames) {
        final List<byte[]> sent = vswitch.sent(port);
        assertEquals(frames.length, sent.size(), port);
        for (int i = 0; i < frames.length; i++) {
            assertFrame(frames[i], sent.get(i));
        }
    }

    // The scenarios.

    @ParameterizedTest
    @EnumSource
    void shouldPassWhatNoRuleConcernsByteForByte(final Tags tags) {
        final byte[][] up = {
            tags.on(fromUes()).ipv4("10.45.0.2", "203.0.113.5").tcp(1, 2).payload(9).padded().bytes(),
            tags.on(fromUes()).ipv4("10.45.0.2", "203.0.113.5").udp(2152, 2152).gtpu(7).payload(30).bytes(),
            tags.on(fromUes()).ipv6("2001:db8:45::2", "2001:db8::5").udp(1, 2).payload(9).bytes(),
            tags.on(fromUes()).etherType(0x0806).payload(28).padded().bytes()};
        final byte[] down = tags.on(toUes()).ipv4("203.0.113.5", "10.45.0.2").udp(1, 2).payload(9).bytes();
        vswitch.send("access", up);
        vswitch.send("core", down);
        assertSent("core", up);
        assertSent("access", down);
        assertSent("app");
        assertEquals(Map.of(), vswitch.drops());
    }

    @ParameterizedTest
    @EnumSource
    void shouldServeUesAtTheEdgeAndAnswerThem(final Tags tags) {
        vswitch.send("access", request4(tags.on(fromUes())), request6(tags.on(fromUes())));
        assertSent("app", request4(toApplication()), request6(toApplication()));
        vswitch.send("app", answer4(fromApplication()), answer6(fromApplication()));
        assertSent("access", answer4(tags.on(toUes())), answer6(tags.on(toUes())));
        assertSent("core");
        assertEquals(Map.of(), vswitch.drops());
    }

    @ParameterizedTest
    @EnumSource
    void shouldTakeBothDirectionsThroughAnApplicationAndBack(final Tags tags) {
        vswitch.apply(sgi(THROUGH));
        vswitch.send("access", request4(tags.on(fromUes())), request6(tags.on(fromUes())));
        vswitch.send("core", answer4(tags.on(toUes())), answer6(tags.on(toUes())));
        assertSent("app", request4(toApplication()), request6(toApplication()), answer4(toApplication()),
            answer6(toApplication()));
        assertSent("core");
        assertSent("access");
        vswitch.send("app", request4(fromApplication()), answer4(fromApplication()), answer6(fromApplication()),
            request6(fromApplication()));
        assertSent("core", request4(tags.on(fromUes())), request6(tags.on(fromUes())));
        assertSent("access", answer4(tags.on(toUes())), answer6(tags.on(toUes())));
        assertEquals(Map.of(), vswitch.drops());
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "TRANSMIT")
    void shouldDoSoWhereverTheLineIsCut(final StageName place) {
        final SteppedSwitch cut = new SteppedSwitch(new Placement(EnumSet.of(StageName.CLASSIFY, place)), 4, 7);
        cut.apply(sgi(THROUGH));
        cut.send("access", request4(fromUes().vlan(5)));
        cut.send("app", request4(fromApplication()), answer4(fromApplication()));
        assertFrame(request4(toApplication()), cut.sent("app").getFirst());
        assertFrame(request4(fromUes().vlan(5)), cut.sent("core").getFirst());
        assertFrame(answer4(toUes().vlan(5)), cut.sent("access").getFirst());
        cut.assertConserved();
    }

    @Test
    void shouldGoByWhatWasSeenOfEachDirection() {
        vswitch.apply(sgi(THROUGH));
        vswitch.send("access", request4(fromUes().vlan(5)));
        vswitch.send("core", answer4(Frames.ethernet(ROUTER_MAC, GATEWAY_MAC + 1).vlan(6)));
        vswitch.send("app", answer4(fromApplication()), request4(fromApplication()));
        assertSent("access", answer4(Frames.ethernet(ROUTER_MAC, GATEWAY_MAC + 1).vlan(6)));
        assertSent("core", request4(fromUes().vlan(5)));
    }

    @Test
    void shouldConnectTwoUesThroughTheApplication() {
        vswitch.send("access", request4(fromUes()));
        vswitch.send("app", fromApplication().ipv4("10.45.0.2", "10.45.0.3").udp(1, 2).payload(8).bytes());
        assertSent("app", request4(toApplication()));
        assertSent("access", toUes().ipv4("10.45.0.2", "10.45.0.3").udp(1, 2).payload(8).bytes());
    }

    // What is in the packet.

    @Test
    void shouldTakeUserTrafficToTheGtpuPortForWhatItIs() {
        final byte[] request =
            fromUes().ipv4("10.45.0.2", "198.51.100.7").udp(2152, 2152).gtpu(1).payload(9).bytes();
        vswitch.send("access", request);
        assertSent("app", toApplication().ipv4("10.45.0.2", "198.51.100.7").udp(2152, 2152).gtpu(1).payload(9).bytes());
    }

    @Test
    void shouldAskForTheFieldsOfTheOnlyHeaderByBothNames() {
        vswitch.apply(sgi(rule("inner", 1, new RuleAction.Drop(),
                ask().innerSource("10.45.0.2/32").innerDestination("203.0.113.1/32").match()),
            rule("outer", 2, new RuleAction.Drop(),
                ask().outerSource("10.45.0.2/32").outerDestination("203.0.113.2/32").match())));
        for (int last = 1; last <= 3; last++) {
            vswitch.send("access", fromUes().ipv4("10.45.0.2", "203.0.113." + last).tcp(1, 2).payload(9).bytes());
        }
        assertEquals(1, vswitch.sent("core").size());
        assertEquals(1, vswitch.status().ruleCounters("inner").packets().get());
        assertEquals(1, vswitch.status().ruleCounters("outer").packets().get());
    }

    @Test
    void shouldTakeFragmentsAsTheyAre() {
        final byte[] whole = fromUes().ipv4("10.45.0.2", "198.51.100.7").udp(1, 2).payload(900).bytes();
        final byte[] popped = toApplication().ipv4("10.45.0.2", "198.51.100.7").udp(1, 2).payload(900).bytes();
        Frames.fragments(whole, 400, 7).forEach(fragment -> vswitch.send("access", fragment));
        assertSent("app", Frames.fragments(popped, 400, 7).toArray(byte[][]::new));
    }

    @Test
    void shouldHandOverNoPadding() {
        vswitch.send("access", fromUes().ipv4("10.45.0.2", "198.51.100.7").udp(1, 2).payload(1).padded().bytes());
        assertSent("app", toApplication().ipv4("10.45.0.2", "198.51.100.7").udp(1, 2).payload(1).bytes());
        vswitch.send("app", fromApplication().ipv4("198.51.100.7", "10.45.0.2").udp(2, 1).payload(1).padded().bytes());
        assertSent("access", toUes().ipv4("198.51.100.7", "10.45.0.2").udp(2, 1).payload(1).bytes());
    }

    @Test
    void shouldPassWhatIsNotIpAndDropWhatIsBroken() {
        vswitch.apply(sgi(rule("all", 1, new RuleAction.ForwardDecapsulated("app"), ask().ingress("access").match())));
        final byte[] arp = fromUes().etherType(0x0806).payload(28).padded().bytes();
        vswitch.send("access", arp, fromUes().ipv4("10.45.0.2", "198.51.100.7").length(5_000).udp(1, 2).bytes(),
            fromUes().ipv4("10.46.0.2", "198.51.100.7").udp(1, 2).bytes());
        assertSent("core", arp);
        assertSent("app");
        assertEquals(Map.of(DropReason.IPV4_LENGTH, 1L, DropReason.UE_UNKNOWN, 1L), vswitch.drops());
    }

    @Test
    void shouldCopyDecapsulated() {
        vswitch.apply(sgi(rule("tap", 1, new RuleAction.DuplicateDecapsulated("app", Optional.empty()),
            ask().innerSource("10.45.0.0/16").match())));
        vswitch.send("access", request4(fromUes().vlan(7)));
        assertSent("core", request4(fromUes().vlan(7)));
        assertSent("app", request4(toApplication()));
    }

    @Test
    void shouldLowerTheMss() {
        final SwitchConfig config = sgi(TO_EDGE);
        final List<PortConfig> ports = config.ports().stream().map(port -> port.role() != Role.ACCESS ? port
            : port.withFit(new FitConfig(OptionalInt.of(1_000), FitConfig.TooBig.DROP))).toList();
        vswitch.apply(new SwitchConfig(
            config.dataplane(), ports, config.wires(), config.rules(), List.of(), config.gtpu()));
        vswitch.send("access", syn(fromUes().vlan(3), 0x05, 0xb4));
        assertSent("app", syn(toApplication(), 0x03, 0xe8));
    }

    private static byte[] syn(final Frames frame, final int high, final int low) {
        return frame.ipv4("10.45.0.2", "198.51.100.7").tcp(1, 2).set(12, 6 << 4).set(13, Tcp.SYN)
            .payload((byte) 2, (byte) 4, (byte) high, (byte) low).bytes();
    }

    // Whose it is.

    @Test
    void shouldNotAnswerWhomItDoesNotKnow() {
        vswitch.send("app", answer4(fromApplication()),
            fromApplication().ipv4("198.51.100.7", "10.46.0.1").udp(1, 2).bytes());
        assertEquals(Map.of(DropReason.PATH_UNKNOWN, 1L, DropReason.UE_UNKNOWN, 1L), vswitch.drops());
    }

    @Test
    void shouldGoByTheLongestPrefix() {
        vswitch.apply(withUes(sgi(TO_EDGE), prefixes("10.45.0.0/16", "10.45.7.0/24", "10.45.7.9", "10.46.0.0/16")));
        final String[] ues = {"10.45.0.1", "10.45.7.1", "10.45.7.9", "10.46.0.1"};
        for (int i = 0; i < ues.length; i++) {
            vswitch.send("access", fromUes().vlan(10 + i).ipv4(ues[i], "198.51.100.7").udp(1, 2).payload(8).bytes());
        }
        assertEquals(4, vswitch.sent("app").size());
        final String[] others = {"10.45.99.1", "10.45.7.200", "10.45.7.9", "10.46.255.1"};
        for (int i = 0; i < others.length; i++) {
            vswitch.send("app", fromApplication().ipv4("198.51.100.7", others[i]).udp(2, 1).payload(8).bytes());
            assertSent("access", toUes().vlan(10 + i).ipv4("198.51.100.7", others[i]).udp(2, 1).payload(8).bytes());
        }
    }

    /** With a wire that has tunnels, beside. */
    private static SwitchConfig both(final RuleConfig... rules) {
        final SwitchConfig one = sgi(rules);
        final List<PortConfig> ports = new ArrayList<>(one.ports());
        ports.add(port("s1-access", Role.ACCESS));
        ports.add(port("s1-core", Role.CORE));
        final List<WireConfig> wires = new ArrayList<>(one.wires());
        wires.add(new WireConfig("s1", "s1-access", "s1-core"));
        return new SwitchConfig(one.dataplane(), ports, wires, one.rules(),
            List.of(bearer("ue", "10.45.0.9", 1, 2, OptionalInt.empty())), one.gtpu());
    }

    @Test
    void shouldPutFragmentsIntoATunnelAsTheyAre() {
        vswitch.apply(both(TO_EDGE, rule("push", 1, new RuleAction.ForwardEncapsulated(
            new TunnelEnd(IpAddress.parse("192.0.2.1"), 2)),
            ask().ingress("core").innerDestination("10.45.0.9").match())));
        vswitch.send("s1-access", Frames.ethernet(1L << 41, 1L << 41 | 1).ipv4("192.0.2.1", "192.0.2.100")
            .udp(2152, 2152).gtpu(1).ipv4("10.45.0.9", "198.51.100.7").udp(1, 2).payload(8).bytes());
        Frames.fragments(toUes().ipv4("203.0.113.5", "10.45.0.9").udp(1, 2).payload(900).bytes(), 400, 7)
            .forEach(fragment -> vswitch.send("core", fragment));
        assertEquals(3, vswitch.sent("s1-access").size());
        assertEquals(Map.of(), vswitch.drops());
    }

    @Test
    void shouldServeTunnelsAndPlainIpByTheSameRule() {
        vswitch.apply(both(TO_EDGE));
        vswitch.send("access", request4(fromUes()));
        vswitch.send("s1-access", Frames.ethernet(1L << 41, 1L << 41 | 1).ipv4("192.0.2.1", "192.0.2.100")
            .udp(2152, 2152).gtpu(1).ipv4("10.45.0.9", "198.51.100.7").udp(1, 2).payload(8).bytes());
        assertSent("app", request4(toApplication()),
            toApplication().ipv4("10.45.0.9", "198.51.100.7").udp(1, 2).payload(8).bytes());
        vswitch.send("app", answer4(fromApplication()),
            fromApplication().ipv4("198.51.100.7", "10.45.0.9").udp(2, 1).payload(8).bytes());
        assertSent("access", answer4(toUes()));
        assertSent("s1-access", Golden.gpdu(Frames.ethernet(1L << 41 | 1, 1L << 41).ipv4("192.0.2.100", "192.0.2.1")
            .udp(2152, 2152).gtpu(2).ipv4("198.51.100.7", "10.45.0.9").udp(2, 1).payload(8)));
    }

    @Test
    void shouldKeepWhatItKnowsOverAChangeAndForgetWhoIsGone() {
        vswitch.send("access", request4(fromUes().vlan(5)), request6(fromUes().vlan(6)));
        assertEquals(2, vswitch.sent("app").size());
        vswitch.apply(withUes(sgi(TO_EDGE), prefixes("10.45.0.0/16")));
        vswitch.send("app", answer4(fromApplication()), answer6(fromApplication()));
        assertSent("access", answer4(toUes().vlan(5)));
        assertEquals(Map.of(DropReason.UE_UNKNOWN, 1L), vswitch.drops());
        vswitch.apply(sgi(TO_EDGE));
        vswitch.send("app", answer6(fromApplication()));
        assertEquals(Map.of(DropReason.UE_UNKNOWN, 1L, DropReason.PATH_UNKNOWN, 1L), vswitch.drops());
        vswitch.apply(Configs.wired(List.of(TO_EDGE), List.of()));
        vswitch.send("access", request4(fromUes()));
        assertSent("core", request4(fromUes()));
    }

    @Test
    void shouldTellApplicationsWhereUesAre() {
        final SwitchConfig config = sgi(TO_EDGE);
        final List<PortConfig> ports = config.ports().stream().map(port -> port.role() != Role.APPLICATION ? port
            : new PortConfig(port.name(), port.role(), port.device(), true, port.mtu(), true, port.mac(),
                port.peerMac(), List.of(), true)).toList();
        vswitch.apply(new SwitchConfig(
            config.dataplane(), ports, config.wires(), config.rules(), List.of(), config.gtpu()));
        vswitch.send("app", Frames.ethernet(Configs.APPLICATION_MAC.bits(), 0xffff_ffff_ffffL).etherType(0x0806)
            .payload(HexFormat.of().parseHex("000108000604000102005e00000ac6336407" + "0000000000000a2d0002")).bytes());
        assertFrame(Frames.ethernet(Configs.SWITCH_MAC.bits(), Configs.APPLICATION_MAC.bits()).etherType(0x0806)
            .payload(HexFormat.of().parseHex("000108000604000202005e0000010a2d0002" + "02005e00000ac6336407")).bytes(),
            vswitch.sent("app").getFirst());
        assertEquals(Map.of(), vswitch.drops());
    }

    // What can't be.

    @Test
    void shouldRefuseWhatNeedsTunnels() {
        assertEquals(List.of(ConfigPaths.rule("r")), refused(sgi(rule("r", 1, new RuleAction.Drop(),
            ask().ingress("access").teid(1).match()))));
        final EndpointConfig own =
            new EndpointConfig(IpAddress.parse("192.0.2.100"), Optional.of("core"), true, 10, false);
        assertEquals(List.of(ConfigPaths.endpoint(own.address()) + "/interface"),
            refused(sgi(TO_EDGE).withGtpu(new GtpuConfig(List.of(own), false))));
        final SwitchConfig config = sgi(TO_EDGE);
        final List<PortConfig> ports = config.ports().stream().map(port -> port.role() != Role.CORE ? port
            : port.withFit(new FitConfig(OptionalInt.empty(), FitConfig.TooBig.FRAGMENT))).toList();
        assertEquals(List.of(ConfigPaths.port("core") + "/too-big"), refused(new SwitchConfig(config.dataplane(), ports,
            config.wires(), config.rules(), List.of(), config.gtpu())));
        assertEquals(List.of(ConfigPaths.wire("wire") + "/sgi/ue-prefix"),
            refused(withUes(sgi(TO_EDGE), prefixes("0.0.0.0/0"))));
    }

    private List<String> refused(final SwitchConfig config) {
        return assertThrows(ConfigRefusedException.class, () -> vswitch.apply(config)).violations().stream()
            .map(Violation::path).toList();
    }
}
