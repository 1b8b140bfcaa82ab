package io.mecvswitch.vswitch;

import io.mecvswitch.chaining.Chains;
import io.mecvswitch.config.ChainsByName;
import io.mecvswitch.config.ChainsConfig;
import io.mecvswitch.config.FlowClassifier;
import io.mecvswitch.config.FlowMatch;
import io.mecvswitch.config.IpMatch;
import io.mecvswitch.config.PortChain;
import io.mecvswitch.config.PortConfig;
import io.mecvswitch.config.PortConfig.Role;
import io.mecvswitch.config.PortPair;
import io.mecvswitch.config.RuleAction;
import io.mecvswitch.config.RuleAction.ChainWay;
import io.mecvswitch.config.RuleConfig;
import io.mecvswitch.config.SwitchConfig;
import io.mecvswitch.config.TunnelMatch;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Makes traffic rules of flow classifiers, so that one look-up finds both.
 *
 * <pre>
 *   chain              rule of its classifier                                      asks for
 *   any                forward: into the first group                               what comes by access and core ports
 *   symmetric          reverse: into the last group, the other way round           the opposite of it
 *   branch of a graph  branch: into the first group, behind the last one of the    what comes from those applications,
 *                      chain before                                                without tunnel
 * </pre>
 *
 * <p>A pure function of ports, wires and chains; control only.
 */
final class ChainRules {
    private final SwitchConfig config;
    private final ChainsConfig chains;
    private final ChainsByName named;
    private final List<String> sides;

    private ChainRules(final SwitchConfig config, final ChainsByName named) {
        this.config = config;
        this.chains = config.chains();
        this.named = named;
        this.sides = config.ports().stream().filter(port -> port.role() != Role.APPLICATION).map(PortConfig::name)
            .toList();
    }

    /**
     * The rules of all flow classifiers that are in chains.
     *
     * @param named chains by name
     */
    static List<RuleConfig> of(final SwitchConfig config, final ChainsByName named) {
        return config.chains().chains().isEmpty() ? List.of() : new ChainRules(config, named).rules();
    }

    private static List<ChainWay> ways(final PortChain chain, final ChainsByName named) {
        if (!named.sources(chain.name()).isEmpty()) {
            return List.of(ChainWay.BRANCH);
        }
        return chain.symmetric() ? List.of(ChainWay.FORWARD, ChainWay.REVERSE) : List.of(ChainWay.FORWARD);
    }

    /** Name of the rule that a classifier makes for a chain; no other rule has such a name. */
    static String name(final String chain, final String classifier, final ChainWay way) {
        return chain + "/" + classifier + (way == ChainWay.REVERSE ? "/reverse" : "");
    }

    private List<RuleConfig> rules() {
        final List<RuleConfig> rules = new ArrayList<>();
        for (final PortChain chain : chains.chains()) {
            final List<PortPair> before = membersBefore(chain.name());
            for (final String name : chain.classifiers()) {
                final FlowClassifier classifier = named.classifier(name).orElseThrow();
                ways(chain, named).forEach(way -> rules.add(rule(chain, classifier, way, switch (way) {
                    case BRANCH -> behind(classifier.match(), chain, before);
                    case FORWARD -> outside(classifier.match());
                    case REVERSE -> opposite(classifier);
                })));
            }
        }
        return rules;
    }

    private static RuleConfig rule(final PortChain chain, final FlowClassifier classifier, final ChainWay way,
        final List<FlowMatch> matches) {
        return new RuleConfig(name(chain.name(), classifier.name(), way), classifier.priority(), matches,
            new RuleAction.ForwardChain(chain.name(), chain.serves() == PortChain.Serves.T_PDU, way));
    }

    /** What comes back from applications is not classified again: it is where it is. */
    private List<FlowMatch> outside(final FlowMatch match) {
        return match.ingressPort().isPresent() || match.looksIntoTunnel() ? List.of(match)
            : sides.stream().map(match::from).toList();
    }

    private static List<FlowMatch> opposite(final FlowClassifier classifier) {
        return classifier.destination().map(port -> List.of(classifier.match().reversed().from(port)))
            .orElse(List.of());
    }

    private static List<FlowMatch> behind(final FlowMatch match, final PortChain chain, final List<PortPair> members) {
        final FlowMatch seen = chain.serves() == PortChain.Serves.FRAME ? match : plain(match);
        return members.stream().map(PortPair::egress).distinct().map(seen::from).toList();
    }

    /** The same of the T-PDU alone. */
    private static FlowMatch plain(final FlowMatch match) {
        return new FlowMatch(Optional.empty(), match.ethernet(),
            match.inner().equals(IpMatch.ANY) ? match.outer() : match.inner(), TunnelMatch.ANY, IpMatch.ANY);
    }

    private boolean isBranch(final String chain) {
        return !named.sources(chain).isEmpty();
    }

    private List<PortPair> membersBefore(final String chain) {
        if (!isBranch(chain)) {
            return List.of();
        }
        return named.sources(chain).stream().flatMap(name -> named.chain(name).stream()).flatMap(source ->
                named.group(source.groups().getLast()).stream()).flatMap(group -> group.pairs().stream())
            .flatMap(pair -> named.pair(pair).stream()).toList();
    }

    // Where frames go on.

    /**
     * By direction of a chain that serves frames: names of the ports by which its packets may have to go on. There is
     * one where the chain can be run.
     *
     * @param named chains by name
     */
    static Map<String, Set<String>> exits(final SwitchConfig config, final ChainsByName named) {
        return config.chains().chains().stream().noneMatch(ChainRules::servesFrames) ? Map.of()
            : new ChainRules(config, named).new Exits().all();
    }

    private static boolean servesFrames(final PortChain chain) {
        return chain.serves() == PortChain.Serves.FRAME;
    }

    static String direction(final String chain, final boolean reverse) {
        return Chains.direction(chain, reverse);
    }

    /** Where packets leave chains that serve frames, by who leads them there. */
    private final class Exits {
        private final Map<String, List<FlowMatch>> ruled = ruled();
        private final Map<String, List<String>> falling = falling();
        private final Map<String, List<String>> partners = partners();

        Map<String, Set<String>> all() {
            final Map<String, Set<String>> exits = new HashMap<>();
            for (final PortChain chain : chains.chains()) {
                if (servesFrames(chain)) {
                    exits.put(direction(chain.name(), false), of(chain.name(), new HashSet<>()));
                    if (chain.symmetric()) {
                        exits.put(direction(chain.name(), true), reverse(chain));
                    }
                }
            }
            return exits;
        }

        /** By chain: what rules ask for that lead into it. */
        private Map<String, List<FlowMatch>> ruled() {
            final Map<String, List<FlowMatch>> ruled = new HashMap<>();
            config.rules().forEach(rule -> {
                if (rule.action() instanceof RuleAction.ForwardChain(String chain, var _, var _)) {
                    ruled.computeIfAbsent(chain, _ -> new ArrayList<>()).addAll(rule.matches());
                }
            });
            return ruled;
        }

        /** By chain: those that have it for a backup. */
        private Map<String, List<String>> falling() {
            final Map<String, List<String>> falling = new HashMap<>();
            chains.chains().forEach(chain -> chain.groups().stream().flatMap(name -> named.group(name).stream())
                .flatMap(group -> group.backup().stream()).distinct()
                .forEach(backup -> falling.computeIfAbsent(backup, _ -> new ArrayList<>()).add(chain.name())));
            return falling;
        }

        /** By port: the other ends of its wires. */
        private Map<String, List<String>> partners() {
            final Map<String, List<String>> partners = new HashMap<>();
            config.wires().forEach(wire -> {
                partners.computeIfAbsent(wire.access(), _ -> new ArrayList<>()).add(wire.core());
                partners.computeIfAbsent(wire.core(), _ -> new ArrayList<>()).add(wire.access());
            });
            return partners;
        }

        /** Of what enters it itself, and of the chains that lead to it. */
        private Set<String> of(final String chain, final Set<String> seen) {
            final Set<String> exits = new LinkedHashSet<>();
            if (!seen.add(chain)) {
                return exits;
            }
            if (!isBranch(chain)) {
                named.chain(chain).stream().flatMap(found -> found.classifiers().stream())
                    .flatMap(name -> named.classifier(name).stream()).map(FlowClassifier::match)
                    .forEach(match -> exits.addAll(partners(match)));
            }
            ruled.getOrDefault(chain, List.of()).forEach(match -> exits.addAll(partners(match)));
            leading(chain).forEach(source -> exits.addAll(of(source, seen)));
            return exits;
        }

        private Set<String> reverse(final PortChain chain) {
            final Set<String> exits = new LinkedHashSet<>();
            chain.classifiers().stream().flatMap(name -> named.classifier(name).stream())
                .flatMap(classifier -> classifier.destination().stream()).forEach(port -> exits.addAll(partner(port)));
            return exits;
        }

        /** Chains from which packets come over: at their end, or because a group is out of order. */
        private Stream<String> leading(final String chain) {
            return Stream.concat(
                named.sources(chain).stream(), falling.getOrDefault(chain, List.of()).stream());
        }

        private Set<String> partners(final FlowMatch match) {
            final Set<String> partners = new LinkedHashSet<>();
            match.ingressPort().map(List::of).orElse(sides).forEach(port -> partners.addAll(partner(port)));
            return partners;
        }

        private List<String> partner(final String port) {
            return partners.getOrDefault(port, List.of());
        }
    }
}
