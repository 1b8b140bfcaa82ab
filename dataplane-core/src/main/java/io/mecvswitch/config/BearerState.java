package io.mecvswitch.config;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * A bearer as it is in use, wherever it comes from.
 *
 * @param name     empty if it was learned
 * @param source   who told the switch of it
 * @param ue       address of its UE
 * @param uplink   tunnel to the core node
 * @param downlink tunnel to the access node
 */
public record BearerState(Optional<String> name, Source source, IpAddress ue, Tunnel uplink, Tunnel downlink) {
    /** Who told the switch of a bearer. */
    public enum Source {
        /** The configuration. */
        CONFIGURED,
        /** Somebody at run time. */
        RUN_TIME,
        /** Its own traffic. */
        LEARNED
    }

    /**
     * One direction.
     *
     * @param endpoint         address of the receiving node; empty if it is not known
     * @param teid             the identifier it chose, unsigned 32 bits; empty if it is not known
     * @param errorIndications received that name the tunnel, unsigned 32 bits
     * @param traffic          popped from it, or pushed into it; empty if it is not counted
     */
    public record Tunnel(Optional<IpAddress> endpoint, OptionalLong teid, long errorIndications,
        Optional<Traffic> traffic) { }

    /**
     * What was counted.
     *
     * @param packets of them
     * @param octets  in their T-PDUs
     */
    public record Traffic(long packets, long octets) { }
}
