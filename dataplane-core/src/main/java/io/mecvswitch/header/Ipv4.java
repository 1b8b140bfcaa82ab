package io.mecvswitch.header;

import java.lang.foreign.MemorySegment;

/**
 * The IPv4 header (RFC 791 §3.1).
 *
 * <pre>
 *    0       4       8               16    19                      31
 *   ┌───────┬───────┬───────────────┬───────────────────────────────┐
 *   │version│ IHL   │ DSCP      ECN │ total length                  │ ┐
 *   ├───────┴───────┴───────────────┼─────┬─────────────────────────┤ │ word0
 *   │ identification                │flags│ fragment offset         │ ┘
 *   ├───────────────┬───────────────┼─────┴─────────────────────────┤
 *   │ time to live  │ protocol      │ header checksum               │
 *   ├───────────────┴───────────────┴───────────────────────────────┤
 *   │ source address                                                │ ┐
 *   ├───────────────────────────────────────────────────────────────┤ │ addresses
 *   │ destination address                                           │ ┘
 *   ├───────────────────────────────────────────────────────────────┤
 *   │ options, IHL - 5 words                                        │
 *   └───────────────────────────────────────────────────────────────┘
 * </pre>
 *
 * <p>A stage that needs several fields loads {@link #word0} once and takes them from it.
 */
public final class Ipv4 {
    /** Octets of a header without options, the least there is. */
    public static final int MINIMUM_HEADER_LENGTH = 20;
    /** DSCP and ECN (RFC 2474 §3, RFC 3168 §5). */
    public static final int TRAFFIC_CLASS_OFFSET = 1;
    /** Octets of header and payload together. */
    public static final int TOTAL_LENGTH_OFFSET = 2;
    /** Groups the fragments of one datagram. */
    public static final int IDENTIFICATION_OFFSET = 4;
    /** Flags, and the fragment's place in units of 8 octets. */
    public static final int FRAGMENT_OFFSET = 6;
    /** Hops left. */
    public static final int TTL_OFFSET = 8;
    /** See {@link IpProtocol}. */
    public static final int PROTOCOL_OFFSET = 9;
    /** Over the header alone. */
    public static final int CHECKSUM_OFFSET = 10;
    /** 32 bits. */
    public static final int SOURCE_OFFSET = 12;
    /** 32 bits. */
    public static final int DESTINATION_OFFSET = 16;

    /** In the {@linkplain #fragment fragment word}: do not fragment. */
    public static final int DONT_FRAGMENT = 0x4000;
    /** In the {@linkplain #fragment fragment word}: this is not the last fragment. */
    public static final int MORE_FRAGMENTS = 0x2000;
    /** In the {@linkplain #fragment fragment word}: the place, in units of 8 octets. */
    public static final int FRAGMENT_PLACE_MASK = 0x1fff;

    private Ipv4() {
    }

    /** The first two words of the header, for {@link #version(long)} and its neighbours. */
    public static long word0(final MemorySegment packet, final long offset) {
        return packet.get(Wire.U64, offset);
    }

    /** IP version; of a sound header 4. */
    public static int version(final long word0) {
        return (int) (word0 >>> 60);
    }

    /** Octets of the header: IHL times 4, 0 to 60; sound from {@link #MINIMUM_HEADER_LENGTH} on. */
    public static int headerLength(final long word0) {
        return (int) (word0 >>> 54) & 0x3c;
    }

    /** DSCP in the upper 6 bits, ECN in the lower 2. */
    public static int trafficClass(final long word0) {
        return (int) (word0 >>> 48) & 0xff;
    }

    /** Octets of header and payload together. */
    public static int totalLength(final long word0) {
        return (int) (word0 >>> 32) & 0xffff;
    }

    /** Groups the fragments of one datagram. */
    public static int identification(final long word0) {
        return (int) (word0 >>> 16) & 0xffff;
    }

    /** Flags and fragment offset. */
    public static int fragment(final long word0) {
        return (int) word0 & 0xffff;
    }

    /** Whether a fragment word is that of a part of a datagram, first part included. */
    public static boolean isFragment(final int fragment) {
        return (fragment & (MORE_FRAGMENTS | FRAGMENT_PLACE_MASK)) != 0;
    }

    /** Whether a fragment word is that of a later part, in which no transport header stands. */
    public static boolean isLaterFragment(final int fragment) {
        return (fragment & FRAGMENT_PLACE_MASK) != 0;
    }

    /** IP version, read alone. It stands at the same place in IPv6. */
    public static int version(final MemorySegment packet, final long offset) {
        return Wire.u8(packet, offset) >>> 4;
    }

    /** Octets of the header, read alone. */
    public static int headerLength(final MemorySegment packet, final long offset) {
        return (Wire.u8(packet, offset) & 0xf) << 2;
    }

    /** DSCP and ECN, read alone. */
    public static int trafficClass(final MemorySegment packet, final long offset) {
        return Wire.u8(packet, offset + TRAFFIC_CLASS_OFFSET);
    }

    /** Octets of header and payload together, read alone. */
    public static int totalLength(final MemorySegment packet, final long offset) {
        return Wire.u16(packet, offset + TOTAL_LENGTH_OFFSET);
    }

    /** Identification, read alone. */
    public static int identification(final MemorySegment packet, final long offset) {
        return Wire.u16(packet, offset + IDENTIFICATION_OFFSET);
    }

    /** Flags and fragment offset, read alone. */
    public static int fragment(final MemorySegment packet, final long offset) {
        return Wire.u16(packet, offset + FRAGMENT_OFFSET);
    }

    /** Hops left. */
    public static int ttl(final MemorySegment packet, final long offset) {
        return Wire.u8(packet, offset + TTL_OFFSET);
    }

    /** Protocol of the payload. */
    public static int protocol(final MemorySegment packet, final long offset) {
        return Wire.u8(packet, offset + PROTOCOL_OFFSET);
    }

    /** Header checksum. */
    public static int checksum(final MemorySegment packet, final long offset) {
        return Wire.u16(packet, offset + CHECKSUM_OFFSET);
    }

    /** Source address. */
    public static int source(final MemorySegment packet, final long offset) {
        return packet.get(Wire.U32, offset + SOURCE_OFFSET);
    }

    /** Destination address. */
    public static int destination(final MemorySegment packet, final long offset) {
        return packet.get(Wire.U32, offset + DESTINATION_OFFSET);
    }

    /** Source address in the high half, destination in the low, in one load. */
    public static long addresses(final MemorySegment packet, final long offset) {
        return packet.get(Wire.U64, offset + SOURCE_OFFSET);
    }

    /** Writes the whole header, without options, of an atomic datagram (RFC 6864 §4); what is there is 0. */
    public static void setAtomic(final MemorySegment packet, final long offset, final int trafficClass,
            final int payloadLength, final int ttl, final int protocol, final int source, final int destination) {
        setHeaderLength(packet, offset, MINIMUM_HEADER_LENGTH);
        setTrafficClass(packet, offset, trafficClass);
        setTotalLength(packet, offset, MINIMUM_HEADER_LENGTH + payloadLength);
        setFragment(packet, offset, DONT_FRAGMENT);
        setTtl(packet, offset, ttl);
        setProtocol(packet, offset, protocol);
        setSource(packet, offset, source);
        setDestination(packet, offset, destination);
        setChecksum(packet, offset, InternetChecksum.ipv4Header(packet, offset));
    }

    /** Writes version 4 and the header length, a multiple of 4 from 20 to 60. */
    public static void setHeaderLength(final MemorySegment packet, final long offset, final int length) {
        Wire.setU8(packet, offset, 0x40 | length >>> 2);
    }

    /** Writes DSCP and ECN. */
    public static void setTrafficClass(final MemorySegment packet, final long offset, final int trafficClass) {
        Wire.setU8(packet, offset + TRAFFIC_CLASS_OFFSET, trafficClass);
    }

    /** Writes the octets of header and payload together. */
    public static void setTotalLength(final MemorySegment packet, final long offset, final int length) {
        Wire.setU16(packet, offset + TOTAL_LENGTH_OFFSET, length);
    }

    /** Writes the identification. */
    public static void setIdentification(final MemorySegment packet, final long offset, final int identification) {
        Wire.setU16(packet, offset + IDENTIFICATION_OFFSET, identification);
    }

    /** Writes flags and fragment offset. */
    public static void setFragment(final MemorySegment packet, final long offset, final int fragment) {
        Wire.setU16(packet, offset + FRAGMENT_OFFSET, fragment);
    }

    /** Writes the hops left. */
    public static void setTtl(final MemorySegment packet, final long offset, final int ttl) {
        Wire.setU8(packet, offset + TTL_OFFSET, ttl);
    }

    /** Writes the protocol of the payload. */
    public static void setProtocol(final MemorySegment packet, final long offset, final int protocol) {
        Wire.setU8(packet, offset + PROTOCOL_OFFSET, protocol);
    }

    /** Writes the header checksum; {@link InternetChecksum#ipv4Header} computes it. */
    public static void setChecksum(final MemorySegment packet, final long offset, final int checksum) {
        Wire.setU16(packet, offset + CHECKSUM_OFFSET, checksum);
    }

    /** Writes the source address. */
    public static void setSource(final MemorySegment packet, final long offset, final int address) {
        packet.set(Wire.U32, offset + SOURCE_OFFSET, address);
    }

    /** Writes the destination address. */
    public static void setDestination(final MemorySegment packet, final long offset, final int address) {
        packet.set(Wire.U32, offset + DESTINATION_OFFSET, address);
    }
}
