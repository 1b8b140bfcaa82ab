package io.mecvswitch.stage;

/** Bits of {@link PacketVector#layers}: which headers Parse found sound. */
public final class Layer {
    /** At least one VLAN tag. */
    public static final int VLAN = 1;
    /** Two VLAN tags. */
    public static final int QINQ = 1 << 1;
    /** The first IP header is IPv4. */
    public static final int IPV4 = 1 << 2;
    /** The first IP header is IPv6. */
    public static final int IPV6 = 1 << 3;
    /** The first IP packet is a fragment; of all but the first, nothing behind the IP header was looked at. */
    public static final int FRAGMENT = 1 << 4;
    /** A UDP header follows. */
    public static final int UDP = 1 << 5;
    /** A TCP header follows. */
    public static final int TCP = 1 << 6;
    /** A GTP-U header follows (UDP destination port 2152). */
    public static final int GTPU = 1 << 7;
    /** The T-PDU is IPv4. */
    public static final int INNER_IPV4 = 1 << 8;
    /** The T-PDU is IPv6. */
    public static final int INNER_IPV6 = 1 << 9;
    /** An SCTP common header follows the first IP header. */
    public static final int SCTP = 1 << 10;
    /** A whole UDP, TCP or SCTP header follows the T-PDU's IP header, and the T-PDU is no fragment. */
    public static final int INNER_PORTS = 1 << 11;

    /** Any IP header. */
    public static final int IP = IPV4 | IPV6;
    /** Any transport header that begins with a source and a destination port. */
    public static final int PORTS = UDP | TCP | SCTP;
    /** Any T-PDU that is IP. */
    public static final int INNER_IP = INNER_IPV4 | INNER_IPV6;

    private Layer() {
    }
}
