package io.mecvswitch.classifier;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mecvswitch.header.Gtpu;
import io.mecvswitch.header.IpProtocol;
import io.mecvswitch.memory.ArrayMemory;
import io.mecvswitch.stage.DropReason;
import io.mecvswitch.stage.Headers;
import io.mecvswitch.stage.Layer;
import io.mecvswitch.stage.PacketVector;
import io.mecvswitch.traffic.Frames;
import io.mecvswitch.traffic.MalformedFrames;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ParseTest {
    private static final int IPV4_UDP = Layer.IPV4 | Layer.IP | Layer.UDP | Layer.PORTS;
    private static final int SLOT = 16_384;

    // By ingress port.
    private static final boolean[] TUNNELLED = {true, false, false};
    private static final boolean[] PLAIN = {false, false, true};

    private final ArrayMemory memory = new ArrayMemory(1, SLOT);
    private final Parse parse = new Parse(memory, TUNNELLED, PLAIN, Depth.TPDU, 4);
    private final PacketVector vector = new PacketVector(4);

    private void parse(final byte[] frame) {
        parse(frame, 0);
    }

    /** The frame ends where its buffer's memory does, so whatever is read behind it is noticed. */
    private void parse(final byte[] frame, final int port) {
        final long position = SLOT - frame.length;
        MemorySegment.copy(frame, 0, memory.bytes(), ValueLayout.JAVA_BYTE, position, frame.length);
        vector.size = 0;
        vector.ingress = port;
        vector.add(1, position, frame.length, 0);
        parse.process(vector);
    }

    private void assertDefect(final DropReason reason, final byte[] frame) {
        parse(frame);
        assertEquals(reason, DropReason.of(vector.defect(0)));
    }

    private static Frames tunnel() {
        return Frames.ethernet().ipv4("192.0.2.1", "192.0.2.2").udp(2152, Gtpu.UDP_PORT).gtpu(0x8000_0001L);
    }

    private static Frames tpdu(final Frames tunnel) {
        return tunnel.ipv4("10.0.0.1", "10.0.0.2").udp(1, 2).payload(10);
    }

    @Test
    void shouldFindEveryHeaderOfAnN3Packet() {
        parse(tpdu(tunnel().sequence(3).pduSessionContainer(Gtpu.PDU_TYPE_UPLINK, 63)).trailer((byte) 1).bytes());
        assertEquals(IPV4_UDP | Layer.GTPU | Layer.GPDU | Layer.CONTAINER | Layer.INNER_IPV4 | Layer.INNER_IP
            | Layer.INNER_PORTS,
            vector.layers(0));
        assertEquals(0, vector.defect(0));
        assertEquals(14, vector.network(0));
        assertEquals(34, vector.transport(0));
        assertEquals(42, vector.gtpu(0));
        assertEquals(0x8000_0001, vector.teid(0));
        assertEquals(42 + 8 + 4 + 4, vector.inner(0));
        assertEquals(20 + 8 + 10, vector.innerLength(0));
        assertEquals(IpProtocol.UDP, Headers.innerProtocol(vector.protocols[0]));
        assertEquals(42 + 8 + 4 + 4 + 20, vector.innerTransport(0));
        assertEquals(Gtpu.GPDU, vector.messageType(0));
        assertEquals(63, Headers.qfi(vector.tunnel[0]));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7})
    void shouldSkipAllFourOptionalOctetsIfAnyFlagIsSet(final int flags) {
        final Frames frame = tunnel().sequence(0xabcd).npdu(0xef);
        if ((flags & Gtpu.FLAG_EXTENSION) == 0) {
            // Octet 12 means nothing while E is 0 (§5.1 note 4), whatever it says.
            frame.set(Gtpu.NEXT_EXTENSION_OFFSET, 0xc1);
        }
        parse(tpdu(frame.set(0, Gtpu.FLAGS_GTPU | flags)).bytes());
        assertEquals(0, vector.defect(0));
        assertEquals(42 + 12, vector.inner(0));
    }

    @Test
    void shouldIgnoreTheSpareBit() {
        parse(tpdu(tunnel().set(0, 0x38)).bytes());
        assertEquals(0, vector.defect(0));
        assertTrue((vector.layers(0) & Layer.INNER_IPV4) != 0);
    }

    @Test
    void shouldSeeThroughTwoVlanTagsAndNotThree() {
        parse(Frames.ethernet().serviceVlan(0x2064).vlan(0x6065).ipv4("10.0.0.1", "10.0.0.2").udp(1, 2).bytes());
        assertEquals(Layer.VLAN | Layer.QINQ | IPV4_UDP, vector.layers(0));
        assertEquals(0x2064_6065, Headers.tags(vector.link[0]));
        assertDefect(DropReason.VLAN_TOO_DEEP,
            Frames.ethernet().vlan(1).vlan(2).vlan(3).ipv4("10.0.0.1", "10.0.0.2").bytes());
    }

    @Test
    void shouldWalkOptionsAndExtensionHeadersBeforeUdp() {
        parse(tpdu(Frames.ethernet().ipv4("192.0.2.1", "192.0.2.2").options(new byte[] {1, 1, 1, 1})
            .udp(1, Gtpu.UDP_PORT).gtpu(7)).bytes());
        assertEquals(7, vector.teid(0));
        parse(tpdu(Frames.ethernet().ipv6("2001:db8::1", "2001:db8::2").ipv6Extension(IpProtocol.HOP_BY_HOP)
            .ipv6Extension(IpProtocol.DESTINATION_OPTIONS, new byte[20]).udp(1, Gtpu.UDP_PORT).gtpu(8)).bytes());
        assertEquals(8, vector.teid(0));
        assertEquals(0, vector.defect(0));
    }

    @Test
    void shouldNotTakeUserTrafficToAnApplicationForATunnel() {
        parse(tpdu(tunnel()).bytes(), 1);
        assertEquals(IPV4_UDP, vector.layers(0));
        assertEquals(14, vector.inner(0));
    }

    @Test
    void shouldLookAtTheFirstFragmentsPortsAndNoFurther() {
        final List<byte[]> fragments = Frames.fragments(tpdu(tunnel()).payload(900).bytes(), 400, 1);
        parse(fragments.get(0));
        assertEquals(Layer.IPV4 | Layer.IP | Layer.FRAGMENT | Layer.UDP, vector.layers(0));
        parse(fragments.get(1));
        assertEquals(Layer.IPV4 | Layer.IP | Layer.FRAGMENT, vector.layers(0));
    }

    @Test
    void shouldFindThePortsOfTheTpdu() {
        assertInnerTransport(42 + 8 + 20, tunnel().ipv4("10.0.0.1", "10.0.0.2").udp(1, 2));
        assertInnerTransport(42 + 8 + 24, tunnel().ipv4("10.0.0.1", "10.0.0.2").options(new byte[4]).tcp(1, 2));
        assertInnerTransport(42 + 8 + 20, tunnel().ipv4("10.0.0.1", "10.0.0.2").sctp(1, 2));
        assertInnerTransport(42 + 8 + 40, tunnel().ipv6("::1", "::2").sctp(1, 2));
        assertInnerTransport(42 + 8 + 40 + 8 + 8, tunnel().ipv6("::1", "::2").ipv6Extension(IpProtocol.HOP_BY_HOP)
            .ipv6Fragment(0, false, 1).udp(1, 2));
    }

    private void assertInnerTransport(final int expected, final Frames frame) {
        parse(frame.bytes());
        assertTrue((vector.layers(0) & Layer.INNER_PORTS) != 0);
        assertEquals(expected, vector.innerTransport(0));
    }

    @Test
    void shouldFindNoPortsInWhatHasNone() {
        assertNoInnerPorts(tunnel().ipv4("10.0.0.1", "10.0.0.2").ping(1, 2));
        assertNoInnerPorts(tunnel().ipv4("10.0.0.1", "10.0.0.2").fragment(0, true, 1).udp(1, 2));
        assertNoInnerPorts(tunnel().ipv4("10.0.0.1", "10.0.0.2").fragment(8, false, 1).udp(1, 2));
        assertNoInnerPorts(tunnel().ipv6("::1", "::2").ipv6Fragment(0, true, 1).udp(1, 2));
        assertNoInnerPorts(tunnel().ipv6("::1", "::2").ipv6Fragment(8, false, 1).udp(1, 2));
        assertNoInnerPorts(tunnel().ipv4("10.0.0.1", "10.0.0.2").protocol(IpProtocol.UDP).payload(7));
        assertNoInnerPorts(tunnel().ipv4("10.0.0.1", "10.0.0.2").length(27).udp(1, 2));
        assertNoInnerPorts(tunnel().ipv6("::1", "::2").length(19).tcp(1, 2));
        assertNoInnerPorts(tunnel().ipv6("::1", "::2").protocol(IpProtocol.SCTP).payload(11));
        assertNoInnerPorts(tunnel().ipv4("10.0.0.1", "10.0.0.2").set(0, 0x44).udp(1, 2));
    }

    private void assertNoInnerPorts(final Frames frame) {
        parse(frame.bytes());
        assertTrue((vector.layers(0) & Layer.INNER_IP) != 0);
        assertEquals(0, vector.layers(0) & Layer.INNER_PORTS);
    }

    @Test
    void shouldFindSctpOnlyWhereItsCommonHeaderIsWhole() {
        parse(Frames.ethernet().ipv4("10.0.0.1", "10.0.0.2").sctp(1, 2).bytes());
        assertEquals(Layer.IPV4 | Layer.IP | Layer.PORTS, vector.layers(0));
        assertEquals(34, vector.transport(0));
        parse(Frames.ethernet().ipv4("10.0.0.1", "10.0.0.2").protocol(IpProtocol.SCTP).payload(11).bytes());
        assertEquals(Layer.IPV4 | Layer.IP, vector.layers(0));
    }

    @Test
    void shouldNameTheFirstDefect() {
        assertDefect(DropReason.ETHERNET_TRUNCATED, new byte[13]);
        assertDefect(DropReason.IPV4_LENGTH, Frames.ethernet().ipv4("10.0.0.1", "10.0.0.2").length(19).bytes());
        assertDefect(DropReason.IPV4_LENGTH, Frames.ethernet().ipv4("10.0.0.1", "10.0.0.2").length(99).bytes());
        assertDefect(DropReason.IPV4_TRUNCATED, Frames.ethernet().ipv4("10.0.0.1", "10.0.0.2").set(0, 0x44).bytes());
        assertDefect(DropReason.IPV6_TRUNCATED, Arrays.copyOf(Frames.ethernet().ipv6("::1", "::2").bytes(), 14 + 39));
        assertDefect(DropReason.IPV6_LENGTH, Frames.ethernet().ipv6("::1", "::2").length(1).bytes());
        assertDefect(DropReason.UDP_LENGTH, Frames.ethernet().ipv4("10.0.0.1", "10.0.0.2").udp(1, 2).length(7).bytes());
        assertDefect(DropReason.UDP_LENGTH, Frames.ethernet().ipv4("10.0.0.1", "10.0.0.2").udp(1, 2).length(9).bytes());
        assertDefect(DropReason.UDP_TRUNCATED,
            Frames.ethernet().ipv4("10.0.0.1", "10.0.0.2").protocol(IpProtocol.UDP).payload(7).bytes());
        assertDefect(DropReason.TCP_TRUNCATED,
            Frames.ethernet().ipv4("10.0.0.1", "10.0.0.2").protocol(IpProtocol.TCP).payload(19).bytes());
        assertDefect(DropReason.TCP_TRUNCATED,
            Frames.ethernet().ipv4("10.0.0.1", "10.0.0.2").tcp(1, 2).set(12, 0x40).bytes());
        assertDefect(DropReason.GTPU_VERSION, tpdu(tunnel().set(0, 0x50)).bytes());
        assertDefect(DropReason.GTPU_VERSION, tpdu(tunnel().set(0, 0x20)).bytes());
        assertDefect(DropReason.GTPU_LENGTH, tpdu(tunnel().length(999)).bytes());
        assertDefect(DropReason.GTPU_LENGTH, tpdu(tunnel().sequence(1).length(3)).bytes());
        assertDefect(DropReason.GTPU_EXTENSION_LENGTH, tpdu(tunnel().extension(0x40, new byte[2]).length(0)).bytes());
        assertDefect(DropReason.GTPU_EXTENSION_LENGTH, tpdu(tunnel().extension(0x40, new byte[2]).length(255)).bytes());
        assertDefect(DropReason.GTPU_EXTENSION_REQUIRED, tpdu(tunnel().extension(0xe5, new byte[2])).bytes());
        assertDefect(DropReason.NONE, tpdu(tunnel().extension(0x25, new byte[2])).bytes());
        assertDefect(DropReason.INNER_NOT_IP, tunnel().payload((byte) 0x50).bytes());
        assertDefect(DropReason.INNER_TRUNCATED, tunnel().bytes());
    }

    @Test
    void shouldBoundTheWalkOverExtensionHeaders() {
        Frames frame = tunnel();
        for (int i = 0; i < 33; i++) {
            frame = frame.extension(0x20, new byte[2]);
        }
        assertDefect(DropReason.GTPU_EXTENSIONS_TOO_MANY, tpdu(frame).bytes());
        Frames ipv6 = Frames.ethernet().ipv6("::1", "::2");
        for (int i = 0; i < 9; i++) {
            ipv6 = ipv6.ipv6Extension(IpProtocol.DESTINATION_OPTIONS);
        }
        assertDefect(DropReason.IPV6_EXTENSIONS, ipv6.udp(1, 2).bytes());
    }

    @Test
    void shouldCutEachDefectToTheOctet() {
        final byte[] whole = tpdu(tunnel().sequence(1).pduSessionContainer(1, 5)).bytes();
        for (int length = 0; length < whole.length; length++) {
            parse(Arrays.copyOf(whole, length));
            assertTrue(vector.defect(0) != 0, "cut to " + length);
        }
    }

    /** Every frame lies at the very end of the memory: one octet read too far is an exception. */
    @Test
    void shouldReadNothingBehindAMalformedFrame() {
        final MalformedFrames frames = new MalformedFrames(29_281);
        for (int i = 0; i < 200_000; i++) {
            parse(frames.next());
            assertWithinFrame();
        }
    }

    /**
     * Ordinary frames, and ordinary ones with an octet changed or the end cut off: the loop for them and the walk
     * agree.
     */
    @ParameterizedTest
    @EnumSource
    void shouldFindInOrdinaryPacketsWhatTheWalkFinds(final Depth depth) {
        final Random random = new Random(38_415);
        final Parse subject = new Parse(memory, TUNNELLED, PLAIN, depth, 4);
        final HeaderWalk walk = new HeaderWalk(memory.bytes());
        final long behind = Headers.tunnel(Layer.INNER_PORTS);
        for (int n = 0; n < 200_000; n++) {
            final byte[] frame = changed(random, random.nextBoolean() ? ordinary(random) : tagged(random));
            parse(frame, random.nextInt(3));
            walk.walk(vector, 0, TUNNELLED[vector.ingress], PLAIN[vector.ingress]);
            final long link = vector.link[0];
            final long tunnel = vector.tunnel[0];
            final long protocols = vector.protocols[0];
            final long offsets = vector.offsets[0];
            subject.process(vector);
            final String text = "frame " + HexFormat.of().formatHex(frame);
            assertEquals(link, vector.link[0], text);
            if (depth == Depth.LINK) {
                assertEquals(Headers.layers(tunnel) & (Layer.VLAN | Layer.QINQ),
                    vector.layers(0) & (Layer.VLAN | Layer.QINQ), text);
                continue;
            }
            assertEquals(offsets, vector.offsets[0], text);
            if (depth == Depth.TPDU) {
                assertEquals(tunnel, vector.tunnel[0], text);
                assertEquals(protocols, vector.protocols[0], text);
            } else {
                assertEquals(tunnel & ~behind, vector.tunnel[0] & ~behind, text);
                assertEquals(Headers.innerLength(protocols), vector.innerLength(0), text);
                assertEquals((int) protocols >>> Headers.OUTER_SHIFT, (int) vector.protocols[0] >>> Headers.OUTER_SHIFT,
                    text);
            }
        }
    }

    /** Where there are no tunnels, what is found in the frame's own packet is found in the T-PDU. */
    @Test
    void shouldTakeTheOnlyIpPacketForTheTpdu() {
        parse(Frames.ethernet().vlan(5).ipv6("2001:db8::1", "2001:db8::2").trafficClass(0xb8)
            .ipv6Extension(IpProtocol.HOP_BY_HOP).tcp(1, 2).payload(9).bytes(), 2);
        assertEquals(Layer.INNER_IPV6 | Layer.INNER_IP | Layer.INNER_PORTS,
            vector.layers(0) & (Layer.INNER_IPV4 | Layer.INNER_IPV6 | Layer.INNER_IP | Layer.INNER_PORTS));
        assertEquals(vector.network(0), vector.inner(0));
        assertEquals(vector.transport(0), vector.innerTransport(0));
        assertEquals(IpProtocol.TCP, Headers.innerProtocol(vector.protocols[0]));
        assertEquals(0xb8 >>> 2, (int) vector.protocols[0] >>> Headers.DSCP_SHIFT & 0x3f);
        parse(Frames.ethernet().ipv4("10.0.0.1", "10.0.0.2").udp(1, Gtpu.UDP_PORT).gtpu(7).payload(40).bytes(), 2);
        assertEquals(0, vector.layers(0) & (Layer.GTPU | Layer.GPDU), "user traffic");
        assertEquals(Layer.INNER_IPV4 | Layer.INNER_PORTS,
            vector.layers(0) & (Layer.INNER_IPV4 | Layer.INNER_IPV6 | Layer.INNER_PORTS));
        parse(Frames.ethernet().ipv4("10.0.0.1", "10.0.0.2").length(19).udp(1, 2).bytes(), 2);
        assertEquals(0, vector.layers(0) & Layer.INNER_IP, "broken");
    }

    private static Frames tagged(final Random random) {
        final Frames ip = Frames.ethernet().vlan(random.nextInt(4096)).ipv4("10.0.0.1", "203.0.113.5")
            .trafficClass(random.nextInt(256));
        return switch (random.nextInt(4)) {
            case 0 -> ip.tcp(random.nextInt(65_536), 443).payload(random.nextInt(20));
            case 1 -> ip.udp(5, Gtpu.UDP_PORT).gtpu(7).ipv4("10.0.0.1", "10.0.0.2").payload(9);
            case 2 -> ip.sctp(1, 2);
            default -> ip.udp(random.nextInt(65_536), random.nextInt(65_536)).payload(random.nextInt(30));
        };
    }

    private static Frames ordinary(final Random random) {
        final Frames ethernet = random.nextInt(8) == 0
            ? Frames.ethernet().vlan(random.nextInt(4096)) : Frames.ethernet();
        final Frames udp = ethernet.ipv4("192.0.2.1", "192.0.2.2").trafficClass(random.nextInt(256))
            .udp(random.nextInt(65_536), random.nextInt(8) == 0 ? 2_153 : Gtpu.UDP_PORT);
        final Frames gtpu = udp.gtpu(Integer.toUnsignedLong(random.nextInt()));
        final Frames tunnel = random.nextBoolean() ? gtpu
            : gtpu.pduSessionContainer(random.nextInt(2), random.nextInt(64));
        final Frames ip = random.nextBoolean() ? tunnel.ipv4("10.0.0.1", "10.0.0.2").trafficClass(random.nextInt(256))
            : tunnel.ipv6("2001:db8::1", "2001:db8::2");
        return switch (random.nextInt(4)) {
            case 0 -> ip.udp(1, 2).payload(random.nextInt(20));
            case 1 -> ip.tcp(1, 2).payload(random.nextInt(20));
            case 2 -> ip.sctp(1, 2);
            default -> ip.payload(random.nextInt(30));
        };
    }

    private static byte[] changed(final Random random, final Frames frames) {
        final byte[] frame = frames.bytes();
        return switch (random.nextInt(3)) {
            case 0 -> frame;
            case 1 -> Arrays.copyOf(frame, random.nextInt(frame.length + 1));
            default -> {
                frame[random.nextInt(frame.length)] = (byte) random.nextInt();
                yield frame;
            }
        };
    }

    private void assertWithinFrame() {
        final int layers = vector.layers(0);
        final int length = vector.length[0];
        if ((layers & Layer.GTPU) != 0 && vector.defect(0) == 0) {
            assertTrue(vector.inner(0) + vector.innerLength(0) <= length, "T-PDU");
        }
        if ((layers & Layer.IP) != 0) {
            assertTrue(vector.network(0) + ((layers & Layer.IPV4) != 0 ? 20 : 40) <= length, "IP header");
        }
        if ((layers & Layer.INNER_IP) != 0) {
            assertTrue(vector.inner(0) + ((layers & Layer.INNER_IPV4) != 0 ? 20 : 40) <= length, "inner IP header");
        }
        if ((layers & Layer.INNER_PORTS) != 0) {
            assertTrue(vector.innerTransport(0) + 8 <= length, "inner transport header");
        }
    }
}
