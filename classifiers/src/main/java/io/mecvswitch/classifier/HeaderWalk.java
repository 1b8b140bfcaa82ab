package io.mecvswitch.classifier;

import io.mecvswitch.header.Ethernet;
import io.mecvswitch.header.Gtpu;
import io.mecvswitch.header.IpProtocol;
import io.mecvswitch.header.Ipv4;
import io.mecvswitch.header.Ipv6;
import io.mecvswitch.header.Sctp;
import io.mecvswitch.header.Tcp;
import io.mecvswitch.header.Udp;
import io.mecvswitch.header.Vlan;
import io.mecvswitch.stage.DropReason;
import io.mecvswitch.stage.Headers;
import io.mecvswitch.stage.Layer;
import io.mecvswitch.stage.PacketVector;
import java.lang.foreign.MemorySegment;

/**
 * The walk through a packet's headers, whatever they are: one at a time, each only when it has proved to be there.
 *
 * <pre>
 *   Ethernet ─ 802.1Q, 802.1ad ─ IPv4 (options) ──────────── UDP ─ GTP-U (options, extension headers) ─ T-PDU IPv4/IPv6
 *                             └─ IPv6 (extension headers) ─┼─ TCP                                     └─ UDP, TCP, SCTP
 *                                                          └─ SCTP
 * </pre>
 *
 * <p>The fields are the state of one walk. Used by one lane.
 */
final class HeaderWalk {
    private static final int MAX_TAGS = 2;
    private static final int MAX_IPV6_EXTENSIONS = 8;
    private static final int MAX_GTPU_EXTENSIONS = 32;
    private static final int IPV4 = Layer.IPV4 | Layer.IP;
    private static final int IPV6 = Layer.IPV6 | Layer.IP;
    private static final int UDP = Layer.UDP | Layer.PORTS;
    private static final int INNER_IPV4 = Layer.INNER_IPV4 | Layer.INNER_IP;
    private static final int INNER_IPV6 = Layer.INNER_IPV6 | Layer.INNER_IP;

    private final MemorySegment bytes;

    private boolean tunnelled;
    private long position;
    private int length;

    private int defect;
    private int tags;
    private int etherType;
    private int network;
    private int trafficClass;
    private int protocol;
    private int transport;
    private int gtpu;
    private int teid;
    private int messageType;
    private int container;
    private int qfi;
    private int inner;
    private int innerLength;
    private int innerTrafficClass;
    private int innerProtocol;
    private int innerTransport;

    /**
     * @param bytes where the packets are
     */
    HeaderWalk(final MemorySegment bytes) {
        this.bytes = bytes;
    }

    /**
     * Walks through a packet and writes its columns.
     *
     * @param tunnelled whether UDP port 2152 means GTP-U
     * @param plain     whether the packet is a T-PDU itself
     */
    void walk(final PacketVector vector, final int i, final boolean tunnelled, final boolean plain) {
        this.tunnelled = tunnelled;
        position = vector.position[i];
        length = vector.length[i];
        begin();
        final int layers = ethernet();
        store(vector, i, layers | container | poppable(layers) | (plain ? plain(layers) : 0));
    }

    /** What was found in the packet was found in the T-PDU. */
    private int plain(final int layers) {
        innerTrafficClass = trafficClass;
        innerProtocol = protocol;
        innerTransport = transport;
        return ((layers & Layer.IPV4) != 0 ? INNER_IPV4 : 0) | ((layers & Layer.IPV6) != 0 ? INNER_IPV6 : 0)
            | ((layers & Layer.PORTS) != 0 ? Layer.INNER_PORTS : 0);
    }

    private void begin() {
        defect = 0;
        tags = 0;
        etherType = 0;
        network = 0;
        trafficClass = 0;
        protocol = 0;
        transport = 0;
        gtpu = 0;
        teid = 0;
        messageType = 0;
        container = 0;
        qfi = 0;
        inner = 0;
        innerLength = 0;
        innerTrafficClass = 0;
        innerProtocol = 0;
        innerTransport = 0;
    }

    private int poppable(final int layers) {
        return (layers & Layer.GTPU) != 0 && messageType == Gtpu.GPDU && defect == 0 ? Layer.GPDU : 0;
    }

    private void store(final PacketVector vector, final int i, final int layers) {
        vector.link[i] = Headers.link(vector.ingress, tags, etherType);
        vector.tunnel[i] = Headers.tunnel(teid, layers, qfi, messageType);
        vector.protocols[i] = Headers.protocols(innerLength, innerTransport,
            Headers.pair(trafficClass, protocol), Headers.pair(innerTrafficClass, innerProtocol));
        vector.offsets[i] = Headers.offsets(network, defect, transport, gtpu, inner);
    }

    private int ethernet() {
        if (length < Ethernet.HEADER_LENGTH) {
            return defect(DropReason.ETHERNET_TRUNCATED, 0);
        }
        final int type = Ethernet.type(bytes, position);
        if (Vlan.isTag(type)) {
            return vlans();
        }
        return network(type, Ethernet.HEADER_LENGTH);
    }

    private int vlans() {
        int offset = Ethernet.TYPE_OFFSET;
        int type = Ethernet.type(bytes, position);
        int layers = 0;
        for (int tag = 0; Vlan.isTag(type); tag++) {
            etherType = type;
            if (tag == MAX_TAGS) {
                return defect(DropReason.VLAN_TOO_DEEP, layers);
            }
            if (offset + Vlan.TAG_LENGTH + 2 > length) {
                return defect(DropReason.ETHERNET_TRUNCATED, layers);
            }
            final int tciAndType = Vlan.tciAndType(bytes, position + offset);
            tags |= tag == 0 ? tciAndType & 0xffff_0000 : tciAndType >>> 16;
            layers |= tag == 0 ? Layer.VLAN : Layer.QINQ;
            type = tciAndType & 0xffff;
            offset += Vlan.TAG_LENGTH;
        }
        return layers | network(type, offset + 2);
    }

    private int network(final int type, final int offset) {
        etherType = type;
        network = offset;
        if (type == Ethernet.TYPE_IPV4) {
            return ipv4(offset);
        }
        return type == Ethernet.TYPE_IPV6 ? ipv6(offset) : 0;
    }

    private int ipv4(final int offset) {
        if (offset + Ipv4.MINIMUM_HEADER_LENGTH > length) {
            return defect(DropReason.IPV4_TRUNCATED, 0);
        }
        final long ip = position + offset;
        final long word0 = Ipv4.word0(bytes, ip);
        final int headerLength = Ipv4.headerLength(word0);
        final int totalLength = Ipv4.totalLength(word0);
        if (Ipv4.version(word0) != 4 || headerLength < Ipv4.MINIMUM_HEADER_LENGTH || offset + headerLength > length) {
            return defect(DropReason.IPV4_TRUNCATED, 0);
        }
        if (totalLength < headerLength || offset + totalLength > length) {
            return defect(DropReason.IPV4_LENGTH, 0);
        }
        trafficClass = Ipv4.trafficClass(word0);
        protocol = Ipv4.protocol(bytes, ip);
        inner = offset;
        innerLength = totalLength;
        final int next = offset + headerLength;
        final int end = offset + totalLength;
        if (Ipv4.isFragment(Ipv4.fragment(word0))) {
            return IPV4 | fragment(Ipv4.isLaterFragment(Ipv4.fragment(word0)), next, end);
        }
        return IPV4 | transport(next, end);
    }

    private int ipv6(final int offset) {
        if (offset + Ipv6.HEADER_LENGTH > length) {
            return defect(DropReason.IPV6_TRUNCATED, 0);
        }
        final long word0 = Ipv6.word0(bytes, position + offset);
        if (Ipv6.version(word0) != 6) {
            return defect(DropReason.IPV6_TRUNCATED, 0);
        }
        final int end = offset + Ipv6.HEADER_LENGTH + Ipv6.payloadLength(word0);
        if (end > length) {
            return defect(DropReason.IPV6_LENGTH, 0);
        }
        trafficClass = Ipv6.trafficClass(word0);
        protocol = Ipv6.nextHeader(word0);
        inner = offset;
        innerLength = end - offset;
        if (Ipv6.isExtension(protocol)) {
            return IPV6 | ipv6Extensions(offset + Ipv6.HEADER_LENGTH, end);
        }
        return IPV6 | transport(offset + Ipv6.HEADER_LENGTH, end);
    }

    /** Walks to the transport header; ends at a fragment, whose rest is elsewhere. */
    private int ipv6Extensions(final int first, final int end) {
        int offset = first;
        for (int walked = 0; Ipv6.isExtension(protocol); walked++) {
            if (walked == MAX_IPV6_EXTENSIONS) {
                return defect(DropReason.IPV6_EXTENSIONS, 0);
            }
            if (offset + Ipv6.MINIMUM_EXTENSION_LENGTH > end) {
                return defect(DropReason.IPV6_TRUNCATED, 0);
            }
            final int type = protocol;
            final int length = Ipv6.extensionLength(bytes, position + offset, type);
            if (offset + length > end) {
                return defect(DropReason.IPV6_TRUNCATED, 0);
            }
            protocol = Ipv6.extensionNextHeader(bytes, position + offset);
            if (type == IpProtocol.FRAGMENT) {
                final int fragment = Ipv6.fragment(bytes, position + offset);
                if (Ipv6.isFragment(fragment)) {
                    return fragment(Ipv6.isLaterFragment(fragment), offset + length, end);
                }
            }
            offset += length;
        }
        return transport(offset, end);
    }

    /** Of a first fragment the ports can be seen, of a later one nothing; into its tunnel nobody can look. */
    private int fragment(final boolean later, final int offset, final int end) {
        if (later || offset + Udp.HEADER_LENGTH > end) {
            return Layer.FRAGMENT;
        }
        transport = offset;
        return protocol == IpProtocol.UDP ? Layer.FRAGMENT | Layer.UDP : Layer.FRAGMENT;
    }

    private int transport(final int offset, final int end) {
        transport = offset;
        if (protocol == IpProtocol.UDP) {
            return udp(offset, end);
        }
        if (protocol == IpProtocol.TCP) {
            return tcp(offset, end);
        }
        return protocol == IpProtocol.SCTP && offset + Sctp.HEADER_LENGTH <= end ? Layer.PORTS : 0;
    }

    private int tcp(final int offset, final int end) {
        if (offset + Tcp.MINIMUM_HEADER_LENGTH > end) {
            return defect(DropReason.TCP_TRUNCATED, 0);
        }
        final int headerLength = Tcp.headerLength(bytes, position + offset);
        if (headerLength < Tcp.MINIMUM_HEADER_LENGTH || offset + headerLength > end) {
            return defect(DropReason.TCP_TRUNCATED, 0);
        }
        return Layer.PORTS;
    }

    private int udp(final int offset, final int end) {
        if (offset + Udp.HEADER_LENGTH > end) {
            return defect(DropReason.UDP_TRUNCATED, 0);
        }
        final long word0 = Udp.word0(bytes, position + offset);
        final int length = Udp.length(word0);
        if (length < Udp.HEADER_LENGTH || offset + length > end) {
            return defect(DropReason.UDP_LENGTH, 0);
        }
        if (tunnelled && Udp.destinationPort(word0) == Gtpu.UDP_PORT) {
            return UDP | gtpu(offset + Udp.HEADER_LENGTH, offset + length);
        }
        return UDP;
    }

    private int gtpu(final int offset, final int end) {
        if (offset + Gtpu.HEADER_LENGTH > end) {
            return defect(DropReason.GTPU_TRUNCATED, 0);
        }
        final long word0 = Gtpu.word0(bytes, position + offset);
        final int flags = Gtpu.flags(word0);
        if (!Gtpu.isGtpu(flags)) {
            return defect(DropReason.GTPU_VERSION, 0);
        }
        gtpu = offset;
        teid = Gtpu.teid(word0);
        messageType = Gtpu.messageType(word0);
        final int messageEnd = offset + Gtpu.HEADER_LENGTH + Gtpu.length(word0);
        if (messageEnd > end) {
            return defect(DropReason.GTPU_LENGTH, Layer.GTPU);
        }
        if (Gtpu.hasOptional(flags)) {
            return Layer.GTPU | optional(flags, offset, messageEnd);
        }
        return Layer.GTPU | payload(offset + Gtpu.HEADER_LENGTH, messageEnd);
    }

    /** All four octets are there if any of E, S and PN is set; each counts only if its own flag is (§5.1 note 4). */
    private int optional(final int flags, final int tunnel, final int end) {
        final int offset = tunnel + Gtpu.HEADER_LENGTH + Gtpu.OPTIONAL_LENGTH;
        if (offset > end) {
            return defect(DropReason.GTPU_LENGTH, 0);
        }
        if ((flags & Gtpu.FLAG_EXTENSION) == 0) {
            return payload(offset, end);
        }
        final int next = Gtpu.nextExtension(Gtpu.optional(bytes, position + tunnel));
        return gtpuExtensions(next, offset, end);
    }

    private int gtpuExtensions(final int first, final int start, final int end) {
        int offset = start;
        int type = first;
        for (int walked = 0; type != Gtpu.EXTENSION_NONE; walked++) {
            if (walked == MAX_GTPU_EXTENSIONS) {
                return defect(DropReason.GTPU_EXTENSIONS_TOO_MANY, 0);
            }
            if (offset >= end) {
                return defect(DropReason.GTPU_EXTENSION_LENGTH, 0);
            }
            final int length = Gtpu.extensionLength(bytes, position + offset);
            // Length zero would be read for ever (§5.2.1: the length counts itself).
            if (length == 0 || offset + length > end) {
                return defect(DropReason.GTPU_EXTENSION_LENGTH, 0);
            }
            if (type == Gtpu.EXTENSION_PDU_SESSION_CONTAINER) {
                container = Layer.CONTAINER;
                qfi = Gtpu.qfi(bytes, position + offset);
            } else if (Gtpu.isExtensionRequired(type) && !Gtpu.isExtensionUnderstood(type)) {
                return defect(DropReason.GTPU_EXTENSION_REQUIRED, 0);
            }
            type = Gtpu.extensionNext(bytes, position + offset, length);
            offset += length;
        }
        return payload(offset, end);
    }

    private int payload(final int offset, final int end) {
        inner = offset;
        innerLength = end - offset;
        if (messageType != Gtpu.GPDU) {
            return 0;
        }
        return offset < end ? tpdu(offset, end)
            : defect(DropReason.INNER_TRUNCATED, 0);
    }

    private int tpdu(final int offset, final int end) {
        final int version = Ipv4.version(bytes, position + offset);
        if (version != 4 && version != 6) {
            return defect(DropReason.INNER_NOT_IP, 0);
        }
        if (offset + (version == 4 ? Ipv4.MINIMUM_HEADER_LENGTH : Ipv6.HEADER_LENGTH) > end) {
            return defect(DropReason.INNER_TRUNCATED, 0);
        }
        return version == 4 ? innerIpv4(offset, end) : innerIpv6(offset, end);
    }

    // A T-PDU is not ours to judge: of a strange one, what is there is found, and no defect is named.

    private int innerIpv4(final int offset, final int end) {
        final long ip = position + offset;
        final long word0 = Ipv4.word0(bytes, ip);
        innerTrafficClass = Ipv4.trafficClass(word0);
        innerProtocol = Ipv4.protocol(bytes, ip);
        final int headerLength = Ipv4.headerLength(word0);
        if (headerLength < Ipv4.MINIMUM_HEADER_LENGTH || Ipv4.isFragment(Ipv4.fragment(word0))) {
            return INNER_IPV4;
        }
        return INNER_IPV4
            | innerTransport(offset + headerLength, Math.min(end, offset + Ipv4.totalLength(word0)));
    }

    /** Finds the protocol behind the extension headers; ends at a fragment, whose rest is elsewhere. */
    private int innerIpv6(final int start, final int end) {
        final long word0 = Ipv6.word0(bytes, position + start);
        innerTrafficClass = Ipv6.trafficClass(word0);
        int next = Ipv6.nextHeader(word0);
        int offset = start + Ipv6.HEADER_LENGTH;
        boolean whole = true;
        for (int walked = 0; whole && Ipv6.isExtension(next) && walked < MAX_IPV6_EXTENSIONS
            && offset + Ipv6.MINIMUM_EXTENSION_LENGTH <= end; walked++) {
            final int type = next;
            whole = type != IpProtocol.FRAGMENT || !Ipv6.isFragment(Ipv6.fragment(bytes, position + offset));
            next = Ipv6.extensionNextHeader(bytes, position + offset);
            offset += Ipv6.extensionLength(bytes, position + offset, type);
        }
        innerProtocol = next;
        final int packetEnd = start + Ipv6.HEADER_LENGTH + Ipv6.payloadLength(word0);
        return whole ? INNER_IPV6 | innerTransport(offset, Math.min(end, packetEnd))
            : INNER_IPV6;
    }

    private int innerTransport(final int offset, final int end) {
        innerTransport = offset;
        return offset + Parse.portsLength(innerProtocol) <= end ? Layer.INNER_PORTS : 0;
    }

    private int defect(final DropReason reason, final int layers) {
        defect = reason.ordinal();
        return layers;
    }
}
