package io.mecvswitch.stage;

/**
 * Every way in which a packet can leave unsent, each with a counter of its own and a sentence for the operator.
 *
 * <p>The order is part of the status file: append, never reorder.
 */
public enum DropReason {
    /** Not a reason: the packet goes on. */
    NONE("goes on"),

    // Receive
    FRAME_TOO_LONG("the device gave a frame longer than a packet buffer"),
    // Parse: defects; the packet only drops where somebody needs what is broken
    ETHERNET_TRUNCATED("the frame ends inside the Ethernet header or a VLAN tag"),
    VLAN_TOO_DEEP("more VLAN tags than the two that are looked through"),
    IPV4_TRUNCATED("the frame ends inside the IPv4 header, or IHL is below 5"),
    IPV4_LENGTH("the IPv4 total length is below the header or beyond the frame"),
    IPV6_TRUNCATED("the frame ends inside the IPv6 header or its extension headers"),
    IPV6_LENGTH("the IPv6 payload length is beyond the frame"),
    IPV6_EXTENSIONS("more IPv6 extension headers than are looked through"),
    UDP_TRUNCATED("the packet ends inside the UDP header"),
    UDP_LENGTH("the UDP length is below 8 or beyond the IP payload"),
    TCP_TRUNCATED("the packet ends inside the TCP header, or its data offset is below 5"),
    GTPU_TRUNCATED("the UDP payload ends inside the GTP-U header or its optional fields"),
    GTPU_VERSION("the GTP-U version is not 1, or it is GTP' (PT = 0)"),
    GTPU_LENGTH("the GTP-U length is beyond the UDP payload or below the optional fields"),
    GTPU_EXTENSION_LENGTH("a GTP-U extension header has length zero or runs past the message"),
    GTPU_EXTENSIONS_TOO_MANY("more GTP-U extension headers than are looked through"),
    GTPU_EXTENSION_REQUIRED("an unknown GTP-U extension header demands to be understood"),
    INNER_TRUNCATED("the T-PDU ends inside its IP header"),
    INNER_NOT_IP("the T-PDU is neither IPv4 nor IPv6"),

    // Classify and Steer
    RULE_DROP("a traffic rule says drop"),
    NO_WIRE("no rule concerns it and its port has no wire partner"),
    FRAGMENT("a rule asks for decapsulation, the packet is a fragment"),

    // MatchBearer, Decapsulate, Encapsulate
    BEARER_UNKNOWN("no bearer has this endpoint address and TEID"),
    UE_UNKNOWN("no bearer serves this UE address: the application's packet has no tunnel"),
    PATH_UNKNOWN("the bearer's peer is not known yet: nothing was decapsulated from it"),
    NOT_IP("an application port sent a frame that is not IP"),
    HEADROOM("the buffer has no room for what the switch has to write"),
    PACKET_TOO_BIG("longer than the egress port's MTU allows"),

    // Transmit
    EGRESS_DOWN("the egress port is down or was removed"),
    EGRESS_FULL("the egress device took no more packets"),

    // Lane
    STAGE_FAILED("a stage failed: a defect of the switch, see the error log"),

    // Answer
    SIGNALLING_CONSUMED("a GTP-U message to an address of the switch was taken in and asks for no answer"),
    ERROR_INDICATED("a peer indicated that it does not know a tunnel the switch sent to"),
    GTPU_MESSAGE_UNKNOWN("a GTP-U message to an address of the switch has a type that means nothing there"),
    GTPU_ELEMENT("an information element of a GTP-U message is unknown or runs past the message"),
    UNANSWERABLE("a GTP-U message to an address of the switch came from where no answer can go"),

    // Decapsulate
    CONGESTION("the tunnel's header says that congestion was met, and the T-PDU's transport would not see it"),

    // Rewrite
    VLAN_FULL("a rule pushes a VLAN tag onto a frame that has two"),

    // Answer
    RESOLUTION_RATE("more ARP Requests or Neighbor Solicitations for the switch than it answers in a second"),

    // Reassemble, and pieces
    REASSEMBLED("a fragment whose octets went on in the datagram that it was a part of"),
    FRAGMENT_TIMEOUT("the other fragments of the datagram did not come in time"),
    FRAGMENT_EVICTED("a fragment made room for later ones, or reassembly was turned off, before the others came"),
    FRAGMENT_OVERLAP("fragments of a datagram overlap; none of them is believed"),
    FRAGMENT_DUPLICATE("the same fragment is here already"),
    FRAGMENT_ILLEGAL("a fragment that no sound datagram has: too small, empty, off its grid, or past the end"),
    REASSEMBLY_TOO_LONG("the datagram is longer than a packet buffer"),
    NO_BUFFER("there is no packet buffer for what the switch has to make"),

    // Bridge, Flood
    SOURCE_IS_GROUP("a frame to a bridge domain has a group address as its source"),
    LINK_LOCAL("a bridge domain forwards no frames to the addresses that bridges reserve (01:80:c2:00:00:00 to 0f)"),
    VLAN_NOT_ALLOWED("the port of the bridge domain does not carry the frame's VLAN"),
    SAME_PORT("the frame's destination is behind the port it came from"),
    NO_OTHER_PORT("no other port of the bridge domain carries the frame's VLAN"),
    FLOOD_LIMIT("more frames to unknown stations and groups than the bridge domain floods"),

    // MatchBearer, where there are RAN slices
    SUBSCRIBER_BARRED("no subscriber on the access list of the slice has this tunnel"),
    SLICE_VLAN("a G-PDU of a slice's gateway is on a VLAN that is none of the slice's"),

    // Learn
    TUNNEL_NOT_SEEN("the UE's bearer was learned in one direction; no packet of the other has shown its tunnel yet"),

    // CheckSource
    SOURCE_MAC("the port may not send from the frame's Ethernet address"),
    SOURCE_ADDRESS("the port may not send from the packet's IP address, or not with this Ethernet address"),
    SOURCE_NEIGHBOUR("an ARP or Neighbor Discovery message claims an address that the port may not send from"),

    // Learn, where answers are held
    HOLD_FULL("the UE's downlink tunnel was not seen yet, and as many answers wait for it as may"),
    HOLD_EXPIRED("the UE's downlink tunnel was not seen in time, or holding was turned off, while the answer waited"),

    // Police
    LIMIT_EXCEEDED("more than a limiter lets pass; show limiters tells which"),
    AMBR_EXCEEDED("more than the aggregate maximum bit rate of the UE's bearer"),

    // Unwrap, Chain, Wrap
    CHAIN_NO_MEMBER("no member of a port pair group can take the packet, and its fail mode is drop"),
    CHAIN_UNKNOWN("a network service header or label names no place in any service function chain"),
    CHAIN_LOOP("the packet was in as many chains as it may be in one after another"),
    NSH_MALFORMED("a network service header is cut off, or its version, length, metadata or next protocol is unknown"),
    NSH_TTL("a network service header's TTL has run out: the packet went round"),
    NSH_INDEX("a network service header's service index has run out"),
    NSH_OAM("a network service header says that it is an OAM packet, and nobody here takes part in OAM"),
    MPLS_MALFORMED("an MPLS label stack from an application is cut off, too deep, or not in front of IP"),

    // Schedule, where there are radios
    VIF_UNKNOWN("no virtual interface of the radio has the frame's VLAN or station"),
    AIRTIME_FULL("as many frames of the virtual interface, or of its station, wait for airtime as may"),

    // Chain
    PROBE_ANSWERED("it answered the switch, which asked whether an application serves"),

    // Shaper
    SHAPER_FULL("as many packets rest for the port, or of their class, as its shaper lets"),
    SHAPER_DELAY("the packet would rest longer for its bearer's rate than the shaper lets"),
    SHAPER_EARLY("the packet's queue at the shaper stood for longer than its early-drop lets (RFC 8289)");

    private static final DropReason[] REASONS = values();

    private final String sentence;

    DropReason(final String sentence) {
        this.sentence = sentence;
    }

    /** What happened, for a person who has to act on it. */
    public String sentence() {
        return sentence;
    }

    /** The reason a verdict column names. */
    public static DropReason of(final int verdict) {
        return REASONS[verdict];
    }

    /** How many there are, {@link #NONE} included. */
    public static int count() {
        return REASONS.length;
    }
}
