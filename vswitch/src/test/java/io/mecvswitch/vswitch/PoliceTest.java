package io.mecvswitch.vswitch;

import static io.mecvswitch.traffic.FrameAssert.assertFrame;
import static io.mecvswitch.vswitch.Configs.ask;
import static io.mecvswitch.vswitch.Configs.bearer;
import static io.mecvswitch.vswitch.Configs.rule;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mecvswitch.config.AmbrConfig;
import io.mecvswitch.config.BearerConfig;
import io.mecvswitch.config.BearerUpdate;
import io.mecvswitch.config.IpAddress;
import io.mecvswitch.config.LimiterConfig;
import io.mecvswitch.config.LimiterConfig.Length;
import io.mecvswitch.config.LimiterConfig.Meter;
import io.mecvswitch.config.LimiterConfig.Rate;
import io.mecvswitch.config.LimiterConfig.Treatment;
import io.mecvswitch.config.QosConfig;
import io.mecvswitch.config.QosConfig.Attachment;
import io.mecvswitch.config.QosConfig.Owner;
import io.mecvswitch.config.RuleAction;
import io.mecvswitch.config.RuleConfig;
import io.mecvswitch.config.SliceConfig;
import io.mecvswitch.config.SlicesConfig;
import io.mecvswitch.config.SwitchConfig;
import io.mecvswitch.config.Violation;
import io.mecvswitch.stage.DropReason;
import io.mecvswitch.stage.Placement;
import io.mecvswitch.status.LimiterCounters;
import io.mecvswitch.traffic.Frames;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Limits as operators set them, on capture time. */
class PoliceTest {
    private static final String ENB = "192.0.2.1";
    private static final String SGW = "192.0.2.100";
    private static final String EDGE = "198.51.100.7";
    private static final long MS = 1_000_000L;
    private static final long SECOND = 1000 * MS;
    /** Octets of the T-PDU: 20 of IPv4, 8 of UDP. */
    private static final int PAYLOAD = 972;
    private static final int INNER = 1000;

    private static final RuleConfig TO_EDGE = rule("to-edge", 10, new RuleAction.ForwardDecapsulated("app"),
        ask().innerDestination(EDGE + "/32").match());

    private final SteppedSwitch vswitch = SteppedSwitch.withCaptureTime(Placement.UNCUT, 32, 1);
    private long nowNs = 1000 * SECOND;

    @AfterEach
    void shouldHaveLostNothing() {
        vswitch.assertConserved();
    }

    private static BearerConfig ue(final int number, final AmbrConfig ambr) {
        return ue(number, ambr, Optional.empty());
    }

    private static BearerConfig ue(final int number, final AmbrConfig ambr, final Optional<String> slice) {
        final BearerConfig bearer =
            bearer("ue-" + number, "10.45.0." + number, number, 1000 + number, OptionalInt.empty());
        return new BearerConfig(bearer.name(), bearer.ueAddress(), IpAddress.parse(gateway(number)),
            bearer.uplinkTeid(), bearer.accessEndpoint(), bearer.downlinkTeid(), bearer.qfi(), bearer.imsi(),
            bearer.push(), slice, ambr);
    }

    /** The third UE's is no slice's. */
    private static String gateway(final int ue) {
        return ue == 3 ? "192.0.2.101" : SGW;
    }

    private static SwitchConfig breakout(final BearerConfig... bearers) {
        return Configs.wired(List.of(TO_EDGE), List.of(bearers));
    }

    private static QosConfig qos(final List<LimiterConfig> limiters, final Attachment... attachments) {
        return new QosConfig(limiters, List.of(attachments));
    }

    private static byte[] uplink(final int ue, final int port) {
        return Frames.ethernet().ipv4(ENB, gateway(ue)).udp(2152, 2152).gtpu(ue)
            .ipv4("10.45.0." + ue, EDGE).udp(port, 53).payload(PAYLOAD).bytes();
    }

    private static byte[] answer(final int ue) {
        return Frames.ethernet(Configs.APPLICATION_MAC.bits(), Configs.SWITCH_MAC.bits())
            .ipv4(EDGE, "10.45.0." + ue).udp(53, 4000).payload(PAYLOAD).bytes();
    }

    private static byte[] plain(final int dscp) {
        return Frames.ethernet().vlan(100).ipv4("10.0.0.1", "10.0.0.2").trafficClass(dscp << 2)
            .udp(1, 2).payload(PAYLOAD).bytes();
    }

    /** Offers frames at so many per second in turn, and returns how many left by a port. */
    private int flood(final String from, final String to, final long ns, final int perSecond, final byte[]... frames) {
        int sent = 0;
        final long packets = ns / SECOND * perSecond + ns % SECOND * perSecond / SECOND;
        for (int packet = 0; packet < packets; packet++) {
            vswitch.port(from).offer(frames[packet % frames.length], nowNs + packet * SECOND / perSecond);
            if (packet % 100 == 99) {
                vswitch.run();
                sent += vswitch.sent(to).size();
            }
        }
        vswitch.run();
        nowNs += ns;
        return sent + vswitch.sent(to).size();
    }

    private LimiterCounters counters(final String limiter) {
        return vswitch.status().limiterCounters(limiter);
    }

    // R5: the aggregate maximum bit rate of a UE.

    @Test
    void shouldLimitAUesFlowsTogetherInTwoSecondWindows() {
        vswitch.apply(breakout(ue(1, AmbrConfig.of(8_000_000, 4_000_000))));
        flood("access", "app", 100 * MS, 3000, uplink(1, 4000), uplink(1, 4001));
        for (int window = 0; window < 3; window++) {
            final int sent = flood("access", "app", 2 * SECOND, 3000, uplink(1, 4000), uplink(1, 4001));
            assertEquals(1, sent * INNER * 8 / 16e6, 0.01, "window " + window);
        }
        assertTrue(vswitch.drops().get(DropReason.AMBR_EXCEEDED) > 10_000);
    }

    @Test
    void shouldLimitUplinkAndDownlinkApart() {
        vswitch.apply(breakout(ue(1, AmbrConfig.of(8_000_000, 4_000_000))));
        flood("access", "app", SECOND, 900, uplink(1, 4000));
        assertEquals(Map.of(), vswitch.drops());
        flood("app", "access", 100 * MS, 3000, answer(1));
        final int sent = flood("app", "access", 2 * SECOND, 3000, answer(1));
        assertEquals(1, sent * INNER * 8 / 8e6, 0.01);
        assertEquals(999, flood("access", "app", SECOND, 999, uplink(1, 4000)), "the uplink has its own");
    }

    @Test
    void shouldLetOtherUesHaveTheirOwn() {
        vswitch.apply(breakout(ue(1, AmbrConfig.of(8_000_000, 8_000_000)), ue(2, AmbrConfig.NONE)));
        flood("access", "app", SECOND, 3000, uplink(1, 4000));
        assertEquals(3000, flood("access", "app", SECOND, 3000, uplink(2, 4000)));
    }

    /** R6: a UE's new rate counts at once, and gives no burst; what the bearer was left keeps what it used. */
    @Test
    void shouldChangeARateWithoutABurst() {
        vswitch.apply(breakout(ue(1, AmbrConfig.of(8_000_000, 8_000_000))));
        flood("access", "app", SECOND, 3000, uplink(1, 4000));
        for (int change = 0; change < 10; change++) {
            vswitch.apply(breakout(ue(1, AmbrConfig.of(8_000_000 + change, 8_000_000))));
            assertTrue(flood("access", "app", MS, 20_000, uplink(1, 4000)) <= 2, "no burst");
        }
        vswitch.apply(breakout(ue(1, AmbrConfig.of(80_000_000, 8_000_000))));
        assertEquals(100, flood("access", "app", 10 * MS, 20_000, uplink(1, 4000)), 10, "within ten milliseconds");
        vswitch.apply(breakout(ue(1, AmbrConfig.NONE)));
        assertEquals(200, flood("access", "app", 10 * MS, 20_000, uplink(1, 4000)));
    }

    @Test
    void shouldLimitBearersOfTheRunTime() {
        vswitch.apply(breakout());
        assertEquals(List.of(), vswitch.update(new BearerUpdate.Put(ue(1, AmbrConfig.of(8_000_000, 8_000_000)))));
        flood("access", "app", 100 * MS, 3000, uplink(1, 4000));
        assertEquals(1000, flood("access", "app", SECOND, 3000, uplink(1, 4000)), 10);
        assertEquals(List.of(), vswitch.update(new BearerUpdate.Put(ue(1, AmbrConfig.of(16_000_000, 8_000_000)))));
        assertEquals(2000, flood("access", "app", SECOND, 3000, uplink(1, 4000)), 20);
        assertEquals(List.of(), vswitch.update(new BearerUpdate.Remove("ue-1")));
        assertEquals(List.of(), vswitch.update(new BearerUpdate.Put(ue(2, AmbrConfig.NONE))));
        assertEquals(3000, flood("access", "app", SECOND, 3000, uplink(2, 4000)),
            "a row that is used again has no limit");
    }

    // The aggregate maximum bit rate of a UE that has several bearers (TS 23.401 §4.7.3).

    private static final LimiterConfig UE_UP = LimiterConfig.of("ue-up", 8_000_000, 10_000).counting(Length.INNER);
    private static final LimiterConfig UE_DOWN = LimiterConfig.of("ue-down", 4_000_000, 5_000).counting(Length.INNER);

    private static AmbrConfig shared(final AmbrConfig own) {
        return own.within(Optional.of("ue-up"), Optional.of("ue-down"));
    }

    /** Two bearers of one UE, with TEIDs and addresses of their own, and one of another. */
    private static SwitchConfig twoBearers(final LimiterConfig up, final LimiterConfig down) {
        return breakout(ue(1, shared(AmbrConfig.NONE)), ue(2, shared(AmbrConfig.NONE)), ue(3, AmbrConfig.NONE))
            .withQos(qos(List.of(up, down)));
    }

    @Test
    void shouldLetBearersOfAUeShareItsRate() {
        vswitch.apply(twoBearers(UE_UP, UE_DOWN));
        flood("access", "app", 100 * MS, 3000, uplink(1, 1), uplink(2, 1));
        for (int window = 0; window < 3; window++) {
            final int sent = flood("access", "app", 2 * SECOND, 3000, uplink(1, 1), uplink(2, 1));
            assertEquals(1, sent * INNER * 8 / 16e6, 0.01, "window " + window);
        }
        assertEquals(1000, flood("access", "app", SECOND, 3000, uplink(2, 1)), 10, "one has what the other leaves");
        assertEquals(3000, flood("access", "app", SECOND, 3000, uplink(3, 1)), "the other UE's");
        assertEquals(counters("ue-up").dropped().get(), vswitch.drops().get(DropReason.LIMIT_EXCEEDED));
    }

    @Test
    void shouldLimitTheDownlinkOfAUesBearersApart() {
        vswitch.apply(twoBearers(UE_UP, UE_DOWN));
        flood("access", "app", SECOND, 900, uplink(1, 1), uplink(2, 1));
        assertEquals(Map.of(), vswitch.drops());
        flood("app", "access", 100 * MS, 3000, answer(1), answer(2));
        final int sent = flood("app", "access", 2 * SECOND, 3000, answer(1), answer(2));
        assertEquals(1, sent * INNER * 8 / 8e6, 0.01);
        assertEquals(999, flood("access", "app", SECOND, 999, uplink(1, 1), uplink(2, 1)), "the uplink has its own");
    }

    @Test
    void shouldKeepABearersOwnRateWithinThatOfItsUe() {
        vswitch.apply(breakout(ue(1, shared(AmbrConfig.of(2_000_000, 2_000_000))), ue(2, shared(AmbrConfig.NONE)))
            .withQos(qos(List.of(UE_UP, UE_DOWN))));
        flood("access", "app", 100 * MS, 3000, uplink(1, 1), uplink(2, 1));
        assertEquals(250, flood("access", "app", SECOND, 3000, uplink(1, 1)), 5, "its own");
        assertEquals(1000, flood("access", "app", SECOND, 3000, uplink(1, 1), uplink(2, 1)), 10, "the UE's");
    }

    @Test
    void shouldChangeTheRateOfAUesBearersWithoutABurst() {
        vswitch.apply(twoBearers(UE_UP, UE_DOWN));
        flood("access", "app", SECOND, 3000, uplink(1, 1), uplink(2, 1));
        for (int change = 0; change < 10; change++) {
            vswitch.apply(twoBearers(LimiterConfig.of("ue-up", 8_000_000 + change, 10_000).counting(Length.INNER),
                UE_DOWN));
            assertTrue(flood("access", "app", MS, 20_000, uplink(1, 1), uplink(2, 1)) <= 2, "no burst");
        }
        vswitch.apply(twoBearers(LimiterConfig.of("ue-up", 80_000_000, 10_000).counting(Length.INNER), UE_DOWN));
        assertEquals(100, flood("access", "app", 10 * MS, 20_000, uplink(1, 1), uplink(2, 1)), 10,
            "at most a burst, which is ten packets");
        vswitch.apply(breakout(ue(1, AmbrConfig.NONE), ue(2, AmbrConfig.NONE)));
        assertEquals(200, flood("access", "app", 10 * MS, 20_000, uplink(1, 1), uplink(2, 1)));
    }

    @Test
    void shouldLetBearersOfTheRunTimeShareAUesRateForAsLongAsItIsConfigured() {
        final SwitchConfig config = breakout(ue(1, shared(AmbrConfig.NONE))).withQos(qos(List.of(UE_UP, UE_DOWN)));
        vswitch.apply(config);
        assertEquals(List.of(), vswitch.update(new BearerUpdate.Put(ue(2, shared(AmbrConfig.NONE)))));
        flood("access", "app", 100 * MS, 3000, uplink(1, 1), uplink(2, 1));
        assertEquals(1000, flood("access", "app", SECOND, 3000, uplink(1, 1), uplink(2, 1)), 10);
        vswitch.apply(breakout(ue(1, AmbrConfig.NONE)).withQos(qos(List.of(UE_UP))));
        assertEquals(0, flood("access", "app", MS, 3000, uplink(2, 1)), "it ends with the limiter");
        assertEquals(List.of("/mec-vswitch-bearers:bearers/bearer[name='ue-2']/mec-vswitch-qos:ambr/downlink-limiter"),
            vswitch.update(new BearerUpdate.Put(ue(2, shared(AmbrConfig.NONE)))).stream().map(Violation::path)
                .toList());
    }

    @Test
    void shouldKeepAUeWithinItsSliceOrRefuseIt() {
        final LimiterConfig slice = LimiterConfig.of("slice", 12_000_000, 10_000).counting(Length.INNER);
        final Attachment attached = new Attachment(Owner.SLICE_UPLINK, "001-01", "slice");
        final SwitchConfig within = slices(qos(List.of(slice, UE_UP.within("slice")), attached));
        final BearerConfig[] bearers = {
            ue(1, AmbrConfig.NONE.within(Optional.of("ue-up"), Optional.empty()), Optional.of("001-01")),
            ue(2, AmbrConfig.NONE, Optional.of("001-01"))};
        vswitch.apply(within.withBearers(List.of(bearers)));
        flood("access", "app", 100 * MS, 9000, uplink(1, 1), uplink(2, 1));
        assertEquals(1500, flood("access", "app", SECOND, 6000, uplink(1, 1), uplink(2, 1)), 15, "the slice's");
        assertEquals(1000, flood("access", "app", SECOND, 6000, uplink(1, 1)), 10, "the UE's");
        assertEquals(List.of("/mec-vswitch-bearers:bearers/bearer[name='ue-1']/mec-vswitch-qos:ambr/uplink-limiter"),
            paths(within.withBearers(List.of(bearers)).withQos(qos(List.of(slice, UE_UP), attached))));
    }

    // R8: several limits at once.

    private static SwitchConfig slices(final QosConfig qos) {
        final SliceConfig red =
            new SliceConfig("001-01", List.of(IpAddress.parse(SGW)), false, List.of(), List.of());
        return breakout(
            ue(1, AmbrConfig.of(8_000_000, 8_000_000), Optional.of("001-01")),
            ue(2, AmbrConfig.of(8_000_000, 8_000_000), Optional.of("001-01")),
            ue(3, AmbrConfig.NONE)).withSlices(new SlicesConfig(6, List.of(red))).withQos(qos);
    }

    @Test
    void shouldKeepUesWithinTheirSliceAndSlicesWithinTheirPort() {
        vswitch.apply(slices(qos(List.of(
            LimiterConfig.of("slice", 12_000_000, 10_000).counting(Length.INNER),
            LimiterConfig.of("port", 20_000_000, 10_000).counting(Length.INNER)),
            new Attachment(Owner.SLICE_UPLINK, "001-01", "slice"), new Attachment(Owner.PORT, "access", "port"))));
        flood("access", "app", 100 * MS, 9000, uplink(1, 1), uplink(2, 1), uplink(3, 1));
        final int[] sent = new int[4];
        for (int packet = 0; packet < 18_000; packet++) {
            final int ue = 1 + packet % 3;
            vswitch.port("access").offer(uplink(ue, 1), nowNs + packet * SECOND / 9000);
            vswitch.run();
            sent[ue] += vswitch.sent("app").size();
        }
        assertTrue(sent[1] <= 2020 && sent[2] <= 2020, "each UE at most 8 Mb/s: " + sent[1] + ", " + sent[2]);
        assertEquals(3000, sent[1] + sent[2], 30, "the slice 12 Mb/s");
        assertEquals(5000, sent[1] + sent[2] + sent[3], 50, "the port 20 Mb/s");
    }

    /** What one limiter drops has taken nothing of the others: the slice is used whole though its port drops, too. */
    @Test
    void shouldTakeOfNoLimiterWhatAnotherDrops() {
        vswitch.apply(slices(qos(List.of(
            LimiterConfig.of("slice", 8_000_000, 3000).counting(Length.INNER).within("all"),
            LimiterConfig.of("all", 8_000_000, 3000).counting(Length.INNER)),
            new Attachment(Owner.SLICE_UPLINK, "001-01", "slice"), new Attachment(Owner.PORT, "access", "all"))));
        flood("access", "app", 100 * MS, 4000, uplink(1, 1), uplink(2, 1));
        assertEquals(1000, flood("access", "app", SECOND, 4000, uplink(1, 1), uplink(2, 1)), 3,
            "a limiter that stands around twice counts once");
    }

    @Test
    void shouldMoveBearersIntoAnotherLimiterOfTheirSlice() {
        final LimiterConfig narrow = LimiterConfig.of("narrow", 4_000_000, 3000).counting(Length.INNER);
        final LimiterConfig wide = LimiterConfig.of("wide", 12_000_000, 3000).counting(Length.INNER);
        vswitch.apply(slices(qos(List.of(narrow), new Attachment(Owner.SLICE_UPLINK, "001-01", "narrow"))));
        assertEquals(500, flood("access", "app", SECOND, 4000, uplink(1, 1), uplink(2, 1)), 5);
        vswitch.apply(slices(qos(List.of(wide), new Attachment(Owner.SLICE_UPLINK, "001-01", "wide"))));
        assertEquals(1500, flood("access", "app", SECOND, 4000, uplink(1, 1), uplink(2, 1)), 15);
        vswitch.apply(slices(QosConfig.NONE));
        assertEquals(2000, flood("access", "app", SECOND, 4000, uplink(1, 1), uplink(2, 1)), 40, "the UEs' own");
    }

    // Ports and rules.

    @Test
    void shouldLimitAPortOfAWireWithoutRules() {
        final SwitchConfig wire = Configs.wired(List.of(), List.of()).withQos(qos(
            List.of(LimiterConfig.of("in", 8_000_000, 10_000)), new Attachment(Owner.PORT, "access", "in")));
        vswitch.apply(wire);
        final int frame = plain(0).length + 4;
        flood("access", "core", 100 * MS, 3000, plain(0));
        assertEquals(1, flood("access", "core", 2 * SECOND, 3000, plain(0)) * frame * 8 / 16e6, 0.01);
        assertEquals(3000, flood("core", "access", SECOND, 3000, plain(0)), "the other way");
        assertTrue(vswitch.drops().get(DropReason.LIMIT_EXCEEDED) > 3000);
        assertEquals(counters("in").red().get(), counters("in").dropped().get());
        assertEquals(counters("in").green().get() * frame, counters("in").bytes().get());
    }

    @ParameterizedTest
    @EnumSource(Length.class)
    void shouldCountWhatTheLimiterSays(final Length length) {
        final int octets = switch (length) {
            case IP, INNER -> INNER;
            case L2 -> INNER + 18 + 4;
            case WIRE -> INNER + 18 + 24;
        };
        vswitch.apply(Configs.wired(List.of(), List.of()).withQos(qos(
            List.of(LimiterConfig.of("in", 8_000_000, 5 * octets).counting(length)),
            new Attachment(Owner.PORT, "access", "in"))));
        vswitch.send("access", plain(0), plain(0), plain(0), plain(0), plain(0), plain(0));
        assertEquals(5, vswitch.sent("core").size());
        assertEquals(5 * octets, counters("in").bytes().get());
    }

    @Test
    void shouldCountTheOuterPacketOfATunnelThatStaysClosed() {
        vswitch.apply(Configs.wired(List.of(), List.of()).withQos(qos(
            List.of(LimiterConfig.of("ip", 8_000_000, 10_000).counting(Length.IP),
                LimiterConfig.of("inner", 8_000_000, 10_000).counting(Length.INNER).within("ip")),
            new Attachment(Owner.PORT, "access", "inner"))));
        vswitch.send("access", uplink(9, 1));
        assertEquals(INNER, counters("inner").bytes().get());
        assertEquals(INNER + 36, counters("ip").bytes().get());
        vswitch.sent("core");
    }

    @Test
    void shouldLimitWhatARuleConcerns() {
        final RuleConfig web = rule("web", 10, new RuleAction.Pass(), ask().vlan(100).match());
        vswitch.apply(Configs.wired(List.of(web), List.of()).withQos(qos(
            List.of(LimiterConfig.of("web", 8_000_000, 3000).counting(Length.IP)),
            new Attachment(Owner.RULE, "web", "web"))));
        assertEquals(1000, flood("access", "core", SECOND, 3000, plain(0)), 5);
        final byte[] other = Frames.ethernet().ipv4("10.0.0.1", "10.0.0.2").udp(1, 2).payload(PAYLOAD).bytes();
        assertEquals(3000, flood("access", "core", SECOND, 3000, other));
    }

    private static LimiterConfig marking(final Meter meter, final boolean colourAware) {
        return new LimiterConfig("marking", meter, colourAware, new Rate(8_000_000, 3000),
            Optional.of(new Rate(16_000_000, 3000)), Length.IP, Treatment.PASS,
            new Treatment(false, OptionalInt.of(12), OptionalInt.of(5)), Treatment.DROP, Optional.empty());
    }

    private static int dscp(final byte[] frame) {
        return (frame[19] & 0xff) >> 2;
    }

    @Test
    void shouldMarkWhatExceedsAndDropWhatViolates() {
        vswitch.apply(Configs.wired(List.of(), List.of()).withQos(qos(
            List.of(marking(Meter.TWO_RATE_THREE_COLOR, false)), new Attachment(Owner.PORT, "access", "marking"))));
        flood("access", "core", SECOND, 4000, plain(10));
        final List<byte[]> sent = new ArrayList<>();
        for (int packet = 0; packet < 4000; packet++) {
            vswitch.port("access").offer(plain(10), nowNs + packet * SECOND / 4000);
            vswitch.run();
            sent.addAll(vswitch.sent("core"));
        }
        assertEquals(2000, sent.size(), 3);
        final List<byte[]> marked = sent.stream().filter(frame -> dscp(frame) == 12).toList();
        assertEquals(1000, marked.size(), 3);
        assertTrue(marked.stream().allMatch(frame -> (frame[14] & 0xe0) == 0xa0), "the tag's priority, too");
        assertTrue(sent.stream().filter(frame -> dscp(frame) != 12)
            .allMatch(frame -> dscp(frame) == 10 && frame[14] == 0));
        assertFrame(
            Frames.ethernet().vlan(0xa064).ipv4("10.0.0.1", "10.0.0.2").trafficClass(12 << 2)
                .udp(1, 2).payload(PAYLOAD).bytes(), marked.getFirst());
    }

    /** RFC 2597: AF12 comes yellow, AF13 red. */
    @Test
    void shouldHeedTheColourThatPacketsBring() {
        vswitch.apply(Configs.wired(List.of(), List.of()).withQos(qos(
            List.of(marking(Meter.TWO_RATE_THREE_COLOR_APART, true)),
            new Attachment(Owner.PORT, "access", "marking"))));
        vswitch.send("access", plain(10), plain(12), plain(14), plain(46), plain(0));
        assertEquals(List.of(3L, 1L, 1L), List.of(counters("marking").green().get(),
            counters("marking").yellow().get(), counters("marking").red().get()));
        assertEquals(List.of(10, 12, 46, 0), vswitch.sent("core").stream().map(PoliceTest::dscp).toList());
    }

    /** R6 of limiters that have names. */
    @Test
    void shouldKeepWhatALimiterHoldsAsLongAsItsName() {
        for (int change = 0; change < 10; change++) {
            vswitch.apply(Configs.wired(List.of(), List.of()).withQos(qos(
                List.of(LimiterConfig.of("in", 8_000_000 + change, 10_000).counting(Length.IP)),
                new Attachment(Owner.PORT, "access", "in"))));
            final int sent = flood("access", "core", 5 * MS, 20_000, plain(0));
            assertTrue(sent <= (change == 0 ? 15 : 5) + 1, "change " + change + ": " + sent);
        }
        vswitch.apply(Configs.wired(List.of(), List.of()));
        assertEquals(100, flood("access", "core", 5 * MS, 20_000, plain(0)));
    }

    // What can't be honoured.

    private static List<Violation> refused(final SwitchConfig config) {
        return ConfigCheck.violations(config);
    }

    @Test
    void shouldRefuseWhatItCannotKeep() {
        final String limiter = "/mec-vswitch-qos:qos/limiter[name='a']";
        final SwitchConfig wire = Configs.wired(List.of(), List.of());
        assertEquals(List.of(limiter + "/committed-information-rate"),
            paths(wire.withQos(qos(List.of(LimiterConfig.of("a", 999, 3000))))));
        assertEquals(List.of(limiter + "/committed-burst-size"),
            paths(wire.withQos(qos(List.of(LimiterConfig.of("a", 8000, 300_000))))));
        assertEquals(List.of(limiter + "/within"),
            paths(wire.withQos(qos(List.of(LimiterConfig.of("a", 8000, 3000).within("b"))))));
        assertEquals(List.of(limiter + "/within"),
            paths(wire.withQos(qos(List.of(LimiterConfig.of("a", 8000, 3000).within("a"))))));
        assertEquals(List.of(limiter), paths(wire.withQos(
            qos(List.of(LimiterConfig.of("a", 8000, 3000), LimiterConfig.of("a", 8000, 3000))))));
        assertEquals(List.of("/mec-vswitch-rules:traffic-rules/traffic-rule[name='x']/mec-vswitch-qos:limiter"),
            paths(wire.withQos(qos(List.of(LimiterConfig.of("a", 8000, 3000)), new Attachment(Owner.RULE, "x", "a")))));
        assertEquals(List.of("/mec-vswitch-bearers:bearers/bearer[name='ue-1']/mec-vswitch-qos:ambr/uplink"),
            paths(breakout(ue(1, new AmbrConfig(OptionalLong.of(1), OptionalLong.empty(), 10)))));
    }

    private static List<String> paths(final SwitchConfig config) {
        return refused(config).stream().map(Violation::path).toList();
    }
}
