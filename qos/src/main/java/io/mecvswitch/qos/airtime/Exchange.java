package io.mecvswitch.qos.airtime;

import java.util.stream.IntStream;

/**
 * One attempt to deliver a PPDU: the data, and the answer to it.
 *
 * <pre>
 *   │ AIFS │ back-off │ data, TXTIME │ SIFS │ answer │
 *                     └───────── occupancy ──────────┘
 *   └──────────────── cycle ─────────────────────────┘
 * </pre>
 *
 * <p>The occupancy is what an attempt takes of everybody's medium: the airtime that is shared out and charged. The
 * answer goes at the highest basic rate that is not above the data's (IEEE Std 802.11-2020 §10.6.6.5.2, §10.6.11).
 * Immutable; any thread.
 */
public final class Exchange {
    private static final int[] BASIC_OFDM = {60, 120, 240};
    private static final int[] BASIC_DSSS = {10, 20};

    private final Band band;
    private final Format format;
    private final TxTime data;
    private final long answerNs;

    private Exchange(final Band band, final Format format, final TxTime data, final long answerNs) {
        this.band = band;
        this.format = format;
        this.data = data;
        this.answerNs = answerNs;
    }

    /** With what is answered to data of a rate. */
    public static Exchange of(final Band band, final PhyRate rate, final Answer answer) {
        final long answerNs = answer == Answer.NONE ? 0
            : TxTime.of(band, answerRate(rate)).ns(answer.octets());
        return new Exchange(band, rate.format(), TxTime.of(band, rate), answerNs);
    }

    private static PhyRate answerRate(final PhyRate rate) {
        return rate.format() == Format.DSSS
            ? PhyRate.dsss(highest(BASIC_DSSS, rate.referenceRate()), rate.shortPreamble())
            : PhyRate.ofdm(highest(BASIC_OFDM, rate.referenceRate()));
    }

    private static int highest(final int[] basic, final int rate) {
        return IntStream.of(basic).filter(each -> each <= rate).max().orElse(basic[0]);
    }

    /** Of the data. */
    public TxTime data() {
        return data;
    }

    /** TXTIME of the answer; 0 without one. */
    public long answerNs() {
        return answerNs;
    }

    /** What an attempt takes beside the data: SIFS and the answer. */
    public long tailNs() {
        return answerNs == 0 ? 0 : band.sifsNs() + answerNs;
    }

    /** Airtime of one attempt. */
    public long occupancyNs(final int psduOctets) {
        return data.ns(psduOctets) + tailNs();
    }

    /** From one delivery to the next of a station that is alone and always has something to send. */
    public long cycleNs(final int psduOctets, final AccessCategory category) {
        return category.meanWaitNs(band, format) + occupancyNs(psduOctets);
    }
}
