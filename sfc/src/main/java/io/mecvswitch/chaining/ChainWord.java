package io.mecvswitch.chaining;

import io.mecvswitch.stage.PacketVector;

/**
 * What stands in {@link PacketVector#chain}.
 *
 * <pre>
 *    63                32 31                                 0
 *   │ octets in front    │ number                            │
 * </pre>
 *
 * <p>The octets are those of a network service header that still stands in front of the frame, behind an Ethernet
 * header of its own: what an aware application sent, to be sent on to the next. From Unwrap to Chain the number is a
 * place, path and step, where the packet goes next; from Chain on it is the {@link Visit} that it is about to make.
 */
final class ChainWord {
    /** A number: the packet is in no chain, or not to be made ready for an application. */
    static final int NONE = -1;
    /** A word: in no chain. */
    static final long NOWHERE = of(0, NONE);

    private static final int STEP_BITS = 8;
    private static final int STEP_MASK = (1 << STEP_BITS) - 1;

    private ChainWord() {
    }

    static long of(final int octets, final int number) {
        return (long) octets << 32 | number & 0xffff_ffffL;
    }

    static int octets(final long word) {
        return (int) (word >>> 32);
    }

    static int number(final long word) {
        return (int) word;
    }

    /** The number of a place: what is left of a path, from a step on. */
    static int place(final int path, final int step) {
        return path << STEP_BITS | step;
    }

    static int path(final int place) {
        return place >>> STEP_BITS;
    }

    static int step(final int place) {
        return place & STEP_MASK;
    }
}
