package io.mecvswitch.chaining;

import io.mecvswitch.config.IpMatch;
import io.mecvswitch.config.PortPairGroup;

/** Fields of packets that the members of a group change, so that no flow can be known by them there. */
final class Mapped {
    private Mapped() {
    }

    /** As bits of {@link FlowHash}; none of a group that changes nothing. */
    static int fields(final PortPairGroup group) {
        return group.mapping().map(mapping -> fields(mapping.ingress()) | fields(mapping.egress())).orElse(0);
    }

    private static int fields(final IpMatch match) {
        return (match.source().isPresent() ? FlowHash.IP_SRC : 0)
            | (match.destination().isPresent() ? FlowHash.IP_DST : 0)
            | (match.sourcePort().isPresent() ? FlowHash.SRC_PORT : 0)
            | (match.destinationPort().isPresent() ? FlowHash.DST_PORT : 0);
    }
}
