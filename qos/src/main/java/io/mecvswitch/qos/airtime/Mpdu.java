package io.mecvswitch.qos.airtime;

/**
 * What an Ethernet frame becomes on air.
 *
 * <pre>
 *   Ethernet   │ 14 │ packet │
 *   MPDU       │ MAC header 24, QoS control 2, 4th address 6 │ CCMP 8 │ LLC/SNAP 8 │ packet │ MIC 8 or 16 │ FCS 4 │
 *   A-MPDU     │ delimiter 4 │ MPDU │ 0 to 3 │ delimiter 4 │ MPDU │ … without padding behind the last
 * </pre>
 *
 * <p>IEEE Std 802.11-2020 §9.3.2.1 (data frames), §12.5.3 and §12.5.5 (CCMP, GCMP), §9.7 (A-MPDU).
 */
public final class Mpdu {
    /** Without encryption. */
    public static final int OPEN = 0;
    /** CCMP-128 and GCMP-128. Their MICs and headers have 8 octets each. */
    public static final int CCMP = 16;
    /** CCMP-256 and GCMP-256, with a MIC of 16 octets. */
    public static final int GCMP_256 = 24;

    /** Most MPDUs of an A-MPDU that one block acknowledgement of 64 bits answers. */
    public static final int MAX_AGGREGATED = 64;

    private static final int ETHERNET_HEADER = 14;
    private static final int HEADER = 24;
    private static final int QOS_CONTROL = 2;
    private static final int LLC_SNAP = 8;
    private static final int FCS = 4;
    private static final int DELIMITER = 4;

    private Mpdu() {
    }

    /**
     * Octets of the QoS data MPDU with three addresses that carries a frame.
     *
     * @param frame    octets of the Ethernet frame, without its check sequence
     * @param security octets that encryption adds
     */
    public static int octets(final int frame, final int security) {
        return frame - ETHERNET_HEADER + overhead(security);
    }

    /** Octets around a packet. */
    static int overhead(final int security) {
        return HEADER + QOS_CONTROL + LLC_SNAP + FCS + security;
    }

    /** Octets of an A-MPDU of MPDUs of equal length. */
    public static int aggregated(final int mpdus, final int octets) {
        return (mpdus - 1) * subframe(octets) + DELIMITER + octets;
    }

    /** Octets that an MPDU takes in an A-MPDU in which others follow. */
    static int subframe(final int octets) {
        return DELIMITER + octets + 3 & ~3;
    }
}
