package io.mecvswitch.config;

import io.mecvswitch.config.PortPair.Correlation;
import java.util.List;
import java.util.OptionalInt;

/**
 * A service function chain: through which applications the packets of its classifiers are led, in which order.
 *
 * @param name        unique
 * @param id          1 to 65535, the service path identifier on the wire; 0 if the switch chooses one
 * @param groups      names of its port pair groups, in order; at least one
 * @param classifiers names of its flow classifiers; with none nothing enters it but by rules, graphs and as a backup
 * @param correlation how aware applications are told where a packet is; never {@link Correlation#NONE}
 * @param symmetric   whether packets of the opposite direction are led through the same members, the last one first
 * @param serves      what of a packet is led through it
 * @param vlan        tag by which unaware applications know packets of the chain, where a group needs it
 * @param reverseVlan the same of the opposite direction
 * @param metadata    type of the metadata that network service headers carry, 1 or 2 (RFC 8300 §2.2)
 */
public record PortChain(String name, int id, List<String> groups, List<String> classifiers, Correlation correlation,
    boolean symmetric, Serves serves, OptionalInt vlan, OptionalInt reverseVlan, int metadata) {

    /** The largest identifier. */
    public static final int LARGEST_ID = 0xffff;

    /** What is led through a chain. */
    public enum Serves {
        /** T-PDUs: taken out of their tunnel, and put back into their bearer's behind the last application. */
        T_PDU,
        /** Frames as they come: they go on behind the last application by the other end of their wire. */
        FRAME
    }

    /** One for T-PDUs in one direction. */
    public PortChain(final String name, final List<String> groups, final List<String> classifiers) {
        this(name, 0, groups, classifiers, Correlation.MPLS, false, Serves.T_PDU, OptionalInt.empty(),
            OptionalInt.empty(), 1);
    }

    /** The same with an identifier. */
    public PortChain withId(final int other) {
        return new PortChain(
            name, other, groups, classifiers, correlation, symmetric, serves, vlan, reverseVlan, metadata);
    }

    /** The same through other groups. */
    public PortChain withGroups(final List<String> others) {
        return new PortChain(
            name, id, others, classifiers, correlation, symmetric, serves, vlan, reverseVlan, metadata);
    }

    /** The same for other packets. */
    public PortChain withClassifiers(final List<String> others) {
        return new PortChain(name, id, groups, others, correlation, symmetric, serves, vlan, reverseVlan, metadata);
    }

    /** The same with another correlation. */
    public PortChain withCorrelation(final Correlation other) {
        return new PortChain(name, id, groups, classifiers, other, symmetric, serves, vlan, reverseVlan, metadata);
    }

    /** The same with both directions. */
    public PortChain asSymmetric() {
        return new PortChain(name, id, groups, classifiers, correlation, true, serves, vlan, reverseVlan, metadata);
    }

    /** The same for frames as they come. */
    public PortChain ofFrames() {
        return new PortChain(
            name, id, groups, classifiers, correlation, symmetric, Serves.FRAME, vlan, reverseVlan, metadata);
    }

    /** The same with tags. */
    public PortChain withVlans(final int forward, final OptionalInt reverse) {
        return new PortChain(name, id, groups, classifiers, correlation, symmetric, serves, OptionalInt.of(forward),
            reverse, metadata);
    }

    /** The same with another type of metadata. */
    public PortChain withMetadata(final int type) {
        return new PortChain(name, id, groups, classifiers, correlation, symmetric, serves, vlan, reverseVlan, type);
    }
}
