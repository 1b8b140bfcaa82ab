package io.mecvswitch.qos;

import java.util.Arrays;

/**
 * Flows that wait for their time, found when it has come (A. Saeed et al., Carousel, SIGCOMM 2017).
 *
 * <pre>
 *   slot     0   1   2   …   65535        2 048 ns each: 134 ms in all
 *            │       └─▶ flow ─▶ flow     in the order in which they came
 *   bitmap   1   0   1   …                so that empty slots cost nothing
 * </pre>
 *
 * <p>Who waits longer than the wheel is long comes out early, and is put in again. Made once. Lane.
 */
final class TimingWheel {
    static final int NONE = -1;
    /** How long the wheel is. */
    static final long HORIZON_NS = (1L << TimingWheel.SLOTS_SHIFT + TimingWheel.SLOT_SHIFT) - 1;
    /** Longest time by which a flow comes out too late. */
    static final long SLOT_NS = 1L << TimingWheel.SLOT_SHIFT;

    private static final int SLOT_SHIFT = 11;
    private static final int SLOTS_SHIFT = 16;
    private static final int SLOTS = 1 << SLOTS_SHIFT;
    private static final int MASK = SLOTS - 1;

    private final int[] first = new int[SLOTS];
    private final int[] last = new int[SLOTS];
    private final int[] next;
    private final long[] occupied = new long[SLOTS >> 6];
    /** All slots before this one are empty. */
    private long current;
    private int size;

    /**
     * @param flows numbers of flows that there are
     */
    TimingWheel(final int flows) {
        next = new int[flows];
        Arrays.fill(first, NONE);
    }

    boolean isEmpty() {
        return size == 0;
    }

    /** Lets a flow wait; it does not wait yet. */
    void add(final int flow, final long timeNs, final long nowNs) {
        if (size == 0) {
            current = nowNs >> SLOT_SHIFT;
        }
        final long wanted = timeNs + SLOT_NS - 1 >> SLOT_SHIFT;
        final int slot = (int) Math.clamp(wanted, current, current + MASK) & MASK;
        next[flow] = NONE;
        if (first[slot] == NONE) {
            first[slot] = flow;
            occupied[slot >> 6] |= 1L << slot;
        } else {
            next[last[slot]] = flow;
        }
        last[slot] = flow;
        size++;
    }

    /** Takes out a flow whose time has come, the longest ago first; or {@link #NONE}. */
    int poll(final long nowNs) {
        if (size == 0) {
            return NONE;
        }
        final long slot = firstSlot();
        final long now = nowNs >> SLOT_SHIFT;
        current = Math.max(current, Math.min(slot, now));
        return slot > now ? NONE : remove((int) slot & MASK);
    }

    /** When the next flow's time comes; it is not empty. */
    long nextNs() {
        return firstSlot() << SLOT_SHIFT;
    }

    private int remove(final int slot) {
        final int flow = first[slot];
        first[slot] = next[flow];
        if (first[slot] == NONE) {
            occupied[slot >> 6] &= ~(1L << slot);
        }
        size--;
        return flow;
    }

    /** The first slot that is not empty, from the current one on. */
    private long firstSlot() {
        final int from = (int) current & MASK;
        int word = from >> 6;
        long bits = occupied[word] & -1L << from;
        while (bits == 0) {
            word = word + 1 & occupied.length - 1;
            bits = occupied[word];
        }
        final int slot = (word << 6) + Long.numberOfTrailingZeros(bits);
        return current + (slot - from & MASK);
    }

    /** Forgets all. */
    void clear() {
        Arrays.fill(first, NONE);
        Arrays.fill(occupied, 0);
        size = 0;
    }
}
