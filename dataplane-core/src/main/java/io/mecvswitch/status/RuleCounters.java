package io.mecvswitch.status;

import org.agrona.concurrent.status.AtomicCounter;

/**
 * Hits of a traffic rule, written by the lane that classifies.
 *
 * @param packets it concerned
 * @param bytes   of them
 */
public record RuleCounters(AtomicCounter packets, AtomicCounter bytes) { }
