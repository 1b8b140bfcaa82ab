package io.mecvswitch.qos.airtime;

import java.util.Arrays;

/**
 * What virtual interfaces have taken of a radio, and how it compares with what was estimated.
 *
 * <p>κ is airtime over estimate: how many times a frame is sent until it arrives, and whatever else the estimate does
 * not know. The degree of congestion is the time a frame is at the head of its radio over its airtime: what others have
 * of the channel. Both are means that forget. Lane.
 */
public final class Usage {
    private static final double MAX_KAPPA = 16;
    private static final double KAPPA_WEIGHT = 1 / 8.0;
    private static final double CONGESTION_WEIGHT = 1 / 64.0;
    private static final int KAPPA_SHIFT = 16;

    // written by the lane only
    private final long[] usedNs;
    private final long[] overchargedNs;
    private final long[] frames;
    private final long[] octets;
    private final long[] lost;
    private final long[] estimated;
    private final long[] backloggedNs;
    private final long[] backloggedSinceNs;
    private final double[] kappa;
    private final long[] kappaQ16;
    private final double[] congestion;
    private long radioUsedNs;

    Usage(final int members) {
        usedNs = new long[members];
        overchargedNs = new long[members];
        frames = new long[members];
        octets = new long[members];
        lost = new long[members];
        estimated = new long[members];
        backloggedNs = new long[members];
        backloggedSinceNs = new long[members];
        kappa = new double[members];
        Arrays.fill(kappa, 1);
        kappaQ16 = new long[members];
        Arrays.fill(kappaQ16, 1L << KAPPA_SHIFT);
        congestion = new double[members];
        Arrays.fill(congestion, 1);
    }

    /** Goes on where a member of another one is. */
    void resume(final int member, final Usage former, final int formerMember) {
        usedNs[member] = former.usedNs[formerMember];
        overchargedNs[member] = former.overchargedNs[formerMember];
        frames[member] = former.frames[formerMember];
        octets[member] = former.octets[formerMember];
        lost[member] = former.lost[formerMember];
        estimated[member] = former.estimated[formerMember];
        backloggedNs[member] = former.backloggedNs[formerMember];
        kappa[member] = former.kappa[formerMember];
        kappaQ16[member] = former.kappaQ16[formerMember];
        congestion[member] = former.congestion[formerMember];
        radioUsedNs += usedNs[member];
    }

    /** An estimate, as far as it is known how much estimates are off. */
    long correctedNs(final int member, final long idealNs) {
        return idealNs * kappaQ16[member] >> KAPPA_SHIFT;
    }

    void sent(final int member, final int frameOctets, final boolean delivered) {
        frames[member]++;
        octets[member] += frameOctets;
        lost[member] += delivered ? 0 : 1;
    }

    void estimated(final int member) {
        estimated[member]++;
    }

    /** Airtime that was taken. */
    void add(final int member, final long airtimeNs) {
        usedNs[member] += airtimeNs;
        radioUsedNs += airtimeNs;
    }

    /** Airtime that turned out to be more than was added; or less, which the next ones make good. */
    void correct(final int member, final long differenceNs) {
        final long moreNs = differenceNs - overchargedNs[member];
        overchargedNs[member] = Math.max(0, -moreNs);
        add(member, Math.max(0, moreNs));
    }

    /** Airtime that is only estimated: what was added too much before is not added again. */
    void addEstimated(final int member, final long airtimeNs) {
        final long madeGoodNs = Math.min(overchargedNs[member], airtimeNs);
        overchargedNs[member] -= madeGoodNs;
        add(member, airtimeNs - madeGoodNs);
    }

    /** Learns what frames took that were estimated to take so much. */
    void learn(final int member, final long airtimeNs, final long idealNs) {
        final double ratio = Math.clamp((double) airtimeNs / Math.max(1, idealNs), 1, MAX_KAPPA);
        kappa[member] += (ratio - kappa[member]) * KAPPA_WEIGHT;
        kappaQ16[member] = (long) (kappa[member] * (1 << KAPPA_SHIFT));
    }

    /** Learns how long frames were at the head that took so much. */
    void learnCongestion(final int member, final long serviceNs, final long airtimeNs) {
        congestion[member] += ((double) serviceNs / Math.max(1, airtimeNs) - congestion[member]) * CONGESTION_WEIGHT;
    }

    void beginBacklog(final int member, final long nowNs) {
        backloggedSinceNs[member] = nowNs;
    }

    void endBacklog(final int member, final long nowNs) {
        addBacklog(member, nowNs - backloggedSinceNs[member]);
    }

    void addBacklog(final int member, final long ns) {
        backloggedNs[member] += Math.max(0, ns);
    }

    /** Airtime of the whole radio, nanoseconds: to the nanosecond the sum of its interfaces'. */
    public long radioUsedNs() {
        return radioUsedNs;
    }

    /** Airtime taken, nanoseconds; it never gets less. */
    public long usedNs(final int member) {
        return usedNs[member];
    }

    /** Frames that were sent, delivered or not. */
    public long frames(final int member) {
        return frames[member];
    }

    /** Octets of those frames. */
    public long octets(final int member) {
        return octets[member];
    }

    /** Frames of which the radio says that they did not arrive. */
    public long lost(final int member) {
        return lost[member];
    }

    /** Frames whose airtime nobody measured: charged as estimated. */
    public long estimatedFrames(final int member) {
        return estimated[member];
    }

    /** Time in which frames waited, up to the end of the last wait, nanoseconds. */
    long backloggedNs(final int member) {
        return backloggedNs[member];
    }

    /** Since when frames wait, if they do. */
    long backloggedSinceNs(final int member) {
        return backloggedSinceNs[member];
    }

    /** Airtime over estimate, 1 to 16. */
    public double kappa(final int member) {
        return kappa[member];
    }

    /** Time at the head over airtime, 1 or more. */
    public double congestion(final int member) {
        return congestion[member];
    }
}
