package io.mecvswitch.chaining;

/**
 * For how long signs of life have been due, as two counters tell that only grow: what was asked of somebody, and what
 * came of it. It is not due as long as little was asked, nor while nothing is.
 *
 * <pre>
 *   asked      1  2  3        4  5  6  7
 *   answered      1  2  3  ·  ·  ·  ·  ·  ·
 *   silence    0  0  0  0  0  ├─────────▶      from the first look that found something unanswered
 * </pre>
 *
 * <p>Control.
 */
final class Silence {
    private final long few;
    private boolean begun;
    private long asked;
    private long answered;
    private long heardNs;

    /**
     * @param few what has to be unanswered before anything is due, at least 1
     */
    Silence(final int few) {
        this.few = few;
    }

    /** Looks at the counters; returns for how long something has been due, 0 if nothing is. */
    long look(final long asked, final long answered, final long nowNs) {
        if (!begun || answered != this.answered) {
            begin(asked, answered);
        }
        if (asked == this.asked) {
            heardNs = nowNs;
        }
        return asked - this.asked >= few ? nowNs - heardNs : 0;
    }

    private void begin(final long asked, final long answered) {
        begun = true;
        this.asked = asked;
        this.answered = answered;
    }

    /** Expects nothing any more of what was asked. */
    void forgive() {
        begun = false;
    }
}
