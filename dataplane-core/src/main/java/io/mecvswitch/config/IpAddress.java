package io.mecvswitch.config;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.regex.Pattern;

/**
 * An IPv4 or IPv6 address as two words, the form in which the dataplane compares addresses.
 *
 * <p>An IPv4 address stands in the low 32 bits of {@code low}, {@code high} is 0. Which family it is, {@code version}
 * tells: 10.0.0.1 and ::a00:1 are different addresses.
 *
 * @param version 4 or 6
 * @param high    the first 64 bits of an IPv6 address, 0 for IPv4
 * @param low     the last 64 bits, or the 32 of IPv4
 */
public record IpAddress(int version, long high, long low) {
    private static final Pattern DOTTED = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");
    private static final long NOT_PLAIN = -1;

    /** Checks that the words fit the family. */
    public IpAddress {
        if (version != 4 && version != 6) {
            throw new IllegalArgumentException("IP version " + version + ": 4 or 6");
        }
        if (version == 4 && (high != 0 || low >>> 32 != 0)) {
            throw new IllegalArgumentException("an IPv4 address has 32 bits");
        }
    }

    /**
     * Reads the textual form, without a name look-up.
     *
     * @throws IllegalArgumentException if it is no address
     */
    public static IpAddress parse(final String text) {
        final long plain = plainIpv4(text);
        return plain == NOT_PLAIN ? parseAny(text) : new IpAddress(4, 0, plain);
    }

    /** The bits of what has the canonical form of an IPv4 address: bearers come by the hundred thousand. */
    private static long plainIpv4(final String text) {
        long bits = 0;
        int at = 0;
        for (int octets = 0; octets < 4; octets++) {
            if (octets > 0 && (at == text.length() || text.charAt(at++) != '.')) {
                return NOT_PLAIN;
            }
            final int begin = at;
            int octet = 0;
            while (at < text.length() && at - begin < 3 && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
                octet = octet * 10 + text.charAt(at++) - '0';
            }
            if (at == begin || octet > 255 || at - begin > 1 && text.charAt(begin) == '0') {
                return NOT_PLAIN;
            }
            bits = bits << 8 | octet;
        }
        return at == text.length() ? bits : NOT_PLAIN;
    }

    private static IpAddress parseAny(final String text) {
        if (!text.contains(":") && !DOTTED.matcher(text).matches()) {
            throw new IllegalArgumentException("'" + text + "' is no IP address");
        }
        try {
            return of(InetAddress.getByName(text), text.contains(":"));
        } catch (final UnknownHostException e) {
            throw new IllegalArgumentException("'" + text + "' is no IP address", e);
        }
    }

    /** An IPv4 address from its 32 bits. */
    public static IpAddress ofIpv4(final int bits) {
        return new IpAddress(4, 0, Integer.toUnsignedLong(bits));
    }

    private static IpAddress of(final InetAddress address, final boolean ipv6) {
        if (address instanceof Inet4Address && ipv6) {
            // Java turns ::ffff:a.b.c.d into an IPv4 address; what was written stays IPv6.
            return new IpAddress(6, 0, 0xffff_0000_0000L | Integer.toUnsignedLong(bits(address)));
        }
        if (address instanceof Inet4Address) {
            return ofIpv4(bits(address));
        }
        final ByteBuffer bytes = ByteBuffer.wrap(address.getAddress());
        return new IpAddress(6, bytes.getLong(), bytes.getLong());
    }

    private static int bits(final InetAddress address) {
        return ByteBuffer.wrap(address.getAddress()).getInt();
    }

    /**
     * Whether it can be the address of one node: not unspecified, loopback, multicast, reserved or broadcast
     * (RFC 6890 §2.2.2, RFC 4291 §2.4).
     */
    public boolean isUnicast() {
        return version == 4 ? isIpv4Unicast((int) low) : isIpv6Unicast(high, low);
    }

    /** {@link #isUnicast} of the 32 bits of an IPv4 address. */
    public static boolean isIpv4Unicast(final int bits) {
        final int net = bits >>> 24;
        return net != 0 && net != 127 && net < 224;
    }

    /** {@link #isUnicast} of the words of an IPv6 address. */
    public static boolean isIpv6Unicast(final long high, final long low) {
        return high >>> 56 != 0xff && (high != 0 || low >>> 1 != 0);
    }

    /** Bits of an address of this family: 32 or 128. */
    public int bitCount() {
        return version == 4 ? 32 : 128;
    }

    @Override
    public String toString() {
        return version == 4
            ? (low >>> 24) + "." + (low >>> 16 & 0xff) + "." + (low >>> 8 & 0xff) + "." + (low & 0xff) : ipv6Text();
    }

    /** The canonical form of RFC 5952: the longest run of at least two zero groups is folded. */
    private String ipv6Text() {
        final int[] groups = new int[8];
        for (int i = 0; i < 8; i++) {
            groups[i] = (int) ((i < 4 ? high : low) >>> (48 - 16 * (i & 3))) & 0xffff;
        }
        int foldAt = -1;
        int folded = 1;
        for (int i = 0; i < 8; i++) {
            int run = 0;
            while (i + run < 8 && groups[i + run] == 0) {
                run++;
            }
            if (run > folded) {
                foldAt = i;
                folded = run;
            }
        }
        final StringBuilder text = new StringBuilder();
        for (int i = 0; i < 8; i++) {
            if (i == foldAt) {
                text.append("::");
                i += folded - 1;
            } else {
                if (!text.isEmpty() && text.charAt(text.length() - 1) != ':') {
                    text.append(':');
                }
                text.append(Integer.toHexString(groups[i]));
            }
        }
        return text.toString();
    }
}
