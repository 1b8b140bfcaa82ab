package io.mecvswitch.vswitch;

import io.mecvswitch.config.ChainsByName;
import io.mecvswitch.config.ChainsConfig;
import io.mecvswitch.config.ChainsConfig.Ambiguity;
import io.mecvswitch.config.ConfigPaths;
import io.mecvswitch.config.FlowClassifier;
import io.mecvswitch.config.FlowMatch;
import io.mecvswitch.config.HealthCheck;
import io.mecvswitch.config.HealthCheck.Probe;
import io.mecvswitch.config.IpMatch;
import io.mecvswitch.config.PortChain;
import io.mecvswitch.config.PortChain.Serves;
import io.mecvswitch.config.PortConfig;
import io.mecvswitch.config.PortConfig.Role;
import io.mecvswitch.config.PortPair;
import io.mecvswitch.config.PortPair.Correlation;
import io.mecvswitch.config.PortPairGroup;
import io.mecvswitch.config.PortPairGroup.FailMode;
import io.mecvswitch.config.PortPairGroup.Key;
import io.mecvswitch.config.PortPairGroup.Position;
import io.mecvswitch.config.RuleAction;
import io.mecvswitch.config.RuleConfig;
import io.mecvswitch.config.ServiceGraph;
import io.mecvswitch.config.ServiceGraph.Branch;
import io.mecvswitch.config.SwitchConfig;
import io.mecvswitch.config.TunnelMatch;
import io.mecvswitch.config.Violation;
import io.mecvswitch.header.Mpls;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The part of {@link ConfigCheck} that looks at service function chains: what OpenStack's networking-sfc answers with
 * 400 or 409, and what this switch can't honour besides.
 *
 * <p>First comes whether what is named is there; the rest is looked at only where it is.
 */
final class ChainCheck {
    private static final String CORRELATION = "/correlation";

    private final SwitchConfig config;
    private final ChainsConfig chains;
    private final ChainsByName named;
    private final Map<Ends, List<String>> pairsByEnds;
    private final Map<List<String>, List<String>> chainsByGroups;
    private final Map<Integer, List<String>> chainsById;
    private final Set<String> inGraphs;
    private final Map<String, PortConfig> ports;
    private final ConfigCheck check;
    private final List<Violation> found = new ArrayList<>();
    private boolean said;

    private record Ends(String ingress, String egress) {
        static Ends of(final PortPair pair) {
            return new Ends(pair.ingress(), pair.egress());
        }
    }

    /**
     * @param config the whole configuration
     * @param check  takes what can't be honoured
     */
    ChainCheck(final SwitchConfig config, final ConfigCheck check) {
        this.config = config;
        this.chains = config.chains();
        this.named = chains.byName();
        this.pairsByEnds = names(chains.pairs(), Ends::of, PortPair::name);
        this.chainsByGroups = names(chains.chains(), PortChain::groups, PortChain::name);
        this.chainsById = names(chains.chains().stream().filter(chain -> chain.id() != 0).toList(), PortChain::id,
            PortChain::name);
        this.inGraphs = chains.graphs().stream().flatMap(ChainCheck::members).collect(Collectors.toSet());
        this.ports = config.ports().stream().collect(Collectors.toMap(PortConfig::name, port -> port, (a, b) -> a));
        this.check = check;
    }

    /** Names of the entries by something that they may have in common. */
    private static <T, K> Map<K, List<String>> names(
        final List<T> entries, final Function<T, K> key, final Function<T, String> name) {
        final Map<K, List<String>> names = HashMap.newHashMap(entries.size());
        for (final T entry : entries) {
            final List<String> own = List.of(name.apply(entry));
            names.merge(key.apply(entry), own, (one, other) -> Stream.concat(one.stream(), other.stream()).toList());
        }
        return names;
    }

    private static Stream<String> others(final List<String> names, final String own) {
        return names.stream().filter(other -> !other.equals(own));
    }

    /**
     * Finds what can't be honoured.
     *
     * @param running has been checked, so that what it has in common with this configuration need not be again
     */
    void check(final SwitchConfig running) {
        if (chains.equals(ChainsConfig.NONE)) {
            return;
        }
        final Optional<ChainGrowth> growth = ChainGrowth.between(running, config);
        growth.ifPresentOrElse(this::checkGrowth, this::all);
        if (growth.isPresent() && !found.isEmpty()) {
            // What was there before may be told of as well.
            found.clear();
            all();
        }
        if (found.isEmpty() && !said) {
            final Ambiguities ambiguities = new Ambiguities(chains, named);
            growth.ifPresentOrElse(came -> ambiguities.check(came, this::say),
                () -> ambiguities.check(running.chains(), this::say));
            positions(growth.map(this::neighbours).orElse(chains.chains()));
            exits();
            loops(growth.map(ChainGrowth::chains).orElse(chains.chains()));
        }
        tell();
    }

    /** Chains that came, and others that have applications behind the same ports: no other place is in question. */
    private List<PortChain> neighbours(final ChainGrowth growth) {
        final Set<String> near = growth.chains().stream().flatMap(this::groups).flatMap(this::members)
            .flatMap(pair -> Stream.of(pair.ingress(), pair.egress())).collect(Collectors.toSet());
        return chains.chains().stream().filter(chain -> isAt(chain, near)).toList();
    }

    /** Without streams: every chain that there is is asked. */
    private boolean isAt(final PortChain chain, final Set<String> ports) {
        for (final String group : chain.groups()) {
            for (final String pair : named.group(group).orElseThrow().pairs()) {
                final PortPair ends = named.pair(pair).orElseThrow();
                if (ports.contains(ends.ingress()) || ports.contains(ends.egress())) {
                    return true;
                }
            }
        }
        return false;
    }

    private void all() {
        names();
        chains.pairs().forEach(this::pair);
        chains.groups().forEach(this::group);
        chains.classifiers().forEach(this::classifier);
        chains.chains().forEach(this::chain);
        chains.graphs().forEach(this::graph);
    }

    /** What has come, and what that names: nothing else can be wrong where it was right before. */
    private void checkGrowth(final ChainGrowth growth) {
        if (!named.isUnique()) {
            names();
        }
        Stream.concat(growth.pairs().stream(), growth.groups().stream().flatMap(this::members)).forEach(this::pair);
        Stream.concat(growth.groups().stream(), growth.chains().stream().flatMap(this::groups)).forEach(this::group);
        Stream.concat(growth.classifiers().stream(), growth.chains().stream().flatMap(this::classifiers))
            .forEach(this::classifier);
        growth.chains().forEach(this::chain);
    }

    private Stream<FlowClassifier> classifiers(final PortChain chain) {
        return chain.classifiers().stream().flatMap(name -> named.classifier(name).stream());
    }

    private void say(final String path, final String sentence) {
        found.add(new Violation(path, sentence));
    }

    private void tell() {
        said |= !found.isEmpty();
        found.forEach(violation -> check.say(violation.path(), violation.message()));
        found.clear();
    }

    private void names() {
        unique(chains.pairs(), PortPair::name, ConfigPaths::portPair);
        unique(chains.groups(), PortPairGroup::name, ConfigPaths::portPairGroup);
        unique(chains.classifiers(), FlowClassifier::name, ConfigPaths::flowClassifier);
        unique(chains.chains(), PortChain::name, ConfigPaths::portChain);
        unique(chains.graphs(), ServiceGraph::name, ConfigPaths::serviceGraph);
    }

    private <T> void unique(
        final List<T> entries, final Function<T, String> name, final Function<String, String> path) {
        twice(entries.stream().map(name)).forEach(again ->
            say(path.apply(again), "The name stands more than once. Give each entry a name of its own."));
    }

    private static <T> Stream<T> twice(final Stream<T> values) {
        return values.collect(Collectors.groupingBy(value -> value, Collectors.counting())).entrySet().stream()
            .filter(entry -> entry.getValue() > 1).map(Map.Entry::getKey);
    }

    // Port pairs.

    private void pair(final PortPair pair) {
        final String path = ConfigPaths.portPair(pair.name());
        application(path + "/ingress", pair.ingress());
        application(path + "/egress", pair.egress());
        if (pair.weight() < 0) {
            say(path + "/weight", "A weight can't be negative. Give 0 for a member that gets no new flows.");
        }
        others(pairsByEnds.get(Ends.of(pair)), pair.name()).forEach(other ->
            say(path, "The port pair '" + other + "' has the same ingress and egress. Use one of the two."));
        final List<String> holders = named.groupsOf(pair.name()).stream().map(PortPairGroup::name).toList();
        if (holders.size() > 1) {
            say(path, "The port pair is in the groups " + String.join(", ", holders)
                + ". It can be in one only; make another pair for each of the others.");
        }
    }

    private void application(final String path, final String name) {
        final PortConfig port = ports.get(name);
        if (port == null) {
            say(path, "There is no interface '" + name + "'. Configure it, or name another one.");
        } else if (port.role() != Role.APPLICATION) {
            say(path, "The interface '" + name + "' has not the role application, and only applications can be hops of"
                + " a chain. Name another one.");
        }
    }

    // Groups.

    private void group(final PortPairGroup group) {
        final String path = ConfigPaths.portPairGroup(group.name());
        group.pairs().stream().filter(name -> named.pair(name).isEmpty()).forEach(name ->
            say(path + "/port-pair",
                "There is no port pair '" + name + "'. Configure it, or take it out of the group."));
        twice(group.pairs().stream()).forEach(name ->
            say(path + "/port-pair",
                "The port pair '" + name + "' stands more than once. Use weight to give it more."));
        if (members(group).map(PortPair::correlation).distinct().count() > 1) {
            say(path + "/port-pair", "The members have different correlations. A group has to have one: put the others"
                + " into another group.");
        }
        if (group.tap() && group.pairs().size() > 1) {
            say(path + "/tap", "A tap has one member at most. Make a group for each.");
        }
        if (group.tap() && group.endPoint()) {
            say(path + "/end-point", "A tap gets copies and answers nobody. Remove one of both.");
        }
        if (group.balancing().key() == Key.FIELDS && group.balancing().fields().isEmpty()) {
            say(path + "/lb-field", "No field is named by which flows are known. Name one.");
        }
        if (group.failMode() == FailMode.BACKUP) {
            backup(group, path);
        }
        health(group, path + "/health-check");
    }

    private void health(final PortPairGroup group, final String path) {
        final HealthCheck check = group.health();
        if (check.probe() != Probe.NONE && check.address().isEmpty()) {
            say(path + "/address", "Nobody can be asked without an address. Give that of the member.");
        }
        if (check.probe() != Probe.NONE && check.source().isEmpty()) {
            say(path + "/source-address", "Nobody can answer without knowing whom. Give an address of the switch's,"
                + " such as a gateway-address of the interface.");
        }
        if (check.passive() && (group.tap() || group.endPoint())) {
            say(path + "/passive", "Nothing comes back from a tap or an end point, so its members would be taken for"
                + " dead. Use a probe instead.");
        }
    }

    private Stream<PortPair> members(final PortPairGroup group) {
        return group.pairs().stream().flatMap(name -> named.pair(name).stream());
    }

    private void backup(final PortPairGroup group, final String path) {
        final Optional<PortChain> chain = group.backup().flatMap(named::chain);
        if (chain.isEmpty()) {
            say(path + "/backup-chain", "There is no such chain to fall back on. Name one, or use another fail-mode.");
            return;
        }
        users(group).filter(user -> user.serves() != chain.get().serves()).forEach(user ->
            say(path + "/backup-chain", "The chain '" + user.name() + "' serves something else than its backup. Name a"
                + " chain that serves the same."));
    }

    private Stream<PortChain> users(final PortPairGroup group) {
        return chains.chains().stream().filter(chain -> chain.groups().contains(group.name()));
    }

    // Flow classifiers.

    private void classifier(final FlowClassifier classifier) {
        final String path = ConfigPaths.flowClassifier(classifier.name());
        classifier.match().ingressPort().ifPresent(name -> outside(path + "/ingress-interface", name));
        classifier.destination().ifPresent(name -> outside(path + "/logical-destination-interface", name));
        final List<String> holders = named.chainsOf(classifier.name()).stream().map(PortChain::name).toList();
        if (holders.size() > 1) {
            say(path, "The classifier is in the chains " + String.join(", ", holders)
                + ". A packet can be led through one only; make another classifier for each of the others.");
        }
    }

    private void outside(final String path, final String name) {
        final PortConfig port = ports.get(name);
        if (port == null) {
            say(path, "There is no interface '" + name + "'. Configure it, or name another one.");
        } else if (port.role() == Role.APPLICATION) {
            say(path, "The interface '" + name + "' has the role application; what comes from there is in no chain yet"
                + " or has its place in one. Name one with the role access or core, or use a service graph.");
        }
    }

    // Chains.

    private void chain(final PortChain chain) {
        final String path = ConfigPaths.portChain(chain.name());
        if (chain.groups().isEmpty()) {
            say(path + "/port-pair-group", "The chain has no port pair group. Name at least one.");
        }
        chain.groups().stream().filter(name -> named.group(name).isEmpty()).forEach(name ->
            say(path + "/port-pair-group", "There is no port pair group '" + name + "'. Configure it, or take it out of"
                + " the chain."));
        twice(chain.groups().stream()).forEach(name ->
            say(path + "/port-pair-group", "The group '" + name + "' stands more than once. Nobody could tell where in"
                + " the chain a packet is; make another group."));
        chain.classifiers().stream().filter(name -> named.classifier(name).isEmpty()).forEach(name ->
            say(path + "/flow-classifier", "There is no flow classifier '" + name + "'. Configure it, or take it out of"
                + " the chain."));
        taps(chain, path);
        identifier(chain, path);
        members(chain, path);
        if (chain.symmetric()) {
            symmetric(chain, path);
        }
        if (!chain.groups().isEmpty()) {
            others(chainsByGroups.get(chain.groups()), chain.name()).forEach(other ->
                say(path + "/port-pair-group", "The chain '" + other + "' has the same groups in the same order."
                    + " Give its classifiers to one of the two."));
        }
    }

    private Stream<PortPairGroup> groups(final PortChain chain) {
        return chain.groups().stream().flatMap(name -> named.group(name).stream());
    }

    private void taps(final PortChain chain, final String path) {
        final List<PortPairGroup> groups = groups(chain).toList();
        for (int i = 1; i < groups.size(); i++) {
            if (groups.get(i - 1).tap() && groups.get(i).tap()) {
                say(path + "/port-pair-group", "The taps '" + groups.get(i - 1).name() + "' and '"
                    + groups.get(i).name() + "' follow each other. Put another group between them.");
            }
        }
        groups.stream().limit(Math.max(0, groups.size() - 1)).filter(PortPairGroup::endPoint).forEach(group ->
            say(path + "/port-pair-group", "The group '" + group.name() + "' is an end point, and nothing is led on"
                + " from there. Make it the last one."));
    }

    private void identifier(final PortChain chain, final String path) {
        if (chain.id() < 0 || chain.id() > PortChain.LARGEST_ID) {
            say(path + "/chain-id", "No chain can have the identifier " + chain.id() + ". Give 0 to "
                + PortChain.LARGEST_ID + ".");
        }
        if (chain.id() != 0) {
            others(chainsById.get(chain.id()), chain.name()).forEach(other ->
                say(path + "/chain-id", "The chain '" + other
                    + "' has the same identifier. Give another one, or 0 to let the switch choose."));
        }
        final int most = chain.symmetric() ? Mpls.MAX_CHAIN / 2 : Mpls.MAX_CHAIN;
        if (chain.correlation() == Correlation.MPLS && chain.id() > most && hasAware(chain)) {
            say(path + "/chain-id", "A label has no room for the identifier " + chain.id() + ". Give " + most
                + " at most, or use nsh.");
        }
    }

    private boolean hasAware(final PortChain chain) {
        return groups(chain).flatMap(this::members).anyMatch(pair -> pair.correlation() != Correlation.NONE);
    }

    private void members(final PortChain chain, final String path) {
        if (chain.correlation() == Correlation.NONE) {
            say(path + CORRELATION, "A chain has to have a correlation. Use nsh or mpls.");
        }
        groups(chain).flatMap(this::members).filter(pair -> pair.correlation() != Correlation.NONE
            && pair.correlation() != chain.correlation()).forEach(pair ->
                say(ConfigPaths.portPair(pair.name()) + CORRELATION, "The chain '" + chain.name()
                    + "' has another correlation. Give the port pair the same, or none."));
        if (chain.serves() == Serves.FRAME && chain.correlation() == Correlation.MPLS && hasAware(chain)) {
            say(path + CORRELATION, "A label does not say that a frame follows. Use nsh.");
        }
        if (chain.serves() == Serves.T_PDU) {
            groups(chain).flatMap(this::members).flatMap(pair -> chain.symmetric()
                ? Stream.of(pair.ingress(), pair.egress()) : Stream.of(pair.ingress())).distinct().map(ports::get)
                .filter(port -> port != null && port.peerMac().isEmpty()).forEach(port ->
                    say(ConfigPaths.port(port.name()) + "/peer-mac-address", "What the chain '" + chain.name()
                        + "' leads there gets a new Ethernet header. Give the address of the application."));
        }
        if (chain.metadata() != 1 && chain.metadata() != 2) {
            say(path + "/metadata-type", "There are types 1 and 2. Give one of them.");
        }
    }

    // Symmetric chains.

    private void symmetric(final PortChain chain, final String path) {
        if (isInGraph(chain.name())) {
            say(path + "/symmetric", "The chain is in a service graph, which goes one way. Make it a chain for one"
                + " direction.");
        }
        groups(chain).filter(PortPairGroup::endPoint).forEach(group ->
            say(path + "/symmetric", "The group '" + group.name() + "' answers by itself, so nothing comes the other"
                + " way. Make it a chain for one direction."));
        chain.classifiers().stream().flatMap(name -> named.classifier(name).stream()).forEach(this::bothWays);
    }

    private void bothWays(final FlowClassifier classifier) {
        final String path = ConfigPaths.flowClassifier(classifier.name());
        if (classifier.destination().isEmpty()) {
            say(path + "/logical-destination-interface", "A classifier of a symmetric chain has to say where the"
                + " opposite direction comes in. Name the interface.");
        }
        if (classifier.match().ingressPort().isEmpty()) {
            say(path + "/ingress-interface", "A classifier of a symmetric chain has to say where its own direction"
                + " comes in. Name the interface.");
        }
        final TunnelMatch tunnel = classifier.match().tunnel();
        if (tunnel.teid().isPresent() || tunnel.qfi().isPresent()) {
            say(path + "/gtpu", "The opposite direction has a TEID and QFI of its own. Ask by 'inner'.");
        }
        if (asksForDscp(classifier.match().outer()) || asksForDscp(classifier.match().inner())) {
            say(path, "The opposite direction may have another DSCP. Do without.");
        }
    }

    private static boolean asksForDscp(final IpMatch match) {
        return match.dscp().isPresent();
    }

    // Where packets are.

    private record Sign(String port, String kind, long id) { }

    /** No two places may look alike: by port, tag, address, or the network service header. */
    private void positions(final List<PortChain> asked) {
        final Map<Sign, String> places = new HashMap<>();
        for (final PortChain chain : asked) {
            groups(chain).filter(group -> !group.tap() && !group.endPoint()).forEach(group ->
                members(group).filter(pair -> pair.correlation() == Correlation.NONE).forEach(pair -> {
                    position(chain, group, pair.egress(), false, places);
                    if (chain.symmetric()) {
                        position(chain, group, pair.ingress(), true, places);
                    }
                }));
        }
        mixed(asked);
    }

    private void position(final PortChain chain, final PortPairGroup group, final String port, final boolean reverse,
        final Map<Sign, String> places) {
        final String path = ConfigPaths.portPairGroup(group.name()) + "/position";
        if (group.position() == Position.MAC && chain.serves() == Serves.FRAME) {
            say(path, "Frames keep their addresses, so they can't tell the chain '" + chain.name()
                + "'. Use vlan or flow.");
        }
        if (group.position() == Position.VLAN && (reverse ? chain.reverseVlan() : chain.vlan()).isEmpty()) {
            say(ConfigPaths.portChain(chain.name()) + (reverse ? "/reverse-vlan-id" : "/vlan-id"), "The group '"
                + group.name() + "' tells chains by their tags. Give the chain one.");
            return;
        }
        final Optional<Sign> sign = sign(chain, group, port, reverse);
        final String place = ChainRules.direction(chain.name(), reverse);
        final String other = sign.map(key -> places.putIfAbsent(key, place)).orElse(null);
        if (other != null) {
            say(path, "What comes from '" + port + "' could be in '" + other + "' or in '" + place
                + "'. Let the application be told chains by vlan, mac or flow, or give each place an interface.");
        }
    }

    private static Optional<Sign> sign(final PortChain chain, final PortPairGroup group, final String port,
        final boolean reverse) {
        return switch (group.position()) {
            case PORT -> Optional.of(new Sign(port, "port", 0));
            case VLAN -> Optional.of(
                new Sign(port, "vlan", (reverse ? chain.reverseVlan() : chain.vlan()).orElseThrow()));
            case MAC, FLOW -> Optional.empty();
        };
    }

    /** Everything that comes from a port is of one place, or nothing is that has no other sign. */
    private void mixed(final List<PortChain> asked) {
        final Map<String, Set<String>> kinds = new HashMap<>();
        asked.forEach(chain ->
            groups(chain).filter(group -> !group.tap() && !group.endPoint()).forEach(group ->
                members(group).forEach(pair -> (chain.symmetric() ? Stream.of(pair.egress(), pair.ingress())
                    : Stream.of(pair.egress())).forEach(port ->
                        kinds.computeIfAbsent(port, _ -> new HashSet<>()).add(kind(group, pair))))));
        kinds.forEach((port, found) -> {
            if (found.size() > 1 && found.contains(Position.PORT.name())) {
                say(ConfigPaths.CHAINS, "What comes from '" + port + "' is told by its interface alone in one group,"
                    + " and by something else in another. Let both tell it alike.");
            }
        });
    }

    private static String kind(final PortPairGroup group, final PortPair pair) {
        return pair.correlation() == Correlation.NONE ? group.position().name() : pair.correlation().name();
    }

    // Where frames go on.

    private void exits() {
        ChainRules.exits(config, named).forEach((direction, names) -> {
            final String chain = direction.substring(0, direction.indexOf(' '));
            if (names.size() > 1 || names.isEmpty() && isEntered(chain)) {
                say(ConfigPaths.portChain(chain) + "/serves", "Behind the last"
                    + " application a frame goes on by the other end of the wire that it came from, and for '"
                    + direction + "' that is "
                    + (names.isEmpty() ? "none" : String.join(" or ", names.stream().sorted().toList()))
                    + ". Let all its classifiers name one ingress-interface that is an end of a wire.");
            }
        });
    }

    private boolean isEntered(final String name) {
        return named.chain(name).filter(chain -> !chain.classifiers().isEmpty()).isPresent()
            || config.rules().stream().anyMatch(rule ->
                rule.action() instanceof RuleAction.ForwardChain(String chain, var _, var _) && chain.equals(name));
    }

    // Graphs.

    private void graph(final ServiceGraph graph) {
        final String path = ConfigPaths.serviceGraph(graph.name());
        if (graph.branches().isEmpty()) {
            say(path, "The graph has no branch. Give it one.");
        }
        graph.branches().forEach(branch -> branch(graph, branch, path + "/branch[source='" + branch.source() + "']"));
        twice(graph.branches().stream().map(Branch::source)).forEach(source ->
            say(path, "The chain '" + source + "' stands as a source more than once. Put its destinations together."));
        members(graph).forEach(name -> chains.graphs().stream()
            .filter(other -> !other.name().equals(graph.name()) && members(other).anyMatch(name::equals))
            .forEach(other -> say(path, "The chain '" + name + "' is in the graph '" + other.name()
                + "' too. It can be in one only.")));
    }

    private static Stream<String> members(final ServiceGraph graph) {
        return graph.branches().stream()
            .flatMap(branch -> Stream.concat(Stream.of(branch.source()), branch.destinations().stream())).distinct();
    }

    private boolean isInGraph(final String chain) {
        return inGraphs.contains(chain);
    }

    private void branch(final ServiceGraph graph, final Branch branch, final String path) {
        final Optional<PortChain> source = known(path + "/source", branch.source());
        if (branch.destinations().isEmpty()) {
            say(path, "The branch leads nowhere. Name a destination.");
        }
        twice(branch.destinations().stream()).forEach(name ->
            say(path + "/destination", "The chain '" + name + "' stands more than once. Name it once."));
        final List<PortChain> destinations = branch.destinations().stream()
            .flatMap(name -> known(path + "/destination", name).stream()).toList();
        source.ifPresent(from -> destinations.forEach(to -> step(from, to, path)));
        destinations.forEach(this::behindApplications);
        apart(destinations, path);
        if (isLoop(graph, branch.source(), branch.source(), new HashSet<>())) {
            say(path, "The chain '" + branch.source() + "' leads back to itself. Take the loop out of the graph.");
        }
    }

    private Optional<PortChain> known(final String path, final String name) {
        final Optional<PortChain> chain = named.chain(name);
        if (chain.isEmpty()) {
            say(path, "There is no chain '" + name + "'. Configure it, or take it out of the graph.");
        }
        return chain;
    }

    private void step(final PortChain from, final PortChain to, final String path) {
        if (from.correlation() != to.correlation()) {
            say(path, "The chains '" + from.name() + "' and '" + to.name() + "' have different correlations. Give them"
                + " one.");
        }
        if (from.serves() != to.serves()) {
            say(path, "The chains '" + from.name() + "' and '" + to.name() + "' serve different things. Let them serve"
                + " the same.");
        }
        groups(from).reduce((_, last) -> last).ifPresent(group -> aware(group, from, path));
        groups(to).findFirst().ifPresent(group -> aware(group, to, path));
    }

    private void aware(final PortPairGroup group, final PortChain chain, final String path) {
        if (members(group).anyMatch(pair -> pair.correlation() != chain.correlation())) {
            say(path, "The group '" + group.name() + "' stands where chains meet, so its members have to know the"
                + " correlation of '" + chain.name() + "'. Give it to them.");
        }
    }

    private void behindApplications(final PortChain chain) {
        chain.classifiers().stream().flatMap(name -> named.classifier(name).stream())
            .filter(classifier -> !classifier.match().tunnel().equals(TunnelMatch.ANY)).forEach(classifier ->
                say(ConfigPaths.flowClassifier(classifier.name()) + "/gtpu", "Behind an application there is no tunnel."
                    + " Ask by 'inner'."));
    }

    private void apart(final List<PortChain> destinations, final String path) {
        for (int i = 0; i < destinations.size(); i++) {
            for (int j = i + 1; j < destinations.size(); j++) {
                if (overlap(destinations.get(i), destinations.get(j))) {
                    say(path + "/destination", "Classifiers of the chains '" + destinations.get(i).name() + "' and '"
                        + destinations.get(j).name() + "' could concern the same packet. Ask for something that"
                        + " separates them.");
                }
            }
        }
    }

    private boolean overlap(final PortChain one, final PortChain other) {
        return matches(one).anyMatch(match -> matches(other).anyMatch(second -> Overlap.anywhere(match, second)))
            && chains.ambiguity() == Ambiguity.REJECT;
    }

    private Stream<FlowMatch> matches(final PortChain chain) {
        return chain.classifiers().stream().flatMap(name -> named.classifier(name).stream())
            .map(FlowClassifier::match);
    }

    private static boolean isLoop(
        final ServiceGraph graph, final String start, final String at, final Set<String> seen) {
        for (final Branch branch : graph.branches()) {
            if (branch.source().equals(at)) {
                for (final String next : branch.destinations()) {
                    if (next.equals(start) || seen.add(next) && isLoop(graph, start, next, seen)) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    // Backups.

    /** A chain that was there falls back on others that were. */
    private void loops(final List<PortChain> asked) {
        for (final PortChain chain : asked) {
            if (falls(chain, chain.name(), new HashSet<>())) {
                say(ConfigPaths.portChain(chain.name()), "The chain is its own backup in the end. Let the last one"
                    + " bypass or drop.");
            }
        }
    }

    private boolean falls(final PortChain chain, final String start, final Set<String> seen) {
        return groups(chain).flatMap(group -> group.backup().stream()).anyMatch(name -> name.equals(start)
            || seen.add(name) && named.chain(name).filter(next -> falls(next, start, seen)).isPresent());
    }

    // Rules.

    /** Whether a rule can lead where it says. */
    void rule(final RuleConfig rule, final String path) {
        if (!(rule.action() instanceof RuleAction.ForwardChain(String name, boolean decapsulated, var _))) {
            return;
        }
        final Optional<PortChain> chain = named.chain(name);
        if (chain.isEmpty()) {
            say(path + "/destination-chain", "There is no chain '" + name + "'. Configure it, or name another one.");
        } else if (decapsulated != (chain.get().serves() == Serves.T_PDU)) {
            say(path + "/action", "The chain '" + name + "' serves " + (decapsulated ? "frames" : "t-pdus") + ". Use "
                + (decapsulated ? "forward-as-is" : "forward-decapsulated") + ", or another chain.");
        }
        if (chain.isPresent() && !decapsulated) {
            exits();
        }
        if (rule.filterType() == RuleConfig.FilterType.FLOW) {
            say(path + "/filter-type", "Both directions would be led the same way. Use a symmetric chain with a flow"
                + " classifier, or filter-type packet.");
        }
        if (RuleUses.rewrites(rule)) {
            say(path + "/rewrite", "What is led through a chain goes on as it is. Remove it.");
        }
        tell();
    }
}
