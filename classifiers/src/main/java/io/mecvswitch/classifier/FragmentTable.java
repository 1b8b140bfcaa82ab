package io.mecvswitch.classifier;

import io.mecvswitch.stage.RestingSlots;
import java.util.Arrays;

/**
 * Datagrams of which not every fragment has come, and the fragments that have: arrays made once, so that no traffic
 * makes them grow.
 *
 * <pre>
 *   bucket ──▶ datagram ──▶ datagram     oldest ──▶ … ──▶ newest
 *                 │
 *                 └──▶ part ──▶ part ──▶ part, in any order
 * </pre>
 *
 * <p>The hash is keyed by what nobody outside can know, so that nobody can fill one bucket. Lane.
 */
final class FragmentTable {
    /** No datagram, no part. */
    static final int NONE = RestingSlots.NONE;
    /** {@link #fate}: its parts are gathered. */
    static final int GATHERED = 0;
    /** {@link #fate}: its fragments pass as they are. Any other value is the reason to drop them, as ordinal. */
    static final int PASSED = -1;

    private static final int WORDS = Fragment.KEY_WORDS;
    private static final long MULTIPLIER = 0x9e37_79b9_7f4a_7c15L;

    private final long seed;
    private final RestingSlots slots;
    private int freePart;

    // by datagram
    private final long[] keys;
    /** When its first fragment came. */
    final long[] startedNs;
    /** {@link #GATHERED}, {@link #PASSED}, or a reason. */
    final int[] fate;
    /** The first of its parts. */
    final int[] parts;
    /** Octets that are here. */
    final int[] received;
    /** Octets of the whole, as its last fragment says; 0 before that has come. */
    final int[] total;
    /** Bit {@code 1 << mark} of each congestion mark that a fragment had. */
    final int[] marks;
    /** Octets of the longest IP packet among the fragments that others follow. */
    final int[] longest;

    // by part
    /** The fragment. */
    final long[] handle;
    /** Where its frame begins. */
    final long[] position;
    /** Octets from there to the part's first. */
    final int[] data;
    /** Octets from the IP header's first on, as {@link Fragment#header}. */
    final int[] header;
    /** Its place in the datagram. */
    final int[] place;
    /** Its octets. */
    final int[] size;
    /** The next part of the datagram. */
    final int[] next;

    /**
     * @param capacity datagrams at most
     * @param seed     keys the hash
     */
    FragmentTable(final int capacity, final long seed) {
        this.seed = seed;
        slots = new RestingSlots(capacity);
        keys = new long[capacity * WORDS];
        startedNs = new long[capacity];
        fate = new int[capacity];
        parts = new int[capacity];
        received = new int[capacity];
        total = new int[capacity];
        marks = new int[capacity];
        longest = new int[capacity];
        final int fragments = capacity * Reassemble.FRAGMENTS_PER_DATAGRAM;
        handle = new long[fragments];
        position = new long[fragments];
        data = new int[fragments];
        header = new int[fragments];
        place = new int[fragments];
        size = new int[fragments];
        next = new int[fragments];
        Arrays.setAll(next, i -> i + 1 < fragments ? i + 1 : NONE);
    }

    /** Datagrams at most. */
    int capacity() {
        return slots.capacity();
    }

    /** Fragments that can rest. */
    int partCapacity() {
        return next.length;
    }

    boolean isEmpty() {
        return slots.isEmpty();
    }

    boolean isFull() {
        return slots.isFull();
    }

    boolean hasRoomForPart() {
        return freePart != NONE;
    }

    /** The datagram that began first, or {@link #NONE}. */
    int oldest() {
        return slots.oldest();
    }

    /** The datagram of this name, or {@link #NONE}. */
    int find(final long[] key) {
        int datagram = slots.find(hash(key));
        while (datagram != NONE && !isNamed(datagram, key)) {
            datagram = slots.alike(datagram);
        }
        return datagram;
    }

    private boolean isNamed(final int datagram, final long[] key) {
        final int at = datagram * WORDS;
        long difference = 0;
        for (int k = 0; k < WORDS; k++) {
            difference |= keys[at + k] ^ key[k];
        }
        return difference == 0;
    }

    private int hash(final long[] key) {
        long hash = seed;
        for (int k = 0; k < WORDS; k++) {
            hash = (hash ^ key[k]) * MULTIPLIER;
            hash ^= hash >>> 32 ^ seed;
        }
        return (int) (hash * MULTIPLIER >>> 33);
    }

    /** Begins a datagram that is not there; the caller has made room. */
    int add(final long[] key, final long nowNs) {
        final int datagram = slots.take(hash(key));
        System.arraycopy(key, 0, keys, datagram * WORDS, WORDS);
        startedNs[datagram] = nowNs;
        fate[datagram] = GATHERED;
        parts[datagram] = NONE;
        received[datagram] = 0;
        total[datagram] = 0;
        marks[datagram] = 0;
        longest[datagram] = 0;
        return datagram;
    }

    /** Adds a fragment to its datagram; the caller has made room. */
    int addPart(final int datagram, final long handle, final long position, final Fragment fragment) {
        final int part = freePart;
        freePart = next[part];
        this.handle[part] = handle;
        this.position[part] = position;
        data[part] = (int) (fragment.data - position);
        header[part] = fragment.header;
        place[part] = fragment.place;
        size[part] = fragment.size;
        next[part] = parts[datagram];
        parts[datagram] = part;
        received[datagram] += fragment.size;
        marks[datagram] |= 1 << fragment.mark;
        if (fragment.more) {
            longest[datagram] = Math.max(longest[datagram], fragment.ipLength);
        } else {
            total[datagram] = fragment.place + fragment.size;
        }
        return part;
    }

    /** Forgets the parts of a datagram, and notes their fragments; returns how many. */
    int removeParts(final int datagram, final long[] handles) {
        int count = 0;
        int part = parts[datagram];
        while (part != NONE) {
            handles[count++] = handle[part];
            final int following = next[part];
            next[part] = freePart;
            freePart = part;
            part = following;
        }
        parts[datagram] = NONE;
        return count;
    }

    /** Forgets a datagram that has no parts any more. */
    void remove(final int datagram) {
        slots.free(datagram);
    }
}
