package io.mecvswitch.qos.airtime;

/**
 * How long a PPDU of a rate is on air: TXTIME, in whole nanoseconds.
 *
 * <pre>
 *   │ preamble and header │ symbol │ symbol │ … │ signal extension │
 *   └──────────────────── TXTIME ────────────────────────────────┘   SIFS and the answer are not in it
 * </pre>
 *
 * <p>The formulas are those of IEEE Std 802.11-2020 §16.3.4 (DSSS, CCK), §17.4.3 (OFDM), §18.5.3 (ERP-OFDM), §19.4.3
 * (HT), §21.4.3 (VHT) and IEEE Std 802.11ax-2021 §27.4.3 (HE). They are made ready here once per rate; {@link #ns}
 * multiplies and shifts, and divides nothing. Immutable; any thread.
 */
public final class TxTime {
    /** Longest PPDU, aPPDUMaxTime (§19.4.4, §21.4.4, §27.4.4). */
    public static final long MAX_NS = 5_484_000;

    private static final int SERVICE_BITS = 16;
    private static final int TAIL_BITS = 6;
    /** {@code ⌈b / d⌉ = b·r >> 43} with {@code r = ⌊2^43 / d⌋ + 1}, exact as long as {@code b·d < 2^43}. */
    private static final int RECIPROCAL_SHIFT = 43;
    private static final int SYMBOL_NS = 4_000;
    private static final int SHORT_SYMBOL_NS = 3_600;
    private static final int HE_SYMBOL_NS = 12_800;

    private final int maxOctets;
    private final long fixedNs;
    private final long symbolNs;
    private final int bitsPerOctet;
    private final int fixedBits;
    private final long reciprocal;
    private final int symbolsAtOnce;
    private final boolean roundsUpToLongSymbols;
    private final int bitsPerSymbol;

    private TxTime(final Format format, final long fixedNs, final long symbolNs, final int bitsPerOctet,
        final int fixedBits, final int bitsPerSymbol, final boolean stbc, final boolean roundsUpToLongSymbols) {
        this.maxOctets = maxOctets(format);
        this.fixedNs = fixedNs;
        this.symbolNs = symbolNs;
        this.bitsPerOctet = bitsPerOctet;
        this.fixedBits = fixedBits;
        this.symbolsAtOnce = stbc ? 2 : 1;
        this.bitsPerSymbol = bitsPerSymbol;
        this.reciprocal = (1L << RECIPROCAL_SHIFT) / (bitsPerSymbol * symbolsAtOnce) + 1;
        this.roundsUpToLongSymbols = roundsUpToLongSymbols;
    }

    /** Longest PSDU (§16.3.4, §17.4.4, §19.4.4, §21.4.4, §27.4.4). */
    private static int maxOctets(final Format format) {
        return switch (format) {
            case DSSS, OFDM -> 4_095;
            case HT -> 65_535;
            case VHT -> 1_048_575;
            case HE -> 6_500_631;
        };
    }

    /** By the standard. */
    public static TxTime of(final Band band, final PhyRate rate) {
        return of(band, rate, Convention.IEEE);
    }

    /** By the standard or by another's arithmetic. */
    public static TxTime of(final Band band, final PhyRate rate, final Convention convention) {
        return switch (rate.format()) {
            case DSSS -> dsss(rate);
            case OFDM -> ofdm(band, rate);
            case HT -> ht(band, rate, convention);
            case VHT -> vht(rate, convention);
            case HE -> he(band, rate, convention);
        };
    }

    /** §16.3.4: preamble and header, then ⌈8L/R⌉ µs; counted in half bits, for the sake of 5.5 Mb/s. */
    private static TxTime dsss(final PhyRate rate) {
        final boolean isShort = rate.shortPreamble() && rate.index() > 10;
        return new TxTime(Format.DSSS, isShort ? 96_000 : 192_000, 1_000, 16, 0, rate.index() / 5, false, false);
    }

    /** §17.4.3, §18.5.3: preamble 16, SIGNAL 4, symbols of 4 µs; times 2 in 10 MHz and 4 in 5 MHz. */
    private static TxTime ofdm(final Band band, final PhyRate rate) {
        final int clock = 20 / rate.widthMhz();
        return new TxTime(Format.OFDM, 20_000L * clock + band.signalExtensionNs(), (long) SYMBOL_NS * clock, 8,
            SERVICE_BITS + TAIL_BITS, rate.bitsPerSymbol(), false, false);
    }

    /** §19.4.3, HT-mixed: L-STF and L-LTF 16, L-SIG 4, HT-SIG 8, HT-STF 4, HT-LTFs of 4 µs. */
    private static TxTime ht(final Band band, final PhyRate rate, final Convention convention) {
        return symbols(32_000 + trainingNs(rate) + band.signalExtensionNs(), rate, 320, 350, convention);
    }

    /** §21.4.3: L-STF and L-LTF 16, L-SIG 4, VHT-SIG-A 8, VHT-STF 4, VHT-LTFs of 4 µs, VHT-SIG-B 4. */
    private static TxTime vht(final PhyRate rate, final Convention convention) {
        final int sigBNs = convention == Convention.IEEE ? 4_000 : 0;
        return symbols(32_000 + trainingNs(rate) + sigBNs, rate, 540, 600, convention);
    }

    private static long trainingNs(final PhyRate rate) {
        return 4_000L * trainingSymbols(rate.spaceTimeStreams());
    }

    /** N_LTF by N_STS (table 21-13). */
    private static int trainingSymbols(final int streams) {
        return streams <= 2 ? streams : streams <= 4 ? 4 : streams <= 6 ? 6 : 8;
    }

    private static TxTime symbols(final long fixedNs, final PhyRate rate, final int longMbps, final int shortMbps,
        final Convention convention) {
        final boolean isShort = rate.guardNs() == 400;
        final int tailBits = rate.ldpc() ? 0 : TAIL_BITS * encoders(rate, isShort ? shortMbps : longMbps);
        return new TxTime(rate.format(), fixedNs, isShort ? SHORT_SYMBOL_NS : SYMBOL_NS, 8,
            SERVICE_BITS + tailBits, rate.bitsPerSymbol(), rate.stbc(), isShort && convention == Convention.IEEE);
    }

    /**
     * Encoders of the convolutional code, N_ES: one more for each so many Mb/s, and then as many more until bits are
     * dealt out evenly (tables 19-27 to 19-41, 21-29 to 21-60).
     */
    private static int encoders(final PhyRate rate, final int maxMbps) {
        final int symbolNs = rate.guardNs() == 400 ? SHORT_SYMBOL_NS : SYMBOL_NS;
        final long kbps = rate.bitsPerSymbol() * 1_000_000L / symbolNs;
        int encoders = (int) ((kbps + maxMbps * 1_000L - 1) / (maxMbps * 1_000L));
        while (rate.format() == Format.VHT && !isEven(rate, encoders)) {
            encoders++;
        }
        return encoders;
    }

    private static boolean isEven(final PhyRate rate, final int encoders) {
        final Modulation modulation = Modulation.ofMcs(rate.index());
        final int coded = modulation.codedBits(rate.subcarriers(), rate.streams());
        return coded % encoders == 0 && coded / encoders % modulation.denominator() == 0;
    }

    /**
     * §27.4.3, HE SU: L-STF and L-LTF 16, L-SIG 4, RL-SIG 4, HE-SIG-A 8, HE-STF 4, HE-LTFs; symbols of 12.8 µs and the
     * guard interval; packet extension.
     */
    private static TxTime he(final Band band, final PhyRate rate, final Convention convention) {
        final boolean isNs3 = convention == Convention.NS3;
        final long ltfNs = isNs3 ? 8_000 : 3_200L * rate.ltf() + rate.guardNs();
        final int tailBits = rate.ldpc() && !isNs3 ? 0 : TAIL_BITS;
        return new TxTime(Format.HE, 36_000 + ltfNs * trainingSymbols(rate.spaceTimeStreams()) + rate.extensionNs()
            + band.signalExtensionNs(), HE_SYMBOL_NS + rate.guardNs(), 8, SERVICE_BITS + tailBits,
            rate.bitsPerSymbol(), rate.stbc(), false);
    }

    /**
     * TXTIME.
     *
     * @param psduOctets 0 or more; what is longer than the format's longest PSDU counts as that
     * @return nanoseconds
     */
    public long ns(final int psduOctets) {
        final long bits = (long) Math.min(psduOctets, maxOctets) * bitsPerOctet + fixedBits;
        final long symbols = symbols(bits);
        return fixedNs + (roundsUpToLongSymbols ? (9 * symbols + 9) / 10 * SYMBOL_NS : symbols * symbolNs);
    }

    /** ⌈bits / N_DBPS⌉; with STBC an even number. */
    private long symbols(final long bits) {
        return ((bits - 1) * reciprocal >> RECIPROCAL_SHIFT) * symbolsAtOnce + symbolsAtOnce;
    }

    /** What does not depend on the length. */
    long fixedNs() {
        return fixedNs;
    }

    /** A further octet, on average, times 2^32. */
    long nsPerOctetQ32() {
        return (symbolNs * bitsPerOctet << 32) / bitsPerSymbol;
    }
}
