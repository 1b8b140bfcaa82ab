package io.mecvswitch.config;

import java.util.List;

/**
 * What the switch itself is and does in GTP-U, apart from single bearers.
 *
 * @param endpoints addresses of its own, in any order
 */
public record GtpuConfig(List<EndpointConfig> endpoints) {
    /** No address of its own: a bump in the wire. */
    public static final GtpuConfig NONE = new GtpuConfig(List.of());
}
