package io.mecvswitch.header;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NshTest {
    // scapy 2.5: NSH(oam=1, ttl=62, spi=0x123456, si=254, nextproto=3, context_header=bytes(range(16)))
    private static final MemorySegment FIXED = Bytes.of(
        "2f86 01 03 123456 fe  00010203 04050607 08090a0b 0c0d0e0f");
    // RFC 8300 figure 6: one context header with 5 octets of metadata, and one without any.
    private static final MemorySegment VARIABLE = Bytes.of(
        "0fc6 02 01 000001 ff  0102 83 05 6162636465 000000  fff6 01 00");
    // Every bit that nobody has given a meaning yet: one beside O, four beside the MD type.
    private static final long UNASSIGNED = 0x1000_f000_0000_0000L;

    @Test
    void shouldTakeHeaderFromOneWord() {
        final long word = Nsh.word0(FIXED, 0);
        assertEquals(0, Nsh.version(word));
        assertTrue(Nsh.isOam(word));
        assertEquals(62, Nsh.ttl(word));
        assertEquals(Nsh.MD1_LENGTH, Nsh.length(word));
        assertEquals(Nsh.MD_TYPE_1, Nsh.mdType(word));
        assertEquals(Nsh.NEXT_ETHERNET, Nsh.next(word));
        assertEquals(0x12_3456, Nsh.pathId(word));
        assertEquals(254, Nsh.index(word));
        assertEquals(0x1234_56feL, Nsh.path(word));
        assertEquals(0x0809_0a0b, Nsh.context(FIXED, 0, 2));
    }

    @Test
    void shouldWriteWhatItReads() {
        final MemorySegment header = Bytes.zeros(24);
        Nsh.setWord0(header, 0,
            Nsh.word0(62, Nsh.MD1_LENGTH, Nsh.MD_TYPE_1, Nsh.NEXT_ETHERNET, 0x12_3456, 254) | 1L << 61);
        Nsh.setContext(header, 0, 0x0001_0203_0405_0607L, 0x0809_0a0b_0c0d_0e0fL);
        assertEquals(Bytes.text(FIXED), Bytes.text(header));
    }

    @Test
    void shouldWalkContextHeadersInUnitsOfFourOctets() {
        final long word = Nsh.word0(VARIABLE, 0);
        assertTrue(Nsh.areContextHeadersSound(VARIABLE, 0, word));
        assertEquals(8, Nsh.findContextHeader(VARIABLE, 0, word, 0x0102, 0x83));
        assertEquals(20, Nsh.findContextHeader(VARIABLE, 0, word, 0xfff6, 1));
        assertEquals(-1, Nsh.findContextHeader(VARIABLE, 0, word, 0xfff6, 0x83));
        final int header = Nsh.contextHeader(VARIABLE, 8);
        assertEquals(Nsh.contextHeader(0x0102, 0x83, 5), header);
        assertEquals(5, Nsh.metadataLength(header));
        assertEquals(12, Nsh.contextHeaderLength(header));
        assertEquals(4, Nsh.contextHeaderLength(Nsh.contextHeader(VARIABLE, 20)));
    }

    @Test
    void shouldIgnoreTheUnassignedBitOfAContextHeader() {
        assertEquals(5, Nsh.metadataLength(0x0102_8385));
    }

    @Test
    void shouldFindContextHeaderThatRunsPastTheHeader() {
        final MemorySegment header = Bytes.of("0fc4 02 01 000001 ff  0102 03 05 61626364  6500 0000");
        assertFalse(Nsh.areContextHeadersSound(header, 0, Nsh.word0(header, 0)));
    }

    @Test
    void shouldNeedNoContextHeaders() {
        final MemorySegment header = Bytes.of("0fc2 02 01 ffffff 01");
        final long word = Nsh.word0(header, 0);
        assertTrue(Nsh.isLengthSound(word, 8));
        assertTrue(Nsh.areContextHeadersSound(header, 0, word));
        assertEquals(-1, Nsh.findContextHeader(header, 0, word, 0, 0));
    }

    // RFC 8300 §2.2: 6 words for MD type 1, 2 or more for MD type 2.
    @ParameterizedTest
    @CsvSource({"1,24,24,true", "1,24,23,false", "1,20,99,false", "1,28,99,false", "1,0,99,false", "2,8,8,true",
        "2,4,99,false", "2,0,99,false", "2,12,11,false", "2,252,252,true"})
    void shouldAllowTheLengthsOfTheMdType(final int mdType, final int length, final int available,
            final boolean sound) {
        assertEquals(sound, Nsh.isLengthSound(Nsh.word0(63, length, mdType, Nsh.NEXT_IPV4, 1, 255), available));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3, 4, 14, 15})
    void shouldNotKnowOtherMdTypes(final int mdType) {
        assertFalse(Nsh.isMdTypeKnown(Nsh.word0(63, 24, mdType, Nsh.NEXT_IPV4, 1, 255)));
    }

    // 0xfe and 0xff are for experiments that this switch is no part of.
    @ParameterizedTest
    @ValueSource(ints = {0, 6, 0x80, 0xfe, 0xff})
    void shouldNotKnowOtherNextProtocols(final int next) {
        assertFalse(Nsh.isNextKnown(Nsh.word0(63, 24, 1, next, 1, 255)));
    }

    @Test
    void shouldKnowOneVersion() {
        assertTrue(Nsh.isVersionKnown(0x3fff_ffff_ffff_ffffL));
        for (long version = 1; version < 4; version++) {
            assertFalse(Nsh.isVersionKnown(version << 62));
        }
    }

    // "Decrementing by 1 from an incoming value of 0 shall result in a TTL value of 63" (RFC 8300 §2.2).
    @ParameterizedTest
    @CsvSource({"63,62,false", "2,1,false", "1,0,true", "0,63,false"})
    void shouldCountForwardersDown(final int before, final int after, final boolean expired) {
        final long forwarded = Nsh.forwarded(Nsh.word0(before, 24, 1, Nsh.NEXT_IPV4, 1, 255));
        assertEquals(after, Nsh.ttl(forwarded));
        assertEquals(expired, Nsh.isExpired(forwarded));
    }

    @Test
    void shouldChangeOneFieldAndNothingElse() {
        final Random random = new Random(8300);
        for (int i = 0; i < 100_000; i++) {
            final long word = random.nextLong();
            final int ttl = Nsh.ttl(word);
            assertEquals(word & ~(0x3fL << 54) | (ttl == 0 ? 63L : ttl - 1L) << 54, Nsh.forwarded(word));
            if (Nsh.index(word) > 0) {
                assertEquals(word & ~0xffL | Nsh.index(word) - 1, Nsh.served(word));
            }
            assertEquals(word >>> 32 << 32 | 0xabcd_ef12L, Nsh.withPath(word, 0xab_cdef, 0x12));
            assertEquals(word & ~(0xffL << 32) | 5L << 32, Nsh.withNext(word, Nsh.NEXT_MPLS));
        }
    }

    @Test
    void shouldKeepUnassignedBitsAndDecideNothingByThem() {
        final long word = Nsh.word0(63, 24, 1, Nsh.NEXT_IPV4, 1, 255) | UNASSIGNED;
        assertEquals(UNASSIGNED, Nsh.served(Nsh.forwarded(word)) & UNASSIGNED);
        assertTrue(Nsh.isVersionKnown(word) && Nsh.isMdTypeKnown(word) && Nsh.isNextKnown(word)
            && Nsh.isLengthSound(word, 24) && !Nsh.isOam(word));
    }
}
