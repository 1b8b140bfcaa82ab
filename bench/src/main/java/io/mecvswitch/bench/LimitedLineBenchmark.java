package io.mecvswitch.bench;

import io.mecvswitch.config.AmbrConfig;
import io.mecvswitch.config.BearerConfig;
import io.mecvswitch.config.DataplaneConfig;
import io.mecvswitch.config.EthernetMatch;
import io.mecvswitch.config.FlowMatch;
import io.mecvswitch.config.IpMatch;
import io.mecvswitch.config.IpPrefix;
import io.mecvswitch.config.LimiterConfig;
import io.mecvswitch.config.LimiterConfig.Length;
import io.mecvswitch.config.QosConfig;
import io.mecvswitch.config.QosConfig.Attachment;
import io.mecvswitch.config.QosConfig.Owner;
import io.mecvswitch.config.RuleAction;
import io.mecvswitch.config.RuleConfig;
import io.mecvswitch.config.SwitchConfig;
import io.mecvswitch.config.TunnelMatch;
import io.mecvswitch.lane.Lane;
import io.mecvswitch.stage.Placement;
import io.mecvswitch.status.StatusFile;
import io.mecvswitch.vswitch.Dataplane;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.agrona.concurrent.SystemNanoClock;
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
 * What limiters cost the whole line, where they are few and where they are many; its other work is the same, but a
 * rule's limiter counts what it does, and a bearer's does not.
 *
 * <p>A million bearers send in random order, and each packet is popped by one of a thousand rules for prefixes of UEs.
 * It meets no limiter; or its rule's, one of a thousand; or its bearer's, one of a million. All let it pass.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(StageBenchmark.VECTOR)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 2, jvmArgsAppend = {"-Xms4g", "-Xmx4g", "-XX:+UseShenandoahGC"})
public class LimitedLineBenchmark {
    private static final int UES_OF_RULE = 1_024;
    private static final int PREFIX = 22;
    private static final long RATE = 100_000_000_000L;
    private static final long BURST = 1_000_000_000;
    private static final List<String> DEVICES = List.of("generator", "generator", "generator");

    /** Whose limiters packets meet. */
    public enum Limited {
        /** Nobody's. */
        NONE,
        /** That of their rule. */
        RULES,
        /** That of their bearer. */
        BEARERS
    }

    /** Whose. */
    @Param
    public Limited limited;

    /** Bearers, each of which sends. */
    @Param("1000000")
    public int bearers;

    private Lane[] lanes;

    /** Makes a dataplane and gives it the configuration. */
    @Setup
    public void setUp() {
        final GeneratorProvider provider = new GeneratorProvider(
            Map.of(Breakout.portName(Breakout.ACCESS), Uplink.S1U_SMALL.frames(bearers)));
        final Dataplane dataplane = new Dataplane(DataplaneConfig.DEFAULT, Placement.UNCUT, provider,
            StatusFile.inMemory(1 << 16), SystemNanoClock.INSTANCE, line -> () -> line.lanes().forEach(Lane::step));
        dataplane.apply(config());
        lanes = dataplane.lanes().toArray(Lane[]::new);
    }

    private SwitchConfig config() {
        final List<RuleConfig> rules = IntStream.range(0, (bearers + UES_OF_RULE - 1) / UES_OF_RULE)
            .mapToObj(LimitedLineBenchmark::rule).toList();
        final SwitchConfig config =
            Breakout.config(DataplaneConfig.DEFAULT, DEVICES, 1, all()).withRules(rules);
        return limited != Limited.RULES ? config : config.withQos(new QosConfig(
            rules.stream().map(rule -> LimiterConfig.of(rule.name(), RATE, BURST).counting(Length.INNER)).toList(),
            rules.stream().map(rule -> new Attachment(Owner.RULE, rule.name(), rule.name())).toList()));
    }

    private List<BearerConfig> all() {
        final List<BearerConfig> all = Uplink.S1U_SMALL.bearers(bearers);
        return limited != Limited.BEARERS ? all
            : all.stream().map(bearer -> bearer.withAmbr(AmbrConfig.of(RATE, RATE))).toList();
    }

    private static RuleConfig rule(final int number) {
        final IpPrefix ues = new IpPrefix(Uplink.S1U_SMALL.bearer(number * UES_OF_RULE).ueAddress(), PREFIX);
        return new RuleConfig("ues-" + number, 1, List.of(new FlowMatch(
            Optional.of(Breakout.portName(Breakout.ACCESS)), EthernetMatch.ANY, IpMatch.ANY, TunnelMatch.ANY,
            IpMatch.between(Optional.of(ues), Optional.empty()))),
            new RuleAction.ForwardDecapsulated(Breakout.portName(Breakout.APPLICATION)));
    }

    /** One vector, in by one port and out by another. */
    @Benchmark
    public void step() {
        for (final Lane lane : lanes) {
            lane.step();
        }
    }
}
