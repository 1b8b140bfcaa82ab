package io.mecvswitch.vswitch;

import static io.mecvswitch.traffic.FrameAssert.assertFrame;
import static io.mecvswitch.vswitch.Configs.ask;
import static io.mecvswitch.vswitch.Configs.bearer;
import static io.mecvswitch.vswitch.Configs.rule;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mecvswitch.config.EndpointConfig;
import io.mecvswitch.config.GtpuConfig;
import io.mecvswitch.config.HeaderRewrite;
import io.mecvswitch.config.IpAddress;
import io.mecvswitch.config.MacAddress;
import io.mecvswitch.config.RuleAction;
import io.mecvswitch.config.RuleConfig;
import io.mecvswitch.config.SwitchConfig;
import io.mecvswitch.config.WireConfig;
import io.mecvswitch.header.Gtpu;
import io.mecvswitch.stage.DropReason;
import io.mecvswitch.stage.Placement;
import io.mecvswitch.status.Conservation;
import io.mecvswitch.traffic.Frames;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Copies: the packet goes its way, and another like it to a second port. */
class DuplicateTest {
    private static final long ENB_MAC = 0x0200_0000_00e1L;
    private static final long SGW_MAC = 0x0200_0000_00c1L;
    private static final String UE = "10.45.0.2";
    private static final String EDGE = "198.51.100.7";
    private static final MacAddress PROBE_MAC = MacAddress.parse("02:00:00:00:00:22");
    private static final RuleAction AS_IS = new RuleAction.Duplicate("app", Optional.empty());
    private static final RuleAction DECAPSULATED = new RuleAction.DuplicateDecapsulated("app", Optional.empty());

    private final SteppedSwitch vswitch = new SteppedSwitch(Placement.UNCUT, 8, 1);

    @AfterEach
    void shouldHaveLostNothing() {
        vswitch.assertConserved();
    }

    private static SwitchConfig config(final RuleConfig... rules) {
        return Configs.wired(List.of(rules), List.of(bearer("ue", UE, 1, 2, OptionalInt.empty())));
    }

    private void apply(final RuleAction action) {
        vswitch.apply(config(rule("r", 1, action, ask().ingress("access").match())));
    }

    private static byte[] plain(final int number) {
        return Frames.ethernet(ENB_MAC, SGW_MAC).vlan(100).ipv4(UE, EDGE).udp(number, 53).payload(20).bytes();
    }

    private static Frames uplink(final long teid) {
        return Frames.ethernet(ENB_MAC, SGW_MAC).ipv4("192.0.2.1", "192.0.2.100").udp(2152, 2152).gtpu(teid);
    }

    private static byte[] gpdu(final long teid) {
        return uplink(teid).ipv4(UE, EDGE).udp(4000, 53).payload(20).bytes();
    }

    private static byte[] popped() {
        return Frames.ethernet(Configs.SWITCH_MAC.bits(), Configs.APPLICATION_MAC.bits()).ipv4(UE, EDGE).udp(4000, 53)
            .payload(20).bytes();
    }

    private void assertSent(final String port, final byte[]... frames) {
        final List<byte[]> sent = vswitch.sent(port);
        assertEquals(frames.length, sent.size(), port);
        for (int i = 0; i < frames.length; i++) {
            assertFrame(frames[i], sent.get(i));
        }
    }

    private long copied() {
        return vswitch.status().copied().get();
    }

    @Test
    void shouldCopyWhatPassesByteForByte() {
        apply(AS_IS);
        vswitch.send("access", plain(1), gpdu(1));
        assertSent("core", plain(1), gpdu(1));
        assertSent("app", plain(1), gpdu(1));
        assertEquals(2, copied());
        assertEquals(Map.of(), vswitch.drops());
    }

    @Test
    void shouldCountCopiesBesideWhatWasReceived() {
        apply(AS_IS);
        vswitch.send("access", plain(1), plain(2));
        assertEquals(new Conservation(2, 2, 4, 0, 0, 0), Conservation.of(vswitch.status().reader().snapshot()));
        assertEquals(2, vswitch.status().ruleCounters("r").packets().get());
    }

    @Test
    void shouldCopyEveryPacketOfFullVectorsInOrder() {
        apply(AS_IS);
        final byte[][] frames = IntStream.range(0, 40).mapToObj(DuplicateTest::plain).toArray(byte[][]::new);
        vswitch.send("access", frames);
        assertSent("core", frames);
        assertSent("app", frames);
    }

    @Test
    void shouldCopyNothingButWhatTheRuleConcerns() {
        vswitch.apply(config(rule("r", 1, AS_IS, ask().vlan(100).match()),
            rule("drop", 2, new RuleAction.Drop(), ask().vlan(101).match())));
        final byte[] other = Frames.ethernet().ipv4(UE, EDGE).udp(1, 2).payload(3).bytes();
        final byte[] dropped = Frames.ethernet().vlan(101).ipv4(UE, EDGE).udp(1, 2).payload(3).bytes();
        vswitch.send("access", other, plain(1), dropped, plain(2), other);
        assertSent("core", other, plain(1), plain(2), other);
        assertSent("app", plain(1), plain(2));
    }

    @Test
    void shouldPutACopyRightBehindItsOriginalOnOnePort() {
        apply(new RuleAction.Duplicate("core", Optional.empty()));
        vswitch.send("access", plain(1), plain(2));
        assertSent("core", plain(1), plain(1), plain(2), plain(2));
    }

    @Test
    void shouldSendTheOriginalToASecondDestination() {
        apply(new RuleAction.Duplicate("app", Optional.of("access")));
        vswitch.send("access", plain(1));
        assertSent("access", plain(1));
        assertSent("app", plain(1));
        assertSent("core");
    }

    @Test
    void shouldCopyTheTpduOfATunnelThatGoesOn() {
        apply(DECAPSULATED);
        vswitch.send("access", gpdu(1));
        assertSent("core", gpdu(1));
        assertSent("app", popped());
    }

    @Test
    void shouldSendTheTunnelToOnePortAndItsTpduToAnother() {
        apply(new RuleAction.DuplicateDecapsulated("app", Optional.of("access")));
        vswitch.send("access", gpdu(1));
        assertSent("access", gpdu(1));
        assertSent("app", popped());
    }

    @Test
    void shouldMakeNoCopyOfWhatCanNotBeDecapsulated() {
        apply(DECAPSULATED);
        final byte[] echo = uplink(0).messageType(Gtpu.ECHO_REQUEST).sequence(1).bytes();
        final byte[] broken = Arrays.copyOf(gpdu(1), 60);
        vswitch.send("access", plain(1), echo, broken);
        assertSent("core", plain(1), echo, broken);
        assertSent("app");
        assertEquals(0, copied());
    }

    @Test
    void shouldDropTheCopyForAnUnknownBearerAndPassTheOriginal() {
        apply(DECAPSULATED);
        vswitch.send("access", gpdu(77));
        assertSent("core", gpdu(77));
        assertSent("app");
        assertEquals(Map.of(DropReason.BEARER_UNKNOWN, 1L), vswitch.drops());
    }

    @Test
    void shouldCopyTheAnswersOfAnApplication() {
        vswitch.apply(config(rule("pop", 1, new RuleAction.ForwardDecapsulated("app"), ask().teid(1).match()),
            rule("tap", 2, new RuleAction.Duplicate("core", Optional.empty()), ask().ingress("app").match())));
        vswitch.send("access", gpdu(1));
        final byte[] answer = Frames.ethernet(Configs.APPLICATION_MAC.bits(), Configs.SWITCH_MAC.bits())
            .ipv4(EDGE, UE).udp(53, 4000).payload(30).bytes();
        vswitch.send("app", answer);
        assertSent("access", Golden.gpdu(Frames.ethernet(SGW_MAC, ENB_MAC).ipv4("192.0.2.100", "192.0.2.1")
            .udp(2152, 2152).gtpu(2).ipv4(EDGE, UE).udp(53, 4000).payload(30)));
        assertSent("core", answer);
    }

    @Test
    void shouldCopyWhatIsDroppedForWantOfAWire() {
        final SwitchConfig config = config(rule("r", 1, AS_IS, ask().ingress("access").match()));
        vswitch.apply(new SwitchConfig(config.dataplane(), config.ports(), List.<WireConfig>of(), config.rules(),
            config.bearers(), config.gtpu()));
        vswitch.send("access", plain(1));
        assertSent("app", plain(1));
        assertEquals(Map.of(DropReason.NO_WIRE, 1L), vswitch.drops());
    }

    @Test
    void shouldNotCopyWhatTheSwitchAnswersItself() {
        final EndpointConfig own = new EndpointConfig(IpAddress.parse("192.0.2.100"), Optional.empty(), true, 10,
            false);
        vswitch.apply(config(rule("r", 1, AS_IS, ask().ingress("access").match()))
            .withGtpu(new GtpuConfig(List.of(own), false)));
        vswitch.send("access", uplink(0).messageType(Gtpu.ECHO_REQUEST).sequence(1).bytes(), gpdu(1));
        assertSent("core", gpdu(1));
        assertSent("app", gpdu(1));
        assertEquals(1, vswitch.sent("access").size());
    }

    @Test
    void shouldRewriteTheCopyAndNotTheOriginal() {
        final HeaderRewrite rewrite = HeaderRewrite.macs(Configs.SWITCH_MAC, PROBE_MAC);
        final byte[] copy = Frames.ethernet(Configs.SWITCH_MAC.bits(), PROBE_MAC.bits()).vlan(100).ipv4(UE, EDGE)
            .udp(1, 53).payload(20).bytes();
        vswitch.apply(config(rule("r", 1, AS_IS, ask().ingress("access").match()).withRewrite(rewrite)));
        vswitch.send("access", plain(1));
        assertSent("core", plain(1));
        assertSent("app", copy);

        vswitch.apply(config(rule("r", 1, new RuleAction.Duplicate("app", Optional.of("core")),
            ask().ingress("access").match()).withRewrite(rewrite)));
        vswitch.send("access", plain(1));
        assertSent("core", plain(1));
        assertSent("app", copy);
    }

    @Test
    void shouldLetThePacketsGoOnWhereThereAreNoBuffersForCopies() {
        apply(AS_IS);
        final long[] taken = new long[vswitch.ports().memory().available() - 8];
        assertTrue(vswitch.ports().memory().allocate(taken, taken.length));
        vswitch.send("access", plain(1), plain(2), plain(3), plain(4), plain(5));
        assertEquals(5, vswitch.sent("core").size());
        assertSent("app");
        assertEquals(Map.of(DropReason.NO_BUFFER, 5L), vswitch.drops());
        vswitch.ports().memory().free(taken, 0, taken.length);
    }
}
