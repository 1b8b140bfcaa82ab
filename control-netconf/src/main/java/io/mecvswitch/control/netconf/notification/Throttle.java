package io.mecvswitch.control.netconf.notification;

import java.util.HashMap;
import java.util.Map;

/**
 * Lets through one event of a kind at a time: the first at once, and what comes after it when its time is over. One
 * thread.
 */
public final class Throttle {
    private final long periodNs;
    private final Map<String, Long> last = new HashMap<>();

    /** One in so many nanoseconds. */
    public Throttle(final long periodNs) {
        this.periodNs = periodNs;
    }

    /**
     * Whether one may be told now.
     *
     * @param kind  what is told, as long as it is the same
     * @param nowNs by a clock that never goes back
     */
    public boolean admits(final String kind, final long nowNs) {
        final Long before = last.get(kind);
        if (before != null && nowNs - before < periodNs) {
            return false;
        }
        last.put(kind, nowNs);
        return true;
    }
}
