package io.mecvswitch.qos;

/** A meter as the RFCs describe it: counters of tokens that are filled as time passes. A token is 2^-24 ns. */
final class RfcMeter {
    private final MeterProfile profile;
    private final long committedDepth;
    private final long excessDepth;
    private long committed;
    private long excess;
    private long lastNs;

    RfcMeter(final MeterProfile profile, final long nowNs) {
        this.profile = profile;
        this.committedDepth = profile.committed().depthNs() << Bucket.FRACTION_BITS;
        this.excessDepth = profile.excess().depthNs() << Bucket.FRACTION_BITS;
        this.committed = committedDepth;
        this.excess = excessDepth;
        this.lastNs = nowNs;
    }

    int meter(final long nowNs, final int length, final int incoming) {
        fill((nowNs - lastNs) << Bucket.FRACTION_BITS);
        lastNs = nowNs;
        final int colour = profile.colourAware() ? incoming : Colour.GREEN;
        final long ofCommitted = length * profile.committed().octetTime();
        final long ofExcess = length * profile.excess().octetTime();
        return switch (profile.algorithm()) {
            case SINGLE_RATE -> either(colour, ofCommitted, ofCommitted);
            case TWO_RATE -> both(colour, ofCommitted, ofExcess);
            case TWO_RATE_APART -> either(colour, ofCommitted, ofExcess);
        };
    }

    private void fill(final long elapsed) {
        final long over = Math.max(0, committed + elapsed - committedDepth);
        committed = Math.min(committedDepth, committed + elapsed);
        excess = Math.min(excessDepth,
            excess + (profile.algorithm() == MeterProfile.Algorithm.SINGLE_RATE ? over : elapsed));
    }

    /** RFC 2697 §3 and RFC 4115 §3. */
    private int either(final int colour, final long ofCommitted, final long ofExcess) {
        if (colour == Colour.GREEN && committed >= ofCommitted) {
            committed -= ofCommitted;
            return Colour.GREEN;
        }
        if (colour != Colour.RED && excess >= ofExcess) {
            excess -= ofExcess;
            return Colour.YELLOW;
        }
        return Colour.RED;
    }

    /** RFC 2698 §3. */
    private int both(final int colour, final long ofCommitted, final long ofPeak) {
        if (colour == Colour.RED || excess < ofPeak) {
            return Colour.RED;
        }
        excess -= ofPeak;
        if (colour == Colour.YELLOW || committed < ofCommitted) {
            return Colour.YELLOW;
        }
        committed -= ofCommitted;
        return Colour.GREEN;
    }
}
