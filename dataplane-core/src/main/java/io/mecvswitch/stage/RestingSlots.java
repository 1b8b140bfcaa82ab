package io.mecvswitch.stage;

import java.util.Arrays;

/**
 * Numbers for what rests in a stage: found by a hash, kept in the order of arrival, and made once, so that no traffic
 * makes them grow. What rests, and by what it is told apart, stands in arrays of the stage's own, by number.
 *
 * <pre>
 *   oldest ──▶ … ──▶ newest            hash ──▶ slot ──▶ slot            free ──▶ slot ──▶ slot
 * </pre>
 *
 * <p>Lane.
 */
public final class RestingSlots {
    /** No slot. */
    public static final int NONE = -1;

    private final int[] buckets;
    /** The next slot of the bucket, or of the free ones. */
    private final int[] chain;
    private final int[] hashes;
    private final int[] older;
    private final int[] newer;
    private int oldest = NONE;
    private int newest = NONE;
    private int free;
    private int taken;

    /**
     * @param capacity slots, at least one
     */
    public RestingSlots(final int capacity) {
        buckets = new int[Integer.highestOneBit(capacity) << 1];
        Arrays.fill(buckets, NONE);
        chain = new int[capacity];
        Arrays.setAll(chain, slot -> slot + 1 < capacity ? slot + 1 : NONE);
        hashes = new int[capacity];
        older = new int[capacity];
        newer = new int[capacity];
    }

    /** Slots in all. */
    public int capacity() {
        return chain.length;
    }

    /** Whether none is taken. */
    public boolean isEmpty() {
        return taken == 0;
    }

    /** Whether none is free. */
    public boolean isFull() {
        return free == NONE;
    }

    /** The slot that was taken first, or {@link #NONE}. */
    public int oldest() {
        return oldest;
    }

    /** The slot that was taken next, or {@link #NONE}. */
    public int newer(final int slot) {
        return newer[slot];
    }

    /** The first slot that may be of a hash, or {@link #NONE}; its likes follow by {@link #alike}. */
    public int find(final int hash) {
        return buckets[hash & buckets.length - 1];
    }

    /** The next slot that may be of the same hash, or {@link #NONE}. */
    public int alike(final int slot) {
        return chain[slot];
    }

    /** Takes a slot, as the newest; one is free. */
    public int take(final int hash) {
        final int slot = free;
        free = chain[slot];
        final int bucket = hash & buckets.length - 1;
        chain[slot] = buckets[bucket];
        buckets[bucket] = slot;
        hashes[slot] = hash;
        append(slot);
        taken++;
        return slot;
    }

    private void append(final int slot) {
        older[slot] = newest;
        newer[slot] = NONE;
        if (newest == NONE) {
            oldest = slot;
        } else {
            newer[newest] = slot;
        }
        newest = slot;
    }

    /** Gives a slot back. */
    public void free(final int slot) {
        unchain(slot);
        final int before = older[slot];
        final int after = newer[slot];
        if (before == NONE) {
            oldest = after;
        } else {
            newer[before] = after;
        }
        if (after == NONE) {
            newest = before;
        } else {
            older[after] = before;
        }
        chain[slot] = free;
        free = slot;
        taken--;
    }

    private void unchain(final int slot) {
        final int bucket = hashes[slot] & buckets.length - 1;
        if (buckets[bucket] == slot) {
            buckets[bucket] = chain[slot];
            return;
        }
        int before = buckets[bucket];
        while (chain[before] != slot) {
            before = chain[before];
        }
        chain[before] = chain[slot];
    }
}
