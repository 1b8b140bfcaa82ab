package io.mecvswitch.qos.airtime;

import java.util.Arrays;

/**
 * How much of the clock's time a virtual interface may take at most: a bucket of airtime, filled by the clock.
 *
 * <p>Shares are relative, ceilings are not: they are how someone who sees several radios of a channel makes room on
 * one for what is on another. A ceiling ends by itself, so that who set it may die. Lane.
 */
final class Ceilings {
    /** No ceiling. */
    static final int NONE_PPM = 1_000_000;
    /** What may be taken at once, in time of the clock. */
    private static final long BURST_NS = 20_000_000;
    private static final int RATIO_SHIFT = 32;
    private static final int TOKEN_SHIFT = 16;

    private final int[] ppm;
    private final long[] ratioQ32;
    private final long[] expiresNs;
    /** Nanoseconds times 2^16. */
    private final long[] tokensQ16;
    private final long[] filledNs;

    Ceilings(final int members) {
        ppm = new int[members];
        Arrays.fill(ppm, NONE_PPM);
        ratioQ32 = new long[members];
        expiresNs = new long[members];
        tokensQ16 = new long[members];
        filledNs = new long[members];
    }

    /**
     * Begins, changes or, with {@link #NONE_PPM}, ends a ceiling. What has been taken before counts no more than a
     * burst.
     */
    void set(final int member, final int ratioPpm, final long nowNs, final long endNs) {
        if (ppm[member] == NONE_PPM) {
            tokensQ16[member] = 0;
            filledNs[member] = nowNs;
        }
        ppm[member] = ratioPpm;
        ratioQ32[member] = ((long) ratioPpm << RATIO_SHIFT) / NONE_PPM;
        expiresNs[member] = endNs;
    }

    /** Goes on as a member of another one: the same ceiling until the same time. */
    void resume(final int member, final Ceilings former, final int formerMember) {
        ppm[member] = former.ppm[formerMember];
        ratioQ32[member] = former.ratioQ32[formerMember];
        resumeTokens(member, former, formerMember);
        expiresNs[member] = former.expiresNs[formerMember];
    }

    /** Goes on with what is left under another ceiling. */
    void resumeTokens(final int member, final Ceilings former, final int formerMember) {
        tokensQ16[member] = former.tokensQ16[formerMember];
        filledNs[member] = former.filledNs[formerMember];
    }

    /** The ceiling in millionths of the clock's time, {@link #NONE_PPM} without one. */
    int ppm(final int member) {
        return ppm[member];
    }

    /** Whether a member has one, over or not. */
    boolean isSet(final int member) {
        return ppm[member] != NONE_PPM;
    }

    /** Whether a member that has so much in flight has to wait. */
    boolean holds(final int member, final long inFlightNs, final long nowNs) {
        return isSet(member) && holdsNow(member, inFlightNs, nowNs);
    }

    private boolean holdsNow(final int member, final long inFlightNs, final long nowNs) {
        if (nowNs - expiresNs[member] >= 0) {
            ppm[member] = NONE_PPM;
            return false;
        }
        fill(member, nowNs);
        return (tokensQ16[member] >> TOKEN_SHIFT) - inFlightNs <= 0;
    }

    private void fill(final int member, final long nowNs) {
        final long passedNs = Math.min(nowNs - filledNs[member], 64 * BURST_NS);
        if (passedNs > 0) {
            final long full = BURST_NS * ratioQ32[member] >> RATIO_SHIFT - TOKEN_SHIFT;
            final long gain = passedNs * ratioQ32[member] >> RATIO_SHIFT - TOKEN_SHIFT;
            tokensQ16[member] = Math.min(tokensQ16[member] + gain, full);
            filledNs[member] = nowNs;
        }
    }

    /** A member has taken so much. */
    void charge(final int member, final long airtimeNs) {
        if (ppm[member] != NONE_PPM) {
            tokensQ16[member] -= airtimeNs << TOKEN_SHIFT;
        }
    }
}
