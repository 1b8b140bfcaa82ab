package io.mecvswitch.config;

import java.util.List;
import java.util.Map;

/**
 * What the switch itself is and does in GTP-U, apart from single bearers.
 *
 * @param endpoints   addresses of its own, in any order
 * @param ecn         whether congestion marks are carried from outer to inner headers on pop, and back on push (RFC 6040)
 * @param dscpOfQfi   outer DSCP by QoS flow identifier, for bearers that ask for it
 * @param dscpOfInner outer DSCP by the T-PDU's, for bearers that ask for it
 */
public record GtpuConfig(List<EndpointConfig> endpoints, boolean ecn, Map<Integer, Integer> dscpOfQfi,
    Map<Integer, Integer> dscpOfInner) {
    /** No address of its own: a bump in the wire. */
    public static final GtpuConfig NONE = new GtpuConfig(List.of(), false);

    /** One that maps no DSCP. */
    public GtpuConfig(final List<EndpointConfig> endpoints, final boolean ecn) {
        this(endpoints, ecn, Map.of(), Map.of());
    }
}
