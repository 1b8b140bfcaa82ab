package io.mecvswitch.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Service function chains and their parts by name, and who names them: an index, made once for many questions. Of
 * entries of one name it knows the first. Immutable.
 */
public final class ChainsByName {
    private final Map<String, PortPair> pairs;
    private final Map<String, PortPairGroup> groups;
    private final Map<String, FlowClassifier> classifiers;
    private final Map<String, PortChain> chains;
    private final Map<String, List<PortPairGroup>> groupsOfPair;
    private final Map<String, List<PortChain>> chainsOfClassifier;
    private final Map<String, List<String>> sources;
    private final boolean unique;

    ChainsByName(final ChainsConfig config) {
        this.pairs = byName(config.pairs(), PortPair::name);
        this.groups = byName(config.groups(), PortPairGroup::name);
        this.classifiers = byName(config.classifiers(), FlowClassifier::name);
        this.chains = byName(config.chains(), PortChain::name);
        this.groupsOfPair = naming(config.groups(), PortPairGroup::pairs);
        this.chainsOfClassifier = naming(config.chains(), PortChain::classifiers);
        final List<ServiceGraph.Branch> branches =
            config.graphs().stream().flatMap(graph -> graph.branches().stream()).toList();
        this.sources = HashMap.newHashMap(branches.size());
        naming(branches, ServiceGraph.Branch::destinations).forEach((name, all) ->
            sources.put(name, all.stream().map(ServiceGraph.Branch::source).toList()));
        this.unique = pairs.size() == config.pairs().size() && groups.size() == config.groups().size()
            && classifiers.size() == config.classifiers().size() && chains.size() == config.chains().size();
    }

    private static <T> Map<String, T> byName(final List<T> entries, final Function<T, String> name) {
        final Map<String, T> all = HashMap.newHashMap(entries.size());
        entries.forEach(entry -> all.putIfAbsent(name.apply(entry), entry));
        return all;
    }

    /** By what is named: who names it, in the configuration's order. */
    private static <T> Map<String, List<T>> naming(final List<T> entries, final Function<T, List<String>> named) {
        final Map<String, List<T>> all = HashMap.newHashMap(entries.size());
        for (final T entry : entries) {
            for (final String name : named.apply(entry)) {
                // Nearly all are named once: a list that can grow would be for nothing.
                final List<T> before = all.get(name);
                if (before == null) {
                    all.put(name, List.of(entry));
                } else if (before.getLast() != entry) {
                    if (before.size() == 1) {
                        all.put(name, new ArrayList<>(before));
                    }
                    all.get(name).add(entry);
                }
            }
        }
        return all;
    }

    /** Whether no two pairs, groups, classifiers or chains have the same name. */
    public boolean isUnique() {
        return unique;
    }

    /** The pair of this name. */
    public Optional<PortPair> pair(final String name) {
        return Optional.ofNullable(pairs.get(name));
    }

    /** The group of this name. */
    public Optional<PortPairGroup> group(final String name) {
        return Optional.ofNullable(groups.get(name));
    }

    /** The classifier of this name. */
    public Optional<FlowClassifier> classifier(final String name) {
        return Optional.ofNullable(classifiers.get(name));
    }

    /** The chain of this name. */
    public Optional<PortChain> chain(final String name) {
        return Optional.ofNullable(chains.get(name));
    }

    /** Groups that a pair is in. */
    public List<PortPairGroup> groupsOf(final String pair) {
        return groupsOfPair.getOrDefault(pair, List.of());
    }

    /** Chains that a classifier leads into. */
    public List<PortChain> chainsOf(final String classifier) {
        return chainsOfClassifier.getOrDefault(classifier, List.of());
    }

    /** Names of the chains that lead to a chain, by branches of graphs; none if it is no branch. */
    public List<String> sources(final String chain) {
        return sources.getOrDefault(chain, List.of());
    }
}
