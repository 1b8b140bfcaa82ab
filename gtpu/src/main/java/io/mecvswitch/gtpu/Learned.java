package io.mecvswitch.gtpu;

import java.util.OptionalInt;

/**
 * The word that a bearer keeps of each of its tunnels: how the last packet of it looked outside its T-PDU, so that a
 * packet can be re-inserted looking the same.
 *
 * <pre>
 *    63 62 61   40 39 38    32 31    24 23                0
 *   ┌──┬──┬───────┬──┬────────┬────────┬───────────────────┐
 *   │ 1│R │ 0     │C │ 0  QFI │ DSCP,  │ number in the     │
 *   │  │  │       │  │        │ 0      │ path table        │
 *   └──┴──┴───────┴──┴────────┴────────┴───────────────────┘
 *   C: there was a PDU session container (TS 38.415 §5.5.2)
 *   R: the path is to be gone backwards; never stored
 * </pre>
 *
 * <p>The same C and QFI fields say in a bearer's settings what to push where nothing was seen yet.
 */
final class Learned {
    private static final long SEEN = 1L << 63;
    private static final long CONTAINER = 1L << 39;
    private static final int QFI_SHIFT = 32;
    private static final int TRAFFIC_CLASS_SHIFT = 24;
    private static final int DSCP = 0xfc;
    private static final long REVERSED = 1L << 62;
    private static final long CONTAINER_FIELDS = 0xffL << QFI_SHIFT;

    private Learned() {
    }

    /**
     * The word for a packet seen. Its ECN field is not kept: that was news of its own way, not of the tunnel, and a tunnel
     * whose far end does not carry ECN over gets Not-ECT (RFC 6040 §4.1, compatibility mode).
     */
    static long of(final int path, final int trafficClass, final boolean container, final int qfi) {
        return SEEN | (container ? CONTAINER : 0) | (long) qfi << QFI_SHIFT
            | (long) (trafficClass & DSCP) << TRAFFIC_CLASS_SHIFT | path;
    }

    /** The container fields that a configuration asks for. */
    static long configured(final OptionalInt qfi) {
        return qfi.isPresent() ? CONTAINER | (long) qfi.getAsInt() << QFI_SHIFT : 0;
    }

    /**
     * How to push into a tunnel.
     *
     * @param seen     what was seen on the tunnel itself
     * @param opposite what was seen on the one in the other direction
     * @param settings what is configured
     * @return what was seen last; else the way back of the opposite tunnel, with the container that is configured or, if
     *     none is, the opposite's; 0 if neither tunnel was seen
     */
    static long way(final long seen, final long opposite, final long settings) {
        if (seen < 0 || opposite == 0) {
            return seen;
        }
        return container(settings)
            ? opposite & ~CONTAINER_FIELDS | settings & CONTAINER_FIELDS | REVERSED
            : opposite | REVERSED;
    }

    /** Whether the path is to be gone backwards. */
    static boolean reversed(final long way) {
        return (way & REVERSED) != 0;
    }

    /** Whether anything was seen. */
    static boolean seen(final long learned) {
        return learned < 0;
    }

    /** Number of the way in the {@link PathTable}. */
    static int path(final long learned) {
        return (int) learned & 0xff_ffff;
    }

    /** Type of service or traffic class octet of the outer header, without ECN. */
    static int trafficClass(final long learned) {
        return (int) (learned >>> TRAFFIC_CLASS_SHIFT) & 0xff;
    }

    /** Whether there was, or is to be, a PDU session container. */
    static boolean container(final long word) {
        return (word & CONTAINER) != 0;
    }

    /** QoS flow identifier, 0 to 63. */
    static int qfi(final long word) {
        return (int) (word >>> QFI_SHIFT) & 0x3f;
    }
}
