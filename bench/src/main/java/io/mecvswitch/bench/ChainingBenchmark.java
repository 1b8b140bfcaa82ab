package io.mecvswitch.bench;

import io.mecvswitch.chaining.FlowHash;
import io.mecvswitch.chaining.FlowTable;
import io.mecvswitch.chaining.Maglev;
import io.mecvswitch.chaining.Selection;
import io.mecvswitch.header.Ethernet;
import io.mecvswitch.header.IpProtocol;
import io.mecvswitch.header.Ipv4;
import io.mecvswitch.header.Wire;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
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
 * What it costs to find the member that serves a packet's flow, of many flows that come in no order; and to build the
 * table when a member comes or goes. A packet's cost is that of {@link #hash} and one of the other two.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class ChainingBenchmark {
    private static final int STEP = 61;

    /** Flows that are live. */
    @Param({"1000", "100000", "1000000"})
    public int flows;

    /** Members of the group. */
    @Param({"10"})
    public int members;

    private MemorySegment packet;
    private long[] numbers;
    private long[] seeds;
    private int[] weights;
    private Selection selection;
    private FlowTable table;
    private int next;

    /** One packet that is changed into one of every flow, and all flows remembered. */
    @Setup
    public void prepare() {
        packet = Arena.ofAuto().allocate(64);
        Wire.setU8(packet, Ethernet.HEADER_LENGTH, 0x45);
        seeds = LongStream.range(0, members).map(i -> FlowHash.ofName("pair-" + i)).toArray();
        weights = new int[members];
        Arrays.fill(weights, 1);
        selection = Maglev.build(seeds, weights);
        table = new FlowTable(2 * flows, 300);
        numbers = new long[flows];
        for (int i = 0; i < flows; i++) {
            numbers[i] = FlowHash.in(i, 0);
            table.put(numbers[i], i % members, 0);
        }
    }

    private int next() {
        next = next + STEP < flows ? next + STEP : next + STEP - flows;
        return next;
    }

    /** The number of a packet's flow, by its 5-tuple in both directions. */
    @Benchmark
    public long hash() {
        Wire.setU32(packet, Ethernet.HEADER_LENGTH + Ipv4.SOURCE_OFFSET, next());
        return FlowHash.of(packet, 0, Ethernet.HEADER_LENGTH, 34, IpProtocol.UDP, FlowHash.FIVE_TUPLE, false);
    }

    /** The member by the table of the group. */
    @Benchmark
    public int select() {
        return selection.member(numbers[next()]);
    }

    /** The member that is remembered. */
    @Benchmark
    public int remember() {
        return table.find(numbers[next()], 1L << 30);
    }

    /** The table of the group; control's business. */
    @Benchmark
    @OutputTimeUnit(TimeUnit.MICROSECONDS)
    public Selection build() {
        return Maglev.build(seeds, weights);
    }
}
