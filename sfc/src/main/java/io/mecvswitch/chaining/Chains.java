package io.mecvswitch.chaining;

import io.mecvswitch.config.ChainsByName;
import io.mecvswitch.config.ChainsConfig;
import io.mecvswitch.config.ListChange;
import io.mecvswitch.config.PortChain;
import io.mecvswitch.config.PortPair;
import io.mecvswitch.config.PortPair.Correlation;
import io.mecvswitch.config.PortPairGroup;
import io.mecvswitch.config.PortPairGroup.Position;
import io.mecvswitch.config.RuleAction;
import io.mecvswitch.config.ServiceGraph;
import io.mecvswitch.status.ChainCounters;
import io.mecvswitch.status.HopCounters;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.HdrHistogram.SingleWriterRecorder;

/**
 * All service function chains of a configuration in the form in which packets meet them. Made by control, read by
 * lanes.
 *
 * <p>What is equal to what was before goes on: groups with their members' states, paths with what they count. Numbers
 * stay with names, because flows and packets on their way remember them; {@link #RETAINED} configurations later a
 * number that nobody has any more may be given again.
 */
public final class Chains {
    /** No chains, and nothing before. */
    public static final Chains NONE = new Chains();
    /** Configurations for which a path that is no more can still be on a packet's mind. */
    static final int RETAINED = 64;
    private static final int REVERSE_ID = 1 << 16;
    /** A label has room for twelve bits of an identifier. */
    private static final int REVERSE_MPLS_ID = 1 << 11;

    private final ChainsConfig config;
    private final ChainsByName named;
    private final Ports ports;
    private final Map<String, Integer> exits;
    private final Names names;
    private final Map<String, Integer> ids;
    private final Map<String, Group> groups;
    private final Map<Integer, Path> pathsByNumber;
    private final Map<String, List<Visit>> visitsByPair;
    private final Map<Integer, Retained> retained;
    private final Map<Channel.Key, Channel> channels;
    private final Map<String, SingleWriterRecorder> latencies;
    private final FlowTable flows;
    /** By number. */
    private Path[] paths;
    /** By number. */
    private Visit[] visits;
    /** By index of the port; null where no application of a chain is. */
    private final Arrivals[] arrivals;

    /** Numbers that stay with names. */
    private static final class Names {
        private final Map<String, Integer> numbers = new HashMap<>();

        int of(final String kind, final String name) {
            return numbers.computeIfAbsent(kind + ' ' + name, _ -> numbers.size());
        }
    }

    /** A visit that may be met after its path has gone. */
    private record Retained(Visit visit, int age) { }

    /**
     * What chains have to know of the ports.
     *
     * @param indexes  by name
     * @param own      Ethernet addresses of the switch, by index
     * @param peers    Ethernet addresses of what is behind the ports, by index; 0 where none is known
     * @param capacity indexes are less than this
     */
    public record Ports(Map<String, Integer> indexes, long[] own, long[] peers, int capacity) {
        /** Whether all of others are here, and as they were. */
        private boolean include(final Ports others) {
            return others.indexes.entrySet().stream().allMatch(entry -> {
                final int index = entry.getValue();
                return entry.getValue().equals(indexes.get(entry.getKey())) && own[index] == others.own[index]
                    && peers[index] == others.peers[index];
            });
        }

        @Override
        public boolean equals(final Object other) {
            return other instanceof Ports(var otherIndexes, var otherOwn, var otherPeers, var _)
                && indexes.equals(otherIndexes) && Arrays.equals(own, otherOwn) && Arrays.equals(peers, otherPeers);
        }

        @Override
        public int hashCode() {
            return indexes.hashCode();
        }
    }

    /**
     * Where chains count.
     *
     * @param chain a chain's own, by its name
     * @param hop   those of an application at a hop, by the names of chain, direction, group and pair
     */
    public record Counters(Function<String, ChainCounters> chain, Function<String, HopCounters> hop) { }

    private Chains() {
        this.config = ChainsConfig.NONE;
        this.named = config.byName();
        this.ports = new Ports(Map.of(), new long[0], new long[0], 0);
        this.exits = Map.of();
        this.names = new Names();
        this.ids = Map.of();
        this.groups = Map.of();
        this.pathsByNumber = Map.of();
        this.visitsByPair = Map.of();
        this.retained = Map.of();
        this.channels = Map.of();
        this.latencies = new HashMap<>();
        this.flows = new FlowTable(FlowTable.BUCKET, config.idleSeconds());
        this.paths = new Path[0];
        this.visits = new Visit[0];
        this.arrivals = new Arrivals[0];
    }

    private Chains(final Chains former, final ChainsConfig config, final ChainsByName named, final Ports ports,
        final Map<String, Integer> exits, final Counters counters) {
        this.config = config;
        this.named = named;
        this.ports = ports;
        this.exits = exits;
        this.names = former.names;
        this.latencies = former.latencies;
        this.flows = flows(former);
        this.ids = ids(former.ids, config.chains());
        final boolean steady = config.graphs().equals(former.config.graphs()) && ports.include(former.ports);
        final Optional<Growth> growth = steady ? growth(former) : Optional.empty();
        final Growth come = growth.orElseGet(() -> new Growth(config.groups(), config.chains()));
        // Where chains only grow, all of the former goes on unasked; else what comes is all, and finds its former.
        final Chains kept = growth.isPresent() ? former : NONE;
        this.groups = new HashMap<>(kept.groups);
        come.groups.forEach(group -> groups.put(group.name(), group(former, group)));
        this.pathsByNumber = new TreeMap<>(kept.pathsByNumber);
        this.visitsByPair = new HashMap<>(kept.visitsByPair);
        this.retained = retained(former, growth.isPresent());
        for (final PortChain chain : come.chains) {
            final boolean same = steady && isSame(former, chain);
            path(former, chain, false, same, counters);
            if (chain.symmetric()) {
                path(former, chain, true, same, counters);
            }
        }
        final List<Path> all = allPaths().toList();
        this.paths = new Path[all.stream().mapToInt(path -> path.number + 1).max().orElse(0)];
        all.reversed().forEach(path -> paths[path.number] = path);
        this.visits = new Visit[retained.keySet().stream().mapToInt(number -> number + 1).max().orElse(0)];
        retained.forEach((number, visit) -> visits[number] = visit.visit);
        this.channels = channels(former, kept, come);
        this.arrivals = arrivals(former, ports.capacity());
    }

    /**
     * The chains of a configuration.
     *
     * @param config   checked
     * @param named    the same by name
     * @param ports    of the whole switch
     * @param exits    by name of a chain that serves frames and direction, as {@link #direction} says them: index of
     *                 the port by which they go on
     * @param counters where they count
     */
    public Chains next(final ChainsConfig config, final ChainsByName named, final Ports ports,
        final Map<String, Integer> exits, final Counters counters) {
        return isOf(config, ports, exits) ? this : new Chains(this, config, named, ports, exits, counters);
    }

    private boolean isOf(final ChainsConfig others, final Ports otherPorts, final Map<String, Integer> otherExits) {
        return config.equals(others) && exits.equals(otherExits)
            && (config.equals(ChainsConfig.NONE) ? channels.isEmpty() : ports.equals(otherPorts));
    }

    /** Name of one direction of a chain. */
    public static String direction(final String chain, final boolean reverse) {
        return chain + (reverse ? " reverse" : " forward");
    }

    /** Twice as large as flows are: then no live one has to give way. One that nobody needs is as small as can be. */
    private FlowTable flows(final Chains former) {
        if (!remembers()) {
            return new FlowTable(FlowTable.BUCKET, config.idleSeconds());
        }
        return former.remembers() && former.config.maxFlows() == config.maxFlows()
            && former.config.idleSeconds() == config.idleSeconds()
            ? former.flows : new FlowTable(2 * config.maxFlows(), config.idleSeconds());
    }

    private boolean remembers() {
        return config.groups().stream().anyMatch(group ->
            Group.remembers(group) || group.position() == Position.FLOW);
    }

    // Growth.

    /**
     * What came where nothing else changed.
     *
     * @param groups that came
     * @param chains that came
     */
    private record Growth(List<PortPairGroup> groups, List<PortChain> chains) { }

    /** Empty where anything that paths are made of is other than it was; ports and graphs are as they were. */
    private Optional<Growth> growth(final Chains former) {
        final var pairs = ListChange.between(former.config.pairs(), config.pairs(), PortPair::name);
        final var others = ListChange.between(former.config.groups(), config.groups(), PortPairGroup::name);
        final var more = ListChange.between(former.config.chains(), config.chains(), PortChain::name);
        return pairs.removed().isEmpty() && others.removed().isEmpty() && more.removed().isEmpty()
            && ids.entrySet().containsAll(former.ids.entrySet())
            && exitsWithout(more.added()).equals(former.exits)
            ? Optional.of(new Growth(others.added(), more.added())) : Optional.empty();
    }

    private Map<String, Integer> exitsWithout(final List<PortChain> chains) {
        final Map<String, Integer> others = new HashMap<>(exits);
        chains.forEach(chain -> {
            others.remove(direction(chain.name(), false));
            others.remove(direction(chain.name(), true));
        });
        return others;
    }

    /** Visits of the former configuration, one configuration older unless their paths go on. */
    private static Map<Integer, Retained> retained(final Chains former, final boolean grows) {
        final Map<Integer, Retained> retained = LinkedHashMap.newLinkedHashMap(former.retained.size());
        former.retained.forEach((number, visit) -> {
            if (grows && visit.age == 0) {
                retained.put(number, visit);
            } else if (visit.age < RETAINED) {
                retained.put(number, new Retained(visit.visit, visit.age + 1));
            }
        });
        return retained;
    }

    // Identifiers.

    private static Map<String, Integer> ids(final Map<String, Integer> former, final List<PortChain> chains) {
        final Map<String, Integer> ids = new HashMap<>();
        chains.stream().filter(chain -> chain.id() != 0).forEach(chain -> ids.put(chain.name(), chain.id()));
        final Set<Integer> taken = new HashSet<>(ids.values());
        final List<String> unnumbered =
            chains.stream().filter(chain -> chain.id() == 0).map(PortChain::name).sorted().toList();
        for (final String name : unnumbered) {
            final Integer before = former.get(name);
            if (before != null && taken.add(before)) {
                ids.put(name, before);
            }
        }
        for (final String name : unnumbered) {
            ids.computeIfAbsent(name, _ -> IntStream.iterate(1, id -> id + 1).filter(taken::add).findFirst()
                .orElseThrow());
        }
        return ids;
    }

    /** Service path identifier of each chain, by its name. */
    public Map<String, Integer> ids() {
        return ids;
    }

    private int id(final PortChain chain, final boolean reverse) {
        final int id = ids.get(chain.name());
        return !reverse ? id : id | (chain.correlation() == Correlation.MPLS ? REVERSE_MPLS_ID : REVERSE_ID);
    }

    // Groups.

    private Group group(final Chains former, final PortPairGroup group) {
        final List<PortPair> members = group.pairs().stream().map(name -> named.pair(name).orElseThrow()).toList();
        final Group before = former.groups.get(group.name());
        if (before != null && before.isOf(group, members)) {
            return before;
        }
        return new Group(group, members, names.of("group", group.name()),
            members.stream().mapToInt(pair -> names.of("pair", pair.name())).toArray(),
            members.stream().map(pair -> former.state(pair.name())).toArray(MemberState[]::new));
    }

    /** How a pair stands in whatever group it is in. */
    private MemberState state(final String pair) {
        return named.groupsOf(pair).stream().map(holder -> groups.get(holder.name()).state(pair)).findFirst()
            .orElse(MemberState.UP);
    }

    /**
     * A member is otherwise from now on: flows go elsewhere, or come back. Control.
     *
     * @param pair name of a port pair; one that is in no group is of no interest
     */
    public void report(final String pair, final MemberState state) {
        for (final Group group : groups.values()) {
            IntStream.range(0, group.members().size()).filter(i -> group.members().get(i).name().equals(pair))
                .forEach(i -> group.state(i, state));
        }
    }

    // Paths.

    /** Whether a chain is made of the same as before, where ports and graphs are. */
    private boolean isSame(final Chains former, final PortChain chain) {
        return former.named.chain(chain.name()).filter(chain::equals).isPresent()
            && ids.get(chain.name()).equals(former.ids.get(chain.name()))
            && isSameExit(former, chain, false) && isSameExit(former, chain, true)
            && chain.groups().stream().allMatch(name -> isSameGroup(former, name));
    }

    private boolean isSameExit(final Chains former, final PortChain chain, final boolean reverse) {
        return chain.serves() == PortChain.Serves.T_PDU || Objects.equals(
            exits.get(direction(chain.name(), reverse)), former.exits.get(direction(chain.name(), reverse)));
    }

    /** What a backup is depends on another chain. */
    private boolean isSameGroup(final Chains former, final String name) {
        final Group group = groups.get(name);
        return group == former.groups.get(name) && group.config().backup().isEmpty();
    }

    private void path(final Chains former, final PortChain chain, final boolean reverse, final boolean same,
        final Counters counters) {
        final int number = number(direction(chain.name(), reverse));
        final Path before = former.pathsByNumber.get(number);
        final Path path = same && before != null ? before
            : continued(before, number, spec(chain, reverse, ports, exits), counters);
        pathsByNumber.put(number, path);
        visits(path).forEach(visit -> {
            retained.put(visit.number, new Retained(visit, 0));
            visitsByPair.merge(visit.pair.name(), List.of(visit),
                (some, more) -> Stream.concat(some.stream(), more.stream()).toList());
        });
        Arrays.stream(path.taps).filter(tap -> tap != null)
            .forEach(tap -> retained.put(tap.number, new Retained(tap, 0)));
    }

    /** Of all but taps. */
    private static Stream<Visit> visits(final Path path) {
        return Arrays.stream(path.steps).flatMap(step -> Arrays.stream(step.visits()));
    }

    private Path continued(final Path before, final int number, final Path.Spec spec, final Counters counters) {
        final Path path = before != null && before.spec.equals(spec) ? before : made(number, spec, counters);
        path.counters.id().setRelease(ids.get(spec.chain()));
        return path;
    }

    private int number(final String direction) {
        return names.of("path", direction);
    }

    private Path.Spec spec(final PortChain chain, final boolean reverse, final Ports ports,
        final Map<String, Integer> exits) {
        final List<String> order = reverse ? chain.groups().reversed() : chain.groups();
        final boolean tPdus = chain.serves() == PortChain.Serves.T_PDU;
        final List<Path.Hop> hops = order.stream().map(groups::get)
            .map(group -> hop(group, chain, reverse, ports)).toList();
        return new Path.Spec(chain.name(), reverse, id(chain, reverse), chain.correlation(), tPdus, chain.metadata(),
            (reverse ? chain.reverseVlan() : chain.vlan()).orElse(Visit.NO_TAG),
            tPdus ? Path.TO_BEARER
                : exits.getOrDefault(direction(chain.name(), reverse), Path.NOWHERE), reverse ? Set.of()
                : branches(chain),
            hops);
    }

    private Set<Integer> branches(final PortChain chain) {
        return config.graphs().stream().flatMap(graph -> graph.branches().stream())
            .filter(branch -> branch.source().equals(chain.name())).map(ServiceGraph.Branch::destinations)
            .flatMap(List::stream).map(name -> number(direction(name, false))).collect(Collectors.toSet());
    }

    private Path.Hop hop(final Group group, final PortChain chain, final boolean reverse, final Ports ports) {
        final int backup = group.config().backup().map(name -> backup(name, reverse)).orElse(-1);
        return new Path.Hop(group,
            group.members().stream().map(pair -> ends(group, pair, chain, reverse, ports)).toList(),
            group.config().failMode(), backup);
    }

    private int backup(final String chain, final boolean reverse) {
        return number(direction(chain, reverse && named.chain(chain).orElseThrow().symmetric()));
    }

    private Path.Ends ends(final Group group, final PortPair pair, final PortChain chain, final boolean reverse,
        final Ports ports) {
        final int egress = ports.indexes.get(reverse ? pair.egress() : pair.ingress());
        final int arrival = ports.indexes.get(reverse ? pair.ingress() : pair.egress());
        final long source = group.config().position() == Position.MAC
            ? ChainAddress.of(ids.get(chain.name()), reverse) : ports.own[egress];
        return new Path.Ends(egress, arrival, source, ports.peers[egress]);
    }

    private Path made(final int number, final Path.Spec spec, final Counters counters) {
        final Path path = new Path(number, spec, counters.chain.apply(spec.chain()), watch(spec.chain()));
        final List<Path.Step> steps = new ArrayList<>();
        final Map<Integer, Visit> taps = new HashMap<>();
        for (final Path.Hop hop : spec.hops()) {
            final Visit[] visits = visits(path, hop, steps.size(), counters);
            if (!hop.group().config().tap()) {
                steps.add(new Path.Step(hop.group(), visits, hop.failMode(), hop.backup()));
            } else if (visits.length > 0) {
                taps.put(steps.size(), visits[0]);
            }
        }
        path.steps = steps.toArray(Path.Step[]::new);
        path.taps = new Visit[steps.size() + 1];
        taps.forEach((step, visit) -> path.taps[step] = visit);
        return path;
    }

    private Visit[] visits(final Path path, final Path.Hop hop, final int step, final Counters counters) {
        final Visit[] made = new Visit[hop.ports().size()];
        for (int i = 0; i < made.length; i++) {
            made[i] = visit(path, hop, step, hop.group().members().get(i), hop.ports().get(i), counters);
        }
        return made;
    }

    private Visit visit(final Path path, final Path.Hop hop, final int step, final PortPair pair, final Path.Ends ends,
        final Counters counters) {
        final PortPairGroup group = hop.group().config();
        final boolean unaware = pair.correlation() == Correlation.NONE;
        final String label = label(path.spec, group.name(), pair.name());
        final HopCounters own = counters.hop.apply(label);
        own.kind().setRelease(group.tap() || group.endPoint() ? HopCounters.CONSUMES : HopCounters.SERVES);
        final int kept = FlowHash.FIVE_TUPLE & ~FlowHash.SYMMETRIC
            & ~(path.spec.reverse() ? opposite(Mapped.fields(group)) : Mapped.fields(group));
        return new Visit(free(), label, path, step, pair, group, ends.egress(), ends.arrival(),
            new Visit.Look(ends.source(), ends.destination(),
                unaware && group.position() == Position.VLAN ? path.spec.tag() : Visit.NO_TAG, pair.correlation()),
            unaware && group.position() == Position.FLOW, kept, own, watch(label));
    }

    private Stopwatch watch(final String label) {
        return new Stopwatch(latencies.computeIfAbsent(label, _ -> new SingleWriterRecorder(2)));
    }

    /** The lowest number that no packet and no flow can have on its mind. */
    private int free() {
        final int number = IntStream.iterate(0, i -> i + 1).filter(i -> !retained.containsKey(i)).findFirst()
            .orElseThrow();
        retained.put(number, new Retained(null, 0));
        return number;
    }

    private static int opposite(final int fields) {
        return ((fields & FlowHash.IP_SRC) != 0 ? FlowHash.IP_DST : 0)
            | ((fields & FlowHash.IP_DST) != 0 ? FlowHash.IP_SRC : 0)
            | ((fields & FlowHash.SRC_PORT) != 0 ? FlowHash.DST_PORT : 0)
            | ((fields & FlowHash.DST_PORT) != 0 ? FlowHash.SRC_PORT : 0);
    }

    private static String label(final Path.Spec path, final String group, final String pair) {
        return direction(path.chain(), path.reverse()) + ' ' + group + ' ' + pair;
    }

    // How packets come back.

    private Map<Channel.Key, Channel> channels(final Chains former, final Chains kept, final Growth come) {
        final Map<Channel.Key, Channel> all = LinkedHashMap.newLinkedHashMap(former.channels.size());
        kept.channels.values().stream().filter(channel -> channel.visit != null)
            .forEach(channel -> all.put(channel.key, channel));
        come.chains.stream().flatMap(this::paths).flatMap(Chains::visits).filter(Chains::returns).forEach(visit ->
            visit.channelKey().ifPresent(key -> all.put(key, channel(former.channels.get(key), key, visit))));
        former.channels.forEach((key, channel) -> {
            if (channel.idle < RETAINED && !all.containsKey(key)) {
                all.put(key, new Channel(key, null, channel.idle + 1));
            }
        });
        return all;
    }

    private static Channel channel(final Channel before, final Channel.Key key, final Visit visit) {
        return before != null && before.visit == visit ? before : new Channel(key, visit, 0);
    }

    /** Both directions of a symmetric chain. */
    private Stream<Path> paths(final PortChain chain) {
        return (chain.symmetric() ? Stream.of(false, true) : Stream.of(false))
            .map(reverse -> pathsByNumber.get(number(direction(chain.name(), reverse))));
    }

    private static boolean returns(final Visit visit) {
        return visit != null && !visit.group.endPoint() && !visit.group.tap();
    }

    private Arrivals[] arrivals(final Chains former, final int capacity) {
        final Arrivals.From[] from = new Arrivals.From[capacity];
        retained.values().stream().map(Retained::visit).filter(Chains::returns)
            .forEach(visit -> from(from, visit.arrival).visits().add(visit));
        channels.values().forEach(channel -> from(from, channel.key.port()).channels().add(channel));
        final Arrivals[] all = new Arrivals[capacity];
        for (int port = 0; port < capacity; port++) {
            if (from[port] != null) {
                final Arrivals before = port < former.arrivals.length ? former.arrivals[port] : null;
                all[port] = before != null && before.from.equals(from[port]) ? before : new Arrivals(from[port]);
            }
        }
        return all;
    }

    private static Arrivals.From from(final Arrivals.From[] all, final int port) {
        if (all[port] == null) {
            all[port] = new Arrivals.From(new ArrayList<>(1), new ArrayList<>(1));
        }
        return all[port];
    }

    // What stages and control ask.

    /** Packets led to a port pair so far, through all chains; as long as their labels stay, it only grows. */
    public long delivered(final String pair) {
        return visitsOf(pair).mapToLong(visit -> visit.counters.in().get()).sum();
    }

    /** Packets that came back from a port pair so far, through all chains. */
    public long returned(final String pair) {
        return visitsOf(pair).mapToLong(visit -> visit.counters.out().get()).sum();
    }

    private Stream<Visit> visitsOf(final String pair) {
        return visitsByPair.getOrDefault(pair, List.of()).stream();
    }

    /** Whether there is any. */
    public boolean isEmpty() {
        return config.chains().isEmpty() && channels.isEmpty();
    }

    /** Whether an application is aware of its chains. */
    public boolean hasAware() {
        return Arrays.stream(arrivals).anyMatch(back -> back != null && back.aware);
    }

    /** The configuration. */
    public ChainsConfig config() {
        return config;
    }

    /** What a packet's egress is that a rule leads into a chain, until Chain knows better. */
    public int entry(final RuleAction.ForwardChain rule) {
        return number(direction(rule.chain(), rule.way() == RuleAction.ChainWay.REVERSE))
            | (rule.way() == RuleAction.ChainWay.BRANCH ? Chain.BRANCH : 0);
    }

    /** Labels of what is counted at hops where packets may be. */
    public Set<String> labels() {
        return retained.values().stream().filter(found -> found.visit != null).map(found -> found.visit.label)
            .collect(Collectors.toSet());
    }

    /** What was sampled of the latency at hops, by label, and of chains, by name; read by control. */
    public Optional<SingleWriterRecorder> latency(final String label) {
        return Optional.ofNullable(latencies.get(label));
    }

    /** What is remembered of flows; the lane that leads packets has it. */
    FlowTable flows() {
        return flows;
    }

    Path[] paths() {
        return paths;
    }

    Visit[] visits() {
        return visits;
    }

    Arrivals[] arrivals() {
        return arrivals;
    }

    Map<Channel.Key, Channel> channels() {
        return channels;
    }

    /** By number of the visit: by what alone its packets come back; null where that is not so. */
    Channel[] channelOfVisit() {
        final Channel[] own = new Channel[visits.length];
        for (int number = 0; number < own.length; number++) {
            if (returns(visits[number])) {
                own[number] = visits[number].channelKey().map(channels::get).orElse(null);
            }
        }
        return own;
    }

    /** Those of the configuration, then those that packets may still be on, the newest first. */
    private Stream<Path> allPaths() {
        return Stream.concat(pathsByNumber.values().stream(), retained.values().stream()
            .filter(found -> found.age > 0 && found.visit != null).sorted(Comparator.comparingInt(Retained::age))
            .map(found -> found.visit.path).distinct());
    }

    /** Paths whose packets are signed so, by what they carry. */
    SignedPaths signed(final Correlation correlation) {
        return new SignedPaths(allPaths().filter(path -> path.spec.correlation() == correlation).toList());
    }

    /** Names of the chains that packets may be in. */
    public Set<String> names() {
        return Stream.concat(allPaths().map(path -> path.spec.chain()), config.chains().stream().map(PortChain::name))
            .collect(Collectors.toSet());
    }
}
