package io.mecvswitch.header;

import java.lang.foreign.MemorySegment;

/**
 * The GTP-U header (3GPP TS 29.281 §5.1) and its extension headers (§5.2).
 *
 * <pre>
 *         8     7     6     5     4     3     2     1   bit
 *       ┌─────────────────┬─────┬─────┬─────┬─────┬─────┐
 *    1  │ version         │ PT  │ 0   │ E   │ S   │ PN  │ ┐
 *       ├─────────────────┴─────┴─────┴─────┴─────┴─────┤ │
 *    2  │ message type                                  │ │
 *       ├───────────────────────────────────────────────┤ │ word0
 *   3-4 │ length: octets from octet 9 on                │ │
 *       ├───────────────────────────────────────────────┤ │
 *   5-8 │ tunnel endpoint identifier (TEID)             │ ┘
 *       ├───────────────────────────────────────────────┤
 *  9-10 │ sequence number             (counts if S = 1) │ ┐ all four there
 *       ├───────────────────────────────────────────────┤ │ if any of E, S
 *   11  │ N-PDU number                (counts if PN = 1)│ │ and PN is 1:
 *       ├───────────────────────────────────────────────┤ │ optional
 *   12  │ next extension header type  (counts if E = 1) │ ┘
 *       ├───────────────────────────────────────────────┤
 *  octet
 * </pre>
 *
 * <p>An extension header is {@code 4 × length} octets: the length, contents, and in its last octet the type of the
 * next one. The methods on extension headers take the offset of that length octet.
 */
public final class Gtpu {
    /** UDP port that GTP-U messages are sent to (§4.4.2). */
    public static final int UDP_PORT = 2152;
    /** Octets that are always there. */
    public static final int HEADER_LENGTH = 8;
    /** Octets of sequence number, N-PDU number and next extension header type, together there or not. */
    public static final int OPTIONAL_LENGTH = 4;
    /** Octet 1. */
    public static final int FLAGS_OFFSET = 0;
    /** Octet 2. */
    public static final int TYPE_OFFSET = 1;
    /** Octets 3-4. */
    public static final int LENGTH_OFFSET = 2;
    /** Octets 5-8. */
    public static final int TEID_OFFSET = 4;
    /** Octets 9-10. */
    public static final int SEQUENCE_OFFSET = 8;
    /** Octet 11. */
    public static final int NPDU_OFFSET = 10;
    /** Octet 12. */
    public static final int NEXT_EXTENSION_OFFSET = 11;

    /** Flags of version 1 and protocol type GTP, which every GTP-U message has (§5.1). */
    public static final int FLAGS_GTPU = 0x30;
    /** The bits of {@link #FLAGS_GTPU}: version and protocol type. */
    public static final int FLAGS_KIND_MASK = 0xf0;
    /** Flag E: an extension header follows. */
    public static final int FLAG_EXTENSION = 0x04;
    /** Flag S: the sequence number counts. */
    public static final int FLAG_SEQUENCE = 0x02;
    /** Flag PN: the N-PDU number counts. */
    public static final int FLAG_NPDU = 0x01;
    /** Any of these: the optional octets are there. */
    public static final int FLAGS_OPTIONAL = FLAG_EXTENSION | FLAG_SEQUENCE | FLAG_NPDU;

    // Message types (table 6.1-1).
    /** Echo Request (§7.2.1). */
    public static final int ECHO_REQUEST = 1;
    /** Echo Response (§7.2.2). */
    public static final int ECHO_RESPONSE = 2;
    /** Error Indication (§7.3.1). */
    public static final int ERROR_INDICATION = 26;
    /** Supported Extension Headers Notification (§7.2.3). */
    public static final int SUPPORTED_EXTENSIONS = 31;
    /** Tunnel Status (§7.3.3). */
    public static final int TUNNEL_STATUS = 253;
    /** End Marker (§7.3.2). */
    public static final int END_MARKER = 254;
    /** G-PDU: the message that carries a T-PDU (§6.1). */
    public static final int GPDU = 255;

    // Extension header types (figure 5.2.1-3).
    /** No more extension headers. */
    public static final int EXTENSION_NONE = 0x00;
    /** Long PDCP PDU number, 18 bits (§5.2.2.2A); the value that needs no comprehension. */
    public static final int EXTENSION_LONG_PDCP_NUMBER = 0x03;
    /** Service class indicator (§5.2.2.3). */
    public static final int EXTENSION_SERVICE_CLASS = 0x20;
    /** UDP port (§5.2.2.1). */
    public static final int EXTENSION_UDP_PORT = 0x40;
    /** RAN container (§5.2.2.4). */
    public static final int EXTENSION_RAN_CONTAINER = 0x81;
    /** Long PDCP PDU number (§5.2.2.2A). */
    public static final int EXTENSION_LONG_PDCP_NUMBER_REQUIRED = 0x82;
    /** Xw RAN container (§5.2.2.5). */
    public static final int EXTENSION_XW_RAN_CONTAINER = 0x83;
    /** NR RAN container (§5.2.2.6). */
    public static final int EXTENSION_NR_RAN_CONTAINER = 0x84;
    /** PDU session container (§5.2.2.7). */
    public static final int EXTENSION_PDU_SESSION_CONTAINER = 0x85;
    /** PDCP PDU number (§5.2.2.2). */
    public static final int EXTENSION_PDCP_NUMBER = 0xc0;

    /** PDU type of a container towards the UE: DL PDU SESSION INFORMATION (TS 38.415 §5.5.2.1). */
    public static final int PDU_TYPE_DOWNLINK = 0;
    /** PDU type of a container from the UE: UL PDU SESSION INFORMATION (TS 38.415 §5.5.2.2). */
    public static final int PDU_TYPE_UPLINK = 1;
    /** Octets of the shortest PDU session container, with its length and next type. */
    public static final int PDU_SESSION_CONTAINER_LENGTH = 4;

    private static final int EXTENSION_UNIT = 4;

    private Gtpu() {
    }

    /** Flags, type, length and TEID in one load, for {@link #flags(long)} and its neighbours. */
    public static long word0(final MemorySegment packet, final long offset) {
        return packet.get(Wire.U64, offset);
    }

    /** The octets that every message has. */
    public static long word0(final int flags, final int messageType, final int length, final int teid) {
        final int first = flags << 24 | (messageType & 0xff) << 16 | length & 0xffff;
        return (long) first << 32 | Integer.toUnsignedLong(teid);
    }

    /** Octet 1. */
    public static int flags(final long word0) {
        return (int) (word0 >>> 56);
    }

    /** Octet 2: one of the message types of table 6.1-1, 0 to 255. */
    public static int messageType(final long word0) {
        return (int) (word0 >>> 48) & 0xff;
    }

    /** Octets that follow the first 8, optional octets and extension headers included. */
    public static int length(final long word0) {
        return (int) (word0 >>> 32) & 0xffff;
    }

    /** Tunnel endpoint identifier, unsigned 32 bits: compare for equality or with {@link Integer#compareUnsigned}. */
    public static int teid(final long word0) {
        return (int) word0;
    }

    /** Whether flags are those of GTP-U: version 1, and not GTP' (§5.1). The spare bit is not looked at. */
    public static boolean isGtpu(final int flags) {
        return (flags & FLAGS_KIND_MASK) == FLAGS_GTPU;
    }

    /** Whether the optional octets are there: all four, if any of E, S and PN is set (§5.1 note 4). */
    public static boolean hasOptional(final int flags) {
        return (flags & FLAGS_OPTIONAL) != 0;
    }

    /** Tunnel endpoint identifier, octets 5-8, read alone. */
    public static int teid(final MemorySegment packet, final long offset) {
        return packet.get(Wire.U32, offset + TEID_OFFSET);
    }

    /** Octets 9-12 in one load: sequence number, N-PDU number, next extension header type. */
    public static int optional(final MemorySegment packet, final long offset) {
        return packet.get(Wire.U32, offset + SEQUENCE_OFFSET);
    }

    /** Sequence number of {@link #optional(MemorySegment, long)}; counts only under {@link #FLAG_SEQUENCE}. */
    public static int sequence(final int optional) {
        return optional >>> 16;
    }

    /** N-PDU number of {@link #optional(MemorySegment, long)}; counts only under {@link #FLAG_NPDU}. */
    public static int npdu(final int optional) {
        return optional >>> 8 & 0xff;
    }

    /** First extension header type of {@link #optional(MemorySegment, long)}; counts under {@link #FLAG_EXTENSION}. */
    public static int nextExtension(final int optional) {
        return optional & 0xff;
    }

    /** Octets 9-12 of their three fields. */
    public static int optional(final int sequence, final int npdu, final int nextExtension) {
        return sequence << 16 | (npdu & 0xff) << 8 | nextExtension & 0xff;
    }

    /** Writes octets 1-8, made by {@link #word0(int, int, int, int)}. */
    public static void setWord0(final MemorySegment packet, final long offset, final long word0) {
        packet.set(Wire.U64, offset, word0);
    }

    /** Writes octets 9-12, made by {@link #optional(int, int, int)}. */
    public static void setOptional(final MemorySegment packet, final long offset, final int optional) {
        packet.set(Wire.U32, offset + SEQUENCE_OFFSET, optional);
    }

    /** Writes octets 3-4. */
    public static void setLength(final MemorySegment packet, final long offset, final int length) {
        Wire.setU16(packet, offset + LENGTH_OFFSET, length);
    }

    /** Writes octets 5-8. */
    public static void setTeid(final MemorySegment packet, final long offset, final int teid) {
        packet.set(Wire.U32, offset + TEID_OFFSET, teid);
    }

    /** Octets of an extension header: 4 times its first octet (§5.2.1). 0 is malformed: a walk would not end. */
    public static int extensionLength(final MemorySegment packet, final long extension) {
        return Wire.u8(packet, extension) * EXTENSION_UNIT;
    }

    /** Type of the extension header behind this one: the last octet of its {@code length} octets (§5.2.1). */
    public static int extensionNext(final MemorySegment packet, final long extension, final int length) {
        return Wire.u8(packet, extension + length - 1);
    }

    /** Whether the endpoint that takes the T-PDU out has to understand the extension header: bit 8 (fig. 5.2.1-2). */
    public static boolean isExtensionRequired(final int type) {
        return (type & 0x80) != 0;
    }

    /**
     * Whether the switch knows an extension header that has to be understood (figure 5.2.1-3): the PDU session
     * container, and those that change nothing in how a T-PDU is handled.
     */
    public static boolean isExtensionUnderstood(final int type) {
        return switch (type) {
            case EXTENSION_RAN_CONTAINER, EXTENSION_LONG_PDCP_NUMBER_REQUIRED, EXTENSION_XW_RAN_CONTAINER,
                EXTENSION_NR_RAN_CONTAINER, EXTENSION_PDU_SESSION_CONTAINER, EXTENSION_PDCP_NUMBER -> true;
            default -> false;
        };
    }

    /**
     * PDU type of a PDU session container, 0 to 15 (TS 38.415 §5.5.2).
     *
     * <pre>
     *   octet   1        2                    3                       4
     *         ┌────────┬────────────────────┬───────────────────────┬───────────┐
     *         │ length │ PDU type (4) │ ... │ PPP / - │ RQI / - │QFI│ next type │
     *         └────────┴────────────────────┴───────────────────────┴───────────┘
     * </pre>
     */
    public static int pduType(final MemorySegment packet, final long extension) {
        return Wire.u8(packet, extension + 1) >>> 4;
    }

    /** QoS flow identifier of a PDU session container, 0 to 63 (TS 38.415 §5.5.3.3). */
    public static int qfi(final MemorySegment packet, final long extension) {
        return Wire.u8(packet, extension + 2) & 0x3f;
    }

    /** Reflective QoS indicator of a downlink PDU session container (TS 38.415 §5.5.3.4). */
    public static boolean isReflective(final MemorySegment packet, final long extension) {
        return (Wire.u8(packet, extension + 2) & 0x40) != 0;
    }

    /** A PDU session container without optional parts, as the last extension header, in one word. */
    public static int pduSessionContainer(final int pduType, final int qfi) {
        return 1 << 24 | pduType << 20 | (qfi & 0x3f) << 8 | EXTENSION_NONE;
    }
}
