package io.mecvswitch.header;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * The Internet checksum (RFC 1071): the one's complement of the one's complement sum of all 16-bit words.
 *
 * <p>A <em>sum</em> here is not yet folded: any {@code long} that is congruent to the sum of the words. Sums of parts
 * may be added, as long as all parts but the last have an even length. Any thread.
 */
public final class InternetChecksum {
    private InternetChecksum() {
    }

    /**
     * Sum over a range, 8 octets at a time; an odd last octet counts as the high half of a word (RFC 1071 §1).
     *
     * @param length octets, below 2^31
     */
    public static long sum(final MemorySegment packet, final long offset, final int length) {
        final long end = offset + length;
        long sum = 0;
        long at = offset;
        for (; at + 8 <= end; at += 8) {
            final long word = packet.get(Wire.U64, at);
            sum += (word >>> 32) + (word & 0xffff_ffffL);
        }
        if ((length & 4) != 0) {
            sum += Integer.toUnsignedLong(packet.get(Wire.U32, at));
            at += 4;
        }
        if ((length & 2) != 0) {
            sum += Wire.u16(packet, at);
            at += 2;
        }
        return (length & 1) == 0 ? sum : sum + ((packet.get(ValueLayout.JAVA_BYTE, at) & 0xff) << 8);
    }

    /** The checksum that a sum stands for, 0 to 65535: folded and complemented. */
    public static int finish(final long sum) {
        long folded = (sum >>> 32) + (sum & 0xffff_ffffL);
        folded = (folded >>> 16) + (folded & 0xffff);
        folded = (folded >>> 16) + (folded & 0xffff);
        folded = (folded >>> 16) + (folded & 0xffff);
        return (int) ~folded & 0xffff;
    }

    /** Checksum over a range as it is; 0 if the range holds a correct checksum already (RFC 1071 §1). */
    public static int of(final MemorySegment packet, final long offset, final int length) {
        return finish(sum(packet, offset, length));
    }

    /** The checksum that belongs into an IPv4 header, whatever stands in the field now (RFC 791 §3.1). */
    public static int ipv4Header(final MemorySegment packet, final long offset) {
        final long sum = sum(packet, offset, Ipv4.headerLength(packet, offset));
        return finish(sum - Ipv4.checksum(packet, offset));
    }

    /**
     * Sum of the pseudo header that UDP and TCP prefix (RFC 768, RFC 9293 §3.1).
     *
     * @param ipOffset where the IPv4 header starts
     * @param protocol {@link IpProtocol}
     * @param length   octets of transport header and payload
     */
    public static long ipv4PseudoHeader(final MemorySegment packet, final long ipOffset, final int protocol,
            final int length) {
        return sum(packet, ipOffset + Ipv4.SOURCE_OFFSET, 8) + protocol + length;
    }

    /**
     * Sum of the pseudo header that UDP, TCP and ICMPv6 prefix (RFC 8200 §8.1).
     *
     * @param ipOffset where the IPv6 header starts
     * @param protocol {@link IpProtocol} of the transport header, not of an extension header before it
     * @param length   octets of transport header and payload
     */
    public static long ipv6PseudoHeader(final MemorySegment packet, final long ipOffset, final int protocol,
            final int length) {
        return sum(packet, ipOffset + Ipv6.SOURCE_OFFSET, 32) + protocol + length;
    }

    /**
     * The checksum that belongs into a UDP header over IPv6, whatever stands in the field now; never 0, which would
     * say that there is none (RFC 8200 §8.1).
     *
     * @param ipOffset  where the IPv6 header starts
     * @param udpOffset where the UDP header starts; its length field is set
     */
    public static int udpOverIpv6(final MemorySegment packet, final long ipOffset, final long udpOffset) {
        final int length = Udp.length(Udp.word0(packet, udpOffset));
        return udp(packet, udpOffset, length, ipv6PseudoHeader(packet, ipOffset, IpProtocol.UDP, length));
    }

    /**
     * The checksum that belongs into a UDP header over IPv4, whatever stands in the field now; never 0 (RFC 768).
     *
     * @param ipOffset  where the IPv4 header starts
     * @param udpOffset where the UDP header starts; its length field is set
     */
    public static int udpOverIpv4(final MemorySegment packet, final long ipOffset, final long udpOffset) {
        final int length = Udp.length(Udp.word0(packet, udpOffset));
        return udp(packet, udpOffset, length, ipv4PseudoHeader(packet, ipOffset, IpProtocol.UDP, length));
    }

    private static int udp(final MemorySegment packet, final long offset, final int length, final long pseudoHeader) {
        final long sum = pseudoHeader + sum(packet, offset, length);
        final int checksum = finish(sum - Udp.checksum(Udp.word0(packet, offset)));
        return checksum == 0 ? 0xffff : checksum;
    }

    /**
     * A checksum after one 16-bit word under it changed: HC' = ~(~HC + ~m + m') (RFC 1624 §3, equation 3).
     *
     * <p>For UDP the caller leaves a 0 as it is (there is no checksum) and writes 0xffff for a 0 that comes out.
     *
     * @param checksum as it stood in the header
     * @param before   the word as it was
     * @param after    the word as it is now
     */
    public static int update(final int checksum, final int before, final int after) {
        return finish((~checksum & 0xffff) + (~before & 0xffff) + (after & 0xffffL));
    }

    /** {@link #update} for a 32-bit field, such as an IPv4 address. */
    public static int update32(final int checksum, final int before, final int after) {
        return finish((~checksum & 0xffff) + Integer.toUnsignedLong(~before) + Integer.toUnsignedLong(after));
    }
}
