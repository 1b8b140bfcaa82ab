package io.mecvswitch.stage;

/**
 * What Parse found in a packet, in four words: columns of {@link PacketVector}.
 *
 * <p>Few wide columns rather than many narrow ones, because a column costs a load, a check and a store per packet
 * however little is in it. Three of the words are laid out so that rules can ask for their bits as they are.
 *
 * <pre>
 *              63          48 47          32 31          16 15           0
 *   link      │ ingress port │ outermost TCI│ second TCI   │ EtherType    │
 *   tunnel    │ TEID                        │ {@link Layer} bits   │ QFI  │ type  │   type: GTP-U message type
 *   protocols │ inner length │ inner transp.│ DSCP  │ prot.│ DSCP  │ prot.│   first IP header, then T-PDU
 *   offsets   │ netw. │defect│ transport    │ GTP-U        │ inner        │
 * </pre>
 *
 * <p>Offsets count octets from the frame's first; 16 bits are enough for any frame that fits a buffer. What was not
 * found is 0.
 */
public final class Headers {
    /** Place of the layers in {@link PacketVector#tunnel}. */
    public static final int LAYERS_SHIFT = 16;
    /** Place of the QFI in {@link PacketVector#tunnel}. */
    public static final int QFI_SHIFT = 8;
    /** Place of a DSCP above its protocol in {@link PacketVector#protocols}. */
    public static final int DSCP_SHIFT = 8;
    /** Place of the first IP header's DSCP and protocol in {@link PacketVector#protocols}. */
    public static final int OUTER_SHIFT = 16;

    private static final int HALF = 0xffff;

    private Headers() {
    }

    // The link word.

    /** Ingress port, VLAN tags as in {@link #tags}, EtherType behind them. */
    public static long link(final int ingress, final int tags, final int etherType) {
        return (long) ingress << 48 | (tags & 0xffff_ffffL) << 16 | etherType;
    }

    /** Tag control information: outermost tag in the high half, second in the low. */
    public static int tags(final long link) {
        return (int) (link >>> 16);
    }

    /** EtherType behind the tags. */
    public static int etherType(final long link) {
        return (int) link & HALF;
    }

    // The tunnel word.

    /** The word of a packet in no tunnel. */
    public static long tunnel(final int layers) {
        return (long) layers << LAYERS_SHIFT;
    }

    /** TEID, {@link Layer} bits, QFI (0 to 63, 0 without container), message type (TS 29.281 table 6.1-1). */
    public static long tunnel(final int teid, final int layers, final int qfi, final int messageType) {
        return (long) teid << 32 | (long) layers << LAYERS_SHIFT | qfi << QFI_SHIFT | messageType;
    }

    /** Tunnel endpoint identifier, unsigned 32 bits. */
    public static int teid(final long tunnel) {
        return (int) (tunnel >>> 32);
    }

    /** {@link Layer} bits. */
    public static int layers(final long tunnel) {
        return (int) (tunnel >>> LAYERS_SHIFT) & HALF;
    }

    /** QoS flow identifier, 0 to 63; 0 without {@link Layer#CONTAINER}. */
    public static int qfi(final long tunnel) {
        return (int) tunnel >>> QFI_SHIFT & 0x3f;
    }

    /** GTP-U message type; 0 without {@link Layer#GTPU}. */
    public static int messageType(final long tunnel) {
        return (int) tunnel & 0xff;
    }

    // The protocols word.

    /**
     * Octets and transport offset of the inner packet, and both pairs of DSCP and protocol as {@link #pair} makes them.
     */
    public static long protocols(final int innerLength, final int innerTransport, final int outer, final int inner) {
        return (long) innerLength << 48 | (long) (innerTransport & HALF) << 32 | (long) outer << OUTER_SHIFT | inner;
    }

    /** DSCP of a traffic class octet, and a protocol, as they stand together. */
    public static int pair(final int trafficClass, final int protocol) {
        return trafficClass >>> 2 << DSCP_SHIFT | protocol;
    }

    /** Octets of the T-PDU as GTP-U's length says, or without a tunnel those of the IP packet. */
    public static int innerLength(final long protocols) {
        return (int) (protocols >>> 48);
    }

    /** Offset of the T-PDU's transport header; means nothing without {@link Layer#INNER_PORTS}. */
    public static int innerTransport(final long protocols) {
        return (int) (protocols >>> 32) & HALF;
    }

    /** DSCP of the first IP header, 0 to 63. */
    public static int dscp(final long protocols) {
        return (int) protocols >>> OUTER_SHIFT + DSCP_SHIFT;
    }

    /** Protocol behind the first IP header and its extensions. */
    public static int protocol(final long protocols) {
        return (int) protocols >>> OUTER_SHIFT & 0xff;
    }

    /** Protocol behind the T-PDU's IP header and its extensions. */
    public static int innerProtocol(final long protocols) {
        return (int) protocols & 0xff;
    }

    // The offsets word.

    /** Offsets of the first IP header, transport, GTP-U and inner IP header, and a {@link DropReason}'s ordinal. */
    public static long offsets(final int network, final int defect, final int transport, final int gtpu,
        final int inner) {
        return (long) network << 56 | (long) defect << 48 | (long) transport << 32 | (long) gtpu << 16 | inner;
    }

    /** Offset of the first IP header. */
    public static int network(final long offsets) {
        return (int) (offsets >>> 56);
    }

    /** Ordinal of the {@link DropReason} of the first defect, 0 if the headers are sound. */
    public static int defect(final long offsets) {
        return (int) (offsets >>> 48) & 0xff;
    }

    /** Offset of the transport header. */
    public static int transport(final long offsets) {
        return (int) (offsets >>> 32) & HALF;
    }

    /** Offset of the GTP-U header. */
    public static int gtpu(final long offsets) {
        return (int) (offsets >>> 16) & HALF;
    }

    /** Offset of the T-PDU; without a tunnel, of the IP packet. */
    public static int inner(final long offsets) {
        return (int) offsets & HALF;
    }
}
