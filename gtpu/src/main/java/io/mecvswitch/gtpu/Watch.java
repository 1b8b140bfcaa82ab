package io.mecvswitch.gtpu;

/**
 * The word by which a lane tells with one comparison that a packet in a bearer's tunnel is its UE's and that the bearer
 * is known to be alive.
 *
 * <pre>
 *    63                         24 23         0
 *   ┌─────────────────────────────┬────────────┐
 *   │ mark of the UE address      │ tick       │ mark: an IPv4 address, or bit 63 and 39 bits of an IPv6 address's hash
 *   └─────────────────────────────┴────────────┘ tick: time in units of 2^30 ns, 1.07 s; it comes round in 208 days
 * </pre>
 *
 * <p>The hash is seeded, so that nobody can choose two IPv6 addresses with one mark.
 */
final class Watch {
    private static final int TICK_BITS = 24;
    private static final int TICK_SHIFT = 30;
    private static final long TICK = (1L << TICK_BITS) - 1;
    private static final int SIGN_SHIFT = Integer.SIZE - TICK_BITS;

    private Watch() {
    }

    /** Mark of an IPv4 address. */
    static long ofIpv4(final int address) {
        return (address & 0xffff_ffffL) << TICK_BITS;
    }

    /** Mark of an IPv6 address. */
    static long ofIpv6(final long high, final long low) {
        return Long.MIN_VALUE | Hash.of(high, low) & ~TICK;
    }

    /** Mark of an address of a family. */
    static long of(final int version, final long high, final long low) {
        return version == 4 ? ofIpv4((int) low) : ofIpv6(high, low);
    }

    /** The word of a UE that was seen at a time. */
    static long word(final long mark, final long timeNs) {
        return mark | timeNs >> TICK_SHIFT & TICK;
    }

    /** Whether two words are of one UE, at whatever time. */
    static boolean isSameUe(final long word, final long other) {
        return (word ^ other) >>> TICK_BITS == 0;
    }

    /** Ticks from the time of a word to another time; negative where time went back. */
    static int ticks(final long word, final long timeNs) {
        return (int) ((timeNs >> TICK_SHIFT) - word) << SIGN_SHIFT >> SIGN_SHIFT;
    }

    /** So many ticks are at least so many seconds. */
    static int ticks(final int seconds) {
        return (int) ((seconds * 1_000_000_000L >> TICK_SHIFT) + 2);
    }
}
