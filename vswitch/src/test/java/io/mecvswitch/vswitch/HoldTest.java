package io.mecvswitch.vswitch;

import static io.mecvswitch.traffic.FrameAssert.assertFrame;
import static io.mecvswitch.vswitch.Configs.ask;
import static io.mecvswitch.vswitch.Configs.rule;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mecvswitch.config.DataplaneConfig;
import io.mecvswitch.config.GtpuConfig;
import io.mecvswitch.config.HoldConfig;
import io.mecvswitch.config.IpAddress;
import io.mecvswitch.config.LearningConfig;
import io.mecvswitch.config.LearningConfig.Handover;
import io.mecvswitch.config.PortConfig.Role;
import io.mecvswitch.config.RuleAction;
import io.mecvswitch.config.SwitchConfig;
import io.mecvswitch.config.TunnelEnd;
import io.mecvswitch.config.Violation;
import io.mecvswitch.config.WireConfig;
import io.mecvswitch.stage.DropReason;
import io.mecvswitch.stage.Placement;
import io.mecvswitch.stage.StageName;
import io.mecvswitch.status.Conservation;
import io.mecvswitch.status.CounterType;
import io.mecvswitch.status.LearningEvent;
import io.mecvswitch.traffic.Frames;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers that come before the UE's downlink tunnel was seen: 4 for a UE and 6 in all wait for up to a second. */
class HoldTest {
    private static final String ENB = "192.0.2.1";
    private static final String SGW = "192.0.2.100";
    private static final String SERVER = "203.0.113.5";
    private static final String EDGE = "198.51.100.7";
    private static final long ENB_MAC = 0x0200_0000_00e1L;
    private static final long SGW_MAC = 0x0200_0000_00c1L;
    private static final long MS = 1_000_000;
    private static final HoldConfig HOLD = new HoldConfig(6, 4, 1_000);

    private SteppedSwitch vswitch = new SteppedSwitch(
        new Placement(EnumSet.of(StageName.PARSE, StageName.MATCH_BEARER)), 8, 1);

    HoldTest() {
        vswitch.apply(config(HOLD));
        vswitch.stopClock();
    }

    private static SwitchConfig config(final HoldConfig hold) {
        return new SwitchConfig(DataplaneConfig.DEFAULT,
            List.of(Configs.port("access", Role.ACCESS), Configs.port("core", Role.CORE),
                Configs.port("app", Role.APPLICATION), Configs.port("other", Role.APPLICATION)),
            List.of(new WireConfig("wire", "access", "core")),
            List.of(rule("edge", 10, new RuleAction.ForwardDecapsulated("app"),
                ask().innerDestination(EDGE + "/32").match())),
            List.of(), GtpuConfig.NONE.withLearning(new LearningConfig(50, 60, Handover.AT_ONCE, 500, hold)));
    }

    private static String ue(final int number) {
        return "10.45.0." + number;
    }

    /** The UE's uplink tunnel is known after this, and the way to its access node. */
    private void speak(final int number) {
        for (int k = 0; k < 2; k++) {
            vswitch.send("access", Frames.ethernet(ENB_MAC, SGW_MAC).ipv4(ENB, SGW).udp(2152, 2152).gtpu(100 + number)
                .ipv4(ue(number), EDGE).udp(4000, 53).bytes());
        }
        assertEquals(1, vswitch.sent("app").size());
    }

    private static byte[] downlink(final int number) {
        return Frames.ethernet(SGW_MAC, ENB_MAC).ipv4(SGW, ENB).udp(2152, 2152).gtpu(200 + number)
            .ipv4(SERVER, ue(number)).udp(80, 4000).bytes();
    }

    /** A packet from the core shows the UE's downlink tunnel. */
    private void show(final int number) {
        vswitch.send("core", downlink(number));
    }

    private static Frames inner(final Frames outer, final int number, final int order) {
        return outer.ipv4(EDGE, ue(number)).udp(53, 4000).payload((byte) order, (byte) (order >> 8));
    }

    private static byte[] answer(final int number, final int order) {
        return inner(Frames.ethernet(Configs.APPLICATION_MAC.bits(), Configs.SWITCH_MAC.bits()), number, order).bytes();
    }

    private static byte[] pushed(final int number, final int order) {
        return Golden.gpdu(inner(
            Frames.ethernet(SGW_MAC, ENB_MAC).ipv4(SGW, ENB).udp(2152, 2152).gtpu(200 + number), number, order));
    }

    private void answer(final int number, final int from, final int to) {
        for (int order = from; order < to; order++) {
            vswitch.send("app", answer(number, order));
        }
    }

    /** What passed to the access node beside the packet that showed the tunnel. */
    private void assertAnswered(final int number, final int... orders) {
        final List<byte[]> sent = vswitch.sent("access");
        assertEquals(1 + orders.length, sent.size(), "frames");
        assertFrame(downlink(number), sent.getFirst());
        for (int k = 0; k < orders.length; k++) {
            assertFrame(pushed(number, orders[k]), sent.get(1 + k));
        }
    }

    private void assertResting(final int count) {
        final Conservation books = Conservation.of(vswitch.status().reader().snapshot());
        assertTrue(books.holds(), books::toString);
        assertEquals(count, books.resting(), "resting");
    }

    private void assertDropped(final Map<DropReason, Long> drops) {
        final Map<DropReason, Long> all = vswitch.drops();
        all.remove(DropReason.BEARER_UNKNOWN);
        assertEquals(drops, all);
    }

    @AfterEach
    void shouldHaveLostNothing() {
        vswitch.assertConserved();
    }

    @Test
    void shouldHoldAnswersUntilTheTunnelIsSeen() {
        speak(1);
        answer(1, 0, 3);
        assertEquals(List.of(), vswitch.sent("access"));
        assertResting(3);
        show(1);
        assertAnswered(1, 0, 1, 2);
        assertResting(0);
        assertDropped(Map.of());
        assertEquals(3, vswitch.status().learningCounter(LearningEvent.HELD).get());
        answer(1, 3, 4);
        assertFrame(pushed(1, 3), vswitch.sent("access").getFirst());
    }

    @Test
    void shouldGiveUpWhatWaitedTooLongThoughNothingComes() {
        speak(1);
        answer(1, 0, 2);
        vswitch.passTime(600 * MS);
        answer(1, 2, 3);
        vswitch.passTime(400 * MS - 1);
        vswitch.run();
        assertResting(3);
        vswitch.passTime(1);
        vswitch.run();
        assertDropped(Map.of(DropReason.HOLD_EXPIRED, 2L));
        assertResting(1);
        show(1);
        assertAnswered(1, 2);
    }

    @Test
    void shouldHoldSoManyForAUeAndSoManyInAll() {
        speak(1);
        speak(2);
        answer(1, 0, 5);
        assertDropped(Map.of(DropReason.HOLD_FULL, 1L));
        answer(2, 0, 3);
        assertDropped(Map.of(DropReason.HOLD_FULL, 2L));
        assertResting(6);
        show(2);
        assertAnswered(2, 0, 1);
        answer(1, 5, 6);
        assertDropped(Map.of(DropReason.HOLD_FULL, 3L));
        show(1);
        assertAnswered(1, 0, 1, 2, 3);
    }

    @Test
    void shouldHoldAnswersOverIpv6() {
        final String ue = "2001:db8:45::2";
        final String edge = "2001:db8:ed::7";
        vswitch.apply(Configs.with(config(HOLD), rules -> {
            rules.add(rule("six", 1, new RuleAction.ForwardDecapsulated("app"),
                ask().innerDestination(edge + "/128").match()));
            return rules;
        }));
        for (int k = 0; k < 2; k++) {
            vswitch.send("access", Frames.ethernet(ENB_MAC, SGW_MAC).ipv4(ENB, SGW).udp(2152, 2152).gtpu(5)
                .ipv6(ue, edge).udp(1, 2).bytes());
        }
        vswitch.sent("app");
        vswitch.send("app", Frames.ethernet(Configs.APPLICATION_MAC.bits(), Configs.SWITCH_MAC.bits())
            .ipv6(edge, ue).udp(2, 1).payload(9).bytes());
        assertResting(1);
        vswitch.send("core", Frames.ethernet(SGW_MAC, ENB_MAC).ipv4(SGW, ENB).udp(2152, 2152).gtpu(6)
            .ipv6("2001:db8::9", ue).udp(2, 1).bytes());
        assertFrame(Golden.gpdu(Frames.ethernet(SGW_MAC, ENB_MAC).ipv4(SGW, ENB).udp(2152, 2152).gtpu(6)
            .ipv6(edge, ue).udp(2, 1).payload(9)), vswitch.sent("access").getLast());
    }

    @Test
    void shouldReleaseMoreThanAVectorHoldsAndFromTwoApplications() {
        vswitch.apply(config(new HoldConfig(64, 40, 1_000)));
        speak(1);
        answer(1, 0, 20);
        for (int order = 20; order < 40; order++) {
            vswitch.send("other", answer(1, order));
        }
        assertResting(40);
        show(1);
        final List<byte[]> sent = vswitch.sent("access");
        assertEquals(41, sent.size());
        assertEquals(sent.size() - 1, sent.stream().filter(frame -> frame.length == pushed(1, 0).length)
            .map(frame -> frame[frame.length - 2]).distinct().count());
    }

    /** In whatever order lanes run, a UE's answers leave in the order in which they came. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void shouldKeepTheOrderOfAUesAnswers(final int seed) {
        vswitch.assertConserved();
        final Random random = new Random(seed);
        final Set<StageName> cuts = EnumSet.noneOf(StageName.class);
        for (final StageName place : StageName.values()) {
            if (place != StageName.TRANSMIT && random.nextInt(3) == 0) {
                cuts.add(place);
            }
        }
        vswitch = new SteppedSwitch(new Placement(cuts), 1 << random.nextInt(6), seed);
        vswitch.apply(config(new HoldConfig(1_000, 1_000, 10_000)));
        vswitch.stopClock();
        final int[] orders = new int[6];
        for (int number = 1; number < 6; number++) {
            speak(number);
        }
        final List<byte[]> sent = new ArrayList<>();
        for (int round = 0; round < 30; round++) {
            for (int k = random.nextInt(20); k >= 0; k--) {
                final int number = 1 + random.nextInt(5);
                vswitch.port("app").offer(answer(number, orders[number]++));
            }
            if (round % 5 == 4) {
                vswitch.port("core").offer(downlink(round / 5));
            }
            vswitch.receiveAll();
            if (random.nextBoolean()) {
                vswitch.run();
            }
        }
        vswitch.run();
        sent.addAll(vswitch.sent("access"));
        final int[] next = new int[6];
        for (final byte[] frame : sent) {
            if (frame.length == pushed(1, 0).length) {
                final int number = frame[49] - (byte) 200;
                assertEquals(next[number]++, frame[frame.length - 2] & 0xff | (frame[frame.length - 1] & 0xff) << 8);
            }
        }
        for (int number = 1; number < 6; number++) {
            assertEquals(orders[number], next[number], "answers of UE " + number);
        }
        assertDropped(Map.of());
    }

    /** A rule says where it goes, and it waits for nobody. */
    @Test
    void shouldNotHoldUpWhatARuleLeadsIntoAnotherTunnel() {
        vswitch.apply(Configs.with(config(HOLD), rules -> {
            rules.add(rule("watch", 1, new RuleAction.ForwardEncapsulated(new TunnelEnd(IpAddress.parse(ENB), 202)),
                ask().ingress("app").outerSource("198.51.100.8/32").match()));
            return rules;
        }));
        speak(1);
        speak(2);
        show(2);
        vswitch.sent("access");
        answer(1, 0, 2);
        vswitch.send("app", Frames.ethernet(Configs.APPLICATION_MAC.bits(), Configs.SWITCH_MAC.bits())
            .ipv4("198.51.100.8", ue(1)).udp(53, 4000).bytes());
        assertFrame(Golden.gpdu(Frames.ethernet(SGW_MAC, ENB_MAC).ipv4(SGW, ENB).udp(2152, 2152).gtpu(202)
            .ipv4("198.51.100.8", ue(1)).udp(53, 4000)), vswitch.sent("access").getFirst());
        assertResting(2);
        show(1);
        assertAnswered(1, 0, 1);
    }

    @Test
    void shouldHoldAcrossConfigurations() {
        speak(1);
        answer(1, 0, 4);
        vswitch.apply(Configs.with(vswitch.running(), rules -> {
            rules.add(rule("none", 1, new RuleAction.Drop(), ask().vlan(9).match()));
            return rules;
        }));
        assertResting(4);
        vswitch.apply(config(new HoldConfig(3, 2, 700)));
        assertDropped(Map.of(DropReason.HOLD_FULL, 1L));
        assertResting(3);
        vswitch.passTime(699 * MS);
        vswitch.run();
        show(1);
        assertAnswered(1, 0, 1, 2);
    }

    @Test
    void shouldDropWhatWaitsWhereHoldingOrLearningEnds() {
        speak(1);
        answer(1, 0, 1);
        vswitch.apply(config(HoldConfig.NONE));
        assertDropped(Map.of(DropReason.HOLD_EXPIRED, 1L));
        answer(1, 1, 2);
        assertDropped(Map.of(DropReason.HOLD_EXPIRED, 1L, DropReason.TUNNEL_NOT_SEEN, 1L));
        vswitch.apply(config(HOLD));
        answer(1, 2, 3);
        assertResting(1);
        vswitch.apply(config(HOLD).withGtpu(GtpuConfig.NONE));
        assertDropped(Map.of(DropReason.HOLD_EXPIRED, 2L, DropReason.TUNNEL_NOT_SEEN, 1L));
    }

    @Test
    void shouldLetNothingRestWhenItStops() {
        speak(1);
        answer(1, 0, 2);
        vswitch.drain();
        assertDropped(Map.of(DropReason.HOLD_EXPIRED, 2L));
    }

    @Test
    void shouldLetGoOnWhatCameFromAPortThatIsGone() {
        speak(1);
        vswitch.send("other", answer(1, 0));
        final SwitchConfig config = config(HOLD);
        vswitch.apply(new SwitchConfig(config.dataplane(), config.ports().subList(0, 3), config.wires(), config.rules(),
            config.bearers(), config.gtpu()));
        assertResting(1);
        show(1);
        assertAnswered(1, 0);
    }

    /** In replay there is no time but the packets'. */
    @Test
    void shouldWaitByTheTimeThatPacketsCarry() {
        vswitch.assertConserved();
        vswitch = SteppedSwitch.withCaptureTime(Placement.UNCUT, 8, 1);
        vswitch.apply(config(HOLD));
        speak(1);
        vswitch.port("app").offer(answer(1, 0), 5_000 * MS);
        vswitch.run();
        vswitch.passTime(60_000 * MS);
        vswitch.run();
        assertResting(1);
        vswitch.port("app").offer(answer(1, 1), 5_900 * MS);
        vswitch.run();
        vswitch.port("access").offer(Frames.ethernet().etherType(0x0806).payload(28).bytes(), 6_000 * MS);
        vswitch.run();
        assertDropped(Map.of(DropReason.HOLD_EXPIRED, 1L));
        vswitch.port("core").offer(downlink(1), 6_100 * MS);
        vswitch.run();
        assertAnswered(1, 1);
    }

    @Test
    void shouldRefuseToHoldWhatCannotBeHeld() {
        final int buffers = DataplaneConfig.DEFAULT.buffers();
        final String path = "/mec-vswitch-gtpu:gtpu/learning/hold";
        assertEquals(List.of(path + "/max-packets", path),
            List.of(new HoldConfig(buffers / 4 + 1, 8, 1_000), new HoldConfig(5, 0, 1_000)).stream()
                .flatMap(hold -> ConfigCheck.violations(config(hold)).stream()).map(Violation::path).toList());
        assertEquals(0, vswitch.status().reader().snapshot().total(CounterType.RESTING));
    }
}
