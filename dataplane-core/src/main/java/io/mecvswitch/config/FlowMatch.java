package io.mecvswitch.config;

import java.util.Optional;

/**
 * What a traffic rule asks of a packet, header by header from the outside in. A header asked nothing is that record's
 * {@code ANY}; an empty field asks nothing.
 *
 * @param ingressPort name of the port it arrived on
 * @param ethernet    the Ethernet header and its tags
 * @param outer       the first IP packet of the frame, whether or not it carries a tunnel
 * @param tunnel      the GTP-U header
 * @param inner       the T-PDU; any field asks for a G-PDU that carries an IP packet
 */
public record FlowMatch(
    Optional<String> ingressPort, EthernetMatch ethernet, IpMatch outer, TunnelMatch tunnel, IpMatch inner) {

    /** Matches every packet. */
    public static final FlowMatch ANY =
        new FlowMatch(Optional.empty(), EthernetMatch.ANY, IpMatch.ANY, TunnelMatch.ANY, IpMatch.ANY);

    /** What the packets that go the opposite way have, but for the port they arrive on. */
    public FlowMatch reversed() {
        return new FlowMatch(ingressPort, ethernet.reversed(), outer.reversed(), tunnel, inner.reversed());
    }

    /** The same of packets that arrive on a port. */
    public FlowMatch from(final String port) {
        return new FlowMatch(Optional.of(port), ethernet, outer, tunnel, inner);
    }

    /** Whether it asks for anything behind the headers that every fragment has. */
    public boolean looksIntoTunnel() {
        return !tunnel.equals(TunnelMatch.ANY) || !inner.equals(IpMatch.ANY);
    }
}
