package io.mecvswitch.bridging;

import io.mecvswitch.memory.PacketMemory;
import io.mecvswitch.stage.DropReason;
import io.mecvswitch.stage.Exit;
import io.mecvswitch.stage.PacketVector;
import io.mecvswitch.stage.Stage;
import io.mecvswitch.stage.StageName;
import io.mecvswitch.stage.Transmit;
import java.lang.foreign.MemorySegment;
import org.agrona.concurrent.status.AtomicCounter;

/**
 * Transmit for a line with bridge domains: gives frames the tags they leave with, copies flooded ones to all their ports,
 * and sends.
 *
 * <p>A vector with a flooded frame is laid out anew, in order, in a vector of its own that is sent whenever it is full;
 * so on every port frames keep their order. The buffers of a frame's copies are taken together, or the frame is dropped
 * whole; the last port gets the frame itself.
 */
public final class Flood extends Stage {
    private final Transmit transmit;
    private final EgressLists lists;
    private final PacketMemory memory;
    private final MemorySegment bytes;
    private final Retag retag;
    private final Exit exit;
    private final AtomicCounter copied;
    private final long[] copies;
    private final PacketVector sending;

    /**
     * @param transmit    sends
     * @param lists       where frames between ports of bridge domains go
     * @param memory      where packets are, and copies will be
     * @param exit        takes what can't be copied
     * @param copied      counts copies
     * @param portIndexes port indexes ever given
     * @param vectorSize  packets of one vector at most
     */
    public Flood(final Transmit transmit, final EgressLists lists, final PacketMemory memory, final Exit exit,
        final AtomicCounter copied, final int portIndexes, final int vectorSize) {
        this.transmit = transmit;
        this.lists = lists;
        this.memory = memory;
        this.bytes = memory.bytes();
        this.retag = new Retag(memory);
        this.exit = exit;
        this.copied = copied;
        this.copies = new long[portIndexes];
        this.sending = new PacketVector(vectorSize);
    }

    @Override
    public StageName name() {
        return StageName.TRANSMIT;
    }

    @Override
    public void process(final PacketVector vector) {
        if (!hasLists(vector) || !resolve(vector)) {
            transmit.process(vector);
            return;
        }
        sending.sampledNs = vector.sampledNs;
        sending.splits = vector.splits;
        for (int i = 0; i < vector.size; i++) {
            if (vector.egress[i] < lists.first()) {
                append(vector, i, vector.handle[i], vector.position[i], vector.egress[i]);
            } else {
                flood(vector, i, vector.egress[i]);
            }
        }
        send();
        vector.size = 0;
    }

    private boolean hasLists(final PacketVector vector) {
        final int[] egresses = vector.egress;
        final int size = vector.size;
        final int last = lists.first() - 1;
        int beyond = 0;
        for (int i = 0; i < size; i++) {
            beyond |= last - egresses[i];
        }
        return beyond < 0;
    }

    /** Tags frames that go to one port, and puts it in place of the list. Returns whether any others are left. */
    private boolean resolve(final PacketVector vector) {
        boolean left = false;
        for (int i = 0; i < vector.size; i++) {
            final int list = vector.egress[i];
            if (list >= lists.first()) {
                final int[] ports = lists.ports(list);
                if (ports.length == 1 && retag.apply(vector, i, lists.ids(list)[0])) {
                    vector.egress[i] = ports[0];
                } else {
                    left = true;
                }
            }
        }
        return left;
    }

    private void flood(final PacketVector vector, final int i, final int list) {
        final int[] ports = lists.ports(list);
        final int[] ids = lists.ids(list);
        final int last = ports[ports.length - 1] == vector.ingress ? ports.length - 2 : ports.length - 1;
        final int count = copy(vector, i, ports, last);
        if (count < 0) {
            exit.drop(vector.handle, i, 1, DropReason.NO_BUFFER);
            return;
        }
        int copy = 0;
        for (int member = 0; member < last; member++) {
            if (ports[member] != vector.ingress) {
                append(vector, i, copies[copy], copyPosition(vector, i, copies[copy]), ports[member]);
                copy++;
                tag(ids[member]);
            }
        }
        append(vector, i, vector.handle[i], vector.position[i], ports[last]);
        tag(ids[last]);
    }

    /** Makes the copies for all ports before the last; returns how many, or -1 if there are no buffers. */
    private int copy(final PacketVector vector, final int i, final int[] ports, final int last) {
        int count = 0;
        for (int member = 0; member < last; member++) {
            count += ports[member] != vector.ingress ? 1 : 0;
        }
        if (count == 0) {
            return 0;
        }
        if (!memory.allocate(copies, count)) {
            return -1;
        }
        copied.getAndAddRelease(count);
        for (int copy = 0; copy < count; copy++) {
            MemorySegment.copy(bytes, vector.position[i], bytes, copyPosition(vector, i, copies[copy]),
                vector.length[i]);
        }
        return count;
    }

    /** As far into its buffer as the frame it is a copy of: so there is the same room in front. */
    private long copyPosition(final PacketVector vector, final int i, final long copy) {
        return memory.bufferStart(copy) + vector.position[i] - memory.bufferStart(vector.handle[i]);
    }

    private void append(final PacketVector vector, final int i, final long handle, final long position,
        final int egress) {
        if (sending.size == sending.capacity()) {
            send();
        }
        sending.egress[sending.size] = egress;
        sending.pieces[sending.size] = vector.pieces[i];
        sending.add(handle, position, vector.length[i], vector.timeNs[i]);
    }

    /** Gives the packet appended last the tag it leaves with. */
    private void tag(final int id) {
        final int last = sending.size - 1;
        if (!retag.apply(sending, last, id)) {
            sending.size = last;
            exit.drop(sending.handle, last, 1, DropReason.HEADROOM);
        }
    }

    private void send() {
        if (sending.size > 0) {
            sending.moved = true;
            transmit.process(sending);
        }
    }
}
