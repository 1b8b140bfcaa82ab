package io.mecvswitch.bench;

import io.mecvswitch.config.DataplaneConfig;
import io.mecvswitch.config.SwitchConfig;
import io.mecvswitch.lane.Lane;
import io.mecvswitch.stage.Placement;
import io.mecvswitch.stage.StageName;
import io.mecvswitch.status.StatusFile;
import io.mecvswitch.vswitch.Dataplane;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
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
 * What the whole line costs a packet: the real dataplane, with its lanes, counters and sampling, between ports that
 * cost one copy of {@link GeneratorPort#COPIED} bytes.
 *
 * <p>All lanes are stepped by one thread, so the difference between placements is what crossing a handoff costs without
 * the traffic between two cores' caches.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(StageBenchmark.VECTOR)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 2, jvmArgsAppend = {"-Xms3g", "-Xmx3g", "-XX:+UseSerialGC"})
public class LineBenchmark {
    /** Where the line is cut. */
    public enum Cut {
        /** Nowhere: run to completion. */
        NOWHERE(Set.of()),
        /** In two, as with two workers. */
        AFTER_CLASSIFY(EnumSet.of(StageName.CLASSIFY)),
        /** After every stage. */
        EVERYWHERE(EnumSet.complementOf(EnumSet.of(StageName.TRANSMIT))),
        /** Where packets change lines: what that costs is the difference to the next. */
        TWO_LINES(EnumSet.of(StageName.REASSEMBLE, StageName.WRAP), 2),
        /** There, and in one line. */
        AS_TWO_LINES(EnumSet.of(StageName.REASSEMBLE, StageName.WRAP));

        private final Placement placement;

        Cut(final Set<StageName> after) {
            this(after, 1);
        }

        Cut(final Set<StageName> after, final int lines) {
            placement = new Placement(after, lines);
        }
    }

    /** What is done with the packets. */
    public enum Job {
        /** Passed on over the wire; there are no rules, so nothing is parsed. */
        WIRE,
        /** Popped for the application. */
        POP
    }

    private static final List<String> DEVICES = List.of("generator", "generator", "generator");

    /** What is done. */
    @Param
    public Job job;

    /** Where the line is cut. */
    @Param("NOWHERE")
    public Cut cut;

    /** Kind and size of the frames. */
    @Param("S1U_SMALL")
    public Uplink frames;

    /** Traffic rules; the last one matches. */
    @Param("1")
    public int rules;

    /** Bearers, each of which sends. */
    @Param("10000")
    public int bearers;

    /** Vectors that a handoff holds. */
    @Param("8")
    public int handoff;

    private Lane[] lanes;

    /** Makes a dataplane and gives it the configuration. */
    @Setup
    public void setUp() {
        final GeneratorProvider provider =
            new GeneratorProvider(Map.of(Breakout.portName(Breakout.ACCESS), frames.frames(bearers)));
        final Dataplane dataplane = new Dataplane(DataplaneConfig.DEFAULT.withHandoffSize(handoff), cut.placement,
            provider, StatusFile.inMemory(), SystemNanoClock.INSTANCE, line -> () -> line.lanes().forEach(Lane::step));
        dataplane.apply(config().withDataplane(DataplaneConfig.DEFAULT.withHandoffSize(handoff)));
        lanes = dataplane.lanes().toArray(Lane[]::new);
    }

    private SwitchConfig config() {
        return job == Job.WIRE ? Breakout.wire(DataplaneConfig.DEFAULT, DEVICES)
            : Breakout.config(DataplaneConfig.DEFAULT, DEVICES, rules, frames.bearers(bearers));
    }

    /** One vector, in by one port and out by another. */
    @Benchmark
    public void step() {
        for (final Lane lane : lanes) {
            lane.step();
        }
    }
}
