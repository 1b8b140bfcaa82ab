package io.mecvswitch.header;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GtpuTest {
    // TS 29.281 figure 5.1-1 with every field different; then a UDP port extension (5.2.2.1) and an uplink PDU session
    // container (TS 38.415 figure 5.5.2.2-1).
    private static final MemorySegment MESSAGE = Bytes.of(
        "37 ff fedc 80000001  8765 a9 40   01 c001 85   01 10 c9 00");
    private static final int UDP_PORT_EXTENSION = 12;
    private static final int CONTAINER = 16;

    @Test
    void shouldTakeHeaderFromOneWord() {
        final long word = Gtpu.word0(MESSAGE, 0);
        assertEquals(0x37, Gtpu.flags(word));
        assertEquals(Gtpu.GPDU, Gtpu.messageType(word));
        assertEquals(0xfedc, Gtpu.length(word));
        assertEquals(0x8000_0001, Gtpu.teid(word));
        assertEquals(0x8000_0001, Gtpu.teid(MESSAGE, 0));
    }

    @Test
    void shouldReadOptionalOctets() {
        final int optional = Gtpu.optional(MESSAGE, 0);
        assertEquals(0x8765, Gtpu.sequence(optional));
        assertEquals(0xa9, Gtpu.npdu(optional));
        assertEquals(Gtpu.EXTENSION_UDP_PORT, Gtpu.nextExtension(optional));
    }

    @Test
    void shouldWalkExtensionsInUnitsOfFourOctets() {
        final int length = Gtpu.extensionLength(MESSAGE, UDP_PORT_EXTENSION);
        assertEquals(4, length);
        assertEquals(Gtpu.EXTENSION_PDU_SESSION_CONTAINER, Gtpu.extensionNext(MESSAGE, UDP_PORT_EXTENSION, length));
        assertEquals(Gtpu.EXTENSION_NONE, Gtpu.extensionNext(MESSAGE, CONTAINER, 4));
        assertEquals(1020, Gtpu.extensionLength(Bytes.of("ff"), 0));
        assertEquals(0, Gtpu.extensionLength(Bytes.of("00"), 0));
    }

    @Test
    void shouldReadUplinkContainer() {
        assertEquals(Gtpu.PDU_TYPE_UPLINK, Gtpu.pduType(MESSAGE, CONTAINER));
        assertEquals(9, Gtpu.qfi(MESSAGE, CONTAINER));
    }

    @Test
    void shouldReadDownlinkContainerWithPagingPolicyAndReflectiveQos() {
        // TS 38.415 figure 5.5.2.1-1: PPP = 1, RQI = 1, QFI = 63, PPI = 5; length 2.
        final MemorySegment container = Bytes.of("02 00 ff a0 00 00 00 00");
        assertEquals(Gtpu.PDU_TYPE_DOWNLINK, Gtpu.pduType(container, 0));
        assertEquals(63, Gtpu.qfi(container, 0));
        assertTrue(Gtpu.isReflective(container, 0));
        assertFalse(Gtpu.isReflective(Bytes.of("01 00 3f 00"), 0));
        assertEquals(Gtpu.EXTENSION_NONE, Gtpu.extensionNext(container, 0, Gtpu.extensionLength(container, 0)));
    }

    @Test
    void shouldWriteWhatItReads() {
        final MemorySegment message = Bytes.zeros(20);
        Gtpu.setWord0(message, 0, Gtpu.word0(0x37, Gtpu.GPDU, 0xfedc, 0x8000_0001));
        Gtpu.setOptional(message, 0, Gtpu.optional(0x8765, 0xa9, Gtpu.EXTENSION_UDP_PORT));
        Wire.setU32(message, UDP_PORT_EXTENSION, 0x01c0_0185);
        Wire.setU32(message, CONTAINER, Gtpu.pduSessionContainer(Gtpu.PDU_TYPE_UPLINK, 9) | 0xc000);
        assertEquals(Bytes.text(MESSAGE), Bytes.text(message));

        Gtpu.setLength(message, 0, 0x1234);
        Gtpu.setTeid(message, 0, -1);
        assertEquals("37 ff 12 34 ff ff ff ff", Bytes.text(message.asSlice(0, 8)));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 0x7fff_ffff, 0x8000_0000, 0xffff_ffff})
    void shouldKeepEveryTeidWhole(final int teid) {
        assertEquals(teid, Gtpu.teid(Gtpu.word0(0x30, Gtpu.GPDU, 0xffff, teid)));
        assertEquals(0xffff, Gtpu.length(Gtpu.word0(0x30, Gtpu.GPDU, 0xffff, teid)));
    }

    @Test
    void shouldIgnoreTheSpareBit() {
        assertTrue(Gtpu.isGtpu(0x38));
        assertFalse(Gtpu.hasOptional(0x38));
    }

    @ParameterizedTest
    @ValueSource(ints = {0x00, 0x10, 0x20, 0x50, 0x70, 0xf0})
    void shouldNotTakeOtherVersionsAndGtpPrimeForGtpu(final int flags) {
        assertFalse(Gtpu.isGtpu(flags));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7})
    void shouldHaveAllOptionalOctetsUnderAnyFlag(final int flags) {
        assertTrue(Gtpu.hasOptional(Gtpu.FLAGS_GTPU | flags));
    }

    @Test
    void shouldDemandComprehensionByBit8() {
        assertTrue(Gtpu.isExtensionRequired(Gtpu.EXTENSION_PDU_SESSION_CONTAINER));
        assertTrue(Gtpu.isExtensionRequired(Gtpu.EXTENSION_PDCP_NUMBER));
        assertFalse(Gtpu.isExtensionRequired(Gtpu.EXTENSION_UDP_PORT));
        assertFalse(Gtpu.isExtensionRequired(0x7f));
    }
}
