package io.mecvswitch.lane;

import io.mecvswitch.stage.PacketVector;
import io.mecvswitch.stage.Pipeline;
import io.mecvswitch.stage.Placement;
import io.mecvswitch.stage.Stage;
import io.mecvswitch.stage.StageName;
import java.util.List;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * Control makes a pipeline and publishes it while a lane looks twice. What it sees of a pipeline is the version and,
 * in step with it, a stage's state, which is no final field: nothing but the publication can make it visible.
 */
@JCStressTest
@Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "The lane looked before.")
@Outcome(id = "1, 2", expect = Expect.ACCEPTABLE, desc = "It was published in between.")
@Outcome(id = "2, 2", expect = Expect.ACCEPTABLE, desc = "The lane looked after, and saw all of it.")
@Outcome(expect = Expect.FORBIDDEN, desc = "The lane saw part of a pipeline, or went back to an older one.")
@State
public class PublisherStress {
    private static final int PARTIAL = -1;

    private final Publisher publisher = new Publisher(pipeline(1));

    /** Makes and publishes. */
    @Actor
    public void control() {
        publisher.publish(pipeline(2));
    }

    /** Looks as a receiving lane does at the start of two steps. */
    @Actor
    public void lane(final II_Result result) {
        result.r1 = seen(publisher.current());
        result.r2 = seen(publisher.current());
    }

    private static Pipeline pipeline(final int version) {
        return new Pipeline(version, Placement.UNCUT, List.of(), List.of(new Counting(version)));
    }

    private static int seen(final Pipeline pipeline) {
        final Counting stage = (Counting) pipeline.stages(0)[0];
        final boolean whole = stage.count == pipeline.version() && stage.table[1] == pipeline.version();
        return whole ? stage.count : PARTIAL;
    }

    private static final class Counting extends Stage {
        private int count;
        private int[] table;

        private Counting(final int version) {
            table = new int[] {0, version};
            count = version;
        }

        @Override
        public StageName name() {
            return StageName.CLASSIFY;
        }

        @Override
        public void process(final PacketVector vector) {
            count += vector.size;
            table = table.clone();
        }
    }
}
