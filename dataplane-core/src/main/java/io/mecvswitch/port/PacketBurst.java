package io.mecvswitch.port;

import java.lang.foreign.MemorySegment;

/**
 * What crosses a port in one call: packets as columns, {@link #size} of them from index 0.
 *
 * <p>The columns are plain arrays because that is what the JIT compiles best, and each has a {@link MemorySegment} over
 * it, made once, through which a device's native code reads and fills it in place. Used by one thread at a time.
 */
public class PacketBurst {
    /** Tells of packets, from what the device has on record, where they lie and how long they are. */
    @FunctionalInterface
    public interface Describer {
        /**
         * Fills {@link #position} and {@link #length}.
         *
         * @param burst its packets are nobody else's, and nobody has moved them
         * @param from  index of the first
         */
        void describe(PacketBurst burst, int from);
    }

    /** Names of the packets in their {@code PacketMemory}. Written by the port on receive. */
    public final long[] handle;
    /** Where each frame's first byte is. Written by the port on receive, moved by pops and pushes. */
    public final long[] position;
    /** Bytes of each frame. Written by the port on receive, changed by pops and pushes. */
    public final int[] length;
    /** When each packet was received, in the port's clock; only where {@link Port#timestamps()} says so. */
    public final long[] timeNs;
    /** Packets in the columns. */
    public int size;
    /**
     * Whether {@link #position} or {@link #length} of any packet may differ from what the device has on record. Cleared
     * by who is about to receive, set by who pops, pushes or makes a packet; a device need not be told what it knows.
     */
    public boolean moved = true;
    /**
     * Whether {@link #octets} and {@link #longest} are those of the packets in the columns as long as none was
     * {@link #moved}. Set by a port that knows them on receive, and by {@link #measure}; cleared by who is about to
     * receive, puts packets in, or takes some out.
     */
    public boolean measured;
    /** Octets of all packets, where {@link #measured}. */
    public int octets;
    /** Octets of the longest packet, where {@link #measured}. */
    public int longest;
    /**
     * Who fills in {@link #position} and {@link #length}, which the port has left out; null if they are there. Set by
     * {@link Port#rxHandles}, cleared by who is about to receive or to put packets in, and by {@link #describe}.
     */
    public Describer describer;

    private final int capacity;
    private final MemorySegment handles;
    private final MemorySegment positions;
    private final MemorySegment lengths;
    private final MemorySegment times;

    /**
     * @param capacity packets at most
     */
    public PacketBurst(final int capacity) {
        this(capacity, 0);
    }

    /**
     * @param capacity packets a port may receive into it at most
     * @param copies   packets that may join them on their way
     */
    protected PacketBurst(final int capacity, final int copies) {
        this.capacity = capacity;
        handle = new long[capacity + copies];
        position = new long[capacity + copies];
        length = new int[capacity + copies];
        timeNs = new long[capacity + copies];
        handles = MemorySegment.ofArray(handle);
        positions = MemorySegment.ofArray(position);
        lengths = MemorySegment.ofArray(length);
        times = MemorySegment.ofArray(timeNs);
    }

    /** Packets that a port may receive into it. */
    public final int capacity() {
        return capacity;
    }

    /**
     * Sees to it that {@link #position} and {@link #length} are filled.
     *
     * @param from index of the first packet of which anybody wants to know; those before may be somebody else's
     */
    public final void describe(final int from) {
        if (describer != null) {
            describer.describe(this, from);
            describer = null;
        }
    }

    /**
     * Finds {@link #octets} and {@link #longest}.
     *
     * @return {@link #measured}: false if a length is negative
     */
    public final boolean measure() {
        describe(0);
        final int[] length = this.length;
        final int size = this.size;
        int octets = 0;
        int longest = 0;
        int signs = 0;
        for (int i = 0; i < size; i++) {
            octets += length[i];
            longest = Math.max(longest, length[i]);
            signs |= length[i];
        }
        this.octets = octets;
        this.longest = longest;
        measured = signs >= 0;
        return measured;
    }

    /** Octets of the packets from one index to before another. */
    public final int octets(final int from, final int to) {
        return measured && !moved && from == 0 && to == size ? octets : sum(from, to);
    }

    private int sum(final int from, final int to) {
        describe(from);
        final int[] length = this.length;
        int octets = 0;
        for (int i = from; i < to; i++) {
            octets += length[i];
        }
        return octets;
    }

    /** Appends a packet; the caller knows there is room. */
    public final void add(final long handle, final long position, final int length, final long timeNs) {
        final int i = size++;
        measured = false;
        this.handle[i] = handle;
        this.position[i] = position;
        this.length[i] = length;
        this.timeNs[i] = timeNs;
    }

    /** {@link #handle} for native code. */
    public final MemorySegment handles() {
        return handles;
    }

    /** {@link #position} for native code. */
    public final MemorySegment positions() {
        return positions;
    }

    /** {@link #length} for native code. */
    public final MemorySegment lengths() {
        return lengths;
    }

    /** {@link #timeNs} for native code. */
    public final MemorySegment times() {
        return times;
    }
}
