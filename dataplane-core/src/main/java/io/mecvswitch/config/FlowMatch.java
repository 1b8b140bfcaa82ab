package io.mecvswitch.config;

import java.util.Optional;

/**
 * What a traffic rule asks of a packet; an empty field asks nothing.
 *
 * <p>Outer fields are those of the first IP header of the frame, whether or not it carries a tunnel; inner fields are
 * those of the T-PDU and match nothing where there is no G-PDU.
 *
 * @param ingressPort      name of the port it arrived on
 * @param sourceMac        Ethernet source
 * @param destinationMac   Ethernet destination
 * @param vlan             VLAN identifier of the outermost tag, 1 to 4094; 0 asks for an untagged frame
 * @param innerVlan        VLAN identifier of the second tag, 1 to 4094
 * @param etherType        EtherType behind the tags
 * @param outerSource      source address of the first IP header
 * @param outerDestination destination address of the first IP header; of a G-PDU the GTP-U endpoint
 * @param outerProtocol    protocol of the first IP header
 * @param teid             tunnel endpoint identifier, unsigned 32 bits
 * @param messageType      GTP-U message type, 0 to 255; 255 is a G-PDU (TS 29.281 table 6.1-1)
 * @param qfi              QoS flow identifier in the PDU session container, 0 to 63 (TS 38.415)
 * @param innerSource      source address of the T-PDU
 * @param innerDestination destination address of the T-PDU
 * @param innerProtocol    protocol of the T-PDU
 */
public record FlowMatch(
    Optional<String> ingressPort,
    Optional<MacMatch> sourceMac,
    Optional<MacMatch> destinationMac,
    Optional<Integer> vlan,
    Optional<Integer> innerVlan,
    Optional<Integer> etherType,
    Optional<IpPrefix> outerSource,
    Optional<IpPrefix> outerDestination,
    Optional<Integer> outerProtocol,
    Optional<Long> teid,
    Optional<Integer> messageType,
    Optional<Integer> qfi,
    Optional<IpPrefix> innerSource,
    Optional<IpPrefix> innerDestination,
    Optional<Integer> innerProtocol) {

    /** Matches every packet. */
    public static final FlowMatch ANY = new FlowMatch(Optional.empty(), Optional.empty(), Optional.empty(),
        Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(),
        Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
}
