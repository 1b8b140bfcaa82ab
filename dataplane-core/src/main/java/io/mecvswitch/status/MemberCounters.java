package io.mecvswitch.status;

import org.agrona.concurrent.status.AtomicCounter;

/**
 * How a member of a group of applications stands. Written by control.
 *
 * @param state   ordinal of its state
 * @param changed when that changed last, in milliseconds since 1970; 0 if it never did
 */
public record MemberCounters(AtomicCounter state, AtomicCounter changed) { }
