package io.mecvswitch.config;

import java.util.List;

/**
 * Service function chains, with OpenStack's networking-sfc as their contract.
 *
 * @param ambiguity   what becomes of flow classifiers that concern the same packets
 * @param maxFlows    flows remembered at most, where any are
 * @param idleSeconds after which an idle flow is forgotten
 * @param pairs       in any order
 * @param groups      in any order
 * @param classifiers in any order
 * @param chains      in any order
 * @param graphs      in any order
 */
public record ChainsConfig(
    Ambiguity ambiguity,
    int maxFlows,
    int idleSeconds,
    List<PortPair> pairs,
    List<PortPairGroup> groups,
    List<FlowClassifier> classifiers,
    List<PortChain> chains,
    List<ServiceGraph> graphs) {

    /** No chains. */
    public static final ChainsConfig NONE = new ChainsConfig(
        Ambiguity.REJECT, 65_536, 300, List.of(), List.of(), List.of(), List.of(), List.of());

    /** What becomes of flow classifiers that concern the same packets. */
    public enum Ambiguity {
        /** They are refused, as networking-sfc does. */
        REJECT,
        /** The one with the lower priority value wins; those of equal priority are refused. */
        PRIORITY
    }

    /** See {@link SwitchConfig#sharing}. */
    ChainsConfig sharing(final ChainsConfig other) {
        return new ChainsConfig(ambiguity, maxFlows, idleSeconds, ListChange.sharing(other.pairs, pairs),
            ListChange.sharing(other.groups, groups), ListChange.sharing(other.classifiers, classifiers),
            ListChange.sharing(other.chains, chains), ListChange.sharing(other.graphs, graphs));
    }

    /** An index of them, for who has more than one question. */
    public ChainsByName byName() {
        return new ChainsByName(this);
    }
}
