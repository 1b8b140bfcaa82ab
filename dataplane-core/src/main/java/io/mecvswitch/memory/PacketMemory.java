package io.mecvswitch.memory;

import java.lang.foreign.MemorySegment;

/**
 * All packet buffers of the process as one range of native memory.
 *
 * <p>A packet is named by its <em>handle</em> (for DPDK the address of its mbuf) and its bytes are found by their
 * <em>position</em>, an offset into {@link #bytes()}. One segment over all buffers lets the JIT keep its base and
 * length in registers through a whole vector, and makes every access bounded: a position that escaped a check ends in
 * an exception, never in somebody else's memory.
 *
 * <pre>
 *   bytes() ─┬──────────────────────────────────────────────────────────────────────┬─
 *            │ … │ mbuf │ headroom │ frame ......................... │ tailroom │ … │
 *            └───┴──────┴──────────┴──────────────────────────────────┴──────────┴───┘
 *                handle            position                 position + length
 *                       bufferStart(handle)                            bufferEnd(handle)
 * </pre>
 *
 * <p>Allocation and release may be called by any thread known to the implementation (see {@code PortProvider});
 * release is always in bulk, because a call per packet costs more than the packet's whole way.
 */
public abstract class PacketMemory {
    private final MemorySegment bytes;

    /**
     * @param bytes native memory that covers every buffer, alive as long as this object
     */
    protected PacketMemory(final MemorySegment bytes) {
        this.bytes = bytes;
    }

    /** The memory that positions count in. */
    public final MemorySegment bytes() {
        return bytes;
    }

    /** Position of the first byte a header may be pushed to, in the buffer of this packet. */
    public abstract long bufferStart(long handle);

    /** Position after the last byte of the buffer of this packet. */
    public abstract long bufferEnd(long handle);

    /**
     * Where in another buffer the copy of a packet is to lie: as far in as the packet, so that there is the same room
     * in front.
     *
     * @param handle   of the packet
     * @param position of the packet
     * @param other    handle of the copy
     */
    public final long counterpart(final long handle, final long position, final long other) {
        return bufferStart(other) + position - bufferStart(handle);
    }

    /**
     * Takes buffers: all or none.
     *
     * @param handles receives the handles, from index 0
     * @param count   how many, at least 1
     * @return whether there were enough
     */
    public abstract boolean allocate(long[] handles, int count);

    /** Gives {@code count} buffers back, {@code handles[from]} being the first. */
    public abstract void free(long[] handles, int from, int count);

    /** Buffers that are free at this moment; exact only while no thread allocates or frees. */
    public abstract int available();

    /** Buffers in all. */
    public abstract int capacity();
}
