package io.mecvswitch.vswitch;

import static io.mecvswitch.vswitch.Configs.ask;
import static io.mecvswitch.vswitch.Configs.bearer;
import static io.mecvswitch.vswitch.Configs.rule;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mecvswitch.config.AmbrConfig;
import io.mecvswitch.config.BearerConfig;
import io.mecvswitch.config.BridgeConfig;
import io.mecvswitch.config.DataplaneConfig.Spread;
import io.mecvswitch.config.EndpointConfig;
import io.mecvswitch.config.GtpuConfig;
import io.mecvswitch.config.IpAddress;
import io.mecvswitch.config.LimiterConfig;
import io.mecvswitch.config.QosConfig;
import io.mecvswitch.config.ReassemblyConfig;
import io.mecvswitch.config.RuleAction;
import io.mecvswitch.config.RuleConfig;
import io.mecvswitch.config.ShaperConfig;
import io.mecvswitch.config.SwitchConfig;
import io.mecvswitch.config.Violation;
import io.mecvswitch.header.Gtpu;
import io.mecvswitch.stage.DropReason;
import io.mecvswitch.status.Conservation;
import io.mecvswitch.status.CounterType;
import io.mecvswitch.status.CounterValue;
import io.mecvswitch.traffic.Frames;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Several lines do what one does, and keep the order of each UE's packets. */
class LinesTest {
    private static final int UES = 40;
    private static final int ROUNDS = 40;
    private static final List<String> PORTS = List.of("access", "core", "app");
    private static final String EDGE = "198.51.100.7";
    /** What a UE sends in no tunnel goes by both addresses. */
    private static final int PLAIN = 64;
    private static final int SERIAL_LENGTH = Integer.BYTES;

    /** What left: by port and UE, in order; by reason; by rule. */
    private record Outcome(Map<String, List<String>> sent, Map<DropReason, Long> drops, Map<String, Long> hits) { }

    @Test
    void shouldDoAsOneLineDoesAndKeepEachUesOrder() {
        final Outcome expected = run(1, 32, 1);
        assertTrue(expected.sent().size() > 2 * UES, () -> "UEs and ports: " + expected.sent().keySet());
        for (int seed = 1; seed <= 6; seed++) {
            final int lines = List.of(2, 3, 16).get(seed % 3);
            final Outcome outcome = run(lines, 4 << seed % 4, seed);
            final String which = lines + " lines, seed " + seed;
            assertEquals(expected.drops(), outcome.drops(), which);
            assertEquals(expected.hits(), outcome.hits(), which);
            assertEquals(expected.sent().keySet(), outcome.sent().keySet(), which);
            expected.sent().forEach((ue, frames) ->
                assertEquals(OptionalInt.empty(), difference(frames, outcome.sent().get(ue)), which + ", " + ue));
        }
    }

    /** Index of the first frame that is another one. */
    private static OptionalInt difference(final List<String> expected, final List<String> actual) {
        return IntStream.range(0, Math.max(expected.size(), actual.size())).filter(i ->
            i >= expected.size() || i >= actual.size() || !expected.get(i).equals(actual.get(i))).findFirst();
    }

    private static Outcome run(final int lines, final int vectorSize, final long seed) {
        final SteppedSwitch vswitch = lines(lines, vectorSize, seed);
        final Random random = new Random(7);
        final Map<String, List<String>> sent = new TreeMap<>();
        vswitch.apply(config(random));
        for (int round = 0; round < ROUNDS; round++) {
            offer(vswitch, random, round);
            vswitch.receiveAll();
            // Rules change while packets rest in handoffs.
            vswitch.apply(config(random));
            offer(vswitch, random, round);
            vswitch.run();
            take(vswitch, sent);
            final Conservation books = Conservation.of(vswitch.status().reader().snapshot());
            assertTrue(books.holds(), books::toString);
        }
        vswitch.drain();
        take(vswitch, sent);
        vswitch.assertConserved();
        final Map<String, Long> hits = vswitch.running().rules().stream().collect(Collectors.toMap(RuleConfig::name,
            rule -> vswitch.status().reader().snapshot().find(CounterType.RULE_PACKETS, rule.name())
                .map(CounterValue::value).orElseThrow()));
        return new Outcome(sent, vswitch.drops(), hits);
    }

    private static SteppedSwitch lines(final int lines, final int vectorSize, final long seed) {
        return new SteppedSwitch(SteppedSwitch.layout(vectorSize).withLines(lines, Spread.UE), seed);
    }

    private static void take(final SteppedSwitch vswitch, final Map<String, List<String>> sent) {
        for (final String port : PORTS) {
            for (final byte[] frame : vswitch.sent(port)) {
                sent.computeIfAbsent(port + " " + ue(frame), _ -> new ArrayList<>())
                    .add(HexFormat.of().formatHex(frame));
            }
        }
    }

    /** Each frame carries its UE, or that it was in no tunnel, behind a serial number, at its end. */
    private static int ue(final byte[] frame) {
        return frame[frame.length - 1];
    }

    private static byte[] mark(final byte[] frame, final int serial, final int ue) {
        final int at = frame.length - SERIAL_LENGTH - 1;
        for (int octet = 0; octet < SERIAL_LENGTH; octet++) {
            frame[at + octet] = (byte) (serial >>> 8 * octet);
        }
        frame[frame.length - 1] = (byte) ue;
        return frame;
    }

    private static void offer(final SteppedSwitch vswitch, final Random random, final int round) {
        final String port = PORTS.get(random.nextInt(3));
        if (port.equals("app")) {
            vswitch.run();
        }
        for (int i = random.nextInt(60); i >= 0; i--) {
            final int ue = random.nextInt(UES);
            final boolean plain = port.equals("access") && random.nextInt(5) == 0;
            final Frames frame = plain ? Frames.ethernet().ipv4("10.45.0." + ue, "203.0.113.9").udp(ue, 80)
                : frame(port, ue, random);
            vswitch.port(port).offer(mark(frame.payload(20 + random.nextInt(60)).bytes(), round << 8 | i,
                plain ? PLAIN + ue : ue));
        }
        vswitch.receiveAll();
    }

    private static Frames frame(final String port, final int ue, final Random random) {
        final String address = "10.45.0." + ue;
        final String server = random.nextBoolean() ? EDGE : "203.0.113." + random.nextInt(4);
        final boolean tagged = random.nextInt(6) == 0;
        final Frames ethernet = tagged ? Frames.ethernet().vlan(100) : Frames.ethernet();
        return switch (port) {
            case "access" -> ethernet.ipv4("192.0.2.1", "192.0.2.100").udp(2152, 2152).gtpu(ue).ipv4(address, server)
                .udp(ue, 53);
            case "core" -> ethernet.ipv4("192.0.2.100", "192.0.2.1").udp(2152, 2152).gtpu(1_000 + ue)
                .ipv4(server, address).udp(53, ue);
            default -> random.nextInt(4) == 0 ? Frames.ethernet().ipv4(address, server).udp(ue, 53)
                : Frames.ethernet().ipv4(server, address).udp(53, ue);
        };
    }

    private static SwitchConfig config(final Random random) {
        final List<RuleConfig> rules = new ArrayList<>();
        rules.add(rule("edge", 10, new RuleAction.ForwardDecapsulated("app"),
            ask().innerDestination(EDGE + "/32").match()));
        rules.add(rule("drop", random.nextInt(20), new RuleAction.Drop(),
            ask().innerSource("10.45.0." + random.nextInt(UES) + "/30").match()));
        rules.add(rule("tap", random.nextInt(20), new RuleAction.Duplicate("core", Optional.of("core")),
            ask().vlan(100).match()));
        return Configs.wired(rules, bearers()).withGtpu(new GtpuConfig(List.of(), random.nextBoolean(),
            Map.of(1, 46), Map.of(0, 12)));
    }

    private static List<BearerConfig> bearers() {
        return IntStream.range(0, UES).mapToObj(LinesTest::bearerOf).toList();
    }

    private static BearerConfig bearerOf(final int ue) {
        return bearer("ue-" + ue, "10.45.0." + ue, ue, 1_000 + ue, OptionalInt.empty());
    }

    @Test
    void shouldLeadBothDirectionsOfAUeThroughOneLine() {
        final SteppedSwitch vswitch = lines(4, 8, 1);
        vswitch.apply(Configs.wired(List.of(rule("edge", 10, new RuleAction.ForwardDecapsulated("app"),
            ask().innerDestination(EDGE + "/32").match())), bearers()));
        final Map<Integer, Integer> lineOfUe = new HashMap<>();
        for (int ue = 0; ue < UES; ue++) {
            final String address = "10.45.0." + ue;
            final Set<Integer> lines = Set.copyOf(List.of(
                lineOf(vswitch, "access", Frames.ethernet().ipv4("192.0.2.1", "192.0.2.100").udp(2152, 2152).gtpu(ue)
                    .ipv4(address, EDGE).udp(1, 53)),
                lineOf(vswitch, "core", Frames.ethernet().ipv4("192.0.2.100", "192.0.2.1").udp(2152, 2152)
                    .gtpu(1_000 + ue).ipv4("203.0.113.1", address).udp(53, 1)),
                lineOf(vswitch, "core", Frames.ethernet().ipv4("192.0.2.100", "192.0.2.1").udp(2152, 2152)
                    .gtpu(1_000 + ue).messageType(Gtpu.END_MARKER)),
                lineOf(vswitch, "app", Frames.ethernet().ipv4(EDGE, address).udp(53, 1)),
                lineOf(vswitch, "app", Frames.ethernet().ipv4(address, EDGE).udp(1, 53))));
            assertEquals(1, lines.size(), () -> "lines of " + address);
            lineOfUe.put(ue, lines.iterator().next());
        }
        assertEquals(Set.of(0, 1, 2, 3), Set.copyOf(lineOfUe.values()), "UEs are spread over all lines");
        vswitch.assertConserved();
    }

    /** The line whose second lane, behind the spread, takes a frame. */
    private static int lineOf(final SteppedSwitch vswitch, final String port, final Frames frames) {
        return lineOf(vswitch, port, frames.payload(20).bytes());
    }

    private static int lineOf(final SteppedSwitch vswitch, final String port, final byte[] frame) {
        final List<Long> before = taken(vswitch);
        vswitch.send(port, frame);
        final List<Long> after = taken(vswitch);
        return IntStream.range(0, before.size()).filter(line -> after.get(line) > before.get(line)).findFirst()
            .orElseThrow();
    }

    private static List<Long> taken(final SteppedSwitch vswitch) {
        return vswitch.status().reader().snapshot().of(CounterType.LANE_PACKETS_IN).stream()
            .filter(lane -> lane.subKey() == 1).map(CounterValue::value).toList();
    }

    @Test
    void shouldPutFragmentsTogetherBeforeTheirUeIsAskedFor() {
        final SteppedSwitch vswitch = lines(4, 8, 1);
        final SwitchConfig config = Configs.wired(List.of(rule("edge", 10, new RuleAction.ForwardDecapsulated("app"),
            ask().innerDestination(EDGE + "/32").match())), bearers())
            .withGtpu(GtpuConfig.NONE.withReassembly(ReassemblyConfig.DEFAULT));
        vswitch.apply(config);
        for (int ue = 0; ue < UES; ue++) {
            final byte[] whole = Frames.ethernet().ipv4("192.0.2.1", "192.0.2.100").udp(2152, 2152).gtpu(ue)
                .ipv4("10.45.0." + ue, EDGE).udp(1, 53).payload(600).bytes();
            Cut.evenly(whole, 256, ue).forEach(piece -> vswitch.port("access").offer(piece));
        }
        vswitch.run();
        assertEquals(UES, vswitch.sent("app").size(), () -> "drops: " + vswitch.drops());
        vswitch.assertConserved();
    }

    @Test
    void shouldAnswerEchoRequestsInTheFirstLine() {
        final SteppedSwitch vswitch = lines(3, 8, 1);
        vswitch.apply(Configs.wired(List.of(), bearers()).withGtpu(new GtpuConfig(List.of(new EndpointConfig(
            IpAddress.parse("192.0.2.100"), Optional.empty(), true, 20, false)), false, Map.of(), Map.of())));
        assertEquals(0, lineOf(vswitch, "access", Frames.ethernet().ipv4("192.0.2.1", "192.0.2.100").udp(2152, 2152)
            .gtpu(0).messageType(Gtpu.ECHO_REQUEST).sequence(7).bytes()));
        assertEquals(1, vswitch.sent("access").size());
        vswitch.assertConserved();
    }

    @Test
    void shouldLimitAUeInItsLine() {
        final SteppedSwitch vswitch = lines(4, 8, 1);
        final List<BearerConfig> limited =
            bearers().stream().map(bearer -> bearer.withAmbr(AmbrConfig.of(8_000, 8_000))).toList();
        vswitch.apply(Configs.wired(List.of(rule("edge", 10, new RuleAction.ForwardDecapsulated("app"),
            ask().innerDestination(EDGE + "/32").match())), limited));
        final byte[] frame = Frames.ethernet().ipv4("192.0.2.1", "192.0.2.100").udp(2152, 2152).gtpu(3)
            .ipv4("10.45.0.3", EDGE).udp(1, 53).payload(1_000).bytes();
        for (int i = 0; i < 50; i++) {
            vswitch.send("access", frame);
        }
        final SteppedSwitch one = lines(1, 8, 1);
        one.apply(Configs.wired(List.of(rule("edge", 10, new RuleAction.ForwardDecapsulated("app"),
            ask().innerDestination(EDGE + "/32").match())), limited));
        for (int i = 0; i < 50; i++) {
            one.send("access", frame);
        }
        assertTrue(vswitch.drops().containsKey(DropReason.AMBR_EXCEEDED), () -> "drops: " + vswitch.drops());
        assertEquals(one.drops(), vswitch.drops());
    }

    @Test
    void shouldLimitAllLinesTogether() {
        final SteppedSwitch vswitch = lines(4, 8, 1);
        vswitch.stopClock();
        final QosConfig limits = new QosConfig(List.of(LimiterConfig.of("all", 1_000_000, 20_000)),
            List.of(new QosConfig.Attachment(QosConfig.Owner.PORT, "access", "all")), List.of());
        vswitch.apply(Configs.wired(List.of(), bearers()).withQos(limits));
        for (int ue = 0; ue < UES; ue++) {
            vswitch.port("access").offer(Frames.ethernet().ipv4("192.0.2.1", "192.0.2.100").udp(2152, 2152).gtpu(ue)
                .ipv4("10.45.0." + ue, EDGE).udp(1, 53).payload(1_000).bytes());
        }
        vswitch.run();
        final int passed = vswitch.sent("core").size();
        assertTrue(passed >= 16 && passed <= 19, () -> "passed of " + UES + ": " + passed);
        vswitch.assertConserved();
    }

    @Test
    void shouldShapeWhatAllLinesSend() {
        final SteppedSwitch vswitch = lines(4, 8, 1);
        final ShaperConfig shaper = new ShaperConfig("core", 1_000_000, 1_000, LimiterConfig.Length.L2, 20, 1_000, 5,
            List.of());
        vswitch.apply(Configs.wired(List.of(), bearers())
            .withQos(new QosConfig(List.of(), List.of(), List.of(shaper))));
        for (int ue = 0; ue < UES; ue++) {
            vswitch.port("access").offer(Frames.ethernet().ipv4("192.0.2.1", "192.0.2.100").udp(2152, 2152).gtpu(ue)
                .ipv4("10.45.0." + ue, EDGE).udp(1, 53).payload(1_000).bytes());
        }
        vswitch.receiveAll();
        vswitch.run();
        assertTrue(vswitch.drops().getOrDefault(DropReason.SHAPER_FULL, 0L) > 0, () -> "drops: " + vswitch.drops());
        vswitch.passTime(1_000_000_000);
        vswitch.run();
        assertNotEquals(0, vswitch.sent("core").size());
        vswitch.drain();
        vswitch.assertConserved();
    }

    @Test
    void shouldPollAndFillAQueueOfEachDeviceInEachLine() {
        final SteppedSwitch vswitch = new SteppedSwitch(SteppedSwitch.layout(8).withLines(3, Spread.DEVICE), 1);
        vswitch.ports().manyQueues();
        vswitch.apply(Configs.wired(List.of(), bearers()));
        for (int queue = 0; queue < 3; queue++) {
            for (int i = 0; i < 20; i++) {
                vswitch.port("access").offer(queue, Frames.ethernet().ipv4("192.0.2.1", "192.0.2.100").udp(2152, 2152)
                    .gtpu(queue).ipv4("10.45.0." + queue, EDGE).udp(1, 53).payload(20).bytes());
            }
        }
        vswitch.run();
        assertEquals(60, vswitch.sent("core").size());
        assertEquals(List.of(20L, 20L, 20L), vswitch.status().reader().snapshot().of(CounterType.PORT_TX_PACKETS)
            .stream().filter(counter -> counter.label().equals("core")).map(CounterValue::value).toList());
        vswitch.assertConserved();
    }

    @Test
    void shouldSpreadByUeWhateverQueueThePacketsComeBy() {
        final SteppedSwitch vswitch = new SteppedSwitch(SteppedSwitch.layout(8).withLines(3, Spread.UE), 1);
        vswitch.ports().manyQueues();
        vswitch.apply(Configs.wired(List.of(), bearers()));
        for (int queue = 0; queue < 3; queue++) {
            vswitch.port("access").offer(queue, Frames.ethernet().ipv4("192.0.2.1", "192.0.2.100").udp(2152, 2152)
                .gtpu(5).ipv4("10.45.0.5", EDGE).udp(1, 53).payload(20).bytes());
        }
        vswitch.run();
        assertEquals(3, vswitch.sent("core").size());
        assertEquals(1, taken(vswitch).stream().filter(count -> count == 3).count(), () -> "lines: " + taken(vswitch));
        vswitch.assertConserved();
    }

    @Test
    void shouldRefusePortsWithoutAQueueForEachLine() {
        final SteppedSwitch vswitch = new SteppedSwitch(SteppedSwitch.layout(8).withLines(3, Spread.DEVICE), 1);
        final ConfigRefusedException e =
            assertThrows(ConfigRefusedException.class, () -> vswitch.apply(Configs.wired(List.of(), List.of())));
        assertTrue(e.violations().getFirst().message().contains("no receive and transmit queues for 3 lines"),
            () -> e.violations().toString());
    }

    @Test
    void shouldRefuseWhatHasToSeeAllPacketsAtOnePlace() {
        final SwitchConfig config = Configs.wired(List.of(), bearers());
        assertRefused("bridge", config.withBridges(List.of(new BridgeConfig("b", List.of(), 300, 1_000, 0, List.of()))),
            Spread.UE);
        final QosConfig shapers = new QosConfig(List.of(), List.of(), List.of(new ShaperConfig("core", 1_000_000, 1_000,
            LimiterConfig.Length.L2, 20, 1_000, 5, List.of())));
        assertRefused("shaper", config.withQos(shapers), Spread.DEVICE);
        assertEquals(List.of(), violations(config.withQos(shapers), Spread.UE));
        assertEquals(List.of(), violations(config, Spread.DEVICE));
    }

    private static void assertRefused(final String path, final SwitchConfig config, final Spread spread) {
        final List<Violation> violations =
            LinesCheck.violations(config.withDataplane(config.dataplane().withLines(2, spread)), config.rules());
        assertEquals(1, violations.size(), violations::toString);
        assertTrue(violations.getFirst().path().contains(path), violations::toString);
        assertTrue(violations.getFirst().message().contains("line"), violations::toString);
    }

    private static List<Violation> violations(final SwitchConfig config, final Spread spread) {
        return ConfigCheck.violations(config.withDataplane(config.dataplane().withLines(2, spread)));
    }

    @Test
    void shouldRefuseAnotherNumberOfLinesWhileItRuns() {
        final SwitchConfig running = Configs.wired(List.of(), List.of());
        final List<Violation> violations =
            ConfigCheck.transition(running, running.withDataplane(running.dataplane().withLines(2, Spread.UE)));
        assertTrue(violations.getFirst().message().contains("restart the switch"), violations::toString);
    }
}
