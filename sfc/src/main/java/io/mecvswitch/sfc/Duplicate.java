package io.mecvswitch.sfc;

import io.mecvswitch.memory.PacketMemory;
import io.mecvswitch.stage.Action;
import io.mecvswitch.stage.DropReason;
import io.mecvswitch.stage.Exit;
import io.mecvswitch.stage.Layer;
import io.mecvswitch.stage.PacketVector;
import io.mecvswitch.stage.Stage;
import io.mecvswitch.stage.StageName;
import java.lang.foreign.MemorySegment;
import org.agrona.concurrent.status.AtomicCounter;

/**
 * Copies packets where their rules say so. A copy is a packet like others: it stands behind its original in the vector,
 * has a buffer and an action of its own, and is counted as copied before it goes anywhere.
 *
 * <pre>
 *   before   │ a │ b │ c │ d │                     b and d are copied
 *   after    │ a │ b │ b'│ c │ d │ d'│
 * </pre>
 *
 * <p>The buffers of a vector's copies are taken in one call, all or none. Where there are none, the copies are dropped
 * as {@link DropReason#NO_BUFFER} and the packets go on.
 */
public final class Duplicate extends Stage {
    private final Copies copies;
    private final PacketMemory memory;
    private final MemorySegment bytes;
    private final Exit exit;
    private final AtomicCounter copied;
    private final long[] buffers;

    /**
     * @param copies     what each rule copies
     * @param memory     where the packets are, and their copies will be
     * @param exit       counts the copies that could not be made
     * @param copied     counts copies, those that could not be made among them
     * @param vectorSize packets of one vector at most
     */
    public Duplicate(final Copies copies, final PacketMemory memory, final Exit exit, final AtomicCounter copied,
        final int vectorSize) {
        this.copies = copies;
        this.memory = memory;
        this.bytes = memory.bytes();
        this.exit = exit;
        this.copied = copied;
        this.buffers = new long[vectorSize];
    }

    @Override
    public StageName name() {
        return StageName.DUPLICATE;
    }

    @Override
    public void process(final PacketVector vector) {
        if (!vector.duplicates) {
            return;
        }
        final int count = count(vector);
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

    private int count(final PacketVector vector) {
        int count = 0;
        for (int i = 0; i < vector.size; i++) {
            count += isCopied(vector, i) ? 1 : 0;
        }
        return count;
    }

    /** Of what is no sound G-PDU, nor a T-PDU itself, no T-PDU can be copied. */
    private boolean isCopied(final PacketVector vector, final int i) {
        final int rule = vector.rule[i];
        return rule != PacketVector.NO_RULE && copies.original[rule] == vector.action[i]
            && (copies.action[rule] != Action.DECAPSULATE || (vector.layers(i) & Layer.INNER_IP) != 0);
    }

    /** From the last packet to the first, so that what is overwritten has been moved before. */
    private void insert(final PacketVector vector, final int count) {
        int left = count;
        for (int i = vector.size - 1; left > 0; i--) {
            final boolean isCopied = isCopied(vector, i);
            if (isCopied) {
                copy(vector, i, i + left, buffers[left - 1]);
                left--;
            }
            if (left > 0) {
                vector.move(i, i + left);
            }
        }
        vector.size += count;
        vector.moved = true;
    }

    private void copy(final PacketVector vector, final int from, final int to, final long buffer) {
        final int rule = vector.rule[from];
        final long position = memory.counterpart(vector.handle[from], vector.position[from], buffer);
        MemorySegment.copy(bytes, vector.position[from], bytes, position, vector.length[from]);
        vector.move(from, to);
        vector.handle[to] = buffer;
        vector.position[to] = position;
        vector.act(to, copies.action[rule]);
        vector.egress[to] = copies.egress[rule];
    }
}
