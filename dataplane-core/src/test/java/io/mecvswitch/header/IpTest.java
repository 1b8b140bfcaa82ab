package io.mecvswitch.header;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;

class IpTest {
    // RFC 791 appendix A, example 3: options, a fragment; the fields it leaves open are filled in.
    private static final MemorySegment WITH_OPTIONS = Bytes.of(
        "48 b9 0240 006f 2010 7b 06 abcd c0000201 c0000202 010203 00 00000000 00000000");
    // RFC 791 appendix A, example 2: the second fragment, "Fragment Offset = 64 eight-octet groups".
    private static final MemorySegment SECOND_PART = Bytes.of("45 00 00d4 006f 0040 7b 06 0000 c0000201 c0000202");
    private static final MemorySegment IPV6 = Bytes.of(
        "6b9a bcde 0102 2c 40 20010db8000000000000000000000001 20010db8fffffffffffffffffffffffe"
            + "11 00 0001 12345678");

    @Test
    void shouldReadIpv4FromOneWord() {
        final long word = Ipv4.word0(WITH_OPTIONS, 0);
        assertEquals(4, Ipv4.version(word));
        assertEquals(32, Ipv4.headerLength(word));
        assertEquals(0xb9, Ipv4.trafficClass(word));
        assertEquals(0x0240, Ipv4.totalLength(word));
        assertEquals(111, Ipv4.identification(word));
        assertEquals(0x2010, Ipv4.fragment(word));
    }

    @Test
    void shouldReadIpv4FieldByField() {
        assertEquals(4, Ipv4.version(WITH_OPTIONS, 0));
        assertEquals(32, Ipv4.headerLength(WITH_OPTIONS, 0));
        assertEquals(0xb9, Ipv4.trafficClass(WITH_OPTIONS, 0));
        assertEquals(0x0240, Ipv4.totalLength(WITH_OPTIONS, 0));
        assertEquals(111, Ipv4.identification(WITH_OPTIONS, 0));
        assertEquals(0x2010, Ipv4.fragment(WITH_OPTIONS, 0));
        assertEquals(123, Ipv4.ttl(WITH_OPTIONS, 0));
        assertEquals(IpProtocol.TCP, Ipv4.protocol(WITH_OPTIONS, 0));
        assertEquals(0xabcd, Ipv4.checksum(WITH_OPTIONS, 0));
        assertEquals(0xc000_0201, Ipv4.source(WITH_OPTIONS, 0));
        assertEquals(0xc000_0202, Ipv4.destination(WITH_OPTIONS, 0));
        assertEquals(0xc000_0201_c000_0202L, Ipv4.addresses(WITH_OPTIONS, 0));
    }

    @Test
    void shouldTellIpv4FragmentsApart() {
        assertEquals(64, Ipv4.fragment(SECOND_PART, 0) & Ipv4.FRAGMENT_PLACE_MASK);
        assertTrue(Ipv4.isFragment(Ipv4.fragment(SECOND_PART, 0)));
        assertTrue(Ipv4.isLaterFragment(Ipv4.fragment(SECOND_PART, 0)));
        assertTrue(Ipv4.isFragment(Ipv4.MORE_FRAGMENTS));
        assertFalse(Ipv4.isLaterFragment(Ipv4.MORE_FRAGMENTS));
        assertFalse(Ipv4.isFragment(Ipv4.DONT_FRAGMENT));
    }

    @Test
    void shouldWriteIpv4() {
        final MemorySegment packet = Bytes.zeros(20);
        Ipv4.setHeaderLength(packet, 0, 20);
        Ipv4.setTrafficClass(packet, 0, 0xb8);
        Ipv4.setTotalLength(packet, 0, 0xfedc);
        Ipv4.setIdentification(packet, 0, 0x8001);
        Ipv4.setFragment(packet, 0, Ipv4.DONT_FRAGMENT);
        Ipv4.setTtl(packet, 0, 255);
        Ipv4.setProtocol(packet, 0, IpProtocol.UDP);
        Ipv4.setChecksum(packet, 0, 0xbeef);
        Ipv4.setSource(packet, 0, 0xc000_0201);
        Ipv4.setDestination(packet, 0, 0xc000_0202);
        assertEquals("45 b8 fe dc 80 01 40 00 ff 11 be ef c0 00 02 01 c0 00 02 02", Bytes.text(packet));
    }

    @Test
    void shouldReadIpv6() {
        final long word = Ipv6.word0(IPV6, 0);
        assertEquals(6, Ipv6.version(word));
        assertEquals(0xb9, Ipv6.trafficClass(word));
        assertEquals(0xabcde, Ipv6.flowLabel(word));
        assertEquals(0x0102, Ipv6.payloadLength(word));
        assertEquals(IpProtocol.FRAGMENT, Ipv6.nextHeader(word));
        assertEquals(64, Ipv6.hopLimit(word));
        assertEquals(0x2001_0db8_0000_0000L, Ipv6.sourceHigh(IPV6, 0));
        assertEquals(1, Ipv6.sourceLow(IPV6, 0));
        assertEquals(0x2001_0db8_ffff_ffffL, Ipv6.destinationHigh(IPV6, 0));
        assertEquals(-2, Ipv6.destinationLow(IPV6, 0));
    }

    @Test
    void shouldWriteIpv6() {
        final MemorySegment packet = Bytes.zeros(40);
        Ipv6.setWord0(packet, 0, Ipv6.word0(0xff, 0xabcde, 0xff00, 0xff, 0xfe));
        Ipv6.setSource(packet, 0, 0x2001_0db8_0000_0000L, 1);
        Ipv6.setDestination(packet, 0, 0x2001_0db8_ffff_ffffL, -2);
        assertEquals("6f fa bc de ff 00 ff fe 20 01 0d b8 00 00 00 00 00 00 00 00 00 00 00 01 "
            + "20 01 0d b8 ff ff ff ff ff ff ff ff ff ff ff fe", Bytes.text(packet));

        Ipv6.setTrafficClass(packet, 0, 0x12);
        Ipv6.setPayloadLength(packet, 0, 0x3456);
        Ipv6.setNextHeader(packet, 0, IpProtocol.UDP);
        Ipv6.setHopLimit(packet, 0, 63);
        assertEquals("61 2a bc de 34 56 11 3f", Bytes.text(packet.asSlice(0, 8)));
    }

    @Test
    void shouldMeasureExtensionHeadersInTheirOwnUnits() {
        final MemorySegment header = Bytes.of("11 02");
        assertEquals(IpProtocol.UDP, Ipv6.extensionNextHeader(header, 0));
        assertEquals(24, Ipv6.extensionLength(header, 0, IpProtocol.HOP_BY_HOP));
        assertEquals(16, Ipv6.extensionLength(header, 0, IpProtocol.AUTHENTICATION));
        assertEquals(8, Ipv6.extensionLength(header, 0, IpProtocol.FRAGMENT));
    }

    @Test
    void shouldStepOverWhatHasALengthOnly() {
        assertTrue(Ipv6.isExtension(IpProtocol.HOP_BY_HOP));
        assertTrue(Ipv6.isExtension(IpProtocol.FRAGMENT));
        assertTrue(Ipv6.isExtension(IpProtocol.MOBILITY));
        assertFalse(Ipv6.isExtension(IpProtocol.ESP));
        assertFalse(Ipv6.isExtension(IpProtocol.NONE));
        assertFalse(Ipv6.isExtension(IpProtocol.UDP));
    }

    @Test
    void shouldTakeAtomicFragmentForWhole() {
        final int more = Ipv6.fragment(IPV6, Ipv6.HEADER_LENGTH);
        assertTrue(Ipv6.isFragment(more));
        assertFalse(Ipv6.isLaterFragment(more));
        assertTrue(Ipv6.isLaterFragment(0x0008));
        assertFalse(Ipv6.isFragment(0x0006));
    }
}
