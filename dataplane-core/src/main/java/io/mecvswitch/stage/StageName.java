package io.mecvswitch.stage;

/**
 * The places of the line, in the packet's order. A pipeline leaves out those it does not need; a cut after a place
 * holds whether or not a stage stands there.
 */
public enum StageName {
    /** Takes off what applications of service function chains sign their packets with. */
    UNWRAP,
    /** Validates headers and writes where they are. */
    PARSE,
    /** Refuses what comes from an address that its port may not send from. */
    CHECK_SOURCE,
    /** Puts fragments together that may be of a tunnel. */
    REASSEMBLE,
    /** Finds the traffic rule that concerns the packet. */
    CLASSIFY,
    /** Lets ports that drain get no new flows. */
    TURN_AWAY,
    /** Keeps RAN slices apart: what may not pass leaves before anybody answers, copies or opens it. */
    GUARD,
    /** Takes GTP-U messages and neighbours' questions to the switch itself, and turns them into their answers. */
    ANSWER,
    /** Copies packets where the rule says so. */
    DUPLICATE,
    /** Leads packets through service function chains. */
    CHAIN,
    /** Finds the bearer of a G-PDU by its tunnel, of an application's packet by the UE address. */
    MATCH_BEARER,
    /** Pops GTP-U where the rule says so. */
    DECAPSULATE,
    /** Lets no more pass than limiters and bearers allow. */
    POLICE,
    /** Counts by bearer. */
    COUNT,
    /** Chooses the egress port. */
    STEER,
    /** Learns stations and chooses the egress of frames between the ports of a bridge domain. */
    BRIDGE,
    /** Pushes GTP-U where the egress is a tunnel. */
    ENCAPSULATE,
    /** Changes addresses, VLAN tags and code points where the rule says so. */
    REWRITE,
    /** Makes packets ready for the applications that they are led to. */
    WRAP,
    /** Sends. */
    TRANSMIT
}
