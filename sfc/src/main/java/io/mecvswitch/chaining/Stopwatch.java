package io.mecvswitch.chaining;

import org.HdrHistogram.SingleWriterRecorder;

/**
 * How long sampled packets take from one place to another; one of them is on its way at a time (see {@link Samples}).
 */
final class Stopwatch {
    final SingleWriterRecorder latencyNs;

    // written by the lane that leads packets only
    /** What the packet looks like that is sampled at this moment; 0 if none is. */
    long sampled;
    /** When it set out, or the last one did; long ago where none has yet. */
    long sinceNs = Long.MIN_VALUE / 2;

    Stopwatch(final SingleWriterRecorder latencyNs) {
        this.latencyNs = latencyNs;
    }
}
