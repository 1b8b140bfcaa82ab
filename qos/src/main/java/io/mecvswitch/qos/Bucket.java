package io.mecvswitch.qos;

/**
 * A rate and a burst, counted in time: what an octet takes of a bucket, and how much the bucket holds.
 *
 * @param octetTime nanoseconds that an octet takes at the rate, in units of 2^-24, rounded to the nearest: exact to
 *                  2^-20 of the rate at least, see {@link #MAX_BITS_PER_SECOND}
 * @param depthNs   nanoseconds in which an empty bucket becomes full
 */
public record Bucket(long octetTime, long depthNs) {
    /** Holds nothing, so that nothing conforms. */
    public static final Bucket EMPTY = new Bucket(Long.MAX_VALUE >>> 17, 0);
    /** Fewer, and the time of the longest packet has no place in a word. */
    public static final long MIN_BITS_PER_SECOND = 1_000;
    /** More, and an octet's time is not exact to 2^-20 any more. */
    public static final long MAX_BITS_PER_SECOND = 256_000_000_000L;
    /** Bits of a nanosecond's fraction. */
    static final int FRACTION_BITS = 24;
    /** More, and a bucket's time has no place in a word together with its fraction. */
    private static final long MAX_DEPTH_NS = 1L << Long.SIZE - 1 - FRACTION_BITS - 1;
    private static final double OCTET_AT_ONE_BIT_PER_SECOND = 8e9 * (1 << FRACTION_BITS);

    /** Whether no time that is counted with these has more digits than a word. */
    public Bucket {
        if (octetTime <= 0 || octetTime > Long.MAX_VALUE >>> 16 || depthNs < 0 || depthNs > MAX_DEPTH_NS) {
            throw new IllegalArgumentException("an octet in " + octetTime + ", full in " + depthNs + " ns");
        }
    }

    /**
     * @param bitsPerSecond {@link #MIN_BITS_PER_SECOND} to {@link #MAX_BITS_PER_SECOND}
     * @param burst         octets, 1 to {@link #maxBurst}
     */
    public static Bucket of(final long bitsPerSecond, final long burst) {
        final long octetTime = Math.round(OCTET_AT_ONE_BIT_PER_SECOND / bitsPerSecond);
        return new Bucket(octetTime, (long) Math.ceil(burst * 8e9 / bitsPerSecond));
    }

    /** Octets of the largest burst that can be counted at a rate: 274 seconds of it. */
    public static long maxBurst(final long bitsPerSecond) {
        return (long) (MAX_DEPTH_NS / 8e9 * bitsPerSecond);
    }
}
