package io.mecvswitch.qos.airtime;

/**
 * How much a radio's scheduler keeps, and lets go ahead of what it is told.
 *
 * @param quantumNs       airtime that all virtual interfaces get together in a round
 * @param interfaceLowNs  airtime of an interface in flight, at most
 * @param interfaceHighNs the same, as long as the radio has less than so much in flight
 * @param radioNs         airtime of the radio in flight, at most; 1 s at most
 * @param frames          frames of an interface that wait, at most
 * @param waitingNs       airtime of frames of an interface that wait, at most, as estimated; 1 s at most
 * @param answerNs        after so long nobody expects any more to be told what a frame took; 0 where nobody tells
 */
public record Limits(long quantumNs, long interfaceLowNs, long interfaceHighNs, long radioNs, int frames,
    long waitingNs, long answerNs) {
    private static final long MAX_NS = 1_000_000_000;

    /** @throws IllegalArgumentException if more than a second of airtime may wait or be in flight */
    public Limits {
        if (Math.max(radioNs, waitingNs) > MAX_NS) {
            throw new IllegalArgumentException(radioNs + " ns in flight or " + waitingNs + " waiting: more than 1 s");
        }
    }

    /** What is usual: rounds of 1 ms; 5 to 12 ms in flight for an interface, 24 for a radio. */
    public static final Limits USUAL =
        new Limits(1_000_000, 5_000_000, 12_000_000, 24_000_000, 1_024, 200_000_000, 500_000_000);

    /** The same where nobody tells what a frame took. */
    public Limits withoutFeedback() {
        return new Limits(quantumNs, interfaceLowNs, interfaceHighNs, radioNs, frames, waitingNs, 0);
    }

    /** The same with other rounds. */
    public Limits withQuantum(final long ns) {
        return new Limits(ns, interfaceLowNs, interfaceHighNs, radioNs, frames, waitingNs, answerNs);
    }

    /** The same with other queues. */
    public Limits withFrames(final int count) {
        return new Limits(quantumNs, interfaceLowNs, interfaceHighNs, radioNs, count, waitingNs, answerNs);
    }
}
