package io.mecvswitch.header;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * Numbers as they stand on the wire: most significant octet first, at any address.
 *
 * <p>Any thread. Like every codec in this package it checks nothing itself: the caller has proved that the octets
 * belong to the packet. What lies outside the segment altogether ends in an {@link IndexOutOfBoundsException}.
 */
public final class Wire {
    /** 16 bits in network order, at any alignment. */
    public static final ValueLayout.OfShort U16 = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    /** 32 bits in network order, at any alignment. */
    public static final ValueLayout.OfInt U32 = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    /** 64 bits in network order, at any alignment. */
    public static final ValueLayout.OfLong U64 = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

    private Wire() {
    }

    /** One octet, 0 to 255. */
    public static int u8(final MemorySegment packet, final long offset) {
        return packet.get(ValueLayout.JAVA_BYTE, offset) & 0xff;
    }

    /** Two octets, 0 to 65535. */
    public static int u16(final MemorySegment packet, final long offset) {
        return packet.get(U16, offset) & 0xffff;
    }

    /** Four octets; compare with {@link Integer#compareUnsigned}. */
    public static int u32(final MemorySegment packet, final long offset) {
        return packet.get(U32, offset);
    }

    /** Eight octets; compare with {@link Long#compareUnsigned}. */
    public static long u64(final MemorySegment packet, final long offset) {
        return packet.get(U64, offset);
    }

    /** Eight octets in an order that is the processor's own business: to be compared with others, bit by bit. */
    public static long raw64(final MemorySegment packet, final long offset) {
        return packet.get(ValueLayout.JAVA_LONG_UNALIGNED, offset);
    }

    /** What {@link #raw64} reads where {@link #u64} reads this. */
    public static long asRead(final long value) {
        return ByteOrder.nativeOrder() == ByteOrder.BIG_ENDIAN ? value : Long.reverseBytes(value);
    }

    /** Writes what {@link #raw64} reads. */
    public static void setRaw64(final MemorySegment packet, final long offset, final long value) {
        packet.set(ValueLayout.JAVA_LONG_UNALIGNED, offset, value);
    }

    /** Writes the low 8 bits. */
    public static void setU8(final MemorySegment packet, final long offset, final int value) {
        packet.set(ValueLayout.JAVA_BYTE, offset, (byte) value);
    }

    /** Writes the low 16 bits. */
    public static void setU16(final MemorySegment packet, final long offset, final int value) {
        packet.set(U16, offset, (short) value);
    }

    /** Writes 32 bits. */
    public static void setU32(final MemorySegment packet, final long offset, final int value) {
        packet.set(U32, offset, value);
    }

    /** Writes 64 bits. */
    public static void setU64(final MemorySegment packet, final long offset, final long value) {
        packet.set(U64, offset, value);
    }
}
