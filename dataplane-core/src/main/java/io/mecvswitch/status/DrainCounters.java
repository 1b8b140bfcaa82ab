package io.mecvswitch.status;

import org.agrona.concurrent.status.AtomicCounter;

/**
 * How far a port is drained.
 *
 * @param since      when that began, in milliseconds since 1970; written by control
 * @param turnedAway packets of new flows that went elsewhere; written by the lane that turns them away
 */
public record DrainCounters(AtomicCounter since, AtomicCounter turnedAway) { }
