package io.mecvswitch.qos;

import io.mecvswitch.config.AmbrConfig;
import io.mecvswitch.config.LimiterConfig;
import io.mecvswitch.config.LimiterConfig.Rate;

/**
 * What the packets of a meter may do. Meters share profiles.
 *
 * @param algorithm   how the buckets stand to each other
 * @param colourAware whether what an earlier meter said of the packet counts; else every packet comes as if green
 * @param committed   CIR and CBS
 * @param excess      of RFC 2697 CIR and EBS, of RFC 2698 PIR and PBS, of RFC 4115 EIR and EBS
 */
public record MeterProfile(Algorithm algorithm, boolean colourAware, Bucket committed, Bucket excess) {
    /** Octets that the burst of an AMBR has at least: so many as two long packets, or a slow UE's would never pass. */
    private static final long LEAST_BURST = 3_000;

    /** The three meters. */
    public enum Algorithm {
        /** RFC 2697: what overflows from the committed bucket fills the excess one. */
        SINGLE_RATE,
        /** RFC 2698: a packet that conforms to the committed rate takes of the peak rate, too. */
        TWO_RATE,
        /** RFC 4115: what the excess rate carries does not take of the committed rate, nor the other way. */
        TWO_RATE_APART
    }

    /** One rate and one burst, as of an AMBR: a packet is green, or it is red. */
    public static MeterProfile rate(final long bitsPerSecond, final long burst) {
        return new MeterProfile(Algorithm.SINGLE_RATE, false, Bucket.of(bitsPerSecond, burst), Bucket.EMPTY);
    }

    /** The meter of a limiter. */
    public static MeterProfile of(final LimiterConfig limiter) {
        final Algorithm algorithm = switch (limiter.meter()) {
            case ONE_RATE_TWO_COLOR, ONE_RATE_THREE_COLOR -> Algorithm.SINGLE_RATE;
            case TWO_RATE_THREE_COLOR -> Algorithm.TWO_RATE;
            case TWO_RATE_THREE_COLOR_APART -> Algorithm.TWO_RATE_APART;
        };
        return new MeterProfile(algorithm, limiter.colourAware(), bucket(limiter.committed()),
            limiter.excess().map(MeterProfile::bucket).orElse(Bucket.EMPTY));
    }

    /** The meter of one direction of an AMBR. */
    public static MeterProfile of(final AmbrConfig ambr, final long bitsPerSecond) {
        return rate(bitsPerSecond, Math.max(LEAST_BURST, bitsPerSecond / 8_000 * ambr.burstDurationMs()));
    }

    private static Bucket bucket(final Rate rate) {
        return Bucket.of(rate.bitsPerSecond(), rate.burst());
    }
}
