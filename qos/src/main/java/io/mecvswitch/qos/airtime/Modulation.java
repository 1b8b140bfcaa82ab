package io.mecvswitch.qos.airtime;

/**
 * Constellations and code rates in the order of HE's MCS; HT has the first eight, VHT the first ten (§19.5, §21.5,
 * §27.5).
 */
enum Modulation {
    BPSK_1_2(1, 1, 2),
    QPSK_1_2(2, 1, 2),
    QPSK_3_4(2, 3, 4),
    QAM16_1_2(4, 1, 2),
    QAM16_3_4(4, 3, 4),
    QAM64_2_3(6, 2, 3),
    QAM64_3_4(6, 3, 4),
    QAM64_5_6(6, 5, 6),
    QAM256_3_4(8, 3, 4),
    QAM256_5_6(8, 5, 6),
    QAM1024_3_4(10, 3, 4),
    QAM1024_5_6(10, 5, 6);

    private static final Modulation[] BY_MCS = values();

    private final int bits;
    private final int numerator;
    private final int denominator;

    Modulation(final int bits, final int numerator, final int denominator) {
        this.bits = bits;
        this.numerator = numerator;
        this.denominator = denominator;
    }

    static Modulation ofMcs(final int mcs) {
        return BY_MCS[mcs];
    }

    /** Coded bits of a symbol over all streams, N_CBPS. */
    int codedBits(final int subcarriers, final int streams) {
        return subcarriers * bits * streams;
    }

    /** Data bits of a symbol over all streams, N_DBPS, rounded down. */
    int dataBits(final int subcarriers, final int streams) {
        return codedBits(subcarriers, streams) * numerator / denominator;
    }

    /** Denominator of the code rate. */
    int denominator() {
        return denominator;
    }

    /** The rate that decides by which an answer is sent, 100 kb/s: OFDM's with the same modulation (§10.6.11). */
    int referenceRate() {
        return switch (this) {
            case BPSK_1_2 -> 60;
            case QPSK_1_2 -> 120;
            case QPSK_3_4 -> 180;
            case QAM16_1_2 -> 240;
            case QAM16_3_4 -> 360;
            case QAM64_2_3 -> 480;
            default -> 540;
        };
    }
}
