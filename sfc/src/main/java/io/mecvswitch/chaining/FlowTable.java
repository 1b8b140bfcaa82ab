package io.mecvswitch.chaining;

import java.util.concurrent.ThreadLocalRandom;

/**
 * What is remembered of live flows: a number for each, such as that of the member that serves it. A flow that was
 * silent for longer than the idle time is forgotten, at once and exactly.
 *
 * <p>Each key has two buckets of eight places. A new flow takes a place in the emptier one, and where neither has any
 * left, that of the flow which was silent longest. So the table never grows and never takes longer than two buckets do;
 * as long as not more than half of it are live flows, none has to give way.
 *
 * <pre>
 *                 a bucket: one cache line of keys, one of words
 *   keys    │ key 0 │ key 1 │ … │ key 7 │        0 in a free place
 *   words   │ value, last seen │ … │              32 bits each; time in units of 2^20 ns
 * </pre>
 *
 * <p>Lane, but for the constructor.
 */
public final class FlowTable {
    /** {@link #find}: no live flow has this key. */
    public static final int NONE = -1;
    /** Places of a bucket. */
    public static final int BUCKET = 8;

    private static final long SEED = ThreadLocalRandom.current().nextLong() | 1;
    private static final int TIME_SHIFT = 20;

    // set once by control
    private final long[] keys;
    private final long[] words;
    private final int mask;
    private final int idle;
    // written by the lane only
    private int size;

    /**
     * @param capacity    flows at most; rounded up to a power of two, at least {@link #BUCKET}, at most 2^27
     * @param idleSeconds after which a silent flow is forgotten, up to 2,000,000
     */
    public FlowTable(final int capacity, final int idleSeconds) {
        final int places = Math.max(BUCKET, Integer.highestOneBit(Math.max(1, capacity - 1)) << 1);
        this.keys = new long[places];
        this.words = new long[places];
        this.mask = places / BUCKET - 1;
        this.idle = (int) (idleSeconds * 1_000_000_000L >>> TIME_SHIFT);
    }

    /** Flows it has room for. */
    public int capacity() {
        return keys.length;
    }

    /** Places that are taken, those of flows among them that are forgotten. */
    public int size() {
        return size;
    }

    /** The value of a live flow, which is live from now on again; or {@link #NONE}. */
    public int find(final long key, final long nowNs) {
        final int place = place(key);
        if (place < 0) {
            return NONE;
        }
        final long word = words[place];
        final int now = time(nowNs);
        if (age(word, now) > idle) {
            return NONE;
        }
        final int value = value(word);
        words[place] = word(value, now);
        return value;
    }

    /**
     * Remembers a flow.
     *
     * @param key   the flow's number
     * @param value other than {@link #NONE}
     */
    public void put(final long key, final int value, final long nowNs) {
        put(key, value, time(nowNs), time(nowNs));
    }

    private void put(final long key, final int value, final int seen, final int now) {
        final int known = place(key);
        final int place = known >= 0 ? known : spare(hash(key), now);
        size += keys[place] == 0 ? 1 : 0;
        keys[place] = stored(key);
        words[place] = word(value, seen);
    }

    /** Where a key stands, or -1. */
    private int place(final long key) {
        final long hash = hash(key);
        final int place = place(stored(key), first(hash));
        return place >= 0 ? place : place(stored(key), second(hash));
    }

    private int place(final long stored, final int bucket) {
        final long[] keys = this.keys;
        for (int place = bucket; place < bucket + BUCKET; place++) {
            if (keys[place] == stored) {
                return place;
            }
        }
        return -1;
    }

    /** The place for a new flow: in the bucket with more room, or that of the flow which was silent longest. */
    private int spare(final long hash, final int now) {
        final int first = oldest(first(hash), now);
        final int second = oldest(second(hash), now);
        final int advantage = room(first(hash), now) - room(second(hash), now);
        if (advantage == 0) {
            return age(second, now) > age(first, now) ? second : first;
        }
        return advantage > 0 ? first : second;
    }

    /** Places of a bucket that are free, or taken by forgotten flows. */
    private int room(final int bucket, final int now) {
        int room = 0;
        for (int place = bucket; place < bucket + BUCKET; place++) {
            room += age(place, now) > idle ? 1 : 0;
        }
        return room;
    }

    private int oldest(final int bucket, final int now) {
        int oldest = bucket;
        for (int place = bucket + 1; place < bucket + BUCKET; place++) {
            oldest = age(place, now) > age(oldest, now) ? place : oldest;
        }
        return oldest;
    }

    /** How long nothing was seen of the flow at a place; of a free one, longer than of any other. */
    private int age(final int place, final int now) {
        return keys[place] == 0 ? Integer.MAX_VALUE : age(words[place], now);
    }

    /** Takes over the live flows of another table, as far as there is room. It takes time in proportion to that one. */
    public void takeOver(final FlowTable other, final long nowNs) {
        final int now = time(nowNs);
        for (int place = 0; place < other.keys.length; place++) {
            final long word = other.words[place];
            if (other.keys[place] != 0 && age(word, now) <= idle) {
                put(other.keys[place], value(word), (int) word, now);
            }
        }
    }

    /** Time since the one in a word; negative if the clock went back, which makes nobody forgotten. */
    private static int age(final long word, final int now) {
        return now - (int) word;
    }

    private static int value(final long word) {
        return (int) (word >>> 32);
    }

    private static long word(final int value, final int time) {
        return (long) value << 32 | time & 0xffff_ffffL;
    }

    private static int time(final long nowNs) {
        return (int) (nowNs >>> TIME_SHIFT);
    }

    /** 0 stands for a free place. */
    private static long stored(final long key) {
        return key == 0 ? SEED : key;
    }

    /** Nobody outside knows the seed, so nobody can choose flows that share buckets with somebody else's. */
    private static long hash(final long key) {
        return FlowHash.finish(key ^ SEED);
    }

    private int first(final long hash) {
        return ((int) hash & mask) * BUCKET;
    }

    private int second(final long hash) {
        return ((int) (hash >>> 32) & mask) * BUCKET;
    }
}
