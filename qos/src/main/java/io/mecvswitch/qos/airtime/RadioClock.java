package io.mecvswitch.qos.airtime;

/**
 * The time that a radio has lived through: by its own clock where it tells one, else by ours. It goes on from one clock
 * to the other, and never back. Lane.
 */
final class RadioClock {
    /** A clock that stands so long is none. */
    private static final long STANDS_NS = 500_000_000;
    private static final long LONGEST_STEP_NS = 1_000_000_000;

    private long radioNs;
    private long toldNs;
    private long movedNs;
    private long lastNs;

    /** The time of the radio. */
    long ns() {
        return radioNs;
    }

    /**
     * Goes on.
     *
     * @param clockNs of the radio; 0 if it tells none
     * @param nowNs   our time
     */
    void advance(final long clockNs, final long nowNs) {
        if (radioNs == 0) {
            radioNs = nowNs;
            lastNs = nowNs;
        }
        if (clockNs != toldNs) {
            radioNs += toldNs == 0 ? 0 : Math.clamp(clockNs - toldNs, 0, LONGEST_STEP_NS);
            toldNs = clockNs;
            movedNs = nowNs;
        } else if (toldNs == 0 || nowNs - movedNs >= STANDS_NS) {
            radioNs += Math.max(0, nowNs - lastNs);
        }
        lastNs = nowNs;
    }
}
