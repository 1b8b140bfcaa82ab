package io.mecvswitch.bench;

import io.mecvswitch.classifier.Classify;
import io.mecvswitch.classifier.Decisions;
import io.mecvswitch.classifier.Depth;
import io.mecvswitch.classifier.Parse;
import io.mecvswitch.classifier.Ruleset;
import io.mecvswitch.config.RuleConfig;
import io.mecvswitch.memory.ArrayMemory;
import io.mecvswitch.memory.TableMemory;
import io.mecvswitch.stage.Action;
import io.mecvswitch.stage.PacketVector;
import io.mecvswitch.status.RuleCounters;
import io.mecvswitch.status.StatusFile;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
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
 * What it costs to find a packet's rule, and to compile the rules.
 *
 * <p>Packets come in random order from {@value #PACKETS} parsed ones, so that neither branches nor caches learn them.
 * A packet that misses is the dearest: every tuple has to be asked.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 2, jvmArgsAppend = {"-Xms2g", "-Xmx2g", "-XX:+UseSerialGC"})
public class ClassifyBenchmark {
    private static final int VECTOR = 64;
    private static final int PACKETS = 8_192;
    private static final int SLOT = 256;

    /** Which fields the rules ask for. */
    @Param({"EXACT", "MIXED", "PORTS", "TEIDS", "NESTED"})
    public Site.Mix mix;

    /** How many. */
    @Param({"10", "1000", "16000"})
    public int rules;

    /** Whether a rule concerns each packet, or none. */
    @Param({"true", "false"})
    public boolean hit;

    private final PacketVector[] vectors = new PacketVector[PACKETS / VECTOR];
    private List<RuleConfig> configured;
    private Classify classify;
    private int next;

    /** Writes and parses the packets, compiles the rules. */
    @Setup
    public void setUp() {
        final ArrayMemory memory = new ArrayMemory(PACKETS, SLOT);
        final Parse parse = new Parse(memory, new boolean[] {true}, Depth.TPDU, VECTOR);
        final Random random = new Random(2_152);
        for (int v = 0; v < vectors.length; v++) {
            vectors[v] = new PacketVector(VECTOR);
            for (int i = 0; i < VECTOR; i++) {
                final int slot = v * VECTOR + i;
                Site.write(random.nextInt(rules) + (hit ? 0 : Site.MISSING), memory.bytes(), (long) slot * SLOT);
                vectors[v].add(slot + 1, (long) slot * SLOT, Site.LENGTH, 0);
            }
            parse.process(vectors[v]);
        }
        configured = Site.rules(mix, rules);
        classify = classify(memory);
        verify();
    }

    private Classify classify(final ArrayMemory memory) {
        final Ruleset ruleset = compile();
        final StatusFile status = StatusFile.inMemory();
        final RuleCounters counters = status.ruleCounters("all");
        final Decisions decisions = new Decisions(rules, status.rowMemory());
        for (int rank = 0; rank < rules; rank++) {
            decisions.count(rank, counters);
            decisions.act(rank, Action.PASS, 0);
        }
        return new Classify(ruleset, decisions, memory, TableMemory.ordinary(), 1, VECTOR);
    }

    private void verify() {
        for (final PacketVector vector : vectors) {
            classify.process(vector);
            for (int i = 0; i < VECTOR; i++) {
                if (hit == (vector.rule[i] == PacketVector.NO_RULE)) {
                    throw new IllegalStateException("a packet meets rule " + vector.rule[i]);
                }
            }
        }
    }

    /** One packet. */
    @Benchmark
    @OperationsPerInvocation(VECTOR)
    public void classify() {
        classify.process(vectors[next]);
        next = next + 1 & vectors.length - 1;
    }

    /** All rules, from configuration to tables. */
    @Benchmark
    @OutputTimeUnit(TimeUnit.MICROSECONDS)
    public Ruleset compile() {
        return new Ruleset(configured, Map.of());
    }
}
