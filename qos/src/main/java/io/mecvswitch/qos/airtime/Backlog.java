package io.mecvswitch.qos.airtime;

import java.util.Arrays;

/**
 * Frames that wait, in a queue per station, and frames in flight, in a queue per virtual interface: one pool of slots,
 * made once.
 *
 * <pre>
 *   free ──take──▶ waiting, per station ──send──▶ in flight, per interface ──land──▶ free
 * </pre>
 *
 * <p>Lane.
 */
final class Backlog {
    static final int NONE = -1;

    private final int[] next;
    private final int[] station;
    private final int[] octets;
    private final int[] tag;
    private final long[] idealNs;
    private final long[] estimateNs;
    private final long[] dueNs;
    private final int[] first;
    private final int[] last;
    private final int[] length;
    private int free;

    /**
     * @param capacity slots
     * @param queues   of stations and of interfaces together
     */
    Backlog(final int capacity, final int queues) {
        next = new int[capacity];
        Arrays.setAll(next, slot -> slot + 1 < capacity ? slot + 1 : NONE);
        free = capacity == 0 ? NONE : 0;
        station = new int[capacity];
        octets = new int[capacity];
        tag = new int[capacity];
        idealNs = new long[capacity];
        estimateNs = new long[capacity];
        dueNs = new long[capacity];
        first = new int[queues];
        last = new int[queues];
        length = new int[queues];
        Arrays.fill(first, NONE);
    }

    boolean isFull() {
        return free == NONE;
    }

    /** A slot for a frame; one is free. */
    int take(final int ofStation, final int frameOctets, final int frameTag, final long ns) {
        final int slot = free;
        free = next[slot];
        station[slot] = ofStation;
        octets[slot] = frameOctets;
        tag[slot] = frameTag;
        idealNs[slot] = ns;
        return slot;
    }

    void free(final int slot) {
        next[slot] = free;
        free = slot;
    }

    /** Sets what a slot is in flight for, and until when it is believed to be. */
    void fly(final int slot, final long ns, final long untilNs) {
        estimateNs[slot] = ns;
        dueNs[slot] = untilNs;
    }

    void append(final int queue, final int slot) {
        next[slot] = NONE;
        if (first[queue] == NONE) {
            first[queue] = slot;
        } else {
            next[last[queue]] = slot;
        }
        last[queue] = slot;
        length[queue]++;
    }

    /** The oldest of a queue, or {@link #NONE}. */
    int first(final int queue) {
        return first[queue];
    }

    /** The next of the same queue, or {@link #NONE}. */
    int after(final int slot) {
        return next[slot];
    }

    /** Takes the oldest out of a queue that has one. */
    int removeFirst(final int queue) {
        final int slot = first[queue];
        first[queue] = next[slot];
        length[queue]--;
        return slot;
    }

    int length(final int queue) {
        return length[queue];
    }

    int station(final int slot) {
        return station[slot];
    }

    int octets(final int slot) {
        return octets[slot];
    }

    int tag(final int slot) {
        return tag[slot];
    }

    long idealNs(final int slot) {
        return idealNs[slot];
    }

    long estimateNs(final int slot) {
        return estimateNs[slot];
    }

    long dueNs(final int slot) {
        return dueNs[slot];
    }
}
