package io.mecvswitch.lane;

import io.mecvswitch.stage.Exit;
import io.mecvswitch.stage.PacketVector;
import io.mecvswitch.stage.Pipeline;
import org.agrona.concurrent.NanoClock;

/**
 * A lane behind a cut: takes vectors from handoffs, one from the lane before it in each line, and runs the
 * configuration that stamped them.
 *
 * <p>A lane before it that has begun another configuration is left alone until all have: so every packet is walked
 * under the configuration that it was received under, and this lane changes over once.
 */
public final class FollowingLane extends Lane {
    private final Handoff[] inputs;
    // by line, written by the lane only: what the lane before has begun
    private final Pipeline[] told;

    /**
     * @param number     of all lanes of all lines
     * @param line       it is in
     * @param inputs     by line, from the lanes before the cut
     * @param outputs    by line, to the lanes behind the next cut; none if this is the last
     * @param exit       takes dropped packets
     * @param clock      for sampling
     * @param counters   what it tells of itself
     * @param vectorSize packets of one vector at most
     */
    public FollowingLane(final int number, final int line, final Handoff[] inputs, final Handoff[] outputs,
        final Exit exit, final NanoClock clock, final LaneCounters counters, final int vectorSize) {
        super(number, line, outputs, exit, clock, counters, vectorSize);
        this.inputs = inputs;
        this.told = new Pipeline[inputs.length];
    }

    @Override
    int work() {
        int work = release();
        for (int from = 0; from < inputs.length && hasRoom(); from++) {
            // One that is ahead waits.
            work += told[from] == running() ? take(from) : 0;
        }
        return work;
    }

    private int take(final int from) {
        final PacketVector vector = inputs[from].poll();
        if (vector == null) {
            return 0;
        }
        if (vector.marker) {
            told[from] = vector.pipeline;
            inputs[from].done(vector);
            catchUp();
            // A marker is work too.
            return 1;
        }
        final int work = vector.size;
        passOn(from, vector);
        return work;
    }

    /** Begins the oldest configuration that all lanes before have begun, or gone beyond. */
    private void catchUp() {
        Pipeline oldest = told[0];
        for (final Pipeline pipeline : told) {
            if (pipeline == null) {
                return;
            }
            oldest = pipeline.version() < oldest.version() ? pipeline : oldest;
        }
        if (oldest != running()) {
            begin(oldest);
        }
    }

    private void passOn(final int from, final PacketVector vector) {
        PacketVector empty = vector;
        try {
            empty = walk(vector);
        } finally {
            inputs[from].done(empty);
        }
    }
}
