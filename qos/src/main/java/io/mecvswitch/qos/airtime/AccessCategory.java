package io.mecvswitch.qos.airtime;

/**
 * How eagerly a station contends for the medium (IEEE Std 802.11-2020 §10.23.2, table 9-155); and the older DCF
 * (§10.3).
 */
public enum AccessCategory {
    /** Without QoS: DIFS is two slots behind SIFS. */
    DCF(2, 15, 1_023),
    /** Background. */
    BK(7, 15, 1_023),
    /** Best effort. */
    BE(3, 15, 1_023),
    /** Video. */
    VI(2, 7, 15),
    /** Voice. */
    VO(2, 3, 7);

    private static final int SLOT_NS = 9_000;
    private static final int LONG_SLOT_NS = 20_000;

    private final int aifsn;
    private final int cwMin;
    private final int cwMax;

    AccessCategory(final int aifsn, final int cwMin, final int cwMax) {
        this.aifsn = aifsn;
        this.cwMin = cwMin;
        this.cwMax = cwMax;
    }

    /** A slot: 9 µs, where stations of 802.11b take part 20 µs (§17.4.4, §16.3.4). */
    public static int slotNs(final Format format) {
        return format == Format.DSSS ? LONG_SLOT_NS : SLOT_NS;
    }

    /** How long the medium has to be idle before slots count: AIFS, or DIFS. */
    public int aifsNs(final Band band, final Format format) {
        return band.sifsNs() + aifsn * slotNs(format);
    }

    /** Contention window of an attempt, 0 being the first. */
    public int window(final int attempt) {
        return (int) Math.min(cwMax, (cwMin + 1L << Math.min(attempt, 16)) - 1);
    }

    /** What the first attempt waits for on average when nobody else is there: AIFS and half the window. */
    public long meanWaitNs(final Band band, final Format format) {
        return aifsNs(band, format) + (long) slotNs(format) * cwMin / 2;
    }
}
