package io.mecvswitch.qos;

import io.mecvswitch.config.LimiterConfig;
import io.mecvswitch.config.LimiterConfig.Length;
import io.mecvswitch.config.LimiterConfig.Treatment;
import io.mecvswitch.status.LimiterCounters;

/**
 * What limiters of one configuration do, by the number of their meters: what of a packet they count, how much they let
 * pass, and what befalls each colour. Made by control, read by a lane. What is in their buckets is no configuration's:
 * {@link Meters} has it.
 */
public final class Limiters {
    private static final int DROPS = 1 << 16;
    private static final int MARKS_PCP = 1 << 15;
    private static final int PCP_SHIFT = 8;
    private static final int PCP = 7;
    private static final int MARKS_DSCP = 1 << 7;
    private static final int DSCP = 0x3f;
    private static final int COLOURS_SHIFT = 2;

    private final long[] profiles;
    private final int[] outer;
    private final Length[] lengths;
    private final int[] treatments;
    private final boolean[] colourAware;
    private final LimiterCounters[] counters;

    /**
     * @param count numbers of meters that there are
     */
    public Limiters(final int count) {
        profiles = new long[count << Profiles.SHIFT];
        outer = new int[count];
        lengths = new Length[count];
        treatments = new int[count << COLOURS_SHIFT];
        colourAware = new boolean[count];
        counters = new LimiterCounters[count];
    }

    /**
     * Says what the limiter of a meter does. Control.
     *
     * @param around meter of the limiter around it, or {@link Meters#NONE}
     */
    public void put(final int meter, final LimiterConfig limiter, final int around, final LimiterCounters counters) {
        this.counters[meter] = counters;
        Profiles.write(MeterProfile.of(limiter), profiles, meter << Profiles.SHIFT);
        outer[meter] = around;
        lengths[meter] = limiter.length();
        colourAware[meter] = limiter.colourAware();
        treatments[(meter << COLOURS_SHIFT) + Colour.GREEN] = word(limiter.conform());
        treatments[(meter << COLOURS_SHIFT) + Colour.YELLOW] = word(limiter.exceed());
        treatments[(meter << COLOURS_SHIFT) + Colour.RED] = word(limiter.violate());
    }

    private static int word(final Treatment treatment) {
        return (treatment.drops() ? DROPS : 0)
            | (treatment.dscp().isPresent() ? MARKS_DSCP | treatment.dscp().getAsInt() : 0)
            | (treatment.pcp().isPresent() ? MARKS_PCP | treatment.pcp().getAsInt() << PCP_SHIFT : 0);
    }

    /** Whether there is a limiter of this number in the configuration. */
    boolean knows(final int meter) {
        return meter < counters.length && counters[meter] != null;
    }

    /** The rates of all limiters, eight words each. */
    long[] profiles() {
        return profiles;
    }

    /** Meter of the limiter around one, or {@link Meters#NONE}. */
    int outer(final int meter) {
        return outer[meter];
    }

    /** What of a packet counts. */
    Length length(final int meter) {
        return lengths[meter];
    }

    boolean isColourAware(final int meter) {
        return colourAware[meter];
    }

    LimiterCounters counters(final int meter) {
        return counters[meter];
    }

    /** A word that says what befalls a colour; 0 if nothing does. */
    int treatment(final int meter, final int colour) {
        return treatments[(meter << COLOURS_SHIFT) + colour];
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
