package io.mecvswitch.dpdk;

import io.mecvswitch.memory.PacketMemory;
import java.util.Objects;

/**
 * A DPDK mempool of mbufs; a handle is an mbuf's address.
 *
 * <pre>
 *   handle ──▶ ┌──────────┬───────────────┬─────────────────────────────────┐
 *              │ rte_mbuf │ headroom, 128 │ as long as the longest frame    │
 *              └──────────┴───────────────┴─────────────────────────────────┘
 *                         bufferStart                                bufferEnd
 * </pre>
 *
 * <p>Threads that entered as workers take and give through a cache of their own; all others go to the pool itself,
 * which is safe and slower.
 */
public final class DpdkMemory extends PacketMemory {
    /** Bytes between the start of the buffer and a received frame. */
    public static final int HEADROOM = 128;

    // Half of DPDK's largest: bursts of 32 to 64 hit it, and idle threads keep few buffers from the others.
    private static final int CACHE = 256;

    private final NativeDpdk.Pool pool;
    private final int capacity;
    private final long toBuffer;
    private final ArrayViews views = new ArrayViews();
    // written by control
    private volatile boolean closed;

    private DpdkMemory(final NativeDpdk.Pool pool, final int capacity) {
        super(pool.memory());
        this.pool = pool;
        this.capacity = capacity;
        this.toBuffer = pool.bufferOffset() - pool.memory().address();
    }

    /**
     * Makes a pool.
     *
     * @param capacity    number of buffers
     * @param frameLength of the longest frame that fits a buffer
     */
    static DpdkMemory create(final int capacity, final int frameLength) {
        final int cache = Math.min(CACHE, capacity * 2 / 3);
        return new DpdkMemory(NativeDpdk.createPool("packets", capacity, cache, HEADROOM + frameLength), capacity);
    }

    /** What positions count from. */
    long base() {
        return bytes().address();
    }

    /** The rte_mempool. */
    long address() {
        return pool.address();
    }

    @Override
    public long bufferStart(final long handle) {
        return handle + toBuffer;
    }

    @Override
    public long bufferEnd(final long handle) {
        return handle + toBuffer + pool.bufferLength();
    }

    @Override
    public boolean allocate(final long[] handles, final int count) {
        Objects.checkFromIndexSize(0, count, handles.length);
        return NativeDpdk.allocate(pool.address(), views.of(handles), count) == 0;
    }

    @Override
    public void free(final long[] handles, final int from, final int count) {
        Objects.checkFromIndexSize(from, count, handles.length);
        NativeDpdk.free(views.of(handles), from, count);
    }

    @Override
    public int available() {
        if (closed) {
            throw new IllegalStateException("the packet memory was released");
        }
        return NativeDpdk.available(pool.address());
    }

    @Override
    public int capacity() {
        return capacity;
    }

    /** Releases the buffers; nobody may touch one any more. */
    void close() {
        closed = true;
        NativeDpdk.freePool(pool.address());
    }
}
