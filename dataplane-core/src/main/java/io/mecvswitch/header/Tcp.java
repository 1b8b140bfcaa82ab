package io.mecvswitch.header;

import java.lang.foreign.MemorySegment;

/**
 * The TCP header (RFC 9293 §3.1).
 *
 * <pre>
 *    0                               16                            31
 *   ┌───────────────────────────────┬───────────────────────────────┐
 *   │ source port                   │ destination port              │
 *   ├───────────────────────────────┴───────────────────────────────┤
 *   │ sequence number                                               │
 *   ├───────────────────────────────────────────────────────────────┤
 *   │ acknowledgment number                                         │
 *   ├───────┬───────┬───────────────┬───────────────────────────────┤
 *   │ data  │ 0     │ flags         │ window                        │
 *   │ offset│       │ CEUAPRSF      │                               │
 *   ├───────┴───────┴───────────────┼───────────────────────────────┤
 *   │ checksum                      │ urgent pointer                │
 *   ├───────────────────────────────┴───────────────────────────────┤
 *   │ options, data offset - 5 words                                │
 *   └───────────────────────────────────────────────────────────────┘
 * </pre>
 */
public final class Tcp {
    /** Octets of a header without options, the least there is. */
    public static final int MINIMUM_HEADER_LENGTH = 20;
    /** 16 bits. */
    public static final int SOURCE_PORT_OFFSET = 0;
    /** 16 bits. */
    public static final int DESTINATION_PORT_OFFSET = 2;
    /** 32 bits. */
    public static final int SEQUENCE_OFFSET = 4;
    /** 32 bits. */
    public static final int ACKNOWLEDGMENT_OFFSET = 8;
    /** Header length in words, in the upper 4 bits. */
    public static final int DATA_OFFSET_OFFSET = 12;
    /** 8 bits. */
    public static final int FLAGS_OFFSET = 13;
    /** 16 bits. */
    public static final int WINDOW_OFFSET = 14;
    /** Over pseudo header, header and payload. */
    public static final int CHECKSUM_OFFSET = 16;

    /** Flag: no more data from the sender. */
    public static final int FIN = 0x01;
    /** Flag: synchronise sequence numbers. */
    public static final int SYN = 0x02;
    /** Flag: reset the connection. */
    public static final int RST = 0x04;
    /** Flag: push. */
    public static final int PSH = 0x08;
    /** Flag: the acknowledgment number counts. */
    public static final int ACK = 0x10;

    private Tcp() {
    }

    /** Port it was sent from. */
    public static int sourcePort(final MemorySegment packet, final long offset) {
        return Wire.u16(packet, offset + SOURCE_PORT_OFFSET);
    }

    /** Port it is sent to. */
    public static int destinationPort(final MemorySegment packet, final long offset) {
        return Wire.u16(packet, offset + DESTINATION_PORT_OFFSET);
    }

    /** Source port in the high half, destination in the low, in one load. They stand so in UDP too. */
    public static int ports(final MemorySegment packet, final long offset) {
        return packet.get(Wire.U32, offset);
    }

    /** Sequence number. */
    public static int sequence(final MemorySegment packet, final long offset) {
        return packet.get(Wire.U32, offset + SEQUENCE_OFFSET);
    }

    /** Octets of the header, 0 to 60; sound from {@link #MINIMUM_HEADER_LENGTH} on. */
    public static int headerLength(final MemorySegment packet, final long offset) {
        return Wire.u8(packet, offset + DATA_OFFSET_OFFSET) >>> 2 & 0x3c;
    }

    /** {@link #SYN} and its neighbours. */
    public static int flags(final MemorySegment packet, final long offset) {
        return Wire.u8(packet, offset + FLAGS_OFFSET);
    }

    /** Checksum. */
    public static int checksum(final MemorySegment packet, final long offset) {
        return Wire.u16(packet, offset + CHECKSUM_OFFSET);
    }

    /** Writes both ports: the source's in the high half. */
    public static void setPorts(final MemorySegment packet, final long offset, final int ports) {
        packet.set(Wire.U32, offset, ports);
    }

    /** Writes the sequence number. */
    public static void setSequence(final MemorySegment packet, final long offset, final int sequence) {
        packet.set(Wire.U32, offset + SEQUENCE_OFFSET, sequence);
    }

    /** Writes the header length, a multiple of 4 from 20 to 60. */
    public static void setHeaderLength(final MemorySegment packet, final long offset, final int length) {
        Wire.setU8(packet, offset + DATA_OFFSET_OFFSET, length << 2);
    }

    /** Writes the flags. */
    public static void setFlags(final MemorySegment packet, final long offset, final int flags) {
        Wire.setU8(packet, offset + FLAGS_OFFSET, flags);
    }

    /** Writes the window. */
    public static void setWindow(final MemorySegment packet, final long offset, final int window) {
        Wire.setU16(packet, offset + WINDOW_OFFSET, window);
    }

    /** Writes the checksum. */
    public static void setChecksum(final MemorySegment packet, final long offset, final int checksum) {
        Wire.setU16(packet, offset + CHECKSUM_OFFSET, checksum);
    }
}
