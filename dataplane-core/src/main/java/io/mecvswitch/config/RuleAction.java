package io.mecvswitch.config;

import java.util.Optional;

/**
 * What a traffic rule does with its packets, in the words of ETSI GS MEC 010-2 §6.2.1.9.
 */
public sealed interface RuleAction {
    /** PASSTHROUGH: to the wire partner of the ingress port, unchanged. */
    record Pass() implements RuleAction { }

    /** DROP: freed and counted. */
    record Drop() implements RuleAction { }

    /**
     * FORWARD_AS_IS: unchanged to a port.
     *
     * @param port name of the egress port
     */
    record Forward(String port) implements RuleAction { }

    /**
     * FORWARD_DECAPSULATED: the T-PDU of a G-PDU to a port, with an Ethernet header for the application there.
     *
     * @param port name of the egress port
     */
    record ForwardDecapsulated(String port) implements RuleAction { }

    /**
     * FORWARD_ENCAPSULATED to a tunnel: the IP packet, or the T-PDU of a G-PDU, into the tunnel of a bearer.
     *
     * @param tunnel a bearer's uplink or downlink tunnel
     */
    record ForwardEncapsulated(TunnelEnd tunnel) implements RuleAction { }

    /**
     * FORWARD_DECAPSULATED or FORWARD_AS_IS to a port chain: through its applications, and then on its way.
     *
     * @param chain        name of the chain
     * @param decapsulated whether T-PDUs are led, not frames as they come; the chain has to serve them
     * @param way          where the chain begins for them
     */
    record ForwardChain(String chain, boolean decapsulated, ChainWay way) implements RuleAction {
        /** From the first group on. */
        public ForwardChain(final String chain, final boolean decapsulated) {
            this(chain, decapsulated, ChainWay.FORWARD);
        }
    }

    /** Where a packet begins its way through a chain. */
    enum ChainWay {
        /** At the first group. */
        FORWARD,
        /** At the last one, in the opposite direction. */
        REVERSE,
        /** At the first one, but only behind the last application of a chain that leads there. */
        BRANCH
    }

    /** Packets go on, and a copy goes to a port or into a tunnel. */
    sealed interface Copying extends RuleAction {
        /** Name of the packet's own egress port; empty if it goes on as if no rule concerned it. */
        Optional<String> original();
    }

    /**
     * DUPLICATE_AS_IS: a copy to a port, unchanged.
     *
     * @param port     name of the copy's egress port
     * @param original name of the packet's own egress port; empty if it goes on as if no rule concerned it
     */
    record Duplicate(String port, Optional<String> original) implements Copying { }

    /**
     * DUPLICATE_DECAPSULATED: a copy of a G-PDU's T-PDU to a port, with an Ethernet header for the application there.
     *
     * @param port     name of the copy's egress port
     * @param original name of the packet's own egress port; empty if it goes on as if no rule concerned it
     */
    record DuplicateDecapsulated(String port, Optional<String> original) implements Copying { }

    /**
     * DUPLICATE_ENCAPSULATED to a tunnel: a copy of the IP packet, or of a G-PDU's T-PDU, into the tunnel of a bearer.
     *
     * @param tunnel   a bearer's uplink or downlink tunnel
     * @param original name of the packet's own egress port; empty if it goes on as if no rule concerned it
     */
    record DuplicateEncapsulated(TunnelEnd tunnel, Optional<String> original) implements Copying { }

    /** The tunnel that packets or copies go into; empty if they go to a port. */
    default Optional<TunnelEnd> entered() {
        return switch (this) {
            case ForwardEncapsulated(TunnelEnd end) -> Optional.of(end);
            case DuplicateEncapsulated(TunnelEnd end, Optional<String> _) -> Optional.of(end);
            default -> Optional.empty();
        };
    }

    /** Whether what goes to the rule's port or chain is a T-PDU. */
    default boolean decapsulates() {
        return this instanceof ForwardDecapsulated || this instanceof DuplicateDecapsulated
            || this instanceof ForwardChain(String _, boolean decapsulated, ChainWay _) && decapsulated;
    }
}
