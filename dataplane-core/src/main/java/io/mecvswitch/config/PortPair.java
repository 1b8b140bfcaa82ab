package io.mecvswitch.config;

/**
 * An application as a hop of service function chains, in the words of OpenStack's networking-sfc.
 *
 * @param name        unique
 * @param ingress     name of the port by which packets go to the application
 * @param egress      name of the port by which they come back; the same one where it does both
 * @param correlation what of a packet's place in its chain the application itself carries
 * @param weight      its share of its group's flows; with 0 it gets no new ones
 * @param draining    whether it keeps the flows that it has and gets no new ones
 */
public record PortPair(
    String name, String ingress, String egress, Correlation correlation, int weight, boolean draining) {

    /** How an application, or a chain, says in the packet where it is in the chain. */
    public enum Correlation {
        /** It does not: the switch is its proxy. */
        NONE,
        /** By a network service header (RFC 8300). */
        NSH,
        /** By an MPLS label. */
        MPLS
    }

    /** An unaware application with an equal share. */
    public PortPair(final String name, final String ingress, final String egress) {
        this(name, ingress, egress, Correlation.NONE, 1, false);
    }
}
