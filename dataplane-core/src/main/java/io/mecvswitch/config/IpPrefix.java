package io.mecvswitch.config;

/**
 * The addresses that begin with the same bits.
 *
 * @param address the first of them: every bit after {@code length} is 0
 * @param length  bits that count, 0 to 32 or 128
 */
public record IpPrefix(IpAddress address, int length) {
    /** Clears the bits that do not count. */
    public IpPrefix {
        if (length < 0 || length > address.bitCount()) {
            throw new IllegalArgumentException("prefix length " + length + ": 0 to " + address.bitCount());
        }
        address = new IpAddress(address.version(),
            address.high() & highMask(address.version(), length), address.low() & lowMask(address.version(), length));
    }

    /**
     * Reads {@code 10.1.0.0/16}, {@code 2001:db8::/32}, or a single address.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static IpPrefix parse(final String text) {
        final int slash = text.indexOf('/');
        if (slash < 0) {
            final IpAddress address = IpAddress.parse(text);
            return new IpPrefix(address, address.bitCount());
        }
        return new IpPrefix(IpAddress.parse(text.substring(0, slash)), Integer.parseInt(text.substring(slash + 1)));
    }

    /** Mask over {@link IpAddress#high()}; 0 for IPv4, which has nothing there. */
    public long highMask() {
        return highMask(address.version(), length);
    }

    /** Mask over {@link IpAddress#low()}. */
    public long lowMask() {
        return lowMask(address.version(), length);
    }

    private static long highMask(final int version, final int length) {
        return version == 4 ? 0 : leading(Math.min(length, 64));
    }

    private static long lowMask(final int version, final int length) {
        return version == 4 ? leading(length + 32) & 0xffff_ffffL : leading(Math.max(length - 64, 0));
    }

    private static long leading(final int bits) {
        return bits == 0 ? 0 : -1L << (64 - bits);
    }

    @Override
    public String toString() {
        return address + "/" + length;
    }
}
