package io.mecvswitch.lane;

import io.mecvswitch.stage.Exit;
import io.mecvswitch.stage.PacketVector;
import org.agrona.concurrent.NanoClock;

/**
 * A lane behind a cut: takes vectors from a handoff, and runs the configuration that stamped them.
 */
public final class FollowingLane extends Lane {
    private final Handoff input;

    /**
     * @param number     position in the line, from 1
     * @param input      from the lane before
     * @param output     to the next lane, or null if this is the last
     * @param exit       takes dropped packets
     * @param clock      for sampling
     * @param counters   what it tells of itself
     * @param vectorSize packets of one vector at most
     */
    public FollowingLane(final int number, final Handoff input, final Handoff output, final Exit exit,
        final NanoClock clock, final LaneCounters counters, final int vectorSize) {
        super(number, output, exit, clock, counters, vectorSize);
        this.input = input;
    }

    @Override
    int work() {
        final int released = release();
        final PacketVector vector = hasRoom() ? input.poll() : null;
        return vector == null ? released : released + take(vector);
    }

    private int take(final PacketVector vector) {
        if (vector.pipeline != running()) {
            adopt(vector.pipeline);
        }
        // A marker is work too.
        final int work = Math.max(1, vector.size);
        passOn(vector);
        return work;
    }

    private void passOn(final PacketVector vector) {
        PacketVector empty = vector;
        try {
            empty = walk(vector);
        } finally {
            input.done(empty);
        }
    }
}
