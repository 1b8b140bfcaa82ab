package io.mecvswitch.qos;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.mecvswitch.memory.TableMemory;
import java.lang.foreign.MemorySegment;
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
 * <p>A million meters are more than caches hold. So the four words of one stand in one cache line, in
 * {@link TableMemory}, and who has a vector in hand has all its meters {@linkplain #prefetch fetched} before the first
 * is looked at.
 */
public final class Meters extends Metering {
    /** No meter. */
    public static final int NONE = -1;
    /** Octets that a meter takes. */
    public static final int OCTETS = 32;

    static final VarHandle WORD = JAVA_LONG.varHandle();
    private static final int ROW_SHIFT = 5;
    static final int COMMITTED = 0;
    static final int EXCESS = Long.BYTES;
    private static final int FRACTIONS = 2 * Long.BYTES;
    private static final int PROFILE = 3 * Long.BYTES;
    /** Of so many the rows are half of a core's own cache of 512 KiB: they are not fetched ahead. */
    private static final int CACHED = 1 << 13;
    /** So long ago that every bucket is full. */
    private static final long LONG_AGO = Long.MIN_VALUE / 4;
    private static final int FRACTION_BITS = Bucket.FRACTION_BITS;
    private static final long FRACTION = (1L << FRACTION_BITS) - 1;
    private static final long LOW = 0xffff_ffffL;

    private final TableMemory memory;
    // rows for as many as there can be, which lanes read
    private final MemorySegment rows;
    private final Profiles profiles = new Profiles();
    // written by control, read by lanes: the first number above those of all meters that were ever made
    private volatile int end;

    // Control.

    /** Meters in ordinary memory, for tests and tools. */
    public Meters(final int capacity) {
        this(TableMemory.ordinary(), capacity);
    }

    /**
     * No meters yet. Control.
     *
     * @param memory   where their rows will be
     * @param capacity meters there can be; their numbers are below
     */
    public Meters(final TableMemory memory, final int capacity) {
        this.memory = memory;
        this.rows = memory.take((long) capacity << ROW_SHIFT);
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
        final int former = profile(settings(meter));
        final long number = profile == null ? 0 : profiles.take(profile) + 1L;
        WORD.setRelease(rows, at(meter) + PROFILE, (outer + 1L) << Integer.SIZE | number);
        if (former != NONE) {
            profiles.give(former);
        }
        if (meter >= end) {
            end = meter + 1;
        }
    }

    /** Fills a meter's buckets. Control, while no lane knows its number. */
    public void fill(final int meter) {
        final long at = at(meter);
        rows.set(JAVA_LONG, at + COMMITTED, LONG_AGO);
        rows.set(JAVA_LONG, at + EXCESS, LONG_AGO);
        rows.set(JAVA_LONG, at + FRACTIONS, 0);
    }

    /**
     * Lets a meter begin with what another one holds. Control, while no lane knows the new one's number; what the old
     * one meters in between, the new one does not know.
     */
    public void inherit(final int meter, final int former) {
        for (int word = COMMITTED; word < PROFILE; word += Long.BYTES) {
            rows.set(JAVA_LONG, at(meter) + word, (long) WORD.getOpaque(rows, at(former) + word));
        }
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
        return end > 0;
    }

    /** Whether there are so many that it pays to have them {@linkplain #prefetch fetched}. */
    boolean exceedCaches() {
        return end > CACHED;
    }

    /**
     * Says that meters will be asked for soon. It changes nothing.
     *
     * @param numbers of meters, a column of ints; they need not exist
     * @param count   of the numbers
     */
    void prefetch(final MemorySegment numbers, final int count) {
        memory.prefetchRows(rows, ROW_SHIFT, numbers, count);
    }

    /**
     * What control says of a meter: 0 if it limits nothing and nothing is around it. Who has a vector in hand asks for
     * all of its packets before the first {@link #take}s: so the cache misses of their rows overlap. A fence behind
     * that keeps profiles no older than the settings that name them.
     */
    public long settings(final int meter) {
        return rows.get(JAVA_LONG, at(meter) + PROFILE);
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

    /** Where the words of all meters are. */
    MemorySegment rows() {
        return rows;
    }

    /** Where those of a meter begin. */
    static long at(final int meter) {
        return (long) meter << ROW_SHIFT;
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
        final long kind = words[rates + Profiles.KIND];
        final int colour = (kind & Profiles.COLOUR_AWARE) == 0 ? Colour.GREEN : incoming;
        final boolean commits = length * words[rates + Profiles.COMMITTED_TIME]
            <= committed(rows, at(meter), nowNs, words[rates + Profiles.COMMITTED_DEPTH]);
        if (commits && colour == Colour.GREEN && (kind & Profiles.ALGORITHM) != Profiles.TWO_RATE) {
            return Colour.GREEN;
        }
        if (colour == Colour.RED || (kind & Profiles.ONE_BUCKET) != 0
            || length * words[rates + Profiles.EXCESS_TIME] > excess(rows, at(meter), nowNs, words, rates)) {
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
        final int algorithm = (int) words[rates + Profiles.KIND] & Profiles.ALGORITHM;
        if (algorithm == Profiles.SINGLE_RATE) {
            chargeSingle(rows, at(meter), nowNs, length, colour, words, rates);
            return;
        }
        if (colour == Colour.GREEN) {
            chargeCommitted(rows, at(meter), nowNs, length, words, rates);
        }
        if (colour == Colour.YELLOW || algorithm == Profiles.TWO_RATE) {
            chargeExcess(rows, at(meter), nowNs, length, words, rates);
        }
    }

    @Override
    void fetch(final int[] numbers, final MemorySegment segment, final int count) {
        prefetch(segment, count);
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
            return takeOfTwo(rows, at(meter), nowNs, length, words, rates);
        }
        final int colour = colour(meter, words, rates, nowNs, length, Colour.GREEN);
        if (colour != Colour.RED) {
            charge(meter, words, rates, nowNs, length, colour);
        }
        return colour;
    }

    @Override
    int takeOfOne(final int meter, final long[] words, final int rates, final long nowNs, final int length) {
        return takeOfOne(rows, at(meter), nowNs,
            length * words[rates + Profiles.COMMITTED_TIME], words[rates + Profiles.COMMITTED_DEPTH]);
    }

    /**
     * The same for a vector's packets, one after the other, all of meters of the same rates.
     *
     * @param numbers of their meters
     * @param nowNs   times of the packets
     * @param lengths octets that count
     * @param count   of the packets
     * @param colours where it is written what each is
     * @return whether any is red
     */
    boolean takeOfOne(final int[] numbers, final long[] nowNs, final int[] lengths, final int count,
        final long[] words, final int rates, final int[] colours) {
        final MemorySegment rows = this.rows;
        final long octetTime = words[rates + Profiles.COMMITTED_TIME];
        final long depthNs = words[rates + Profiles.COMMITTED_DEPTH];
        int all = Colour.GREEN;
        for (int k = 0; k < count; k++) {
            colours[k] = takeOfOne(rows, at(numbers[k]), nowNs[k], lengths[k] * octetTime, depthNs);
            all |= colours[k];
        }
        return all != Colour.GREEN;
    }

    /** The point since which the bucket fills moves on by what the packet takes, if that is no later than now. */
    private static int takeOfOne(final MemorySegment rows, final long at, final long nowNs, final long taken,
        final long depthNs) {
        long sinceNs = rows.get(JAVA_LONG, at + COMMITTED);
        long moved = (rows.get(JAVA_LONG, at + FRACTIONS) & FRACTION) + taken;
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
        rows.set(JAVA_LONG, at + COMMITTED, sinceNs);
        rows.set(JAVA_LONG, at + FRACTIONS, moved);
        return Colour.GREEN;
    }

    /** Two rates: RFC 2698 takes of both buckets for a green packet, RFC 4115 of the committed one alone. */
    private static int takeOfTwo(final MemorySegment rows, final long at, final long nowNs, final int length,
        final long[] words, final int rates) {
        final boolean both = (words[rates + Profiles.KIND] & Profiles.ALGORITHM) == Profiles.TWO_RATE;
        final long committed = committed(rows, at, nowNs, words[rates + Profiles.COMMITTED_DEPTH])
            - length * words[rates + Profiles.COMMITTED_TIME];
        final long excess = excess(rows, at, nowNs, words[rates + Profiles.EXCESS_DEPTH])
            - length * words[rates + Profiles.EXCESS_TIME];
        final boolean green = committed >= 0 && (!both || excess >= 0);
        if (!green && excess < 0) {
            return Colour.RED;
        }
        if (green) {
            setCommitted(rows, at, nowNs, committed);
        }
        if (!green || both) {
            setExcess(rows, at, nowNs, excess);
        }
        return green ? Colour.GREEN : Colour.YELLOW;
    }

    // What buckets hold, in units of 2^-24 ns.

    private static long committed(final MemorySegment rows, final long at, final long nowNs, final long depthNs) {
        final long fraction = rows.get(JAVA_LONG, at + FRACTIONS) & FRACTION;
        return held(rows.get(JAVA_LONG, at + COMMITTED), fraction, nowNs, depthNs);
    }

    private static long excess(final MemorySegment rows, final long at, final long nowNs, final long[] words,
        final int rates) {
        final long depthNs = words[rates + Profiles.EXCESS_DEPTH];
        return (words[rates + Profiles.KIND] & Profiles.ALGORITHM) == Profiles.SINGLE_RATE
            ? overflown(rows, at, nowNs, words[rates + Profiles.COMMITTED_DEPTH], depthNs)
            : excess(rows, at, nowNs, depthNs);
    }

    private static long excess(final MemorySegment rows, final long at, final long nowNs, final long depthNs) {
        final long fraction = rows.get(JAVA_LONG, at + FRACTIONS) >>> Integer.SIZE;
        return held(rows.get(JAVA_LONG, at + EXCESS), fraction, nowNs, depthNs);
    }

    private static long held(final long sinceNs, final long fraction, final long nowNs, final long depthNs) {
        final long elapsed = nowNs - sinceNs;
        if (elapsed < 0) {
            return elapsed < -depthNs ? depthNs << FRACTION_BITS : 0;
        }
        return elapsed > depthNs ? depthNs << FRACTION_BITS : Math.max(0, (elapsed << FRACTION_BITS) - fraction);
    }

    /** RFC 2697 §3: the excess bucket has what the committed one, being full, could not take. */
    private static long overflown(final MemorySegment rows, final long at, final long nowNs, final long committedNs,
        final long depthNs) {
        final long depth = depthNs << FRACTION_BITS;
        final long stored = Math.clamp(rows.get(JAVA_LONG, at + EXCESS), 0, depth);
        final long over = nowNs - rows.get(JAVA_LONG, at + COMMITTED) - committedNs;
        if (over <= 0) {
            return over < -2 * committedNs ? depth : stored;
        }
        final long fraction = rows.get(JAVA_LONG, at + FRACTIONS) & FRACTION;
        return over > depthNs ? depth : Math.min(depth, stored + Math.max(0, (over << FRACTION_BITS) - fraction));
    }

    // What packets take.

    private static void chargeSingle(final MemorySegment rows, final long at, final long nowNs, final int length,
        final int colour, final long[] words, final int rates) {
        final long excess = excess(rows, at, nowNs, words, rates);
        final long committed = committed(rows, at, nowNs, words[rates + Profiles.COMMITTED_DEPTH]);
        final long taken = length * words[rates + Profiles.COMMITTED_TIME];
        rows.set(JAVA_LONG, at + EXCESS, colour == Colour.GREEN ? excess : excess - taken);
        setCommitted(rows, at, nowNs, colour == Colour.GREEN ? committed - taken : committed);
    }

    private static void chargeCommitted(final MemorySegment rows, final long at, final long nowNs, final int length,
        final long[] words, final int rates) {
        setCommitted(rows, at, nowNs, committed(rows, at, nowNs, words[rates + Profiles.COMMITTED_DEPTH])
            - length * words[rates + Profiles.COMMITTED_TIME]);
    }

    /** The committed bucket holds so much: it has been filling since then. */
    private static void setCommitted(final MemorySegment rows, final long at, final long nowNs, final long held) {
        final long whole = held + FRACTION >> FRACTION_BITS;
        rows.set(JAVA_LONG, at + COMMITTED, nowNs - whole);
        final long others = rows.get(JAVA_LONG, at + FRACTIONS) & ~LOW;
        rows.set(JAVA_LONG, at + FRACTIONS, others | (whole << FRACTION_BITS) - held);
    }

    private static void chargeExcess(final MemorySegment rows, final long at, final long nowNs, final int length,
        final long[] words, final int rates) {
        setExcess(rows, at, nowNs, excess(rows, at, nowNs, words[rates + Profiles.EXCESS_DEPTH])
            - length * words[rates + Profiles.EXCESS_TIME]);
    }

    private static void setExcess(final MemorySegment rows, final long at, final long nowNs, final long held) {
        final long whole = held + FRACTION >> FRACTION_BITS;
        rows.set(JAVA_LONG, at + EXCESS, nowNs - whole);
        final long others = rows.get(JAVA_LONG, at + FRACTIONS) & LOW;
        rows.set(JAVA_LONG, at + FRACTIONS, others | (whole << FRACTION_BITS) - held << Integer.SIZE);
    }
}
