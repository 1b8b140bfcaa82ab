package io.mecvswitch.vswitch;

import static io.mecvswitch.vswitch.Configs.ask;
import static io.mecvswitch.vswitch.Configs.rule;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mecvswitch.config.BearerConfig;
import io.mecvswitch.config.IpAddress;
import io.mecvswitch.config.LimiterConfig.Length;
import io.mecvswitch.config.PushConfig;
import io.mecvswitch.config.QosConfig;
import io.mecvswitch.config.RuleAction;
import io.mecvswitch.config.RuleConfig;
import io.mecvswitch.config.ShaperConfig;
import io.mecvswitch.config.ShaperConfig.ShapedClass;
import io.mecvswitch.config.SliceConfig;
import io.mecvswitch.config.SlicesConfig;
import io.mecvswitch.config.SwitchConfig;
import io.mecvswitch.config.Violation;
import io.mecvswitch.header.Gtpu;
import io.mecvswitch.stage.Placement;
import io.mecvswitch.stage.StageName;
import io.mecvswitch.traffic.Frames;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Classes of shapers that RAN slices have: two operators, each with bearers of its own. */
class SliceShapingTest {
    private static final long MS = 1_000_000L;
    private static final long START_NS = 5_000 * MS;
    private static final OptionalLong NO_RATE = OptionalLong.empty();
    private static final String ONE = "001-01";
    private static final String TWO = "001-02";
    private static final String ENB = "192.0.2.1";
    private static final String GATEWAY_ONE = "192.0.2.101";
    private static final String GATEWAY_TWO = "192.0.2.102";
    private static final String GATEWAY_SIX = "2001:db8::65";
    private static final String SERVER = "203.0.113.5";
    private static final String EDGE = "198.51.100.7";
    private static final RuleConfig TO_EDGE = rule("to-edge", 10, new RuleAction.ForwardDecapsulated("app"),
        ask().innerDestination(EDGE + "/32").match());

    private SteppedSwitch vswitch;

    @AfterEach
    void shouldHaveLostNothing() {
        vswitch.drain();
        vswitch.assertConserved();
    }

    private static BearerConfig bearer(final int ue, final String gateway, final Optional<String> slice) {
        return new BearerConfig("ue-" + ue, IpAddress.parse(address(ue)), IpAddress.parse(gateway), ue,
            IpAddress.parse(ENB), 1_000 + ue, OptionalInt.empty(), Optional.empty(), PushConfig.DEFAULT, slice);
    }

    private static String address(final int ue) {
        return "10.45.0." + ue;
    }

    /** UEs 1 and 2 are of the first slice, 3 of the second, 4 of none. */
    private static String gateway(final int ue) {
        return switch (ue) {
            case 1, 2 -> GATEWAY_ONE;
            case 3 -> GATEWAY_TWO;
            default -> "192.0.2.103";
        };
    }

    private static SliceConfig slice(final String plmn, final String... gateways) {
        return new SliceConfig(plmn, Stream.of(gateways).map(IpAddress::parse).toList(), false, List.of(), List.of());
    }

    private static SwitchConfig config(final List<RuleConfig> rules, final ShaperConfig... shapers) {
        return Configs.wired(rules, List.of(bearer(1, GATEWAY_ONE, Optional.of(ONE)),
            bearer(2, GATEWAY_ONE, Optional.of(ONE)), bearer(3, GATEWAY_TWO, Optional.of(TWO)),
            bearer(4, gateway(4), Optional.empty())))
            .withSlices(new SlicesConfig(6, List.of(slice(ONE, GATEWAY_ONE, GATEWAY_SIX), slice(TWO, GATEWAY_TWO))))
            .withQos(new QosConfig(List.of(), List.of(), List.of(shapers)));
    }

    private static ShaperConfig shaper(final String port, final long rate, final ShapedClass... classes) {
        return new ShaperConfig(port, rate, 3_000, Length.L2, 1_000, 1_000, 0, List.of(classes));
    }

    private static ShapedClass shaped(final String name, final OptionalLong guaranteed, final List<String> rules,
        final List<String> ports, final String... slices) {
        return new ShapedClass(name, guaranteed, NO_RATE, 1, 200, NO_RATE, rules, ports).ofSlices(List.of(slices));
    }

    private static ShapedClass ofSlice(final String name, final String... slices) {
        return shaped(name, NO_RATE, List.of(), List.of(), slices);
    }

    private static Frames uplink(final int ue, final String to) {
        return Frames.ethernet().ipv4(ENB, gateway(ue)).udp(2152, 2152).gtpu(ue).ipv4(address(ue), to).udp(40_000, 53);
    }

    private static byte[] downlink(final int ue) {
        return Frames.ethernet().ipv4(gateway(ue), ENB).udp(2152, 2152).gtpu(1_000 + ue).ipv4(SERVER, address(ue))
            .udp(53, 40_000).payload(900).bytes();
    }

    private static byte[] answer(final int ue) {
        return Frames.ethernet(Configs.SWITCH_MAC.bits(), Configs.APPLICATION_MAC.bits()).ipv4(EDGE, address(ue))
            .udp(53, 40_000).payload(900).bytes();
    }

    private void start(final SwitchConfig config) {
        vswitch = new SteppedSwitch(config);
        vswitch.stopClock();
    }

    /** Sends, and lets all of it leave. */
    private void send(final String port, final byte[]... frames) {
        vswitch.send(port, frames);
        for (int round = 0; round < 2; round++) {
            vswitch.passTime(10 * MS);
            vswitch.run();
        }
    }

    private long left(final String shapedClass) {
        return vswitch.status().shaperCounters(shapedClass).packets().get();
    }

    @Test
    void shouldKnowTheSliceOfWhatIsPoppedAndPushed() {
        final long rate = 1_000_000_000;
        start(config(List.of(TO_EDGE), shaper("app", rate, ofSlice("one", ONE), ofSlice("two", TWO)),
            shaper("access", rate, ofSlice("one", ONE), ofSlice("two", TWO))));
        send("access", Stream.of(1, 2, 3, 4).map(ue -> uplink(ue, EDGE).payload(30).bytes()).toArray(byte[][]::new));
        assertEquals(List.of(2L, 1L, 1L), List.of(left("app one"), left("app two"), left("app other")));
        send("app", answer(1), answer(3), answer(2), answer(4));
        assertEquals(List.of(2L, 1L, 1L), List.of(left("access one"), left("access two"), left("access other")));
    }

    @Test
    void shouldKnowTheSliceOfWhatOnlyPasses() {
        start(config(List.of(TO_EDGE), shaper("core", 1_000_000_000, ofSlice("one", ONE), ofSlice("two", TWO)),
            shaper("access", 1_000_000_000, ofSlice("one", ONE), ofSlice("two", TWO))));
        final byte[] echo = Frames.ethernet().vlan(5).ipv4(ENB, GATEWAY_TWO).udp(2152, 2152).gtpu(0)
            .messageType(Gtpu.ECHO_REQUEST).sequence(1).payload(0).bytes();
        final byte[] six = Frames.ethernet().vlan(7).ip(IpAddress.parse("2001:db8::1"), IpAddress.parse(GATEWAY_SIX))
            .udp(2152, 2152).gtpu(99).ipv4(address(9), SERVER).udp(1, 2).payload(9).bytes();
        final byte[] between = Frames.ethernet().ipv4(GATEWAY_ONE, GATEWAY_TWO).udp(2152, 2152).gtpu(0)
            .messageType(Gtpu.ECHO_REQUEST).sequence(2).payload(0).bytes();
        send("access", uplink(1, SERVER).payload(9).bytes(), uplink(4, SERVER).payload(9).bytes(), echo, six, between);
        assertEquals(List.of(2L, 2L, 1L), List.of(left("core one"), left("core two"), left("core other")));
        send("core", downlink(2), downlink(3), downlink(4));
        assertEquals(List.of(1L, 1L, 1L), List.of(left("access one"), left("access two"), left("access other")));
    }

    /** Whoever could choose his slice by an address that he writes would take what is another's. */
    @Test
    void shouldNotBelieveTheAddressesOfAnApplication() {
        start(config(List.of(TO_EDGE, rule("out", 5, new RuleAction.Forward("core"), ask().ingress("app").match())),
            shaper("core", 1_000_000_000, ofSlice("one", ONE))));
        send("app", Frames.ethernet().ipv4(EDGE, GATEWAY_ONE).udp(2152, 2152).payload(30).bytes());
        assertEquals(List.of(0L, 1L), List.of(left("core one"), left("core other")));
    }

    /** Frames that end where a header should be. */
    @Test
    void shouldNotLookBeyondAFramesEnd() {
        start(config(List.of(TO_EDGE), shaper("core", 1_000_000_000, ofSlice("one", ONE))));
        final byte[] whole = uplink(1, SERVER).payload(9).bytes();
        final byte[] tags = new byte[60];
        for (int at = 12; at < tags.length; at += 4) {
            tags[at] = (byte) 0x81;
        }
        final List<byte[]> cut = new ArrayList<>(List.of(tags));
        for (int length = 14; length <= 14 + 20; length++) {
            cut.add(Arrays.copyOf(whole, length));
        }
        send("access", cut.toArray(byte[][]::new));
        assertEquals(List.of(1L, 21L), List.of(left("core one"), left("core other")), "one has all of its addresses");
    }

    @Test
    void shouldAskRulesFirstThenSlicesThenPorts() {
        final RuleConfig voice = rule("voice", 1, new RuleAction.Pass(), ask().vlan(7).match());
        start(config(List.of(TO_EDGE, voice), shaper("core", 1_000_000_000,
            shaped("voice", NO_RATE, List.of("voice"), List.of()), ofSlice("one", ONE),
            shaped("line", NO_RATE, List.of(), List.of("access")))));
        final byte[] marked = Frames.ethernet().vlan(7).ipv4(ENB, GATEWAY_ONE).udp(2152, 2152).gtpu(1)
            .ipv4(address(1), SERVER).udp(1, 2).payload(9).bytes();
        send("access", marked, uplink(1, SERVER).payload(9).bytes(), uplink(3, SERVER).payload(9).bytes());
        assertEquals(List.of(1L, 1L, 1L, 0L),
            List.of(left("core voice"), left("core one"), left("core line"), left("core other")));
    }

    /** It offers ten times what the port has; the other slice, and each bearer in it, gets what is its own. */
    @Test
    void shouldKeepASlicesRateWhateverAnotherOffers() {
        final ShapedClass two = new ShapedClass("two", OptionalLong.of(4_000_000), NO_RATE, 1, 200, NO_RATE, List.of(),
            List.of()).ofSlices(List.of(TWO));
        final ShapedClass one = new ShapedClass("one", OptionalLong.of(4_000_000), NO_RATE, 1, 200,
            OptionalLong.of(3_000_000), List.of(), List.of()).ofSlices(List.of(ONE));
        vswitch =
            SteppedSwitch.withCaptureTime(new Placement(Set.of(StageName.MATCH_BEARER, StageName.STEER)), 8, 1);
        vswitch.apply(config(List.of(TO_EDGE), shaper("access", 8_000_000, one, two)));
        // Bearers' tunnels are seen first, so that answers find them.
        vswitch.port("access").offer(uplink(1, EDGE).payload(30).bytes(), START_NS - 10 * MS);
        vswitch.port("access").offer(uplink(3, EDGE).payload(30).bytes(), START_NS - 9 * MS);
        vswitch.run();
        final long millis = 1_000;
        for (long ms = 0; ms < millis; ms++) {
            for (int packet = 0; packet < 10; packet++) {
                vswitch.port("app").offer(answer(1), START_NS + ms * MS);
            }
            if (ms % 2 == 0) {
                vswitch.port("app").offer(answer(3), START_NS + ms * MS);
            }
            vswitch.run();
        }
        final int frame = answer(3).length + 36 + 4;
        assertEquals(millis / 2, left("access two"), 2, "all that the second slice sent");
        assertEquals(3e6 / 8 / frame, left("access one"), 5, "a bearer of the first has its own rate");
        assertEquals(0, vswitch.status().shaperCounters("access two").dropped().get());
        assertTrue(vswitch.status().shaperCounters("access one").dropped().get() > 8_000);
    }

    /** Whether packets pass, are pushed, or are of a bearer that nobody configured. */
    @Test
    void shouldLetEachBearerOfASliceHaveItsRate() {
        final ShapedClass one = new ShapedClass("one", NO_RATE, NO_RATE, 1, 1_000, OptionalLong.of(800_000), List.of(),
            List.of()).ofSlices(List.of(ONE));
        vswitch = SteppedSwitch.withCaptureTime(Placement.UNCUT, 8, 1);
        vswitch.apply(config(List.of(TO_EDGE), shaper("access", 100_000_000, one)));
        vswitch.port("access").offer(uplink(1, EDGE).payload(30).bytes(), START_NS - 10 * MS);
        vswitch.run();
        final byte[] unknown = Frames.ethernet().ipv4(GATEWAY_ONE, ENB).udp(2152, 2152).gtpu(77)
            .ipv4(SERVER, "10.45.0.99").udp(53, 40_000).payload(900).bytes();
        for (long ms = 0; ms < 1_000; ms++) {
            vswitch.port("core").offer(downlink(1), START_NS + ms * MS);
            vswitch.port("core").offer(downlink(2), START_NS + ms * MS);
            vswitch.port("core").offer(unknown, START_NS + ms * MS);
            vswitch.port("app").offer(answer(1), START_NS + ms * MS);
            vswitch.run();
        }
        final double each = 800_000 / 8.0 / (unknown.length + 4);
        final Map<Integer, Long> sent = vswitch.port("access").takeSent().stream()
            .collect(Collectors.groupingBy(frame -> teid(frame.bytes()), Collectors.counting()));
        assertEquals(Set.of(1_001, 1_002, 77), sent.keySet());
        sent.forEach((teid, packets) -> assertEquals(each, packets, 3, "packets of " + teid));
    }

    private static int teid(final byte[] frame) {
        return ByteBuffer.wrap(frame).getInt(14 + 20 + 8 + 4);
    }

    @Test
    void shouldMoveASliceToAnotherClassUnderTraffic() {
        final SwitchConfig before =
            config(List.of(TO_EDGE), shaper("core", 8_000_000, ofSlice("a", ONE), ofSlice("b", TWO)));
        start(before);
        final byte[] frame = uplink(1, SERVER).payload(900).bytes();
        vswitch.send("core", downlink(1));
        vswitch.send("access", frame, frame, frame);
        vswitch.apply(config(List.of(TO_EDGE), shaper("core", 8_000_000, ofSlice("a"), ofSlice("b", ONE, TWO))));
        send("access", frame);
        assertEquals(List.of(3L, 1L), List.of(left("core a"), left("core b")));
        vswitch.apply(before.withSlices(new SlicesConfig(6, List.of(slice(ONE, GATEWAY_SIX), slice(TWO, GATEWAY_TWO))))
            .withBearers(List.of()));
        send("access", frame);
        assertEquals(1, left("core other"), "its gateway is no gateway any more");
    }

    // What can't be honoured.

    private static List<String> refused(final ShapedClass... classes) {
        return ConfigCheck.violations(config(List.of(TO_EDGE), shaper("core", 8_000_000, classes))).stream()
            .map(Violation::path).toList();
    }

    @Test
    void shouldRefuseSlicesThatAreNotThereOrInTwoClasses() {
        vswitch = new SteppedSwitch(config(List.of(TO_EDGE)));
        final String core = "/ietf-interfaces:interfaces/interface[name='core']"
            + "/mec-vswitch-ports:port/mec-vswitch-qos:shaper";
        assertEquals(List.of(), refused(ofSlice("a", ONE, TWO)));
        assertEquals(List.of(core + "/class[name='a']/slice"), refused(ofSlice("a", "001-03")));
        assertEquals(List.of(core + "/class[name='b']"), refused(ofSlice("a", ONE), ofSlice("b", TWO, ONE)));
        assertEquals(List.of(core + "/class[name='a']"), refused(ofSlice("a", ONE), ofSlice("b", TWO).within("a")));
    }
}
