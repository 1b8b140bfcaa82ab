package io.mecvswitch.classifier;

import io.mecvswitch.header.IpProtocol;
import io.mecvswitch.header.Ipv4;
import io.mecvswitch.header.Ipv6;
import io.mecvswitch.header.Wire;
import io.mecvswitch.stage.Layer;
import io.mecvswitch.stage.PacketVector;
import java.lang.foreign.MemorySegment;

/**
 * What a fragment says of itself: the datagram it is of, and the part of it that it holds.
 *
 * <p>A datagram's name is its port, VLAN identifiers, addresses, identification and, in IPv4, protocol (RFC 791 §3.2;
 * RFC 8200 §4.5 leaves the protocol out). The fields are those of the fragment read last. Used by one lane.
 */
final class Fragment {
    /** Words of a datagram's name. */
    static final int KEY_WORDS = 6;
    /** Ingress port and EtherType, and of the tags the VLAN identifiers. */
    private static final long LINK_MASK = 0xffff_0fff_0fff_ffffL;
    private static final int ECN = 3;

    private final MemorySegment bytes;

    /** The datagram's name. */
    final long[] key = new long[KEY_WORDS];
    /** Octets of the IP packet. */
    int ipLength;
    /** Octets from the IP header's first to the part's, or in IPv6 to the fragment header's. */
    int header;
    /** Where the part begins, an offset in the packet memory. */
    long data;
    /** The part's place in the datagram, octets. */
    int place;
    /** Octets of the part. */
    int size;
    /** Whether others follow it. */
    boolean more;
    /** IPv6: groups the fragments. */
    int identification;
    /** Congestion mark (RFC 3168 §5). */
    int mark;

    /**
     * @param bytes where the packets are
     */
    Fragment(final MemorySegment bytes) {
        this.bytes = bytes;
    }

    /** Reads a packet of {@link Layer#FRAGMENT}, so its IP headers are known to be there. */
    void read(final PacketVector vector, final int i) {
        final long ip = vector.position[i] + vector.network(i);
        ipLength = vector.innerLength(i);
        key[0] = vector.link[i] & LINK_MASK;
        if ((vector.layers(i) & Layer.IPV4) != 0) {
            readIpv4(ip);
        } else {
            readIpv6(ip);
        }
        size = (int) (ip + ipLength - data);
    }

    private void readIpv4(final long ip) {
        final long word0 = Ipv4.word0(bytes, ip);
        final int fragment = Ipv4.fragment(word0);
        header = Ipv4.headerLength(word0);
        data = ip + header;
        place = (fragment & Ipv4.FRAGMENT_PLACE_MASK) << 3;
        more = (fragment & Ipv4.MORE_FRAGMENTS) != 0;
        mark = Ipv4.trafficClass(word0) & ECN;
        key[1] = (long) Ipv4.identification(word0) << 8 | Ipv4.protocol(bytes, ip);
        key[2] = Ipv4.addresses(bytes, ip);
        key[3] = 0;
        key[4] = 0;
        key[5] = 0;
    }

    private void readIpv6(final long ip) {
        final long word0 = Ipv6.word0(bytes, ip);
        header = Ipv6.HEADER_LENGTH;
        for (int type = Ipv6.nextHeader(word0); type != IpProtocol.FRAGMENT;) {
            final int next = Ipv6.extensionNextHeader(bytes, ip + header);
            header += Ipv6.extensionLength(bytes, ip + header, type);
            type = next;
        }
        final int fragment = Ipv6.fragment(bytes, ip + header);
        data = ip + header + Ipv6.MINIMUM_EXTENSION_LENGTH;
        place = fragment & Ipv6.FRAGMENT_PLACE_MASK;
        more = (fragment & Ipv6.MORE_FRAGMENTS) != 0;
        mark = Ipv6.trafficClass(word0) & ECN;
        identification = Wire.u32(bytes, ip + header + 4);
        key[1] = identification & 0xffff_ffffL;
        key[2] = Ipv6.sourceHigh(bytes, ip);
        key[3] = Ipv6.sourceLow(bytes, ip);
        key[4] = Ipv6.destinationHigh(bytes, ip);
        key[5] = Ipv6.destinationLow(bytes, ip);
    }
}
