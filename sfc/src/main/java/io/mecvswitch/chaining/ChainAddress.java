package io.mecvswitch.chaining;

/**
 * Ethernet addresses by which unaware applications that are transparent, or route by them, know chains.
 *
 * <pre>
 *    0         1      2      3      4           5
 *   │ 02      │ 53    │ 46   │ direction │ chain identifier │
 * </pre>
 *
 * <p>Locally administered (IEEE Std 802-2014 §8.4), of one station.
 */
public final class ChainAddress {
    private static final long BASE = 0x0253_4600_0000L;

    private ChainAddress() {
    }

    /** The address of a direction of a chain. */
    public static long of(final int id, final boolean reverse) {
        return BASE | (reverse ? 1L << 16 : 0) | id;
    }
}
