package io.mecvswitch.chaining;

import io.mecvswitch.header.Ethernet;
import io.mecvswitch.memory.PacketMemory;
import io.mecvswitch.stage.Action;
import io.mecvswitch.stage.DropReason;
import io.mecvswitch.stage.Exit;
import io.mecvswitch.stage.PacketVector;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
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
    private final Visit[] wanted;
    private final long[] buffers;
    private int count;

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
        this.wanted = new Visit[vectorSize];
        this.buffers = new long[vectorSize];
    }

    /** A vector has come. */
    void begin() {
        if (count > 0) {
            Arrays.fill(wanted, null);
            count = 0;
        }
    }

    /** A tap wants a packet, if there is one; of two in one step of the way the first gets it. */
    void note(final int i, final Visit tap) {
        if (tap == null) {
            return;
        }
        if (wanted[i] != null) {
            copied.getAndAddRelease(1);
            exit.lose(1, DropReason.NO_BUFFER);
        } else {
            wanted[i] = tap;
            count++;
        }
    }

    /** Makes the copies. What left its vector meanwhile was not copied yet, and is not. */
    void insert(final PacketVector vector) {
        if (count == 0) {
            return;
        }
        copied.getAndAddRelease(count);
        if (vector.size + count <= room && memory.allocate(buffers, count)) {
            insert(vector, count);
        } else {
            exit.lose(count, DropReason.NO_BUFFER);
        }
    }

    /** From the last packet to the first, so that what is overwritten has been moved before. */
    private void insert(final PacketVector vector, final int copies) {
        int left = copies;
        for (int i = vector.size - 1; left > 0; i--) {
            final Visit tap = wanted[i];
            final int verdict = vector.verdict[i];
            if (tap != null) {
                copy(vector, i, i + left, buffers[left - 1], tap);
                left--;
            }
            if (left > 0) {
                vector.move(i, i + left);
                vector.verdict[i + left] = verdict;
                vector.verdict[i] = 0;
            }
        }
        vector.size += copies;
        vector.moved = true;
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
        vector.act(to, tap.path.spec.tPdus() && vector.action[from] != Action.FORWARD && vector.action[from] != Action.NONE
            ? Action.DECAPSULATE : Action.FORWARD);
    }
}
