package io.mecvswitch.config;

import java.util.List;
import java.util.Optional;

/**
 * An address at which the switch itself is a GTP-U entity: the core side of a local breakout.
 *
 * @param address          its own; no other node may have it
 * @param port             the only port it is reached by; every access and core port if empty
 * @param echo             whether it answers Echo Requests
 * @param errorRate        messages per second at most that tell a peer of its errors, 0 for none
 * @param udpPortExtension whether Error Indications carry the source port of the G-PDU (TS 29.281 §5.2.2.1)
 * @param neighbours       whether it answers ARP Requests and Neighbor Solicitations
 * @param peers            nodes whose paths are watched, in any order
 * @param endMarkers       whether it ends the old path of a bearer that gets another downlink tunnel
 */
public record EndpointConfig(
    IpAddress address, Optional<String> port, boolean echo, int errorRate, boolean udpPortExtension,
    boolean neighbours,
    List<PeerConfig> peers,
    boolean endMarkers) {

    /** One that ends no path. */
    public EndpointConfig(final IpAddress address, final Optional<String> port, final boolean echo,
        final int errorRate, final boolean udpPortExtension, final boolean neighbours, final List<PeerConfig> peers) {
        this(address, port, echo, errorRate, udpPortExtension, neighbours, peers, false);
    }

    /** One that watches no path. */
    public EndpointConfig(final IpAddress address, final Optional<String> port, final boolean echo,
        final int errorRate, final boolean udpPortExtension, final boolean neighbours) {
        this(address, port, echo, errorRate, udpPortExtension, neighbours, List.of());
    }

    /** One that answers its neighbours. */
    public EndpointConfig(final IpAddress address, final Optional<String> port, final boolean echo,
        final int errorRate, final boolean udpPortExtension) {
        this(address, port, echo, errorRate, udpPortExtension, true);
    }
}
