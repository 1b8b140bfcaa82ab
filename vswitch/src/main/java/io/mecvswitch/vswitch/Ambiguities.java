package io.mecvswitch.vswitch;

import io.mecvswitch.config.ChainsByName;
import io.mecvswitch.config.ChainsConfig;
import io.mecvswitch.config.ChainsConfig.Ambiguity;
import io.mecvswitch.config.ConfigPaths;
import io.mecvswitch.config.FlowClassifier;
import io.mecvswitch.config.PortChain;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The part of {@link ChainCheck} that looks for flow classifiers that could concern the same packet. Two that both
 * stood in the running configuration, and in the same chains, are not compared again: a chain that comes costs one look
 * at each classifier there is.
 */
final class Ambiguities {
    private final ChainsConfig chains;
    private final ChainsByName named;

    /** A classifier, and the chain that it leads into: all that an answer depends on. */
    private record Entrance(FlowClassifier classifier, Optional<String> chain) {
        String name() {
            return classifier.name();
        }

        boolean isOfAnotherChain(final Entrance other) {
            return chain.isPresent() && other.chain.isPresent() && !chain.equals(other.chain);
        }
    }

    /**
     * @param chains what they name is there
     * @param named  the same by name
     */
    Ambiguities(final ChainsConfig chains, final ChainsByName named) {
        this.chains = chains;
        this.named = named;
    }

    /**
     * Says what is ambiguous.
     *
     * @param running has been checked
     * @param say     takes path and sentence
     */
    void check(final ChainsConfig running, final BiConsumer<String, String> say) {
        final Map<String, Entrance> before = running.ambiguity() == chains.ambiguity()
            ? new Ambiguities(running, running.byName()).entrancesByName() : Map.of();
        check(entrance -> entrance.equals(before.get(entrance.name())), say);
    }

    /**
     * The same where chains have grown.
     *
     * @param growth what came
     */
    void check(final ChainGrowth growth, final BiConsumer<String, String> say) {
        final Set<String> strangers = Stream.concat(growth.classifiers().stream().map(FlowClassifier::name),
            growth.chains().stream().flatMap(chain -> chain.classifiers().stream())).collect(Collectors.toSet());
        check(entrance -> !strangers.contains(entrance.name()), say);
    }

    private void check(final Predicate<Entrance> isKnown, final BiConsumer<String, String> say) {
        final List<Entrance> all = entrances();
        final boolean[] known = new boolean[all.size()];
        int strangers = 0;
        for (int i = 0; i < known.length; i++) {
            known[i] = isKnown.test(all.get(i));
            strangers += known[i] ? 0 : 1;
            // Those that are known were compared with each other before.
            for (int j = 0; j < i && (!known[i] || strangers > 0); j++) {
                if (!known[i] || !known[j]) {
                    compare(all.get(j), all.get(i), say);
                }
            }
        }
    }

    /** Those of branches are asked behind an application; their branch says which of them have to be apart. */
    private List<Entrance> entrances() {
        return chains.classifiers().stream()
            .map(classifier -> new Entrance(classifier,
                named.chainsOf(classifier.name()).stream().map(PortChain::name).findFirst()))
            .filter(entrance -> entrance.chain().map(named::sources).orElse(List.of()).isEmpty()).toList();
    }

    private Map<String, Entrance> entrancesByName() {
        return entrances().stream().collect(Collectors.toMap(Entrance::name, Function.identity()));
    }

    private void compare(final Entrance one, final Entrance other, final BiConsumer<String, String> say) {
        if (!Overlap.anywhere(one.classifier.match(), other.classifier.match())) {
            return;
        }
        final String path = ConfigPaths.flowClassifier(other.name());
        final boolean same = Overlap.of(one.classifier.match(), other.classifier.match());
        if (chains.ambiguity() == Ambiguity.PRIORITY) {
            if (same && one.classifier.priority() == other.classifier.priority()) {
                say.accept(path + "/priority", "The classifier '" + one.name() + "' could concern the same packet with"
                    + " the same priority. Give them different priorities.");
            }
        } else if (same) {
            say.accept(path, "The classifier '" + one.name() + "' could concern the same packet. Ask for something that"
                + " separates them, or set ambiguity to priority and say which one wins.");
        } else if (one.isOfAnotherChain(other)) {
            say.accept(path, "The classifier '" + one.name() + "' of another chain could concern the same packet but"
                + " for the interface. Ask for something else that separates them, or set ambiguity to priority.");
        }
    }
}
