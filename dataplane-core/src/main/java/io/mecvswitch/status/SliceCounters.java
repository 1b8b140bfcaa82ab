package io.mecvswitch.status;

import org.agrona.concurrent.status.AtomicCounter;

/**
 * Traffic of a RAN slice, written by the lane that finds bearers.
 *
 * @param packets G-PDUs from or to its gateways that were let on
 * @param bytes   of them
 */
public record SliceCounters(AtomicCounter packets, AtomicCounter bytes) { }
