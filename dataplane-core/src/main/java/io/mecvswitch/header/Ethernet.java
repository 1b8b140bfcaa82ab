package io.mecvswitch.header;

import java.lang.foreign.MemorySegment;

/**
 * The Ethernet header (IEEE 802.3 §3.1.1, without preamble and check sequence).
 *
 * <pre>
 *    0             6             12      14
 *   ┌─────────────┬─────────────┬───────┬──
 *   │ destination │ source      │ type  │ tags or payload
 *   └─────────────┴─────────────┴───────┴──
 * </pre>
 *
 * <p>Addresses are the low 48 bits of a {@code long}, first octet highest, as in {@code MacAddress}.
 */
public final class Ethernet {
    /** Octets of the header without tags. */
    public static final int HEADER_LENGTH = 14;
    /** Octets 1-6. */
    public static final int DESTINATION_OFFSET = 0;
    /** Octets 7-12. */
    public static final int SOURCE_OFFSET = 6;
    /** Octets 13-14. */
    public static final int TYPE_OFFSET = 12;
    /** Shortest frame on a wire, check sequence not counted; what is shorter is padded (IEEE 802.3 §4.2.3.3). */
    public static final int MINIMUM_FRAME_LENGTH = 60;

    /** EtherType of IPv4 (RFC 894). */
    public static final int TYPE_IPV4 = 0x0800;
    /** EtherType of ARP (RFC 826). */
    public static final int TYPE_ARP = 0x0806;
    /** EtherType of IPv6 (RFC 2464 §3). */
    public static final int TYPE_IPV6 = 0x86dd;
    /** EtherType of an MPLS label stack (RFC 3032 §5). */
    public static final int TYPE_MPLS = 0x8847;
    /** EtherType of {@link Nsh} (RFC 8300). */
    public static final int TYPE_NSH = 0x894f;
    /** Smaller values are lengths of an 802.3 frame, not types (IEEE 802.3 §3.2.6). */
    public static final int TYPE_MINIMUM = 0x0600;

    private static final long ADDRESS_MASK = 0xffff_ffff_ffffL;

    private Ethernet() {
    }

    /** Destination address. */
    public static long destination(final MemorySegment packet, final long offset) {
        return packet.get(Wire.U64, offset + DESTINATION_OFFSET) >>> 16;
    }

    /** Source address; reads the type along with it, so that it stays within the header. */
    public static long source(final MemorySegment packet, final long offset) {
        return packet.get(Wire.U64, offset + SOURCE_OFFSET) >>> 16;
    }

    /** EtherType of the payload, or the tag protocol identifier of the first {@link Vlan} tag. */
    public static int type(final MemorySegment packet, final long offset) {
        return Wire.u16(packet, offset + TYPE_OFFSET);
    }

    /** Writes the destination address. */
    public static void setDestination(final MemorySegment packet, final long offset, final long address) {
        packet.set(Wire.U32, offset + DESTINATION_OFFSET, (int) (address >>> 16));
        packet.set(Wire.U16, offset + DESTINATION_OFFSET + 4, (short) address);
    }

    /** Writes the source address. */
    public static void setSource(final MemorySegment packet, final long offset, final long address) {
        packet.set(Wire.U16, offset + SOURCE_OFFSET, (short) (address >>> 32));
        packet.set(Wire.U32, offset + SOURCE_OFFSET + 2, (int) address);
    }

    /** Writes the type. */
    public static void setType(final MemorySegment packet, final long offset, final int type) {
        Wire.setU16(packet, offset + TYPE_OFFSET, type);
    }

    /** Writes the whole header in two stores that overlap in the source address. */
    public static void set(final MemorySegment packet, final long offset, final long destination, final long source,
            final int type) {
        packet.set(Wire.U64, offset, destination << 16 | (source & ADDRESS_MASK) >>> 32);
        packet.set(Wire.U64, offset + SOURCE_OFFSET, source << 16 | type & 0xffff);
    }

    /** Whether the address is a group's, broadcast included: the low bit of its first octet (IEEE 802 §8.2). */
    public static boolean isGroup(final long address) {
        return (address >>> 40 & 1) != 0;
    }
}
