package io.mecvswitch.stage;

/**
 * How a packet is to be cut into IP fragments when it leaves: words of {@link PacketVector#pieces}.
 *
 * <pre>
 *    63                            32 31             16 15              0
 *   │ identification (IPv6)          │ header (IPv6)   │ longest         │   all 0: it leaves whole
 * </pre>
 *
 * <p>IPv4 has its identification in its header. {@code header} is the length of IPv6's per-fragment headers, behind
 * which the fragment header goes (RFC 8200 §4.5).
 */
public final class Pieces {
    /** It leaves as it is. */
    public static final long WHOLE = 0;

    private static final int HALF = 0xffff;

    private Pieces() {
    }

    /** The word of an IPv4 packet; no piece is longer than so many octets, IP header included, at least 68. */
    public static long ofIpv4(final int longest) {
        return longest & HALF;
    }

    /** The word of an IPv6 packet. */
    public static long ofIpv6(final int identification, final int header, final int longest) {
        return (long) identification << 32 | (long) (header & HALF) << 16 | longest & HALF;
    }

    /** Groups the fragments of one datagram, 32 bits. */
    public static int identification(final long word) {
        return (int) (word >>> 32);
    }

    /** Octets of IPv6 header and per-fragment extension headers. */
    public static int header(final long word) {
        return (int) (word >>> 16) & HALF;
    }

    /** Octets of the longest piece, IP header included. */
    public static int longest(final long word) {
        return (int) word & HALF;
    }
}
