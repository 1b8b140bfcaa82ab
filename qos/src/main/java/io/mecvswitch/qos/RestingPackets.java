package io.mecvswitch.qos;

import io.mecvswitch.stage.PacketVector;
import io.mecvswitch.stage.Pieces;
import java.util.Arrays;

/**
 * Packets that rest in a scheduler, by number, with all that Transmit has to know of them; and queues of such numbers.
 *
 * <pre>
 *   head ──▶ number ──▶ number ──▶ NONE           free ──▶ number ──▶ …
 * </pre>
 *
 * <p>Made once, so that no traffic makes it grow. A queue is a head and a tail that its owner keeps: {@link #append}
 * links a number behind a tail. Lane.
 */
public final class RestingPackets {
    /** No packet. */
    public static final int NONE = -1;

    private final long[] handles;
    private final long[] positions;
    private final int[] lengths;
    private final int[] egresses;
    private final long[] timesNs;
    private final long[] pieces;
    private final long[] sampledNs;
    private final int[] next;
    private int free;
    private int taken;

    /**
     * @param capacity packets at most
     */
    public RestingPackets(final int capacity) {
        handles = new long[capacity];
        positions = new long[capacity];
        lengths = new int[capacity];
        egresses = new int[capacity];
        timesNs = new long[capacity];
        pieces = new long[capacity];
        sampledNs = new long[capacity];
        next = new int[capacity];
        Arrays.setAll(next, number -> number + 1 < capacity ? number + 1 : NONE);
        free = capacity == 0 ? NONE : 0;
    }

    /** Packets at most. */
    public int capacity() {
        return next.length;
    }

    /** Packets here. */
    public int taken() {
        return taken;
    }

    /** Packets for which there is room. */
    public int room() {
        return next.length - taken;
    }

    /** Whether there is no room. */
    public boolean isFull() {
        return free == NONE;
    }

    /**
     * Keeps a packet; there is room. It is still the caller's to say that it rests.
     *
     * @param timeNs when it came
     */
    public int take(final PacketVector vector, final int i, final long timeNs) {
        final int number = free;
        free = next[number];
        next[number] = NONE;
        taken++;
        handles[number] = vector.handle[i];
        positions[number] = vector.position[i];
        lengths[number] = vector.length[i];
        egresses[number] = vector.egress[i];
        timesNs[number] = timeNs;
        pieces[number] = vector.splits ? vector.pieces[i] : Pieces.WHOLE;
        sampledNs[number] = vector.sampledNs;
        return number;
    }

    /** Moves a packet that rests elsewhere here; there is room. */
    public int takeFrom(final RestingPackets others, final int other) {
        final int number = free;
        free = next[number];
        next[number] = NONE;
        taken++;
        handles[number] = others.handles[other];
        positions[number] = others.positions[other];
        lengths[number] = others.lengths[other];
        egresses[number] = others.egresses[other];
        timesNs[number] = others.timesNs[other];
        pieces[number] = others.pieces[other];
        sampledNs[number] = others.sampledNs[other];
        others.free(other);
        return number;
    }

    /**
     * Lets a packet go on in a vector that has room.
     *
     * @param timeNs when it leaves
     */
    public void putBack(final int number, final PacketVector into, final long timeNs) {
        final int i = into.size;
        into.add(handles[number], positions[number], lengths[number], timeNs);
        into.egress[i] = egresses[number];
        if (pieces[number] != Pieces.WHOLE) {
            into.split(i, pieces[number]);
        } else if (into.splits) {
            into.keepWhole(i);
        }
        if (sampledNs[number] != 0) {
            into.sampledNs = sampledNs[number];
        }
        free(number);
    }

    /** Forgets a packet: it is not kept here any more. */
    public void free(final int number) {
        next[number] = free;
        free = number;
        taken--;
    }

    /** Octets of a packet. */
    public int length(final int number) {
        return lengths[number];
    }

    /** When a packet came. */
    public long timeNs(final int number) {
        return timesNs[number];
    }

    /** Where a packet's frame begins. */
    public long position(final int number) {
        return positions[number];
    }

    /** Links a packet behind the last one of a queue, which is {@link #NONE} if the queue is empty. */
    public void append(final int tail, final int number) {
        if (tail != NONE) {
            next[tail] = number;
        }
    }

    /** Takes a packet out of the front of its queue; returns the one behind it, or {@link #NONE}. */
    public int detach(final int number) {
        final int behind = next[number];
        next[number] = NONE;
        return behind;
    }

    /** The packet behind one of a queue, or {@link #NONE}. */
    public int next(final int number) {
        return next[number];
    }
}
