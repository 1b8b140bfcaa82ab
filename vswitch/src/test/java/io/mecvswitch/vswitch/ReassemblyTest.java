package io.mecvswitch.vswitch;

import static io.mecvswitch.traffic.FrameAssert.assertFrame;
import static io.mecvswitch.vswitch.Configs.ask;
import static io.mecvswitch.vswitch.Configs.bearer;
import static io.mecvswitch.vswitch.Configs.rule;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mecvswitch.config.BearerConfig;
import io.mecvswitch.config.EndpointConfig;
import io.mecvswitch.config.GtpuConfig;
import io.mecvswitch.config.IpAddress;
import io.mecvswitch.config.ReassemblyConfig;
import io.mecvswitch.config.RuleAction;
import io.mecvswitch.config.RuleConfig;
import io.mecvswitch.config.SwitchConfig;
import io.mecvswitch.config.Violation;
import io.mecvswitch.header.Gtpu;
import io.mecvswitch.header.Ipv4;
import io.mecvswitch.memory.PacketMemory;
import io.mecvswitch.stage.DropReason;
import io.mecvswitch.stage.Placement;
import io.mecvswitch.stage.StageName;
import io.mecvswitch.status.Conservation;
import io.mecvswitch.traffic.Frames;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Fragments of tunnels (G49): put together where a rule looks into them, untouched where not. */
class ReassemblyTest {
    private static final String UE = "10.45.0.2";
    private static final String UE6 = "2001:db8:45::2";
    private static final String EDGE = "198.51.100.7";
    private static final String EDGE6 = "2001:db8:ed::7";
    private static final String SERVER = "203.0.113.5";
    private static final long MS = 1_000_000;
    private static final RuleConfig TO_EDGE = rule("to-edge", 10, new RuleAction.ForwardDecapsulated("app"),
        ask().innerDestination(EDGE + "/32").match(), ask().innerDestination(EDGE6 + "/128").match());
    private static final List<BearerConfig> BEARERS = List.of(bearer("four", UE, 1, 2, OptionalInt.empty()),
        new BearerConfig("six", IpAddress.parse(UE6), IpAddress.parse("2001:db8::100"), 1,
            IpAddress.parse("2001:db8::1"), 2, OptionalInt.empty(), Optional.empty()));
    private static final SwitchConfig OFF = Configs.wired(List.of(TO_EDGE), BEARERS);
    private static final SwitchConfig ON = OFF.withGtpu(GtpuConfig.NONE.withReassembly(ReassemblyConfig.DEFAULT));

    /** Made by scapy 2.5.0: fragment(64) of Ether/IP(id=0x1234)/UDP/GTP_U_Header(teid=1)/IP(id=7)/UDP(4000, 53)/Raw. */
    private static final List<byte[]> SCAPY4 = Stream.of("""
        02000000000202000000000108004500005412342000 4011c3ff c0000201c0000264 08680868009000 0030ff0080000000 01
        4500008000070000401145fd0a2d0002c63364070fa00035006c1f0a000102030405060708090a0b0c0d0e0f10111213""", """
        02000000000202000000000108004500005412342008 4011c3f7 c0000201c0000264
        1415161718191a1b1c1d1e1f202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f4041424344454647
        48494a4b4c4d4e4f50515253""", """
        02000000000202000000000108004500002412340010 4011e41f c0000201c0000264
        5455565758595a5b5c5d5e5f60616263""").map(ReassemblyTest::hex).toList();
    /** Made by scapy 2.5.0: fragment6(120) of the same over IPv6 in VLAN 100. */
    private static final List<byte[]> SCAPY6 = Stream.of("""
        0200000000020200000000018100006486dd6000000000502c4020010db800000000000000000000000120010db80000000000000000
        000001001100000138e31d7a08680868009094f230ff0080000000014500008000070000401145fd0a2d0002c63364070fa00035
        006c1f0a000102030405060708090a0b0c0d0e0f101112131415161718191a1b""", """
        0200000000020200000000018100006486dd6000000000502c4020010db800000000000000000000000120010db80000000000000000
        000001001100004838e31d7a1c1d1e1f202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f40414243
        4445464748494a4b4c4d4e4f505152535455565758595a5b5c5d5e5f60616263""").map(ReassemblyTest::hex).toList();
    private static final byte[] TPDU = hex("""
        4500008000070000401145fd0a2d0002c63364070fa00035006c1f0a000102030405060708090a0b0c0d0e0f1011121314151617
        18191a1b1c1d1e1f202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f404142434445464748494a4b
        4c4d4e4f505152535455565758595a5b5c5d5e5f60616263""");

    private final SteppedSwitch vswitch = new SteppedSwitch(ON);

    @AfterEach
    void shouldHaveLostNothing() {
        vswitch.drain();
        vswitch.assertConserved();
    }

    private static byte[] hex(final String text) {
        return HexFormat.of().parseHex(text.replaceAll("\\s", ""));
    }

    private static Frames uplink() {
        return Frames.ethernet().ipv4("192.0.2.1", "192.0.2.100").udp(2152, 2152).gtpu(1);
    }

    private static Frames toApplication() {
        return Frames.ethernet(Configs.SWITCH_MAC.bits(), Configs.APPLICATION_MAC.bits());
    }

    private static byte[] toEdge(final int length) {
        return uplink().ipv4(UE, EDGE).udp(7, 8).payload(length).bytes();
    }

    private static byte[] popped(final int length) {
        return toApplication().ipv4(UE, EDGE).udp(7, 8).payload(length).bytes();
    }

    private void send(final List<byte[]> frames) {
        vswitch.send("access", frames.toArray(byte[][]::new));
    }

    private void assertPopped(final byte[]... expected) {
        final List<byte[]> sent = vswitch.sent("app");
        assertEquals(expected.length, sent.size(), () -> "popped, drops " + vswitch.drops());
        for (int i = 0; i < expected.length; i++) {
            assertFrame(expected[i], sent.get(i));
        }
    }

    private void assertPassed(final List<byte[]> expected) {
        final List<byte[]> sent = vswitch.sent("core");
        assertEquals(expected.size(), sent.size(), () -> "passed, drops " + vswitch.drops());
        for (int i = 0; i < expected.size(); i++) {
            assertFrame(expected.get(i), sent.get(i));
        }
    }

    private void assertDrops(final DropReason reason, final long count) {
        assertEquals(count, vswitch.drops().getOrDefault(reason, 0L), () -> reason + " among " + vswitch.drops());
    }

    private long resting() {
        final Conservation books = Conservation.of(vswitch.status().reader().snapshot());
        assertTrue(books.holds(), books::toString);
        assertEquals(vswitch.ports().memory().capacity(), vswitch.ports().memory().available() + books.resting());
        return books.resting();
    }

    static Stream<List<Integer>> orders() {
        return Stream.of(List.of(0, 1, 2), List.of(0, 2, 1), List.of(1, 0, 2), List.of(1, 2, 0), List.of(2, 0, 1),
            List.of(2, 1, 0));
    }

    @ParameterizedTest
    @MethodSource("orders")
    @DisplayName("G49: what scapy cuts is put together in any order")
    void shouldPopWhatScapyCutIpv4(final List<Integer> order) {
        order.forEach(k -> vswitch.send("access", SCAPY4.get(k)));
        final byte[] frame = vswitch.sent("app").getFirst();
        assertArrayEquals(TPDU, Arrays.copyOfRange(frame, 14, frame.length));
        assertEquals(Map.of(DropReason.REASSEMBLED, 2L), vswitch.drops());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @DisplayName("G49: over IPv6, in a VLAN")
    void shouldPopWhatScapyCutIpv6(final boolean reversed) {
        send(reversed ? SCAPY6.reversed() : SCAPY6);
        final byte[] frame = vswitch.sent("app").getFirst();
        assertArrayEquals(TPDU, Arrays.copyOfRange(frame, 14, frame.length));
        assertEquals(Map.of(DropReason.REASSEMBLED, 1L), vswitch.drops());
    }

    @Test
    void shouldAnswerIntoATunnelThatCameInFragments() {
        send(SCAPY6);
        vswitch.send("app", Frames.ethernet(Configs.APPLICATION_MAC.bits(), Configs.SWITCH_MAC.bits())
            .ipv6(EDGE6, UE6).udp(8, 7).payload(4).bytes());
        assertFrame(Golden.gpdu(Frames.ethernet(Frames.DESTINATION_MAC, Frames.SOURCE_MAC).vlan(100)
            .ipv6("2001:db8::100", "2001:db8::1").udp(2152, 2152).gtpu(2).ipv6(EDGE6, UE6).udp(8, 7).payload(4)),
            vswitch.sent("access").getFirst());
    }

    @Test
    void shouldPassFragmentsOctetForOctetWhereTheRuleIsNotConcerned() {
        vswitch.apply(ON.withRules(List.of(rule("other", 1, new RuleAction.ForwardDecapsulated("app"),
            ask().innerDestination(SERVER + "/32").match()))));
        send(SCAPY4);
        send(SCAPY6);
        final List<byte[]> expected = new ArrayList<>(SCAPY4);
        expected.addAll(SCAPY6);
        assertPassed(expected);
        assertEquals(Map.of(DropReason.REASSEMBLED, 3L), vswitch.drops());
    }

    @Test
    void shouldPassTaggedFragmentsWithOptionsAndAWrongChecksumAsTheyWere() {
        final byte[] options = {(byte) 0x82, 4, 1, 2, 7, 3, 4, 0, 1, 1, 1, 0};
        final byte[] noOptions = {(byte) 0x82, 4, 1, 2, 1, 1, 1, 0, 1, 1, 1, 0};
        final byte[] whole = tagged(options);
        final List<byte[]> fragments = new ArrayList<>(Cut.evenly(whole, 160, 77));
        final List<byte[]> later = Cut.evenly(tagged(noOptions), 160, 77);
        for (int k = 1; k < fragments.size(); k++) {
            fragments.set(k, later.get(k));
        }
        fragments.forEach(ReassemblyTest::spoilChecksum);
        send(fragments);
        assertPassed(fragments);
    }

    /** Makes it wrong by 9. */
    private static void spoilChecksum(final byte[] frame) {
        final MemorySegment packet = MemorySegment.ofArray(frame);
        final int network = Cut.network(frame);
        Ipv4.setChecksum(packet, network, (Ipv4.checksum(packet, network) + 9) % 0xffff);
    }

    private static byte[] tagged(final byte[] options) {
        return Frames.ethernet().serviceVlan(0x2005).vlan(0x4006).ipv4("192.0.2.1", "192.0.2.100").options(options)
            .ttl(9).trafficClass(0xb8).udp(2152, 2152).gtpu(1).ipv4(UE, SERVER).udp(7, 8).payload(700).bytes();
    }

    @Test
    void shouldPassFragmentsBehindExtensionHeadersAsTheyWere() {
        final byte[] plain = Frames.ethernet().ipv6("2001:db8::1", "2001:db8::100")
            .ipv6Extension(0, new byte[] {1, 4, 0, 0, 0, 0}).udp(2152, 2152).gtpu(1)
            .ipv4(UE, SERVER).udp(7, 8).payload(100).bytes();
        final byte[] first = Frames.ethernet().ipv6("2001:db8::1", "2001:db8::100")
            .ipv6Extension(0, new byte[] {1, 4, 0, 0, 0, 0}).ipv6Fragment(0, true, 9).protocol(17)
            .payload(Arrays.copyOfRange(plain, 62, 62 + 80)).bytes();
        final byte[] second = Frames.ethernet().ipv6("2001:db8::1", "2001:db8::100")
            .ipv6Extension(0, new byte[] {1, 4, 0, 0, 0, 0}).ipv6Fragment(80, false, 9).protocol(17)
            .payload(Arrays.copyOfRange(plain, 62 + 80, plain.length)).bytes();
        send(List.of(first, second));
        assertPassed(List.of(first, second));
        assertDrops(DropReason.REASSEMBLED, 1);
    }

    @Test
    void shouldPassFragmentsToOtherPortsAtOnce() {
        final List<byte[]> fragments = Cut.evenly(
            Frames.ethernet().ipv4("192.0.2.1", "192.0.2.100").udp(53, 53).payload(300).bytes(), 104, 5);
        send(fragments);
        send(Cut.evenly(Frames.ethernet().ipv4("192.0.2.1", "192.0.2.100").tcp(1, 2).payload(300).bytes(), 104, 5));
        assertEquals(3 + 4, vswitch.sent("core").size());
        assertEquals(Map.of(), vswitch.drops());
        assertEquals(0, resting());
    }

    @Test
    void shouldPassFragmentsToOtherPortsThatComeInDisorder() {
        final List<byte[]> fragments = Cut.evenly(
            Frames.ethernet().ipv6("2001:db8::1", "2001:db8::100").udp(53, 53).payload(300).bytes(), 104, 5);
        send(fragments.reversed());
        assertPassed(fragments);
    }

    @Test
    void shouldLeaveFragmentsAloneUnlessAsked() {
        vswitch.apply(OFF.withRules(List.of()));
        send(SCAPY4.reversed());
        assertPassed(SCAPY4.reversed());
        vswitch.apply(ON.withRules(List.of(rule("all", 1, new RuleAction.Pass(), ask().match()))));
        send(SCAPY4.reversed());
        assertPassed(SCAPY4.reversed());
        assertEquals(Map.of(), vswitch.drops());
    }

    @Test
    @DisplayName("G49: an Echo Request in fragments is answered")
    void shouldAnswerAnEchoRequestInFragments() {
        vswitch.apply(ON.withGtpu(new GtpuConfig(List.of(new EndpointConfig(IpAddress.parse("192.0.2.100"),
            Optional.empty(), true, 100, false)), false).withReassembly(ReassemblyConfig.DEFAULT)));
        final byte[] private255 = new byte[400];
        private255[0] = (byte) 255;
        private255[1] = 1;
        private255[2] = (byte) (400 - 3 - 256);
        send(Cut.evenly(Frames.ethernet().ipv4("192.0.2.1", "192.0.2.100").udp(9, 2152).gtpu(0)
            .messageType(Gtpu.ECHO_REQUEST).sequence(3).payload(private255).bytes(), 80, 1));
        final List<byte[]> answers = vswitch.sent("access");
        assertEquals(1, answers.size(), () -> "answers, drops " + vswitch.drops());
        assertEquals(2, answers.getFirst()[14 + 20 + 8 + 1], "Echo Response");
    }

    @Test
    @DisplayName("G49: duplicates are dropped and the datagram still gets whole")
    void shouldIgnoreDuplicates() {
        final List<byte[]> fragments = Cut.evenly(toEdge(400), 104, 5);
        for (final byte[] fragment : fragments) {
            vswitch.send("access", fragment, fragments.get(0));
        }
        assertPopped(popped(400));
        assertDrops(DropReason.FRAGMENT_DUPLICATE, fragments.size() - 1);
        assertEquals(1, resting(), "what comes when the datagram has left begins a new one");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @DisplayName("G49: overlaps drop the datagram, what is still to come included (RFC 5722)")
    void shouldBelieveNoneOfOverlappingFragments(final boolean ipv6) {
        final byte[] whole = ipv6 ? Frames.ethernet().ipv6("2001:db8::1", "2001:db8::100").udp(2152, 2152).gtpu(1)
            .ipv4(UE, EDGE).udp(7, 8).payload(400).bytes() : toEdge(400);
        final List<byte[]> fragments = Cut.evenly(whole, 104, 5);
        final byte[] other = Cut.with(fragments.get(1), fragments.get(1).length - 1, 0xee);
        vswitch.send("access", fragments.get(0), fragments.get(1), other);
        assertDrops(DropReason.FRAGMENT_OVERLAP, 3);
        send(fragments);
        assertDrops(DropReason.FRAGMENT_OVERLAP, 3 + fragments.size());
        vswitch.send("access", Cut.part(whole, 0, 104, true, 6), Cut.part(whole, 96, 200, true, 6));
        assertDrops(DropReason.FRAGMENT_OVERLAP, 5 + fragments.size());
        assertPopped();
        assertEquals(0, resting());
    }

    @Test
    void shouldRefuseIllegalFragments() {
        final byte[] whole = toEdge(400);
        final byte[][] illegal = {
            Cut.part(whole, 0, 100, true, 1), // not a multiple of 8
            Cut.part(whole, 0, 40, true, 2), // smaller than any link makes them
            Cut.part(whole, 8, 8, false, 3), // empty
            Cut.with(Cut.part(whole, 80, 160, false, 4), 20, 0x1f, 0xff), // ends beyond what IP can say
        };
        vswitch.send("access", illegal);
        assertEquals(Map.of(DropReason.FRAGMENT_ILLEGAL, 4L), vswitch.drops());
        vswitch.send("access", // behind the last one, and two last ones
            Cut.part(whole, 160, 200, false, 7), Cut.part(whole, 80, 160, true, 7), Cut.part(whole, 200, 280, true, 7),
            Cut.part(whole, 160, 200, false, 8), Cut.part(whole, 160, 208, false, 8),
            Cut.part(whole, 160, 240, true, 9), Cut.part(whole, 160, 200, false, 9));
        assertDrops(DropReason.FRAGMENT_ILLEGAL, 4 + 3 + 2 + 2);
        assertDrops(DropReason.FRAGMENT_OVERLAP, 0);
    }

    @Test
    void shouldGiveUpWhatDoesNotComeInTime() {
        vswitch.stopClock();
        final List<byte[]> fragments = Cut.evenly(toEdge(400), 104, 5);
        vswitch.send("access", fragments.get(0), fragments.get(1));
        vswitch.passTime(1_999 * MS);
        vswitch.send("access", fragments.get(2));
        assertEquals(3, resting());
        vswitch.passTime(MS);
        vswitch.send("core", Frames.ethernet().etherType(0x0806).payload(28).bytes());
        assertEquals(Map.of(DropReason.FRAGMENT_TIMEOUT, 3L), vswitch.drops());
        assertEquals(0, resting());
        send(fragments);
        assertPopped(popped(400));
    }

    @Test
    void shouldGiveUpInTimeThoughNothingComes() {
        vswitch.stopClock();
        vswitch.send("access", Cut.evenly(toEdge(400), 104, 5).get(0));
        vswitch.passTime(2_000 * MS - 1);
        vswitch.run();
        assertEquals(1, resting());
        vswitch.passTime(1);
        vswitch.run();
        assertEquals(Map.of(DropReason.FRAGMENT_TIMEOUT, 1L), vswitch.drops());
        assertEquals(0, resting());
    }

    @Test
    void shouldForgetARefusalAfterTheTimeOut() {
        vswitch.stopClock();
        final byte[] whole = toEdge(400);
        vswitch.send("access", Cut.part(whole, 0, 104, true, 5), Cut.part(whole, 96, 200, true, 5));
        assertDrops(DropReason.FRAGMENT_OVERLAP, 2);
        vswitch.passTime(2_000 * MS);
        send(Cut.evenly(whole, 104, 5));
        assertPopped(popped(400));
    }

    @Test
    void shouldHoldNoMoreThanItMayUnderAFlood() {
        vswitch.stopClock();
        vswitch.apply(ON.withGtpu(GtpuConfig.NONE.withReassembly(new ReassemblyConfig(16, 2_000))));
        final byte[] whole = toEdge(400);
        for (int id = 1; id <= 5_000; id++) {
            vswitch.send("access", Cut.part(whole, 104, 208, true, id));
            assertTrue(resting() <= 16, "datagrams");
        }
        assertDrops(DropReason.FRAGMENT_EVICTED, 5_000 - 16);
        send(Cut.evenly(whole, 104, 6_000));
        assertPopped(popped(400));
    }

    @Test
    void shouldHoldNoMoreFragmentsOfOneDatagramThanItMay() {
        vswitch.apply(ON.withGtpu(GtpuConfig.NONE.withReassembly(new ReassemblyConfig(2, 2_000))));
        final byte[] whole = toEdge(1_400);
        final List<byte[]> fragments = Cut.evenly(whole, 48, 5);
        send(fragments.subList(1, fragments.size()));
        assertTrue(resting() <= 8, "fragments");
        assertPopped();
        assertTrue(vswitch.drops().get(DropReason.FRAGMENT_EVICTED) > 8, () -> "" + vswitch.drops());
    }

    @Test
    void shouldDropWhatIsLongerThanABuffer() {
        final List<byte[]> fragments = Cut.evenly(toEdge(2_200), 1_480, 5);
        send(fragments);
        assertEquals(Map.of(DropReason.REASSEMBLY_TOO_LONG, 2L), vswitch.drops());
        send(fragments.reversed());
        assertDrops(DropReason.REASSEMBLY_TOO_LONG, 4);
    }

    @Test
    void shouldKeepDatagramsOfVlansPortsAndNodesApart() {
        final byte[] whole = toEdge(100);
        final byte[] first = Cut.part(whole, 0, 80, true, 5);
        final byte[] last = Cut.part(whole, 80, whole.length - 34, false, 5);
        final byte[] inVlan = Frames.ethernet().vlan(7).etherType(0x0800)
            .payload(Arrays.copyOfRange(last, 14, last.length)).bytes();
        vswitch.send("access", first, inVlan, Cut.with(last, 14 + 12 + 3, 9), Cut.with(last, 14 + 16 + 3, 9),
            Cut.with(last, 14 + 5, 9));
        vswitch.send("core", last);
        assertEquals(6, resting());
        vswitch.send("access", last);
        assertPopped(popped(100));
        assertEquals(5, resting());
    }

    @Test
    @DisplayName("RFC 3168 §5.3: one fragment that met congestion makes the whole have met it")
    void shouldCarryCongestionOver() {
        final byte[] whole = Cut.with(uplink().ipv4(UE, SERVER).udp(7, 8).payload(100).bytes(), 15, 2);
        final byte[] first = Cut.part(whole, 0, 80, true, 5);
        final byte[] last = Cut.part(whole, 80, whole.length - 34, false, 5);
        send(List.of(first, Cut.with(last, 15, 3)));
        assertPassed(List.of(Cut.with(first, 15, 3), Cut.with(last, 15, 3)));
        send(List.of(Cut.with(first, 15, 0), Cut.with(last, 15, 3)));
        assertDrops(DropReason.CONGESTION, 2);
        assertPassed(List.of());
    }

    @Test
    void shouldGoOnOverAChangeOfRules() {
        send(SCAPY4.subList(0, 2));
        vswitch.apply(ON.withRules(List.of(rule("other", 3, new RuleAction.ForwardDecapsulated("app"),
            ask().teid(1).match()))));
        assertEquals(2, resting());
        send(SCAPY4.subList(2, 3));
        assertEquals(1, vswitch.sent("app").size());
    }

    @Test
    void shouldGiveUpWhatRestsWhenItIsTurnedOffOrChangedInSize() {
        send(SCAPY4.subList(0, 2));
        vswitch.apply(ON.withGtpu(GtpuConfig.NONE.withReassembly(new ReassemblyConfig(7, 2_000))));
        assertEquals(Map.of(DropReason.FRAGMENT_EVICTED, 2L), vswitch.drops());
        send(SCAPY4.subList(0, 2));
        vswitch.apply(OFF);
        assertEquals(Map.of(DropReason.FRAGMENT_EVICTED, 4L), vswitch.drops());
        assertEquals(0, resting());
    }

    @Test
    void shouldDropWhatFindsNoBuffersForItsPieces() {
        final byte[] whole = uplink().ipv4(UE, SERVER).udp(7, 8).payload(400).bytes();
        // In pieces as long as the first, it is more than two.
        final List<byte[]> fragments = Cut.at(whole, 5, List.of(104, whole.length - 34));
        final PacketMemory memory = vswitch.ports().memory();
        final long[] taken = new long[memory.available() - fragments.size()];
        assertTrue(memory.allocate(taken, taken.length));
        send(fragments);
        memory.free(taken, 0, taken.length);
        assertPassed(List.of());
        assertEquals(Map.of(DropReason.REASSEMBLED, 1L, DropReason.NO_BUFFER, 1L), vswitch.drops());
        send(fragments);
        assertPassed(Cut.evenly(whole, 104, 5));
    }

    @Test
    void shouldRefuseMoreDatagramsThanBuffersAllow() {
        final SwitchConfig wrong = ON.withGtpu(GtpuConfig.NONE.withReassembly(new ReassemblyConfig(32_768, 0)));
        final List<String> paths = assertThrows(ConfigRefusedException.class, () -> vswitch.apply(wrong)).violations()
            .stream().map(Violation::path).toList();
        assertEquals(List.of("/mec-vswitch-gtpu:gtpu/reassembly/max-datagrams",
            "/mec-vswitch-gtpu:gtpu/reassembly/timeout"), paths);
    }

    // Whatever is cut, however.

    private static byte[] random(final Random random, final String destination) {
        final Frames ethernet = switch (random.nextInt(3)) {
            case 0 -> Frames.ethernet();
            case 1 -> Frames.ethernet().vlan(random.nextInt(4_096));
            default -> Frames.ethernet().serviceVlan(random.nextInt(4_096)).vlan(random.nextInt(4_096));
        };
        final Frames ip = random.nextBoolean() ? ethernet.ipv4("192.0.2.1", "192.0.2.100")
            : ethernet.ipv6("2001:db8::1", "2001:db8::100");
        final byte[] payload = new byte[100 + random.nextInt(1_500)];
        random.nextBytes(payload);
        return ip.udp(2152, 2152).gtpu(1).ipv4(UE, destination).udp(7, 8).payload(payload).bytes();
    }

    private static byte[] tpdu(final byte[] frame) {
        final int network = Cut.network(frame);
        final int header = (frame[network] >>> 4 == 4 ? 20 : 40) + 16;
        return Arrays.copyOfRange(frame, network + header, frame.length);
    }

    @Test
    void shouldGiveBackWhatWasCutAnyhowOrNameWhyNot() {
        final Random random = new Random(7);
        int damaged = 0;
        for (int round = 0; round < 2_000; round++) {
            final byte[] whole = random(random, EDGE);
            final List<byte[]> fragments = new ArrayList<>(Cut.anyhow(whole, random, round));
            if (fragments.size() == 1) {
                continue;
            }
            Collections.shuffle(fragments, random);
            final boolean complete = random.nextInt(4) != 0;
            if (!complete) {
                damaged++;
                fragments.remove(random.nextInt(fragments.size()));
            }
            send(fragments);
            final List<byte[]> popped = vswitch.sent("app");
            assertEquals(complete ? 1 : 0, popped.size(),
                () -> "popped of " + fragments.size() + ": " + vswitch.drops());
            if (complete) {
                assertArrayEquals(tpdu(whole), Arrays.copyOfRange(popped.getFirst(), 14, popped.getFirst().length));
            }
            resting();
        }
        assertTrue(damaged > 100);
        assertEquals(Set.of(DropReason.REASSEMBLED), vswitch.drops().keySet());
    }

    @Test
    void shouldPassPiecesThatJoinToWhatWasCut() {
        final Random random = new Random(8);
        for (int round = 0; round < 500; round++) {
            final byte[] whole = random(random, SERVER);
            final List<byte[]> fragments = Cut.evenly(whole, 48 + 8 * random.nextInt(180), round);
            final List<byte[]> shuffled = new ArrayList<>(fragments);
            Collections.shuffle(shuffled, random);
            send(shuffled);
            assertPassed(fragments);
        }
    }

    @Test
    void shouldDoTheSameWhereverTheLineIsCut() {
        final List<String> expected = run(Placement.UNCUT, 32, 1);
        assertTrue(expected.size() > 1_000, "traffic");
        final List<StageName> cuttable = List.copyOf(EnumSet.complementOf(EnumSet.of(StageName.TRANSMIT)));
        int seed = 1;
        for (final StageName cut : cuttable) {
            assertEquals(expected, run(new Placement(Set.of(cut)), 4 << seed % 6, ++seed), () -> "cut after " + cut);
        }
        assertEquals(expected, run(new Placement(Set.copyOf(cuttable)), 8, ++seed), "cut everywhere");
    }

    /** What left by all ports, and what was dropped. */
    private static List<String> run(final Placement placement, final int vectorSize, final long seed) {
        final SteppedSwitch vswitch = SteppedSwitch.withCaptureTime(placement, vectorSize, seed);
        vswitch.apply(ON.withGtpu(GtpuConfig.NONE.withReassembly(new ReassemblyConfig(64, 50))));
        final Random random = new Random(42);
        final List<String> outcome = new ArrayList<>();
        for (int round = 0; round < 30; round++) {
            final long timeNs = round * 20 * MS;
            traffic(random, round).forEach(frame -> vswitch.port("access").offer(frame, timeNs));
            vswitch.run();
            for (final String port : List.of("core", "app")) {
                vswitch.sent(port).forEach(frame -> outcome.add(port + " " + HexFormat.of().formatHex(frame)));
            }
        }
        vswitch.drain();
        vswitch.assertConserved();
        outcome.add(vswitch.drops().toString());
        return outcome;
    }

    private static List<byte[]> traffic(final Random random, final int round) {
        final List<byte[]> frames = new ArrayList<>();
        IntStream.range(0, 20).forEach(k -> frames.addAll(
            Cut.anyhow(random(random, random.nextBoolean() ? EDGE : SERVER), random, round * 20 + k)));
        for (int k = 0; k < 5; k++) {
            frames.remove(random.nextInt(frames.size()));
            frames.add(frames.get(random.nextInt(frames.size())));
        }
        Collections.shuffle(frames, random);
        return frames;
    }
}
