package io.mecvswitch.qos;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;

/**
 * What a lane has borrowed of {@link Meters} of which several lanes take at once.
 *
 * <p>A lane that has not enough credit for a packet borrows of the meter's bucket what is missing and some more, by one
 * compare-and-set, and passes the next packets on its own. So lanes meet at a bucket once in several packets, and no
 * lane ever waits.
 *
 * <pre>
 *   Meters   bucket: a point in time ──borrow──▶ credit of lane 0 ──charge──▶ packets      credit: 2^-24 ns, what is
 *            of all lanes            ──borrow──▶ credit of lane 1 ──charge──▶ packets      not taken stays for the next
 * </pre>
 *
 * <p><b>Error.</b> A lane has at most a chunk and a packet in hand: a chunk is seven packets like the one for which it
 * is borrowed, or the 8·lanes-th part of the burst, whichever is less. Nothing is borrowed twice and no credit is lost,
 * so in the long run exactly the rate passes. In any window it is at most
 *
 * <pre>
 *   rate · window + burst + lanes · (chunk + longest packet)        chunk ≤ burst / (8 · lanes)
 * </pre>
 *
 * <p>and what a lane finds in the bucket of an idle limiter is less than its burst by no more than what the other lanes
 * have in hand. Octets are of the meter's length base. A green packet of RFC 2697 that is paid by credit leaves the
 * committed bucket as it is, so that what overflows to the excess bucket may be early by as much.
 *
 * <p>Buckets are borrowed of in whole nanoseconds; the fractions are the lane's. Packets' times must be of one clock,
 * by which lanes may be apart: one that is behind finds less in a bucket, never more. A clock that went back by more
 * than a second is a new one. One lane.
 */
public final class BorrowedMeters extends Metering {
    /** Lanes there can be. */
    public static final int MAX_LANES = 64;
    private static final VarHandle WORD = Meters.WORD;
    private static final int FRACTION_BITS = Bucket.FRACTION_BITS;
    private static final long FRACTION = (1L << FRACTION_BITS) - 1;
    /** A packet and seven more: so seven of eight do without the other lanes. */
    private static final int MORE = 7;
    /** Of the burst, what all lanes' chunks come to at most. */
    private static final int PART_SHIFT = 3;
    private static final long NEW_CLOCK_NS = 1_000_000_000;
    private static final int CHUNK_SHIFT = 14;
    private static final int CHUNK_METERS = 1 << CHUNK_SHIFT;
    private static final int CHUNK_MASK = CHUNK_METERS - 1;
    private static final int MAX_CHUNKS = 1 << 9;
    private static final int WORDS_SHIFT = 1;
    private static final int COMMITTED = 0;
    private static final int EXCESS = 1;

    // set once by control
    private final Meters meters;
    private final int partShift;
    // written by the lane only; control makes rows, and empties those of meters that no lane knows
    private final long[][] credits = new long[MAX_CHUNKS][];
    private long touched;

    /**
     * @param meters of which all lanes borrow
     * @param lanes  how many those are, 1 to {@link #MAX_LANES}
     */
    public BorrowedMeters(final Meters meters, final int lanes) {
        if (lanes < 1 || lanes > MAX_LANES) {
            throw new IllegalArgumentException(lanes + " lanes");
        }
        this.meters = meters;
        this.partShift = PART_SHIFT + Integer.SIZE - Integer.numberOfLeadingZeros(lanes - 1);
    }

    /** A meter has its number now: the lane has borrowed nothing of it. Control, while no lane knows the number. */
    public void begin(final int meter) {
        final int chunk = meter >> CHUNK_SHIFT;
        if (credits[chunk] == null) {
            credits[chunk] = new long[CHUNK_METERS << WORDS_SHIFT];
        }
        credits[chunk][at(meter) + COMMITTED] = 0;
        credits[chunk][at(meter) + EXCESS] = 0;
    }

    private static int at(final int meter) {
        return (meter & CHUNK_MASK) << WORDS_SHIFT;
    }

    @Override
    void fetch(final int[] numbers, final MemorySegment segment, final int count) {
        long seen = 0;
        for (int k = 0; k < count; k++) {
            if (numbers[k] != Meters.NONE) {
                seen += credits[numbers[k] >> CHUNK_SHIFT][at(numbers[k])];
            }
        }
        touched = seen;
    }

    @Override
    boolean isShared() {
        return true;
    }

    @Override
    int colour(final int meter, final long[] words, final int rates, final long nowNs, final int length,
        final int incoming) {
        final long kind = words[rates + Profiles.KIND];
        final int colour = (kind & Profiles.COLOUR_AWARE) == 0 ? Colour.GREEN : incoming;
        if (colour == Colour.RED) {
            return Colour.RED;
        }
        return (kind & Profiles.ALGORITHM) == Profiles.TWO_RATE ? both(meter, words, rates, nowNs, length, colour)
            : either(meter, words, rates, nowNs, length, colour);
    }

    /** RFC 2698 §3: a green packet takes of both buckets. */
    private int both(final int meter, final long[] words, final int rates, final long nowNs, final int length,
        final int colour) {
        if (!hasExcess(meter, words, rates, nowNs, length * words[rates + Profiles.EXCESS_TIME])) {
            return Colour.RED;
        }
        return colour == Colour.GREEN && hasCommitted(meter, words, rates, nowNs, length) ? Colour.GREEN
            : Colour.YELLOW;
    }

    /** RFC 2697 §3, RFC 4115 §3: of one bucket, or of the other. */
    private int either(final int meter, final long[] words, final int rates, final long nowNs, final int length,
        final int colour) {
        if (colour == Colour.GREEN && hasCommitted(meter, words, rates, nowNs, length)) {
            return Colour.GREEN;
        }
        if ((words[rates + Profiles.KIND] & Profiles.ONE_BUCKET) != 0) {
            return Colour.RED;
        }
        final boolean exceeds = isSingle(words, rates)
            ? hasStored(meter, words, rates, nowNs, length * words[rates + Profiles.COMMITTED_TIME])
            : hasExcess(meter, words, rates, nowNs, length * words[rates + Profiles.EXCESS_TIME]);
        return exceeds ? Colour.YELLOW : Colour.RED;
    }

    private static boolean isSingle(final long[] words, final int rates) {
        return (words[rates + Profiles.KIND] & Profiles.ALGORITHM) == Profiles.SINGLE_RATE;
    }

    @Override
    void charge(final int meter, final long[] words, final int rates, final long nowNs, final int length,
        final int colour) {
        final long[] row = credits[meter >> CHUNK_SHIFT];
        if (isSingle(words, rates)) {
            row[at(meter) + (colour == Colour.GREEN ? COMMITTED : EXCESS)] -=
                length * words[rates + Profiles.COMMITTED_TIME];
            return;
        }
        if (colour == Colour.GREEN) {
            row[at(meter) + COMMITTED] -= length * words[rates + Profiles.COMMITTED_TIME];
        }
        if (colour == Colour.YELLOW || (words[rates + Profiles.KIND] & Profiles.ALGORITHM) == Profiles.TWO_RATE) {
            row[at(meter) + EXCESS] -= length * words[rates + Profiles.EXCESS_TIME];
        }
    }

    @Override
    int takeOfOne(final int meter, final long[] words, final int rates, final long nowNs, final int length) {
        final int colour = colour(meter, words, rates, nowNs, length, Colour.GREEN);
        if (colour == Colour.GREEN) {
            charge(meter, words, rates, nowNs, length, colour);
        }
        return colour;
    }

    // Whether there is credit, or enough to be borrowed; times in 2^-24 ns where they are not called ns.

    private boolean hasCommitted(final int meter, final long[] words, final int rates, final long nowNs,
        final int length) {
        final long[] row = credits[meter >> CHUNK_SHIFT];
        final int at = at(meter) + COMMITTED;
        final long needed = length * words[rates + Profiles.COMMITTED_TIME];
        final long depthNs = words[rates + Profiles.COMMITTED_DEPTH];
        final long held = held(row, at, depthNs);
        if (held >= needed) {
            return true;
        }
        final long overflowsTo = isSingle(words, rates) ? words[rates + Profiles.EXCESS_DEPTH] : 0;
        return credited(row, at, held, lendCommitted(meter, nowNs, depthNs, overflowsTo, wholeNs(needed - held),
            moreNs(needed, depthNs)));
    }

    private boolean hasExcess(final int meter, final long[] words, final int rates, final long nowNs,
        final long needed) {
        final long[] row = credits[meter >> CHUNK_SHIFT];
        final int at = at(meter) + EXCESS;
        final long depthNs = words[rates + Profiles.EXCESS_DEPTH];
        final long held = held(row, at, depthNs);
        return held >= needed || credited(row, at, held, lendExcess(meter, nowNs, depthNs, wholeNs(needed - held),
            moreNs(needed, depthNs)));
    }

    /** RFC 2697's second bucket, which time does not fill. */
    private boolean hasStored(final int meter, final long[] words, final int rates, final long nowNs,
        final long needed) {
        final long[] row = credits[meter >> CHUNK_SHIFT];
        final int at = at(meter) + EXCESS;
        final long depthNs = words[rates + Profiles.EXCESS_DEPTH];
        final long held = held(row, at, depthNs);
        if (held >= needed) {
            return true;
        }
        // What the committed bucket could not take in the meantime is there now.
        lendCommitted(meter, nowNs, words[rates + Profiles.COMMITTED_DEPTH], depthNs, 0, 0);
        return credited(row, at, held, lendStored(meter, depthNs, wholeNs(needed - held), moreNs(needed, depthNs)));
    }

    /** What the lane has in hand: of a burst that has become shorter no more than that. */
    private static long held(final long[] row, final int at, final long depthNs) {
        return Math.min(row[at], depthNs << FRACTION_BITS);
    }

    private static boolean credited(final long[] row, final int at, final long held, final long lentNs) {
        row[at] = held + (lentNs << FRACTION_BITS);
        return lentNs > 0;
    }

    private static long wholeNs(final long time) {
        return time + FRACTION >> FRACTION_BITS;
    }

    private long moreNs(final long needed, final long depthNs) {
        return Math.min(depthNs >> partShift, MORE * (needed >> FRACTION_BITS));
    }

    // What the bucket of all lanes lends: what is missing and some more, or nothing.

    private long lendCommitted(final int meter, final long nowNs, final long depthNs, final long overflowsTo,
        final long missingNs, final long moreNs) {
        final MemorySegment rows = meters.rows();
        final long at = Meters.at(meter) + Meters.COMMITTED;
        while (true) {
            final long sinceNs = (long) WORD.getVolatile(rows, at);
            final long heldNs = heldNs(nowNs - sinceNs, depthNs);
            final long overNs = overflowsTo == 0 ? 0 : overNs(nowNs - sinceNs, depthNs, overflowsTo);
            if (heldNs < missingNs || missingNs == 0 && overNs == 0) {
                return 0;
            }
            final long lentNs = missingNs == 0 ? 0 : Math.min(heldNs, missingNs + moreNs);
            if (WORD.compareAndSet(rows, at, sinceNs, nowNs - heldNs + lentNs)) {
                // Who moved the point has the overflow, and nobody else.
                store(meter, overNs, overflowsTo);
                return lentNs;
            }
        }
    }

    private long lendExcess(final int meter, final long nowNs, final long depthNs, final long missingNs,
        final long moreNs) {
        final MemorySegment rows = meters.rows();
        final long at = Meters.at(meter) + Meters.EXCESS;
        while (true) {
            final long sinceNs = (long) WORD.getVolatile(rows, at);
            final long heldNs = heldNs(nowNs - sinceNs, depthNs);
            if (heldNs < missingNs) {
                return 0;
            }
            final long lentNs = Math.min(heldNs, missingNs + moreNs);
            if (WORD.compareAndSet(rows, at, sinceNs, nowNs - heldNs + lentNs)) {
                return lentNs;
            }
        }
    }

    private static long heldNs(final long elapsedNs, final long depthNs) {
        return elapsedNs >= 0 ? Math.min(elapsedNs, depthNs) : isNewClock(elapsedNs, depthNs) ? depthNs : 0;
    }

    private static long overNs(final long elapsedNs, final long depthNs, final long excessNs) {
        return elapsedNs >= 0 ? Math.max(0, elapsedNs - depthNs) : isNewClock(elapsedNs, depthNs) ? excessNs : 0;
    }

    private static boolean isNewClock(final long elapsedNs, final long depthNs) {
        return elapsedNs < -Math.max(depthNs, NEW_CLOCK_NS);
    }

    private void store(final int meter, final long overNs, final long depthNs) {
        if (overNs > 0) {
            final MemorySegment rows = meters.rows();
            final long at = Meters.at(meter) + Meters.EXCESS;
            final long full = depthNs << FRACTION_BITS;
            final long more = Math.min(overNs, depthNs) << FRACTION_BITS;
            long stored;
            do {
                stored = (long) WORD.getVolatile(rows, at);
            } while (!WORD.compareAndSet(rows, at, stored, Math.min(full, Math.clamp(stored, 0, full) + more)));
        }
    }

    private long lendStored(final int meter, final long depthNs, final long missingNs, final long moreNs) {
        final MemorySegment rows = meters.rows();
        final long at = Meters.at(meter) + Meters.EXCESS;
        while (true) {
            final long before = (long) WORD.getVolatile(rows, at);
            final long stored = Math.clamp(before, 0, depthNs << FRACTION_BITS);
            if (stored >> FRACTION_BITS < missingNs) {
                return 0;
            }
            final long lentNs = Math.min(stored >> FRACTION_BITS, missingNs + moreNs);
            if (WORD.compareAndSet(rows, at, before, stored - (lentNs << FRACTION_BITS))) {
                return lentNs;
            }
        }
    }
}
