package io.mecvswitch.qos;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.mecvswitch.config.LimiterConfig;
import io.mecvswitch.config.LimiterConfig.Length;
import io.mecvswitch.config.LimiterConfig.Treatment;
import io.mecvswitch.memory.TableMemory;
import io.mecvswitch.status.LimiterCounters;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * What limiters of one configuration do, by the number of their meters: what of a packet they count, how much they let
 * pass, and what befalls each colour. Made by control, read by a lane. What is in their buckets is no configuration's:
 * {@link Meters} has it.
 *
 * <p>A limiter has one word; what many of them have in common, and of ten thousand that is often all, stands once.
 *
 * <pre>
 *   63            44 43        20 19          0
 *  │ kind and 1     │ outer and 1│ place / 16  │   of a limiter; 0: there is none; the place is that of its counters
 *
 *   words 0 to 4  the profile, see {@link Profiles}
 *   word 5        from bit 32 on what counts of a packet; bit 1: colour-aware; bit 0: simple
 *   word 6        treatments of green, yellow and red, 21 bits each
 *   word 7        not used
 * </pre>
 *
 * <p>Simple is a kind of one bucket that does not heed colours and lets green packets pass as they are.
 */
public final class Limiters {
    /** Limiters there can be: each has a place among the counters. */
    public static final int CAPACITY = 1 << 20;
    /** Of so many the buckets and counters take six times what the innermost cache holds. */
    private static final int CACHED = 1 << 12;
    private static final int KIND_SHIFT = 44;
    private static final int KINDS = 1 << Long.SIZE - KIND_SHIFT;
    private static final int OUTER_SHIFT = 20;
    private static final int OUTERS = 1 << KIND_SHIFT - OUTER_SHIFT;
    private static final int PLACES = 1 << OUTER_SHIFT;
    private static final int PLACE_UNIT_SHIFT = 4;
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
    private static final int AWARE = 2;
    private static final int SIMPLE = 1;
    private static final VarHandle COUNTER = JAVA_LONG.varHandle();
    private static final Length[] LENGTHS = Length.values();

    // control only
    private final Map<Kind, Integer> numbers = new HashMap<>();
    // written by control before lanes read
    private final long[] words;
    private final int[] rarePlaces;
    private long[] kinds = new long[1 << Profiles.SHIFT];
    // of all limiters' counters
    private final MemorySegment memory;
    private final TableMemory tables;
    private final int fetched;

    /** What limiters may have in common. */
    private record Kind(MeterProfile profile, Length length, long treatments) {
        boolean isSimple() {
            return profile.algorithm() == MeterProfile.Algorithm.SINGLE_RATE && profile.excess().equals(Bucket.EMPTY)
                && !profile.colourAware() && (treatments & TREATMENT) == 0;
        }
    }

    /**
     * @param count  numbers of meters that there are
     * @param memory of all counters, {@link io.mecvswitch.status.StatusFile#rowMemory}
     * @param tables has lines of it fetched ahead
     */
    public Limiters(final int count, final MemorySegment memory, final TableMemory tables) {
        this.words = new long[count];
        this.rarePlaces = new int[count];
        this.memory = memory;
        this.tables = tables;
        this.fetched = count > CACHED ? -1 : 0;
    }

    /**
     * Says what the limiter of a meter does. Control.
     *
     * @param around   meter of the limiter around it, or {@link Meters#NONE}
     * @param counters of the memory
     */
    public void put(final int meter, final LimiterConfig limiter, final int around, final LimiterCounters counters) {
        final long treatments = word(limiter.conform()) | (long) word(limiter.exceed()) << TREATMENT_BITS
            | (long) word(limiter.violate()) << 2 * TREATMENT_BITS;
        final int kind = numbers.computeIfAbsent(
            new Kind(MeterProfile.of(limiter), limiter.length(), treatments), this::add);
        final int unit = counters.place() >> PLACE_UNIT_SHIFT;
        if (kind + 1 >= KINDS || around + 1 >= OUTERS || unit >= PLACES
            || unit << PLACE_UNIT_SHIFT != counters.place()) {
            throw new IllegalArgumentException("kind " + kind + ", meter " + around + ", place " + counters.place());
        }
        words[meter] = kind + 1L << KIND_SHIFT | around + 1L << OUTER_SHIFT | unit;
        rarePlaces[meter] = counters.rarePlace();
    }

    private int add(final Kind kind) {
        final int number = numbers.size();
        final int row = number << Profiles.SHIFT;
        if (row == kinds.length) {
            kinds = Arrays.copyOf(kinds, kinds.length << 1);
        }
        Profiles.write(kind.profile, kinds, row);
        kinds[row + OWN] = (long) kind.length.ordinal() << Integer.SIZE | (kind.profile.colourAware() ? AWARE : 0)
            | (kind.isSimple() ? SIMPLE : 0);
        kinds[row + TREATMENTS] = kind.treatments;
        return number;
    }

    private static int word(final Treatment treatment) {
        return (treatment.drops() ? DROPS : 0)
            | (treatment.dscp().isPresent() ? MARKS_DSCP | treatment.dscp().getAsInt() : 0)
            | (treatment.pcp().isPresent() ? MARKS_PCP | treatment.pcp().getAsInt() << PCP_SHIFT : 0);
    }

    /** The word of a limiter; 0 if there is none of this number in the configuration. */
    long word(final int meter) {
        return meter < words.length ? words[meter] : 0;
    }

    /** The kinds, eight words each; those of a meter begin at its {@link #rates}. */
    long[] kinds() {
        return kinds;
    }

    /** Where the words of its kind begin. */
    static int rates(final long word) {
        return (int) (word >>> KIND_SHIFT) - 1 << Profiles.SHIFT;
    }

    /** Meter of the limiter around it, or {@link Meters#NONE}. */
    static int outer(final long word) {
        return ((int) (word >>> OUTER_SHIFT) & OUTERS - 1) - 1;
    }

    private static int place(final long word) {
        return row(word) << PLACE_UNIT_SHIFT;
    }

    /** What is the same of two limiters of one kind that have the same one around them. */
    static long kindAndOuter(final long word) {
        return word >>> OUTER_SHIFT;
    }

    // Of a kind, whose words begin at rates.

    /** What of a packet counts. */
    Length length(final int rates) {
        return LENGTHS[(int) (kinds[rates + OWN] >>> Integer.SIZE)];
    }

    boolean isColourAware(final int rates) {
        return (kinds[rates + OWN] & AWARE) != 0;
    }

    boolean isSimple(final int rates) {
        return (kinds[rates + OWN] & SIMPLE) != 0;
    }

    /** A word that says what befalls a colour; 0 if nothing does. */
    int treatment(final int rates, final int colour) {
        return (int) (kinds[rates + TREATMENTS] >>> colour * TREATMENT_BITS) & TREATMENT;
    }

    // What it counts; together with others where lanes share limiters.

    /**
     * Of a number of packets, those for which it pays to have fetched what they need: all where limiters are many, else
     * none. Without a branch, so that the JIT need not learn anew when they become many.
     */
    int worthFetching(final int packets) {
        return packets & fetched;
    }

    /**
     * Says that packets of limiters will be counted soon, so that the cache misses of many overlap. It changes nothing.
     *
     * @param rows  where, a column of ints
     * @param count of them
     */
    void fetch(final MemorySegment rows, final int count) {
        tables.prefetchRows(memory, PLACE_UNIT_SHIFT, rows, count);
    }

    /** Number of the row in which most packets of a limiter are counted. */
    static int row(final long word) {
        return (int) word & PLACES - 1;
    }

    /** Counts the green ones of a vector's packets, which nobody drops, where no other lane counts. */
    void countGreen(final int[] rows, final int[] octets, final int[] colours, final int count) {
        final MemorySegment memory = this.memory;
        for (int k = 0; k < count; k++) {
            if (colours[k] == Colour.GREEN) {
                final long place = (long) rows[k] << PLACE_UNIT_SHIFT;
                memory.set(JAVA_LONG, place, memory.get(JAVA_LONG, place) + 1);
                memory.set(JAVA_LONG, place + Long.BYTES, memory.get(JAVA_LONG, place + Long.BYTES) + octets[k]);
            }
        }
        VarHandle.releaseFence();
    }

    /** A green packet that nobody drops, and its octets, where no other lane counts. */
    void countGreen(final long word, final int octets) {
        final long place = place(word);
        COUNTER.setRelease(memory, place, memory.get(JAVA_LONG, place) + 1);
        COUNTER.setRelease(memory, place + Long.BYTES, memory.get(JAVA_LONG, place + Long.BYTES) + octets);
    }

    void count(final int meter, final int colour, final boolean shared) {
        if (colour == Colour.GREEN) {
            add(place(words[meter]), 1, shared);
        } else {
            add(rarePlaces[meter] + (colour - Colour.YELLOW) * Long.BYTES, 1, shared);
        }
    }

    void countDropped(final int meter, final boolean shared) {
        add(rarePlaces[meter] + (Colour.RED - Colour.YELLOW + 1) * Long.BYTES, 1, shared);
    }

    void countOctets(final int meter, final int octets, final boolean shared) {
        add(place(words[meter]) + Long.BYTES, octets, shared);
    }

    private void add(final long place, final long more, final boolean shared) {
        if (shared) {
            COUNTER.getAndAdd(memory, place, more);
        } else {
            COUNTER.setRelease(memory, place, memory.get(JAVA_LONG, place) + more);
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
