package io.mecvswitch.config;

import java.util.List;

/**
 * The addresses that may stand as sources in what comes in by a port; a packet needs one of the pairs, or both of the
 * others. Any address will do where nothing is listed at all.
 *
 * @param macs     Ethernet addresses, each with all prefixes; any if empty and there are prefixes
 * @param prefixes IP addresses, each with all Ethernet addresses; any if empty and there are Ethernet addresses
 * @param pairs    an Ethernet address with IP addresses of its own
 */
public record SourcesConfig(List<MacAddress> macs, List<IpPrefix> prefixes, List<Pair> pairs) {
    /** All may come. */
    public static final SourcesConfig ANY = new SourcesConfig(List.of(), List.of(), List.of());

    /**
     * IP addresses that only one Ethernet address may have.
     *
     * @param mac    of the station
     * @param prefix its addresses
     */
    public record Pair(MacAddress mac, IpPrefix prefix) { }

    /** Whether nothing is listed. */
    public boolean isAny() {
        return equals(ANY);
    }
}
