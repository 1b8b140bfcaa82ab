package io.mecvswitch.header;

import java.lang.foreign.MemorySegment;

/**
 * Information elements of GTP-U signalling (3GPP TS 29.281 §8).
 *
 * <pre>
 *   type 0 to 127, TV        type 128 to 255, TLV
 *   ┌──────┬─────────────┐   ┌──────┬──────────────┬───────┐
 *   │ type │ value       │   │ type │ length (2)   │ value │
 *   │      │ length known│   │      │ (of 141: 1)  │       │
 *   └──────┴─────────────┘   └──────┴──────────────┴───────┘
 * </pre>
 *
 * <p>A TV element of unknown type can't be stepped over, so a message that has one can't be understood (§8.1).
 */
public final class GtpuElement {
    /** Recovery: restart counter, always 0 in GTP-U (§8.2). */
    public static final int RECOVERY = 14;
    /** Tunnel Endpoint Identifier Data I (§8.3). */
    public static final int TEID_DATA = 16;
    /** GTP-U Peer Address: 4 or 16 octets (§8.4). */
    public static final int PEER_ADDRESS = 133;
    /** Extension Header Type List (§8.5). */
    public static final int EXTENSION_TYPES = 141;
    /** Octets of a Recovery. */
    public static final int RECOVERY_LENGTH = 2;
    /** Octets of a Tunnel Endpoint Identifier Data I. */
    public static final int TEID_DATA_LENGTH = 5;
    /** Octets of type and length before the value of a TLV. */
    public static final int TLV_HEADER_LENGTH = 3;
    /** What methods say where there is no element. */
    public static final long NONE = -1;

    private static final int FIRST_TLV = 128;

    private GtpuElement() {
    }

    /**
     * Whether every element from one offset to another can be stepped over. Their order is not looked at: §7.1.1 asks
     * the sender to keep it.
     */
    public static boolean areSound(final MemorySegment packet, final long start, final long end) {
        long at = start;
        while (at != NONE && at < end) {
            at = next(packet, at, end);
        }
        return at == end;
    }

    /** Offset of the first element of a type among sound ones, or {@link #NONE}. */
    public static long find(final MemorySegment packet, final long start, final long end, final int type) {
        long at = start;
        while (at < end && Wire.u8(packet, at) != type) {
            at = next(packet, at, end);
        }
        return at < end ? at : NONE;
    }

    /** Octets of the value of a TLV with a length of two octets. */
    public static int valueLength(final MemorySegment packet, final long element) {
        return Wire.u16(packet, element + 1);
    }

    /** Offset behind an element, {@code end} at most, or {@link #NONE}. */
    private static long next(final MemorySegment packet, final long at, final long end) {
        final int type = Wire.u8(packet, at);
        final long next = at + switch (type) {
            case RECOVERY -> RECOVERY_LENGTH;
            case TEID_DATA -> TEID_DATA_LENGTH;
            case EXTENSION_TYPES -> at + 2 > end ? Integer.MAX_VALUE : 2 + Wire.u8(packet, at + 1);
            default -> type < FIRST_TLV || at + TLV_HEADER_LENGTH > end ? Integer.MAX_VALUE
                : TLV_HEADER_LENGTH + valueLength(packet, at);
        };
        return next <= end ? next : NONE;
    }
}
