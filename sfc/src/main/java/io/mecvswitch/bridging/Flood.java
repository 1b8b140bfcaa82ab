package io.mecvswitch.bridging;

import io.mecvswitch.memory.PacketMemory;
import io.mecvswitch.stage.DropReason;
import io.mecvswitch.stage.Exit;
import io.mecvswitch.stage.PacketVector;
import io.mecvswitch.stage.Sender;
import io.mecvswitch.stage.Stage;
import java.lang.foreign.MemorySegment;
import org.agrona.concurrent.status.AtomicCounter;

/**
 * Transmit for a line with bridge domains: gives frames the tags they leave with, copies flooded ones to all their
 * ports, and sends.
 *
 * <p>A vector with a flooded frame is laid out anew, in order, in a vector of its own that is sent whenever it is full;
 * so on every port frames keep their order. The buffers of a frame's copies are taken together, or the frame is dropped
 * whole; the last port gets the frame itself. When something throws, what was laid out and not sent is dropped here,
 * and the vector keeps the frames that were not laid out.
 */
public final class Flood extends Sender {
    private final Sender sender;
    private final EgressLists lists;
    private final PacketMemory memory;
    private final MemorySegment bytes;
    private final Retag retag;
    private final Exit exit;
    private final AtomicCounter copied;
    private final long[] copies;
    private final PacketVector sending;
    // written by the lane only: frames of the vector that are laid out, or gone; copies of the next, and of them laid
    // out
    private int handled;
    private int made;
    private int laidOut;

    /**
     * @param sender     sends
     * @param domains    whose frames it tags and copies
     * @param memory     where packets are, and copies will be
     * @param exit       takes what can't be copied
     * @param copied     counts copies
     * @param vectorSize packets of one vector at most
     */
    public Flood(final Sender sender, final BridgeDomains domains, final PacketMemory memory, final Exit exit,
        final AtomicCounter copied, final int vectorSize) {
        this.sender = sender;
        this.lists = domains.lists();
        this.memory = memory;
        this.bytes = memory.bytes();
        this.retag = new Retag(memory);
        this.exit = exit;
        this.copied = copied;
        this.copies = new long[domains.portIndexes()];
        this.sending = new PacketVector(vectorSize);
    }

    @Override
    public Sender resting() {
        return sender.resting();
    }

    @Override
    public void adopt(final Stage predecessor) {
        sender.adopt(predecessor);
    }

    @Override
    public boolean mayRest() {
        return sender.mayRest();
    }

    @Override
    public int release(final PacketVector vector) {
        return sender.release(vector);
    }

    @Override
    public void retire() {
        sender.retire();
    }

    @Override
    public void process(final PacketVector vector) {
        if (!hasLists(vector) || !resolve(vector)) {
            sender.process(vector);
            return;
        }
        handled = 0;
        made = 0;
        laidOut = 0;
        try {
            layOut(vector);
        } catch (final RuntimeException e) {
            fail(vector);
            throw e;
        }
        vector.size = 0;
    }

    private void layOut(final PacketVector vector) {
        sending.sampledNs = vector.sampledNs;
        sending.splits = vector.splits;
        sending.ingress = vector.ingress;
        for (int i = 0; i < vector.size; i++) {
            if (vector.egress[i] < lists.first()) {
                append(vector, i, vector.handle[i], vector.position[i], vector.egress[i]);
            } else {
                flood(vector, i, vector.egress[i]);
            }
            handled = i + 1;
        }
        send();
    }

    /** Every packet has one owner again. */
    private void fail(final PacketVector vector) {
        drop(copies, laidOut, made - laidOut);
        drop(sending.handle, 0, sending.size);
        sending.size = 0;
        vector.removeFirst(handled);
    }

    private void drop(final long[] handles, final int from, final int count) {
        if (count > 0) {
            exit.drop(handles, from, count, DropReason.STAGE_FAILED);
        }
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
        if (!copy(vector, i, ports, last)) {
            exit.drop(vector.handle, i, 1, DropReason.NO_BUFFER);
            return;
        }
        for (int member = 0; member < last; member++) {
            if (ports[member] != vector.ingress) {
                final long copy = copies[laidOut];
                append(vector, i, copy, counterpart(vector, i, copy), ports[member]);
                laidOut++;
                tag(ids[member]);
            }
        }
        append(vector, i, vector.handle[i], vector.position[i], ports[last]);
        handled = i + 1;
        tag(ids[last]);
    }

    /** Makes the copies for all ports before the last; returns whether there were buffers. */
    private boolean copy(final PacketVector vector, final int i, final int[] ports, final int last) {
        made = 0;
        laidOut = 0;
        int count = 0;
        for (int member = 0; member < last; member++) {
            count += ports[member] != vector.ingress ? 1 : 0;
        }
        if (count == 0) {
            return true;
        }
        if (!memory.allocate(copies, count)) {
            return false;
        }
        made = count;
        copied.getAndAddRelease(count);
        for (int copy = 0; copy < count; copy++) {
            MemorySegment.copy(
                bytes, vector.position[i], bytes, counterpart(vector, i, copies[copy]), vector.length[i]);
        }
        return true;
    }

    private long counterpart(final PacketVector vector, final int i, final long copy) {
        return memory.counterpart(vector.handle[i], vector.position[i], copy);
    }

    private void append(final PacketVector vector, final int i, final long handle, final long position,
        final int egress) {
        if (sending.size == sending.capacity()) {
            send();
        }
        sending.egress[sending.size] = egress;
        sending.pieces[sending.size] = vector.pieces[i];
        sending.rule[sending.size] = vector.rule[i];
        sending.action[sending.size] = vector.action[i];
        sending.bearer[sending.size] = vector.bearer[i];
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
            sender.process(sending);
        }
    }
}
