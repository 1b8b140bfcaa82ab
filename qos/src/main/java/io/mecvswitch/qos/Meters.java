package io.mecvswitch.qos;

import java.lang.invoke.MethodHandles;
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
 * <p>Control gives a meter its profile before a lane learns its number, and may change it at any time; or the lane has
 * a profile for it, as its configuration says. All else is done by one lane. A clock that went back by more than a
 * bucket's depth is a new clock, for which the bucket is full.
 *
 * <p>A million meters are more than caches hold. So the four words of one stand in one cache line, as far as a
 * collector lets large arrays begin at one (ZGC does), and who has a vector in hand asks for the {@link #settings} of
 * all meters before the first is taken of.
 */
public final class Meters extends Metering {
    /** No meter. */
    public static final int NONE = -1;
    /** Octets that a meter takes. */
    public static final int OCTETS = 32;

    private static final VarHandle WORD = MethodHandles.arrayElementVarHandle(long[].class);
    static final int CHUNK_SHIFT = 14;
    static final int CHUNK_METERS = 1 << CHUNK_SHIFT;
    static final int CHUNK_MASK = CHUNK_METERS - 1;
    static final int MAX_CHUNKS = 1 << 9;
    private static final int WORDS_SHIFT = 2;
    /** Words in front of the first meter: with the array's header, of 16 octets, they fill half a cache line. */
    private static final int FRONT = 2;
    static final int COMMITTED = FRONT;
    static final int EXCESS = FRONT + 1;
    private static final int FRACTIONS = FRONT + 2;
    private static final int PROFILE = FRONT + 3;
    /** So long ago that every bucket is full. */
    private static final long LONG_AGO = Long.MIN_VALUE / 4;
    private static final int FRACTION_BITS = Bucket.FRACTION_BITS;
    private static final long FRACTION = (1L << FRACTION_BITS) - 1;
    private static final long LOW = 0xffff_ffffL;

    // read by lanes; control adds chunks, complete before a lane learns the number of a meter in them
    private final long[][] chunks = new long[MAX_CHUNKS][];
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
        if (profile == null && outer == NONE && settings(meter) == 0) {
            return;
        }
        final long[] chunk = made(meter >> CHUNK_SHIFT);
        final int former = profile(settings(meter));
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
        final long[] chunk = made(meter >> CHUNK_SHIFT);
        final int at = at(meter);
        chunk[at + COMMITTED] = LONG_AGO;
        chunk[at + EXCESS] = LONG_AGO;
        chunk[at + FRACTIONS] = 0;
    }

    /**
     * Lets a meter begin with what another one holds. Control, while no lane knows the new one's number; what the old
     * one meters in between, the new one does not know.
     */
    public void inherit(final int meter, final int former) {
        final long[] from = made(former >> CHUNK_SHIFT);
        final long[] to = made(meter >> CHUNK_SHIFT);
        for (int word = COMMITTED; word < PROFILE; word++) {
            to[at(meter) + word] = (long) WORD.getOpaque(from, at(former) + word);
        }
    }

    private long[] made(final int number) {
        if (chunks[number] == null) {
            chunks[number] = new long[FRONT + (CHUNK_METERS << WORDS_SHIFT)];
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

    /**
     * What control says of a meter: 0 if it limits nothing and nothing is around it. Who has a vector in hand asks for
     * all of its packets before the first {@link #take}s: so the cache misses of their rows overlap. A fence behind
     * that keeps profiles no older than the settings that name them.
     */
    public long settings(final int meter) {
        final long[] chunk = chunks[meter >> CHUNK_SHIFT];
        return chunk == null ? 0 : chunk[at(meter) + PROFILE];
    }

    /** Whether a meter of these settings limits anything. */
    public static boolean limits(final long settings) {
        return (settings & LOW) != 0;
    }

    /** The meter in which a packet has to conform, too; or {@link #NONE}. */
    public static int outer(final long settings) {
        return (int) (settings >>> Integer.SIZE) - 1;
    }

    private static int profile(final long settings) {
        return (int) settings - 1;
    }

    /** The array in which the words of a meter are; null if it never had any. */
    long[] chunk(final int meter) {
        return chunks[meter >> CHUNK_SHIFT];
    }

    /** Where in its array those begin. */
    static int at(final int meter) {
        return (meter & CHUNK_MASK) << WORDS_SHIFT;
    }

    /**
     * What a meter says of a packet. It takes nothing yet: {@link #charge} does, when all meters have agreed.
     *
     * @param settings of the meter
     * @param nowNs    time of the packet
     * @param length   octets that count
     * @param incoming {@link Colour} of an earlier meter
     * @return a {@link Colour}
     */
    public int colour(final int meter, final long settings, final long nowNs, final int length, final int incoming) {
        final int profile = profile(settings);
        return profile < 0 ? incoming
            : colour(meter, profiles.words(), profile << Profiles.SHIFT, nowNs, length, incoming);
    }

    @Override
    int colour(final int meter, final long[] words, final int rates, final long nowNs, final int length,
        final int incoming) {
        final long[] chunk = chunks[meter >> CHUNK_SHIFT];
        final long kind = words[rates + Profiles.KIND];
        final int colour = (kind & Profiles.COLOUR_AWARE) == 0 ? Colour.GREEN : incoming;
        final boolean commits = length * words[rates + Profiles.COMMITTED_TIME]
            <= committed(chunk, at(meter), nowNs, words[rates + Profiles.COMMITTED_DEPTH]);
        if (commits && colour == Colour.GREEN && (kind & Profiles.ALGORITHM) != Profiles.TWO_RATE) {
            return Colour.GREEN;
        }
        if (colour == Colour.RED || (kind & Profiles.ONE_BUCKET) != 0
            || length * words[rates + Profiles.EXCESS_TIME] > excess(chunk, at(meter), nowNs, words, rates)) {
            return Colour.RED;
        }
        return commits && colour == Colour.GREEN ? Colour.GREEN : Colour.YELLOW;
    }

    /** Takes of a meter what a packet of a colour takes. All else is as {@link #colour} was told. */
    public void charge(final int meter, final long settings, final long nowNs, final int length, final int colour) {
        final int profile = profile(settings);
        if (profile >= 0 && colour != Colour.RED) {
            charge(meter, profiles.words(), profile << Profiles.SHIFT, nowNs, length, colour);
        }
    }

    @Override
    void charge(final int meter, final long[] words, final int rates, final long nowNs, final int length,
        final int colour) {
        final long[] chunk = chunks[meter >> CHUNK_SHIFT];
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

    @Override
    long touch(final int meter) {
        return chunks[meter >> CHUNK_SHIFT][at(meter)];
    }

    @Override
    boolean isShared() {
        return false;
    }

    /**
     * {@link #colour} of a packet that comes without one, and {@link #charge}, where no other meter is asked: the row
     * is read and written once.
     *
     * @param settings of the meter, which limits something
     * @param nowNs    time of the packet
     * @param length   octets that count
     * @return a {@link Colour}
     */
    public int take(final int meter, final long settings, final long nowNs, final int length) {
        final long[] words = profiles.words();
        final int rates = profile(settings) << Profiles.SHIFT;
        if ((words[rates + Profiles.KIND] & Profiles.ONE_BUCKET) != 0) {
            return takeOfOne(meter, words, rates, nowNs, length);
        }
        if ((words[rates + Profiles.KIND] & Profiles.ALGORITHM) != Profiles.SINGLE_RATE) {
            return takeOfTwo(chunks[meter >> CHUNK_SHIFT], at(meter), nowNs, length, words, rates);
        }
        final int colour = colour(meter, words, rates, nowNs, length, Colour.GREEN);
        if (colour != Colour.RED) {
            charge(meter, words, rates, nowNs, length, colour);
        }
        return colour;
    }

    @Override
    int takeOfOne(final int meter, final long[] words, final int rates, final long nowNs, final int length) {
        return takeOfOne(chunks[meter >> CHUNK_SHIFT], at(meter), nowNs,
            length * words[rates + Profiles.COMMITTED_TIME], words[rates + Profiles.COMMITTED_DEPTH]);
    }

    /** The point since which the bucket fills moves on by what the packet takes, if that is no later than now. */
    private static int takeOfOne(final long[] chunk, final int at, final long nowNs, final long taken,
        final long depthNs) {
        long sinceNs = chunk[at + COMMITTED];
        long moved = (chunk[at + FRACTIONS] & FRACTION) + taken;
        final long elapsedNs = nowNs - sinceNs;
        if (elapsedNs > depthNs || elapsedNs < -depthNs) {
            sinceNs = nowNs - depthNs;
            moved = taken;
        }
        sinceNs += moved >> FRACTION_BITS;
        moved &= FRACTION;
        if (sinceNs - nowNs >= (moved == 0 ? 1 : 0)) {
            return Colour.RED;
        }
        chunk[at + COMMITTED] = sinceNs;
        chunk[at + FRACTIONS] = moved;
        return Colour.GREEN;
    }

    /** Two rates: RFC 2698 takes of both buckets for a green packet, RFC 4115 of the committed one alone. */
    private static int takeOfTwo(final long[] chunk, final int at, final long nowNs, final int length,
        final long[] words, final int rates) {
        final boolean both = (words[rates + Profiles.KIND] & Profiles.ALGORITHM) == Profiles.TWO_RATE;
        final long committed = committed(chunk, at, nowNs, words[rates + Profiles.COMMITTED_DEPTH])
            - length * words[rates + Profiles.COMMITTED_TIME];
        final long excess = excess(chunk, at, nowNs, words[rates + Profiles.EXCESS_DEPTH])
            - length * words[rates + Profiles.EXCESS_TIME];
        final boolean green = committed >= 0 && (!both || excess >= 0);
        if (!green && excess < 0) {
            return Colour.RED;
        }
        if (green) {
            setCommitted(chunk, at, nowNs, committed);
        }
        if (!green || both) {
            setExcess(chunk, at, nowNs, excess);
        }
        return green ? Colour.GREEN : Colour.YELLOW;
    }

    // What buckets hold, in units of 2^-24 ns.

    private static long committed(final long[] chunk, final int at, final long nowNs, final long depthNs) {
        final long fraction = chunk[at + FRACTIONS] & FRACTION;
        return held(chunk[at + COMMITTED], fraction, nowNs, depthNs);
    }

    private static long excess(final long[] chunk, final int at, final long nowNs, final long[] words,
        final int rates) {
        final long depthNs = words[rates + Profiles.EXCESS_DEPTH];
        return (words[rates + Profiles.KIND] & Profiles.ALGORITHM) == Profiles.SINGLE_RATE
            ? overflown(chunk, at, nowNs, words[rates + Profiles.COMMITTED_DEPTH], depthNs)
            : excess(chunk, at, nowNs, depthNs);
    }

    private static long excess(final long[] chunk, final int at, final long nowNs, final long depthNs) {
        return held(chunk[at + EXCESS], chunk[at + FRACTIONS] >>> Integer.SIZE, nowNs, depthNs);
    }

    private static long held(final long sinceNs, final long fraction, final long nowNs, final long depthNs) {
        final long elapsed = nowNs - sinceNs;
        if (elapsed < 0) {
            return elapsed < -depthNs ? depthNs << FRACTION_BITS : 0;
        }
        return elapsed > depthNs ? depthNs << FRACTION_BITS : Math.max(0, (elapsed << FRACTION_BITS) - fraction);
    }

    /** RFC 2697 §3: the excess bucket has what the committed one, being full, could not take. */
    private static long overflown(final long[] chunk, final int at, final long nowNs, final long committedNs,
        final long depthNs) {
        final long depth = depthNs << FRACTION_BITS;
        final long stored = Math.clamp(chunk[at + EXCESS], 0, depth);
        final long over = nowNs - chunk[at + COMMITTED] - committedNs;
        if (over <= 0) {
            return over < -2 * committedNs ? depth : stored;
        }
        final long fraction = chunk[at + FRACTIONS] & FRACTION;
        return over > depthNs ? depth : Math.min(depth, stored + Math.max(0, (over << FRACTION_BITS) - fraction));
    }

    // What packets take.

    private static void chargeSingle(final long[] chunk, final int at, final long nowNs, final int length,
        final int colour, final long[] words, final int rates) {
        final long excess = excess(chunk, at, nowNs, words, rates);
        final long committed = committed(chunk, at, nowNs, words[rates + Profiles.COMMITTED_DEPTH]);
        final long taken = length * words[rates + Profiles.COMMITTED_TIME];
        chunk[at + EXCESS] = colour == Colour.GREEN ? excess : excess - taken;
        setCommitted(chunk, at, nowNs, colour == Colour.GREEN ? committed - taken : committed);
    }

    private static void chargeCommitted(final long[] chunk, final int at, final long nowNs, final int length,
        final long[] words, final int rates) {
        setCommitted(chunk, at, nowNs, committed(chunk, at, nowNs, words[rates + Profiles.COMMITTED_DEPTH])
            - length * words[rates + Profiles.COMMITTED_TIME]);
    }

    /** The committed bucket holds so much: it has been filling since then. */
    private static void setCommitted(final long[] chunk, final int at, final long nowNs, final long held) {
        final long whole = held + FRACTION >> FRACTION_BITS;
        chunk[at + COMMITTED] = nowNs - whole;
        final long others = chunk[at + FRACTIONS] & ~LOW;
        chunk[at + FRACTIONS] = others | (whole << FRACTION_BITS) - held;
    }

    private static void chargeExcess(final long[] chunk, final int at, final long nowNs, final int length,
        final long[] words, final int rates) {
        setExcess(chunk, at, nowNs, excess(chunk, at, nowNs, words[rates + Profiles.EXCESS_DEPTH])
            - length * words[rates + Profiles.EXCESS_TIME]);
    }

    private static void setExcess(final long[] chunk, final int at, final long nowNs, final long held) {
        final long whole = held + FRACTION >> FRACTION_BITS;
        chunk[at + EXCESS] = nowNs - whole;
        final long others = chunk[at + FRACTIONS] & LOW;
        chunk[at + FRACTIONS] = others | (whole << FRACTION_BITS) - held << Integer.SIZE;
    }
}
