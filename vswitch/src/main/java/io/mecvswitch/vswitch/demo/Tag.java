package io.mecvswitch.vswitch.demo;

import io.mecvswitch.header.Wire;
import java.lang.foreign.MemorySegment;

/**
 * What a packet of the demo says of itself at the start of its UDP payload, so that it is known wherever it arrives.
 *
 * <pre>
 *    0        4            6      8              16
 *   ┌────────┬────────────┬──────┬──────────────┬──────
 *   │ "MECV" │ subscriber │ kind │ sequence     │ text
 *   └────────┴────────────┴──────┴──────────────┴──────
 * </pre>
 *
 * @param subscriber {@link Subscriber#id}, or {@link #PATH}
 * @param kind       of packet
 * @param sequence   counts the requests of a subscriber
 */
record Tag(int subscriber, Kind kind, long sequence) {
    /** In place of a subscriber: GTP-U's own Echo messages, which belong to the path between two nodes. */
    static final int PATH = 0xffff;
    /** Octets in the payload. */
    static final int LENGTH = 16;

    private static final int MAGIC = 0x4d45_4356;

    /** Which way a packet goes. */
    enum Kind {
        /** From a UE. */
        REQUEST,
        /** To a UE. */
        ANSWER
    }

    /** Whether there is one at an offset that has room for it. */
    static boolean found(final MemorySegment packet, final long offset) {
        return Wire.u32(packet, offset) == MAGIC && Wire.u16(packet, offset + 6) < Kind.values().length;
    }

    /** Reads one that was {@link #found}. */
    static Tag read(final MemorySegment packet, final long offset) {
        return new Tag(Wire.u16(packet, offset + 4), Kind.values()[Wire.u16(packet, offset + 6)],
            Wire.u64(packet, offset + 8));
    }

    /** Writes it. */
    void write(final MemorySegment packet, final long offset) {
        Wire.setU32(packet, offset, MAGIC);
        Wire.setU16(packet, offset + 4, subscriber);
        Wire.setU16(packet, offset + 6, kind.ordinal());
        Wire.setU64(packet, offset + 8, sequence);
    }

    /** The tag of the answer to this request. */
    Tag answer() {
        return new Tag(subscriber, Kind.ANSWER, sequence);
    }

    /** How the subscriber's traffic is treated; what belongs to the path passes. */
    Treatment treatment() {
        return subscriber == PATH ? Treatment.PASS : Subscriber.ALL.get(subscriber).treatment();
    }
}
