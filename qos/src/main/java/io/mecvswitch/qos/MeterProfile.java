package io.mecvswitch.qos;

/**
 * What the packets of a limiter may do. Limiters share profiles.
 *
 * @param algorithm  how the buckets stand to each other
 * @param colourAware whether what an earlier meter said of the packet counts; else every packet comes as if green
 * @param committed  CIR and CBS
 * @param excess     of RFC 2697 CIR and EBS, of RFC 2698 PIR and PBS, of RFC 4115 EIR and EBS
 */
public record MeterProfile(Algorithm algorithm, boolean colourAware, Bucket committed, Bucket excess) {
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
}
