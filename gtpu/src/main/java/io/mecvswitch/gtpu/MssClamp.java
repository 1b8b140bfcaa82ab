package io.mecvswitch.gtpu;

import io.mecvswitch.header.InternetChecksum;
import io.mecvswitch.header.IpProtocol;
import io.mecvswitch.header.Ipv4;
import io.mecvswitch.header.Ipv6;
import io.mecvswitch.header.Tcp;
import io.mecvswitch.header.Wire;
import io.mecvswitch.memory.PacketMemory;
import io.mecvswitch.stage.PacketVector;
import java.lang.foreign.MemorySegment;

/**
 * Lowers the maximum segment size that TCP offers inside tunnels (RFC 9293 §3.7.1), so that its segments fit.
 *
 * <p>Only what is offered in a SYN is changed, and only to less; the checksum by as much (RFC 1624). Of a header that
 * is not sound, nothing is. Lane.
 */
public final class MssClamp {
    /** By port: any size may be offered. */
    public static final int ANY = 0xffff;

    private static final int MAX_EXTENSIONS = 8;
    private static final int OPTION_END = 0;
    private static final int OPTION_NONE = 1;
    private static final int OPTION_MSS = 2;
    private static final int OPTION_MSS_LENGTH = 4;

    private final MemorySegment bytes;
    private final int[] limits;

    /**
     * @param memory where the packets are
     * @param limits by port index: the largest size that may be offered in packets to or from it, or {@link #ANY}
     */
    public MssClamp(final PacketMemory memory, final int[] limits) {
        this.bytes = memory.bytes();
        this.limits = limits.clone();
    }

    /** Looks at the T-PDUs of packets that this is to happen to, where Parse found them. */
    void clamp(final PacketVector vector, final int action) {
        final int size = vector.size;
        final int ingress = limits[vector.ingress];
        for (int i = 0; i < size; i++) {
            if (vector.action[i] == action && vector.verdict[i] == 0) {
                final int limit = Math.min(ingress, limits[vector.egress[i]]);
                if (limit != ANY) {
                    clamp(vector.position[i] + vector.inner(i), vector.innerLength(i), limit);
                }
            }
        }
    }

    private void clamp(final long ip, final int length, final int limit) {
        final long tcp = Ipv4.version(bytes, ip) == 4 ? behindIpv4(ip, length) : behindIpv6(ip, length);
        final long end = ip + length;
        if (tcp == 0 || tcp + Tcp.MINIMUM_HEADER_LENGTH > end || (Tcp.flags(bytes, tcp) & Tcp.SYN) == 0) {
            return;
        }
        final int header = Tcp.headerLength(bytes, tcp);
        if (tcp + header <= end) {
            clampOption(tcp, tcp + header, limit);
        }
    }

    /** Where TCP begins; 0 if it does not. */
    private long behindIpv4(final long ip, final int length) {
        final int header = Ipv4.headerLength(bytes, ip);
        return header >= Ipv4.MINIMUM_HEADER_LENGTH && header <= length && Ipv4.protocol(bytes, ip) == IpProtocol.TCP
            && !Ipv4.isLaterFragment(Ipv4.fragment(bytes, ip)) ? ip + header : 0;
    }

    private long behindIpv6(final long ip, final int length) {
        int type = Ipv6.nextHeader(Ipv6.word0(bytes, ip));
        int offset = Ipv6.HEADER_LENGTH;
        for (int walked = 0; walked < MAX_EXTENSIONS && Ipv6.isExtension(type)
            && offset + Ipv6.MINIMUM_EXTENSION_LENGTH <= length; walked++) {
            if (type == IpProtocol.FRAGMENT && Ipv6.isLaterFragment(Ipv6.fragment(bytes, ip + offset))) {
                return 0;
            }
            final int next = Ipv6.extensionNextHeader(bytes, ip + offset);
            offset += Ipv6.extensionLength(bytes, ip + offset, type);
            type = next;
        }
        return type == IpProtocol.TCP ? ip + offset : 0;
    }

    private void clampOption(final long tcp, final long end, final int limit) {
        long at = tcp + Tcp.MINIMUM_HEADER_LENGTH;
        while (at + 1 < end) {
            final int kind = Wire.u8(bytes, at);
            final int length = kind == OPTION_NONE ? 1 : Wire.u8(bytes, at + 1);
            if (kind == OPTION_END || length == 0 || kind != OPTION_NONE && length == 1 || at + length > end) {
                return;
            }
            if (kind == OPTION_MSS && length == OPTION_MSS_LENGTH) {
                lower(tcp, at + 2, limit);
            }
            at += length;
        }
    }

    /** At an odd place the value stands in two words, its octets exchanged; the sum does not mind (RFC 1071 §2). */
    private void lower(final long tcp, final long field, final int limit) {
        final int offered = Wire.u16(bytes, field);
        if (offered > limit) {
            final boolean odd = (field - tcp & 1) != 0;
            Wire.setU16(bytes, field, limit);
            Tcp.setChecksum(bytes, tcp, InternetChecksum.update(Tcp.checksum(bytes, tcp),
                odd ? exchanged(offered) : offered, odd ? exchanged(limit) : limit));
        }
    }

    private static int exchanged(final int value) {
        return (value & 0xff) << 8 | value >>> 8;
    }
}
