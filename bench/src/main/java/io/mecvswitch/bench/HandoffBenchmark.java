package io.mecvswitch.bench;

import io.mecvswitch.lane.Handoff;
import io.mecvswitch.stage.PacketVector;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What crossing a handoff costs a packet, producer and consumer on one thread: the price without cache traffic. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(StageBenchmark.VECTOR)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class HandoffBenchmark {
    private final Handoff handoff = new Handoff(64, StageBenchmark.VECTOR);
    private PacketVector vector = new PacketVector(StageBenchmark.VECTOR);

    /** One vector into the ring and out of it. */
    @Benchmark
    public void cross() {
        if (handoff.hasRoom()) {
            vector = handoff.exchange(vector);
        }
        handoff.done(handoff.poll());
    }
}
