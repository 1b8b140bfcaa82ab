package io.mecvswitch.status;

import org.agrona.concurrent.status.AtomicCounter;

/**
 * How a path to a GTP-U peer stands; each counter is written by the receiving lane alone.
 *
 * @param state     {@link #UNKNOWN}, {@link #UP} or {@link #DOWN}
 * @param requests  Echo Requests made, repetitions included
 * @param responses Echo Requests that were answered
 * @param failures  times it was found down
 */
public record PathCounters(
    AtomicCounter state, AtomicCounter requests, AtomicCounter responses, AtomicCounter failures) {
    /** {@link #state}: no request was answered or given up yet. */
    public static final long UNKNOWN = 0;
    /** {@link #state}: the last request was answered. */
    public static final long UP = 1;
    /** {@link #state}: the last request was given up. */
    public static final long DOWN = 2;

    /** What people call a state. */
    public static String word(final long state) {
        return state == UP ? "up" : state == DOWN ? "down" : "unknown";
    }
}
