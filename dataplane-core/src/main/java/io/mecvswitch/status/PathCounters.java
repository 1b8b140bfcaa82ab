package io.mecvswitch.status;

import org.agrona.concurrent.status.AtomicCounter;

/**
 * How a path to a GTP-U peer stands; each counter is written by the receiving lane alone.
 *
 * @param state     0 as long as nobody knows, 1 if it is up, 2 if it is down
 * @param requests  Echo Requests made, repetitions included
 * @param responses Echo Requests that were answered
 * @param failures  times it was found down
 */
public record PathCounters(
    AtomicCounter state, AtomicCounter requests, AtomicCounter responses, AtomicCounter failures) { }
