package io.mecvswitch.bench.limits;

import java.util.Arrays;

/**
 * What a processor loses of a thread that has nothing to do but to look at the clock: the control of all that is said
 * of how punctual a worker is.
 *
 * <p>The loop lets ideal packets leave that nobody sends: in groups, evenly spaced, each as soon as it finds that its
 * time has come. One thread at a time.
 */
final class PunctualLoop {
    /** Packets of a group. */
    static final int TOGETHER = 32;
    /** From a packet to the next: 1 518 octets at 1 Gb/s. */
    static final long GAP_NS = 12_144;
    /** Longer than that nobody may be late. */
    static final long LATE_NS = 10_000;

    private static final int SECONDS = 4;
    private static final int LOOKED_AT = SECONDS * 41_000;

    /**
     * What was found.
     *
     * @param withinShare of ideal departures that were at most 10 us late, 0 to 1
     * @param lostShare   of the time in which the loop did not run for longer than 10 us
     * @param gaps        how often that was, in a second
     * @param longestUs   the longest of them
     */
    record Lateness(double withinShare, double lostShare, double gaps, double longestUs) { }

    private PunctualLoop() {
    }

    /** Runs for seconds; once shorter before, so that it is compiled. */
    static Lateness run() {
        run(LOOKED_AT / 10);
        return run(LOOKED_AT);
    }

    private static Lateness run(final int departures) {
        final long[] lateNs = new long[departures];
        final long beganNs = System.nanoTime();
        long thenNs = beganNs;
        long dueNs = beganNs;
        long lostNs = 0;
        long longestNs = 0;
        int gaps = 0;
        int departure = 0;
        while (departure < departures) {
            final long nowNs = System.nanoTime();
            final long gapNs = nowNs - thenNs;
            if (gapNs > LATE_NS) {
                lostNs += gapNs;
                longestNs = Math.max(longestNs, gapNs);
                gaps++;
            }
            thenNs = nowNs;
            while (dueNs <= nowNs && departure < departures) {
                lateNs[departure++] = nowNs - dueNs;
                dueNs += departure % TOGETHER == 0 ? (TOGETHER + 1) * GAP_NS : GAP_NS;
            }
        }
        final double ns = thenNs - beganNs;
        return new Lateness((double) Arrays.stream(lateNs).filter(late -> late <= LATE_NS).count() / departures,
            lostNs / ns, gaps * 1e9 / ns, longestNs / 1e3);
    }
}
