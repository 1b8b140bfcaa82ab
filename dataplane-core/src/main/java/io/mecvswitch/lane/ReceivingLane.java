package io.mecvswitch.lane;

import io.mecvswitch.port.Port;
import io.mecvswitch.stage.DropReason;
import io.mecvswitch.stage.Exit;
import io.mecvswitch.stage.Input;
import io.mecvswitch.stage.PacketVector;
import io.mecvswitch.stage.Pipeline;
import org.agrona.concurrent.NanoClock;

/**
 * The first lane of a line: takes packets from the receive queues and puts the configuration's stamp on them.
 *
 * <p>It receives only while the next lane has room. A slow line so fills the device's queue, where the device counts
 * what it loses, and never a queue of ours.
 */
public final class ReceivingLane extends Lane {
    private static final Input[] NO_INPUTS = {};

    private final Publisher publisher;
    private PacketVector vector;
    private Input[] inputs = NO_INPUTS;
    // whether any stage looks at packets
    private boolean looks = true;
    private int next;
    private int received;

    /**
     * @param number     of all lanes of all lines
     * @param line       it is in
     * @param publisher  where new configurations appear
     * @param outputs    by line, to the lanes behind the cut; none if there is no cut
     * @param exit       takes dropped packets
     * @param clock      for sampling
     * @param counters   what it tells of itself
     * @param vectorSize packets of one vector at most
     */
    public ReceivingLane(final int number, final int line, final Publisher publisher, final Handoff[] outputs,
        final Exit exit, final NanoClock clock, final LaneCounters counters, final int vectorSize) {
        super(number, line, outputs, exit, clock, counters, vectorSize);
        this.publisher = publisher;
        this.vector = new PacketVector(vectorSize);
    }

    @Override
    int work() {
        int work = 0;
        final Pipeline published = publisher.current();
        if (published != running()) {
            if (!hasRoom()) {
                return 0;
            }
            begin(published);
            inputs = published.inputs(line());
            looks = published.looksAtPackets(line());
            next = 0;
            work = 1;
        }
        work += release();
        for (int i = 0; i < inputs.length && hasRoom(); i++) {
            work += receive(nextInput());
        }
        return work;
    }

    private Input nextInput() {
        final Input input = inputs[next];
        next = next + 1 == inputs.length ? 0 : next + 1;
        return input;
    }

    private int receive(final Input input) {
        vector.moved = false;
        vector.measured = false;
        vector.describer = null;
        final Port port = input.port();
        final int size = looks ? port.rxBurst(input.queue(), vector) : port.rxHandles(input.queue(), vector);
        if (size == 0) {
            return 0;
        }
        vector.splits = false;
        vector.chained = false;
        vector.together = false;
        vector.through = PacketVector.AT_THE_BEGINNING;
        vector.ingress = input.index();
        vector.pipeline = running();
        vector.sampledNs = (++received & (SAMPLING - 1)) == 0 ? clock().nanoTime() : 0;
        input.packets().getAndAddRelease(size);
        input.bytes().getAndAddRelease(bytes(vector));
        vector = walk(vector);
        return size;
    }

    private static long bytes(final PacketVector vector) {
        return vector.measured || vector.measure() ? vector.octets : bytesWithOverlong(vector);
    }

    /** A frame that did not fit a buffer has its length negative: it is counted and leaves. */
    private static long bytesWithOverlong(final PacketVector vector) {
        long bytes = 0;
        for (int i = 0; i < vector.size; i++) {
            bytes += Math.abs(vector.length[i]);
            if (vector.length[i] < 0) {
                vector.leave(i, DropReason.FRAME_TOO_LONG);
            }
        }
        return bytes;
    }
}
