package io.mecvswitch.gtpu;

import io.mecvswitch.stage.PacketVector;
import io.mecvswitch.stage.RestingSlots;

/**
 * Answers that wait for the downlink tunnels of their UEs, in the order in which they came, found by UE address. What Parse
 * found in a packet stays with it. Lane.
 */
final class HeldAnswers {
    /** No answer. */
    static final int NONE = RestingSlots.NONE;

    private final RestingSlots slots;

    // by answer: whose it is, since when it waits, and where it came from
    private final int[] versions;
    private final long[] highs;
    private final long[] lows;
    private final long[] sinceNs;
    private final int[] ingress;
    // and its columns
    private final long[] handle;
    private final long[] position;
    private final int[] length;
    private final long[] timeNs;
    private final long[] link;
    private final long[] tunnel;
    private final long[] protocols;
    private final long[] offsets;

    /**
     * @param capacity answers at most
     */
    HeldAnswers(final int capacity) {
        slots = new RestingSlots(capacity);
        versions = new int[capacity];
        highs = new long[capacity];
        lows = new long[capacity];
        sinceNs = new long[capacity];
        ingress = new int[capacity];
        handle = new long[capacity];
        position = new long[capacity];
        length = new int[capacity];
        timeNs = new long[capacity];
        link = new long[capacity];
        tunnel = new long[capacity];
        protocols = new long[capacity];
        offsets = new long[capacity];
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
        return sinceNs[answer];
    }

    /** Index of the port it came from. */
    int ingress(final int answer) {
        return ingress[answer];
    }

    /** The packet. */
    long handle(final int answer) {
        return handle[answer];
    }

    /** Row of the bearer of the answer's UE, or {@link TunnelTable#NONE}. */
    int findUe(final TunnelTable table, final int answer) {
        return table.findUe(versions[answer], highs[answer], lows[answer]);
    }

    /** Answers that wait for a UE. */
    int count(final int version, final long high, final long low) {
        int count = 0;
        for (int answer = slots.find(hash(version, high, low)); answer != NONE; answer = slots.alike(answer)) {
            count += lows[answer] == low && highs[answer] == high && versions[answer] == version ? 1 : 0;
        }
        return count;
    }

    private static int hash(final int version, final long high, final long low) {
        return (int) Hash.of(high ^ version, low);
    }

    /** Takes a packet out of a vector, as the newest; there is room. The vector still has to be told. */
    void add(final PacketVector vector, final int i, final int version, final long high, final long low,
        final long nowNs) {
        final int answer = take(version, high, low, nowNs);
        ingress[answer] = vector.ingress;
        handle[answer] = vector.handle[i];
        position[answer] = vector.position[i];
        length[answer] = vector.length[i];
        timeNs[answer] = vector.timeNs[i];
        link[answer] = vector.link[i];
        tunnel[answer] = vector.tunnel[i];
        protocols[answer] = vector.protocols[i];
        offsets[answer] = vector.offsets[i];
    }

    /** Takes over the oldest answer of another configuration, as the newest; there is room. */
    void takeOldest(final HeldAnswers other) {
        final int from = other.oldest();
        final int answer = take(other.versions[from], other.highs[from], other.lows[from], other.sinceNs[from]);
        ingress[answer] = other.ingress[from];
        handle[answer] = other.handle[from];
        position[answer] = other.position[from];
        length[answer] = other.length[from];
        timeNs[answer] = other.timeNs[from];
        link[answer] = other.link[from];
        tunnel[answer] = other.tunnel[from];
        protocols[answer] = other.protocols[from];
        offsets[answer] = other.offsets[from];
        other.remove(from);
    }

    private int take(final int version, final long high, final long low, final long nowNs) {
        final int answer = slots.take(hash(version, high, low));
        versions[answer] = version;
        highs[answer] = high;
        lows[answer] = low;
        sinceNs[answer] = nowNs;
        return answer;
    }

    /** Puts an answer's packet behind those of a vector, as one that no rule concerns, and forgets it. */
    void putBack(final int answer, final PacketVector vector) {
        final int i = vector.size;
        vector.add(handle[answer], position[answer], length[answer], timeNs[answer]);
        vector.link[i] = link[answer];
        vector.tunnel[i] = tunnel[answer];
        vector.protocols[i] = protocols[answer];
        vector.offsets[i] = offsets[answer];
        vector.rule[i] = PacketVector.NO_RULE;
        remove(answer);
    }

    /** Forgets an answer. */
    void remove(final int answer) {
        slots.free(answer);
    }
}
