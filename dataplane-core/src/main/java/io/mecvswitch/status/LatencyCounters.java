package io.mecvswitch.status;

import org.HdrHistogram.Histogram;
import org.agrona.concurrent.status.AtomicCounter;

/**
 * Time in the switch of sampled packets that left by one port, set by control.
 *
 * @param p50     half stayed below, in nanoseconds
 * @param p99     99 % stayed below
 * @param p999    99.9 % stayed below
 * @param p9999   99.99 % stayed below
 * @param max     the longest
 * @param samples packets sampled
 */
public record LatencyCounters(
    AtomicCounter p50,
    AtomicCounter p99,
    AtomicCounter p999,
    AtomicCounter p9999,
    AtomicCounter max,
    AtomicCounter samples) {

    /**
     * Shows what a histogram says.
     *
     * @param histogram of nanoseconds since the start, or over the time that is to be shown
     */
    public void update(final Histogram histogram) {
        p50.setRelease(histogram.getValueAtPercentile(50));
        p99.setRelease(histogram.getValueAtPercentile(99));
        p999.setRelease(histogram.getValueAtPercentile(99.9));
        p9999.setRelease(histogram.getValueAtPercentile(99.99));
        max.setRelease(histogram.getMaxValue());
        samples.setRelease(histogram.getTotalCount());
    }
}
