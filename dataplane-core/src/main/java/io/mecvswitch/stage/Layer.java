package io.mecvswitch.stage;

/** Bits of {@link PacketVector#layers}: which headers Parse found sound. Sixteen fit. */
public final class Layer {
    /** At least one VLAN tag. */
    public static final int VLAN = 1;
    /** Two VLAN tags. */
    public static final int QINQ = 1 << 1;
    /** The first IP header is IPv4. */
    public static final int IPV4 = 1 << 2;
    /** The first IP header is IPv6. */
    public static final int IPV6 = 1 << 3;
    /** There is an IP header, of either version. */
    public static final int IP = 1 << 4;
    /** The first IP packet is a fragment; of all but the first, nothing behind the IP header was looked at. */
    public static final int FRAGMENT = 1 << 5;
    /** A UDP header follows. */
    public static final int UDP = 1 << 6;
    /** A whole UDP, TCP or SCTP header follows, and the packet is no fragment. */
    public static final int PORTS = 1 << 7;
    /** A GTP-U header follows (UDP destination port 2152). */
    public static final int GTPU = 1 << 8;
    /** A G-PDU without a defect: it can be popped. */
    public static final int GPDU = 1 << 9;
    /** GTP-U carries a PDU session container (TS 38.415 §5.5.2). */
    public static final int CONTAINER = 1 << 10;
    // Where there are no tunnels but UEs' packets (SGi), the frame's own IP packet is the T-PDU.
    /** The T-PDU is IPv4. */
    public static final int INNER_IPV4 = 1 << 11;
    /** The T-PDU is IPv6. */
    public static final int INNER_IPV6 = 1 << 12;
    /** The T-PDU is IP, of either version. */
    public static final int INNER_IP = 1 << 13;
    /** A whole UDP, TCP or SCTP header follows the T-PDU's IP header, and the T-PDU is no fragment. */
    public static final int INNER_PORTS = 1 << 14;

    private Layer() {
    }
}
