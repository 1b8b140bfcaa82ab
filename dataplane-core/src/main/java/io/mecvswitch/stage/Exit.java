package io.mecvswitch.stage;

import io.mecvswitch.memory.PacketMemory;
import org.agrona.concurrent.status.AtomicCounter;

/**
 * Where dropped packets leave: counted by reason, freed in bulk.
 *
 * <p>Shared by all lanes; the counters are added to atomically, which only costs where packets are dropped.
 */
public final class Exit {
    private final PacketMemory memory;
    private final AtomicCounter[] dropped;

    /**
     * @param memory  takes the packets back
     * @param dropped a counter for each {@link DropReason}, by ordinal
     */
    public Exit(final PacketMemory memory, final AtomicCounter[] dropped) {
        this.memory = memory;
        this.dropped = dropped;
    }

    /** Counts packets that should have been made, and for which there was no buffer. */
    public void lose(final int count, final DropReason reason) {
        dropped[reason.ordinal()].getAndAdd(count);
    }

    /** Drops packets for one reason. */
    public void drop(final long[] handles, final int from, final int count, final DropReason reason) {
        dropped[reason.ordinal()].getAndAdd(count);
        memory.free(handles, from, count);
    }

    /** Drops the first {@code count} packets, each for its own reason. */
    public void drop(final long[] handles, final int[] reasons, final int count) {
        int from = 0;
        for (int i = 1; i <= count; i++) {
            if (i == count || reasons[i] != reasons[from]) {
                dropped[reasons[from]].getAndAdd(i - from);
                from = i;
            }
        }
        memory.free(handles, 0, count);
    }
}
