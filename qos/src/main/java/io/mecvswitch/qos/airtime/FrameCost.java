package io.mecvswitch.qos.airtime;

/**
 * Estimates what a frame will take of the medium: the airtime of its delivery by the first attempt.
 *
 * <p>A frame that goes alone is estimated to the nanosecond. Where several go in one A-MPDU, each bears its part of
 * preamble and answer, and its own octets; of what the A-MPDU will be, only the usual number of frames is known.
 * Immutable; any thread.
 */
public final class FrameCost {
    private static final int ROUND_Q32 = 1 << 31;

    private final TxTime data;
    private final int security;
    private final int aggregated;
    private final long tailNs;
    private final long partNs;
    private final long nsPerOctetQ32;
    private final long waitNs;

    private FrameCost(final Band band, final Exchange exchange, final PhyRate rate, final int security,
        final int aggregated) {
        this.data = exchange.data();
        this.tailNs = exchange.tailNs();
        this.security = security;
        this.aggregated = aggregated;
        this.partNs = (data.fixedNs() + tailNs) / aggregated;
        this.nsPerOctetQ32 = data.nsPerOctetQ32();
        this.waitNs = AccessCategory.BE.meanWaitNs(band, rate.format()) / aggregated;
    }

    /**
     * Of a frame to one station.
     *
     * @param security   octets that encryption adds to an MPDU
     * @param aggregated frames that usually go in one A-MPDU, 1 to 64; 1 where the format has none
     */
    public static FrameCost of(final Band band, final PhyRate rate, final int security, final int aggregated) {
        final Answer answer = aggregated == 1 ? Answer.ACK : Answer.BLOCK_ACK;
        return new FrameCost(band, Exchange.of(band, rate, answer), rate, security, aggregated);
    }

    /** Of a frame to many, at a basic rate, to which nobody answers. */
    public static FrameCost ofGroup(final Band band, final PhyRate basic, final int security) {
        return new FrameCost(band, Exchange.of(band, basic, Answer.NONE), basic, security, 1);
    }

    /** Airtime of a frame of so many octets of Ethernet, without check sequence. */
    public long ns(final int frame) {
        final int mpdu = Mpdu.octets(frame, security);
        return aggregated == 1 ? data.ns(mpdu) + tailNs
            : partNs + (Mpdu.subframe(mpdu) * nsPerOctetQ32 + ROUND_Q32 >> 32);
    }

    /** Whether it goes with others in an A-MPDU. */
    boolean isAggregated() {
        return aggregated > 1;
    }

    /** What is not the frame itself: SIFS and the answer, or its part of them. */
    public long tailNs() {
        return tailNs / aggregated;
    }

    /** How long the medium is kept idle for it: AIFS and half of the smallest contention window, best effort. */
    public long waitNs() {
        return waitNs;
    }
}
