package io.mecvswitch.stage;

/**
 * Lets so many messages per second go, and as many at once after a second's pause: a token bucket in the form of the
 * generic cell rate algorithm (ITU-T I.371 annex A), one word of state.
 *
 * <pre>
 *   now          free                 now + 1 s
 *   ├─────────────┼──────────────────────┤
 *    spent tokens    tokens left, one per interval
 * </pre>
 *
 * <p>Lane.
 */
public final class MessageRate {
    private static final long SECOND_NS = 1_000_000_000L;

    // set once by control
    private final long intervalNs;
    // written by the lane only: when the bucket is full again
    private boolean started;
    private long fullAtNs;

    /**
     * @param perSecond messages, 0 for none
     */
    public MessageRate(final int perSecond) {
        intervalNs = perSecond == 0 ? Long.MAX_VALUE : SECOND_NS / perSecond;
    }

    /** Takes a token, if there is one. */
    public boolean take(final long nowNs) {
        if (intervalNs > SECOND_NS) {
            return false;
        }
        final long spentNs = spentNs(nowNs);
        if (spentNs + intervalNs > SECOND_NS) {
            return false;
        }
        fullAtNs = nowNs + spentNs + intervalNs;
        started = true;
        return true;
    }

    /** A clock that jumped back by more than a second is a new one: nothing is known to be spent. */
    private long spentNs(final long nowNs) {
        final long spentNs = fullAtNs - nowNs;
        return !started || spentNs < 0 || spentNs > 2 * SECOND_NS ? 0 : spentNs;
    }

    /** Goes on where another left off, at this one's own rate. */
    public void resume(final MessageRate other) {
        started = other.started;
        fullAtNs = other.fullAtNs;
    }
}
