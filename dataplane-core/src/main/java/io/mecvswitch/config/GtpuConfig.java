package io.mecvswitch.config;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the switch itself is and does in GTP-U, apart from single bearers.
 *
 * @param endpoints   addresses of its own, in any order
 * @param ecn         whether congestion marks are carried from outer to inner headers on pop, and back on push (RFC
 *                    6040)
 * @param dscpOfQfi   outer DSCP by QoS flow identifier, for bearers that ask for it
 * @param dscpOfInner outer DSCP by the T-PDU's, for bearers that ask for it
 * @param reassembly  how tunnels' fragments are put together; empty if they are not
 * @param learning    how bearers are learned; empty if they are not
 * @param counting    whether traffic is counted by bearer
 */
public record GtpuConfig(List<EndpointConfig> endpoints, boolean ecn, Map<Integer, Integer> dscpOfQfi,
    Map<Integer, Integer> dscpOfInner, Optional<ReassemblyConfig> reassembly, Optional<LearningConfig> learning,
    boolean counting) {
    /** No address of its own: a bump in the wire. */
    public static final GtpuConfig NONE = new GtpuConfig(List.of(), false);

    /** One that maps no DSCP. */
    public GtpuConfig(final List<EndpointConfig> endpoints, final boolean ecn) {
        this(endpoints, ecn, Map.of(), Map.of());
    }

    /** One that puts no fragments together and learns no bearers. */
    public GtpuConfig(final List<EndpointConfig> endpoints, final boolean ecn, final Map<Integer, Integer> dscpOfQfi,
        final Map<Integer, Integer> dscpOfInner) {
        this(endpoints, ecn, dscpOfQfi, dscpOfInner, Optional.empty(), Optional.empty(), false);
    }

    /** The same with fragments put together. */
    public GtpuConfig withReassembly(final ReassemblyConfig other) {
        return new GtpuConfig(endpoints, ecn, dscpOfQfi, dscpOfInner, Optional.of(other), learning, counting);
    }

    /** The same, learning bearers. */
    public GtpuConfig withLearning(final LearningConfig how) {
        return new GtpuConfig(endpoints, ecn, dscpOfQfi, dscpOfInner, reassembly, Optional.of(how), counting);
    }

    /** The same, counting traffic by bearer. */
    public GtpuConfig withCounting() {
        return new GtpuConfig(endpoints, ecn, dscpOfQfi, dscpOfInner, reassembly, learning, true);
    }
}
