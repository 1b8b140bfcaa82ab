package io.mecvswitch.qos;

import io.mecvswitch.config.LimiterConfig;
import io.mecvswitch.config.LimiterConfig.Length;
import io.mecvswitch.config.LimiterConfig.Treatment;
import io.mecvswitch.status.LimiterCounters;
import org.agrona.concurrent.AtomicBuffer;
import org.agrona.concurrent.status.AtomicCounter;
import org.agrona.concurrent.status.CountersReader;

/**
 * What limiters of one configuration do, by the number of their meters: what of a packet they count, how much they let
 * pass, and what befalls each colour. Made by control, read by a lane. What is in their buckets is no configuration's:
 * {@link Meters} has it.
 *
 * <pre>
 *   words 0 to 4  the profile, see {@link Profiles}
 *   word 5        0: no such limiter; bit 63: there is one; bit 40: colour-aware; from bit 32 on what counts of a
 *                 packet; below that the meter of the limiter around it and 1
 *   word 6        treatments of green, yellow and red, 21 bits each
 *   word 7        not used
 * </pre>
 *
 * <p>So all of a limiter is in one cache line, and where its counters are in half of another.
 */
public final class Limiters {
    /** Packets by {@link Colour}. */
    private static final int COUNTERS_SHIFT = 3;
    private static final int DROPPED = 3;
    private static final int OCTETS = 4;
    private static final int DROPS = 1 << 16;
    private static final int MARKS_PCP = 1 << 15;
    private static final int PCP_SHIFT = 8;
    private static final int PCP = 7;
    private static final int MARKS_DSCP = 1 << 7;
    private static final int DSCP = 0x3f;
    private static final int TREATMENT_BITS = 21;
    private static final int TREATMENT = (1 << TREATMENT_BITS) - 1;
    private static final int OWN = 5;
    private static final int TREATMENTS = 6;
    private static final long KNOWN = 1L << 63;
    private static final long AWARE = 1L << 40;
    private static final Length[] LENGTHS = Length.values();

    private final long[] words;
    private final int[] counters;
    private final AtomicBuffer memory;

    /**
     * @param count  numbers of meters that there are
     * @param memory of all counters
     */
    public Limiters(final int count, final AtomicBuffer memory) {
        this.words = new long[count << Profiles.SHIFT];
        this.counters = new int[count << COUNTERS_SHIFT];
        this.memory = memory;
    }

    /**
     * Says what the limiter of a meter does. Control.
     *
     * @param around   meter of the limiter around it, or {@link Meters#NONE}
     * @param counters of the memory
     */
    public void put(final int meter, final LimiterConfig limiter, final int around, final LimiterCounters counters) {
        final int row = meter << Profiles.SHIFT;
        Profiles.write(MeterProfile.of(limiter), words, row);
        words[row + OWN] = KNOWN | (limiter.colourAware() ? AWARE : 0)
            | (long) limiter.length().ordinal() << Integer.SIZE | around + 1;
        words[row + TREATMENTS] = word(limiter.conform()) | (long) word(limiter.exceed()) << TREATMENT_BITS
            | (long) word(limiter.violate()) << 2 * TREATMENT_BITS;
        put(meter, Colour.GREEN, counters.green());
        put(meter, Colour.YELLOW, counters.yellow());
        put(meter, Colour.RED, counters.red());
        put(meter, DROPPED, counters.dropped());
        put(meter, OCTETS, counters.bytes());
    }

    private void put(final int meter, final int place, final AtomicCounter counter) {
        counters[(meter << COUNTERS_SHIFT) + place] = CountersReader.counterOffset(counter.id());
    }

    private static int word(final Treatment treatment) {
        return (treatment.drops() ? DROPS : 0)
            | (treatment.dscp().isPresent() ? MARKS_DSCP | treatment.dscp().getAsInt() : 0)
            | (treatment.pcp().isPresent() ? MARKS_PCP | treatment.pcp().getAsInt() << PCP_SHIFT : 0);
    }

    /** Whether there is a limiter of this number in the configuration. */
    boolean knows(final int meter) {
        return meter << Profiles.SHIFT < words.length && own(meter) != 0;
    }

    private long own(final int meter) {
        return words[(meter << Profiles.SHIFT) + OWN];
    }

    /** The rates of all limiters, eight words each. */
    long[] profiles() {
        return words;
    }

    /** Meter of the limiter around one, or {@link Meters#NONE}. */
    int outer(final int meter) {
        return (int) own(meter) - 1;
    }

    /** What of a packet counts. */
    Length length(final int meter) {
        return LENGTHS[(int) (own(meter) >>> Integer.SIZE) & 7];
    }

    boolean isColourAware(final int meter) {
        return (own(meter) & AWARE) != 0;
    }

    /** A word that says what befalls a colour; 0 if nothing does. */
    int treatment(final int meter, final int colour) {
        return (int) (words[(meter << Profiles.SHIFT) + TREATMENTS] >>> colour * TREATMENT_BITS) & TREATMENT;
    }

    /** Looks at what a packet of a limiter will need; so that the misses of several overlap. */
    long touch(final int meter) {
        final int row = meter << COUNTERS_SHIFT;
        return own(meter) + memory.getLong(counters[row + Colour.GREEN]) + memory.getLong(counters[row + OCTETS]);
    }

    // What it counts; together with others where lanes share limiters.

    void count(final int meter, final int colour, final boolean shared) {
        add(meter, colour, 1, shared);
    }

    void countDropped(final int meter, final boolean shared) {
        add(meter, DROPPED, 1, shared);
    }

    void countOctets(final int meter, final int octets, final boolean shared) {
        add(meter, OCTETS, octets, shared);
    }

    private void add(final int meter, final int place, final long more, final boolean shared) {
        final int offset = counters[(meter << COUNTERS_SHIFT) + place];
        if (shared) {
            memory.getAndAddLong(offset, more);
        } else {
            memory.putLongRelease(offset, memory.getLong(offset) + more);
        }
    }

    static boolean drops(final int treatment) {
        return (treatment & DROPS) != 0;
    }

    static boolean marksDscp(final int treatment) {
        return (treatment & MARKS_DSCP) != 0;
    }

    static int dscp(final int treatment) {
        return treatment & DSCP;
    }

    static boolean marksPcp(final int treatment) {
        return (treatment & MARKS_PCP) != 0;
    }

    static int pcp(final int treatment) {
        return treatment >>> PCP_SHIFT & PCP;
    }
}
