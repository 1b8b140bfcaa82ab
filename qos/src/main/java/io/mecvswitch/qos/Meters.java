package io.mecvswitch.qos;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;

/**
 * The state of meters, by number: 32 octets each, and one profile of many.
 *
 * <p>A bucket is kept as a point in time: since when it has been filling. What it holds is the time that has passed
 * since then, at most its depth; a packet that conforms moves the point on by its own time at the rate (generic cell
 * rate algorithm, ITU-T I.371). So nothing has to be done while no packets come, and where they do, there is one
 * multiplication and no division. A meter that gets another profile keeps its points: what it holds is the time since
 * then at the new rate, at most the new burst.
 *
 * <pre>
 *   word 0  committed bucket: since when it has been filling, ns              written by the lane
 *   word 1  excess bucket, likewise; of RFC 2697 what it holds, in 2^-24 ns   written by the lane
 *   word 2  fractions of both points, 2^-24 ns: of the excess from bit 32 on  written by the lane
 *   word 3  profile and 1; from bit 32 on the outer meter's number and 1      written by control
 * </pre>
 *
 * <p>Control gives a meter its profile before a lane learns its number, and may change it at any time; or the lane has a
 * profile for it, as its configuration says. All else is done by one lane. A clock that went back by more than a bucket's depth is a new clock, for which the bucket is full.
 */
public final class Meters {
    /** No meter. */
    public static final int NONE = -1;
    /** Octets that a meter takes. */
    public static final int OCTETS = 32;

    private static final VarHandle WORD = ValueLayout.JAVA_LONG.varHandle();
    private static final int CHUNK_SHIFT = 14;
    private static final int CHUNK_METERS = 1 << CHUNK_SHIFT;
    private static final int CHUNK_MASK = CHUNK_METERS - 1;
    private static final int MAX_CHUNKS = 1 << 9;
    private static final int CACHE_LINE = 64;
    private static final int EXCESS = 8;
    private static final int FRACTIONS = 16;
    private static final int PROFILE = 24;
    /** So long ago that every bucket is full. */
    private static final long LONG_AGO = Long.MIN_VALUE / 4;
    private static final int FRACTION_BITS = Bucket.FRACTION_BITS;
    private static final long FRACTION = (1L << FRACTION_BITS) - 1;
    private static final long LOW = 0xffff_ffffL;

    // read by lanes; control adds chunks, complete before a lane learns the number of a meter in them
    private final MemorySegment[] chunks = new MemorySegment[MAX_CHUNKS];
    private final Profiles profiles = new Profiles();
    // written by control, read by lanes
    private volatile boolean used;

    // Control.

    /** Meters there can be. */
    public static int capacity() {
        return MAX_CHUNKS * CHUNK_METERS;
    }

    /**
     * Makes a meter, or gives it another profile. Control.
     *
     * @param profile null for one that lets all pass
     * @param outer   meter of who knows it in which the packet has to conform, too; or {@link #NONE}
     */
    public void put(final int meter, final MeterProfile profile, final int outer) {
        if (profile == null && outer == NONE && word(meter) == 0) {
            return;
        }
        final MemorySegment chunk = made(meter >> CHUNK_SHIFT);
        final int former = profile(meter);
        final long number = profile == null ? 0 : profiles.take(profile) + 1L;
        WORD.setRelease(chunk, at(meter) + PROFILE, (outer + 1L) << Integer.SIZE | number);
        if (former != NONE) {
            profiles.give(former);
        }
        if (!used) {
            used = true;
        }
    }

    /** Fills a meter's buckets. Control, while no lane knows its number. */
    public void fill(final int meter) {
        final MemorySegment chunk = made(meter >> CHUNK_SHIFT);
        final long at = at(meter);
        WORD.set(chunk, at, LONG_AGO);
        WORD.set(chunk, at + EXCESS, LONG_AGO);
        WORD.set(chunk, at + FRACTIONS, 0L);
    }

    /**
     * Lets a meter begin with what another one holds. Control, while no lane knows the new one's number; what the old one
     * meters in between, the new one does not know.
     */
    public void inherit(final int meter, final int former) {
        final MemorySegment from = made(former >> CHUNK_SHIFT);
        final MemorySegment to = made(meter >> CHUNK_SHIFT);
        for (int word = 0; word < PROFILE; word += Long.BYTES) {
            WORD.set(to, at(meter) + word, (long) WORD.getOpaque(from, at(former) + word));
        }
    }

    private MemorySegment made(final int number) {
        if (chunks[number] == null) {
            chunks[number] = Arena.ofAuto().allocate((long) OCTETS * CHUNK_METERS, CACHE_LINE);
        }
        return chunks[number];
    }

    /**
     * Sets apart the profiles that no meter has any more; {@link #reclaim} will free them. Control.
     *
     * @return whether there are any
     */
    public boolean seal() {
        return profiles.seal();
    }

    /** Lets profiles that were set apart be used again. Control, when every lane has begun a vector since. */
    public void reclaim() {
        profiles.reclaim();
    }

    /** Different profiles in use. Control. */
    public int profileCount() {
        return profiles.size();
    }

    // The lane.

    /** Whether any meter was ever made. */
    public boolean limitsAny() {
        return used;
    }

    /** Whether a meter limits anything. */
    public boolean limits(final int meter) {
        return (word(meter) & LOW) != 0;
    }

    /** The meter in which a packet has to conform, too; or {@link #NONE}. */
    public int outer(final int meter) {
        return (int) (word(meter) >>> Integer.SIZE) - 1;
    }

    private int profile(final int meter) {
        return (int) word(meter) - 1;
    }

    /** What control has written; of a meter that was never made, nothing. */
    private long word(final int meter) {
        final MemorySegment chunk = chunks[meter >> CHUNK_SHIFT];
        return chunk == null ? 0 : (long) WORD.getOpaque(chunk, at(meter) + PROFILE);
    }

    private static long at(final int meter) {
        return (long) (meter & CHUNK_MASK) * OCTETS;
    }

    /**
     * What a meter says of a packet. It takes nothing yet: {@link #charge} does, when all meters have agreed.
     *
     * @param nowNs    time of the packet
     * @param length   octets that count
     * @param incoming {@link Colour} of an earlier meter
     * @return a {@link Colour}
     */
    public int colour(final int meter, final long nowNs, final int length, final int incoming) {
        final int profile = profile(meter);
        return profile < 0 ? incoming
            : colour(meter, profiles.words(), profile << Profiles.SHIFT, nowNs, length, incoming);
    }

    /** The same under a profile that the caller has, whatever the meter's own is. */
    int colour(final int meter, final long[] words, final int rates, final long nowNs, final int length,
        final int incoming) {
        final MemorySegment chunk = chunks[meter >> CHUNK_SHIFT];
        final long kind = words[rates + Profiles.KIND];
        final int colour = (kind & Profiles.COLOUR_AWARE) == 0 ? Colour.GREEN : incoming;
        final boolean commits = length * words[rates + Profiles.COMMITTED_TIME]
            <= committed(chunk, at(meter), nowNs, words[rates + Profiles.COMMITTED_DEPTH]);
        final int algorithm = (int) kind & Profiles.ALGORITHM;
        if (commits && colour == Colour.GREEN && algorithm != Profiles.TWO_RATE) {
            return Colour.GREEN;
        }
        final boolean exceeds = length * words[rates + Profiles.EXCESS_TIME]
            <= excess(chunk, at(meter), nowNs, words, rates);
        if (!exceeds || colour == Colour.RED) {
            return Colour.RED;
        }
        return commits && colour == Colour.GREEN ? Colour.GREEN : Colour.YELLOW;
    }

    /** Takes of a meter what a packet of a colour takes. The time and the length are those of {@link #colour}. */
    public void charge(final int meter, final long nowNs, final int length, final int colour) {
        final int profile = profile(meter);
        if (profile >= 0 && colour != Colour.RED) {
            charge(meter, profiles.words(), profile << Profiles.SHIFT, nowNs, length, colour);
        }
    }

    /** The same under a profile that the caller has; the colour is not red. */
    void charge(final int meter, final long[] words, final int rates, final long nowNs, final int length,
        final int colour) {
        final MemorySegment chunk = chunks[meter >> CHUNK_SHIFT];
        final int algorithm = (int) words[rates + Profiles.KIND] & Profiles.ALGORITHM;
        if (algorithm == Profiles.SINGLE_RATE) {
            chargeSingle(chunk, at(meter), nowNs, length, colour, words, rates);
            return;
        }
        if (colour == Colour.GREEN) {
            chargeCommitted(chunk, at(meter), nowNs, length, words, rates);
        }
        if (colour == Colour.YELLOW || algorithm == Profiles.TWO_RATE) {
            chargeExcess(chunk, at(meter), nowNs, length, words, rates);
        }
    }

    // What buckets hold, in units of 2^-24 ns.

    private static long committed(final MemorySegment chunk, final long at, final long nowNs, final long depthNs) {
        final long fraction = (long) WORD.get(chunk, at + FRACTIONS) & FRACTION;
        return held((long) WORD.get(chunk, at), fraction, nowNs, depthNs);
    }

    private static long excess(final MemorySegment chunk, final long at, final long nowNs, final long[] words,
        final int rates) {
        final long depthNs = words[rates + Profiles.EXCESS_DEPTH];
        if ((words[rates + Profiles.KIND] & Profiles.ALGORITHM) == Profiles.SINGLE_RATE) {
            return overflown(chunk, at, nowNs, words[rates + Profiles.COMMITTED_DEPTH], depthNs);
        }
        final long fraction = (long) WORD.get(chunk, at + FRACTIONS) >>> Integer.SIZE;
        return held((long) WORD.get(chunk, at + EXCESS), fraction, nowNs, depthNs);
    }

    private static long held(final long sinceNs, final long fraction, final long nowNs, final long depthNs) {
        final long elapsed = nowNs - sinceNs;
        if (elapsed < 0) {
            return elapsed < -depthNs ? depthNs << FRACTION_BITS : 0;
        }
        return elapsed > depthNs ? depthNs << FRACTION_BITS : Math.max(0, (elapsed << FRACTION_BITS) - fraction);
    }

    /** RFC 2697 §3: the excess bucket has what the committed one, being full, could not take. */
    private static long overflown(final MemorySegment chunk, final long at, final long nowNs, final long committedNs,
        final long depthNs) {
        final long depth = depthNs << FRACTION_BITS;
        final long stored = Math.clamp((long) WORD.get(chunk, at + EXCESS), 0, depth);
        final long over = nowNs - (long) WORD.get(chunk, at) - committedNs;
        if (over <= 0) {
            return over < -2 * committedNs ? depth : stored;
        }
        final long fraction = (long) WORD.get(chunk, at + FRACTIONS) & FRACTION;
        return over > depthNs ? depth : Math.min(depth, stored + Math.max(0, (over << FRACTION_BITS) - fraction));
    }

    // What packets take.

    private static void chargeSingle(final MemorySegment chunk, final long at, final long nowNs, final int length,
        final int colour, final long[] words, final int rates) {
        final long excess = excess(chunk, at, nowNs, words, rates);
        final long committed = committed(chunk, at, nowNs, words[rates + Profiles.COMMITTED_DEPTH]);
        final long taken = length * words[rates + Profiles.COMMITTED_TIME];
        WORD.set(chunk, at + EXCESS, colour == Colour.GREEN ? excess : excess - taken);
        set(chunk, at, nowNs, colour == Colour.GREEN ? committed - taken : committed);
    }

    private static void chargeCommitted(final MemorySegment chunk, final long at, final long nowNs, final int length,
        final long[] words, final int rates) {
        set(chunk, at, nowNs, committed(chunk, at, nowNs, words[rates + Profiles.COMMITTED_DEPTH])
            - length * words[rates + Profiles.COMMITTED_TIME]);
    }

    /** The committed bucket holds so much: it has been filling since then. */
    private static void set(final MemorySegment chunk, final long at, final long nowNs, final long held) {
        final long whole = held + FRACTION >> FRACTION_BITS;
        WORD.set(chunk, at, nowNs - whole);
        final long others = (long) WORD.get(chunk, at + FRACTIONS) & ~LOW;
        WORD.set(chunk, at + FRACTIONS, others | (whole << FRACTION_BITS) - held);
    }

    private static void chargeExcess(final MemorySegment chunk, final long at, final long nowNs, final int length,
        final long[] words, final int rates) {
        final long held = excess(chunk, at, nowNs, words, rates) - length * words[rates + Profiles.EXCESS_TIME];
        final long whole = held + FRACTION >> FRACTION_BITS;
        WORD.set(chunk, at + EXCESS, nowNs - whole);
        final long others = (long) WORD.get(chunk, at + FRACTIONS) & LOW;
        WORD.set(chunk, at + FRACTIONS, others | (whole << FRACTION_BITS) - held << Integer.SIZE);
    }
}
