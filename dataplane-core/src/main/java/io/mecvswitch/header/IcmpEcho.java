package io.mecvswitch.header;

import java.lang.foreign.MemorySegment;

/**
 * Echo Request and Echo Reply of ICMP (RFC 792) and ICMPv6 (RFC 4443 §4), which differ in the numbers of their types
 * and in what the checksum covers.
 *
 * <pre>
 *    0      1      2          4            6                 8
 *   ┌──────┬──────┬──────────┬────────────┬─────────────────┬──────
 *   │ type │ code │ checksum │ identifier │ sequence number │ data
 *   └──────┴──────┴──────────┴────────────┴─────────────────┴──────
 *   └────────────────────── word0 ────────────────────────┘
 * </pre>
 */
public final class IcmpEcho {
    /** Octets before the data. */
    public static final int HEADER_LENGTH = 8;
    /** ICMP type of a request. */
    public static final int REQUEST = 8;
    /** ICMP type of a reply. */
    public static final int REPLY = 0;
    /** ICMPv6 type of a request. */
    public static final int REQUEST_V6 = 128;
    /** ICMPv6 type of a reply. */
    public static final int REPLY_V6 = 129;

    private static final int CHECKSUM_OFFSET = 2;

    private IcmpEcho() {
    }

    /** All fields in one load. */
    public static long word0(final MemorySegment packet, final long offset) {
        return packet.get(Wire.U64, offset);
    }

    /** All fields, the checksum 0. */
    public static long word0(final int type, final int identifier, final int sequence) {
        return (long) type << 56 | (long) (identifier & 0xffff) << 16 | sequence & 0xffff;
    }

    /** Writes all fields. */
    public static void setWord0(final MemorySegment packet, final long offset, final long word0) {
        packet.set(Wire.U64, offset, word0);
    }

    /** Type in the high octet, code in the low; the code of an echo is 0. */
    public static int typeAndCode(final long word0) {
        return (int) (word0 >>> 48);
    }

    /** Of whoever asks, 16 bits. */
    public static int identifier(final long word0) {
        return (int) word0 >>> 16;
    }

    /** Sequence number, 16 bits. */
    public static int sequence(final long word0) {
        return (int) word0 & 0xffff;
    }

    /** Writes the checksum. */
    public static void setChecksum(final MemorySegment packet, final long offset, final int checksum) {
        Wire.setU16(packet, offset + CHECKSUM_OFFSET, checksum);
    }
}
