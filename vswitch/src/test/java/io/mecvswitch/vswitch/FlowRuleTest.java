package io.mecvswitch.vswitch;

import static io.mecvswitch.traffic.FrameAssert.assertFrame;
import static io.mecvswitch.vswitch.Configs.ask;
import static io.mecvswitch.vswitch.Configs.bearer;
import static io.mecvswitch.vswitch.Configs.rule;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mecvswitch.config.BridgeConfig;
import io.mecvswitch.config.BridgeConfig.BridgePort;
import io.mecvswitch.config.ConfigPaths;
import io.mecvswitch.config.EthernetMatch;
import io.mecvswitch.config.FlowMatch;
import io.mecvswitch.config.HeaderRewrite;
import io.mecvswitch.config.IpAddress;
import io.mecvswitch.config.IpMatch;
import io.mecvswitch.config.IpPrefix;
import io.mecvswitch.config.MacAddress;
import io.mecvswitch.config.MacMatch;
import io.mecvswitch.config.PortConfig;
import io.mecvswitch.config.PortConfig.Role;
import io.mecvswitch.config.RuleAction;
import io.mecvswitch.config.RuleConfig;
import io.mecvswitch.config.SwitchConfig;
import io.mecvswitch.config.TunnelMatch;
import io.mecvswitch.config.ValueRange;
import io.mecvswitch.config.Violation;
import io.mecvswitch.config.VlanMatch;
import io.mecvswitch.config.VlanMode.Transparent;
import io.mecvswitch.stage.DropReason;
import io.mecvswitch.traffic.Frames;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** filterType FLOW of ETSI GS MEC 010-2: what goes the opposite way is treated alike. */
class FlowRuleTest {
    private static final long ENB_MAC = 0x0200_0000_00e1L;
    private static final long SGW_MAC = 0x0200_0000_00c1L;
    private static final String UE = "10.45.0.2";
    private static final String OTHER_UE = "10.45.0.3";
    private static final String EDGE = "198.51.100.7";
    private static final RuleAction TO_APP = new RuleAction.ForwardDecapsulated("app");

    private final SteppedSwitch vswitch = new SteppedSwitch(wired());

    @AfterEach
    void shouldHaveLostNothing() {
        vswitch.assertConserved();
    }

    private static SwitchConfig wired(final RuleConfig... rules) {
        return Configs.wired(List.of(rules), List.of(bearer("ue", UE, 1, 2, OptionalInt.empty())));
    }

    private static RuleConfig flow(final int priority, final RuleAction action, final FlowMatch... matches) {
        return rule("flow-" + priority, priority, action, matches).withFilterType(RuleConfig.FilterType.FLOW);
    }

    private static FlowMatch inner(final IpMatch match) {
        return new FlowMatch(Optional.empty(), EthernetMatch.ANY, IpMatch.ANY, TunnelMatch.ANY, match);
    }

    private static FlowMatch outer(final IpMatch match) {
        return new FlowMatch(Optional.empty(), EthernetMatch.ANY, match, TunnelMatch.ANY, IpMatch.ANY);
    }

    private static IpMatch udp(final String source, final String destination, final int port) {
        return new IpMatch(Optional.of(IpPrefix.parse(source)), Optional.of(IpPrefix.parse(destination)),
            Optional.of(17), Optional.empty(), Optional.empty(), Optional.of(ValueRange.of(port)));
    }

    private static byte[] uplink(final String ue, final String server, final int port) {
        return Frames.ethernet(ENB_MAC, SGW_MAC).ipv4("192.0.2.1", "192.0.2.100").udp(2152, 2152).gtpu(1)
            .ipv4(ue, server).udp(4_000, port).payload(20).bytes();
    }

    private static byte[] downlink(final String server, final String ue, final int port) {
        return Frames.ethernet(SGW_MAC, ENB_MAC).ipv4("192.0.2.100", "192.0.2.1").udp(2152, 2152).gtpu(2)
            .ipv4(server, ue).udp(port, 4_000).payload(20).bytes();
    }

    private static byte[] plain(final long from, final long to, final String source, final int sourcePort,
        final String destination, final int destinationPort) {
        return Frames.ethernet(from, to).ipv4(source, destination).udp(sourcePort, destinationPort).payload(20).bytes();
    }

    private static byte[] ofApplication(final String source, final int sourcePort, final String destination,
        final int destinationPort) {
        return plain(Configs.APPLICATION_MAC.bits(), Configs.SWITCH_MAC.bits(), source, sourcePort, destination,
            destinationPort);
    }

    private static byte[] toApplication(final String source, final int sourcePort, final String destination,
        final int destinationPort) {
        return plain(Configs.SWITCH_MAC.bits(), Configs.APPLICATION_MAC.bits(), source, sourcePort, destination,
            destinationPort);
    }

    private void assertSent(final String port, final byte[]... frames) {
        final List<byte[]> sent = vswitch.sent(port);
        assertEquals(frames.length, sent.size(), port);
        for (int i = 0; i < frames.length; i++) {
            assertFrame(frames[i], sent.get(i));
        }
    }

    // What both directions have in common.

    @Test
    void shouldTakeBothDirectionsThroughAnApplicationAndBack() {
        vswitch.apply(wired(flow(1, TO_APP, ask().innerSource(UE + "/32").match())));
        vswitch.send("access", uplink(UE, EDGE, 53));
        vswitch.send("core", downlink(EDGE, UE, 53));
        assertSent("app", toApplication(UE, 4_000, EDGE, 53), toApplication(EDGE, 53, UE, 4_000));

        vswitch.send("app", ofApplication(UE, 4_000, EDGE, 53), ofApplication(EDGE, 53, UE, 4_000));
        assertEquals(1, vswitch.sent("core").size());
        assertEquals(1, vswitch.sent("access").size());
        assertSent("app");
        assertEquals(Map.of(), vswitch.drops());
        assertEquals(2, vswitch.status().ruleCounters("flow-1").packets().get());
    }

    @Test
    void shouldConcernOneDirectionOnlyWhereFiltersAreAboutPackets() {
        vswitch.apply(wired(rule("packet", 1, TO_APP, ask().innerSource(UE + "/32").match())));
        vswitch.send("core", downlink(EDGE, UE, 53));
        assertSent("access", downlink(EDGE, UE, 53));
        assertSent("app");
    }

    @Test
    void shouldTreatTheOppositeDirectionAlikeThoughItComesFirst() {
        vswitch.apply(wired(flow(1, new RuleAction.Drop(), inner(udp(UE, EDGE, 53)))));
        vswitch.send("core", downlink(EDGE, UE, 53));
        vswitch.send("access", uplink(UE, EDGE, 53));
        assertEquals(Map.of(DropReason.RULE_DROP, 2L), vswitch.drops());
        vswitch.send("core", downlink(EDGE, UE, 54), downlink(EDGE, OTHER_UE, 53));
        vswitch.send("access", uplink(UE, EDGE, 54), uplink(EDGE, UE, 53));
        assertEquals(2, vswitch.sent("access").size());
        assertEquals(2, vswitch.sent("core").size(), "addresses exchanged, but not ports: another flow");
        assertEquals(Map.of(DropReason.RULE_DROP, 2L), vswitch.drops());
    }

    @Test
    void shouldExchangeTunnelEndpoints() {
        vswitch.apply(wired(flow(1, new RuleAction.Drop(),
            ask().outerSource("192.0.2.1/32").outerDestination("192.0.2.100/32").messageType(255).match())));
        vswitch.send("access", uplink(UE, EDGE, 53));
        vswitch.send("core", downlink(EDGE, UE, 53));
        assertEquals(Map.of(DropReason.RULE_DROP, 2L), vswitch.drops());
    }

    @Test
    void shouldExchangeEthernetAddressesAndKeepTheVlan() {
        final EthernetMatch ethernet = new EthernetMatch(
            Optional.of(new MacMatch(new MacAddress(ENB_MAC), MacMatch.EXACT)), Optional.empty(),
            VlanMatch.of(7), VlanMatch.ANY, Optional.empty());
        vswitch.apply(wired(flow(1, new RuleAction.Drop(), new FlowMatch(
            Optional.empty(), ethernet, IpMatch.ANY, TunnelMatch.ANY, IpMatch.ANY))));
        vswitch.send("access", Frames.ethernet(ENB_MAC, SGW_MAC).vlan(7).ipv4(UE, EDGE).udp(1, 2).bytes());
        vswitch.send("core", Frames.ethernet(SGW_MAC, ENB_MAC).vlan(7).ipv4(EDGE, UE).udp(2, 1).bytes());
        assertEquals(Map.of(DropReason.RULE_DROP, 2L), vswitch.drops());
        vswitch.send("core", Frames.ethernet(SGW_MAC, ENB_MAC).vlan(8).ipv4(EDGE, UE).udp(2, 1).bytes(),
            Frames.ethernet(SGW_MAC, SGW_MAC).vlan(7).ipv4(EDGE, UE).udp(2, 1).bytes());
        assertEquals(2, vswitch.sent("access").size());
    }

    @Test
    void shouldServeIpv6() {
        vswitch.apply(wired(flow(1, new RuleAction.Drop(),
            ask().innerSource("2001:db8:45::/48").innerDestination("2001:db8:ed::/48").match())));
        vswitch.send("core", Frames.ethernet(SGW_MAC, ENB_MAC).ipv6("2001:db8::100", "2001:db8::1").udp(2152, 2152)
            .gtpu(6).ipv6("2001:db8:ed::7", "2001:db8:45::2").udp(10, 9).payload(33).bytes());
        vswitch.send("access", Frames.ethernet(ENB_MAC, SGW_MAC).ipv6("2001:db8::1", "2001:db8::100").udp(2152, 2152)
            .gtpu(5).ipv6("2001:db8:45::2", "2001:db8:ed::7").udp(9, 10).payload(33).bytes());
        assertEquals(Map.of(DropReason.RULE_DROP, 2L), vswitch.drops());
    }

    @Test
    void shouldLeaveOneDirectionToABetterRule() {
        vswitch.apply(wired(flow(5, new RuleAction.Drop(), inner(udp(UE, EDGE, 53))),
            rule("packet", 1, new RuleAction.Pass(), ask().innerDestination(UE + "/32").match())));
        vswitch.send("access", uplink(UE, EDGE, 53));
        vswitch.send("core", downlink(EDGE, UE, 53));
        assertSent("access", downlink(EDGE, UE, 53));
        assertEquals(Map.of(DropReason.RULE_DROP, 1L), vswitch.drops());
    }

    // Where it comes in.

    @Test
    void shouldExpectTheOppositeDirectionFromTheOtherEndOfTheWire() {
        vswitch.apply(wired(flow(1, new RuleAction.Drop(), ask().ingress("access").innerSource(UE + "/32").match())));
        vswitch.send("access", uplink(UE, EDGE, 53), downlink(EDGE, UE, 53));
        vswitch.send("core", downlink(EDGE, UE, 53), uplink(UE, EDGE, 53));
        assertEquals(Map.of(DropReason.RULE_DROP, 2L), vswitch.drops());
        assertSent("core", downlink(EDGE, UE, 53));
        assertSent("access", uplink(UE, EDGE, 53));
    }

    @Test
    void shouldExpectTheOppositeDirectionFromEveryOtherPortOfADomain() {
        final List<PortConfig> ports = Stream.of("p0", "p1", "p2", "app")
            .map(name -> Configs.port(name, name.equals("app") ? Role.APPLICATION : Role.ACCESS)).toList();
        final SwitchConfig empty = SwitchConfig.EMPTY;
        vswitch.apply(empty);
        vswitch.apply(new SwitchConfig(empty.dataplane(), ports, List.of(),
            List.of(flow(1, new RuleAction.Forward("app"), ask().ingress("p0").outerSource(UE + "/32").match())),
            List.of(), empty.gtpu()).withBridges(List.of(new BridgeConfig("lan",
                Stream.of("p0", "p1", "p2").map(name -> new BridgePort(name, new Transparent())).toList(),
                300, 4_096, 10_000, List.of()))));
        final byte[] up = plain(1L << 41, 1L << 41 | 1, UE, 1, EDGE, 2);
        final byte[] down = plain(1L << 41 | 1, 1L << 41, EDGE, 2, UE, 1);
        vswitch.send("p0", up);
        vswitch.send("p1", down);
        vswitch.send("p2", down);
        assertSent("app", up, down, down);
        vswitch.send("p0", down);
        assertSent("app");
    }

    @Test
    void shouldNotSteerWhatAnApplicationSends() {
        vswitch.apply(wired(flow(1, new RuleAction.Forward("app"), outer(udp(UE, EDGE, 53)))));
        final byte[] up = plain(ENB_MAC, SGW_MAC, UE, 4_000, EDGE, 53);
        final byte[] down = plain(SGW_MAC, ENB_MAC, EDGE, 53, UE, 4_000);
        vswitch.send("access", up);
        vswitch.send("core", down);
        assertSent("app", up, down);
        vswitch.send("app", ofApplication(UE, 4_000, EDGE, 53), ofApplication(EDGE, 53, UE, 4_000));
        assertSent("app");
        assertEquals(Map.of(DropReason.PATH_UNKNOWN, 2L), vswitch.drops());
    }

    @Test
    void shouldDropWhatAnApplicationSendsInAFlowThatIsDropped() {
        vswitch.apply(wired(flow(1, new RuleAction.Drop(), inner(udp(UE, EDGE, 53)))));
        vswitch.send("app", ofApplication(EDGE, 53, UE, 4_000), ofApplication(UE, 4_000, EDGE, 53),
            ofApplication(EDGE, 54, UE, 4_000));
        assertEquals(Map.of(DropReason.RULE_DROP, 2L, DropReason.PATH_UNKNOWN, 1L), vswitch.drops());
    }

    @Test
    void shouldCopyEveryPacketOfAFlowThatAnApplicationServes() {
        final List<PortConfig> ports = new ArrayList<>(wired().ports());
        ports.add(Configs.port("probe", Role.APPLICATION));
        final SwitchConfig config = wired();
        vswitch.apply(new SwitchConfig(config.dataplane(), ports, config.wires(),
            List.of(flow(1, new RuleAction.Duplicate("probe", Optional.empty()), inner(udp(UE, EDGE, 53)))),
            config.bearers(), config.gtpu()));
        vswitch.send("access", uplink(UE, EDGE, 53));
        vswitch.send("core", downlink(EDGE, UE, 53));
        vswitch.send("app", ofApplication(EDGE, 53, UE, 4_000));
        assertSent("probe", uplink(UE, EDGE, 53), downlink(EDGE, UE, 53), ofApplication(EDGE, 53, UE, 4_000));
    }

    // Under way.

    @Test
    void shouldForgetBothDirectionsWithTheRule() {
        final RuleConfig other = rule("other", 9, new RuleAction.Drop(), ask().innerSource("10.9.0.0/16").match());
        final RuleConfig flow = flow(1, new RuleAction.Drop(), inner(udp(UE, EDGE, 53)));
        vswitch.apply(wired(other));
        vswitch.apply(wired(other, flow));
        vswitch.send("core", downlink(EDGE, UE, 53));
        assertSent("access");
        vswitch.apply(wired(other, flow.withFilterType(RuleConfig.FilterType.PACKET)));
        vswitch.send("core", downlink(EDGE, UE, 53));
        assertSent("access", downlink(EDGE, UE, 53));
        vswitch.apply(wired(other, flow));
        vswitch.apply(wired(other));
        vswitch.send("core", downlink(EDGE, UE, 53));
        vswitch.send("access", uplink(UE, EDGE, 53));
        assertSent("access", downlink(EDGE, UE, 53));
        assertSent("core", uplink(UE, EDGE, 53));
        assertEquals(Map.of(DropReason.RULE_DROP, 1L), vswitch.drops());
    }

    // What can't be told of the opposite direction.

    static List<FlowMatch> untold() {
        final IpMatch marked = new IpMatch(Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(46),
            Optional.empty(), Optional.empty());
        final IpMatch port = new IpMatch(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(),
            Optional.of(ValueRange.of(2_152)), Optional.empty());
        final VlanMatch priority = new VlanMatch(Optional.empty(), Optional.of(5));
        final EthernetMatch any = EthernetMatch.ANY;
        return List.of(ask().teid(1).match(), ask().messageType(1).match(), outer(marked), inner(marked),
            new FlowMatch(Optional.empty(), any, IpMatch.ANY,
                new TunnelMatch(Optional.empty(), Optional.empty(), Optional.of(9)), IpMatch.ANY),
            new FlowMatch(Optional.empty(), new EthernetMatch(any.source(), any.destination(), priority, VlanMatch.ANY,
                any.etherType()), IpMatch.ANY, TunnelMatch.ANY, IpMatch.ANY),
            new FlowMatch(Optional.empty(), new EthernetMatch(any.source(), any.destination(), VlanMatch.ANY, priority,
                any.etherType()), IpMatch.ANY, TunnelMatch.ANY, IpMatch.ANY),
            new FlowMatch(Optional.empty(), any, port, TunnelMatch.ANY, ask().innerSource(UE).match().inner()),
            ask().ingress("app").match());
    }

    @ParameterizedTest
    @MethodSource("untold")
    void shouldRefuseWhatCanNotBeToldOfTheOppositeDirection(final FlowMatch match) {
        assertEquals(List.of(ConfigPaths.rule("flow-1") + "/filter-type"),
            refused(flow(1, new RuleAction.Drop(), match)));
        vswitch.apply(wired(rule("packet", 1, new RuleAction.Drop(), match)));
    }

    @Test
    void shouldRefuseToSendAFlowBackWhereItComesFrom() {
        final String path = ConfigPaths.rule("flow-1") + "/filter-type";
        for (final RuleAction action : List.of(new RuleAction.Forward("core"),
            new RuleAction.Duplicate("core", Optional.empty()), new RuleAction.Duplicate("app", Optional.of("core")),
            new RuleAction.DuplicateDecapsulated("app", Optional.of("access")))) {
            assertEquals(List.of(path), refused(flow(1, action, FlowMatch.ANY)), action::toString);
        }
        assertEquals(List.of(ConfigPaths.rule("flow-1") + "/rewrite"), refused(flow(1, new RuleAction.Pass(),
            FlowMatch.ANY).withRewrite(HeaderRewrite.macs(Configs.SWITCH_MAC, Configs.APPLICATION_MAC))));
    }

    private List<String> refused(final RuleConfig rule) {
        return assertThrows(ConfigRefusedException.class, () -> vswitch.apply(wired(rule))).violations().stream()
            .map(Violation::path).toList();
    }

    // Against a model that exchanges what is in the packet instead of what is in the filter.

    private record Packet(
        boolean access, int source, int destination, int protocol, int sourcePort, int destinationPort) {


        Packet reversed() {
            return new Packet(!access, destination, source, protocol, destinationPort, sourcePort);
        }

        byte[] bytes() {
            final Frames tunnel = Frames.ethernet(ENB_MAC, SGW_MAC).ipv4("192.0.2.1", "192.0.2.100").udp(2152, 2152)
                .gtpu(1).ipv4(source, destination);
            return (protocol == 6 ? tunnel.tcp(sourcePort, destinationPort) : tunnel.udp(sourcePort, destinationPort))
                .payload(4).bytes();
        }
    }

    private final Random random = new Random(10_2);

    @Test
    void shouldDecideAsAModelThatReversesPackets() {
        int dropped = 0;
        for (int round = 0; round < 20; round++) {
            final List<RuleConfig> ranked = new ArrayList<>();
            for (int n = 0; n < 40; n++) {
                ranked.add(randomRule(n));
            }
            ranked.sort(Comparator.comparingInt(RuleConfig::priority).thenComparing(RuleConfig::name));
            vswitch.apply(wired(ranked.toArray(RuleConfig[]::new)));
            for (int i = 0; i < 400; i++) {
                final Packet packet = randomPacket();
                final boolean drops = drops(ranked, packet);
                final long before = vswitch.drops().getOrDefault(DropReason.RULE_DROP, 0L);
                vswitch.send(packet.access ? "access" : "core", packet.bytes());
                assertEquals(drops ? 1 : 0, vswitch.drops().getOrDefault(DropReason.RULE_DROP, 0L) - before,
                    packet::toString);
                assertEquals(drops ? 0 : 1, vswitch.sent(packet.access ? "core" : "access").size(), packet::toString);
                dropped += drops ? 1 : 0;
            }
        }
        final int count = dropped;
        assertTrue(count > 1_000 && count < 7_000, () -> count + " of 8000 dropped");
    }

    @Test
    void shouldTreatBothDirectionsAlikeWhereAllRulesAreAboutFlows() {
        final List<RuleConfig> rules = new ArrayList<>();
        for (int n = 0; n < 100; n++) {
            rules.add(randomRule(n).withFilterType(RuleConfig.FilterType.FLOW));
        }
        vswitch.apply(wired(rules.toArray(RuleConfig[]::new)));
        for (int i = 0; i < 2_000; i++) {
            final Packet packet = randomPacket();
            vswitch.send(packet.access ? "access" : "core", packet.bytes());
            final int one = vswitch.sent(packet.access ? "core" : "access").size();
            vswitch.send(packet.access ? "core" : "access", packet.reversed().bytes());
            assertEquals(one, vswitch.sent(packet.access ? "access" : "core").size(), packet::toString);
        }
    }

    private RuleConfig randomRule(final int n) {
        final IpMatch match = new IpMatch(Optional.of(prefix()), maybe(2, this::prefix),
            maybe(3, () -> random.nextBoolean() ? 6 : 17), Optional.empty(), maybe(3, this::ports),
            maybe(3, this::ports));
        final FlowMatch filter = new FlowMatch(maybe(3, () -> random.nextBoolean() ? "access" : "core"),
            EthernetMatch.ANY, IpMatch.ANY, TunnelMatch.ANY, match);
        return rule("rule-" + n, random.nextInt(10),
            random.nextBoolean() ? new RuleAction.Drop() : new RuleAction.Pass(), filter)
            .withFilterType(random.nextBoolean() ? RuleConfig.FilterType.FLOW : RuleConfig.FilterType.PACKET);
    }

    private <T> Optional<T> maybe(final int of, final Supplier<T> value) {
        return random.nextInt(of) == 0 ? Optional.of(value.get()) : Optional.empty();
    }

    private IpPrefix prefix() {
        return new IpPrefix(IpAddress.ofIpv4(address()), 29 + random.nextInt(4));
    }

    private ValueRange ports() {
        final int first = 1 + random.nextInt(8);
        return new ValueRange(first, first + random.nextInt(3));
    }

    private int address() {
        return 0x0a2d_0000 + random.nextInt(8);
    }

    private Packet randomPacket() {
        return new Packet(random.nextBoolean(), address(), address(), random.nextBoolean() ? 6 : 17,
            1 + random.nextInt(8), 1 + random.nextInt(8));
    }

    private static boolean drops(final List<RuleConfig> ranked, final Packet packet) {
        for (final RuleConfig rule : ranked) {
            final FlowMatch match = rule.matches().getFirst();
            if (matches(match, packet)
                || rule.filterType() == RuleConfig.FilterType.FLOW && matches(match, packet.reversed())) {
                return rule.action() instanceof RuleAction.Drop;
            }
        }
        return false;
    }

    private static boolean matches(final FlowMatch match, final Packet packet) {
        final IpMatch inner = match.inner();
        return match.ingressPort().filter(port -> port.equals("access") != packet.access).isEmpty()
            && isIn(inner.source(), packet.source) && isIn(inner.destination(), packet.destination)
            && inner.protocol().filter(protocol -> protocol != packet.protocol).isEmpty()
            && isWithin(inner.sourcePort(), packet.sourcePort)
            && isWithin(inner.destinationPort(), packet.destinationPort);
    }

    private static boolean isIn(final Optional<IpPrefix> asked, final int there) {
        return asked.filter(prefix -> !new IpPrefix(IpAddress.ofIpv4(there), prefix.length()).equals(prefix)).isEmpty();
    }

    private static boolean isWithin(final Optional<ValueRange> asked, final int there) {
        return asked.filter(range -> there < range.first() || there > range.last()).isEmpty();
    }
}
