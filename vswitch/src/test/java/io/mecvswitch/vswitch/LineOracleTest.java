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
import io.mecvswitch.config.RuleAction;
import io.mecvswitch.config.RuleConfig;
import io.mecvswitch.config.TunnelMatch;
import io.mecvswitch.config.ValueRange;
import io.mecvswitch.stage.DropReason;
import io.mecvswitch.traffic.Frames;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.HexFormat;
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
 * <p>{@value #PACKETS} G-PDUs, or as many as the system property {@value #PROPERTY} says.
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

    private record Packet(
        boolean uplink, int destination, long teid, int innerSource, int innerDestination, int port) { }

    private record Tunnel(int endpoint, long teid) { }

    private final Random random = new Random(29_281);
    private final List<RuleConfig> ranked = rules();
    private final List<BearerConfig> bearers = bearers();
    private final Set<Tunnel> tunnels = tunnels();
    private final Map<DropReason, Long> drops = new EnumMap<>(DropReason.class);
    private final Map<String, List<byte[]>> expected =
        Map.of("access", new ArrayList<>(), "core", new ArrayList<>(), "app", new ArrayList<>());

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

    private FlowMatch match() {
        final IpMatch outer = IpMatch.between(Optional.empty(),
            maybe(8, () -> new IpPrefix(IpAddress.ofIpv4(node()), 28 + random.nextInt(5))));
        final TunnelMatch tunnel =
            new TunnelMatch(maybe(3, () -> range(1 + random.nextInt(BEARERS), 300)), maybe(4, () -> 255),
                Optional.empty());
        final IpMatch inner = new IpMatch(
            maybe(2, () -> new IpPrefix(IpAddress.ofIpv4(UES + random.nextInt(BEARERS)), 20 + random.nextInt(13))),
            Optional.of(new IpPrefix(IpAddress.ofIpv4(SERVER + random.nextInt(SERVERS)), 30 + random.nextInt(3))),
            maybe(3, () -> 17), Optional.empty(), Optional.empty(), maybe(2, () -> range(random.nextInt(1_000), 100)));
        return new FlowMatch(maybe(4, () -> random.nextBoolean() ? "access" : "core"), EthernetMatch.ANY, outer, tunnel,
            inner);
    }

    private ValueRange range(final long first, final int length) {
        return new ValueRange(first, first + random.nextInt(length));
    }

    private <T> Optional<T> maybe(final int of, final Supplier<T> value) {
        return random.nextInt(of) == 0 ? Optional.of(value.get()) : Optional.empty();
    }

    private int node() {
        return (random.nextBoolean() ? ACCESS : CORE) + random.nextInt(NODES);
    }

    private static List<BearerConfig> bearers() {
        final List<BearerConfig> bearers = new ArrayList<>();
        for (int n = 0; n < BEARERS; n++) {
            bearers.add(new BearerConfig("bearer-" + n, IpAddress.ofIpv4(UES + n),
                IpAddress.ofIpv4(CORE + n % NODES), 1 + n / 2, IpAddress.ofIpv4(ACCESS + n * 7 % NODES), 1 + n,
                OptionalInt.empty(), Optional.empty()));
        }
        return bearers;
    }

    private Set<Tunnel> tunnels() {
        final Set<Tunnel> tunnels = new HashSet<>();
        for (final BearerConfig bearer : bearers) {
            tunnels.add(new Tunnel((int) bearer.coreEndpoint().low(), bearer.uplinkTeid()));
            tunnels.add(new Tunnel((int) bearer.accessEndpoint().low(), bearer.downlinkTeid()));
        }
        return tunnels;
    }

    @Test
    void shouldDoWithEveryPacketWhatTheFirstRuleSays() {
        final SteppedSwitch vswitch = new SteppedSwitch(Configs.wired(ranked, bearers));
        final int packets = Integer.getInteger(PROPERTY, PACKETS);
        int left = 0;
        for (int sent = 0; sent < packets; sent += VECTOR) {
            for (int i = 0; i < VECTOR; i++) {
                final Packet packet = packet();
                vswitch.port(packet.uplink ? "access" : "core").offer(frame(packet));
                expect(packet);
            }
            vswitch.run();
            left += compare(vswitch, "access") + compare(vswitch, "core") + compare(vswitch, "app");
        }
        assertEquals(drops, vswitch.drops());
        assertTrue(left > packets / 10);
        assertEquals(Set.of(DropReason.RULE_DROP, DropReason.BEARER_UNKNOWN), drops.keySet());
        vswitch.assertConserved();
    }

    /** One in eight has a TEID that may be of no bearer. */
    private Packet packet() {
        final boolean uplink = random.nextBoolean();
        final int n = random.nextInt(BEARERS);
        final int destination = uplink ? CORE + n % NODES : ACCESS + n * 7 % NODES;
        final long teid = random.nextInt(8) == 0 ? 1 + random.nextInt(2 * BEARERS) : uplink ? 1 + n / 2 : 1 + n;
        return new Packet(uplink, destination, teid, UES + n, SERVER + random.nextInt(SERVERS), random.nextInt(1_000));
    }

    private static Frames ethernet(final Packet packet) {
        final long core = packet.uplink ? 1 : 0;
        return Frames.ethernet(1L << 41 | 1 - core, 1L << 41 | core);
    }

    private static byte[] frame(final Packet packet) {
        return inner(ethernet(packet).ipv4(packet.uplink ? ACCESS : CORE, packet.destination).udp(2_152, 2_152)
            .gtpu(packet.teid), packet);
    }

    private static byte[] inner(final Frames frame, final Packet packet) {
        return frame.ipv4(packet.innerSource, packet.innerDestination).udp(7, packet.port).payload(20).bytes();
    }

    private void expect(final Packet packet) {
        switch (action(packet)) {
            case RuleAction.Drop() -> drops.merge(DropReason.RULE_DROP, 1L, Long::sum);
            case RuleAction.ForwardDecapsulated _ -> expectPopped(packet);
            default -> expected.get(packet.uplink ? "core" : "access").add(frame(packet));
        }
    }

    private void expectPopped(final Packet packet) {
        if (tunnels.contains(new Tunnel(packet.destination, packet.teid))) {
            expected.get("app").add(
                inner(Frames.ethernet(Configs.SWITCH_MAC.bits(), Configs.APPLICATION_MAC.bits()), packet));
        } else {
            drops.merge(DropReason.BEARER_UNKNOWN, 1L, Long::sum);
        }
    }

    private RuleAction action(final Packet packet) {
        for (final RuleConfig rule : ranked) {
            if (matches(rule.matches().getFirst(), packet)) {
                return rule.action();
            }
        }
        return new RuleAction.Pass();
    }

    /** As for any G-PDU over IPv4 that carries UDP. */
    private static boolean matches(final FlowMatch match, final Packet packet) {
        return isIn(match.inner().destination(), packet.innerDestination)
            && isIn(match.inner().source(), packet.innerSource)
            && isWithin(match.inner().destinationPort(), packet.port)
            && isWithin(match.tunnel().teid(), packet.teid)
            && isIn(match.outer().destination(), packet.destination)
            && match.ingressPort().filter(port -> port.equals("access") != packet.uplink).isEmpty();
    }

    private static boolean isIn(final Optional<IpPrefix> asked, final int there) {
        return asked.isEmpty()
            || ((int) asked.get().address().low() ^ there) >>> Integer.SIZE - asked.get().length() == 0;
    }

    private static boolean isWithin(final Optional<ValueRange> asked, final long there) {
        return asked.isEmpty() || asked.get().first() <= there && there <= asked.get().last();
    }

    private int compare(final SteppedSwitch vswitch, final String port) {
        final List<byte[]> frames = new ArrayList<>(vswitch.sent(port));
        final List<byte[]> wanted = expected.get(port);
        // The order of two ingress ports is the switch's own.
        frames.sort(Comparator.comparing(HexFormat.of()::formatHex));
        wanted.sort(Comparator.comparing(HexFormat.of()::formatHex));
        assertEquals(wanted.size(), frames.size(), port);
        for (int i = 0; i < frames.size(); i++) {
            assertArrayEquals(wanted.get(i), frames.get(i), port);
        }
        wanted.clear();
        return frames.size();
    }
}
