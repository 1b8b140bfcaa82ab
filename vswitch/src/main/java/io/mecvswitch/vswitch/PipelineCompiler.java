package io.mecvswitch.vswitch;

import io.mecvswitch.bridging.Bridge;
import io.mecvswitch.bridging.BridgeDomains;
import io.mecvswitch.bridging.Flood;
import io.mecvswitch.chaining.Chain;
import io.mecvswitch.chaining.Chains;
import io.mecvswitch.chaining.Metadata;
import io.mecvswitch.chaining.Taps;
import io.mecvswitch.chaining.TurnAway;
import io.mecvswitch.chaining.Unwrap;
import io.mecvswitch.chaining.Wrap;
import io.mecvswitch.classifier.CheckSource;
import io.mecvswitch.classifier.Classify;
import io.mecvswitch.classifier.ClassifyByPort;
import io.mecvswitch.classifier.Depth;
import io.mecvswitch.classifier.Parse;
import io.mecvswitch.classifier.Reassemble;
import io.mecvswitch.classifier.Ruleset;
import io.mecvswitch.config.BridgeConfig.BridgePort;
import io.mecvswitch.config.ChainsByName;
import io.mecvswitch.config.EndpointConfig;
import io.mecvswitch.config.HeaderRewrite;
import io.mecvswitch.config.ListChange;
import io.mecvswitch.config.PeerConfig;
import io.mecvswitch.config.PortConfig;
import io.mecvswitch.config.PortConfig.Role;
import io.mecvswitch.config.QosConfig;
import io.mecvswitch.config.ReassemblyConfig;
import io.mecvswitch.config.RuleConfig;
import io.mecvswitch.config.SourcesConfig;
import io.mecvswitch.config.SwitchConfig;
import io.mecvswitch.gtpu.BearerTraffic;
import io.mecvswitch.gtpu.CountBearers;
import io.mecvswitch.gtpu.EchoPaths;
import io.mecvswitch.gtpu.EchoSource;
import io.mecvswitch.gtpu.EndMarkers;
import io.mecvswitch.gtpu.Expedite;
import io.mecvswitch.gtpu.Learner;
import io.mecvswitch.gtpu.TunnelTable;
import io.mecvswitch.gtpu.UeSpreader;
import io.mecvswitch.memory.PacketMemory;
import io.mecvswitch.memory.TableMemory;
import io.mecvswitch.port.PacketBurst;
import io.mecvswitch.port.Port;
import io.mecvswitch.qos.EgressScheduler;
import io.mecvswitch.qos.Limiters;
import io.mecvswitch.qos.Police;
import io.mecvswitch.qos.Schedule;
import io.mecvswitch.sfc.Duplicate;
import io.mecvswitch.sfc.Rewrite;
import io.mecvswitch.sfc.Steer;
import io.mecvswitch.stage.Egress;
import io.mecvswitch.stage.Exit;
import io.mecvswitch.stage.Input;
import io.mecvswitch.stage.OwnerSpreader;
import io.mecvswitch.stage.PacketClock;
import io.mecvswitch.stage.PacketVector;
import io.mecvswitch.stage.Pipeline;
import io.mecvswitch.stage.Placement;
import io.mecvswitch.stage.Sender;
import io.mecvswitch.stage.Splitter;
import io.mecvswitch.stage.Spreader;
import io.mecvswitch.stage.Stage;
import io.mecvswitch.stage.StageName;
import io.mecvswitch.stage.Transmit;
import io.mecvswitch.status.PortCounters;
import io.mecvswitch.status.StatusException;
import io.mecvswitch.status.StatusFile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.status.AtomicCounter;

/**
 * Builds the pipeline that does what a configuration says.
 *
 * <p>It opens nothing and publishes nothing: {@link Dataplane} does. It keeps what it has made of rules and bridge
 * domains, to make what follows of it. A stage that the configuration has no use for does not stand in the line, so it
 * costs nothing.
 */
final class PipelineCompiler {
    /**
     * Stages that read no header at all where rules ask for the port alone and change nothing but Ethernet addresses.
     */
    private static final Set<StageName> BLIND_STAGES =
        EnumSet.of(StageName.CLASSIFY, StageName.STEER, StageName.REWRITE, StageName.TRANSMIT);
    /** Stages that read no header behind the link's. */
    private static final Set<StageName> LINK_STAGES =
        EnumSet.of(StageName.CLASSIFY, StageName.STEER, StageName.BRIDGE, StageName.REWRITE, StageName.TRANSMIT);

    private final PacketMemory memory;
    private final TableMemory lookups;
    private final StatusFile status;
    private final NanoClock clock;
    private final Placement placement;
    private final int vectorSize;
    private final TunnelTable tunnels;
    private final Learner learner;
    private final Limits limits;
    private final Radios radios;
    private final Exit exit;
    private final Drains drains;
    private final Injections injections;
    private final BearerTraffic traffic;
    private final EchoPaths paths = new EchoPaths();
    private final EndMarkers endMarkers;
    private final ChainHealth health;
    private final Map<Integer, List<PacketBurst>> gathered = new HashMap<>();
    /** By index of the port and queue. */
    private final List<PortCounters> portCounters = new ArrayList<>();
    private Optional<Made> made = Optional.empty();

    /** What was made of a configuration, for the next one to go on with. */
    private record Made(SwitchConfig config, Map<String, Integer> indexes, RuleUses uses, List<RuleConfig> chainRules,
        CompiledRules rules, Optional<BridgeDomains> bridges, Chains chains, ChainHealth.Plan health) { }

    PipelineCompiler(final PacketMemory memory, final TableMemory lookups, final StatusFile status,
        final NanoClock clock, final Placement placement, final int vectorSize, final TunnelTable tunnels,
        final Learner learner, final Limits limits, final Radios radios,
        final Exit exit, final Drains drains, final Injections injections, final BearerTraffic traffic) {
        this.memory = memory;
        this.lookups = lookups;
        this.status = status;
        this.clock = clock;
        this.placement = placement;
        this.vectorSize = PacketVector.withCopies(vectorSize);
        this.tunnels = tunnels;
        this.learner = learner;
        this.limits = limits;
        this.radios = radios;
        this.exit = exit;
        this.drains = drains;
        this.injections = injections;
        this.traffic = traffic;
        this.endMarkers = new EndMarkers(tunnels);
        this.health = new ChainHealth(status, this::chains, clock, drains);
    }

    /** Ends paths as the configuration says that was compiled last. */
    EndMarkers endMarkers() {
        return endMarkers;
    }

    /**
     * @param change  whose next configuration is checked, see {@link ConfigCheck}
     * @param ports   open, in the configuration's order
     * @param indexes port indexes ever given
     * @param version of the pipeline
     * @throws StatusException if there is no room for counters; nothing of the configuration is kept then
     */
    Pipeline compile(final ConfigChange change, final List<PortSlot> ports, final int indexes, final long version) {
        paths.add(change.next().gtpu().endpoints(), status::pathCounters);
        change.next().gtpu().endpoints().stream().filter(EndpointConfig::endMarkers)
            .forEach(endpoint -> status.endMarkerCounter(endpoint.address().toString()));
        final Plan plan = new Plan(change, ports, indexes, false);
        final Pipeline pipeline = new Pipeline(version, placement, IntStream.range(0, placement.lines())
            .mapToObj(line -> plan.way(line, plan.inputs(line))).toList());
        plan.configureEndMarkers();
        made = Optional.of(plan.made());
        return pipeline;
    }

    /** Looks after the applications of chains. */
    ChainHealth health() {
        return health;
    }

    /** Service function chains of the configuration that was compiled last. */
    Chains chains() {
        return made.map(Made::chains).orElse(Chains.NONE);
    }

    /** What flow classifiers are in the configuration that was compiled last. */
    List<RuleConfig> chainRules() {
        return made.map(Made::chainRules).orElse(List.of());
    }

    /** Forgets what no lane uses any more, now that all run this configuration. */
    void retain(final SwitchConfig config) {
        status.retainEndpoints(config.gtpu().endpoints().stream().filter(EndpointConfig::endMarkers)
            .map(endpoint -> endpoint.address().toString()).collect(Collectors.toSet()));
        paths.retain(config.gtpu().endpoints());
        status.retainPaths(EchoPaths.names(config.gtpu().endpoints()));
        made.ifPresent(plan -> health.watch(plan.health));
    }

    /**
     * A pipeline that takes nothing in and lets nothing rest: when every lane runs it, all that was received has left.
     */
    Pipeline drained(final SwitchConfig config, final List<PortSlot> ports, final int indexes, final long version) {
        final Plan plan = new Plan(ConfigChange.between(config, config), ports, indexes, true);
        return new Pipeline(version, placement, IntStream.range(0, placement.lines())
            .mapToObj(line -> plan.way(line, List.of())).toList());
    }

    /** Bursts of a line's Transmit, which the next one of the line goes on with. */
    private PacketBurst[] gathered(final int line, final int count) {
        final List<PacketBurst> bursts = gathered.computeIfAbsent(line, _ -> new ArrayList<>());
        while (bursts.size() < count) {
            bursts.add(Transmit.burst(vectorSize));
        }
        return bursts.subList(0, count).toArray(PacketBurst[]::new);
    }

    /** Whether packets may change lines where they are cut. */
    private boolean spreads() {
        return placement.lines() > 1 && placement.positions() > 1;
    }

    /** They stay for good; of a thousand ports each commit asks for them several times. */
    private PortCounters counters(final PortSlot slot, final int queue) {
        final int at = slot.index() * placement.lines() + queue;
        while (portCounters.size() <= at) {
            portCounters.add(null);
        }
        if (portCounters.get(at) == null) {
            portCounters.set(at, status.portCounters(slot.index(), slot.config().name(), queue));
        }
        return portCounters.get(at);
    }

    /** One configuration in the form in which stages want it: tables by port index. */
    private final class Plan {
        private final SwitchConfig config;
        private final List<PortSlot> ports;
        private final boolean draining;
        private final ChainsByName named;
        private final int firstProbe;
        private final List<String> probed;
        private final PortTables tables;
        private final Map<String, Integer> indexes;
        private final int tableSize;
        private final TunnelStages gtpu;
        private final RuleUses uses;
        private final List<RuleConfig> chainRules;
        private final CompiledRules rules;
        private final Optional<BridgeDomains> bridges;
        private final Chains chains;
        private final ChainHealth.Plan members;
        private final EgressScheduler[] schedulers;

        Plan(final ConfigChange change, final List<PortSlot> ports, final int indexCount, final boolean draining) {
            this.config = change.next();
            this.draining = draining;
            this.ports = ports;
            this.named = config.chains().byName();
            this.firstProbe = indexCount;
            this.members = health.plan(config.chains(), named, ports);
            this.probed = carriesTime() ? List.of() : probed();
            this.tables = new PortTables(config, ports, indexCount, probed);
            this.indexes = tables.indexes();
            this.tableSize = tables.size();
            this.gtpu = new TunnelStages(config, ports, tables,
                new Resources(memory, status, clock, tunnels, exit, vectorSize), learner, paths, this::packetClock,
                draining);
            this.uses = made.filter(former -> former.config == change.running())
                .map(former -> former.uses.changed(change.rules())).orElseGet(() -> RuleUses.of(config.rules()));
            this.chains = chains();
            this.chainRules = ChainRules.of(config, named);
            this.rules = rules(change);
            this.bridges = bridges();
            this.schedulers = schedulers();
        }

        Pipeline.Way way(final int line, final List<Input> inputs) {
            final List<Stage> stages = stages(line);
            return new Pipeline.Way(inputs, stages, spreads()
                ? List.of(Optional.of(ueSpreader()), Optional.of(ownerSpreader(stages))) : List.of());
        }

        /** What a line receives: of devices its own queue, or the only one; the first line also what no device does. */
        List<Input> inputs(final int line) {
            final List<Input> inputs = new ArrayList<>();
            ports.stream().filter(slot -> slot.isShared() || slot.owner() == line).forEach(slot ->
                slot.port().ifPresent(port -> {
                    final int queue = slot.isShared() ? line : 0;
                    final PortCounters counters = counters(slot, queue);
                    inputs.add(new Input(slot.index(), port, queue, counters.rxPackets(), counters.rxBytes()));
                }));
            if (line == 0) {
                inputs.addAll(probes());
                inputs.addAll(injections());
            }
            return inputs;
        }

        private UeSpreader ueSpreader() {
            final UeSpreader.Side[] sides = new UeSpreader.Side[tableSize];
            Arrays.fill(sides, UeSpreader.Side.OWN);
            ports.forEach(slot -> sides[slot.index()] = switch (slot.config().role()) {
                case ACCESS -> UeSpreader.Side.ACCESS;
                case CORE -> UeSpreader.Side.CORE;
                case APPLICATION -> UeSpreader.Side.APPLICATION;
            });
            return new UeSpreader(tunnels, gtpu.plainUes(), memory, sides, placement.lines());
        }

        /** What sends at once reads no more of packets than is sent; who does more to them may read it all. */
        private OwnerSpreader ownerSpreader(final List<Stage> stages) {
            return new OwnerSpreader(owners(), stages.getLast() instanceof Transmit
                ? Spreader.Columns.LEAVING : Spreader.Columns.DECISIONS);
        }

        /** By egress: the line that sends by it, or that keeps what waits there. */
        private int[] owners() {
            final int[] owners = new int[tableSize];
            Arrays.fill(owners, OwnerSpreader.ALL);
            ports.stream().filter(slot -> !slot.isShared() || waits(slot)).forEach(slot ->
                owners[slot.index()] = slot.owner());
            return owners;
        }

        private boolean waits(final PortSlot slot) {
            return schedulers[slot.index()] != null;
        }

        Made made() {
            return new Made(config, indexes, uses, chainRules, rules, bridges, chains, members);
        }

        /** Whether every packet says when it was received: there is no other clock then. */
        private boolean carriesTime() {
            return ports.stream().allMatch(slot -> slot.port().map(Port::timestamps).orElse(true));
        }

        /** Ports to which messages of the switch's own go; each has an index of its own behind those of the ports. */
        private List<String> probed() {
            return Stream.of(watching(), ending(), members.ports()).flatMap(names -> names).distinct().toList();
        }

        /** Ports to which Echo Requests go. */
        private Stream<String> watching() {
            return config.gtpu().endpoints().stream().flatMap(endpoint -> endpoint.peers().stream())
                .map(PeerConfig::port).distinct();
        }

        /** Ports to which End Markers may go: all on which tunnels are. */
        private Stream<String> ending() {
            return config.gtpu().endpoints().stream().noneMatch(EndpointConfig::endMarkers) ? Stream.of()
                : config.ports().stream().filter(port -> port.role() != Role.APPLICATION).map(PortConfig::name);
        }

        /** Where the switch's own messages come in. */
        List<Input> probes() {
            final List<Input> probes = new ArrayList<>();
            if (!probed.isEmpty()) {
                watching().forEach(port -> probes.add(probe(port, source(port))));
                ending().forEach(port -> probes.add(probe(port, endMarkers.source(port, memory, status.copied()))));
                members.ports().forEach(port ->
                    probes.add(probe(port, members.source(port, memory, status.copied()))));
            }
            return probes;
        }

        private Input probe(final String port, final Port source) {
            return new Input(firstProbe + probed.indexOf(port), source, 0, status.probePackets(), status.probeBytes());
        }

        /** Where frames come in that no device received. */
        List<Input> injections() {
            return carriesTime() ? List.of()
                : ports.stream().map(injections::input).flatMap(Optional::stream).toList();
        }

        void configureEndMarkers() {
            final String[] names = new String[tableSize];
            if (!probed.isEmpty()) {
                ending().forEach(port -> names[indexes.get(port)] = port);
            }
            endMarkers.configure(config.gtpu().endpoints(), gtpu.dscps(), tables.partners(), names,
                status::endMarkerCounter);
        }

        private EchoSource source(final String port) {
            final EchoSource source = new EchoSource(port, memory, clock, status.copied());
            final long mac = tables.macs()[indexes.get(port)];
            for (final EndpointConfig endpoint : config.gtpu().endpoints()) {
                endpoint.peers().stream().filter(peer -> peer.port().equals(port))
                    .forEach(peer -> source.watch(endpoint, peer, paths, mac));
            }
            return source;
        }

        /** Each line has stages of its own, over the same tables. */
        private List<Stage> stages(final int line) {
            final boolean chained = !chains.isEmpty();
            final boolean pops = uses.decapsulating() > 0 || chained;
            final boolean pushes =
                config.ports().stream().anyMatch(port -> port.role() == Role.APPLICATION);
            final boolean enters = uses.entering() > 0;
            final boolean answers = !config.gtpu().endpoints().isEmpty()
                || config.ports().stream().anyMatch(port -> !port.gateways().isEmpty() || port.proxy());
            final boolean guards = !config.slices().slices().isEmpty();
            final boolean learns = config.gtpu().learning().isPresent();
            final boolean polices = pops || pushes || enters || !config.qos().attachments().isEmpty();
            final boolean decides = !config.rules().isEmpty() || pushes || answers || guards || learns || polices
                || Shapers.askForRules(config.qos());
            final boolean checks = config.ports().stream().anyMatch(port -> !port.sources().isAny());
            final List<Stage> stages = new ArrayList<>();
            if (checks) {
                stages.add(checkSource(line));
            }
            if (decides) {
                config.gtpu().reassembly().filter(_ -> looksIntoTunnels() && !draining).map(this::reassemble)
                    .ifPresent(stages::add);
                stages.add(new Classify(
                    rules.ruleset(), rules.decisions().get(line), memory, lookups, tableSize, vectorSize));
            }
            final Optional<TurnAway> turnAway = turnAway(line);
            turnAway.ifPresent(stages::add);
            if (guards) {
                stages.add(gtpu.guard(line));
            }
            if (answers) {
                stages.add(gtpu.answer());
            }
            if (uses.copying() > 0) {
                stages.add(new Duplicate(rules.copies(indexes), memory, exit, status.copied(), vectorSize));
            }
            if (chained) {
                stages.add(new Chain(chains, memory, tables.application(), tables.plain(), packetClock(),
                    new Taps(memory, exit, status.copied(), vectorSize), members.answers(memory, tableSize)));
            }
            if (learns) {
                stages.add(gtpu.learn(destinations()));
            } else if (pops || pushes || enters) {
                stages.add(gtpu.matchBearer(destinations()));
            }
            if (pops) {
                stages.add(gtpu.decapsulate());
            }
            if (polices) {
                stages.add(police(line));
            }
            if (config.gtpu().counting() && (pops || pushes || enters)) {
                stages.add(new CountBearers(traffic));
            }
            stages.add(new Steer(steered(), decides));
            bridges.map(domains -> new Bridge(domains, memory, decides, packetClock(), vectorSize))
                .ifPresent(stages::add);
            if (pushes || enters) {
                stages.add(gtpu.encapsulate());
            }
            if (uses.rewriting() > 0) {
                stages.add(new Rewrite(rules.edits(), memory));
            }
            if (chained) {
                stages.add(new Wrap(chains, memory,
                    new Metadata(memory, new SliceNumbers(config.slices().slices(), tunnels))));
            }
            final Sender sender = scheduled(
                new Transmit(egresses(line), gathered(line, tableSize), exit, clock, splitter()), line);
            stages.add(bridges.<Sender>map(domains ->
                new Flood(sender, domains, memory, exit, status.copied(), vectorSize)).orElse(sender));
            if (!spreads() && !readsHeaders(stages)) {
                stages.removeIf(stage -> stage.name() == StageName.CLASSIFY || stage.name() == StageName.STEER);
                stages.addFirst(new ClassifyByPort(rules.ruleset().rulesByPort(tableSize).orElseThrow(),
                    rules.decisions().get(line), tables.partners()));
            } else if (spreads() || decides || checks) {
                stages.addFirst(expedited(stages,
                    new Parse(memory, tables.tunnelled(), tables.plain(), depth(stages, rules.ruleset()), vectorSize),
                    line));
            }
            if (chains.hasAware()) {
                stages.addFirst(new Unwrap(chains, memory));
            }
            return stages;
        }

        /** Whether anybody needs what Parse finds. Where rules ask for the port alone, new addresses need nothing. */
        private boolean readsHeaders(final List<Stage> stages) {
            return !stages.stream().map(Stage::name).allMatch(BLIND_STAGES::contains)
                || !(stages.getLast() instanceof Transmit)
                || rules.ruleset().rulesByPort(tableSize).isEmpty()
                || !config.rules().stream().map(RuleConfig::rewrite).allMatch(HeaderRewrite::isOfMacsAlone);
        }

        /** Nothing where no rule can lead to a port that drains. */
        private Optional<TurnAway> turnAway(final int line) {
            final AtomicCounter[] turnedAway = new AtomicCounter[tableSize];
            drains.ports().stream().filter(indexes::containsKey).forEach(name -> turnedAway[indexes.get(name)] =
                status.turnedAwayCounter(indexes.get(name), name, line));
            return drains.ports().isEmpty() || config.rules().isEmpty() ? Optional.empty()
                : Optional.of(new TurnAway(memory, turnedAway, packetClock()));
        }

        /** Parse, with a short way in front of it where the line allows for one and the rules make use of it. */
        private Stage expedited(final List<Stage> behind, final Stage parse, final int line) {
            final ShortWay way =
                new ShortWay(config, rules.ruleset(), rule -> status.ruleCounters(rule, line));
            if (!way.isOpen(behind, placement)) {
                return parse;
            }
            final Expedite.Decision[] decisions =
                way.decisions(tables.tunnelled(), indexes, tables.peerMacs(), tables.macs());
            final boolean[] answers = way.answers(tables.application(), placement);
            final boolean[] ruled = way.ruled(tables.tunnelled(), decisions);
            final boolean[] none = new boolean[tableSize];
            if (Arrays.stream(decisions).allMatch(Objects::isNull) && Arrays.equals(answers, none)
                && Arrays.equals(ruled, none)) {
                return parse;
            }
            final Expedite.Answers answered = new Expedite.Answers(answers, tables.partners(),
                config.gtpu().counting() ? new CountBearers(traffic) : null);
            return new Expedite(tunnels, memory, decisions, new Expedite.Ruled(ruled, ShortWay.classify(behind)),
                answered, limits.bearers()::limitsAny, parse, vectorSize);
        }

        /** By port index: where packets wait for their time, if they do. */
        private EgressScheduler[] schedulers() {
            if (draining || config.radios().isEmpty() && config.qos().shapers().isEmpty()) {
                return new EgressScheduler[tableSize];
            }
            final EgressScheduler[] schedulers = radios.schedulers(config.radios(), indexes, tableSize);
            new Shapers(config, gtpu.owners(), memory, status, !carriesTime())
                .put(schedulers, indexes, rules.byIndex());
            return schedulers;
        }

        /** What sends, behind those of a line's own ports at which packets wait. */
        private Sender scheduled(final Sender sender, final int line) {
            final EgressScheduler[] own = new EgressScheduler[tableSize];
            ports.stream().filter(slot -> slot.owner() == line).forEach(slot ->
                own[slot.index()] = schedulers[slot.index()]);
            return Arrays.stream(own).allMatch(Objects::isNull) ? sender
                : new Schedule(sender, own, packetClock(), exit, status.resting(), vectorSize);
        }

        private Police police(final int line) {
            final QosConfig qos = config.qos();
            final Limiters limiters = limits.limiters(qos);
            final LimitOwners owners = new LimitOwners(config, limits, indexes, tableSize, rules.ruleset());
            return new Police(limits.metering(line, placement.lines()), limits.bearers(), limiters, owners.owners(),
                memory, packetClock(), vectorSize);
        }

        /** As deep as the rules ask, and where a stage stands that reads headers behind the link's, beyond them. */
        private Depth depth(final List<Stage> stages, final Ruleset ruleset) {
            if (!chains.isEmpty() || !drains.ports().isEmpty()) {
                return Depth.TPDU;
            }
            return spreads() || uses.marking() > 0 || Shapers.tellBearersApart(config.qos())
                || !stages.stream().map(Stage::name).allMatch(LINK_STAGES::contains)
                ? ruleset.depth().and(Depth.TUNNEL) : ruleset.depth();
        }

        private CheckSource checkSource(final int line) {
            final SourcesConfig[] sources = new SourcesConfig[tableSize];
            final AtomicCounter[] refused = new AtomicCounter[tableSize];
            ports.stream().filter(slot -> !slot.config().sources().isAny()).forEach(slot -> {
                sources[slot.index()] = slot.config().sources();
                refused[slot.index()] = status.refusedCounter(slot.index(), slot.config().name(), line);
            });
            return new CheckSource(memory, sources, refused, vectorSize);
        }

        private int[] steered() {
            final int[] steered = tables.partners().clone();
            config.bridges().stream().flatMap(bridge -> bridge.ports().stream()).map(BridgePort::port)
                .forEach(port -> steered[indexes.get(port)] = Steer.BRIDGED);
            return steered;
        }

        private Optional<BridgeDomains> bridges() {
            if (config.bridges().isEmpty()) {
                return Optional.empty();
            }
            final Set<Integer> live = ports.stream().filter(slot -> slot.port().isPresent()).map(PortSlot::index)
                .collect(Collectors.toSet());
            return Optional.of(BridgeDomains.of(made.flatMap(Made::bridges), config.bridges(), indexes, live,
                tableSize, status::bridgeCounters));
        }

        /**
         * Whether a rule asks for, or takes out, what no single fragment shows, or an endpoint or a slice's guard does.
         */
        private boolean looksIntoTunnels() {
            return !config.gtpu().endpoints().isEmpty() || !config.slices().slices().isEmpty() || uses.looking() > 0
                || !chains.isEmpty();
        }

        private Stage reassemble(final ReassemblyConfig reassembly) {
            return new Reassemble(memory, tables.tunnelled(), reassembly.datagrams(),
                TimeUnit.MILLISECONDS.toNanos(reassembly.timeoutMs()), packetClock(), exit, status.resting());
        }

        private PacketClock packetClock() {
            return new PacketClock(clock, carriesTime());
        }

        private Splitter splitter() {
            return config.gtpu().reassembly().isPresent() || gtpu.cutsOrTells()
                ? new Splitter(memory, vectorSize, status.copied()) : null;
        }

        /** Where rules mean what they meant before, those that stay are not compiled again. */
        private CompiledRules rules(final ConfigChange change) {
            return made.filter(former -> former.config == change.running() && keepMeaning(former))
                .map(former -> changed(former, change.rules()))
                .orElseGet(this::allRules);
        }

        /**
         * Nothing but rules, bearers and slices is other than it was, or ports have come and no rule is about flows.
         */
        private boolean keepMeaning(final Made former) {
            if (former.config.differsInEntriesOnly(config)) {
                return former.indexes.equals(indexes);
            }
            return FlowRules.areAboutPackets(config.rules()) && FlowRules.areAboutPackets(former.config.rules())
                && indexes.entrySet().containsAll(former.indexes.entrySet());
        }

        private CompiledRules allRules() {
            final List<RuleConfig> all = new ArrayList<>(packetRules(config.rules()));
            all.addAll(chainRules);
            return CompiledRules.of(all, terms());
        }

        private CompiledRules.Terms terms() {
            return new CompiledRules.Terms(indexes, chains, status, placement.lines());
        }

        private Chains chains() {
            final Map<String, Integer> exits = new HashMap<>();
            ChainRules.exits(config, named).forEach((direction, names) ->
                names.forEach(name -> exits.put(direction, indexes.get(name))));
            return made.map(Made::chains).orElse(Chains.NONE).next(config.chains(), named,
                new Chains.Ports(indexes, tables.macs(), tables.peerMacs(), tableSize), exits,
                new Chains.Counters(status::chainCounters, status::hopCounters));
        }

        /** A chain's rules lead into it by a number that stays with its name. */
        private CompiledRules changed(final Made former, final ListChange<RuleConfig> change) {
            final ListChange<RuleConfig> led = ListChange.between(former.chainRules, chainRules, RuleConfig::name);
            if (change.isEmpty() && led.isEmpty()) {
                return former.rules;
            }
            return former.rules.with(new ListChange<>(both(packetRules(change.removed()), led.removed()),
                both(packetRules(change.added()), led.added())), terms());
        }

        private List<RuleConfig> packetRules(final List<RuleConfig> asked) {
            return FlowRules.areAboutPackets(asked) ? asked : new FlowRules(config).packetRules(asked);
        }

        private static List<RuleConfig> both(final List<RuleConfig> some, final List<RuleConfig> others) {
            return Stream.concat(some.stream(), others.stream()).toList();
        }

        private long[] destinations() {
            return uses.entering() > 0 ? rules.destinations(tunnels) : new long[rules.ruleset().indexCount()];
        }

        /** By port index: where a line sends, by a queue of its own or, of ports that it owns, by the only one. */
        private Egress[] egresses(final int line) {
            final Egress[] egresses = new Egress[tableSize];
            ports.stream().filter(slot -> slot.isShared() || slot.owner() == line).forEach(slot ->
                slot.port().ifPresent(port -> {
                    final int queue = slot.isShared() ? line : 0;
                    final PortCounters counters = counters(slot, queue);
                    egresses[slot.index()] = new Egress(
                        port, queue, counters.txPackets(), counters.txBytes(), slot.latencyNs().get(line));
                }));
            return egresses;
        }
    }
}
