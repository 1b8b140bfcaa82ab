package io.mecvswitch.config;

import java.util.List;

/**
 * How much may pass, and when it leaves.
 *
 * @param limiters    in any order
 * @param attachments whose packets meet which limiter, in any order
 * @param shapers     of ports, one each at most, in any order
 */
public record QosConfig(List<LimiterConfig> limiters, List<Attachment> attachments, List<ShaperConfig> shapers) {
    /** No limits. */
    public static final QosConfig NONE = new QosConfig(List.of(), List.of());

    /** One without shapers. */
    public QosConfig(final List<LimiterConfig> limiters, final List<Attachment> attachments) {
        this(limiters, attachments, List.of());
    }

    /** Whose packets a limiter meets. */
    public enum Owner {
        /** What a port receives. */
        PORT,
        /** What a traffic rule concerns. */
        RULE,
        /** What is taken out of uplink tunnels of a RAN slice's bearers, or put into them. */
        SLICE_UPLINK,
        /** The same of downlink tunnels. */
        SLICE_DOWNLINK,
        /** What enters a service function chain in its own direction. */
        CHAIN,
        /** What enters it in the opposite direction. */
        CHAIN_REVERSE
    }

    /**
     * A limiter's owner.
     *
     * @param owner   what it is
     * @param name    name of the port, rule or chain, PLMN of the slice
     * @param limiter name of the limiter
     */
    public record Attachment(Owner owner, String name, String limiter) { }
}
