package io.mecvswitch.status;

import java.util.List;
import org.HdrHistogram.Histogram;
import org.agrona.concurrent.status.AtomicCounter;

/**
 * What a service function chain counts, both directions together, written by the lane that leads packets.
 *
 * @param entered packets that entered it
 * @param left    packets that went on behind its last application
 * @param id      its service path identifier; written by control, as all that follow
 * @param p50     half of the sampled packets were through in less, in nanoseconds
 * @param p99     99 % of them were
 * @param max     the slowest
 * @param samples packets sampled
 */
public record ChainCounters(AtomicCounter entered, AtomicCounter left, AtomicCounter id, AtomicCounter p50,
    AtomicCounter p99, AtomicCounter max, AtomicCounter samples) {

    /** Shows what a histogram of nanoseconds says. */
    public void update(final Histogram histogram) {
        p50.setRelease(histogram.getValueAtPercentile(50));
        p99.setRelease(histogram.getValueAtPercentile(99));
        max.setRelease(histogram.getMaxValue());
        samples.setRelease(histogram.getTotalCount());
    }

    List<AtomicCounter> all() {
        return List.of(entered, left, id, p50, p99, max, samples);
    }
}
