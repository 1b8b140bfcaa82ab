package io.mecvswitch.header;

import java.lang.foreign.MemorySegment;

/**
 * The Network Service Header (RFC 8300 §2): where on its path through service functions a packet is, and what they are
 * told about it.
 *
 * <pre>
 *    0                   1                   2                   3
 *    0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *   ┌───┬─┬─┬───────────┬───────────┬───────┬───────┬───────────────┐ ┐
 *   │ver│O│U│ TTL       │ length    │ U     │MD type│ next protocol │ │ base header (§2.2)
 *   ├───┴─┴─┴───────────┴───────────┴───────┴───────┼───────────────┤ ┤                     word0
 *   │ service path identifier (SPI)                 │ index (SI)    │ │ service path header (§2.3)
 *   ├───────────────────────────────────────────────┴───────────────┤ ┘
 *   │ MD type 1: context, 16 octets (§2.4)                          │
 *   │ MD type 2: none, or context headers of variable length (§2.5) │
 *   └───────────────────────────────────────────────────────────────┘
 * </pre>
 *
 * <p>A context header of MD type 2. Its length counts the octets of metadata, without those that fill up the last word:
 *
 * <pre>
 *   ┌───────────────────────────────┬───────────────┬─┬─────────────┐
 *   │ metadata class                │ type          │U│ length      │
 *   ├───────────────────────────────┴───────────────┴─┴─────────────┤
 *   │ metadata, filled up to a multiple of 4 octets                 │
 *   └───────────────────────────────────────────────────────────────┘
 * </pre>
 *
 * <p>The functions that make another {@code word0} of one change the field they are named after and nothing else: flag
 * O and the unassigned bits go through every element as they came (§2.2).
 */
public final class Nsh {
    /** Octets of base header and service path header, which are always there. */
    public static final int HEADER_LENGTH = 8;
    /** Octets of a header of MD type 1 (§2.2). */
    public static final int MD1_LENGTH = 24;
    /** Octets of the longest header: six bits of 4-octet words. */
    public static final int MAX_LENGTH = 252;
    /** Where the context begins. */
    public static final int CONTEXT_OFFSET = 8;
    /** Octets of a context header of MD type 2 before its metadata. */
    public static final int CONTEXT_HEADER_LENGTH = 4;

    /** TTL of a packet that nobody has forwarded yet (§2.2). */
    public static final int INITIAL_TTL = 63;
    /** Service index of a packet that no service function has seen yet (§2.3). */
    public static final int INITIAL_INDEX = 255;
    /** Service path identifiers end before this one. */
    public static final int PATH_LIMIT = 1 << 24;

    /** MD type: a context of 16 octets. */
    public static final int MD_TYPE_1 = 1;
    /** MD type: context headers of variable length, or none. */
    public static final int MD_TYPE_2 = 2;

    // Next protocols (§2.2).
    /** IPv4 follows. */
    public static final int NEXT_IPV4 = 1;
    /** IPv6 follows. */
    public static final int NEXT_IPV6 = 2;
    /** An Ethernet frame follows. */
    public static final int NEXT_ETHERNET = 3;
    /** Another NSH follows. */
    public static final int NEXT_NSH = 4;
    /** An MPLS label stack follows. */
    public static final int NEXT_MPLS = 5;

    private static final int UNIT = 4;
    private static final int TTL_SHIFT = 54;
    private static final int LENGTH_SHIFT = 48;
    private static final int MD_TYPE_SHIFT = 40;
    private static final int NEXT_SHIFT = 32;
    private static final int SIX_BITS = 0x3f;
    private static final long TTL_MASK = (long) SIX_BITS << TTL_SHIFT;
    private static final long OAM = 1L << 61;
    private static final long PATH_MASK = 0xffff_ffffL;

    private Nsh() {
    }

    // The first eight octets.

    /** Base header and service path header in one load, for {@link #ttl} and its neighbours. */
    public static long word0(final MemorySegment packet, final long offset) {
        return packet.get(Wire.U64, offset);
    }

    /**
     * Base header and service path header of a packet that is no OAM packet, unassigned bits 0.
     *
     * @param ttl    0 to 63
     * @param length octets of the whole header, a multiple of 4, at most {@link #MAX_LENGTH}
     * @param mdType {@link #MD_TYPE_1} or {@link #MD_TYPE_2}
     * @param next   a next protocol
     * @param path   service path identifier, 24 bits
     * @param index  service index, 0 to 255
     */
    public static long word0(final int ttl, final int length, final int mdType, final int next, final int path,
        final int index) {
        return (long) ttl << TTL_SHIFT | (long) (length / UNIT) << LENGTH_SHIFT | (long) mdType << MD_TYPE_SHIFT
            | (long) next << NEXT_SHIFT | path(path, index);
    }

    /** Service path identifier and index as they stand together: what a forwarder looks up (§2.3), unsigned 32 bits. */
    public static long path(final int path, final int index) {
        return (path & 0xff_ffffL) << 8 | index & 0xff;
    }

    /** Writes octets 1-8. */
    public static void setWord0(final MemorySegment packet, final long offset, final long word0) {
        packet.set(Wire.U64, offset, word0);
    }

    /** Version, 0 to 3. */
    public static int version(final long word0) {
        return (int) (word0 >>> 62);
    }

    /** Flag O: it is an OAM packet, and carries no user's traffic. */
    public static boolean isOam(final long word0) {
        return (word0 & OAM) != 0;
    }

    /** Forwarders that may still be met, 0 to 63; 0 stands for 64 (§2.2). */
    public static int ttl(final long word0) {
        return (int) (word0 >>> TTL_SHIFT) & SIX_BITS;
    }

    /** Octets of the whole header as it says, 0 to {@link #MAX_LENGTH}. */
    public static int length(final long word0) {
        return ((int) (word0 >>> LENGTH_SHIFT) & SIX_BITS) * UNIT;
    }

    /** MD type, 0 to 15. */
    public static int mdType(final long word0) {
        return (int) (word0 >>> MD_TYPE_SHIFT) & 0xf;
    }

    /** What follows the header, 0 to 255. */
    public static int next(final long word0) {
        return (int) (word0 >>> NEXT_SHIFT) & 0xff;
    }

    /** {@link #path(int, int)} of a header: service path identifier and index together. */
    public static long path(final long word0) {
        return word0 & PATH_MASK;
    }

    /** Service path identifier, 24 bits. */
    public static int pathId(final long word0) {
        return (int) (word0 >>> 8) & 0xff_ffff;
    }

    /** Service index, 0 to 255. */
    public static int index(final long word0) {
        return (int) word0 & 0xff;
    }

    // What an element has to check.

    /** Whether the version is the one there is; a packet of another one is discarded (§2.2). */
    public static boolean isVersionKnown(final long word0) {
        return version(word0) == 0;
    }

    /** Whether the MD type is one of the two; 0 is reserved and 15 for experiments (§2.2). */
    public static boolean isMdTypeKnown(final long word0) {
        final int mdType = mdType(word0);
        return mdType == MD_TYPE_1 || mdType == MD_TYPE_2;
    }

    /**
     * Whether the length is one that the MD type allows (§2.2), and the header is whole.
     *
     * @param available octets from the header's first to the end of the packet, at least {@link #HEADER_LENGTH}
     */
    public static boolean isLengthSound(final long word0, final int available) {
        final int length = length(word0);
        return length <= available && (mdType(word0) == MD_TYPE_1 ? length == MD1_LENGTH : length >= HEADER_LENGTH);
    }

    /** Whether the next protocol is one whose packets this switch can hand on. */
    public static boolean isNextKnown(final long word0) {
        final int next = next(word0);
        return next >= NEXT_IPV4 && next <= NEXT_MPLS;
    }

    /** Whether no forwarder may send the packet on any more, the TTL being counted down already (§2.2). */
    public static boolean isExpired(final long word0) {
        return (word0 & TTL_MASK) == 0;
    }

    // What an element changes.

    /** The same with a TTL less by 1, before the forwarder looks for the next hop; 0 becomes 63 (§2.2). */
    public static long forwarded(final long word0) {
        return word0 & ~TTL_MASK | word0 - (1L << TTL_SHIFT) & TTL_MASK;
    }

    /** The same with an index less by 1: a service function, or its proxy, has done its work (§2.3). It is above 0. */
    public static long served(final long word0) {
        return word0 - 1;
    }

    /** The same on another path: the packet was classified again (§2.3). */
    public static long withPath(final long word0, final int path, final int index) {
        return word0 & ~PATH_MASK | path(path, index);
    }

    /** The same in front of another protocol. */
    public static long withNext(final long word0, final int next) {
        return word0 & ~(0xffL << NEXT_SHIFT) | (long) next << NEXT_SHIFT;
    }

    // The context of MD type 1.

    /** One of the four words of the context, 0 to 3. */
    public static int context(final MemorySegment packet, final long offset, final int word) {
        return packet.get(Wire.U32, offset + CONTEXT_OFFSET + (long) word * UNIT);
    }

    /** Writes the whole context; words that carry no metadata are 0 (§2.4). */
    public static void setContext(final MemorySegment packet, final long offset, final long first, final long second) {
        packet.set(Wire.U64, offset + CONTEXT_OFFSET, first);
        packet.set(Wire.U64, offset + CONTEXT_OFFSET + 8, second);
    }

    // The context headers of MD type 2, by the offset of their first octet.

    /** Class, type and length of a context header, as its first four octets. */
    public static int contextHeader(final int metadataClass, final int type, final int length) {
        return metadataClass << 16 | (type & 0xff) << 8 | length & 0x7f;
    }

    /** The first four octets of a context header. */
    public static int contextHeader(final MemorySegment packet, final long at) {
        return packet.get(Wire.U32, at);
    }

    /** Scope of the type, 16 bits; 0 is the IETF's (RFC 9263). */
    public static int metadataClass(final int contextHeader) {
        return contextHeader >>> 16;
    }

    /** Type within the class, 0 to 255. */
    public static int metadataType(final int contextHeader) {
        return contextHeader >>> 8 & 0xff;
    }

    /** Octets of metadata, 0 to 127. */
    public static int metadataLength(final int contextHeader) {
        return contextHeader & 0x7f;
    }

    /** Octets of the whole context header: metadata is filled up to a multiple of 4 (§2.5). */
    public static int contextHeaderLength(final int contextHeader) {
        return CONTEXT_HEADER_LENGTH + (metadataLength(contextHeader) + UNIT - 1 & -UNIT);
    }

    /**
     * Whether the context headers of MD type 2 fill the header to its last octet and not beyond.
     *
     * @param offset of a header that {@link #isLengthSound}
     */
    public static boolean areContextHeadersSound(final MemorySegment packet, final long offset, final long word0) {
        final long end = offset + length(word0);
        long at = offset + CONTEXT_OFFSET;
        while (at < end) {
            at += contextHeaderLength(contextHeader(packet, at));
        }
        return at == end;
    }

    /**
     * Where the first context header of a class and type is.
     *
     * @param offset of a header of MD type 2 whose context headers are sound
     * @return offset of its first octet, or -1
     */
    public static long findContextHeader(final MemorySegment packet, final long offset, final long word0,
        final int metadataClass, final int type) {
        final long end = offset + length(word0);
        for (long at = offset + CONTEXT_OFFSET; at < end;) {
            final int header = contextHeader(packet, at);
            if (metadataClass(header) == metadataClass && metadataType(header) == type) {
                return at;
            }
            at += contextHeaderLength(header);
        }
        return -1;
    }
}
