package io.mecvswitch.vswitch;

import io.mecvswitch.chaining.Chains;
import io.mecvswitch.config.BearerConfig;
import io.mecvswitch.config.AirtimeReport;
import io.mecvswitch.config.BearerPage;
import io.mecvswitch.config.BearerUpdate;
import io.mecvswitch.config.BridgeConfig;
import io.mecvswitch.config.ConfigPaths;
import io.mecvswitch.config.DataplaneConfig;
import io.mecvswitch.config.DrainOrder;
import io.mecvswitch.config.InjectedFrame;
import io.mecvswitch.config.IpAddress;
import io.mecvswitch.config.ListChange;
import io.mecvswitch.config.PortConfig;
import io.mecvswitch.config.RuleConfig;
import io.mecvswitch.config.SliceConfig;
import io.mecvswitch.config.SwitchConfig;
import io.mecvswitch.config.Violation;
import io.mecvswitch.gtpu.BearerReader;
import io.mecvswitch.gtpu.BearerTraffic;
import io.mecvswitch.gtpu.Learner;
import io.mecvswitch.gtpu.TunnelTable;
import io.mecvswitch.lane.Lane;
import io.mecvswitch.lane.Line;
import io.mecvswitch.port.PortProvider;
import io.mecvswitch.stage.Exit;
import io.mecvswitch.stage.Pipeline;
import io.mecvswitch.stage.Placement;
import io.mecvswitch.stage.Stage;
import io.mecvswitch.stage.StageName;
import io.mecvswitch.status.StatusException;
import io.mecvswitch.status.StatusFile;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.agrona.concurrent.NanoClock;

/**
 * The packet path of one switch without its threads: ports, bearers, the line, and the change from one configuration to
 * the next.
 *
 * <p>Control thread. The lanes are stepped by {@link Switch}'s workers, by {@code replay}, or by a test.
 *
 * <p>The walk of a change: check → open what is new → compile → bearers that come → publish → await every lane →
 * bearers that go → close what is gone. What can fail, fails before the first lane sees anything, so nothing is half
 * applied; only a lane that hangs is found out later, and then the switch has to be restarted.
 */
public final class Dataplane {
    private static final long AWAIT_NS = 2_000_000_000L;

    private final StatusFile status;
    private final Runnable whileWaiting;
    private final TunnelTable tunnels;
    private final Limits limits;
    private final Learner learner;
    private final PortSet ports;
    private final Radios radios;
    private final Drains drains = new Drains();
    private final Injections injections;
    private final BearerTraffic traffic = new BearerTraffic();
    private final BearerReader bearers;
    private final PipelineCompiler compiler;
    private final Line line;
    private SwitchConfig running;
    /** Of the rules that are running: of a hundred thousand, nobody wants to look at all for one. */
    private final Set<String> ruleNames = new HashSet<>();
    private Pipeline published;
    private long version;
    /** When every lane runs it, the table's sealed rows are free; 0 if none are sealed. */
    private long sealedVersion;

    /**
     * Makes a dataplane that runs an empty configuration.
     *
     * @param layout       lanes and sizes, for as long as it lives
     * @param placement    where the line is cut
     * @param provider     opens ports
     * @param status       gives counters
     * @param clock        for latency and load
     * @param whileWaiting done again and again while lanes have not taken over a configuration: parks, or steps them
     */
    public Dataplane(final DataplaneConfig layout, final Placement placement, final PortProvider provider,
        final StatusFile status, final NanoClock clock, final Function<Line, Runnable> whileWaiting) {
        this.status = status;
        this.tunnels = new TunnelTable(provider.tables());
        this.ports = new PortSet(provider, placement.lines(), placement.lines() > 1 && placement.cutAfter().isEmpty());
        final Exit exit = new Exit(provider.memory(), status.dropCounters());
        this.learner =
            new Learner(tunnels, clock, event -> status.learningCounter(event).incrementRelease());
        this.limits = new Limits(status, provider.tables());
        tunnels.observe((row, former, bearer) -> {
            limits.filled(row, former, bearer);
            traffic.filled(row, former, bearer);
        });
        this.radios = new Radios(provider.memory(), status);
        this.injections = new Injections(provider.memory(), status);
        this.bearers = new BearerReader(tunnels, traffic);
        this.compiler = new PipelineCompiler(
            provider.memory(), provider.tables(), status, clock, placement, layout.vectorSize(), tunnels, learner,
            limits, radios, exit, drains, injections, traffic);
        this.running = SwitchConfig.EMPTY.withDataplane(layout);
        this.published =
            compiler.compile(ConfigChange.between(running, running), List.of(), 0, ++version);
        this.line = new Line(placement, published, layout.handoffSize(), layout.vectorSize(), exit, clock,
            lane -> status.laneCounters(lane, placement.positionOf(lane)));
        this.whileWaiting = whileWaiting.apply(line);
    }

    /**
     * The placement that a layout asks for: its own cuts, or one after Classify where there are two workers. Several
     * lines are cut where packets may change from one to another.
     */
    public static Placement placement(final DataplaneConfig layout) {
        if (layout.lines() > 1) {
            return new Placement(layout.spread() == DataplaneConfig.Spread.UE
                ? Set.of(StageName.REASSEMBLE, StageName.WRAP) : Set.of(), layout.lines());
        }
        return layout.cutAfter().map(Placement::cutAfter).orElseGet(() ->
            layout.workerCpus().size() > 1 ? new Placement(Set.of(StageName.CLASSIFY)) : Placement.UNCUT);
    }

    /** In the packet's order. */
    public List<Lane> lanes() {
        return line.lanes();
    }

    /** Stages in the line that the lanes run. */
    public Set<StageName> stages() {
        final Set<StageName> names = EnumSet.noneOf(StageName.class);
        for (int lane = 0; lane < published.laneCount(); lane++) {
            Arrays.stream(published.stages(lane)).map(Stage::name).forEach(names::add);
        }
        return names;
    }

    /** Service function chains of what the lanes run. */
    public Chains chains() {
        return compiler.chains();
    }

    /** What the lanes run. */
    public SwitchConfig running() {
        return running;
    }

    /** Ports of the running configuration. */
    List<PortSlot> ports() {
        return ports.slots();
    }

    /**
     * Makes a configuration the running one, under traffic and without losing a packet that the change does not
     * concern.
     *
     * @throws ConfigRefusedException if it can't be honoured; nothing has changed then
     * @throws LaneStuckException     if a lane did not take it over in time
     */
    public void apply(final SwitchConfig wanted) {
        final SwitchConfig next = wanted.sharing(running);
        final ConfigChange change = ConfigChange.between(running, next);
        final List<Violation> violations = change.violations(tunnels, ruleNames);
        if (!violations.isEmpty()) {
            throw new ConfigRefusedException(violations);
        }
        radios.open(next.radios());
        final List<PortSlot> slots = ports.open(next);
        final List<RuleConfig> classifiers = compiler.chainRules();
        final Pipeline pipeline = compile(change, slots);
        final Set<IpAddress> gateways = gateways(next);
        learner.configure(next.gtpu().learning(), gateways);
        gateways.forEach(tunnels::removeUnconfigured);
        removeUnlisted(next);
        limits.stranded(next, tunnels).forEach(tunnels::remove);
        limits.install(next, tunnels);
        traffic.count(running.gtpu().counting() || next.gtpu().counting(), tunnels);
        final ListChange<BearerConfig> admitted = change.admitted();
        admitted.added().forEach(tunnels::put);
        publish(pipeline);
        tunnels.retainPrefixes(
            next.wires().stream().flatMap(wire -> wire.ues().stream()).collect(Collectors.toSet()));
        end(admitted);
        ports.keep(slots);
        running = next;
        drains.retain(next);
        change.rules().removed().forEach(rule -> ruleNames.remove(rule.name()));
        change.rules().added().forEach(rule -> ruleNames.add(rule.name()));
        compiler.retain(next);
        status.retainDrains(drains.ports());
        injections.retain(List.of(pipeline.inputs()));
        traffic.count(next.gtpu().counting(), tunnels);
        release(ListChange.between(classifiers, compiler.chainRules(), RuleConfig::name));
        status.retainChains(chains().names(), chains().labels());
        limits.retain(next.qos());
        status.retainShapers(Shapers.names(next.qos()));
        release(change.rules());
        status.retainPorts(names(next.ports(), PortConfig::name));
        status.retainBridges(names(next.bridges(), BridgeConfig::name));
        radios.retain(next.radios());
        status.retainSlices(names(next.slices().slices(), SliceConfig::plmn));
    }

    private void release(final ListChange<RuleConfig> change) {
        status.releaseRules(onlyIn(change.removed(), change.added()));
    }

    /** Why a configuration can't follow on the running one: in itself or, if it could start, as its successor. */
    List<Violation> violations(final SwitchConfig next) {
        return ConfigChange.between(running, next).violations(tunnels, ruleNames);
    }

    private Pipeline compile(final ConfigChange change, final List<PortSlot> wanted) {
        try {
            return compiler.compile(change, wanted, ports.indexCount(), ++version);
        } catch (final StatusException e) {
            ports.abandon(wanted);
            status.releaseRules(onlyIn(change.rules().added(), change.rules().removed()));
            throw new ConfigRefusedException(List.of(new Violation(ConfigPaths.RULES, e.getMessage())));
        }
    }

    /**
     * Stops receiving, and waits until everything received has left.
     *
     * @throws LaneStuckException if something is still on its way after a while
     */
    public void drain() {
        publish(compiler.drained(running, ports.slots(), ports.indexCount(), ++version));
    }

    /** Closes the ports. No lane may be stepped any more. */
    public void close() {
        ports.keep(List.of());
    }

    /**
     * Adds, changes and removes bearers under traffic, without a commit and without waiting for lanes.
     *
     * <p>They are apart from the configured ones, which nothing here changes. A commit leaves them alone unless it
     * needs their name, one of their tunnels or their UE address, makes one of their endpoints a slice's gateway, or
     * has no longer a limiter that they are within; then they end.
     *
     * @return why entries were refused; the others have taken effect
     */
    public List<Violation> updateBearers(final List<BearerUpdate> updates) {
        recycle();
        final List<Violation> refused = BearerUpdates.apply(updates, running, tunnels);
        recycle();
        return refused;
    }

    /**
     * Takes what frames of radios took to the lanes that send them, which use it before their next frame.
     *
     * @return why it can't be used; nothing of it has been then
     */
    public List<Violation> reportAirtime(final List<AirtimeReport> reports) {
        return radios.report(running.radios(), reports);
    }

    /**
     * Lets a port or a member of chains get no new flows, or some again, under traffic.
     *
     * @return why it can't be; nothing has changed then
     */
    public List<Violation> drain(final DrainOrder order) {
        final List<Violation> refused = drains.take(order, running);
        if (!refused.isEmpty()) {
            return refused;
        }
        try {
            publish(compile(ConfigChange.between(running, running), ports.slots()));
        } catch (final ConfigRefusedException e) {
            drains.take(order.undone(), running);
            return e.violations();
        }
        compiler.retain(running);
        status.retainDrains(drains.ports());
        return List.of();
    }

    /** Lets frames be injected from the next configuration on. */
    public void allowInjection() {
        injections.allow();
    }

    /**
     * Lets a port receive a frame that no device did.
     *
     * @return why it can't; nothing was received then
     */
    public List<Violation> inject(final InjectedFrame frame) {
        return injections.inject(frame);
    }

    /** Some of the bearers that there are, wherever they come from. */
    public BearerPage bearers(final BearerPage.Query query) {
        return bearers.page(query);
    }

    /**
     * Does what there is to do apart from commits, without waiting: learns bearers, and looks after the applications of
     * chains. Control, every few milliseconds.
     *
     * @return 0 if there was nothing
     */
    public int work() {
        final int work = learner.doWork() + compiler.health().work();
        recycle();
        return work;
    }

    /** Whether {@link #work} is to be done every few milliseconds; else before and after what is done by request. */
    public boolean isBusy() {
        return running.gtpu().learning().isPresent() || compiler.health().isBusy();
    }

    /**
     * Rows of bearers that ended are free when every packet has left that was under way at their end. A marker tells:
     * the running pipeline under a new version. Nobody waits for it; what it tells is asked for the next time.
     */
    private void recycle() {
        if (sealedVersion != 0 && line.runs(sealedVersion)) {
            reclaim();
            sealedVersion = 0;
        }
        if (sealedVersion == 0 && (tunnels.seal() | limits.seal())) {
            sealedVersion = ++version;
            published = published.renewed(version);
            line.publish(published);
        }
    }

    /** What was pushed into tunnels that bearers have left has left the switch, too. */
    private void reclaim() {
        tunnels.reclaim(compiler.endMarkers()::left);
        limits.reclaim();
    }

    private void publish(final Pipeline pipeline) {
        published = pipeline;
        line.publish(pipeline);
        final OptionalInt stuck = line.await(pipeline.version(), AWAIT_NS, whileWaiting);
        if (stuck.isPresent()) {
            throw new LaneStuckException(stuck.getAsInt());
        }
    }

    /**
     * Ends bearers of the configuration that no lane runs any more: what was received under it has found them. Then a
     * marker goes after what was under way, so that their paths end, and their rows are free, with the commit.
     */
    private void end(final ListChange<BearerConfig> change) {
        final Set<String> kept = names(change.added(), BearerConfig::name);
        change.removed().stream().map(BearerConfig::name).filter(name -> !kept.contains(name))
            .forEach(tunnels::remove);
        tunnels.settle();
        reclaim();
        if (tunnels.seal() | limits.seal()) {
            publish(published.renewed(++version));
            reclaim();
        }
        sealedVersion = 0;
    }

    private static Set<IpAddress> gateways(final SwitchConfig config) {
        return config.ports().stream().map(PortConfig::gateways).filter(some -> !some.isEmpty())
            .flatMap(List::stream).collect(Collectors.toSet());
    }

    /** A run-time bearer can't be of a slice, nor get into one that comes after it. */
    private void removeUnlisted(final SwitchConfig next) {
        next.slices().slices().stream().flatMap(slice -> slice.gateways().stream())
            .filter(gateway -> running.slices().owner(gateway).isEmpty()).forEach(tunnels::removeRunTime);
    }

    /** Names of rules that are in the first list and not in the second. */
    private static Set<String> onlyIn(final List<RuleConfig> rules, final List<RuleConfig> others) {
        final Set<String> names = names(rules, RuleConfig::name);
        names.removeAll(names(others, RuleConfig::name));
        return names;
    }

    private static <T> Set<String> names(final List<T> entries, final Function<T, String> name) {
        return entries.stream().map(name).collect(Collectors.toCollection(HashSet::new));
    }
}
