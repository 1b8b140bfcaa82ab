package io.mecvswitch.header;

import java.lang.foreign.MemorySegment;

/**
 * The IPv6 header and its extension headers (RFC 8200 §3, §4).
 *
 * <pre>
 *    0       4               12      16              24            31
 *   ┌───────┬───────────────┬───────────────────────────────────────┐
 *   │version│ traffic class │ flow label                            │ ┐
 *   ├───────┴───────────────┴───────┬───────────────┬───────────────┤ │ word0
 *   │ payload length                │ next header   │ hop limit     │ ┘
 *   ├───────────────────────────────┴───────────────┴───────────────┤
 *   │ source address, 128 bits                                      │
 *   ├───────────────────────────────────────────────────────────────┤
 *   │ destination address, 128 bits                                 │
 *   └───────────────────────────────────────────────────────────────┘
 * </pre>
 *
 * <p>Addresses are read as two words, as in {@code IpAddress}. The methods on extension headers take the offset of the
 * extension header itself.
 */
public final class Ipv6 {
    /** Octets of the header without extension headers. */
    public static final int HEADER_LENGTH = 40;
    /** Octets behind the header, extension headers included. */
    public static final int PAYLOAD_LENGTH_OFFSET = 4;
    /** See {@link IpProtocol}. */
    public static final int NEXT_HEADER_OFFSET = 6;
    /** Hops left. */
    public static final int HOP_LIMIT_OFFSET = 7;
    /** 128 bits. */
    public static final int SOURCE_OFFSET = 8;
    /** 128 bits. */
    public static final int DESTINATION_OFFSET = 24;

    /** Octets of the shortest extension header, and of the fragment header. */
    public static final int MINIMUM_EXTENSION_LENGTH = 8;
    /** In the fragment header's second 16 bits: this is not the last fragment (RFC 8200 §4.5). */
    public static final int MORE_FRAGMENTS = 1;
    /** In the fragment header's second 16 bits: the place, in octets, as 3 bits below it are taken for 0. */
    public static final int FRAGMENT_PLACE_MASK = 0xfff8;

    private Ipv6() {
    }

    /** The first two words of the header, for {@link #version(long)} and its neighbours. */
    public static long word0(final MemorySegment packet, final long offset) {
        return packet.get(Wire.U64, offset);
    }

    /** The first two words of a header. */
    public static long word0(final int trafficClass, final int flowLabel, final int payloadLength,
            final int nextHeader, final int hopLimit) {
        final int first = 6 << 28 | (trafficClass & 0xff) << 20 | flowLabel & 0xfffff;
        final int second = payloadLength << 16 | (nextHeader & 0xff) << 8 | hopLimit & 0xff;
        return (long) first << 32 | Integer.toUnsignedLong(second);
    }

    /** IP version; of a sound header 6. */
    public static int version(final long word0) {
        return (int) (word0 >>> 60);
    }

    /** DSCP in the upper 6 bits, ECN in the lower 2. */
    public static int trafficClass(final long word0) {
        return (int) (word0 >>> 52) & 0xff;
    }

    /** Flow label, 20 bits. */
    public static int flowLabel(final long word0) {
        return (int) (word0 >>> 32) & 0xfffff;
    }

    /** Octets behind the header. */
    public static int payloadLength(final long word0) {
        return (int) (word0 >>> 16) & 0xffff;
    }

    /** Protocol of what follows: an extension header or the payload. */
    public static int nextHeader(final long word0) {
        return (int) (word0 >>> 8) & 0xff;
    }

    /** Hops left. */
    public static int hopLimit(final long word0) {
        return (int) word0 & 0xff;
    }

    /** First 64 bits of the source address. */
    public static long sourceHigh(final MemorySegment packet, final long offset) {
        return packet.get(Wire.U64, offset + SOURCE_OFFSET);
    }

    /** Last 64 bits of the source address. */
    public static long sourceLow(final MemorySegment packet, final long offset) {
        return packet.get(Wire.U64, offset + SOURCE_OFFSET + 8);
    }

    /** First 64 bits of the destination address. */
    public static long destinationHigh(final MemorySegment packet, final long offset) {
        return packet.get(Wire.U64, offset + DESTINATION_OFFSET);
    }

    /** Last 64 bits of the destination address. */
    public static long destinationLow(final MemorySegment packet, final long offset) {
        return packet.get(Wire.U64, offset + DESTINATION_OFFSET + 8);
    }

    /** Writes the first two words, made by {@link #word0(int, int, int, int, int)}. */
    public static void setWord0(final MemorySegment packet, final long offset, final long word0) {
        packet.set(Wire.U64, offset, word0);
    }

    /** Writes the traffic class and leaves version and flow label. */
    public static void setTrafficClass(final MemorySegment packet, final long offset, final int trafficClass) {
        final int rest = Wire.u16(packet, offset) & ~0x0ff0;
        Wire.setU16(packet, offset, rest | (trafficClass & 0xff) << 4);
    }

    /** Writes the octets behind the header. */
    public static void setPayloadLength(final MemorySegment packet, final long offset, final int length) {
        Wire.setU16(packet, offset + PAYLOAD_LENGTH_OFFSET, length);
    }

    /** Writes the protocol of what follows. */
    public static void setNextHeader(final MemorySegment packet, final long offset, final int nextHeader) {
        Wire.setU8(packet, offset + NEXT_HEADER_OFFSET, nextHeader);
    }

    /** Writes the hops left. */
    public static void setHopLimit(final MemorySegment packet, final long offset, final int hopLimit) {
        Wire.setU8(packet, offset + HOP_LIMIT_OFFSET, hopLimit);
    }

    /** Writes the source address. */
    public static void setSource(final MemorySegment packet, final long offset, final long high, final long low) {
        packet.set(Wire.U64, offset + SOURCE_OFFSET, high);
        packet.set(Wire.U64, offset + SOURCE_OFFSET + 8, low);
    }

    /** Writes the destination address. */
    public static void setDestination(final MemorySegment packet, final long offset, final long high, final long low) {
        packet.set(Wire.U64, offset + DESTINATION_OFFSET, high);
        packet.set(Wire.U64, offset + DESTINATION_OFFSET + 8, low);
    }

    /**
     * Whether a next header value names an extension header that can be stepped over: one whose length this class can
     * tell. ESP and No Next Header end the walk.
     */
    public static boolean isExtension(final int nextHeader) {
        return switch (nextHeader) {
            case IpProtocol.HOP_BY_HOP, IpProtocol.ROUTING, IpProtocol.FRAGMENT, IpProtocol.AUTHENTICATION,
                IpProtocol.DESTINATION_OPTIONS, IpProtocol.MOBILITY, IpProtocol.HIP, IpProtocol.SHIM6 -> true;
            default -> false;
        };
    }

    /** Protocol of what follows an extension header. */
    public static int extensionNextHeader(final MemorySegment packet, final long offset) {
        return Wire.u8(packet, offset);
    }

    /**
     * Octets of an extension header, never 0: its length field counts units of 8 without the first (RFC 6564 §4), in
     * the authentication header units of 4 without the first two (RFC 4302 §2.2); the fragment header has none.
     *
     * @param type next header value that announced it
     */
    public static int extensionLength(final MemorySegment packet, final long offset, final int type) {
        return switch (type) {
            case IpProtocol.FRAGMENT -> MINIMUM_EXTENSION_LENGTH;
            case IpProtocol.AUTHENTICATION -> Wire.u8(packet, offset + 1) + 2 << 2;
            default -> Wire.u8(packet, offset + 1) + 1 << 3;
        };
    }

    /**
     * Offset from the IPv6 header's first octet of the next header value that announces what stands at another offset
     * behind it: its own, or that of the last extension header before. The extension headers up to there are known to
     * be sound.
     *
     * @param ip  where the IPv6 header starts
     * @param end octets from there to what is announced
     */
    public static int lastNextHeader(final MemorySegment packet, final long ip, final int end) {
        int field = NEXT_HEADER_OFFSET;
        int offset = HEADER_LENGTH;
        while (offset < end) {
            final int type = Wire.u8(packet, ip + field);
            field = offset;
            offset += extensionLength(packet, ip + offset, type);
        }
        return field;
    }

    /** The fragment header's place and flag (RFC 8200 §4.5). */
    public static int fragment(final MemorySegment packet, final long offset) {
        return Wire.u16(packet, offset + 2);
    }

    /** Whether a fragment word is that of a part; an atomic fragment is whole (RFC 6946 §2). */
    public static boolean isFragment(final int fragment) {
        return (fragment & (FRAGMENT_PLACE_MASK | MORE_FRAGMENTS)) != 0;
    }

    /** Whether a fragment word is that of a later part, in which no transport header stands. */
    public static boolean isLaterFragment(final int fragment) {
        return (fragment & FRAGMENT_PLACE_MASK) != 0;
    }
}
