package io.mecvswitch.bench;

import io.mecvswitch.classifier.Classify;
import io.mecvswitch.classifier.Decisions;
import io.mecvswitch.classifier.Depth;
import io.mecvswitch.classifier.Parse;
import io.mecvswitch.classifier.Ruleset;
import io.mecvswitch.config.RuleConfig;
import io.mecvswitch.gtpu.MatchBearer;
import io.mecvswitch.gtpu.TunnelTable;
import io.mecvswitch.memory.ArrayMemory;
import io.mecvswitch.memory.PacketMemory;
import io.mecvswitch.memory.TableMemory;
import io.mecvswitch.stage.Action;
import io.mecvswitch.stage.PacketVector;
import io.mecvswitch.status.RuleCounters;
import io.mecvswitch.status.StatusFile;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What it costs to find the rule and the bearer of a vector's packets, by number of rules, number of bearers, and
 * traffic.
 *
 * <p>A vector that was parsed meets the rules; then its packets are given tunnels of any of the bearers, and are looked
 * up in the table. So rules and bearers vary apart, and compete for the caches all the same. Choosing a bearer costs
 * two or three nanoseconds, which are in every figure.
 *
 * <p>Times are of whole vectors of {@value #VECTOR}, because a median of them does not see that others had the
 * processor.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(value = 1, jvmArgsAppend = {"-Xms2g", "-Xmx2g"})
public class ScaleBenchmark {
    /** Packets of a vector. */
    public static final int VECTOR = 64;

    private static final int SLOT = 128;
    private static final int TUNNELS = 1_024;
    private static final int FLOWS = 1_024;
    private static final long TEID = 0xffff_ffffL << 32;
    private static final long STEP = 0x9e37_79b9_7f4a_7c15L;

    /** Which packets follow each other. */
    public enum Traffic {
        /** 1 024 flows, in random order. */
        UNIFORM(1 << 13),
        /** Each packet has other addresses and ports than the 131 071 before it, as far as its rule lets it. */
        ADVERSARIAL(1 << 17);

        private final int packets;

        Traffic(final int packets) {
            this.packets = packets;
        }

        private void write(final int number, final int rules, final boolean hit, final Random random,
            final MemorySegment bytes, final long position) {
            if (this == UNIFORM) {
                final int flow = new Random(random.nextInt(FLOWS)).nextInt(rules);
                Site.write(flow + (hit ? 0 : Site.MISSING), bytes, position);
            } else if (hit) {
                Site.writeAsked(random.nextInt(rules), Site.MISSING + number, bytes, position);
            } else {
                Site.write(Site.MISSING + number, bytes, position);
            }
        }
    }

    /** Rules of twelve shapes, four of them with ranges. */
    @Param({"10", "1000", "16000"})
    public int rules;

    /** Bearers, any of which may be a packet's. */
    @Param({"1", "10000", "1000000"})
    public int bearers;

    /** Which packets. */
    @Param({"UNIFORM", "ADVERSARIAL"})
    public Traffic traffic;

    /** Whether each packet meets a rule and is a bearer's, or none. */
    @Param({"true", "false"})
    public boolean hit;

    private final TunnelTable table = new TunnelTable();
    private final PacketVector[] tunnels = new PacketVector[TUNNELS / VECTOR];
    private PacketVector[] vectors;
    private Classify classify;
    private MatchBearer match;
    private long choice;
    private int next;

    /** Writes and parses the packets, compiles the rules, fills the table. */
    @Setup
    public void setUp() {
        final PacketMemory memory = new ArrayMemory(traffic.packets + TUNNELS, SLOT);
        final Parse parse = new Parse(memory, new boolean[] {true}, Depth.TPDU, VECTOR);
        final Random random = new Random(2_152);
        vectors = new PacketVector[traffic.packets / VECTOR];
        for (int v = 0; v < vectors.length; v++) {
            vectors[v] = vector(v * VECTOR, (number, position) ->
                traffic.write(number, rules, hit, random, memory.bytes(), position));
            parse.process(vectors[v]);
        }
        final byte[] frame = Uplink.S1U_SMALL.frames(1).getFirst();
        for (int v = 0; v < tunnels.length; v++) {
            tunnels[v] = vector(traffic.packets + v * VECTOR, (_, position) ->
                MemorySegment.copy(MemorySegment.ofArray(frame), 0, memory.bytes(), position, frame.length));
            parse.process(tunnels[v]);
            tunnels[v].beginActions();
            tunnels[v].act(0, VECTOR, Action.DECAPSULATE);
        }
        classify = classify(memory);
        match = new MatchBearer(table, memory, new boolean[] {false}, new int[] {-1}, VECTOR);
        for (int number = 0; number < bearers; number++) {
            table.put(Uplink.S1U_SMALL.bearer(number));
        }
        verify();
    }

    private interface Writer {
        void write(int number, long position);
    }

    private static PacketVector vector(final int first, final Writer writer) {
        final PacketVector vector = new PacketVector(VECTOR);
        for (int number = first; number < first + VECTOR; number++) {
            final long position = (long) number * SLOT;
            writer.write(number, position);
            vector.add(number + 1, position, Site.LENGTH, 0);
        }
        return vector;
    }

    private Classify classify(final PacketMemory memory) {
        final List<RuleConfig> configured = Site.rules(Site.Mix.MIXED, rules);
        final StatusFile status = StatusFile.inMemory();
        final RuleCounters counters = status.ruleCounters("all");
        final Decisions decisions = new Decisions(rules, status.rowMemory());
        for (int rule = 0; rule < rules; rule++) {
            decisions.count(rule, counters);
            decisions.act(rule, Action.PASS, 0);
        }
        return new Classify(new Ruleset(configured, Map.of()), decisions, memory, TableMemory.ordinary(), 1, VECTOR);
    }

    private void verify() {
        for (int v = 0; v < vectors.length; v++) {
            final PacketVector found = packets();
            for (int i = 0; i < VECTOR; i++) {
                if (hit == (vectors[v].rule[i] == PacketVector.NO_RULE)
                    || hit == (found.bearer[i] == TunnelTable.NONE)) {
                    throw new IllegalStateException(
                        "a packet meets rule " + vectors[v].rule[i] + " and bearer " + found.bearer[i]);
                }
            }
        }
    }

    /** Rule and bearer of each packet of a vector. */
    @Benchmark
    public PacketVector packets() {
        classify.process(vectors[next]);
        final PacketVector vector = tunnels[next & tunnels.length - 1];
        next = next + 1 & vectors.length - 1;
        choose(vector);
        match.process(vector);
        if (vector.leavers != 0) {
            Arrays.fill(vector.verdict, 0, VECTOR, 0);
            vector.leavers = 0;
        }
        return vector;
    }

    /** A bearer for each packet; those that miss have the TEID behind a bearer's, which is nobody's. */
    private void choose(final PacketVector vector) {
        final long[] tunnel = vector.tunnel;
        final int offset = hit ? 0 : 1;
        long state = choice;
        for (int i = 0; i < VECTOR; i++) {
            state += STEP;
            final int number = (int) (((state ^ state >>> 29) * STEP >>> 32) * bearers >>> 32);
            tunnel[i] = tunnel[i] & ~TEID | (long) (Uplink.teid(number) + offset) << 32;
        }
        choice = state;
    }
}
