package io.mecvswitch.header;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;

class EthernetTest {
    // IEEE 802.1Q: a service tag around a customer tag around IPv4.
    private static final MemorySegment FRAME = Bytes.of("0200 0000 0002  fe00 0000 0001  88a8 b064  8100 1fff  0800");

    @Test
    void shouldReadHeader() {
        assertEquals(0x0200_0000_0002L, Ethernet.destination(FRAME, 0));
        assertEquals(0xfe00_0000_0001L, Ethernet.source(FRAME, 0));
        assertEquals(Vlan.TPID_SERVICE, Ethernet.type(FRAME, 0));
    }

    @Test
    void shouldReadTags() {
        final int outer = Vlan.tci(FRAME, Ethernet.TYPE_OFFSET);
        assertEquals(100, Vlan.id(outer));
        assertEquals(5, Vlan.priority(outer));
        assertTrue(Vlan.dropEligible(outer));
        assertEquals(Vlan.TPID_CUSTOMER, Vlan.type(FRAME, Ethernet.TYPE_OFFSET));

        final int second = Ethernet.TYPE_OFFSET + Vlan.TAG_LENGTH;
        assertEquals(0x1fff_0800, Vlan.tciAndType(FRAME, second));
        assertEquals(Ethernet.TYPE_IPV4, Vlan.type(FRAME, second));
        assertEquals(0x1fff, Vlan.tci(0, true, 4095));
    }

    @Test
    void shouldKnowTagsByTheirProtocolIdentifier() {
        assertTrue(Vlan.isTag(0x8100));
        assertTrue(Vlan.isTag(0x88a8));
        assertFalse(Vlan.isTag(Ethernet.TYPE_IPV4));
        assertFalse(Vlan.isTag(0x9100));
    }

    @Test
    void shouldWriteHeaderInOneGo() {
        final MemorySegment frame = Bytes.zeros(18);
        Ethernet.set(frame, 0, 0x0200_0000_0002L, 0xfe00_0000_0001L, Vlan.TPID_CUSTOMER);
        Vlan.set(frame, Ethernet.TYPE_OFFSET, Vlan.TPID_SERVICE, Vlan.tci(5, true, 100));
        assertEquals("02 00 00 00 00 02 fe 00 00 00 00 01 88 a8 b0 64 00 00", Bytes.text(frame));
    }

    @Test
    void shouldWriteFieldByField() {
        final MemorySegment frame = Bytes.zeros(14);
        Ethernet.setDestination(frame, 0, 0xffff_ffff_fffeL);
        Ethernet.setSource(frame, 0, 0x0102_0304_0506L);
        Ethernet.setType(frame, 0, Ethernet.TYPE_IPV6);
        assertEquals("ff ff ff ff ff fe 01 02 03 04 05 06 86 dd", Bytes.text(frame));
    }

    @Test
    void shouldTellGroupAddresses() {
        assertTrue(Ethernet.isGroup(0xffff_ffff_ffffL));
        assertTrue(Ethernet.isGroup(0x0100_5e00_0001L));
        assertFalse(Ethernet.isGroup(0xfe00_0000_0001L));
    }

    @Test
    void shouldNotReadBehindTheMemory() {
        final MemorySegment header = FRAME.asSlice(0, Ethernet.HEADER_LENGTH);
        assertEquals(0xfe00_0000_0001L, Ethernet.source(header, 0));
        assertThrows(IndexOutOfBoundsException.class, () -> Vlan.tci(header, Ethernet.TYPE_OFFSET));
    }
}
