package io.mecvswitch.vswitch;

import io.mecvswitch.chaining.Chains;
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
import io.mecvswitch.config.ServiceGraph.Branch;
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
    private final List<String> sides;

    private ChainRules(final SwitchConfig config) {
        this.config = config;
        this.chains = config.chains();
        this.sides = config.ports().stream().filter(port -> port.role() != Role.APPLICATION).map(PortConfig::name)
            .toList();
    }

    /** The rules of all flow classifiers that are in chains. */
    static List<RuleConfig> of(final SwitchConfig config) {
        return new ChainRules(config).rules();
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
                final FlowClassifier classifier = chains.classifier(name).orElseThrow();
                if (isBranch(chain.name())) {
                    rules.add(rule(chain, classifier, ChainWay.BRANCH, behind(classifier.match(), chain, before)));
                } else {
                    rules.add(rule(chain, classifier, ChainWay.FORWARD, outside(classifier.match())));
                    if (chain.symmetric()) {
                        rules.add(rule(chain, classifier, ChainWay.REVERSE, opposite(classifier)));
                    }
                }
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
        return branches().anyMatch(branch -> branch.destinations().contains(chain));
    }

    private Stream<Branch> branches() {
        return chains.graphs().stream().flatMap(graph -> graph.branches().stream());
    }

    private List<PortPair> membersBefore(final String chain) {
        return branches().filter(branch -> branch.destinations().contains(chain))
            .flatMap(branch -> chains.chain(branch.source()).stream()).flatMap(source ->
                chains.group(source.groups().getLast()).stream()).flatMap(group -> group.pairs().stream())
            .flatMap(pair -> chains.pair(pair).stream()).toList();
    }

    // Where frames go on.

    /**
     * By direction of a chain that serves frames: names of the ports by which its packets may have to go on. There is
     * one where the chain can be run.
     */
    static Map<String, Set<String>> exits(final SwitchConfig config) {
        return new ChainRules(config).exits();
    }

    private Map<String, Set<String>> exits() {
        final Map<String, Set<String>> exits = new HashMap<>();
        for (final PortChain chain : chains.chains()) {
            if (chain.serves() == PortChain.Serves.FRAME) {
                exits.put(direction(chain.name(), false), exits(chain.name(), new HashSet<>()));
                if (chain.symmetric()) {
                    exits.put(direction(chain.name(), true), reverseExits(chain));
                }
            }
        }
        return exits;
    }

    static String direction(final String chain, final boolean reverse) {
        return Chains.direction(chain, reverse);
    }

    /** Of what enters it itself, and of the chains that lead to it. */
    private Set<String> exits(final String chain, final Set<String> seen) {
        final Set<String> exits = new LinkedHashSet<>();
        if (!seen.add(chain)) {
            return exits;
        }
        if (!isBranch(chain)) {
            chains.chain(chain).stream().flatMap(found -> found.classifiers().stream())
                .flatMap(name -> chains.classifier(name).stream()).map(FlowClassifier::match)
                .forEach(match -> exits.addAll(partners(match)));
        }
        config.rules().stream().filter(rule -> rule.action() instanceof RuleAction.ForwardChain(String to, var _, var _)
            && to.equals(chain)).flatMap(rule -> rule.matches().stream()).forEach(match -> exits.addAll(partners(match)));
        leading(chain).forEach(source -> exits.addAll(exits(source, seen)));
        return exits;
    }

    private Set<String> reverseExits(final PortChain chain) {
        final Set<String> exits = new LinkedHashSet<>();
        chain.classifiers().stream().flatMap(name -> chains.classifier(name).stream())
            .flatMap(classifier -> classifier.destination().stream()).forEach(port -> exits.addAll(partner(port)));
        return exits;
    }

    /** Chains from which packets come over: at their end, or because a group is out of order. */
    private Stream<String> leading(final String chain) {
        return Stream.concat(
            branches().filter(branch -> branch.destinations().contains(chain)).map(Branch::source),
            chains.chains().stream().filter(other -> other.groups().stream().flatMap(name -> chains.group(name).stream())
                .anyMatch(group -> group.backup().equals(Optional.of(chain)))).map(PortChain::name));
    }

    private Set<String> partners(final FlowMatch match) {
        final Set<String> partners = new LinkedHashSet<>();
        match.ingressPort().map(List::of).orElse(sides).forEach(port -> partners.addAll(partner(port)));
        return partners;
    }

    private Set<String> partner(final String port) {
        final Set<String> partner = new LinkedHashSet<>();
        config.wires().forEach(wire -> {
            if (wire.access().equals(port)) {
                partner.add(wire.core());
            } else if (wire.core().equals(port)) {
                partner.add(wire.access());
            }
        });
        return partner;
    }
}
