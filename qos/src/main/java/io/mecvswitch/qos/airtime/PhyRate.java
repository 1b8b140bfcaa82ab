package io.mecvswitch.qos.airtime;

import java.util.List;

/**
 * How the bits of a frame are put on air.
 *
 * @param format        of the PPDU
 * @param widthMhz      of the channel: OFDM 5, 10, 20; HT 20, 40; VHT and HE 20, 40, 80, 160; DSSS 22
 * @param index         MCS of one stream; for DSSS and OFDM the rate in 100 kb/s
 * @param streams       spatial streams, 1 to 8; HT 1 to 4
 * @param guardNs       guard interval: HT and VHT 400 or 800, HE 800, 1600 or 3200; else 800
 * @param shortPreamble DSSS only
 * @param ldpc          low density parity check instead of the binary convolutional code
 * @param stbc          space-time block code: twice as many space-time streams
 * @param ltf           HE only: length of a training symbol, 1, 2 or 4 times 3.2 µs
 * @param extensionNs   HE only: packet extension, 0 to 16 µs in steps of 4
 */
public record PhyRate(Format format, int widthMhz, int index, int streams, int guardNs, boolean shortPreamble,
    boolean ldpc, boolean stbc, int ltf, int extensionNs) {
    private static final List<Integer> DSSS_RATES = List.of(10, 20, 55, 110);
    private static final List<Integer> OFDM_RATES = List.of(60, 90, 120, 180, 240, 360, 480, 540);
    private static final int GUARD_NS = 800;
    private static final int LONGEST_GUARD_NS = 3_200;

    /**
     * @throws IllegalArgumentException if the standard has no such rate; the message is a sentence
     */
    public PhyRate {
        final String wrong = wrong(format, widthMhz, index, streams, guardNs, stbc);
        if (wrong != null) {
            throw new IllegalArgumentException(wrong);
        }
    }

    /** 802.11b. */
    public static PhyRate dsss(final int rate100Kbps, final boolean shortPreamble) {
        return new PhyRate(Format.DSSS, 22, rate100Kbps, 1, GUARD_NS, shortPreamble, false, false, 1, 0);
    }

    /** 802.11a and g in a channel of 20 MHz. */
    public static PhyRate ofdm(final int rate100Kbps) {
        return ofdm(20, rate100Kbps);
    }

    /** 802.11a, and its half and quarter clocked forms; the rate is that of 20 MHz. */
    public static PhyRate ofdm(final int widthMhz, final int rate100Kbps) {
        return new PhyRate(Format.OFDM, widthMhz, rate100Kbps, 1, GUARD_NS, false, false, false, 1, 0);
    }

    /** 802.11n. */
    public static PhyRate ht(final int widthMhz, final int mcs, final int streams, final int guardNs) {
        return new PhyRate(Format.HT, widthMhz, mcs, streams, guardNs, false, false, false, 1, 0);
    }

    /** 802.11ac. */
    public static PhyRate vht(final int widthMhz, final int mcs, final int streams, final int guardNs) {
        return new PhyRate(Format.VHT, widthMhz, mcs, streams, guardNs, false, false, false, 1, 0);
    }

    /** 802.11ax, with LDPC and the training symbols that are usual for the guard interval. */
    public static PhyRate he(final int widthMhz, final int mcs, final int streams, final int guardNs) {
        return new PhyRate(Format.HE, widthMhz, mcs, streams, guardNs, false, true, false,
            guardNs == LONGEST_GUARD_NS ? 4 : 2, 0);
    }

    /** The same with a space-time block code. */
    public PhyRate withStbc() {
        return new PhyRate(format, widthMhz, index, streams, guardNs, shortPreamble, ldpc, true, ltf, extensionNs);
    }

    /** The same with LDPC or without. */
    public PhyRate withLdpc(final boolean used) {
        return new PhyRate(format, widthMhz, index, streams, guardNs, shortPreamble, used, stbc, ltf, extensionNs);
    }

    /** The same with a packet extension. */
    public PhyRate withExtension(final int ns) {
        return new PhyRate(format, widthMhz, index, streams, guardNs, shortPreamble, ldpc, stbc, ltf, ns);
    }

    /** Space-time streams, N_STS. */
    int spaceTimeStreams() {
        return stbc ? 2 * streams : streams;
    }

    /** Data subcarriers, N_SD (§19.3.6, §21.3.6, §27.3.11). */
    int subcarriers() {
        return switch (format) {
            case DSSS -> 0;
            case OFDM -> 48;
            case HT, VHT -> subcarriers(52, 108, 234, 468);
            case HE -> subcarriers(234, 468, 980, 1_960);
        };
    }

    private int subcarriers(final int of20, final int of40, final int of80, final int of160) {
        return switch (widthMhz) {
            case 20 -> of20;
            case 40 -> of40;
            case 80 -> of80;
            default -> of160;
        };
    }

    /** Data bits of a symbol, N_DBPS. */
    public int bitsPerSymbol() {
        // An OFDM symbol takes 4 µs: 6 Mb/s are 24 bits.
        return format == Format.OFDM ? index * 4 / 10
            : Modulation.ofMcs(index).dataBits(subcarriers(), streams);
    }

    /** The rate that decides by which an answer is sent, 100 kb/s. */
    int referenceRate() {
        return format == Format.DSSS || format == Format.OFDM ? index : Modulation.ofMcs(index).referenceRate();
    }

    private static String wrong(final Format format, final int width, final int index, final int streams,
        final int guardNs, final boolean stbc) {
        return switch (format) {
            case DSSS -> DSSS_RATES.contains(index) ? null : "802.11b has 1, 2, 5.5 and 11 Mb/s";
            case OFDM -> !OFDM_RATES.contains(index) ? "802.11a and g have 6, 9, 12, 18, 24, 36, 48 and 54 Mb/s"
                : List.of(5, 10, 20).contains(width) ? null : "802.11a and g have channels of 5, 10 and 20 MHz";
            case HT -> wrong("802.11n", index, 7, streams, 4, width, 40, List.of(400, 800), guardNs, stbc);
            case VHT -> isExcluded(width, index, streams) ? "802.11ac has no MCS " + index + " with " + streams
                + " streams in " + width + " MHz"
                : wrong("802.11ac", index, 9, streams, 8, width, 160, List.of(400, 800), guardNs, stbc);
            case HE -> wrong("802.11ax", index, 11, streams, 8, width, 160, List.of(800, 1_600, 3_200), guardNs, stbc);
        };
    }

    private static String wrong(final String standard, final int mcs, final int maxMcs, final int streams,
        final int maxStreams, final int width, final int maxWidth, final List<Integer> guards, final int guardNs,
        final boolean stbc) {
        if (mcs < 0 || mcs > maxMcs) {
            return standard + " has MCS 0 to " + maxMcs;
        }
        if (streams < 1 || streams * (stbc ? 2 : 1) > maxStreams) {
            return standard + " has 1 to " + maxStreams + " streams";
        }
        if (!List.of(20, 40, 80, 160).contains(width) || width > maxWidth) {
            return standard + " has channels of 20 to " + maxWidth + " MHz";
        }
        return guards.contains(guardNs) ? null : standard + " has guard intervals of " + guards + " ns";
    }

    /** What the tables of §21.5 leave out, because the bits can't be dealt out to encoders evenly. */
    private static boolean isExcluded(final int width, final int mcs, final int streams) {
        return switch (width) {
            case 20 -> mcs == 9 && streams != 3 && streams != 6;
            case 80 -> mcs == 6 && (streams == 3 || streams == 7) || mcs == 9 && streams == 6;
            case 160 -> mcs == 9 && streams == 3;
            default -> false;
        };
    }
}
