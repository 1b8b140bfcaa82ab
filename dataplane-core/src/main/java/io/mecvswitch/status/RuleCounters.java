package io.mecvswitch.status;

import org.agrona.concurrent.status.AtomicCounter;

/**
 * Hits of a traffic rule, written by the lane that classifies.
 *
 * @param packets it concerned
 * @param bytes   of them
 * @param place   of packets, and behind them of bytes, in {@link StatusFile#rowMemory}
 */
public record RuleCounters(AtomicCounter packets, AtomicCounter bytes, int place) { }
