package io.mecvswitch.header;

import java.lang.foreign.MemorySegment;

/**
 * Neighbor Solicitation and Neighbor Advertisement (RFC 4861 §4.3, §4.4), from the first octet of ICMPv6 on; and of the
 * other messages what they have in common with these.
 *
 * <pre>
 *    0      1      2          4               8                24
 *   ┌──────┬──────┬──────────┬───────────────┬────────────────┬──────────
 *   │ type │ code │ checksum │ R S O, 29 × 0 │ target address │ options
 *   └──────┴──────┴──────────┴───────────────┴────────────────┴──────────
 *   option: type, length in units of 8 octets, contents
 * </pre>
 */
public final class NeighborDiscovery {
    /** ICMPv6 type of a Router Solicitation (§4.1). */
    public static final int ROUTER_SOLICITATION = 133;
    /** ICMPv6 type of a Router Advertisement (§4.2). */
    public static final int ROUTER_ADVERTISEMENT = 134;
    /** ICMPv6 type of a Neighbor Solicitation. */
    public static final int SOLICITATION = 135;
    /** ICMPv6 type of a Neighbor Advertisement. */
    public static final int ADVERTISEMENT = 136;
    /** ICMPv6 type of a Redirect (§4.5). */
    public static final int REDIRECT = 137;
    /** Octets of a Router Solicitation before the options. */
    public static final int ROUTER_SOLICITATION_LENGTH = 8;
    /** Octets of a Router Advertisement before the options. */
    public static final int ROUTER_ADVERTISEMENT_LENGTH = 16;
    /** Octets before the options. */
    public static final int LENGTH = 24;
    /** Hop limit of both: no router has let them through (§7.1.1). */
    public static final int HOP_LIMIT = 255;
    /** Unit of options' lengths, and octets of one with an Ethernet address. */
    public static final int OPTION_UNIT = 8;
    /** Option type: source link-layer address (§4.6.1). */
    public static final int SOURCE_MAC = 1;
    /** Option type: target link-layer address (§4.6.1). */
    public static final int TARGET_MAC = 2;
    /** Flag: the sender is a router. */
    public static final int ROUTER = 1 << 31;
    /** Flag: it answers a solicitation. */
    public static final int SOLICITED = 1 << 30;
    /** Flag: it overrides what is known. */
    public static final int OVERRIDE = 1 << 29;

    private static final int TARGET_OFFSET = 8;
    private static final long MULTICAST_HIGH = 0xff02_0000_0000_0000L;
    private static final long SOLICITED_NODE = 0x1_ff00_0000L;
    private static final long LOW_24 = 0xff_ffff;

    private NeighborDiscovery() {
    }

    /** Whether an ICMPv6 type is one of Neighbor Discovery's (§4). */
    public static boolean isType(final int type) {
        return type >= ROUTER_SOLICITATION && type <= REDIRECT;
    }

    /** Type and code. */
    public static int typeAndCode(final MemorySegment packet, final long offset) {
        return Wire.u16(packet, offset);
    }

    /** First 64 bits of the target address. */
    public static long targetHigh(final MemorySegment packet, final long offset) {
        return packet.get(Wire.U64, offset + TARGET_OFFSET);
    }

    /** Last 64 bits of the target address. */
    public static long targetLow(final MemorySegment packet, final long offset) {
        return packet.get(Wire.U64, offset + TARGET_OFFSET + 8);
    }

    /** Whether an address is the solicited-node multicast address of one that ends so (RFC 4291 §2.7.1). */
    public static boolean isSolicitedNode(final long high, final long low, final long targetLow) {
        return high == MULTICAST_HIGH && low == (SOLICITED_NODE | targetLow & LOW_24);
    }

    /** The Ethernet address of {@link #isSolicitedNode} (RFC 2464 §7). */
    public static long solicitedNodeMac(final long targetLow) {
        return 0x3333_ff00_0000L | targetLow & LOW_24;
    }

    /**
     * Writes an advertisement with the target's Ethernet address; its checksum is 0.
     *
     * @param flags {@link #ROUTER}, {@link #SOLICITED}, {@link #OVERRIDE}
     */
    public static void setAdvertisement(final MemorySegment packet, final long offset, final int flags,
        final long targetHigh, final long targetLow, final long mac) {
        packet.set(Wire.U64, offset, (long) ADVERTISEMENT << 56 | flags & 0xffff_ffffL);
        packet.set(Wire.U64, offset + TARGET_OFFSET, targetHigh);
        packet.set(Wire.U64, offset + TARGET_OFFSET + 8, targetLow);
        packet.set(Wire.U64, offset + LENGTH, (long) TARGET_MAC << 56 | 1L << 48 | mac);
    }

    /** Writes the checksum. */
    public static void setChecksum(final MemorySegment packet, final long offset, final int checksum) {
        Wire.setU16(packet, offset + 2, checksum);
    }
}
