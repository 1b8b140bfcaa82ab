package io.mecvswitch.bench;

import io.mecvswitch.lane.Handoff;
import io.mecvswitch.stage.PacketVector;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Group;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Control;

/**
 * What crossing a handoff costs a packet between two threads on two processors: producer and consumer each write and
 * read the columns that a lane in front of a cut has filled. {@link HandoffBenchmark} is the same on one thread.
 */
@State(Scope.Group)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(HandoffPairBenchmark.VECTOR)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class HandoffPairBenchmark {
    static final int VECTOR = 32;

    private final Handoff handoff = new Handoff(64, VECTOR);
    // the producer's
    private PacketVector vector = new PacketVector(VECTOR);
    // the consumer's
    private long sum;

    /** Fills a vector and hands it over. */
    @Benchmark
    @Group("pair")
    public void produce(final Control control) {
        for (int i = 0; i < VECTOR; i++) {
            vector.handle[i] = i;
            vector.position[i] = i;
            vector.length[i] = i;
            vector.link[i] = i;
            vector.tunnel[i] = i;
            vector.protocols[i] = i;
            vector.offsets[i] = i;
        }
        vector.size = VECTOR;
        while (!handoff.hasRoom() && !control.stopMeasurement) {
            Thread.onSpinWait();
        }
        if (handoff.hasRoom()) {
            vector = handoff.exchange(vector);
        }
    }

    /** Takes it and reads it. */
    @Benchmark
    @Group("pair")
    public long consume(final Control control) {
        PacketVector taken = handoff.poll();
        while (taken == null && !control.stopMeasurement) {
            Thread.onSpinWait();
            taken = handoff.poll();
        }
        if (taken != null) {
            for (int i = 0; i < taken.size; i++) {
                sum += taken.handle[i] + taken.position[i] + taken.length[i] + taken.link[i] + taken.tunnel[i]
                    + taken.protocols[i] + taken.offsets[i];
            }
            handoff.done(taken);
        }
        return sum;
    }
}
