package io.mecvswitch.vswitch;

import static io.mecvswitch.vswitch.Configs.ask;
import static io.mecvswitch.vswitch.Configs.bearer;
import static io.mecvswitch.vswitch.Configs.rule;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mecvswitch.classifier.Ruleset;
import io.mecvswitch.config.AmbrConfig;
import io.mecvswitch.config.BearerConfig;
import io.mecvswitch.config.EndpointConfig;
import io.mecvswitch.config.EthernetMatch;
import io.mecvswitch.config.FlowMatch;
import io.mecvswitch.config.GtpuConfig;
import io.mecvswitch.config.HeaderRewrite;
import io.mecvswitch.config.IpAddress;
import io.mecvswitch.config.IpMatch;
import io.mecvswitch.config.RuleAction;
import io.mecvswitch.config.RuleConfig;
import io.mecvswitch.config.SwitchConfig;
import io.mecvswitch.config.TunnelMatch;
import io.mecvswitch.gtpu.Expedite;
import io.mecvswitch.gtpu.MatchBearer;
import io.mecvswitch.gtpu.TunnelTable;
import io.mecvswitch.header.Gtpu;
import io.mecvswitch.memory.ArrayMemory;
import io.mecvswitch.stage.DropReason;
import io.mecvswitch.stage.Egress;
import io.mecvswitch.stage.PacketVector;
import io.mecvswitch.stage.Placement;
import io.mecvswitch.stage.Stage;
import io.mecvswitch.stage.StageName;
import io.mecvswitch.stage.Transmit;
import io.mecvswitch.status.StatusFile;
import io.mecvswitch.traffic.Frames;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where there is a short way for ordinary G-PDUs, and that it leads where the long one does. */
class ShortWayTest {
    private static final Map<String, Integer> INDEXES = Map.of("access", 0, "core", 1, "app", 2);
    private static final boolean[] TUNNELLED = {true, true, false};
    private static final List<String> PORTS = List.of("access", "core", "app");
    private static final Placement LONG_WAY = new Placement(Set.of(StageName.PARSE));
    private static final RuleConfig POP = rule("pop", 9, new RuleAction.ForwardDecapsulated("app"),
        ask().ingress("access").messageType(Gtpu.GPDU).match());
    private static final int UES = 12;
    private static final int ROUNDS = 60;

    private static Expedite.Decision[] decisions(final RuleConfig... rules) {
        final StatusFile status = StatusFile.inMemory();
        final SwitchConfig config = Configs.wired(List.of(rules), List.of());
        return new ShortWay(config, new Ruleset(config.rules(), INDEXES), status::ruleCounters)
            .decisions(TUNNELLED, INDEXES, new long[3], new long[3]);
    }

    @Test
    void shouldBeginWhereOneRuleConcernsAllGpdusOfAPort() {
        final Expedite.Decision[] decisions = decisions(POP);
        assertEquals(0, decisions[0].rule());
        assertEquals(2, decisions[0].egress());
        assertNull(decisions[1], "core");
        assertNull(decisions[2], "application");
    }

    @Test
    void shouldBeginThoughWorseRulesAskForMore() {
        assertNotNull(decisions(POP, rule("worse", 10, new RuleAction.Drop(), ask().teid(3).match()))[0]);
    }

    @Test
    void shouldBeginThoughBetterRulesAskForWhatNoOrdinaryGpduIs() {
        assertNotNull(decisions(POP, rule("tagged", 1, new RuleAction.Drop(), ask().vlan(3).match()),
            rule("core", 2, new RuleAction.Drop(), ask().ingress("core").innerSource("10.0.0.0/8").match()),
            rule("ipv6", 3, new RuleAction.Drop(), ask().outerSource("2001:db8::/32").match()))[0]);
    }

    @Test
    void shouldNotBeginWhereABetterRuleAsksForMore() {
        assertNull(decisions(POP, rule("better", 1, new RuleAction.Drop(), ask().teid(3).match()))[0]);
        assertNull(decisions(POP,
            rule("inner", 1, new RuleAction.Pass(), ask().innerDestination("10.0.0.0/8").match()))[0]);
        assertNull(decisions(POP,
            rule("outer", 1, new RuleAction.Pass(), ask().outerSource("10.0.0.0/8").match()))[0]);
    }

    @Test
    void shouldNotBeginWhereTheRuleDoesAnythingElse() {
        assertNull(decisions(rule("pass", 1, new RuleAction.Pass(), ask().ingress("access").match()))[0]);
        assertNull(decisions(
            rule("forward", 1, new RuleAction.Forward("app"), ask().messageType(Gtpu.GPDU).match()))[0]);
        assertNull(decisions(POP.withRewrite(HeaderRewrite.macs(Configs.APPLICATION_MAC, Configs.SWITCH_MAC)))[0]);
        assertNull(decisions()[0]);
    }

    private static boolean[] ruled(final RuleConfig... rules) {
        final StatusFile status = StatusFile.inMemory();
        final SwitchConfig config = Configs.wired(List.of(rules), List.of());
        final ShortWay way = new ShortWay(config, new Ruleset(config.rules(), INDEXES), status::ruleCounters);
        return way.ruled(TUNNELLED, way.decisions(TUNNELLED, INDEXES, new long[3], new long[3]));
    }

    @Test
    void shouldGoByTheRuleOfEachPacketWhereBetterRulesAskForMore() {
        final RuleConfig better = rule("better", 1, new RuleAction.Drop(), ask().innerSource("10.0.0.0/8").match());
        assertArrayEquals(new boolean[] {true, true, false}, ruled(POP, better));
        assertArrayEquals(new boolean[3], ruled(POP), "all are popped");
        assertArrayEquals(new boolean[3], ruled(better), "none is popped");
        final IpMatch udp = new IpMatch(Optional.empty(), Optional.empty(), Optional.of(17), Optional.empty(),
            Optional.empty(), Optional.empty());
        final FlowMatch deeper =
            new FlowMatch(Optional.empty(), EthernetMatch.ANY, IpMatch.ANY, TunnelMatch.ANY, udp);
        assertArrayEquals(new boolean[3], ruled(POP, rule("deeper", 1, new RuleAction.Drop(), deeper)));
    }

    private static boolean isOpen(final Placement placement, final StageName... others) {
        final SwitchConfig config = Configs.wired(List.of(POP), List.of());
        final List<Stage> stages = new ArrayList<>(Stream.of(others).map(ShortWayTest::stage).toList());
        stages.add(new MatchBearer(new TunnelTable(), new ArrayMemory(1, 64), new boolean[3], new int[3], 1));
        stages.add(stage(StageName.DECAPSULATE));
        stages.add(new Transmit(new Egress[3], 1, null, null));
        return new ShortWay(config, new Ruleset(config.rules(), INDEXES), StatusFile.inMemory()::ruleCounters)
            .isOpen(stages, placement);
    }

    private static Stage stage(final StageName name) {
        return new Stage() {
            @Override
            public StageName name() {
                return name;
            }

            @Override
            public void process(final PacketVector vector) {
                throw new AssertionError("no lane runs it");
            }
        };
    }

    @Test
    void shouldBeOpenWhereNobodyElseHasAnythingToDo() {
        assertTrue(isOpen(Placement.UNCUT, StageName.CLASSIFY, StageName.ANSWER));
        assertFalse(isOpen(Placement.UNCUT, StageName.CLASSIFY, StageName.GUARD));
        assertFalse(isOpen(Placement.UNCUT, StageName.CHECK_SOURCE, StageName.CLASSIFY));
    }

    @Test
    void shouldBeOpenWhereOneLaneDoesItAll() {
        assertTrue(isOpen(new Placement(Set.of(StageName.DECAPSULATE)), StageName.CLASSIFY));
        assertFalse(isOpen(new Placement(Set.of(StageName.CLASSIFY)), StageName.CLASSIFY));
    }

    private static boolean[] answers(final Placement placement, final SwitchConfig config) {
        return new ShortWay(config, new Ruleset(config.rules(), INDEXES), StatusFile.inMemory()::ruleCounters)
            .answers(new boolean[] {false, false, true}, placement);
    }

    @Test
    void shouldPushWhereNoRuleConcernsWhatAnApplicationSends() {
        final boolean[] application = {false, false, true};
        assertArrayEquals(application, answers(Placement.UNCUT, Configs.wired(List.of(), List.of())));
        assertArrayEquals(application, answers(Placement.UNCUT, Configs.wired(List.of(POP,
            rule("tunnel", 1, new RuleAction.Drop(), ask().teid(3).messageType(Gtpu.GPDU).match()),
            rule("tagged", 2, new RuleAction.Drop(), ask().ingress("app").vlan(3).match())), List.of())));
    }

    @Test
    void shouldNotPushWhereARuleMayConcernWhatAnApplicationSends() {
        final boolean[] none = {false, false, false};
        assertArrayEquals(none, answers(Placement.UNCUT, Configs.wired(List.of(POP,
            rule("some", 9, new RuleAction.Drop(), ask().outerSource("203.0.113.0/24").match())), List.of())));
        assertArrayEquals(none, answers(Placement.UNCUT, Configs.wired(List.of(POP,
            rule("all", 9, new RuleAction.Pass(), ask().ingress("app").match())), List.of())));
    }

    @Test
    void shouldNotPushAcrossLanes() {
        final SwitchConfig config = Configs.wired(List.of(POP), List.of());
        assertFalse(answers(new Placement(Set.of(StageName.DECAPSULATE)), config)[2]);
        assertTrue(answers(new Placement(Set.of(StageName.ENCAPSULATE)), config)[2]);
    }

    // The two ways side by side.

    private record Outcome(Map<String, List<String>> sent, Map<DropReason, Long> drops, Map<String, Long> hits) { }

    /** With vectors of one packet each frame is judged alone, with others whole vectors. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4, 8, 32})
    void shouldLeadWhereTheLongWayLeads(final int vectorSize) {
        final Outcome expected = run(LONG_WAY, vectorSize);
        final Outcome outcome = run(Placement.UNCUT, vectorSize);
        PORTS.forEach(port -> {
            assertTrue(expected.sent().get(port).size() > 40, () -> port + " sends little: " + expected.drops());
            assertEquals(expected.sent().get(port), outcome.sent().get(port), port);
        });
        assertEquals(expected.drops(), outcome.drops());
        assertEquals(expected.hits(), outcome.hits());
    }

    private static Outcome run(final Placement placement, final int vectorSize) {
        final SteppedSwitch vswitch = SteppedSwitch.withCaptureTime(placement, vectorSize, 7);
        final Random random = new Random(11 + vectorSize);
        final Map<String, List<String>> sent = new TreeMap<>();
        PORTS.forEach(port -> sent.put(port, new ArrayList<>()));
        for (int round = 0; round < ROUNDS; round++) {
            vswitch.apply(config(random));
            for (final String port : List.of("access", "app", "core", "access", "app")) {
                for (int n = random.nextInt(40); n >= 0; n--) {
                    vswitch.port(port).offer(frame(port, random), round * 1_000_000L);
                }
                vswitch.run();
            }
            PORTS.forEach(port -> sent.get(port).addAll(
                vswitch.sent(port).stream().map(HexFormat.of()::formatHex).toList()));
            vswitch.assertConserved();
        }
        final Map<String, Long> hits = new TreeMap<>();
        vswitch.running().rules().forEach(rule ->
            hits.put(rule.name(), vswitch.status().ruleCounters(rule.name()).packets().get()));
        return new Outcome(sent, vswitch.drops(), hits);
    }

    private static SwitchConfig config(final Random random) {
        final List<RuleConfig> rules = new ArrayList<>(List.of(POP));
        if (random.nextBoolean()) {
            rules.add(rule("worse", 10, new RuleAction.Drop(), ask().innerSource("10.45.0.0/29").match()));
        }
        if (random.nextInt(4) == 0) {
            rules.add(rule("better", 8, new RuleAction.Pass(), ask().teid(3).match()));
        }
        if (random.nextInt(3) == 0) {
            rules.add(rule("nobody", 7, new RuleAction.Drop(), ask().innerSource("198.51.100.0/24").match()));
        }
        if (random.nextInt(6) == 0) {
            rules.add(rule("some", 6, random.nextBoolean() ? new RuleAction.Pass() : new RuleAction.Drop(),
                ask().innerSource("10.45.0.8/30").match()));
        }
        final SwitchConfig config = Configs.wired(rules, bearers(random.nextInt(8) == 0));
        return random.nextBoolean() ? config : config.withGtpu(new GtpuConfig(List.of(new EndpointConfig(
            IpAddress.parse("192.0.2.100"), Optional.empty(), true, 20, false)), random.nextInt(4) == 0, Map.of(),
            Map.of()));
    }

    private static List<BearerConfig> bearers(final boolean limited) {
        final List<BearerConfig> bearers = new ArrayList<>();
        for (int ue = 0; ue < UES; ue++) {
            final BearerConfig bearer = bearer("ue-" + ue, "10.45.0." + ue, ue, 1_000 + ue, OptionalInt.empty());
            bearers.add(limited && ue == 5 ? bearer.withAmbr(AmbrConfig.of(1_000, 1_000)) : bearer);
        }
        return bearers;
    }

    private static byte[] frame(final String port, final Random random) {
        final int ue = random.nextInt(40) == 0 ? UES : random.nextInt(UES);
        final String address = "10.45.0." + ue;
        return switch (port) {
            case "access" -> damage(random, tunnel("192.0.2.1", "192.0.2.100", ue, random), address);
            case "core" -> damage(random, tunnel("192.0.2.100", "192.0.2.1", 1_000 + ue, random), "203.0.113.5");
            default -> answer(random, address);
        };
    }

    /** What an application sends: one in forty is what a UE sent, one in twelve damaged. */
    private static byte[] answer(final Random random, final String ue) {
        final boolean back = random.nextInt(40) == 0;
        final Frames ethernet = random.nextInt(60) == 0 ? Frames.ethernet().vlan(100) : Frames.ethernet();
        final Frames ip = back ? ethernet.ipv4(ue, "203.0.113.5") : ethernet.ipv4("203.0.113.5", ue);
        final Frames sent = random.nextInt(60) == 0 ? ip.options((byte) 1, (byte) 1, (byte) 1, (byte) 1) : ip;
        final Frames whole = random.nextInt(60) == 0 ? sent.fragment(0, true, 7) : sent;
        final byte[] frame = (random.nextBoolean() ? whole.udp(2152, 2152) : whole.tcp(80, 1))
            .payload(8 * random.nextInt(8)).trailer(new byte[random.nextInt(9)]).bytes();
        if (random.nextInt(12) == 0) {
            frame[random.nextInt(34)] ^= (byte) (1 << random.nextInt(8));
        }
        return random.nextInt(80) == 0 ? Arrays.copyOf(frame, random.nextInt(frame.length)) : frame;
    }

    /** Now and then a tunnel's packets look otherwise than before. */
    private static Frames tunnel(final String source, final String destination, final int teid, final Random random) {
        final Frames ethernet = random.nextInt(60) == 0
            ? Frames.ethernet(Frames.SOURCE_MAC + 1, Frames.DESTINATION_MAC) : Frames.ethernet();
        final Frames ip = (random.nextInt(60) == 0 ? ethernet.vlan(100) : ethernet).ipv4(source, destination);
        final Frames tunnel =
            (random.nextInt(60) == 0 ? ip.trafficClass(0xb8) : ip).udp(2152, 2152).gtpu(teid);
        return teid % 2 == 0 || random.nextInt(60) == 0 ? tunnel
            : tunnel.pduSessionContainer(1, random.nextInt(60) == 0 ? 3 : 9);
    }

    /** One frame in twelve has a bit turned over in its headers, or is cut off. */
    private static byte[] damage(final Random random, final Frames tunnel, final String source) {
        final Frames packet = random.nextInt(4) == 0 ? tunnel.ipv6("2001:db8::1", "2001:db8::2")
            : tunnel.ipv4(source, "203.0.113.5");
        final byte[] frame = packet.udp(1, 53).payload(random.nextInt(60)).bytes();
        if (random.nextInt(12) == 0) {
            frame[random.nextInt(Math.min(80, frame.length))] ^= (byte) (1 << random.nextInt(8));
        }
        return random.nextInt(80) == 0 ? Arrays.copyOf(frame, random.nextInt(frame.length)) : frame;
    }
}
