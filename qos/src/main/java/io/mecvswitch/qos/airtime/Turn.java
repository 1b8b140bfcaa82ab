package io.mecvswitch.qos.airtime;

/**
 * A member of {@link Rounds}, with its frames, its credit and its place in the ring. One object for each, made once.
 * Lane.
 *
 * @param <T> who takes turns
 */
abstract class Turn<T extends Turn<T>> {
    // set once by control
    /** What it gets in a round, nanoseconds; at least 1. */
    final long quantumNs;
    /** Its part of what all members get. */
    double part;
    // written by the lane only
    long deficitNs;
    /** Estimated airtime of what was sent and not yet charged. */
    long inFlightNs;
    /** What all had been charged when it last left. */
    long seenNs;
    T next;
    T previous;
    /** The ends of its queue of {@link Backlog}'s slots, oldest first. */
    int first;
    int last;
    int length;

    Turn(final long quantumNs) {
        this.quantumNs = quantumNs;
    }

    /** What it may still send for. */
    final long creditNs() {
        return deficitNs - inFlightNs;
    }
}
