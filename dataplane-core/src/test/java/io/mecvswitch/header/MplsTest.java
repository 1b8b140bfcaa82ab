package io.mecvswitch.header;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;

class MplsTest {
    // scapy 2.5: MPLS(label=511, cos=5, s=0, ttl=255) / MPLS(label=16, s=1, ttl=64)
    private static final MemorySegment STACK = Bytes.of("001f faff 0001 0140");

    @Test
    void shouldReadEntries() {
        final int top = Mpls.entry(STACK, 0);
        assertEquals(511, Mpls.label(top));
        assertEquals(5, Mpls.trafficClass(top));
        assertFalse(Mpls.isBottom(top));
        assertEquals(255, Mpls.ttl(top));
        final int bottom = Mpls.entry(STACK, Mpls.ENTRY_LENGTH);
        assertEquals(Mpls.FIRST_LABEL, Mpls.label(bottom));
        assertTrue(Mpls.isBottom(bottom));
        assertEquals(64, Mpls.ttl(bottom));
    }

    @Test
    void shouldWriteWhatItReads() {
        final MemorySegment stack = Bytes.zeros(8);
        Mpls.setEntry(stack, 0, Mpls.entry(511, 5, false, 255));
        Mpls.setEntry(stack, Mpls.ENTRY_LENGTH, Mpls.entry(16, 0, true, 64));
        assertEquals(Bytes.text(STACK), Bytes.text(stack));
    }

    @Test
    void shouldFindTheBottomOfTheStack() {
        assertEquals(8, Mpls.end(STACK, 0, 8));
        assertEquals(4, Mpls.end(STACK, 4, 4));
        assertEquals(Mpls.NO_END, Mpls.end(STACK, 0, 7));
        assertEquals(Mpls.NO_END, Mpls.end(STACK, 0, 0));
    }

    @Test
    void shouldLookThroughSoManyEntries() {
        final MemorySegment stack = Bytes.zeros(4 * (Mpls.MAX_ENTRIES + 1));
        Mpls.setEntry(stack, 4L * Mpls.MAX_ENTRIES, Mpls.entry(16, 0, true, 64));
        assertEquals(Mpls.NO_END, Mpls.end(stack, 0, (int) stack.byteSize()));
        assertEquals(4 * Mpls.MAX_ENTRIES, Mpls.end(stack, 4, (int) stack.byteSize() - 4));
    }

    @Test
    void shouldChangeOneFieldAndNothingElse() {
        final int entry = Mpls.entry(Mpls.MAX_LABEL, 7, true, 255);
        assertEquals(-1, entry);
        assertEquals(Mpls.entry(1, 7, true, 255), Mpls.withLabel(entry, 1));
        assertEquals(Mpls.entry(Mpls.MAX_LABEL, 7, true, 254), Mpls.forwarded(entry));
    }

    // networking-sfc: the first function of chain 1 sees label 511, the second 510.
    @Test
    void shouldPutChainAndIndexIntoALabel() {
        assertEquals(511, Mpls.label(1, 255));
        assertEquals(1, Mpls.chain(510));
        assertEquals(254, Mpls.index(510));
        assertEquals(Mpls.MAX_LABEL, Mpls.label(Mpls.MAX_CHAIN, 255));
    }
}
