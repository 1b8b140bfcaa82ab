package io.mecvswitch.status;

import org.HdrHistogram.Histogram;
import org.agrona.concurrent.status.AtomicCounter;

/**
 * What is counted of one application at one hop of one direction of a service function chain.
 *
 * @param in      packets led to it; written by the lane that transmits
 * @param out     packets that came back; written by the lane that leads packets
 * @param kind    one of this class's constants; written by control, as all that follow
 * @param p50     half of the sampled packets were there and back in less, in nanoseconds
 * @param p99     99 % of them were
 * @param max     the slowest
 * @param samples packets sampled
 */
public record HopCounters(AtomicCounter in, AtomicCounter out, AtomicCounter kind, AtomicCounter p50,
    AtomicCounter p99, AtomicCounter max, AtomicCounter samples) {

    /** {@link #kind}: what is led to it is to come back. */
    public static final int SERVES = 0;
    /** {@link #kind}: it takes in what is led to it on purpose, because it answers itself or gets copies. */
    public static final int CONSUMES = 1;

    /** Shows what a histogram of nanoseconds says. */
    public void update(final Histogram histogram) {
        p50.setRelease(histogram.getValueAtPercentile(50));
        p99.setRelease(histogram.getValueAtPercentile(99));
        max.setRelease(histogram.getMaxValue());
        samples.setRelease(histogram.getTotalCount());
    }
}
