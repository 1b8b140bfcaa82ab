package io.mecvswitch.gtpu;

import io.mecvswitch.config.IpAddress;

/**
 * The endpoint addresses of tunnels as words of 32 bits, so that a tunnel's key is one word of 64 for both families.
 *
 * <p>An IPv4 address is its own word: a lane takes it from the packet and looks nothing up. An IPv6 address has a
 * number, set apart by its three highest bits, which no IPv4 address of a node has (224.0.0.0 and above, RFC 1112 §4).
 *
 * <p>Control adds, lanes look up. Numbers are never given anew.
 */
final class TunnelEndpoints {
    /** The word of no endpoint. */
    static final int UNKNOWN = -1;
    /** No IPv4 endpoint is as high, unsigned. */
    static final int BEYOND_IPV4 = 0xe000_0000;

    private final Endpoints ipv6 = new Endpoints();

    /** The word of an address, a new one if it has none yet. Control. */
    int word(final IpAddress address) {
        return address.version() == 4 ? (int) address.low() : BEYOND_IPV4 | ipv6.number(address);
    }

    /** The word of an address; {@link #UNKNOWN} if it has none yet. Any thread. */
    int known(final IpAddress address) {
        return address.version() == 4 ? (int) address.low() : ofIpv6(address.high(), address.low());
    }

    /** The word of an IPv4 address; {@link #UNKNOWN} if no node can have it. Any thread. */
    static int ofIpv4(final int address) {
        return Integer.compareUnsigned(address, BEYOND_IPV4) < 0 ? address : UNKNOWN;
    }

    /** The word of an IPv6 address; {@link #UNKNOWN} if no bearer uses it. Any thread. */
    int ofIpv6(final long high, final long low) {
        final int number = ipv6.find(6, high, low);
        return number == Endpoints.UNKNOWN ? UNKNOWN : BEYOND_IPV4 | number;
    }

    /** 4 or 6. */
    static int version(final int word) {
        return Integer.compareUnsigned(word, BEYOND_IPV4) < 0 ? 4 : 6;
    }

    /** First 64 bits of an IPv6 address. */
    long high(final int word) {
        return ipv6.high(word & ~BEYOND_IPV4);
    }

    /** Last 64 bits of an IPv6 address. */
    long low(final int word) {
        return ipv6.low(word & ~BEYOND_IPV4);
    }
}
