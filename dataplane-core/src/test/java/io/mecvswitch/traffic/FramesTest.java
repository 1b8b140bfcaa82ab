package io.mecvswitch.traffic;

import static io.mecvswitch.traffic.FrameAssert.assertFrame;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mecvswitch.header.Gtpu;
import io.mecvswitch.header.IpProtocol;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class FramesTest {
    @Test
    void shouldSpellSessionTunnelInTaggedFrame() {
        // The same packet from scapy 2.5.
        assertFrame(
            Frames.hex("020000000002 020000000001 8100 0064 0800"
                + "4500004b 00000000 4011 f69e c0000201 c0000202"
                + "0868 0868 0037 0000"
                + "34 ff 0027 80000001 0000 00 85  01 10 09 00"
                + "4500001f 00000000 4011 34c8 0a000001 cb007105"
                + "9c40 0035 0003 1234 000102"),
            Frames.ethernet().vlan(100)
                .ipv4("192.0.2.1", "192.0.2.2").udp(2152, 2152).checksum(0)
                .gtpu(0x8000_0001L).pduSessionContainer(Gtpu.PDU_TYPE_UPLINK, 9)
                .ipv4("10.0.0.1", "203.0.113.5").udp(40_000, 53).length(3).checksum(0x1234)
                .payload(3)
                .bytes());
    }

    @Test
    void shouldPutOptionalOctetsInOnlyIfAsked() {
        final Frames plain = Frames.ethernet().ipv4("192.0.2.1", "192.0.2.2").udp(2152, 2152).gtpu(1);
        assertEquals(14 + 20 + 8 + 8, plain.bytes().length);
        assertTail("32 01 0004 00000000 8000 00 00", gtpu(0).messageType(Gtpu.ECHO_REQUEST).sequence(0x8000));
        assertTail("33 ff 0004 00000001 0007 ff 00", gtpu(1).sequence(7).npdu(255));
        assertTail("34 ff 0008 00000001 0000 00 40  01 0868 00", gtpu(1).extension(0x40, (byte) 0x08, (byte) 0x68));
        assertTail("34 ff 000c 00000001 0000 00 40  01 0868 85  01 00 3f 00",
            gtpu(1).extension(0x40, (byte) 0x08, (byte) 0x68).pduSessionContainer(0, 63));
    }

    @Test
    void shouldLieAsTold() {
        assertTail("30 ff ffff 00000001", gtpu(1).length(0xffff));
        assertTail("34 ff 0008 00000001 0000 00 85  00 00 01 00", gtpu(1).pduSessionContainer(0, 1).length(0));
        assertTail("50 ff 0000 00000001", gtpu(1).set(0, 0x50));
    }

    @Test
    void shouldRefuseFieldOfAnotherHeader() {
        final Frames udp = Frames.ethernet().ipv4("192.0.2.1", "192.0.2.2").udp(1, 2);
        assertThrows(IllegalStateException.class, () -> udp.sequence(1));
    }

    @Test
    void shouldChainIpv6ExtensionHeaders() {
        final byte[] frame = Frames.ethernet().ipv6("2001:db8::1", "2001:db8::2")
            .ipv6Extension(IpProtocol.HOP_BY_HOP, (byte) 1, (byte) 4)
            .ipv6Fragment(8, true, 5)
            .udp(1, 2).bytes();
        assertFrame(Frames.hex("6000000000180040"), Arrays.copyOfRange(frame, 14, 22));
        assertFrame(Frames.hex("2c00010400000000 1100000900000005"), Arrays.copyOfRange(frame, 54, 70));
    }

    @Test
    void shouldPadBehindThePacket() {
        final byte[] frame = Frames.ethernet().ipv4("10.0.0.1", "10.0.0.2").udp(1, 2).payload(1).padded().bytes();
        assertEquals(60, frame.length);
        assertEquals(29, frame[17]);
    }

    @Test
    void shouldCutFragmentsThatFillTheWhole() {
        final byte[] whole = Frames.ethernet().ipv4("10.0.0.1", "10.0.0.2").udp(1, 2).payload(100).bytes();
        final List<byte[]> fragments = Frames.fragments(whole, 40, 9);
        assertEquals(List.of(74, 74, 62), fragments.stream().map(fragment -> fragment.length).toList());
        assertFrame(Frames.hex("0009 2005"), Arrays.copyOfRange(fragments.get(1), 18, 22));
        assertFrame(Frames.hex("0009 000a"), Arrays.copyOfRange(fragments.get(2), 18, 22));
        assertFrame(Arrays.copyOfRange(whole, 74, 114), Arrays.copyOfRange(fragments.get(1), 34, 74));
    }

    @Test
    void shouldSpellServiceHeaders() {
        // The same headers from scapy 2.5, the context headers from RFC 8300 figure 6.
        final byte[] fixed = Frames.ethernet().nsh(0x12_3456, 254).ttl(62).context(octets(16))
            .innerEthernet(1, 2).etherType(0x88b5).bytes();
        assertFrame(Frames.hex("894f 0f86 01 03 123456 fe 0001020304050607 08090a0b0c0d0e0f"
            + "000000000002 000000000001 88b5"), Arrays.copyOfRange(fixed, 12, fixed.length));
        final byte[] variable = Frames.ethernet().vlan(5).nsh(1, 255)
            .contextHeaders(Frames.hex("0102 83 05 6162636465 000000  fff6 01 00")).ipv4("10.0.0.1", "10.0.0.2")
            .bytes();
        assertFrame(Frames.hex("894f 0fc6 02 01 000001 ff 0102 83 05 6162636465 000000 fff6 01 00 4500"),
            Arrays.copyOfRange(variable, 16, 44));
    }

    @Test
    void shouldSpellLabelStacks() {
        final byte[] frame = Frames.ethernet().mpls(511).mpls(16).ttl(64).ipv6("2001:db8::1", "2001:db8::2").bytes();
        assertFrame(Frames.hex("8847 001ff0ff 00010140 60"), Arrays.copyOfRange(frame, 12, 23));
    }

    private static byte[] octets(final int count) {
        final byte[] octets = new byte[count];
        for (int i = 0; i < count; i++) {
            octets[i] = (byte) i;
        }
        return octets;
    }

    @Test
    void shouldNameTheFieldThatDiffers() {
        final Frames frames = gtpu(7).pduSessionContainer(1, 9).ipv6("2001:db8::1", "2001:db8::2").udp(1, 2);
        final byte[] frame = frames.bytes();
        assertEquals("IPv4 TTL", FrameAssert.field(frame, 14 + 8));
        assertEquals("UDP checksum", FrameAssert.field(frame, 14 + 20 + 6));
        assertEquals("GTP-U TEID", FrameAssert.field(frame, 42 + 4));
        assertEquals("GTP-U extension header 85", FrameAssert.field(frame, 42 + 14));
        assertEquals("inner IPv6 hop limit", FrameAssert.field(frame, 58 + 7));
        assertEquals("inner UDP source port", FrameAssert.field(frame, 58 + 41));

        final byte[] served = Frames.ethernet().nsh(1, 255).ipv4("10.0.0.1", "10.0.0.2").bytes();
        assertEquals("NSH index", FrameAssert.field(served, 14 + 7));
        assertEquals("NSH context", FrameAssert.field(served, 14 + 8));
        assertEquals("served IPv4 TTL", FrameAssert.field(served, 14 + 24 + 8));
        final byte[] labelled = Frames.ethernet().mpls(511).mpls(510).ipv4("10.0.0.1", "10.0.0.2").bytes();
        assertEquals("MPLS label stack", FrameAssert.field(labelled, 14 + 7));
        assertEquals("labelled IPv4 TTL", FrameAssert.field(labelled, 14 + 8 + 8));

        final byte[] other = frame.clone();
        other[46] ^= 1;
        final AssertionError e = assertThrows(AssertionError.class, () -> assertFrame(frame, other));
        assertTrue(e.getMessage().contains("octet 46 (GTP-U TEID)"), e.getMessage());
    }

    private static Frames gtpu(final long teid) {
        return Frames.ethernet().ipv4("192.0.2.1", "192.0.2.2").udp(2152, 2152).gtpu(teid);
    }

    private static void assertTail(final String expected, final Frames frames) {
        final byte[] frame = frames.bytes();
        assertFrame(Frames.hex(expected), Arrays.copyOfRange(frame, 42, frame.length));
    }
}
