package io.mecvswitch.bench;

import io.mecvswitch.classifier.CheckSource;
import io.mecvswitch.classifier.Classify;
import io.mecvswitch.classifier.Decisions;
import io.mecvswitch.classifier.Depth;
import io.mecvswitch.classifier.Parse;
import io.mecvswitch.classifier.Ruleset;
import io.mecvswitch.config.DataplaneConfig;
import io.mecvswitch.config.IpAddress;
import io.mecvswitch.config.IpPrefix;
import io.mecvswitch.config.MacAddress;
import io.mecvswitch.config.SourcesConfig;
import io.mecvswitch.config.SwitchConfig;
import io.mecvswitch.gtpu.Decapsulate;
import io.mecvswitch.gtpu.DscpMaps;
import io.mecvswitch.gtpu.Encapsulate;
import io.mecvswitch.gtpu.MatchBearer;
import io.mecvswitch.gtpu.TunnelTable;
import io.mecvswitch.memory.PacketMemory;
import io.mecvswitch.memory.TableMemory;
import io.mecvswitch.port.Port;
import io.mecvswitch.sfc.Steer;
import io.mecvswitch.stage.Action;
import io.mecvswitch.stage.Egress;
import io.mecvswitch.stage.Exit;
import io.mecvswitch.stage.PacketVector;
import io.mecvswitch.stage.Stage;
import io.mecvswitch.stage.StageName;
import io.mecvswitch.stage.Transmit;
import io.mecvswitch.status.PortCounters;
import io.mecvswitch.status.RuleCounters;
import io.mecvswitch.status.StatusFile;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.HdrHistogram.SingleWriterRecorder;
import org.agrona.concurrent.SystemNanoClock;
import org.agrona.concurrent.status.AtomicCounter;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What each stage costs a packet, where it costs it: in the line.
 *
 * <p>A stage reads what the one before left in the caches, so a stage alone would tell another truth. Each run
 * therefore receives a vector and takes it through the stages up to {@link #upTo}; the stage's own cost is the
 * difference to the run that ends before it. {@link #RECEIVE} is the baseline: one copy of {@link GeneratorPort#COPIED}
 * bytes per packet.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(StageBenchmark.VECTOR)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 2, jvmArgsAppend = {"-Xms3g", "-Xmx3g", "-XX:+UseSerialGC"})
public class StageBenchmark {
    static final int VECTOR = 64;
    static final String RECEIVE = "RECEIVE";

    private static final List<String> DEVICES = List.of("generator", "generator", "generator");

    /** Kind and size of the frames. */
    @Param("S1U_SMALL")
    public Uplink frames;

    /** Traffic rules; the last one matches. */
    @Param("10")
    public int rules;

    /** Bearers, each of which sends. */
    @Param("10000")
    public int bearers;

    /** IP addresses that a port may send from, of which the last one sends; 0 where it may send from all. */
    @Param("0")
    public int sources;

    /** Name of the last stage that runs. */
    @Param({RECEIVE, "PARSE", "CHECK_SOURCE", "CLASSIFY", "MATCH_BEARER", "DECAPSULATE", "STEER", "ENCAPSULATE",
        "TRANSMIT"})
    public String upTo;

    private final StatusFile status = StatusFile.inMemory();
    private final TunnelTable tunnels = new TunnelTable();
    private final PacketVector vector = new PacketVector(VECTOR);
    private Port access;
    private Port application;
    private Stage[] stages;

    /** Makes frames, tables and stages; every bearer's path is learned first, so that it can be pushed into. */
    @Setup
    public void setUp() {
        final GeneratorProvider provider = new GeneratorProvider(Map.of(
            Breakout.portName(Breakout.ACCESS), frames.frames(bearers),
            Breakout.portName(Breakout.APPLICATION), frames.answers(bearers)));
        final SwitchConfig config =
            Breakout.config(DataplaneConfig.DEFAULT, DEVICES, rules, frames.bearers(bearers));
        final List<Port> ports = config.ports().stream().map(port -> provider.open(port, 1)).toList();
        access = ports.get(Breakout.ACCESS);
        application = ports.get(Breakout.APPLICATION);
        config.bearers().forEach(tunnels::put);
        final List<Stage> line = line(config, ports, provider.memory());
        stages = line.toArray(Stage[]::new);
        for (int i = 0; i < bearers; i += VECTOR) {
            run(access, Breakout.ACCESS);
        }
        stages = line.stream().filter(stage -> runs(stage.name())).toArray(Stage[]::new);
    }

    private boolean runs(final StageName stage) {
        return !upTo.equals(RECEIVE) && stage.compareTo(StageName.valueOf(upTo)) <= 0
            && (sources > 0 || stage != StageName.CHECK_SOURCE);
    }

    private List<Stage> line(final SwitchConfig config, final List<Port> ports, final PacketMemory memory) {
        final boolean[] applications = {false, false, true};
        final boolean[] tunnelled = {true, true, false};
        final int[] partners = {Breakout.CORE, Breakout.ACCESS, Steer.NO_PARTNER};
        final long[] macs = {0, 0, Uplink.ACCESS_MAC};
        final Egress[] egresses = ports.stream().map(this::egress).toArray(Egress[]::new);
        return List.of(
            new Parse(memory, tunnelled, Depth.TUNNEL, VECTOR),
            checkSource(memory),
            classify(config, memory),
            new MatchBearer(tunnels, memory, applications, partners, VECTOR),
            new Decapsulate(memory, macs, macs, false),
            new Steer(partners, true),
            new Encapsulate(tunnels, memory, new DscpMaps(Map.of(), Map.of()), false, VECTOR),
            new Transmit(egresses, VECTOR, new Exit(memory, status.dropCounters()), SystemNanoClock.INSTANCE));
    }

    private CheckSource checkSource(final PacketMemory memory) {
        final SourcesConfig[] allowed = {allowed(Uplink.ACCESS_IP), null, allowed(Uplink.APPLICATION_IP)};
        final AtomicCounter counter = status.dropCounters()[0];
        return new CheckSource(memory, allowed, new AtomicCounter[] {counter, counter, counter}, VECTOR);
    }

    private SourcesConfig allowed(final int last) {
        return new SourcesConfig(List.of(new MacAddress(Uplink.ACCESS_MAC)), IntStream.range(0, sources)
            .mapToObj(k -> new IpPrefix(IpAddress.ofIpv4(last + k + 1 - sources), 32)).toList(), List.of());
    }

    private Classify classify(final SwitchConfig config, final PacketMemory memory) {
        final Ruleset ruleset =
            new Ruleset(config.rules(), Map.of(Breakout.portName(Breakout.ACCESS), Breakout.ACCESS));
        final Decisions decisions = new Decisions(rules, status.rowMemory());
        for (int rank = 0; rank < rules; rank++) {
            final RuleCounters counters = status.ruleCounters(ruleset.rules().get(rank).name());
            decisions.count(rank, counters);
            decisions.act(rank, rank == rules - 1 ? Action.DECAPSULATE : Action.PASS, Breakout.APPLICATION);
        }
        return new Classify(ruleset, decisions, memory, TableMemory.ordinary(), Breakout.APPLICATION + 1, VECTOR);
    }

    private Egress egress(final Port port) {
        final PortCounters counters = status.portCounters(0, port.name(), 0);
        return new Egress(port, 0, counters.txPackets(), counters.txBytes(), new SingleWriterRecorder(2));
    }

    /** G-PDUs from the access side, popped for the application. */
    @Benchmark
    public void pop() {
        run(access, Breakout.ACCESS);
    }

    /** The application's answers, pushed into the bearers' tunnels. */
    @Benchmark
    public void push() {
        run(application, Breakout.APPLICATION);
    }

    private void run(final Port from, final int ingress) {
        from.rxBurst(0, vector);
        vector.ingress = ingress;
        for (final Stage stage : stages) {
            stage.process(vector);
        }
        if (vector.leavers != 0) {
            throw new IllegalStateException("packets leave for reason " + vector.verdict[0] + ": nothing to measure");
        }
    }
}
