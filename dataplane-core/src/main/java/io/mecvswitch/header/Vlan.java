package io.mecvswitch.header;

import java.lang.foreign.MemorySegment;

/**
 * A VLAN tag (IEEE 802.1Q §9.3 to §9.6). It stands where the EtherType would, and the EtherType moves behind it, so
 * {@code offset} is that of the tag protocol identifier, 12 for the first tag of a frame.
 *
 * <pre>
 *    0      2                              4
 *   ┌──────┬─────┬─────┬──────────────────┬──────
 *   │ TPID │ PCP │ DEI │ VLAN identifier  │ type
 *   │      │ 3   │ 1   │ 12 bits          │
 *   └──────┴─────┴─────┴──────────────────┴──────
 *           └─ tag control information ─┘
 * </pre>
 */
public final class Vlan {
    /** Octets that a tag adds to the frame. */
    public static final int TAG_LENGTH = 4;
    /** Tag control information. */
    public static final int TCI_OFFSET = 2;
    /** EtherType of what is tagged, or the identifier of the next tag. */
    public static final int TYPE_OFFSET = 4;
    /** Tag protocol identifier of a customer tag, 802.1Q (table 9-1). */
    public static final int TPID_CUSTOMER = 0x8100;
    /** Tag protocol identifier of a service tag, 802.1ad (table 9-1). */
    public static final int TPID_SERVICE = 0x88a8;

    private Vlan() {
    }

    /** Whether a frame's type field announces a tag. */
    public static boolean isTag(final int type) {
        return type == TPID_CUSTOMER || type == TPID_SERVICE;
    }

    /**
     * Octets from a frame's first to what stands behind its tags, however many; of one that ends within a tag, to that.
     *
     * @param frame  where it starts
     * @param length of it, an Ethernet header at least
     */
    public static int network(final MemorySegment packet, final long frame, final int length) {
        int network = Ethernet.HEADER_LENGTH;
        while (network + TAG_LENGTH <= length && isTag(Wire.u16(packet, frame + network - 2))) {
            network += TAG_LENGTH;
        }
        return network;
    }

    /** Tag control information, 16 bits. */
    public static int tci(final MemorySegment packet, final long offset) {
        return Wire.u16(packet, offset + TCI_OFFSET);
    }

    /** What the tag is followed by. */
    public static int type(final MemorySegment packet, final long offset) {
        return Wire.u16(packet, offset + TYPE_OFFSET);
    }

    /** Tag control information in the high half and the type behind it in the low, in one load. */
    public static int tciAndType(final MemorySegment packet, final long offset) {
        return packet.get(Wire.U32, offset + TCI_OFFSET);
    }

    /** Writes a tag; the type behind it stays as it is. */
    public static void set(final MemorySegment packet, final long offset, final int tpid, final int tci) {
        packet.set(Wire.U32, offset, tpid << 16 | tci & 0xffff);
    }

    /** Tag control information of its three fields. */
    public static int tci(final int priority, final boolean dropEligible, final int id) {
        return priority << 13 | (dropEligible ? 1 << 12 : 0) | id;
    }

    /** VLAN identifier, 0 to 4095; 0 is a priority tag that names no VLAN (table 9-2). */
    public static int id(final int tci) {
        return tci & 0xfff;
    }

    /** Priority code point, 0 to 7. */
    public static int priority(final int tci) {
        return tci >>> 13 & 7;
    }

    /** Drop eligible indicator. */
    public static boolean dropEligible(final int tci) {
        return (tci & 1 << 12) != 0;
    }
}
