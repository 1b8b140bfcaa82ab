package io.mecvswitch.header;

/** Protocol numbers of IPv4's protocol and IPv6's next header field (IANA, Assigned Internet Protocol Numbers). */
public final class IpProtocol {
    /** IPv6 hop-by-hop options (RFC 8200 §4.3). */
    public static final int HOP_BY_HOP = 0;
    /** ICMP (RFC 792). */
    public static final int ICMP = 1;
    /** TCP (RFC 9293). */
    public static final int TCP = 6;
    /** UDP (RFC 768). */
    public static final int UDP = 17;
    /** IPv6 routing header (RFC 8200 §4.4). */
    public static final int ROUTING = 43;
    /** IPv6 fragment header (RFC 8200 §4.5). */
    public static final int FRAGMENT = 44;
    /** Encapsulating security payload: what follows is not readable (RFC 4303). */
    public static final int ESP = 50;
    /** Authentication header (RFC 4302). */
    public static final int AUTHENTICATION = 51;
    /** ICMPv6 (RFC 4443). */
    public static final int ICMPV6 = 58;
    /** No next header (RFC 8200 §4.7). */
    public static final int NONE = 59;
    /** IPv6 destination options (RFC 8200 §4.6). */
    public static final int DESTINATION_OPTIONS = 60;
    /** SCTP (RFC 9260). */
    public static final int SCTP = 132;
    /** Mobility header (RFC 6275 §6.1). */
    public static final int MOBILITY = 135;
    /** Host identity protocol (RFC 7401 §5.1). */
    public static final int HIP = 139;
    /** Shim6 (RFC 5533 §5.1). */
    public static final int SHIM6 = 140;

    private IpProtocol() {
    }
}
