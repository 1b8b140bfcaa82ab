package io.mecvswitch.qos.airtime;

/**
 * How much of the clock's time a virtual interface may take at most: a bucket of airtime, filled by the clock.
 *
 * <p>Shares are relative, ceilings are not: they are how someone who sees several radios of a channel makes room on
 * one for what is on another. A ceiling ends by itself, so that who set it may die. Lane.
 */
final class CeilingBucket {
    /** No ceiling. */
    static final int NONE_PPM = 1_000_000;
    /** What may be taken at once, in time of the clock. */
    private static final long BURST_NS = 20_000_000;
    private static final int RATIO_SHIFT = 32;
    private static final int TOKEN_SHIFT = 16;

    private int ppm = NONE_PPM;
    private long ratioQ32;
    private long expiresNs;
    /** Nanoseconds times 2^16. */
    private long tokensQ16;
    private long filledNs;

    /**
     * Begins, changes or, with {@link #NONE_PPM}, ends a ceiling. What has been taken before counts no more than a
     * burst.
     */
    void set(final int ratioPpm, final long nowNs, final long endNs) {
        if (!isSet()) {
            tokensQ16 = 0;
            filledNs = nowNs;
        }
        ppm = ratioPpm;
        ratioQ32 = ((long) ratioPpm << RATIO_SHIFT) / NONE_PPM;
        expiresNs = endNs;
    }

    /** Goes on where another one is: the same ceiling until the same time, with what is left under it. */
    void resume(final CeilingBucket former) {
        ppm = former.ppm;
        ratioQ32 = former.ratioQ32;
        tokensQ16 = former.tokensQ16;
        filledNs = former.filledNs;
        expiresNs = former.expiresNs;
    }

    /** The ceiling in millionths of the clock's time, {@link #NONE_PPM} without one. */
    int ppm() {
        return ppm;
    }

    /** Whether there is one, over or not. */
    boolean isSet() {
        return ppm != NONE_PPM;
    }

    /** Whether an interface that has so much in flight has to wait. */
    boolean holds(final long inFlightNs, final long nowNs) {
        return isSet() && holdsNow(inFlightNs, nowNs);
    }

    private boolean holdsNow(final long inFlightNs, final long nowNs) {
        if (nowNs - expiresNs >= 0) {
            ppm = NONE_PPM;
            return false;
        }
        fill(nowNs);
        return (tokensQ16 >> TOKEN_SHIFT) - inFlightNs <= 0;
    }

    private void fill(final long nowNs) {
        final long passedNs = Math.min(nowNs - filledNs, 64 * BURST_NS);
        if (passedNs > 0) {
            final long full = BURST_NS * ratioQ32 >> RATIO_SHIFT - TOKEN_SHIFT;
            final long gain = passedNs * ratioQ32 >> RATIO_SHIFT - TOKEN_SHIFT;
            tokensQ16 = Math.min(tokensQ16 + gain, full);
            filledNs = nowNs;
        }
    }

    /** The interface has taken so much. */
    void charge(final long airtimeNs) {
        if (isSet()) {
            tokensQ16 -= airtimeNs << TOKEN_SHIFT;
        }
    }
}
