package io.mecvswitch.qos.airtime;

/**
 * Frames that wait, in a queue per station, and frames in flight, in a queue per virtual interface: one pool of slots,
 * made once.
 *
 * <pre>
 *   free ──take──▶ waiting, per station ──send──▶ in flight, per interface ──land──▶ free
 *
 *   slot   │ next │ tag │ station │ octets │ ideal ns │ estimate ns │ - │ - │     words of 32 bit: half a cache line
 * </pre>
 *
 * <p>What was freed last is taken first, so that few lines are in use. Lane.
 */
final class Backlog {
    static final int NONE = -1;
    private static final int SHIFT = 3;
    private static final int NEXT = 0;
    private static final int TAG = 1;
    private static final int STATION = 2;
    private static final int OCTETS = 3;
    private static final int IDEAL = 4;
    private static final int ESTIMATE = 5;

    private final int[] slots;
    private final long[] dueNs;
    private int free;

    /**
     * @param capacity slots, 2^27 at most
     */
    Backlog(final int capacity) {
        slots = new int[capacity << SHIFT];
        dueNs = new long[capacity];
        for (int slot = 0; slot < capacity; slot++) {
            slots[slot << SHIFT] = slot + 1 < capacity ? slot + 1 : NONE;
        }
        free = capacity == 0 ? NONE : 0;
    }

    boolean isFull() {
        return free == NONE;
    }

    /** A slot for a frame; one is free. */
    int take(final int ofStation, final int frameOctets, final int frameTag, final int ns) {
        final int slot = free;
        final int at = slot << SHIFT;
        free = slots[at + NEXT];
        slots[at + TAG] = frameTag;
        slots[at + STATION] = ofStation;
        slots[at + OCTETS] = frameOctets;
        slots[at + IDEAL] = ns;
        return slot;
    }

    void free(final int slot) {
        slots[slot << SHIFT] = free;
        free = slot;
    }

    /** Frees the oldest of a queue, up to a slot of it. */
    void free(final Turn<?> from, final int upTo, final int count) {
        final int first = from.first;
        from.first = slots[upTo << SHIFT];
        from.length -= count;
        slots[upTo << SHIFT] = free;
        free = first;
    }

    /** Sets what a slot is in flight for, and until when it is believed to be. */
    void fly(final int slot, final int ns, final long untilNs) {
        slots[(slot << SHIFT) + ESTIMATE] = ns;
        dueNs[slot] = untilNs;
    }

    void append(final Turn<?> queue, final int slot) {
        slots[slot << SHIFT] = NONE;
        if (queue.length++ == 0) {
            queue.first = slot;
        } else {
            slots[queue.last << SHIFT] = slot;
        }
        queue.last = slot;
    }

    /** The next of the same queue, or {@link #NONE}. */
    int after(final int slot) {
        return slots[slot << SHIFT];
    }

    /** Takes the oldest out of a queue that has one. */
    int removeFirst(final Turn<?> queue) {
        final int slot = queue.first;
        queue.first = slots[slot << SHIFT];
        queue.length--;
        return slot;
    }

    /** Moves the oldest of a queue, up to a slot of it, behind another one. */
    void move(final Turn<?> from, final Turn<?> to, final int upTo, final int count) {
        final int first = from.first;
        from.first = slots[upTo << SHIFT];
        from.length -= count;
        if (to.length == 0) {
            to.first = first;
        } else {
            slots[to.last << SHIFT] = first;
        }
        to.last = upTo;
        to.length += count;
    }

    int station(final int slot) {
        return slots[(slot << SHIFT) + STATION];
    }

    int octets(final int slot) {
        return slots[(slot << SHIFT) + OCTETS];
    }

    int tag(final int slot) {
        return slots[(slot << SHIFT) + TAG];
    }

    int idealNs(final int slot) {
        return slots[(slot << SHIFT) + IDEAL];
    }

    int estimateNs(final int slot) {
        return slots[(slot << SHIFT) + ESTIMATE];
    }

    long dueNs(final int slot) {
        return dueNs[slot];
    }
}
