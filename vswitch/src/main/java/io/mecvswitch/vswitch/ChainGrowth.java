package io.mecvswitch.vswitch;

import io.mecvswitch.config.ChainsConfig;
import io.mecvswitch.config.FlowClassifier;
import io.mecvswitch.config.ListChange;
import io.mecvswitch.config.PortChain;
import io.mecvswitch.config.PortConfig;
import io.mecvswitch.config.PortPair;
import io.mecvswitch.config.PortPairGroup;
import io.mecvswitch.config.SwitchConfig;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What service function chains have more than before, where nothing that they are made of has changed or gone. Control.
 *
 * @param pairs       that came
 * @param groups      that came
 * @param classifiers that came
 * @param chains      that came
 */
record ChainGrowth(
    List<PortPair> pairs, List<PortPairGroup> groups, List<FlowClassifier> classifiers, List<PortChain> chains) {

    /** Empty where anything that chains name is other than it was: ports, parts of chains, graphs. */
    static Optional<ChainGrowth> between(final SwitchConfig running, final SwitchConfig next) {
        final ChainsConfig before = running.chains();
        final ChainsConfig after = next.chains();
        if (before.ambiguity() != after.ambiguity() || !before.graphs().equals(after.graphs())) {
            return Optional.empty();
        }
        final var ports = ListChange.between(running.ports(), next.ports(), PortConfig::name);
        final var pairs = ListChange.between(before.pairs(), after.pairs(), PortPair::name);
        final var groups = ListChange.between(before.groups(), after.groups(), PortPairGroup::name);
        final var classifiers = ListChange.between(before.classifiers(), after.classifiers(), FlowClassifier::name);
        final var chains = ListChange.between(before.chains(), after.chains(), PortChain::name);
        return Stream.of(ports, pairs, groups, classifiers, chains).allMatch(change -> change.removed().isEmpty())
            ? Optional.of(new ChainGrowth(pairs.added(), groups.added(), classifiers.added(), chains.added()))
            : Optional.empty();
    }
}
