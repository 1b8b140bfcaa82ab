package io.mecvswitch.lane;

import io.mecvswitch.stage.Exit;
import io.mecvswitch.stage.Pipeline;
import io.mecvswitch.stage.Placement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.IntFunction;
import org.agrona.concurrent.NanoClock;

/**
 * The lanes of a placement, joined by handoffs, and the publisher that tells them what to run. Where the placement says
 * so there are several lines, and at each cut a handoff from each of them to each.
 *
 * <p>Made and told by the control thread. It has no threads of its own: {@link Worker}s step its lanes, or a test does.
 */
public final class Line {
    private final Publisher publisher;
    private final List<Lane> lanes = new ArrayList<>();

    /**
     * @param placement   where the line is cut
     * @param initial     what it runs first
     * @param handoffSize vectors a handoff holds, a power of two
     * @param vectorSize  packets of one vector at most
     * @param exit        takes dropped packets
     * @param clock       for sampling
     * @param counters    makes the counters of the lane with this number
     */
    public Line(final Placement placement, final Pipeline initial, final int handoffSize, final int vectorSize,
        final Exit exit, final NanoClock clock, final IntFunction<LaneCounters> counters) {
        publisher = new Publisher(initial);
        final Handoff[][][] cuts = cuts(placement, handoffSize, vectorSize);
        for (int number = 0; number < placement.laneCount(); number++) {
            final int line = placement.lineOf(number);
            final int position = placement.positionOf(number);
            final Handoff[] outputs = position < cuts.length ? cuts[position][line] : new Handoff[0];
            lanes.add(position == 0
                ? new ReceivingLane(number, line, publisher, outputs, exit, clock, counters.apply(number), vectorSize)
                : new FollowingLane(number, line, into(cuts[position - 1], line), outputs, exit, clock,
                    counters.apply(number), vectorSize));
        }
    }

    /** By cut, by the line in front of it, by the line behind it. */
    private static Handoff[][][] cuts(final Placement placement, final int handoffSize, final int vectorSize) {
        final int lines = placement.lines();
        final Handoff[][][] cuts = new Handoff[placement.positions() - 1][lines][lines];
        for (final Handoff[][] cut : cuts) {
            for (final Handoff[] outputs : cut) {
                Arrays.setAll(outputs, _ -> new Handoff(handoffSize, vectorSize));
            }
        }
        return cuts;
    }

    private static Handoff[] into(final Handoff[][] cut, final int line) {
        return Arrays.stream(cut).map(outputs -> outputs[line]).toArray(Handoff[]::new);
    }

    /** Line by line, in the packet's order. */
    public List<Lane> lanes() {
        return lanes;
    }

    /** Makes a pipeline the one to run; every packet received from now on meets it, no earlier one does. */
    public void publish(final Pipeline pipeline) {
        publisher.publish(pipeline);
    }

    /** Whether every lane runs a version: every packet received under an older one has left. */
    public boolean runs(final long version) {
        for (final Lane lane : lanes) {
            if (lane.versionSeen() < version) {
                return false;
            }
        }
        return true;
    }

    /**
     * Waits until every lane runs a version, that is, until every packet received under an older one has left.
     *
     * @param meanwhile done again and again: parks the thread, or steps the lanes if nobody else does
     * @return empty, or the number of the first lane that did not get there in time
     */
    public OptionalInt await(final long version, final long timeoutNs, final Runnable meanwhile) {
        final long deadline = System.nanoTime() + timeoutNs;
        for (int number = 0; number < lanes.size(); number++) {
            while (lanes.get(number).versionSeen() < version) {
                if (System.nanoTime() - deadline > 0) {
                    return OptionalInt.of(number);
                }
                meanwhile.run();
            }
        }
        return OptionalInt.empty();
    }
}
