package io.mecvswitch.vswitch;

import static io.mecvswitch.vswitch.Configs.ask;
import static io.mecvswitch.vswitch.Configs.rule;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.mecvswitch.config.BearerConfig;
import io.mecvswitch.config.BearerUpdate;
import io.mecvswitch.config.ConfigPaths;
import io.mecvswitch.config.EndpointConfig;
import io.mecvswitch.config.GtpuConfig;
import io.mecvswitch.config.IpAddress;
import io.mecvswitch.config.LearningConfig;
import io.mecvswitch.config.PushConfig;
import io.mecvswitch.config.ReassemblyConfig;
import io.mecvswitch.config.RuleAction;
import io.mecvswitch.config.RuleConfig;
import io.mecvswitch.config.SliceConfig;
import io.mecvswitch.config.SlicesConfig;
import io.mecvswitch.config.SwitchConfig;
import io.mecvswitch.config.Violation;
import io.mecvswitch.header.Gtpu;
import io.mecvswitch.stage.DropReason;
import io.mecvswitch.status.SliceCounters;
import io.mecvswitch.traffic.Frames;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** RAN slices of a neutral host: two operators behind one access network. */
class SliceTest {
    private static final String ONE = "001-01";
    private static final String TWO = "001-02";
    private static final String ENB = "192.0.2.1";
    private static final String GATEWAY_ONE = "192.0.2.101";
    private static final String GATEWAY_TWO = "192.0.2.102";
    private static final String UE_ONE = "10.45.0.1";
    private static final String UE_TWO = "10.46.0.1";
    private static final String SERVER = "203.0.113.5";
    private static final String EDGE = "198.51.100.7";
    private static final String IMSI_ONE = "001010000000001";
    private static final String IMSI_TWO = "001020000000001";
    private static final int TEID = 7;

    private static final BearerConfig BEARER_ONE = bearer("one", UE_ONE, GATEWAY_ONE, 1, ONE, IMSI_ONE);
    private static final BearerConfig BEARER_TWO = bearer("two", UE_TWO, GATEWAY_TWO, 2, TWO, IMSI_TWO);
    private static final RuleConfig TO_EDGE = rule("to-edge", 10, new RuleAction.ForwardDecapsulated("app"),
        ask().innerDestination(EDGE + "/32").match());
    private static final SwitchConfig CONFIG =
        Configs.wired(List.of(TO_EDGE), List.of(BEARER_ONE, BEARER_TWO)).withSlices(slices(
            closed(ONE, GATEWAY_ONE, IMSI_ONE), closed(TWO, GATEWAY_TWO, IMSI_TWO)));

    private final SteppedSwitch vswitch = new SteppedSwitch(CONFIG);

    @AfterEach
    void shouldHaveLostNothing() {
        vswitch.assertConserved();
    }

    /** Every bearer has the same uplink TEID. */
    private static BearerConfig bearer(final String name, final String ue, final String gateway, final long downlink,
        final String slice, final String imsi) {
        return new BearerConfig(name, IpAddress.parse(ue), IpAddress.parse(gateway), TEID, IpAddress.parse(ENB),
            downlink, OptionalInt.empty(), Optional.of(imsi), PushConfig.DEFAULT, Optional.of(slice));
    }

    private static SliceConfig closed(final String plmn, final String gateway, final String... imsis) {
        return new SliceConfig(plmn, List.of(IpAddress.parse(gateway)), true, List.of(imsis), List.of());
    }

    private static SlicesConfig slices(final SliceConfig... slices) {
        return new SlicesConfig(6, List.of(slices));
    }

    private static Frames uplink(final String gateway, final long teid, final String ue, final String to) {
        return Frames.ethernet(0x0200_0000_00e1L, 0x0200_0000_00c1L).ipv4(ENB, gateway).udp(2152, 2152).gtpu(teid)
            .ipv4(ue, to).udp(40_000, 53);
    }

    private static byte[] downlink(final String gateway, final long teid, final String ue) {
        return Frames.ethernet(0x0200_0000_00c1L, 0x0200_0000_00e1L).ipv4(gateway, ENB).udp(2152, 2152).gtpu(teid)
            .ipv4(SERVER, ue).udp(53, 40_000).payload(30).bytes();
    }

    private static byte[] passing(final String gateway, final String ue) {
        return uplink(gateway, TEID, ue, SERVER).payload(30).bytes();
    }

    private static byte[] popped(final String gateway, final String ue) {
        return uplink(gateway, TEID, ue, EDGE).payload(30).bytes();
    }

    private static byte[] answer(final String ue) {
        return Frames.ethernet(Configs.SWITCH_MAC.bits(), Configs.APPLICATION_MAC.bits()).ipv4(EDGE, ue)
            .udp(53, 40_000).payload(60).bytes();
    }

    private void apply(final SliceConfig... slices) {
        vswitch.apply(vswitch.running().withSlices(slices(slices)));
    }

    private List<String> refused(final SwitchConfig config) {
        final SwitchConfig before = vswitch.running();
        final List<Violation> violations =
            assertThrows(ConfigRefusedException.class, () -> vswitch.apply(config)).violations();
        assertEquals(before, vswitch.running());
        return violations.stream().map(Violation::path).toList();
    }

    @Test
    void shouldKeepEqualTeidsOfTwoGatewaysApart() {
        vswitch.send("access", popped(GATEWAY_ONE, UE_ONE), popped(GATEWAY_TWO, UE_TWO));
        assertEquals(2, vswitch.sent("app").size());
        vswitch.send("app", answer(UE_TWO), answer(UE_ONE));
        final List<byte[]> answers = vswitch.sent("access");
        assertEquals(List.of(GATEWAY_TWO, GATEWAY_ONE), answers.stream().map(SliceTest::outerSource).toList());
        assertEquals(List.of(2, 1), answers.stream().map(SliceTest::teid).toList());
        vswitch.send("access", passing(GATEWAY_ONE, UE_ONE), passing(GATEWAY_TWO, UE_TWO));
        assertEquals(2, vswitch.sent("core").size());
        assertEquals(Map.of(), vswitch.drops());
    }

    private static String outerSource(final byte[] frame) {
        return IpAddress.ofIpv4(word(frame, 26)).toString();
    }

    private static int teid(final byte[] frame) {
        return word(frame, 14 + 20 + 8 + 4);
    }

    private static int word(final byte[] frame, final int at) {
        return (frame[at] & 0xff) << 24 | (frame[at + 1] & 0xff) << 16 | (frame[at + 2] & 0xff) << 8
            | frame[at + 3] & 0xff;
    }

    /** One operator's core must not reach the other's subscribers by their TEIDs. */
    @Test
    void shouldLetNoGatewayIntoATunnelOfAnotherSlice() {
        vswitch.send("core", downlink(GATEWAY_ONE, 2, UE_TWO), downlink(GATEWAY_TWO, 2, UE_TWO));
        assertEquals(1, vswitch.sent("access").size());
        assertEquals(Map.of(DropReason.SUBSCRIBER_BARRED, 1L), vswitch.drops());

        apply(new SliceConfig(ONE, List.of(IpAddress.parse(GATEWAY_ONE)), false, List.of(), List.of()),
            closed(TWO, GATEWAY_TWO, IMSI_TWO));
        vswitch.send("core", downlink(GATEWAY_ONE, 2, UE_TWO), downlink(GATEWAY_ONE, 99, UE_ONE));
        assertEquals(1, vswitch.sent("access").size());
        assertEquals(Map.of(DropReason.SUBSCRIBER_BARRED, 2L), vswitch.drops());
    }

    @Test
    void shouldBarASubscriberWhoLeavesTheListAndAdmitOneWhoReturns() {
        vswitch.send("access", popped(GATEWAY_ONE, UE_ONE), passing(GATEWAY_ONE, UE_ONE));
        assertEquals(1, vswitch.sent("app").size());
        assertEquals(1, vswitch.sent("core").size());
        apply(closed(ONE, GATEWAY_ONE), closed(TWO, GATEWAY_TWO, IMSI_TWO));
        vswitch.send("access", popped(GATEWAY_ONE, UE_ONE), passing(GATEWAY_ONE, UE_ONE));
        vswitch.send("core", downlink(GATEWAY_ONE, 1, UE_ONE));
        assertEquals(Map.of(DropReason.SUBSCRIBER_BARRED, 3L), vswitch.drops());
        vswitch.send("app", answer(UE_ONE));
        assertEquals(Map.of(DropReason.SUBSCRIBER_BARRED, 3L, DropReason.UE_UNKNOWN, 1L), vswitch.drops());
        vswitch.send("access", passing(GATEWAY_TWO, UE_TWO));
        vswitch.send("core", downlink(GATEWAY_TWO, 2, UE_TWO));
        assertEquals(1, vswitch.sent("core").size());
        assertEquals(1, vswitch.sent("access").size());
        apply(closed(ONE, GATEWAY_ONE, IMSI_ONE), closed(TWO, GATEWAY_TWO, IMSI_TWO));
        vswitch.send("access", popped(GATEWAY_ONE, UE_ONE));
        vswitch.send("app", answer(UE_ONE));
        assertEquals(1, vswitch.sent("access").size());
    }

    @Test
    void shouldBarWhoIsBoundToNobody() {
        final BearerConfig anonymous = new BearerConfig("one", BEARER_ONE.ueAddress(), BEARER_ONE.coreEndpoint(), TEID,
            BEARER_ONE.accessEndpoint(), 1, OptionalInt.empty(), Optional.empty(), PushConfig.DEFAULT,
            Optional.of(ONE));
        vswitch.apply(CONFIG.withBearers(List.of(anonymous, BEARER_TWO)));
        vswitch.send("access", passing(GATEWAY_ONE, UE_ONE), uplink(GATEWAY_TWO, 8, UE_TWO, SERVER).payload(9).bytes());
        assertEquals(Map.of(DropReason.SUBSCRIBER_BARRED, 2L), vswitch.drops());
    }

    @Test
    void shouldLeaveSignallingAndOtherNodesAlone() {
        apply(closed(ONE, GATEWAY_ONE), closed(TWO, GATEWAY_TWO));
        final byte[] echo = Frames.ethernet(1, 2).ipv4(ENB, GATEWAY_ONE).udp(2152, 2152).gtpu(0)
            .messageType(Gtpu.ECHO_REQUEST).sequence(1).payload(0).bytes();
        vswitch.send("access", echo, passing("192.0.2.103", UE_ONE));
        assertArrayEquals(echo, vswitch.sent("core").getFirst());
        assertEquals(Map.of(), vswitch.drops());
    }

    @Test
    void shouldLetEverybodyIntoAnOpenSlice() {
        apply(new SliceConfig(ONE, List.of(IpAddress.parse(GATEWAY_ONE)), false, List.of(), List.of()),
            closed(TWO, GATEWAY_TWO));
        vswitch.send("access", passing(GATEWAY_ONE, UE_ONE),
            uplink(GATEWAY_ONE, 99, UE_ONE, SERVER).payload(9).bytes());
        assertEquals(2, vswitch.sent("core").size());
    }

    @Test
    void shouldCopyNothingOfABarredSubscriber() {
        final List<RuleAction> copying = List.of(new RuleAction.Duplicate("app", Optional.empty()),
            new RuleAction.Duplicate("app", Optional.of("core")),
            new RuleAction.DuplicateDecapsulated("app", Optional.empty()));
        long barred = 0;
        for (final RuleAction action : copying) {
            vswitch.apply(CONFIG.withRules(List.of(rule("tap", 1, action, ask().ingress("access").match())))
                .withSlices(slices(closed(ONE, GATEWAY_ONE), closed(TWO, GATEWAY_TWO, IMSI_TWO))));
            vswitch.send("access", passing(GATEWAY_ONE, UE_ONE), passing(GATEWAY_TWO, UE_TWO),
                passing(GATEWAY_ONE, UE_ONE));
            barred += 2;
            assertEquals(1, vswitch.sent("app").size(), action::toString);
            assertArrayEquals(passing(GATEWAY_TWO, UE_TWO), vswitch.sent("core").getFirst());
            assertEquals(Map.of(DropReason.SUBSCRIBER_BARRED, barred), vswitch.drops());
        }
        assertEquals(3, vswitch.status().copied().get());
    }

    @Test
    void shouldCopyNothingOfAnotherVlan() {
        final SliceConfig tagged =
            new SliceConfig(ONE, List.of(IpAddress.parse(GATEWAY_ONE)), true, List.of(IMSI_ONE), List.of(100));
        vswitch.apply(CONFIG.withBearers(List.of(BEARER_ONE)).withSlices(slices(tagged)).withRules(List.of(
            rule("tap", 1, new RuleAction.Duplicate("app", Optional.empty()), ask().ingress("access").match()))));
        vswitch.send("access", onVlan(300), onVlan(100));
        assertArrayEquals(onVlan(100), vswitch.sent("app").getFirst());
        assertEquals(1, vswitch.status().copied().get());
        assertEquals(Map.of(DropReason.SLICE_VLAN, 1L), vswitch.drops());
    }

    @Test
    void shouldCountASlicesPacketsWithoutTheirCopies() {
        vswitch.apply(CONFIG.withRules(List.of(
            rule("tap", 1, new RuleAction.Duplicate("app", Optional.empty()), ask().ingress("access").match()))));
        vswitch.send("access", passing(GATEWAY_ONE, UE_ONE));
        assertEquals(1, vswitch.sent("app").size());
        assertEquals(1, vswitch.status().sliceCounters(ONE).packets().get());
    }

    /** An unknown subscriber learns nothing of the endpoint, not even that a tunnel is unknown. */
    @Test
    void shouldTellABarredSubscriberNothing() {
        final EndpointConfig own = new EndpointConfig(IpAddress.parse(GATEWAY_ONE), Optional.empty(), true, 10, false);
        vswitch.apply(CONFIG.withGtpu(new GtpuConfig(List.of(own), false)));
        vswitch.send("access", uplink(GATEWAY_ONE, 99, UE_ONE, SERVER).payload(9).bytes());
        assertEquals(0, vswitch.sent("access").size());
        assertEquals(Map.of(DropReason.SUBSCRIBER_BARRED, 1L), vswitch.drops());
        vswitch.send("access", popped(GATEWAY_ONE, UE_ONE));
        assertEquals(1, vswitch.sent("app").size());
    }

    @Test
    void shouldKeepASliceOnItsVlans() {
        final SliceConfig tagged =
            new SliceConfig(ONE, List.of(IpAddress.parse(GATEWAY_ONE)), true, List.of(IMSI_ONE), List.of(100, 200));
        apply(tagged, closed(TWO, GATEWAY_TWO, IMSI_TWO));
        vswitch.send("access", onVlan(100), onVlan(200), onVlan(300), passing(GATEWAY_ONE, UE_ONE));
        assertEquals(2, vswitch.sent("core").size());
        assertEquals(Map.of(DropReason.SLICE_VLAN, 2L), vswitch.drops());
    }

    private static byte[] onVlan(final int id) {
        return Frames.ethernet(0x0200_0000_00e1L, 0x0200_0000_00c1L).vlan(id).ipv4(ENB, GATEWAY_ONE).udp(2152, 2152)
            .gtpu(TEID).ipv4(UE_ONE, SERVER).udp(40_000, 53).payload(30).bytes();
    }

    @Test
    void shouldGuardIpv6Tunnels() {
        final IpAddress gateway = IpAddress.parse("2001:db8::65");
        final IpAddress enb = IpAddress.parse("2001:db8::1");
        final BearerConfig bearer = new BearerConfig("six", IpAddress.parse(UE_ONE), gateway, TEID, enb, 1,
            OptionalInt.empty(), Optional.of(IMSI_ONE), PushConfig.DEFAULT, Optional.of(ONE));
        vswitch.apply(CONFIG.withBearers(List.of(bearer)).withSlices(slices(closed(ONE, "2001:db8::65", IMSI_ONE))));
        final byte[] up = Frames.ethernet(1, 2).ip(enb, gateway).udp(2152, 2152).gtpu(TEID).ipv4(UE_ONE, SERVER)
            .udp(1, 2).payload(9).bytes();
        vswitch.send("access", up);
        assertEquals(1, vswitch.sent("core").size());
        apply(closed(ONE, "2001:db8::65"));
        vswitch.send("access", up);
        assertEquals(Map.of(DropReason.SUBSCRIBER_BARRED, 1L), vswitch.drops());
    }

    @Test
    void shouldCountWhatASliceLetsOn() {
        final byte[] up = passing(GATEWAY_ONE, UE_ONE);
        vswitch.send("access", up, passing(GATEWAY_ONE, UE_ONE),
            uplink(GATEWAY_ONE, 9, UE_ONE, SERVER).payload(1).bytes());
        vswitch.send("core", downlink(GATEWAY_ONE, 1, UE_ONE));
        final SliceCounters counters = vswitch.status().sliceCounters(ONE);
        assertEquals(3, counters.packets().get());
        assertEquals(3 * up.length, counters.bytes().get());
        assertEquals(0, vswitch.status().sliceCounters(TWO).packets().get());
    }

    @Test
    void shouldCreateAndDeleteSlicesAtRunTime() {
        final List<SliceConfig> six = new ArrayList<>(CONFIG.slices().slices());
        IntStream.range(3, 7).forEach(n -> six.add(closed("001-0" + n, "192.0.2.11" + n)));
        vswitch.apply(CONFIG.withSlices(new SlicesConfig(6, six)));
        final List<SliceConfig> seven = new ArrayList<>(six);
        seven.add(closed("001-07", "192.0.2.117"));
        assertEquals(List.of(ConfigPaths.SLICES + "/slice"), refused(CONFIG.withSlices(new SlicesConfig(6, seven))));
        vswitch.apply(CONFIG.withSlices(new SlicesConfig(64, seven)));
        vswitch.apply(CONFIG.withSlices(SlicesConfig.NONE).withBearers(List.of()));
        vswitch.send("access", passing(GATEWAY_ONE, UE_ONE));
        assertEquals(1, vswitch.sent("core").size());
    }

    @Test
    void shouldRefuseSlicesThatCannotBeToldApart() {
        assertEquals(List.of(ConfigPaths.slice(TWO) + "/gateway"), refused(CONFIG.withBearers(List.of()).withSlices(
            slices(closed(ONE, GATEWAY_ONE), closed(TWO, GATEWAY_ONE)))));
        assertEquals(List.of(ConfigPaths.slice(ONE)), refused(CONFIG.withBearers(List.of()).withSlices(
            slices(closed(ONE, GATEWAY_ONE), closed(ONE, GATEWAY_TWO)))));
    }

    @Test
    void shouldRefuseABearerOfAnotherSliceThanItsGateway() {
        final String path = ConfigPaths.bearer("b") + "/slice";
        assertEquals(List.of(path), refused(CONFIG.withBearers(List.of(
            bearer("b", UE_ONE, GATEWAY_ONE, 1, TWO, IMSI_ONE)))));
        assertEquals(List.of(path), refused(CONFIG.withBearers(List.of(
            bearer("b", UE_ONE, "192.0.2.103", 1, ONE, IMSI_ONE)))));
        final BearerConfig free = new BearerConfig("b", IpAddress.parse("10.45.0.9"), IpAddress.parse(GATEWAY_ONE), 9,
            IpAddress.parse(ENB), 9, OptionalInt.empty(), Optional.empty());
        assertEquals(List.of(path), refused(CONFIG.withBearers(List.of(free))));
        assertEquals(List.of(path), vswitch.update(new BearerUpdate.Put(free)).stream()
            .map(Violation::path).toList());
    }

    @Test
    void shouldEndARunTimeBearerWhoseGatewayBecomesASlices() {
        vswitch.apply(CONFIG.withSlices(SlicesConfig.NONE).withBearers(List.of()));
        assertEquals(List.of(), vswitch.update(new BearerUpdate.Put(unbound("b", UE_ONE, GATEWAY_ONE, 1)),
            new BearerUpdate.Put(unbound("c", "10.45.0.9", "192.0.2.103", 9))));
        vswitch.send("access", popped(GATEWAY_ONE, UE_ONE), popped("192.0.2.103", "10.45.0.9"));
        assertEquals(2, vswitch.sent("app").size());
        apply(closed(ONE, GATEWAY_ONE, IMSI_ONE));
        vswitch.send("access", popped(GATEWAY_ONE, UE_ONE), popped("192.0.2.103", "10.45.0.9"));
        assertEquals(1, vswitch.sent("app").size());
        assertEquals(Map.of(DropReason.SUBSCRIBER_BARRED, 1L), vswitch.drops());
    }

    /** Its downlink TEID would otherwise let the uplink of a barred subscriber in. */
    @Test
    void shouldTakeNoGatewayForAnAccessNode() {
        final BearerConfig inverse = inverse();
        assertEquals(List.of(ConfigPaths.bearer("d") + "/downlink/endpoint"),
            refused(CONFIG.withBearers(List.of(inverse))));
        assertEquals(List.of(ConfigPaths.bearer("d") + "/downlink", ConfigPaths.bearer("d") + "/slice"),
            vswitch.update(new BearerUpdate.Put(inverse)).stream().map(Violation::path).toList());
    }

    @Test
    void shouldEndARunTimeBearerWhoseAccessNodeBecomesAGateway() {
        vswitch.apply(CONFIG.withSlices(SlicesConfig.NONE).withBearers(List.of()));
        assertEquals(List.of(), vswitch.update(new BearerUpdate.Put(inverse())));
        vswitch.send("access", popped(GATEWAY_ONE, UE_ONE));
        assertEquals(1, vswitch.sent("app").size());
        apply(closed(ONE, GATEWAY_ONE, IMSI_ONE));
        vswitch.send("access", popped(GATEWAY_ONE, UE_ONE));
        assertEquals(0, vswitch.sent("app").size());
        assertEquals(Map.of(DropReason.SUBSCRIBER_BARRED, 1L), vswitch.drops());
    }

    /** A bearer that has a gateway's address at the wrong end. */
    private static BearerConfig inverse() {
        return new BearerConfig("d", IpAddress.parse("10.45.0.7"), IpAddress.parse("192.0.2.104"), 77,
            IpAddress.parse(GATEWAY_ONE), TEID, OptionalInt.empty(), Optional.empty());
    }

    @Test
    void shouldRefuseToLearnBearersWhereThereAreSlices() {
        final GtpuConfig learning =
            GtpuConfig.NONE.withLearning(new LearningConfig(10, 60, LearningConfig.Handover.AT_ONCE, 1_000));
        assertEquals(List.of(ConfigPaths.LEARNING), refused(CONFIG.withGtpu(learning)));
        final SlicesConfig before = CONFIG.slices();
        vswitch.apply(CONFIG.withSlices(SlicesConfig.NONE).withBearers(List.of()).withGtpu(learning));
        assertEquals(List.of(ConfigPaths.LEARNING), refused(vswitch.running().withSlices(before)));
    }

    @Test
    void shouldRefuseARunTimeBearerOfASlice() {
        final BearerConfig stranger = bearer("s", "10.45.0.8", "192.0.2.103", 8, ONE, "001010000000009");
        assertEquals(List.of(ConfigPaths.bearer("s") + "/slice"),
            vswitch.update(new BearerUpdate.Put(stranger)).stream().map(Violation::path).toList());
    }

    private static BearerConfig unbound(final String name, final String ue, final String gateway, final long downlink) {
        return new BearerConfig(name, IpAddress.parse(ue), IpAddress.parse(gateway), TEID, IpAddress.parse(ENB),
            downlink, OptionalInt.empty(), Optional.empty());
    }

    /**
     * What was received before the list changed is all that gets through, however many bearers there are: from the next
     * packet on the subscriber is barred, and the lanes are not kept waiting longer than by any other commit.
     */
    @Test
    void shouldBarFromTheNextPacketOnAmongManyBearers() {
        final List<BearerConfig> many = new ArrayList<>(List.of(BEARER_ONE, BEARER_TWO));
        IntStream.range(0, 20_000).forEach(n -> many.add(new BearerConfig("b" + n, IpAddress.ofIpv4(0x0a64_0000 + n),
            IpAddress.parse(GATEWAY_TWO), 100 + n, IpAddress.parse(ENB), 100 + n, OptionalInt.empty(),
            Optional.of(IMSI_TWO), PushConfig.DEFAULT, Optional.of(TWO))));
        final int few = stepsToBar();
        vswitch.apply(CONFIG.withBearers(many));
        assertEquals(few, stepsToBar());
        assertEquals(Map.of(DropReason.SUBSCRIBER_BARRED, 2L), vswitch.drops());
    }

    private int stepsToBar() {
        vswitch.send("access", passing(GATEWAY_ONE, UE_ONE));
        assertEquals(1, vswitch.sent("core").size());
        final int before = vswitch.steps();
        apply(closed(ONE, GATEWAY_ONE), closed(TWO, GATEWAY_TWO, IMSI_TWO));
        final int steps = vswitch.steps() - before;
        vswitch.send("access", passing(GATEWAY_ONE, UE_ONE));
        assertEquals(0, vswitch.sent("core").size());
        apply(closed(ONE, GATEWAY_ONE, IMSI_ONE), closed(TWO, GATEWAY_TWO, IMSI_TWO));
        return steps;
    }

    @Test
    void shouldBarAGpduWhateverIsInIt() {
        apply(closed(ONE, GATEWAY_ONE), closed(TWO, GATEWAY_TWO, IMSI_TWO));
        final Frames tunnel = Frames.ethernet(0x0200_0000_00e1L, 0x0200_0000_00c1L).ipv4(ENB, GATEWAY_ONE)
            .udp(2152, 2152).gtpu(TEID);
        vswitch.send("access", tunnel.payload((byte) 0x10, (byte) 0).bytes());
        assertEquals(List.of(), vswitch.sent("core"));
        assertEquals(Map.of(DropReason.SUBSCRIBER_BARRED, 1L), vswitch.drops());
    }

    @Test
    void shouldBarWhatComesInFragments() {
        vswitch.apply(CONFIG.withRules(List.of()).withGtpu(GtpuConfig.NONE.withReassembly(ReassemblyConfig.DEFAULT))
            .withSlices(slices(closed(ONE, GATEWAY_ONE), closed(TWO, GATEWAY_TWO, IMSI_TWO))));
        final byte[] large = uplink(GATEWAY_ONE, TEID, UE_ONE, SERVER).payload(300).bytes();
        Frames.fragments(large, 160, 5).forEach(fragment -> vswitch.send("access", fragment));
        assertEquals(List.of(), vswitch.sent("core"));
        assertEquals(1, vswitch.drops().get(DropReason.SUBSCRIBER_BARRED));
        final byte[] other = uplink(GATEWAY_TWO, TEID, UE_TWO, SERVER).payload(300).bytes();
        final List<byte[]> fragments = Frames.fragments(other, 160, 6);
        fragments.forEach(fragment -> vswitch.send("access", fragment));
        assertEquals(fragments.size(), vswitch.sent("core").size());
    }
}
