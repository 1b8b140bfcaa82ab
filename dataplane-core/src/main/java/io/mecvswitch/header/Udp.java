package io.mecvswitch.header;

import java.lang.foreign.MemorySegment;

/**
 * The UDP header (RFC 768).
 *
 * <pre>
 *    0      2      4      6        8
 *   ┌──────┬──────┬──────┬────────┬──
 *   │source│dest. │length│checksum│ payload
 *   │port  │port  │      │        │
 *   └──────┴──────┴──────┴────────┴──
 *    └───────── word0 ───────────┘
 * </pre>
 */
public final class Udp {
    /** Octets of the header, and the least that its length may say. */
    public static final int HEADER_LENGTH = 8;
    /** 16 bits. */
    public static final int SOURCE_PORT_OFFSET = 0;
    /** 16 bits. */
    public static final int DESTINATION_PORT_OFFSET = 2;
    /** Octets of header and payload. */
    public static final int LENGTH_OFFSET = 4;
    /** Over pseudo header, header and payload; 0: none. */
    public static final int CHECKSUM_OFFSET = 6;

    private Udp() {
    }

    /** The whole header in one load, for {@link #sourcePort(long)} and its neighbours. */
    public static long word0(final MemorySegment packet, final long offset) {
        return packet.get(Wire.U64, offset);
    }

    /** A whole header. */
    public static long word0(final int sourcePort, final int destinationPort, final int length, final int checksum) {
        final int ports = sourcePort << 16 | destinationPort & 0xffff;
        return (long) ports << 32 | Integer.toUnsignedLong(length << 16 | checksum & 0xffff);
    }

    /** Port it was sent from. */
    public static int sourcePort(final long word0) {
        return (int) (word0 >>> 48);
    }

    /** Port it is sent to. */
    public static int destinationPort(final long word0) {
        return (int) (word0 >>> 32) & 0xffff;
    }

    /** Octets of header and payload; sound from {@link #HEADER_LENGTH} to the IP payload's. */
    public static int length(final long word0) {
        return (int) (word0 >>> 16) & 0xffff;
    }

    /** Checksum; 0 says that the sender computed none. */
    public static int checksum(final long word0) {
        return (int) word0 & 0xffff;
    }

    /** Writes the whole header. */
    public static void setWord0(final MemorySegment packet, final long offset, final long word0) {
        packet.set(Wire.U64, offset, word0);
    }

    /** Writes the port it is sent from. */
    public static void setSourcePort(final MemorySegment packet, final long offset, final int port) {
        Wire.setU16(packet, offset + SOURCE_PORT_OFFSET, port);
    }

    /** Writes the port it is sent to. */
    public static void setDestinationPort(final MemorySegment packet, final long offset, final int port) {
        Wire.setU16(packet, offset + DESTINATION_PORT_OFFSET, port);
    }

    /** Writes the octets of header and payload. */
    public static void setLength(final MemorySegment packet, final long offset, final int length) {
        Wire.setU16(packet, offset + LENGTH_OFFSET, length);
    }

    /** Writes the checksum; {@link InternetChecksum#udpOverIpv6} computes it. */
    public static void setChecksum(final MemorySegment packet, final long offset, final int checksum) {
        Wire.setU16(packet, offset + CHECKSUM_OFFSET, checksum);
    }
}
