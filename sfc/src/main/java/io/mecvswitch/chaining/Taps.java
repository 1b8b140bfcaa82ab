package io.mecvswitch.chaining;

import io.mecvswitch.header.Ethernet;
import io.mecvswitch.memory.PacketMemory;
import io.mecvswitch.stage.Action;
import io.mecvswitch.stage.DropReason;
import io.mecvswitch.stage.Exit;
import io.mecvswitch.stage.PacketVector;
import java.lang.foreign.MemorySegment;
import org.agrona.concurrent.status.AtomicCounter;

/**
 * Copies packets for applications that listen. A copy stands behind its original in the vector, has a buffer of its
 * own, and is counted as copied before it goes anywhere; where there is no buffer or no room for it, the packet goes on
 * without.
 *
 * <p>The lane that leads packets.
 */
public final class Taps {
    private final PacketMemory memory;
    private final MemorySegment bytes;
    private final Exit exit;
    private final AtomicCounter copied;
    private final int room;
    private final long[] buffers;
    /** Who wants which packet, in the order of the packets. */
    private final Visit[] wanted;
    private final int[] packets;
    private int count;
    /** Copies for which there is room. */
    private int most;

    /**
     * @param memory     where packets are, and their copies will be
     * @param exit       counts the copies that could not be made
     * @param copied     counts copies, those that could not be made among them
     * @param vectorSize packets of one vector at most, copies among them
     */
    public Taps(final PacketMemory memory, final Exit exit, final AtomicCounter copied, final int vectorSize) {
        this.memory = memory;
        this.bytes = memory.bytes();
        this.exit = exit;
        this.copied = copied;
        this.room = vectorSize;
        this.buffers = new long[vectorSize];
        this.wanted = new Visit[vectorSize];
        this.packets = new int[vectorSize];
    }

    /** A vector has come, of so many packets. */
    void begin(final int size) {
        count = 0;
        most = room - size;
    }

    /** A tap wants a packet, if there is one: of several, where groups between them are left out, each does. */
    void note(final int i, final Visit tap) {
        if (tap == null) {
            return;
        }
        if (count == most) {
            copied.getAndAddRelease(1);
            exit.lose(1, DropReason.NO_BUFFER);
        } else {
            wanted[count] = tap;
            packets[count++] = i;
        }
    }

    /** Makes the copies, also of what leaves its vector behind the tap. */
    void insert(final PacketVector vector) {
        if (count == 0) {
            return;
        }
        copied.getAndAddRelease(count);
        if (memory.allocate(buffers, count)) {
            insert(vector, count);
        } else {
            exit.lose(count, DropReason.NO_BUFFER);
        }
    }

    /** From the last packet to the first, so that what is overwritten has been moved before. */
    private void insert(final PacketVector vector, final int copies) {
        int left = copies;
        for (int i = vector.size - 1; left > 0; i--) {
            while (left > 0 && packets[left - 1] == i) {
                copy(vector, i, i + left, buffers[left - 1], wanted[left - 1]);
                left--;
            }
            if (left > 0) {
                move(vector, i, i + left);
            }
        }
        vector.size += copies;
        vector.moved = true;
    }

    private static void move(final PacketVector vector, final int from, final int to) {
        final int verdict = vector.verdict[from];
        vector.move(from, to);
        vector.verdict[from] = 0;
        vector.verdict[to] = verdict;
    }

    private void copy(final PacketVector vector, final int from, final int to, final long buffer, final Visit tap) {
        final int octets = ChainWord.octets(vector.chain[from]);
        final int front = octets == 0 ? 0 : octets + Ethernet.HEADER_LENGTH;
        final long position = memory.counterpart(vector.handle[from], vector.position[from], buffer);
        MemorySegment.copy(bytes, vector.position[from] - front, bytes, position - front, vector.length[from] + front);
        vector.move(from, to);
        vector.verdict[to] = 0;
        vector.handle[to] = buffer;
        vector.position[to] = position;
        vector.chain[to] = ChainWord.of(octets, tap.number);
        vector.egress[to] = tap.egress;
        vector.act(to, tap.path.spec.tPdus() && isInTunnel(vector.action[from])
            ? Action.DECAPSULATE : Action.FORWARD);
    }

    /** Of a T-PDU: whether it comes from outside, and not from an application, where it has no tunnel any more. */
    private static boolean isInTunnel(final int action) {
        return action == Action.DECAPSULATE || action == Action.PASS;
    }
}
