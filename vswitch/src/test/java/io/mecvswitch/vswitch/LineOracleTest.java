package io.mecvswitch.vswitch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mecvswitch.config.BearerConfig;
import io.mecvswitch.config.EthernetMatch;
import io.mecvswitch.config.FlowMatch;
import io.mecvswitch.config.IpAddress;
import io.mecvswitch.config.IpMatch;
import io.mecvswitch.config.IpPrefix;
import io.mecvswitch.config.MacAddress;
import io.mecvswitch.config.MacMatch;
import io.mecvswitch.config.RuleAction;
import io.mecvswitch.config.RuleConfig;
import io.mecvswitch.config.TunnelMatch;
import io.mecvswitch.config.ValueRange;
import io.mecvswitch.config.VlanMatch;
import io.mecvswitch.header.Ethernet;
import io.mecvswitch.header.Gtpu;
import io.mecvswitch.header.IpProtocol;
import io.mecvswitch.header.Vlan;
import io.mecvswitch.stage.DropReason;
import io.mecvswitch.traffic.Frames;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/**
 * The whole line against a model that asks a thousand rules in turn: what leaves where, octet by octet.
 *
 * <p>{@value #PACKETS} G-PDUs, or as many as the system property {@value #PROPERTY} says: of 4G and 5G, IPv4 and IPv6
 * in each other, without tag, with one and with two. Rules ask for any field of the model.
 */
class LineOracleTest {
    private static final String PROPERTY = "mecvswitch.oracle.packets";
    private static final int PACKETS = 100_000;
    private static final int RULES = 1_000;
    private static final int BEARERS = 100_000;
    private static final int VECTOR = 32;
    private static final int NODES = 50;
    private static final int SERVERS = 64;
    private static final int ACCESS = 0xc000_0200;
    private static final int CORE = 0xc633_6400;
    private static final int UES = 0x0a00_0000;
    private static final int SERVER = 0xcb00_7100;
    private static final int[] DSCPS = {0, 10, 46};
    private static final int[] PROTOCOLS = {IpProtocol.UDP, IpProtocol.TCP};

    private record Tag(int id, int priority) { }

    private record Ip(IpAddress source, IpAddress destination, int protocol, int dscp, int sourcePort,
        int destinationPort) { }

    private record Packet(boolean uplink, long sourceMac, long destinationMac, List<Tag> tags, Ip outer, long teid,
        Optional<Integer> qfi, Ip inner) { }

    private record Tunnel(IpAddress endpoint, long teid) { }

    private final Random random = new Random(29_281);
    private final List<RuleConfig> ranked = rules();
    // of each rule: what it asks of the last half of the server's address, because of ten million packets most rules
    // are refuted by that
    private final long[] servers = ranked.stream().mapToLong(rule -> server(rule).address().low()).toArray();
    private final long[] masks =
        ranked.stream().mapToLong(rule -> -1L << server(rule).address().bitCount() - server(rule).length()).toArray();
    private final List<BearerConfig> bearers = bearers();
    private final Set<Tunnel> tunnels = tunnels();
    private final Map<DropReason, Long> drops = new EnumMap<>(DropReason.class);
    private final Map<String, List<byte[]>> expected =
        Map.of("access", new ArrayList<>(), "core", new ArrayList<>(), "app", new ArrayList<>());
    private int met;

    // Bearers and addresses, each by a number; every third bearer's nodes and every fourth bearer's UE speak IPv6.

    private static boolean isIpv6Tunnel(final int n) {
        return n % 3 == 0;
    }

    private static IpAddress node(final int ipv4, final boolean ipv6) {
        return ipv6 ? new IpAddress(6, 0x2001_0db8_0000_0000L, ipv4 & 0xffff_ffffL) : IpAddress.ofIpv4(ipv4);
    }

    private static IpAddress core(final int n) {
        return node(CORE + n % NODES, isIpv6Tunnel(n));
    }

    private static IpAddress access(final int n) {
        return node(ACCESS + n * 7 % NODES, isIpv6Tunnel(n));
    }

    private static boolean isIpv6Ue(final int n) {
        return n % 4 == 0;
    }

    private static IpAddress ue(final int n) {
        return isIpv6Ue(n) ? new IpAddress(6, 0x2001_0db8_8000_0000L | n, 1) : IpAddress.ofIpv4(UES + n);
    }

    private static IpAddress server(final int number, final boolean ipv6) {
        return ipv6 ? new IpAddress(6, 0x2001_0db8_4000_0000L, SERVER + number & 0xffff_ffffL)
            : IpAddress.ofIpv4(SERVER + number);
    }

    private static long uplinkTeid(final int n) {
        return 1 + n / 2;
    }

    private static long downlinkTeid(final int n) {
        return 1 + n;
    }

    private static List<BearerConfig> bearers() {
        final List<BearerConfig> bearers = new ArrayList<>();
        for (int n = 0; n < BEARERS; n++) {
            bearers.add(new BearerConfig("bearer-" + n, ue(n), core(n), uplinkTeid(n), access(n), downlinkTeid(n),
                OptionalInt.empty(), Optional.empty()));
        }
        return bearers;
    }

    private Set<Tunnel> tunnels() {
        final Set<Tunnel> tunnels = new HashSet<>();
        for (final BearerConfig bearer : bearers) {
            tunnels.add(new Tunnel(bearer.coreEndpoint(), bearer.uplinkTeid()));
            tunnels.add(new Tunnel(bearer.accessEndpoint(), bearer.downlinkTeid()));
        }
        return tunnels;
    }

    // Rules.

    private List<RuleConfig> rules() {
        final List<RuleConfig> rules = new ArrayList<>();
        for (int n = 0; n < RULES; n++) {
            final RuleAction action = switch (random.nextInt(4)) {
                case 0 -> new RuleAction.Drop();
                case 1 -> new RuleAction.Pass();
                default -> new RuleAction.ForwardDecapsulated("app");
            };
            rules.add(new RuleConfig("rule-" + n, random.nextInt(200), List.of(match()), action));
        }
        rules.sort(Comparator.comparingInt(RuleConfig::priority).thenComparing(RuleConfig::name));
        return rules;
    }

    /** Each asks for a few servers, and for two or three other things. */
    private FlowMatch match() {
        final IpMatch outer = new IpMatch(
            maybe(16, () -> prefix(access(random.nextInt(BEARERS)), 5)),
            maybe(8, () -> prefix(core(random.nextInt(BEARERS)), 5)), maybe(16, () -> IpProtocol.UDP),
            maybe(8, () -> any(DSCPS)), maybe(16, () -> range(2_000, 500)), maybe(16, () -> ValueRange.of(2_152)));
        final TunnelMatch tunnel = new TunnelMatch(maybe(4, () -> range(1 + random.nextInt(BEARERS), 20_000)),
            maybe(6, () -> Gtpu.GPDU), maybe(8, () -> random.nextInt(4)));
        final IpMatch inner = new IpMatch(maybe(4, () -> prefix(ue(random.nextInt(BEARERS)), 13, 64)),
            Optional.of(prefix(server(random.nextInt(SERVERS), random.nextInt(4) == 0), 3)),
            maybe(4, () -> any(PROTOCOLS)), maybe(8, () -> any(DSCPS)),
            maybe(8, () -> range(random.nextInt(1_000), 500)), maybe(3, () -> range(random.nextInt(1_000), 300)));
        return new FlowMatch(maybe(4, () -> random.nextBoolean() ? "access" : "core"), ethernetMatch(), outer, tunnel,
            inner);
    }

    private EthernetMatch ethernetMatch() {
        return new EthernetMatch(maybe(16, this::macMatch), maybe(16, this::macMatch), vlanMatch(8, 100),
            vlanMatch(16, 1), maybe(8, () -> random.nextBoolean() ? Ethernet.TYPE_IPV4 : Ethernet.TYPE_IPV6));
    }

    private MacMatch macMatch() {
        return new MacMatch(new MacAddress(mac(random.nextBoolean())),
            random.nextBoolean() ? MacMatch.EXACT : new MacAddress(0xff));
    }

    private VlanMatch vlanMatch(final int of, final int first) {
        return random.nextInt(2 * of) == 0 ? VlanMatch.of(0)
            : new VlanMatch(maybe(of, () -> first + random.nextInt(2)), maybe(of, () -> random.nextInt(8)));
    }

    /** As long as the address, or so many bits shorter. */
    private IpPrefix prefix(final IpAddress address, final int bits) {
        return prefix(address, bits, address.bitCount());
    }

    private IpPrefix prefix(final IpAddress address, final int bits, final int longest) {
        return new IpPrefix(address, Math.min(longest, address.bitCount()) - random.nextInt(bits));
    }

    private ValueRange range(final long first, final int length) {
        return new ValueRange(first, first + random.nextInt(length));
    }

    private <T> Optional<T> maybe(final int of, final Supplier<T> value) {
        return random.nextInt(of) == 0 ? Optional.of(value.get()) : Optional.empty();
    }

    private int any(final int... values) {
        return values[random.nextInt(values.length)];
    }

    private long mac(final boolean uplink) {
        return 0x0200_0000_0000L | random.nextInt(3) << 8 | (uplink ? 1 : 0);
    }

    @Test
    void shouldDoWithEveryPacketWhatTheFirstRuleSays() {
        final SteppedSwitch vswitch = new SteppedSwitch(Configs.wired(ranked, bearers));
        final int packets = Integer.getInteger(PROPERTY, PACKETS);
        for (int sent = 0; sent < packets; sent += VECTOR) {
            for (int i = 0; i < VECTOR; i++) {
                final Packet packet = packet();
                vswitch.port(packet.uplink ? "access" : "core").offer(frame(packet));
                expect(packet);
            }
            vswitch.run();
            compare(vswitch, "access");
            compare(vswitch, "core");
            compare(vswitch, "app");
        }
        assertEquals(drops, vswitch.drops());
        assertTrue(met > packets / 4 && met < packets * 9L / 10, () -> met + " met a rule");
        assertEquals(Set.of(DropReason.RULE_DROP, DropReason.BEARER_UNKNOWN), drops.keySet());
        vswitch.assertConserved();
    }

    /** One in eight has a TEID that may be of no bearer. */
    private Packet packet() {
        final boolean uplink = random.nextBoolean();
        final int n = random.nextInt(BEARERS);
        final Ip outer = new Ip(uplink ? access(n) : core(n), uplink ? core(n) : access(n), IpProtocol.UDP, any(DSCPS),
            random.nextBoolean() ? 2_152 : 2_000 + random.nextInt(1_000), 2_152);
        final long teid = random.nextInt(8) == 0 ? 1 + random.nextInt(2 * BEARERS)
            : uplink ? uplinkTeid(n) : downlinkTeid(n);
        final Ip inner = new Ip(ue(n), server(random.nextInt(SERVERS), isIpv6Ue(n)), any(PROTOCOLS), any(DSCPS),
            random.nextInt(1_000), random.nextInt(1_000));
        return new Packet(uplink, mac(uplink), mac(!uplink), tags(), outer, teid, maybe(2, () -> random.nextInt(4)),
            inner);
    }

    private List<Tag> tags() {
        final List<Tag> tags = new ArrayList<>();
        for (int count = random.nextInt(3); tags.size() < count;) {
            tags.add(new Tag((tags.isEmpty() ? 100 : 1) + random.nextInt(2), random.nextInt(8)));
        }
        return tags;
    }

    private static byte[] frame(final Packet packet) {
        final Frames frame = Frames.ethernet(packet.sourceMac, packet.destinationMac);
        for (int k = 0; k < packet.tags.size(); k++) {
            final int tci = Vlan.tci(packet.tags.get(k).priority, false, packet.tags.get(k).id);
            if (k + 1 < packet.tags.size()) {
                frame.serviceVlan(tci);
            } else {
                frame.vlan(tci);
            }
        }
        ip(frame, packet.outer).gtpu(packet.teid);
        packet.qfi.ifPresent(qfi -> frame.pduSessionContainer(
            packet.uplink ? Gtpu.PDU_TYPE_UPLINK : Gtpu.PDU_TYPE_DOWNLINK, qfi));
        return inner(frame, packet);
    }

    private static byte[] inner(final Frames frame, final Packet packet) {
        return ip(frame, packet.inner).payload(20).bytes();
    }

    private static Frames ip(final Frames frame, final Ip ip) {
        frame.ip(ip.source, ip.destination).trafficClass(ip.dscp << 2);
        return ip.protocol == IpProtocol.UDP ? frame.udp(ip.sourcePort, ip.destinationPort)
            : frame.tcp(ip.sourcePort, ip.destinationPort);
    }

    private void expect(final Packet packet) {
        switch (action(packet)) {
            case RuleAction.Drop() -> drops.merge(DropReason.RULE_DROP, 1L, Long::sum);
            case RuleAction.ForwardDecapsulated _ -> expectPopped(packet);
            default -> expected.get(packet.uplink ? "core" : "access").add(frame(packet));
        }
    }

    private void expectPopped(final Packet packet) {
        if (tunnels.contains(new Tunnel(packet.outer.destination, packet.teid))) {
            expected.get("app").add(
                inner(Frames.ethernet(Configs.SWITCH_MAC.bits(), Configs.APPLICATION_MAC.bits()), packet));
        } else {
            drops.merge(DropReason.BEARER_UNKNOWN, 1L, Long::sum);
        }
    }

    private RuleAction action(final Packet packet) {
        final long server = packet.inner.destination.low();
        for (int k = 0; k < RULES; k++) {
            if (((server ^ servers[k]) & masks[k]) == 0 && matches(ranked.get(k).matches().getFirst(), packet)) {
                met++;
                return ranked.get(k).action();
            }
        }
        return new RuleAction.Pass();
    }

    private static IpPrefix server(final RuleConfig rule) {
        return rule.matches().getFirst().inner().destination().orElseThrow();
    }

    private static boolean matches(final FlowMatch match, final Packet packet) {
        return isIp(match.inner(), packet.inner)
            && isWithin(match.tunnel().teid(), packet.teid)
            && is(match.tunnel().messageType(), Gtpu.GPDU)
            && (match.tunnel().qfi().isEmpty() || match.tunnel().qfi().equals(packet.qfi))
            && isIp(match.outer(), packet.outer)
            && isEthernet(match.ethernet(), packet)
            && match.ingressPort().filter(port -> port.equals("access") != packet.uplink).isEmpty();
    }

    private static boolean isEthernet(final EthernetMatch match, final Packet packet) {
        return isMac(match.source(), packet.sourceMac) && isMac(match.destination(), packet.destinationMac)
            && isTag(match.vlan(), packet.tags, 0) && isTag(match.innerVlan(), packet.tags, 1)
            && is(match.etherType(),
                packet.outer.source.version() == 4 ? Ethernet.TYPE_IPV4 : Ethernet.TYPE_IPV6);
    }

    private static boolean isMac(final Optional<MacMatch> asked, final long there) {
        return asked.isEmpty() || ((there ^ asked.get().address().bits()) & asked.get().mask().bits()) == 0;
    }

    private static boolean isTag(final VlanMatch match, final List<Tag> tags, final int place) {
        if (match.id().equals(Optional.of(0))) {
            return tags.size() <= place;
        }
        return match.equals(VlanMatch.ANY) || tags.size() > place && is(match.id(), tags.get(place).id)
            && is(match.priority(), tags.get(place).priority);
    }

    private static boolean isIp(final IpMatch match, final Ip ip) {
        return isIn(match.destination(), ip.destination) && isIn(match.source(), ip.source)
            && is(match.protocol(), ip.protocol) && is(match.dscp(), ip.dscp)
            && isWithin(match.sourcePort(), ip.sourcePort) && isWithin(match.destinationPort(), ip.destinationPort);
    }

    private static boolean is(final Optional<Integer> asked, final int there) {
        return asked.isEmpty() || asked.get() == there;
    }

    private static boolean isIn(final Optional<IpPrefix> asked, final IpAddress there) {
        return asked.isEmpty() || asked.get().address().version() == there.version()
            && agree(asked.get().address(), there, asked.get().length() + 128 - there.bitCount());
    }

    /** Of addresses of 128 bits: an IPv4 address is the last 32 of them. */
    private static boolean agree(final IpAddress one, final IpAddress other, final int bits) {
        return bits < 64 ? (one.high() ^ other.high()) >>> 64 - bits == 0
            : one.high() == other.high() && (bits == 64 || (one.low() ^ other.low()) >>> 128 - bits == 0);
    }

    private static boolean isWithin(final Optional<ValueRange> asked, final long there) {
        return asked.isEmpty() || asked.get().first() <= there && there <= asked.get().last();
    }

    private void compare(final SteppedSwitch vswitch, final String port) {
        final List<byte[]> frames = new ArrayList<>(vswitch.sent(port));
        final List<byte[]> wanted = expected.get(port);
        // The order of two ingress ports is the switch's own.
        frames.sort(Arrays::compare);
        wanted.sort(Arrays::compare);
        assertEquals(wanted.size(), frames.size(), port);
        for (int i = 0; i < frames.size(); i++) {
            assertArrayEquals(wanted.get(i), frames.get(i), port);
        }
        wanted.clear();
    }
}
