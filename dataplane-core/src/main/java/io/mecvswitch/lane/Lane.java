package io.mecvswitch.lane;

import io.mecvswitch.stage.DropReason;
import io.mecvswitch.stage.Exit;
import io.mecvswitch.stage.PacketVector;
import io.mecvswitch.stage.Pipeline;
import io.mecvswitch.stage.Stage;
import org.agrona.concurrent.NanoClock;

/**
 * A line of stages, run to completion over one vector at a time by one thread.
 *
 * <p>Packets with a verdict are swept out after each stage, so the next one always sees a full vector in order. At the
 * lane's end the vector is handed to the next lane; in the last lane its packets have been transmitted.
 *
 * <p>All methods belong to the worker thread the lane runs on, or to a test that steps it by hand, except where they
 * say otherwise.
 */
public abstract sealed class Lane permits ReceivingLane, FollowingLane {
    /** One step in so many is timed, and one vector in so many has its latency sampled. */
    static final int SAMPLING = 64;
    private static final Stage[] NO_STAGES = {};
    private static final int[] NOWHERE = {};

    private final int number;
    private final Handoff output;
    private final Exit exit;
    private final NanoClock clock;
    private final LaneCounters counters;
    private final long[] leavers;
    private final int[] reasons;

    private Pipeline running;
    private Stage[] stages = NO_STAGES;
    private int[] keepers = NOWHERE;
    private int[] places = NOWHERE;
    private PacketVector released;
    private int steps;

    Lane(final int number, final Handoff output, final Exit exit, final NanoClock clock, final LaneCounters counters,
        final int vectorSize) {
        this.number = number;
        this.output = output;
        this.exit = exit;
        this.clock = clock;
        this.counters = counters;
        this.released = new PacketVector(vectorSize);
        this.leavers = new long[PacketVector.withCopies(vectorSize)];
        this.reasons = new int[PacketVector.withCopies(vectorSize)];
    }

    /**
     * Does what there is to do, without waiting.
     *
     * @return 0 if there was nothing
     */
    public final int step() {
        return (++steps & (SAMPLING - 1)) == 0 ? sampledStep() : work();
    }

    private int sampledStep() {
        final long packetsBefore = counters.packetsIn().getPlain();
        final long start = clock.nanoTime();
        final int work = work();
        final long elapsed = clock.nanoTime() - start;
        if (work > 0) {
            counters.busyNs().getAndAddRelease(elapsed);
            counters.sampled().getAndAddRelease(counters.packetsIn().getPlain() - packetsBefore);
        } else {
            counters.idleNs().getAndAddRelease(elapsed);
        }
        return work;
    }

    /** One unsampled step. */
    abstract int work();

    /** The configuration the lane runs. */
    final Pipeline running() {
        return running;
    }

    /** Whether a vector can leave at the lane's end. */
    final boolean hasRoom() {
        return output == null || output.hasRoom();
    }

    final NanoClock clock() {
        return clock;
    }

    /** Begins to run a configuration: each stage takes over the state of the one that stood in its place. */
    final void adopt(final Pipeline pipeline) {
        final Stage[] successors = pipeline.stages(number);
        if (successors != stages) {
            succeed(successors);
        }
        keepers = pipeline.keepers(number);
        places = pipeline.places(number);
        running = pipeline;
        counters.versionSeen().setRelease(pipeline.version());
    }

    private void succeed(final Stage[] successors) {
        for (final Stage predecessor : stages) {
            replace(predecessor, successors);
        }
        stages = successors;
    }

    private static void replace(final Stage predecessor, final Stage[] successors) {
        for (final Stage successor : successors) {
            if (successor.name() == predecessor.name()) {
                successor.adopt(predecessor);
                return;
            }
        }
        predecessor.retire();
    }

    /**
     * Walks a vector through the stages and out at the lane's end. The caller has asked {@link #hasRoom}.
     *
     * @return an empty vector for the one given
     */
    final PacketVector walk(final PacketVector vector) {
        counters.vectors().incrementRelease();
        counters.packetsIn().getAndAddRelease(vector.size);
        return walk(vector, 0);
    }

    private PacketVector walk(final PacketVector vector, final int from) {
        final Stage[] stages = this.stages;
        final int[] places = this.places;
        if (vector.leavers != 0) {
            sweep(vector);
        }
        for (int i = from; i < stages.length && vector.size > 0; i++) {
            if (places[i] > vector.through) {
                run(stages[i], vector);
            }
            if (vector.leavers != 0) {
                sweep(vector);
            }
        }
        return output == null ? vector : handOver(vector);
    }

    /** A stage that throws is a defect of ours. Nobody can say what it did to the packets, so none of them goes on. */
    private void run(final Stage stage, final PacketVector vector) {
        try {
            stage.process(vector);
        } catch (final RuntimeException e) {
            fail(vector);
            throw e;
        }
    }

    private void fail(final PacketVector vector) {
        for (int i = 0; i < vector.size; i++) {
            vector.leave(i, DropReason.STAGE_FAILED);
        }
        sweep(vector);
    }

    /**
     * Gives stages in which packets rest their turn, as long as there is room at the lane's end. What they let go on
     * has been received once and is not counted again.
     *
     * @return packets that went on
     */
    final int release() {
        int count = 0;
        for (int k = 0; k < keepers.length && hasRoom(); k++) {
            count += release(keepers[k]);
        }
        return count;
    }

    private int release(final int place) {
        final PacketVector vector = released;
        vector.size = 0;
        vector.moved = true;
        vector.splits = false;
        vector.chained = false;
        vector.through = PacketVector.AT_THE_BEGINNING;
        vector.marker = false;
        vector.sampledNs = 0;
        vector.pipeline = running;
        final int sent;
        try {
            sent = stages[place].release(vector);
        } catch (final RuntimeException e) {
            fail(vector);
            throw e;
        }
        final int count = vector.size;
        if (count > 0) {
            released = walk(vector, place + 1);
        }
        return sent + count;
    }

    private void sweep(final PacketVector vector) {
        final int left = vector.sweep(leavers, reasons);
        exit.drop(leavers, reasons, left);
    }

    /** An empty vector travels on only to carry a new configuration through idle lanes. */
    private PacketVector handOver(final PacketVector vector) {
        counters.packetsOut().getAndAddRelease(vector.size);
        return vector.size > 0 || vector.marker ? output.exchange(vector) : vector;
    }

    /** Version of the configuration the lane runs. Any thread. */
    public final long versionSeen() {
        return counters.versionSeen().getAcquire();
    }

    /** Vectors waiting behind the lane. Any thread. */
    public final int outputOccupancy() {
        return output == null ? 0 : output.occupancy();
    }
}
