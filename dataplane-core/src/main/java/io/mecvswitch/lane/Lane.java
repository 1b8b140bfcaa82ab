package io.mecvswitch.lane;

import io.mecvswitch.stage.DropReason;
import io.mecvswitch.stage.Exit;
import io.mecvswitch.stage.PacketVector;
import io.mecvswitch.stage.Pipeline;
import io.mecvswitch.stage.Spreader;
import io.mecvswitch.stage.Stage;
import java.util.Arrays;
import org.agrona.concurrent.NanoClock;

/**
 * A line of stages, run to completion over one vector at a time by one thread.
 *
 * <p>Packets with a verdict are swept out after each stage, so the next one always sees a full vector in order. At the
 * lane's end the vector is handed to the next lane; in the last lane its packets have been transmitted. Where several
 * lines stand side by side, its packets may go on in several of them.
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
    private final int line;
    // by line, to the lanes behind the cut; empty at the end of the line
    private final Handoff[] outputs;
    private final Exit exit;
    private final NanoClock clock;
    private final LaneCounters counters;
    private final long[] leavers;
    private final int[] reasons;
    // of the vector in hand, by packet: the line it goes on in
    private final int[] lines;
    private final int[] picks;
    // by line: an empty vector for packets that go on there
    private final PacketVector[] strays;

    private Pipeline running;
    private Spreader spreader;
    private Stage[] stages = NO_STAGES;
    private int[] keepers = NOWHERE;
    private int[] places = NOWHERE;
    private PacketVector released;
    private int steps;

    /**
     * @param number  of all lanes of all lines
     * @param line    it is in
     * @param outputs by line, to the lanes behind the cut; none at the end of the line
     */
    Lane(final int number, final int line, final Handoff[] outputs, final Exit exit, final NanoClock clock,
        final LaneCounters counters, final int vectorSize) {
        this.number = number;
        this.line = line;
        this.outputs = outputs;
        this.exit = exit;
        this.clock = clock;
        this.counters = counters;
        this.released = new PacketVector(vectorSize);
        this.leavers = new long[PacketVector.withCopies(vectorSize)];
        this.reasons = new int[PacketVector.withCopies(vectorSize)];
        this.lines = new int[PacketVector.withCopies(vectorSize)];
        this.picks = new int[PacketVector.withCopies(vectorSize)];
        this.strays = new PacketVector[outputs.length < 2 ? 0 : outputs.length];
        Arrays.setAll(strays, _ -> new PacketVector(vectorSize));
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

    /** The line it is in. */
    final int line() {
        return line;
    }

    /** Whether a vector can leave at the lane's end, whatever lines its packets go on in. */
    final boolean hasRoom() {
        for (final Handoff output : outputs) {
            if (!output.hasRoom()) {
                return false;
            }
        }
        return true;
    }

    final NanoClock clock() {
        return clock;
    }

    /**
     * Runs a configuration from here on, and tells the lanes behind by empty vectors. There is {@link #hasRoom room}.
     */
    final void begin(final Pipeline pipeline) {
        adopt(pipeline);
        counters.vectors().incrementRelease();
        for (final Handoff output : outputs) {
            released.size = 0;
            released.marker = true;
            released.pipeline = pipeline;
            released = exchange(output, released);
        }
    }

    /** Each stage takes over the state of the one that stood in its place. */
    private void adopt(final Pipeline pipeline) {
        final Stage[] successors = pipeline.stages(number);
        if (successors != stages) {
            succeed(successors);
        }
        keepers = pipeline.keepers(number);
        places = pipeline.places(number);
        spreader = pipeline.spreader(number);
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
        return outputs.length == 0 ? vector : handOver(vector);
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
        vector.describer = null;
        vector.splits = false;
        vector.chained = false;
        vector.together = false;
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

    private PacketVector handOver(final PacketVector vector) {
        counters.packetsOut().getAndAddRelease(vector.size);
        if (spreader != null && vector.size > 0 && spreader.spread(vector, line, lines)) {
            scatter(vector);
        }
        return vector.size > 0 ? exchange(outputs[line], vector) : vector;
    }

    /** Sends packets to the lines they go on in; those that stay are left in the vector. */
    private void scatter(final PacketVector vector) {
        final Spreader.Columns columns = spreader.columns();
        for (int other = 0; other < strays.length; other++) {
            final int count = other == line ? 0 : find(vector, other);
            if (count > 0) {
                strays[other].pick(vector, picks, count, columns);
                strays[other] = exchange(outputs[other], strays[other]);
            }
        }
        vector.pick(vector, picks, find(vector, line), columns);
    }

    private int find(final PacketVector vector, final int wanted) {
        final int size = vector.size;
        int count = 0;
        for (int i = 0; i < size; i++) {
            picks[count] = i;
            count += lines[i] == wanted ? 1 : 0;
        }
        return count;
    }

    /** What comes back may have been a marker once. */
    private static PacketVector exchange(final Handoff output, final PacketVector vector) {
        final PacketVector empty = output.exchange(vector);
        empty.marker = false;
        return empty;
    }

    /** Version of the configuration the lane runs. Any thread. */
    public final long versionSeen() {
        return counters.versionSeen().getAcquire();
    }

    /** Vectors waiting behind the lane. Any thread. */
    public final int outputOccupancy() {
        int occupancy = 0;
        for (final Handoff output : outputs) {
            occupancy += output.occupancy();
        }
        return occupancy;
    }
}
