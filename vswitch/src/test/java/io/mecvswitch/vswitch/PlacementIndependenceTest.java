package io.mecvswitch.vswitch;

import static io.mecvswitch.vswitch.Configs.ask;
import static io.mecvswitch.vswitch.Configs.bearer;
import static io.mecvswitch.vswitch.Configs.rule;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mecvswitch.config.AmbrConfig;
import io.mecvswitch.config.BearerConfig;
import io.mecvswitch.config.EndpointConfig;
import io.mecvswitch.config.GtpuConfig;
import io.mecvswitch.config.HeaderRewrite;
import io.mecvswitch.config.IpAddress;
import io.mecvswitch.config.IpPrefix;
import io.mecvswitch.config.LimiterConfig;
import io.mecvswitch.config.PortConfig;
import io.mecvswitch.config.PushConfig;
import io.mecvswitch.config.QosConfig;
import io.mecvswitch.config.RuleAction;
import io.mecvswitch.config.RuleConfig;
import io.mecvswitch.config.ShaperConfig;
import io.mecvswitch.config.ShaperConfig.ShapedClass;
import io.mecvswitch.config.SourcesConfig;
import io.mecvswitch.config.SwitchConfig;
import io.mecvswitch.config.TagRewrite;
import io.mecvswitch.header.Gtpu;
import io.mecvswitch.stage.DropReason;
import io.mecvswitch.stage.Placement;
import io.mecvswitch.stage.StageName;
import io.mecvswitch.status.Conservation;
import io.mecvswitch.traffic.Frames;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Wherever the line is cut, the same bytes leave by the same ports in the same order, and the same verdicts fall.
 *
 * <p>Every placement gets the same seeded random traffic and the same configuration changes, each published while
 * packets of the configuration before still rest in handoffs; lanes are stepped in random order.
 *
 * <p>Rules change under way. Bearers do not: they are changed in place by design, so a packet that is under way meets
 * either the old or the new one.
 *
 * <p>The core's address is at times the switch's own, which limits its Error Indications by the time packets carry.
 */
class PlacementIndependenceTest {
    private static final int ROUNDS = 100;
    private static final long ROUND_NS = 20_000_000;
    private static final int UES = 40;
    private static final String EDGE = "198.51.100.7";
    private static final int[] SIGNALLING = {Gtpu.ECHO_REQUEST, Gtpu.ECHO_REQUEST, Gtpu.ECHO_RESPONSE,
        Gtpu.ERROR_INDICATION, Gtpu.SUPPORTED_EXTENSIONS, Gtpu.END_MARKER, 77};
    private static final Set<DropReason> ENDPOINT_DROPS = EnumSet.of(DropReason.SIGNALLING_CONSUMED,
        DropReason.GTPU_MESSAGE_UNKNOWN, DropReason.GTPU_ELEMENT, DropReason.BEARER_UNKNOWN);
    private static final List<String> PORTS = List.of("access", "core", "app");

    private record Outcome(Map<String, List<String>> sent, Map<DropReason, Long> drops, Map<String, Long> hits) { }

    @Test
    void shouldGiveTheSameBytesAndVerdictsInEveryPlacement() {
        final Outcome expected = run(Placement.UNCUT, 32, 1);
        assertTrue(expected.sent().values().stream().allMatch(frames -> frames.size() > 500),
            () -> "traffic on every port: " + counts(expected));
        assertTrue(expected.drops().keySet().containsAll(ENDPOINT_DROPS), () -> "endpoint duties: " + expected.drops());
        assertTrue(expected.drops().containsKey(DropReason.SOURCE_ADDRESS),
            () -> "forged sources: " + expected.drops());
        assertTrue(expected.drops().keySet().containsAll(
            Set.of(DropReason.LIMIT_EXCEEDED, DropReason.AMBR_EXCEEDED, DropReason.SHAPER_FULL,
            DropReason.SHAPER_EARLY)), () -> "limits: " + expected.drops());
        assertTrue(expected.drops().size() >= 8, () -> "many kinds of drops: " + expected.drops());
        int seed = 1;
        for (final Set<StageName> cuts : subsets()) {
            final int vectorSize = 4 << seed % 6;
            final Outcome outcome = run(new Placement(cuts), vectorSize, ++seed);
            assertEquals(expected.drops(), outcome.drops(), () -> "drops, cut after " + cuts);
            assertEquals(expected.hits(), outcome.hits(), () -> "hits, cut after " + cuts);
            for (final String port : PORTS) {
                assertSameFrames(expected.sent().get(port), outcome.sent().get(port), port + ", cut after " + cuts);
            }
        }
        assertTrue(seed > 150, "placements");
    }

    /** Names the first frame that differs: all of them would be megabytes. */
    private static void assertSameFrames(final List<String> expected, final List<String> actual, final String where) {
        for (int i = 0; i < Math.min(expected.size(), actual.size()); i++) {
            assertEquals(expected.get(i), actual.get(i), where + ", frame " + i);
        }
        assertEquals(expected.size(), actual.size(), where + ", frames");
    }

    private static Map<String, Integer> counts(final Outcome outcome) {
        final Map<String, Integer> counts = new TreeMap<>();
        outcome.sent().forEach((port, frames) -> counts.put(port, frames.size()));
        return counts;
    }

    /**
     * Up to two cuts, all but up to two, and some five hundred of the others: all of them double with every place, and
     * take minutes.
     */
    private static List<Set<StageName>> subsets() {
        final Random random = new Random(3);
        final StageName[] cuttable = Arrays.copyOf(StageName.values(), StageName.values().length - 1);
        final List<Set<StageName>> subsets = new ArrayList<>();
        final int each = 1 << cuttable.length - 9;
        for (int bits = 0; bits < 1 << cuttable.length; bits++) {
            final int uncut = cuttable.length - Integer.bitCount(bits);
            if (Math.min(uncut, Integer.bitCount(bits)) > 2 && random.nextInt(each) != 0) {
                continue;
            }
            final Set<StageName> cuts = EnumSet.noneOf(StageName.class);
            for (int i = 0; i < cuttable.length; i++) {
                if ((bits >>> i & 1) == 1) {
                    cuts.add(cuttable[i]);
                }
            }
            subsets.add(cuts);
        }
        return subsets;
    }

    private static Outcome run(final Placement placement, final int vectorSize, final long seed) {
        final SteppedSwitch vswitch = SteppedSwitch.withCaptureTime(placement, vectorSize, seed);
        final Random random = new Random(42);
        final Map<String, List<String>> sent = new TreeMap<>();
        PORTS.forEach(port -> sent.put(port, new ArrayList<>()));
        vswitch.apply(config(random));
        for (int round = 0; round < ROUNDS; round++) {
            offer(vswitch, random, round * ROUND_NS);
            vswitch.receiveAll();
            vswitch.apply(config(random));
            offer(vswitch, random, round * ROUND_NS);
            vswitch.run();
            take(vswitch, sent);
            final Conservation books = Conservation.of(vswitch.status().reader().snapshot());
            assertTrue(books.holds(), books::toString);
        }
        vswitch.drain();
        take(vswitch, sent);
        vswitch.assertConserved();
        return new Outcome(sent, vswitch.drops(), hits(vswitch));
    }

    private static void take(final SteppedSwitch vswitch, final Map<String, List<String>> sent) {
        PORTS.forEach(port -> sent.get(port).addAll(
            vswitch.sent(port).stream().map(HexFormat.of()::formatHex).toList()));
    }

    private static Map<String, Long> hits(final SteppedSwitch vswitch) {
        final Map<String, Long> hits = new TreeMap<>();
        for (final RuleConfig rule : vswitch.running().rules()) {
            hits.put(rule.name(), vswitch.status().ruleCounters(rule.name()).packets().get());
        }
        return hits;
    }

    private static void offer(final SteppedSwitch vswitch, final Random random, final long timeNs) {
        // One port at a time: which of two ports is polled first is nobody's promise.
        for (int i = random.nextInt(3); i >= 0; i--) {
            final String port = PORTS.get(random.nextInt(3));
            if (port.equals("app")) {
                // An application answers what it was sent: whatever was popped has been learned from.
                vswitch.run();
            }
            for (int frame = random.nextInt(40); frame >= 0; frame--) {
                vswitch.port(port).offer(frame(port, random), timeNs);
            }
            vswitch.receiveAll();
        }
    }

    private static SwitchConfig config(final Random random) {
        final List<RuleConfig> rules = new ArrayList<>();
        rules.add(rule("edge", 10, new RuleAction.ForwardDecapsulated("app"),
            ask().innerDestination(EDGE + "/32").match()));
        if (random.nextBoolean()) {
            rules.add(rule("inline", random.nextInt(20), new RuleAction.ForwardDecapsulated("app"),
                ask().outerDestination("192.0.2.100/32").teid(random.nextInt(UES)).match()));
        }
        if (random.nextBoolean()) {
            rules.add(rule("drop", random.nextInt(20), new RuleAction.Drop(),
                ask().innerSource("10.45.0." + random.nextInt(UES) + "/30").match(), ask().vlan(100).match()));
        }
        if (random.nextBoolean()) {
            rules.add(rule("mirror", random.nextInt(20), new RuleAction.Forward(PORTS.get(random.nextInt(3))),
                ask().ingress(PORTS.get(random.nextInt(3))).outerSource("10.45.0.0/28").match()));
        }
        if (random.nextBoolean()) {
            rules.add(rule("rewrite", random.nextInt(20), new RuleAction.Forward("core"),
                ask().vlan(101).match(), ask().messageType(Gtpu.END_MARKER).match()).withRewrite(rewrite(random)));
        }
        if (random.nextBoolean()) {
            rules.add(rule("tap", random.nextInt(20), new RuleAction.Duplicate(PORTS.get(random.nextInt(3)),
                random.nextBoolean() ? Optional.empty() : Optional.of("core")),
                ask().ingress("app").match(), ask().vlan(101).match()));
        }
        if (random.nextBoolean()) {
            rules.add(rule("probe", random.nextInt(20), new RuleAction.DuplicateDecapsulated("app", Optional.empty()),
                ask().innerSource("10.45.0.16/28").match()).withRewrite(rewrite(random)));
        }
        if (random.nextBoolean()) {
            rules.add(rule("edge-tagged", random.nextInt(20), new RuleAction.ForwardDecapsulated("app"),
                ask().innerSource("10.45.0.0/29").match()).withRewrite(rewrite(random)));
        }
        final EndpointConfig core = new EndpointConfig(
            IpAddress.parse("192.0.2.100"), Optional.empty(), true, 20, random.nextBoolean());
        final SwitchConfig wired = Configs.wired(rules, bearers()).withQos(limits(rules.size()));
        return (random.nextBoolean() ? proxying(wired) : wired).withGtpu(
            new GtpuConfig(random.nextInt(3) == 0 ? List.of() : List.of(core), random.nextBoolean(),
                Map.of(1, 46, 7, 10), Map.of(0, 12)));
    }

    /** Rates change from one configuration to the next; what limiters hold stays. */
    private static QosConfig limits(final int variant) {
        final LimiterConfig access = LimiterConfig.of("access", 2_000_000 + variant * 100_000, 3_000);
        final LimiterConfig edge = new LimiterConfig("edge", LimiterConfig.Meter.TWO_RATE_THREE_COLOR, true,
            new LimiterConfig.Rate(200_000, 1_000), Optional.of(new LimiterConfig.Rate(1_000_000, 2_000)),
            LimiterConfig.Length.IP, LimiterConfig.Treatment.PASS,
            LimiterConfig.Treatment.mark(variant), LimiterConfig.Treatment.DROP, Optional.of("access"));
        return new QosConfig(List.of(access, edge), List.of(
            new QosConfig.Attachment(QosConfig.Owner.PORT, "access", "access"),
            new QosConfig.Attachment(QosConfig.Owner.RULE, "edge", "edge")), List.of(shaper(variant)));
    }

    /** The core's port, at a rate that makes packets rest from one round to the next, and drops some. */
    private static ShaperConfig shaper(final int variant) {
        return new ShaperConfig("core", 1_000_000 + variant * 50_000, 1_000, LimiterConfig.Length.L2, 60, 100, 5,
            List.of(new ShapedClass("edge", OptionalLong.of(100_000), OptionalLong.of(400_000), 2, 10,
                OptionalLong.of(50_000), List.of("edge"), List.of()),
                new ShapedClass("app", OptionalLong.empty(), OptionalLong.empty(), 3, 20, OptionalLong.empty(),
                    List.of(), List.of("app")).within("all"),
                new ShapedClass("all", OptionalLong.empty(), OptionalLong.of(600_000), 2, 30, OptionalLong.empty(),
                    List.of(), List.of())))
            .withEarlyDrop(new ShaperConfig.EarlyDrop(1_000, 5, variant % 2 == 0));
    }

    private static SwitchConfig proxying(final SwitchConfig config) {
        final List<PortConfig> ports = new ArrayList<>(config.ports());
        final PortConfig app = ports.removeLast();
        ports.add(new PortConfig(app.name(), app.role(), app.device(), app.enabled(), app.mtu(), app.promiscuous(),
            app.mac(), app.peerMac(), List.of(), true).withSources(new SourcesConfig(List.of(),
                List.of(IpPrefix.parse(EDGE + "/25"), IpPrefix.parse("203.0.113.0/31")), List.of())));
        return new SwitchConfig(config.dataplane(), ports, config.wires(), config.rules(), config.bearers(),
            config.gtpu()).withQos(config.qos());
    }

    private static HeaderRewrite rewrite(final Random random) {
        return new HeaderRewrite(Optional.of(Configs.SWITCH_MAC), Optional.of(Configs.APPLICATION_MAC),
            random.nextBoolean() ? new TagRewrite.Keep()
                : new TagRewrite.Push(TagRewrite.Type.S_VLAN, random.nextInt(4_095), 3, false),
            random.nextBoolean() ? Optional.empty() : Optional.of(random.nextInt(64)));
    }

    private static List<BearerConfig> bearers() {
        final List<BearerConfig> bearers = new ArrayList<>();
        for (int ue = 0; ue < UES - 3; ue++) {
            final BearerConfig plain = bearer("ue-" + ue, "10.45.0." + ue, ue, 1_000 + ue,
                ue % 2 == 0 ? OptionalInt.empty() : OptionalInt.of(ue));
            bearers.add(new BearerConfig(plain.name(), plain.ueAddress(), plain.coreEndpoint(), plain.uplinkTeid(),
                plain.accessEndpoint(), plain.downlinkTeid(), plain.qfi(), plain.imsi(), push(ue))
                .withAmbr(ue % 5 == 0 ? AmbrConfig.of(1_000, 1_000) : AmbrConfig.NONE));
        }
        return bearers;
    }

    private static PushConfig push(final int ue) {
        return new PushConfig(ue % 3 == 0, ue % 5 == 0 ? PushConfig.SourcePort.FLOW : PushConfig.SourcePort.FIXED,
            PushConfig.Dscp.values()[ue % 3], 64 + ue);
    }

    private static byte[] frame(final String port, final Random random) {
        final int ue = random.nextInt(UES);
        final String address = "10.45.0." + ue;
        final String server = random.nextBoolean() ? EDGE : "203.0.113." + random.nextInt(4);
        final int length = random.nextInt(200);
        return switch (port) {
            case "access" -> damage(random, switch (random.nextInt(4)) {
                case 0 -> Frames.ethernet().vlan(100 + random.nextInt(2)).ipv4(address, server).tcp(ue, 80);
                case 1 -> Frames.ethernet().ipv4("192.0.2.1", "192.0.2.100").udp(2152, 2152).gtpu(0)
                    .messageType(SIGNALLING[random.nextInt(SIGNALLING.length)]).sequence(ue);
                default -> tunnel(Frames.ethernet(), "192.0.2.1", "192.0.2.100", ue, ue)
                    .ipv4(address, server).udp(ue, 53);
            }, length);
            case "core" -> damage(random, tunnel(Frames.ethernet(), "192.0.2.100", "192.0.2.1", 1_000 + ue, ue)
                .ipv4(server, address).udp(53, ue), length);
            default -> random.nextInt(8) == 0 ? arp(ue) : damage(random,
                Frames.ethernet().ipv4(random.nextBoolean() ? server : "10.45.0.1", address).udp(53, ue), length);
        };
    }

    /** Asks for the address of a UE, which may be in no bearer. */
    private static byte[] arp(final int ue) {
        return Frames.hex("ffffffffffff02005e00000a0806000108000604000102005e00000ac63364070000000000000a2d00"
            + HexFormat.of().toHexDigits((byte) ue));
    }

    private static Frames tunnel(final Frames ethernet, final String source, final String destination, final int teid,
        final int ue) {
        final Frames tunnel = ethernet.ipv4(source, destination).udp(2152, 2152).gtpu(teid);
        return ue % 2 == 0 ? tunnel : tunnel.pduSessionContainer(1, ue);
    }

    /** One frame in eight is cut off or has a wrong octet. */
    private static byte[] damage(final Random random, final Frames frames, final int length) {
        final byte[] frame = frames.payload(length).bytes();
        return switch (random.nextInt(16)) {
            case 0 -> Arrays.copyOf(frame, random.nextInt(frame.length));
            case 1 -> {
                frame[12 + random.nextInt(Math.min(frame.length - 12, 60))] ^= (byte) (1 << random.nextInt(8));
                yield frame;
            }
            default -> frame;
        };
    }
}
