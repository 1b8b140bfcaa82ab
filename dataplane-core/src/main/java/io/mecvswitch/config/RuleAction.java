package io.mecvswitch.config;

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
}
