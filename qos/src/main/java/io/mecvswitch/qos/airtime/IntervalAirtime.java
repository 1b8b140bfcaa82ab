package io.mecvswitch.qos.airtime;

import java.util.concurrent.atomic.AtomicLong;

/**
 * What an access point tells of a virtual interface's intervals, on its way from control to the lane: sums, so that
 * nothing has to wait where a lane has no reason to look.
 */
public final class IntervalAirtime {
    private static final long NONE = -1;

    private final Sum toldNs = new Sum();
    private final Sum receivedNs = new Sum();
    private final Sum attempts = new Sum();
    private final Sum successes = new Sum();
    private final Sum unmeasured = new Sum();
    private final Sum unmeasuredIntervals = new Sum();

    /** A number that control adds to, and of which the lane hears what is new. */
    private static final class Sum {
        // written by control only
        private final AtomicLong told = new AtomicLong();
        // written by the lane only
        private long heard;

        void add(final long more) {
            told.setRelease(told.getPlain() + more);
        }

        long hear() {
            final long now = told.getAcquire();
            final long added = now - heard;
            heard = now;
            return added;
        }
    }

    /**
     * Tells of an interval. Control.
     *
     * @param airtimeNs of all frames since this was told last; nothing counts as 1 ns, so that it is heard
     */
    public void tell(final long airtimeNs) {
        toldNs.add(Math.max(1, airtimeNs));
    }

    /** Tells of frames that stations sent. Control. */
    public void tellReceived(final long airtimeNs) {
        receivedNs.add(airtimeNs);
    }

    /**
     * Tells how often frames were sent. Control.
     *
     * @param tried    attempts since this was told last
     * @param arrived  those of them that arrived, no more
     * @param measured whether it is told, too, what airtime they took
     */
    public void tellAttempts(final long tried, final long arrived, final boolean measured) {
        // The lane looks the other way round: it never sees more that arrived than was tried.
        attempts.add(tried);
        successes.add(arrived);
        if (!measured) {
            unmeasured.add(tried);
            unmeasuredIntervals.add(1);
        }
    }

    /** What stations sent since this was asked last. Lane. */
    long hearReceived() {
        return receivedNs.hear();
    }

    /** What was told since this was asked last; 0 if nothing was. Lane. */
    long hear() {
        return toldNs.hear();
    }

    /** Attempts that arrived since this was asked last. Lane, before {@link #hearAttempts}. */
    long hearSuccesses() {
        return successes.hear();
    }

    /** Attempts since this was asked last. Lane. */
    long hearAttempts() {
        return attempts.hear();
    }

    /** Those whose airtime was not told with them; -1 if there was no such interval. Lane. */
    long hearUnmeasured() {
        return unmeasuredIntervals.hear() > 0 ? unmeasured.hear() : NONE;
    }
}
