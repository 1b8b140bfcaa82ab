package io.mecvswitch.gtpu;

import io.mecvswitch.stage.PacketVector;
import io.mecvswitch.stage.RestingSlots;

/**
 * Answers that wait for the downlink tunnels of their UEs, in the order in which they came, found by UE address. What
 * Parse found in a packet stays with it. Lane.
 */
final class HeldAnswers {
    /** No answer. */
    static final int NONE = RestingSlots.NONE;

    // whose it is, since when it waits, and where it came from
    private static final int VERSION = 0;
    private static final int HIGH = 1;
    private static final int LOW = 2;
    private static final int SINCE = 3;
    private static final int INGRESS = 4;
    // and its columns
    private static final int HANDLE = 5;
    private static final int POSITION = 6;
    private static final int LENGTH = 7;
    private static final int TIME = 8;
    private static final int LINK = 9;
    private static final int TUNNEL = 10;
    private static final int PROTOCOLS = 11;
    private static final int OFFSETS = 12;
    private static final int WORDS = 13;

    private final RestingSlots slots;

    // by answer, so many each
    private final long[] words;

    /**
     * @param capacity answers at most
     */
    HeldAnswers(final int capacity) {
        slots = new RestingSlots(capacity);
        words = new long[capacity * WORDS];
    }

    int capacity() {
        return slots.capacity();
    }

    boolean isEmpty() {
        return slots.isEmpty();
    }

    boolean isFull() {
        return slots.isFull();
    }

    /** The answer that came first, or {@link #NONE}. */
    int oldest() {
        return slots.oldest();
    }

    /** The answer that came next, or {@link #NONE}. */
    int next(final int answer) {
        return slots.newer(answer);
    }

    /** Since when it waits. */
    long sinceNs(final int answer) {
        return get(answer, SINCE);
    }

    /** Index of the port it came from. */
    int ingress(final int answer) {
        return (int) get(answer, INGRESS);
    }

    /** Row of the bearer of the answer's UE, or {@link TunnelTable#NONE}. */
    int findUe(final TunnelTable table, final int answer) {
        return table.findUe((int) get(answer, VERSION), get(answer, HIGH), get(answer, LOW));
    }

    /** Answers that wait for a UE. */
    int count(final int version, final long high, final long low) {
        int count = 0;
        for (int answer = slots.find(hash(version, high, low)); answer != NONE; answer = slots.alike(answer)) {
            count += get(answer, LOW) == low && get(answer, HIGH) == high && get(answer, VERSION) == version ? 1 : 0;
        }
        return count;
    }

    private static int hash(final int version, final long high, final long low) {
        return (int) Hash.of(high ^ version, low);
    }

    /** Takes a packet out of a vector, as the newest; there is room. The vector still has to be told. */
    void add(final PacketVector vector, final int i, final int version, final long high, final long low,
        final long nowNs) {
        final int answer = slots.take(hash(version, high, low));
        set(answer, VERSION, version);
        set(answer, HIGH, high);
        set(answer, LOW, low);
        set(answer, SINCE, nowNs);
        set(answer, INGRESS, vector.ingress);
        set(answer, HANDLE, vector.handle[i]);
        set(answer, POSITION, vector.position[i]);
        set(answer, LENGTH, vector.length[i]);
        set(answer, TIME, vector.timeNs[i]);
        set(answer, LINK, vector.link[i]);
        set(answer, TUNNEL, vector.tunnel[i]);
        set(answer, PROTOCOLS, vector.protocols[i]);
        set(answer, OFFSETS, vector.offsets[i]);
    }

    /** Takes over the oldest answer of another configuration, as the newest; there is room. */
    void takeOldest(final HeldAnswers other) {
        final int from = other.oldest();
        final int answer = slots.take(hash((int) other.get(from, VERSION), other.get(from, HIGH),
            other.get(from, LOW)));
        System.arraycopy(other.words, from * WORDS, words, answer * WORDS, WORDS);
        other.slots.free(from);
    }

    /** Puts an answer's packet behind those of a vector, as one that no rule concerns, and forgets it. */
    void putBack(final int answer, final PacketVector vector) {
        final int i = vector.size;
        vector.add(get(answer, HANDLE), get(answer, POSITION), (int) get(answer, LENGTH), get(answer, TIME));
        vector.link[i] = get(answer, LINK);
        vector.tunnel[i] = get(answer, TUNNEL);
        vector.protocols[i] = get(answer, PROTOCOLS);
        vector.offsets[i] = get(answer, OFFSETS);
        vector.rule[i] = PacketVector.NO_RULE;
        slots.free(answer);
    }

    /** Forgets the oldest answer; returns its packet. */
    long removeOldest() {
        final long handle = get(oldest(), HANDLE);
        slots.free(oldest());
        return handle;
    }

    private long get(final int answer, final int word) {
        return words[answer * WORDS + word];
    }

    private void set(final int answer, final int word, final long value) {
        words[answer * WORDS + word] = value;
    }
}
