package io.mecvswitch.memory;

import java.lang.foreign.Arena;

/**
 * Packet memory without DPDK: equal slots in one native block, and a stack of the free ones.
 *
 * <p>For tests, tools and benchmarks. A handle is the slot's number plus one, so that 0 is never a packet. Used by one
 * thread at a time.
 */
public final class ArrayMemory extends PacketMemory {
    private final int slotLength;
    private final long[] free;
    private final boolean[] taken;
    private int available;

    /**
     * @param capacity   number of buffers
     * @param slotLength bytes of one buffer, headroom included
     */
    public ArrayMemory(final int capacity, final int slotLength) {
        super(Arena.ofAuto().allocate((long) capacity * slotLength, 64));
        this.slotLength = slotLength;
        this.free = new long[capacity];
        this.taken = new boolean[capacity];
        this.available = capacity;
        for (int i = 0; i < capacity; i++) {
            free[i] = capacity - i;
        }
    }

    @Override
    public long bufferStart(final long handle) {
        return (handle - 1) * slotLength;
    }

    @Override
    public long bufferEnd(final long handle) {
        return handle * slotLength;
    }

    @Override
    public boolean allocate(final long[] handles, final int count) {
        if (count > available) {
            return false;
        }
        for (int i = 0; i < count; i++) {
            handles[i] = free[--available];
            taken[(int) handles[i] - 1] = true;
        }
        return true;
    }

    @Override
    public void free(final long[] handles, final int from, final int count) {
        for (int i = from; i < from + count; i++) {
            release(handles[i]);
        }
    }

    private void release(final long handle) {
        final int slot = (int) handle - 1;
        if (!taken[slot]) {
            throw new IllegalStateException("packet " + handle + " was freed twice");
        }
        taken[slot] = false;
        free[available++] = handle;
    }

    @Override
    public int available() {
        return available;
    }

    @Override
    public int capacity() {
        return free.length;
    }
}
