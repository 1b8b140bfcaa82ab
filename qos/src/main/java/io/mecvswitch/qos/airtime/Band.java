package io.mecvswitch.qos.airtime;

/** The band a radio works in, with what differs by it: the short interframe space, and what follows an OFDM signal. */
public enum Band {
    /**
     * 2.4 GHz: SIFS 10 µs; OFDM formats end with a signal extension of 6 µs (IEEE Std 802.11-2020 §18.4.4, §19.4.4).
     */
    GHZ_2_4(10_000, 6_000),
    /** 5 GHz: SIFS 16 µs (§17.4.4). */
    GHZ_5(16_000, 0),
    /** 6 GHz: as 5 GHz. */
    GHZ_6(16_000, 0);

    private final int sifsNs;
    private final int signalExtensionNs;

    Band(final int sifsNs, final int signalExtensionNs) {
        this.sifsNs = sifsNs;
        this.signalExtensionNs = signalExtensionNs;
    }

    /** Between a frame and the answer to it. */
    public int sifsNs() {
        return sifsNs;
    }

    /** Silence after the last OFDM symbol, part of the frame's airtime. */
    public int signalExtensionNs() {
        return signalExtensionNs;
    }
}
