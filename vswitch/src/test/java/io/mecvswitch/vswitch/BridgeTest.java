package io.mecvswitch.vswitch;

import static io.mecvswitch.traffic.FrameAssert.assertFrame;
import static io.mecvswitch.vswitch.Configs.ask;
import static io.mecvswitch.vswitch.Configs.port;
import static io.mecvswitch.vswitch.Configs.rule;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.mecvswitch.config.BridgeConfig;
import io.mecvswitch.config.BridgeConfig.BridgePort;
import io.mecvswitch.config.BridgeConfig.Station;
import io.mecvswitch.config.HeaderRewrite;
import io.mecvswitch.config.MacAddress;
import io.mecvswitch.config.PortConfig;
import io.mecvswitch.config.PortConfig.Role;
import io.mecvswitch.config.RuleAction;
import io.mecvswitch.config.RuleConfig;
import io.mecvswitch.config.SwitchConfig;
import io.mecvswitch.config.TagRewrite;
import io.mecvswitch.config.Violation;
import io.mecvswitch.config.VlanMode;
import io.mecvswitch.config.VlanMode.Access;
import io.mecvswitch.config.VlanMode.Translation;
import io.mecvswitch.config.VlanMode.Transparent;
import io.mecvswitch.config.VlanMode.Trunk;
import io.mecvswitch.stage.DropReason;
import io.mecvswitch.status.BridgeCounters;
import io.mecvswitch.traffic.Frames;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bridge domains, frame by frame (IEEE Std 802.1Q-2022 §8). Ports are called p0, p1 and so on; so are stations. */
class BridgeTest {
    private static final long SECOND_NS = 1_000_000_000L;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final long BROADCAST = 0xffff_ffff_ffffL;
    private static final long LLDP = 0x0180_c200_000eL;
    private static final int CUSTOMER_PCP_5 = 5 << 13;

    private final SteppedSwitch vswitch = new SteppedSwitch(bridged(transparent(3)));

    @AfterEach
    void shouldHaveLostNothing() {
        vswitch.assertConserved();
    }

    private static VlanMode[] transparent(final int ports) {
        return IntStream.range(0, ports).mapToObj(_ -> new Transparent()).toArray(VlanMode[]::new);
    }

    private static VlanMode trunk(final Integer... allowed) {
        return new Trunk(List.of(allowed), OptionalInt.empty(), List.of());
    }

    private static BridgeConfig domain(final VlanMode... modes) {
        return new BridgeConfig("lan", IntStream.range(0, modes.length)
            .mapToObj(i -> new BridgePort("p" + i, modes[i])).toList(), 300, 4_096, 10_000, List.of());
    }

    private static BridgeConfig with(final BridgeConfig domain, final int ageing, final int stations, final int floods,
        final Station... known) {
        return new BridgeConfig(domain.name(), domain.ports(), ageing, stations, floods, List.of(known));
    }

    private static SwitchConfig bridged(final VlanMode... modes) {
        return ports(modes.length).withBridges(List.of(domain(modes)));
    }

    private static SwitchConfig ports(final int count) {
        final List<PortConfig> ports = new ArrayList<>();
        IntStream.range(0, count).forEach(i -> ports.add(port("p" + i, i % 2 == 0 ? Role.ACCESS : Role.CORE)));
        final SwitchConfig empty = SwitchConfig.EMPTY;
        return new SwitchConfig(empty.dataplane(), ports, List.of(), List.of(), List.of(), empty.gtpu());
    }

    private static long station(final int number) {
        return 0x0200_0000_0100L + number;
    }

    private static Frames between(final long source, final long destination) {
        return Frames.ethernet(source, destination);
    }

    private static byte[] frame(final int from, final int to) {
        return between(station(from), station(to)).ipv4("10.0.0.1", "10.0.0.2").udp(1, 2).payload(20).bytes();
    }

    private static byte[] tagged(final int tci, final int from, final int to) {
        return between(station(from), station(to)).vlan(tci).ipv4("10.0.0.1", "10.0.0.2").udp(1, 2).payload(20).bytes();
    }

    /** How many frames left by each of the first ports since the last call. */
    private List<Integer> left(final int ports) {
        return IntStream.range(0, ports).mapToObj(i -> vswitch.sent("p" + i).size()).toList();
    }

    private BridgeCounters counters() {
        return vswitch.status().bridgeCounters("lan");
    }

    @Test
    void shouldFloodToUnknownStationsAndLearnWhereTheyAre() {
        vswitch.send("p0", frame(0, 1));
        for (final String port : List.of("p1", "p2")) {
            assertFrame(frame(0, 1), vswitch.sent(port).getFirst());
        }
        assertEquals(List.of(), vswitch.sent("p0"), "never back where it came from");

        vswitch.send("p1", frame(1, 0));
        assertFrame(frame(1, 0), vswitch.sent("p0").getFirst());
        assertEquals(List.of(0, 0, 0), left(3));

        vswitch.send("p0", frame(0, 1), frame(0, 1));
        assertEquals(List.of(0, 2, 0), left(3));
        assertEquals(2, counters().stations().get());
        assertEquals(1, counters().flooded().get());
        assertEquals(1, vswitch.status().copied().get());
    }

    @ParameterizedTest
    @ValueSource(longs = {BROADCAST, 0x0100_5e00_0001L, 0x3333_0000_0001L, 0x0180_c200_0010L})
    void shouldFloodGroups(final long group) {
        vswitch.send("p2", between(station(2), group).etherType(0x0806).payload(28).bytes());
        assertEquals(List.of(1, 1, 0), left(3));
    }

    /** 802.1Q table 8-1: spanning tree, pause, LACP, 802.1X, LLDP. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 0xe, 0xf})
    void shouldKeepLinkLocalFramesOnTheirLink(final int last) {
        vswitch.send("p0", between(station(0), 0x0180_c200_0000L + last).etherType(0x88cc).payload(46).bytes());
        assertEquals(List.of(0, 0, 0), left(3));
        assertEquals(Map.of(DropReason.LINK_LOCAL, 1L), vswitch.drops());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 0xe, 0xf})
    void shouldPassLinkLocalFramesOnWires(final int last) {
        final byte[] frame = between(station(0), 0x0180_c200_0000L + last).etherType(0x88cc).payload(46).bytes();
        vswitch.apply(Configs.wired(List.of(), List.of()));
        vswitch.send("access", frame);
        assertFrame(frame, vswitch.sent("core").getFirst());
        vswitch.send("core", frame);
        assertFrame(frame, vswitch.sent("access").getFirst());
    }

    @Test
    void shouldSendNothingBackOutOfThePortItCameFrom() {
        vswitch.send("p0", frame(0, 9));
        left(3);
        vswitch.send("p0", frame(9, 0));
        assertEquals(List.of(0, 0, 0), left(3));
        assertEquals(Map.of(DropReason.SAME_PORT, 1L), vswitch.drops());
    }

    @Test
    void shouldRefuseAGroupAsSource() {
        vswitch.send("p0", between(BROADCAST, station(1)).etherType(0x0806).payload(28).bytes());
        assertEquals(Map.of(DropReason.SOURCE_IS_GROUP, 1L), vswitch.drops());
        assertEquals(0, counters().stations().get());
    }

    @Test
    void shouldDropWhatIsNoFrame() {
        vswitch.send("p0", new byte[13], Arrays.copyOf(tagged(7, 0, 1), 17), new byte[0]);
        assertEquals(Map.of(DropReason.ETHERNET_TRUNCATED, 3L), vswitch.drops());
        vswitch.send("p0", Arrays.copyOf(frame(0, 1), 14));
        assertEquals(List.of(0, 1, 1), left(3));
    }

    @Test
    void shouldFollowAStationThatMoves() {
        vswitch.send("p0", frame(0, 9));
        vswitch.send("p1", frame(0, 9));
        left(3);
        vswitch.send("p2", frame(2, 0));
        assertEquals(List.of(0, 1, 0), left(3));
        assertEquals(1, counters().moves().get());
    }

    @Test
    void shouldForgetStationsThatAreSilent() {
        vswitch.stopClock();
        vswitch.send("p0", frame(0, 9));
        vswitch.passTime(299 * SECOND_NS);
        vswitch.send("p1", frame(1, 0));
        assertEquals(List.of(1, 1, 1), left(3), "known");
        vswitch.passTime(2 * SECOND_NS);
        vswitch.send("p1", frame(1, 0));
        assertEquals(List.of(1, 0, 1), left(3), "forgotten");
        vswitch.send("p2", frame(2, 1));
        assertEquals(List.of(0, 1, 0), left(3), "p1 has spoken since");
    }

    @Test
    void shouldLearnNoMoreStationsThanAllowed() {
        vswitch.stopClock();
        vswitch.apply(ports(3).withBridges(List.of(with(domain(transparent(3)), 10, 5, 10_000))));
        for (int i = 10; i < 20; i++) {
            vswitch.send("p0", frame(i, 9));
        }
        assertEquals(5, counters().stations().get());
        assertEquals(5, counters().unlearned().get());
        left(3);
        vswitch.send("p1", frame(10, 14), frame(10, 15));
        assertEquals(List.of(2, 0, 1), left(3), "14 is known, 15 is not");

        vswitch.passTime(11 * SECOND_NS);
        vswitch.send("p0", frame(15, 9));
        assertEquals(1, counters().stations().get(), "the silent ones make room");
    }

    @Test
    void shouldFloodNoMoreThanAllowed() {
        vswitch.stopClock();
        vswitch.apply(ports(3).withBridges(List.of(with(domain(transparent(3)), 300, 100, 4))));
        vswitch.send("p1", frame(1, 0));
        for (int i = 0; i < 10; i++) {
            vswitch.send("p0", frame(0, 9));
        }
        vswitch.send("p0", frame(0, 1));
        assertEquals(List.of(1, 4, 4), left(3), "known stations are not limited");
        assertEquals(Map.of(DropReason.FLOOD_LIMIT, 7L), vswitch.drops());
        vswitch.passTime(SECOND_NS);
        vswitch.send("p0", frame(0, 9));
        assertEquals(List.of(0, 1, 1), left(3));
    }

    @Test
    void shouldFloodNothingWhereNothingIsAllowed() {
        vswitch.apply(ports(3).withBridges(List.of(with(domain(transparent(3)), 300, 100, 0))));
        vswitch.send("p0", frame(0, 9));
        assertEquals(Map.of(DropReason.FLOOD_LIMIT, 1L), vswitch.drops());
    }

    @Test
    void shouldKnowStaticStationsForGood() {
        vswitch.stopClock();
        final Station known = new Station(new MacAddress(station(7)), 0, "p2");
        vswitch.apply(ports(3).withBridges(List.of(with(domain(transparent(3)), 10, 5, 10_000, known))));
        vswitch.passTime(1_000 * SECOND_NS);
        vswitch.send("p0", frame(0, 7));
        assertEquals(List.of(0, 0, 1), left(3));
        vswitch.send("p1", frame(7, 9));
        left(3);
        vswitch.send("p0", frame(0, 7));
        assertEquals(List.of(0, 0, 1), left(3), "never moves");
        assertEquals(0, counters().moves().get());
    }

    @Test
    void shouldDropWhatHasNoOtherPortToGoTo() {
        vswitch.apply(bridged(transparent(1)));
        vswitch.send("p0", frame(0, 1));
        assertEquals(Map.of(DropReason.NO_OTHER_PORT, 1L), vswitch.drops());
    }

    @Test
    void shouldDropAFloodedFrameWholeWhereBuffersAreShort() {
        final long[] taken = new long[vswitch.ports().memory().available() - 1];
        assertTrue(vswitch.ports().memory().allocate(taken, taken.length));
        vswitch.send("p0", frame(0, 1));
        vswitch.ports().memory().free(taken, 0, taken.length);
        assertEquals(Map.of(DropReason.NO_BUFFER, 1L), vswitch.drops());
        assertEquals(List.of(0, 0, 0), left(3));
    }

    @Test
    void shouldFloodMoreFramesThanAVectorHolds() {
        vswitch.apply(bridged(transparent(6)));
        final byte[][] frames = IntStream.range(0, 32).mapToObj(i -> frame(i, 99)).toArray(byte[][]::new);
        vswitch.send("p3", frames);
        for (final int port : new int[] {0, 1, 2, 4, 5}) {
            final List<byte[]> sent = vswitch.sent("p" + port);
            assertEquals(32, sent.size());
            IntStream.range(0, 32).forEach(i -> assertFrame(frames[i], sent.get(i)));
        }
        assertEquals(4 * 32, vswitch.status().copied().get());
    }

    @Test
    void shouldLeaveOutPortsThatAreDown() {
        final SwitchConfig config = bridged(transparent(3));
        final PortConfig p2 = config.ports().get(2);
        final List<PortConfig> ports = new ArrayList<>(config.ports());
        ports.set(2, new PortConfig(p2.name(), p2.role(), p2.device(), false, p2.mtu(), p2.promiscuous(), p2.mac(),
            p2.peerMac()));
        final SwitchConfig without = new SwitchConfig(config.dataplane(), ports, List.of(), List.of(), List.of(),
            config.gtpu()).withBridges(config.bridges());
        vswitch.apply(ports(2));
        vswitch.apply(without);
        vswitch.port("p0").offer(frame(0, 1));
        vswitch.apply(without.withRules(List.of()));
        assertEquals(Map.of(), vswitch.drops());
        assertEquals(1, vswitch.sent("p1").size());
    }

    // Rules come first.

    @Test
    void shouldLetRulesDecideFirst() {
        vswitch.apply(bridged(transparent(3)).withRules(List.of(
            rule("drop", 1, new RuleAction.Drop(), ask().outerDestination("10.9.0.0/16").match()),
            rule("out", 2, new RuleAction.Forward("p2"), ask().vlan(5).match()),
            rule("pass", 3, new RuleAction.Pass(), ask().vlan(6).match()))));
        vswitch.send("p0", between(station(0), station(1)).ipv4("10.0.0.1", "10.9.0.1").udp(1, 2).bytes());
        vswitch.send("p0", tagged(5, 0, 1));
        assertEquals(List.of(0, 0, 1), left(3));
        vswitch.send("p0", tagged(6, 0, 1), frame(0, 1));
        assertEquals(List.of(0, 2, 2), left(3), "what passes is bridged like what no rule concerns");
        assertEquals(Map.of(DropReason.RULE_DROP, 1L), vswitch.drops());
    }

    private static RuleConfig tap(final RuleAction action) {
        return rule("tap", 1, action, ask().ingress("p0").match());
    }

    @Test
    void shouldCopyWhatADomainForwardsAndFloods() {
        vswitch.apply(
            bridged(transparent(3)).withRules(List.of(tap(new RuleAction.Duplicate("p2", Optional.empty())))));
        vswitch.send("p0", frame(0, 1));
        assertEquals(List.of(0, 1, 2), left(3), "the flooded frame everywhere, and its copy");
        vswitch.send("p1", frame(1, 0));
        assertEquals(List.of(1, 0, 0), left(3), "station 0 was learned, from the original");
        vswitch.send("p0", frame(0, 1));
        assertEquals(List.of(0, 1, 1), left(3), "the known station's frame to it, and the copy");
        assertEquals(3, vswitch.status().copied().get(), "two copies of rules, one of the flood");
    }

    @Test
    void shouldCopyAFrameAsItCameWhateverTagTheDomainGivesIt() {
        vswitch.apply(bridged(new Access(10), trunk(10), new Access(10)).withRules(List.of(
            tap(new RuleAction.Duplicate("p1", Optional.empty())))));
        vswitch.send("p0", frame(0, 1));
        final List<byte[]> sent = vswitch.sent("p1");
        assertEquals(2, sent.size());
        assertFrame(tagged(10, 0, 1), sent.get(0));
        assertFrame(frame(0, 1), sent.get(1));
        assertFrame(frame(0, 1), vswitch.sent("p2").getFirst());
    }

    @Test
    void shouldCopyWhatTheDomainDoesNotLetIn() {
        vswitch.apply(bridged(new Access(10), trunk(10), new Access(10)).withRules(List.of(
            tap(new RuleAction.Duplicate("p2", Optional.empty())))));
        vswitch.send("p0", tagged(10, 0, 1));
        assertFrame(tagged(10, 0, 1), vswitch.sent("p2").getFirst());
        assertEquals(List.of(0, 0, 0), left(3));
        assertEquals(Map.of(DropReason.VLAN_NOT_ALLOWED, 1L), vswitch.drops());
    }

    @Test
    void shouldSendTheOriginalPastTheDomainWhereTheRuleSaysSo() {
        vswitch.apply(bridged(transparent(3)).withRules(List.of(
            tap(new RuleAction.Duplicate("p2", Optional.of("p1"))))));
        vswitch.send("p0", frame(0, 2));
        assertEquals(List.of(0, 1, 1), left(3));
        vswitch.send("p1", frame(1, 0));
        assertEquals(List.of(1, 0, 1), left(3), "nothing was learned of what did not go through the domain");
    }

    @Test
    void shouldLeaveWiresBesideAlone() {
        final SwitchConfig wired = Configs.wired(List.of(), List.of());
        final List<PortConfig> ports = new ArrayList<>(wired.ports());
        ports.addAll(ports(2).ports());
        vswitch.apply(new SwitchConfig(wired.dataplane(), ports, wired.wires(), List.of(), List.of(), wired.gtpu())
            .withBridges(List.of(domain(transparent(2)))));
        vswitch.send("access", frame(0, 1));
        vswitch.send("p0", frame(0, 1));
        assertEquals(1, vswitch.sent("core").size());
        assertEquals(1, vswitch.sent("p1").size());
    }

    // VLANs.

    @Test
    void shouldKeepTagsWherePortsHaveNoMode() {
        vswitch.send("p0", tagged(CUSTOMER_PCP_5 | 7, 0, 1));
        assertFrame(tagged(CUSTOMER_PCP_5 | 7, 0, 1), vswitch.sent("p1").getFirst());
        vswitch.send("p1", frame(1, 0));
        assertEquals(List.of(1, 0, 2), left(3), "station 0 is known in VLAN 7 only");
        vswitch.send("p2", tagged(7, 2, 0));
        assertEquals(List.of(1, 0, 0), left(3));
    }

    @Test
    void shouldTagBetweenAccessPortsAndTrunks() {
        vswitch.apply(bridged(new Access(10), trunk(10, 20), new Access(10), new Access(20)));
        vswitch.send("p0", frame(0, 1));
        assertFrame(tagged(10, 0, 1), vswitch.sent("p1").getFirst());
        assertFrame(frame(0, 1), vswitch.sent("p2").getFirst());
        assertEquals(List.of(0, 0, 0, 0), left(4), "nothing for VLAN 20");

        vswitch.send("p1", tagged(CUSTOMER_PCP_5 | 10, 1, 0));
        assertFrame(frame(1, 0), vswitch.sent("p0").getFirst());
        vswitch.send("p1", tagged(20, 1, 0));
        assertFrame(frame(1, 0), vswitch.sent("p3").getFirst());
        vswitch.send("p0", frame(0, 1));
        assertFrame(tagged(10, 0, 1), vswitch.sent("p1").getFirst());
        assertEquals(List.of(0, 0, 0, 0), left(4), "known in VLAN 10");
        assertEquals(Map.of(), vswitch.drops());
    }

    @Test
    void shouldTakeWhatIsUntaggedOrOnlyPrioritised() {
        vswitch.apply(bridged(new Access(10), trunk(10)));
        vswitch.send("p0", tagged(CUSTOMER_PCP_5, 0, 1));
        assertFrame(tagged(CUSTOMER_PCP_5 | 10, 0, 1), vswitch.sent("p1").getFirst());
    }

    @ParameterizedTest
    @CsvSource({"p0, 10", "p0, 11", "p1, 11", "p1, 0", "p1, 4095"})
    void shouldRefuseVlansAPortDoesNotCarry(final String port, final int id) {
        vswitch.apply(bridged(new Access(10), trunk(10)));
        vswitch.send(port, tagged(id, 0, 1));
        assertEquals(Map.of(DropReason.VLAN_NOT_ALLOWED, 1L), vswitch.drops());
        assertEquals(0, counters().stations().get(), "nothing is learned from it");
    }

    @Test
    void shouldKnowTheNativeVlanOfATrunk() {
        vswitch.apply(bridged(new Access(10), new Trunk(List.of(20), OptionalInt.of(10), List.of()), new Access(20)));
        vswitch.send("p0", frame(0, 1));
        assertFrame(frame(0, 1), vswitch.sent("p1").getFirst());
        vswitch.send("p1", frame(1, 0));
        assertFrame(frame(1, 0), vswitch.sent("p0").getFirst());
        vswitch.send("p1", tagged(20, 1, 2));
        assertFrame(frame(1, 2), vswitch.sent("p2").getFirst());
    }

    @Test
    void shouldTranslateVlans() {
        vswitch.apply(bridged(trunk(100, 200), new Trunk(List.of(200), OptionalInt.empty(),
            List.of(new Translation(300, 100))), new Trunk(List.of(), OptionalInt.empty(),
            List.of(new Translation(100, 200), new Translation(200, 100)))));
        vswitch.send("p0", tagged(CUSTOMER_PCP_5 | 100, 0, 1));
        assertFrame(tagged(CUSTOMER_PCP_5 | 300, 0, 1), vswitch.sent("p1").getFirst());
        assertFrame(tagged(CUSTOMER_PCP_5 | 200, 0, 1), vswitch.sent("p2").getFirst());

        vswitch.send("p1", tagged(300, 1, 0));
        assertFrame(tagged(100, 1, 0), vswitch.sent("p0").getFirst());
        vswitch.send("p2", tagged(200, 2, 1));
        assertFrame(tagged(300, 2, 1), vswitch.sent("p1").getFirst());
        vswitch.send("p1", tagged(100, 1, 0));
        assertEquals(Map.of(DropReason.VLAN_NOT_ALLOWED, 1L), vswitch.drops(),
            "the inside identifier means nothing outside");
    }

    /** A service tag is no customer tag: to a bridge of customers' VLANs the frame is untagged (802.1Q §5.5). */
    @Test
    void shouldCarryServiceTagsAsPayload() {
        vswitch.apply(bridged(new Access(10), trunk(10)));
        vswitch.send("p0", between(station(0), station(1)).serviceVlan(30).vlan(40).etherType(0x0800).payload(46)
            .bytes());
        assertFrame(between(station(0), station(1)).vlan(10).serviceVlan(30).vlan(40).etherType(0x0800).payload(46)
            .bytes(), vswitch.sent("p1").getFirst());
    }

    /** What Parse found must still hold where the rule is applied: tags are changed last. */
    @Test
    void shouldRewriteByRulesBeforeTagsChange() {
        vswitch.apply(bridged(new Access(10), trunk(10), new Access(10)).withRules(List.of(
            rule("mark", 1, new RuleAction.Pass(), ask().match()).withRewrite(dscp(46)))));
        vswitch.send("p0", frame(0, 1));
        assertFrame(between(station(0), station(1)).vlan(10).ipv4("10.0.0.1", "10.0.0.2").trafficClass(46 << 2)
            .udp(1, 2)
            .payload(20).bytes(), vswitch.sent("p1").getFirst());
        vswitch.send("p1", tagged(10, 1, 0));
        assertFrame(between(station(1), station(0)).ipv4("10.0.0.1", "10.0.0.2").trafficClass(46 << 2).udp(1, 2)
            .payload(20).bytes(), vswitch.sent("p0").getFirst());
    }

    private static HeaderRewrite dscp(final int dscp) {
        return new HeaderRewrite(Optional.empty(), Optional.empty(), new TagRewrite.Keep(), Optional.of(dscp));
    }

    @Test
    void shouldRefuseRulesThatWouldMoveFramesBetweenVlans() {
        final RuleConfig pop = rule("pop", 1, new RuleAction.Pass(), ask().vlan(10).match()).withRewrite(
            new HeaderRewrite(Optional.empty(), Optional.empty(), new TagRewrite.Pop(), Optional.empty()));
        final List<Violation> violations = assertThrows(ConfigRefusedException.class, () ->
            vswitch.apply(bridged(new Access(10), trunk(10)).withRules(List.of(pop)))).violations();
        assertTrue(violations.getFirst().message().contains("gets the tags of its VLAN"), violations::toString);
        vswitch.apply(bridged(transparent(2)).withRules(List.of(pop)));
        vswitch.send("p0", tagged(10, 0, 1));
        assertFrame(frame(0, 1), vswitch.sent("p1").getFirst());
    }

    // From one configuration to the next.

    @Test
    void shouldKeepWhatItLearnedOverChanges() {
        final SwitchConfig config = bridged(transparent(3));
        vswitch.send("p0", frame(0, 9));
        vswitch.send("p1", frame(1, 9));
        left(3);
        vswitch.apply(config.withRules(List.of(rule("r", 1, new RuleAction.Drop(), ask().vlan(9).match()))));
        vswitch.send("p2", frame(2, 0));
        assertEquals(List.of(1, 0, 0), left(3), "another rule");
        vswitch.apply(ports(3).withBridges(List.of(with(domain(transparent(3)), 20, 100, 10))));
        vswitch.send("p2", frame(2, 1));
        assertEquals(List.of(0, 1, 0), left(3), "other settings");
        assertEquals(3, counters().stations().get());
    }

    @Test
    void shouldStayBridgedWhenSomethingElseChanges() {
        final SwitchConfig config = bridged(transparent(3));
        vswitch.apply(config.withRules(List.of()).withBearers(List.of()).withGtpu(config.gtpu()));
        vswitch.send("p0", frame(0, 1));
        assertEquals(List.of(0, 1, 1), left(3));
    }

    @Test
    void shouldForgetStationsOfPortsThatAreGone() {
        vswitch.send("p1", frame(1, 9));
        vswitch.send("p2", frame(2, 9));
        left(3);
        vswitch.apply(bridged(transparent(2)));
        assertEquals(1, counters().stations().get());
        vswitch.send("p0", frame(0, 2));
        assertEquals(1, vswitch.sent("p1").size(), "flooded");
        vswitch.apply(bridged(transparent(3)));
        vswitch.send("p0", frame(0, 2), frame(0, 1));
        assertEquals(List.of(0, 2, 1), left(3));
    }

    @Test
    void shouldForgetStationsOfVlansThatAPortCarriesNoMore() {
        vswitch.apply(bridged(trunk(10, 20), trunk(10, 20), trunk(10, 20)));
        vswitch.send("p0", tagged(10, 0, 9), tagged(20, 0, 9));
        left(3);
        vswitch.apply(bridged(trunk(20), trunk(10, 20), trunk(10, 20)));
        vswitch.send("p1", tagged(10, 1, 0), tagged(20, 1, 0));
        assertEquals(List.of(1, 0, 1), left(3));
        assertEquals(Map.of(), vswitch.drops());
    }

    // What can't be honoured.

    private void assertRefused(final String path, final String part, final SwitchConfig config) {
        final List<Violation> violations =
            assertThrows(ConfigRefusedException.class, () -> vswitch.apply(config)).violations();
        assertTrue(violations.stream().anyMatch(v -> v.path().equals(LAN + path) && v.message().contains(part)),
            violations::toString);
    }

    private static final String LAN = "/mec-vswitch-bridges:bridge-domains/bridge-domain[name='lan']";

    @Test
    void shouldRefusePortsThatCannotBeBridged() {
        final SwitchConfig wired = Configs.wired(List.of(), List.of());
        final BridgeConfig lan = new BridgeConfig("lan", List.of(new BridgePort("access", new Transparent()),
            new BridgePort("app", new Transparent()), new BridgePort("nowhere", new Transparent())), 300, 10, 10,
            List.of());
        assertRefused("/port[interface='access']", "in the wire 'wire' already", wired.withBridges(List.of(lan)));
        assertRefused("/port[interface='app']", "role application", wired.withBridges(List.of(lan)));
        assertRefused("/port[interface='nowhere']", "There is no interface", wired.withBridges(List.of(lan)));
        final BridgeConfig other = domain(transparent(2));
        assertRefused("/port[interface='p0']", "in the bridge domain 'first' already", ports(3).withBridges(List.of(
            new BridgeConfig("first", other.ports(), 300, 10, 10, List.of()), other)));
        assertRefused("", "has no interfaces", ports(3).withBridges(List.of(domain())));
        assertRefused("", "stands 2 times", ports(3).withBridges(List.of(domain(), domain())));
    }

    @Test
    void shouldRefuseVlansThatAreNotClear() {
        assertRefused("", "Give each one, or none", bridged(new Access(1), new Transparent()));
        assertRefused("/port[interface='p0']/access-vlan", "1 to 4094", bridged(new Access(4_095), trunk(1)));
        assertRefused("/port[interface='p1']/trunk/allowed-vlan", "1 to 4094", bridged(new Access(1), trunk(0)));
        assertRefused("/port[interface='p0']/trunk/native-vlan", "1 to 4094",
            bridged(new Trunk(List.of(), OptionalInt.of(0), List.of())));
        assertRefused("/port[interface='p0']/trunk/translation[outside='5']", "another VLAN",
            bridged(new Trunk(List.of(5), OptionalInt.empty(), List.of(new Translation(5, 6)))));
        assertRefused("/port[interface='p0']/trunk/translation[outside='7']", "one form only",
            bridged(new Trunk(List.of(), OptionalInt.empty(), List.of(new Translation(5, 6), new Translation(7, 6)))));
        assertRefused("/port[interface='p0']/trunk/translation[outside='5']", "one form only",
            bridged(new Trunk(List.of(), OptionalInt.of(6), List.of(new Translation(5, 6)))));
        assertRefused("/port[interface='p0']/trunk/translation[outside='0']/outside", "1 to 4094",
            bridged(new Trunk(List.of(), OptionalInt.empty(), List.of(new Translation(0, 6)))));
    }

    @Test
    void shouldRefuseLimitsAndStationsThatMeanNothing() {
        final BridgeConfig lan = domain(new Access(1), trunk(1, 2));
        assertRefused("/ageing-time", "1 to 1000000", ports(2).withBridges(List.of(with(lan, 0, 1, 1))));
        assertRefused("/max-stations", "1 to 131072", ports(2).withBridges(List.of(with(lan, 1, 131_073, 1))));
        assertRefused("/flood-rate", "0 to 1000000", ports(2).withBridges(List.of(with(lan, 1, 1, -1))));
        final MacAddress one = MacAddress.parse("02:00:00:00:00:01");
        final SwitchConfig stations = ports(2).withBridges(List.of(with(lan, 1, 1, 1, new Station(one, 2, "p0"),
            new Station(one, 2, "p1"), new Station(new MacAddress(LLDP), 1, "p1"), new Station(one, 1, "p9"))));
        assertRefused("/station[mac-address='02:00:00:00:00:01'][vlan-id='2']/interface", "not carry VLAN 2", stations);
        assertRefused("/station[mac-address='02:00:00:00:00:01'][vlan-id='2']", "stands twice", stations);
        assertRefused("/station[mac-address='01:80:c2:00:00:0e'][vlan-id='1']", "group address", stations);
        assertRefused("/station[mac-address='02:00:00:00:00:01'][vlan-id='1']/interface", "'p9'", stations);
    }

    /** The first device has taken its copies when the second fails; more copies wait than a vector holds. */
    @Test
    void shouldLoseNoCopyWhereADeviceFails() {
        vswitch.apply(bridged(transparent(5)));
        vswitch.port("p2").defective(true);
        final byte[][] frames = IntStream.range(0, 20).mapToObj(i -> frame(0, 100 + i)).toArray(byte[][]::new);
        assertThrows(IllegalStateException.class, () -> vswitch.send("p0", frames));
        vswitch.port("p2").defective(false);
        vswitch.run();
        assertTrue(!vswitch.sent("p1").isEmpty(), "the first device has taken some");
        assertEquals(Set.of(DropReason.STAGE_FAILED), vswitch.drops().keySet());
        left(5);
        vswitch.send("p0", frame(0, 1));
        assertEquals(List.of(0, 1, 1, 1, 1), left(5), "nothing is left from before");
    }

    /** Its tables have room for 65 536 stations, which takes four megabytes. */
    @Test
    void shouldNotMakeADomainAnewThatStays() {
        final SwitchConfig config = bridged(trunk(1, 2), trunk(1, 2));
        vswitch.apply(config.withBridges(List.of(with(domain(trunk(1, 2), trunk(1, 2)), 300, 65_536, 100))));
        vswitch.send("p0", tagged(1, 0, 1));
        vswitch.send("p1", tagged(1, 1, 0));
        final List<RuleConfig> rules = new ArrayList<>();
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 3; i++) {
            rules.add(rule("r" + i, 1, new RuleAction.Drop(), ask().vlan(100 + i).match()));
            final long before = THREADS.getCurrentThreadAllocatedBytes();
            vswitch.apply(vswitch.running().withRules(List.copyOf(rules)));
            least = Math.min(least, THREADS.getCurrentThreadAllocatedBytes() - before);
        }
        assertTrue(least < 1 << 20, "bytes of garbage");
        left(2);
        vswitch.send("p0", tagged(1, 0, 1));
        assertEquals(List.of(0, 1), left(2));
        assertEquals(1, counters().flooded().get(), "stations are known");
    }

    /** What it was flooded to before is known after: only the lists are made anew. */
    @Test
    void shouldKeepTheStationsOfADomainWhereAnotherComes() {
        vswitch.apply(ports(5).withBridges(List.of(domain(transparent(3)))));
        vswitch.send("p0", frame(0, 1));
        vswitch.send("p1", frame(1, 0));
        left(3);
        final BridgeConfig other = new BridgeConfig("other", List.of(new BridgePort("p3", new Access(7)),
            new BridgePort("p4", new Access(7))), 300, 4_096, 10_000, List.of());
        vswitch.apply(ports(5).withBridges(List.of(other, domain(transparent(3)))));
        vswitch.send("p0", frame(0, 1), frame(0, 2));
        vswitch.send("p3", frame(3, 4));
        assertEquals(List.of(0, 2, 1, 0, 1), left(5));
        assertEquals(2, counters().stations().get());
    }
}
