package io.mecvswitch.header;

import java.lang.foreign.MemorySegment;

/**
 * An MPLS label stack entry (RFC 3032 §2.1, RFC 5462). Entries follow each other, the top of the stack first; behind
 * the one with flag S comes what is labelled, and nothing says what that is.
 *
 * <pre>
 *    0                   1                   2                   3
 *    0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *   ┌───────────────────────────────────────┬─────┬─┬───────────────┐
 *   │ label                                 │ TC  │S│ TTL           │
 *   └───────────────────────────────────────┴─────┴─┴───────────────┘
 * </pre>
 *
 * <p>A service chain that is correlated by MPLS has one entry whose label is {@link #label(int, int)}: the chain's
 * number and the index of the next service function, as networking-sfc writes it.
 */
public final class Mpls {
    /** Octets of an entry. */
    public static final int ENTRY_LENGTH = 4;
    /** The highest label: 20 bits. */
    public static final int MAX_LABEL = 0xf_ffff;
    /** Labels below this one have meanings of their own (RFC 7274 §3). */
    public static final int FIRST_LABEL = 16;
    /** The highest chain number that a label has room for beside the index. */
    public static final int MAX_CHAIN = MAX_LABEL >>> 8;
    /** TTL of an entry that nobody has forwarded yet. */
    public static final int INITIAL_TTL = 255;
    /** {@link #end}: the stack has no bottom. */
    public static final int NO_END = -1;
    /** Entries that are looked through. */
    public static final int MAX_ENTRIES = 8;

    private static final int LABEL_SHIFT = 12;
    private static final int CLASS_SHIFT = 9;
    private static final int BOTTOM = 1 << 8;

    private Mpls() {
    }

    /** An entry, for {@link #label(int)} and its neighbours. */
    public static int entry(final MemorySegment packet, final long offset) {
        return packet.get(Wire.U32, offset);
    }

    /**
     * An entry of its fields.
     *
     * @param label        0 to {@link #MAX_LABEL}
     * @param trafficClass 0 to 7
     * @param bottom       whether it is the last one of the stack
     * @param ttl          0 to 255
     */
    public static int entry(final int label, final int trafficClass, final boolean bottom, final int ttl) {
        return label << LABEL_SHIFT | (trafficClass & 7) << CLASS_SHIFT | (bottom ? BOTTOM : 0) | ttl & 0xff;
    }

    /** Writes an entry. */
    public static void setEntry(final MemorySegment packet, final long offset, final int entry) {
        packet.set(Wire.U32, offset, entry);
    }

    /** Label, 20 bits. */
    public static int label(final int entry) {
        return entry >>> LABEL_SHIFT;
    }

    /** Traffic class, 0 to 7. */
    public static int trafficClass(final int entry) {
        return entry >>> CLASS_SHIFT & 7;
    }

    /** Flag S: the entry is the last one of the stack. */
    public static boolean isBottom(final int entry) {
        return (entry & BOTTOM) != 0;
    }

    /** Time to live, 0 to 255. */
    public static int ttl(final int entry) {
        return entry & 0xff;
    }

    /** The same with another label. */
    public static int withLabel(final int entry, final int label) {
        return entry & (1 << LABEL_SHIFT) - 1 | label << LABEL_SHIFT;
    }

    /** The same with a TTL less by 1 (RFC 3443 §3); it is above 0. */
    public static int forwarded(final int entry) {
        return entry - 1;
    }

    /** The label of a place in a chain: number up to {@link #MAX_CHAIN}, index 0 to 255. */
    public static int label(final int chain, final int index) {
        return chain << 8 | index;
    }

    /** Number of the chain that a label of one names. */
    public static int chain(final int label) {
        return label >>> 8;
    }

    /** Index of the next service function that a label of a chain names. */
    public static int index(final int label) {
        return label & 0xff;
    }

    /**
     * Where the stack ends.
     *
     * @param offset    of its top
     * @param available octets from there to the end of the packet
     * @return octets of the stack, or {@link #NO_END} where the packet, or what is looked through, ends before it does
     */
    public static int end(final MemorySegment packet, final long offset, final int available) {
        final int limit = Math.min(available, MAX_ENTRIES * ENTRY_LENGTH);
        for (int at = 0; at + ENTRY_LENGTH <= limit; at += ENTRY_LENGTH) {
            if (isBottom(entry(packet, offset + at))) {
                return at + ENTRY_LENGTH;
            }
        }
        return NO_END;
    }
}
