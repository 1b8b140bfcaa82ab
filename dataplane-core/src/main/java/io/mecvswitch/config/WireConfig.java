package io.mecvswitch.config;

import java.util.List;

/**
 * Two ports joined as a bump in the wire: what no rule concerns leaves on the other one, byte for byte.
 *
 * @param name   unique
 * @param access name of the access-side port
 * @param core   name of the core-side port
 * @param ues    where there are no tunnels and UEs' packets are the frames' own (SGi), the UEs' addresses; empty where
 *               there is GTP-U
 */
public record WireConfig(String name, String access, String core, List<IpPrefix> ues) {
    /** One with GTP-U on it. */
    public WireConfig(final String name, final String access, final String core) {
        this(name, access, core, List.of());
    }

    /** The same between a core and the world, where UEs have these addresses. */
    public WireConfig withUes(final List<IpPrefix> prefixes) {
        return new WireConfig(name, access, core, prefixes);
    }

    /** Whether UEs' packets are on it without tunnels. */
    public boolean isPlain() {
        return !ues.isEmpty();
    }
}
