package io.mecvswitch.gtpu;

import io.mecvswitch.header.IpProtocol;
import io.mecvswitch.header.Ipv4;
import io.mecvswitch.header.Ipv6;
import io.mecvswitch.header.Wire;
import java.lang.foreign.MemorySegment;

/**
 * A UDP source port for each flow within tunnels, so that routers between their ends can tell flows apart (RFC 6335 §6:
 * dynamic ports).
 *
 * <p>A flow is addresses, protocol and, of UDP, TCP and SCTP, ports; all fragments of a datagram are without ports one
 * flow. The hash is the same in every process: what is replayed comes out alike. Any thread.
 */
final class FlowPort {
    /** Of 49152 to 65535. */
    private static final int FIRST = 0xc000;
    private static final int PORTS_LENGTH = 4;

    private FlowPort() {
    }

    /**
     * The port for a T-PDU whose IP header is known to be whole.
     *
     * @param ip     where it begins
     * @param length its octets
     */
    static int of(final MemorySegment bytes, final long ip, final int length) {
        return Ipv4.version(bytes, ip) == 4 ? ofIpv4(bytes, ip, length) : ofIpv6(bytes, ip, length);
    }

    private static int ofIpv4(final MemorySegment bytes, final long ip, final int length) {
        final int protocol = Ipv4.protocol(bytes, ip);
        final int header = Ipv4.headerLength(bytes, ip);
        final boolean whole = !Ipv4.isFragment(Ipv4.fragment(bytes, ip));
        return port(Ipv4.addresses(bytes, ip), protocol, whole ? ports(bytes, ip, header, length, protocol) : 0);
    }

    /** Ports behind an extension header are left alone: those packets of a flow are few, or all are so. */
    private static int ofIpv6(final MemorySegment bytes, final long ip, final int length) {
        final int protocol = Ipv6.nextHeader(Ipv6.word0(bytes, ip));
        final long source = mix(Ipv6.sourceHigh(bytes, ip)) + Ipv6.sourceLow(bytes, ip);
        final long destination = mix(mix(source) + Ipv6.destinationHigh(bytes, ip)) + Ipv6.destinationLow(bytes, ip);
        return port(destination, protocol, ports(bytes, ip, Ipv6.HEADER_LENGTH, length, protocol));
    }

    private static int ports(final MemorySegment bytes, final long ip, final int header, final int length,
        final int protocol) {
        final boolean has = protocol == IpProtocol.UDP || protocol == IpProtocol.TCP || protocol == IpProtocol.SCTP;
        return has && header + PORTS_LENGTH <= length ? Wire.u32(bytes, ip + header) : 0;
    }

    private static int port(final long addresses, final int protocol, final int ports) {
        final long hash = mix(mix(addresses) + ((long) protocol << 32 | ports & 0xffff_ffffL));
        return FIRST | (int) (hash >>> 50);
    }

    /** The finaliser of SplitMix64 (Steele et al. 2014). */
    private static long mix(final long word) {
        long hash = (word ^ word >>> 30) * 0xbf58476d1ce4e5b9L;
        hash = (hash ^ hash >>> 27) * 0x94d049bb133111ebL;
        return hash ^ hash >>> 31;
    }
}
