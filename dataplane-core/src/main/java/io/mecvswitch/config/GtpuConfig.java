package io.mecvswitch.config;

import java.util.List;

/**
 * What the switch itself is and does in GTP-U, apart from single bearers.
 *
 * @param endpoints addresses of its own, in any order
 * @param ecn       whether congestion marks are carried from outer to inner headers on pop, and back on push (RFC 6040)
 */
public record GtpuConfig(List<EndpointConfig> endpoints, boolean ecn) {
    /** No address of its own: a bump in the wire. */
    public static final GtpuConfig NONE = new GtpuConfig(List.of(), false);
}
