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
import io.mecvswitch.memory.PacketMemory;
import io.mecvswitch.stage.DropReason;
import io.mecvswitch.stage.GtpuColumn;
import io.mecvswitch.stage.Layer;
import io.mecvswitch.stage.PacketVector;
import io.mecvswitch.stage.Stage;
import io.mecvswitch.stage.StageName;
import java.lang.foreign.MemorySegment;

/**
 * Finds the headers of each packet and proves that they lie inside it.
 *
 * <p>It only writes columns. Nothing is changed in the packet, and no packet leaves here, because most traffic passes
 * through untouched and a bump in the wire has no say in what others send each other. A packet whose headers are unsound
 * keeps what was found before the first defect, and the defect's name in {@link PacketVector#defect}; who needs the
 * broken part drops it by that name.
 *
 * <pre>
 *   Ethernet ─ 802.1Q, 802.1ad ─ IPv4 (options) ──────────── UDP ─ GTP-U (options, extension headers) ─ T-PDU IPv4/IPv6
 *                             └─ IPv6 (extension headers) ─┼─ TCP                                       └─ UDP, TCP, SCTP
 *                                                          └─ SCTP
 * </pre>
 *
 * <p>Later stages read header fields without checks of their own: a bit in {@link PacketVector#layers} says that all
 * octets of that header's fixed part are there.
 */
public final class Parse implements Stage {
    private static final int MAX_TAGS = 2;
    private static final int MAX_IPV6_EXTENSIONS = 8;
    private static final int MAX_GTPU_EXTENSIONS = 32;
    private static final int IPV4_FRAGMENTED = Ipv4.MORE_FRAGMENTS | Ipv4.FRAGMENT_PLACE_MASK;

    private final MemorySegment bytes;
    private final boolean[] tunnelled;

    /**
     * @param memory    where the packets are
     * @param tunnelled by port index: whether UDP port 2152 means GTP-U there; to an application it is user traffic
     */
    public Parse(final PacketMemory memory, final boolean[] tunnelled) {
        this.bytes = memory.bytes();
        this.tunnelled = tunnelled.clone();
    }

    @Override
    public StageName name() {
        return StageName.PARSE;
    }

    @Override
    public void process(final PacketVector vector) {
        final MemorySegment bytes = this.bytes;
        final boolean tunnelled = this.tunnelled[vector.ingress];
        final int size = vector.size;
        for (int i = 0; i < size; i++) {
            vector.defect[i] = 0;
            vector.layers[i] = ethernet(vector, i, bytes, tunnelled);
        }
    }

    private static int ethernet(final PacketVector vector, final int i, final MemorySegment bytes,
        final boolean tunnelled) {
        vector.vlan[i] = 0;
        if (vector.length[i] < Ethernet.HEADER_LENGTH) {
            vector.etherType[i] = 0;
            return defect(vector, i, DropReason.ETHERNET_TRUNCATED, 0);
        }
        final int type = Ethernet.type(bytes, vector.position[i]);
        if (Vlan.isTag(type)) {
            return tags(vector, i, bytes, tunnelled);
        }
        return network(vector, i, bytes, tunnelled, type, Ethernet.HEADER_LENGTH);
    }

    private static int tags(final PacketVector vector, final int i, final MemorySegment bytes,
        final boolean tunnelled) {
        int offset = Ethernet.TYPE_OFFSET;
        int type = Ethernet.type(bytes, vector.position[i]);
        int layers = 0;
        for (int tag = 0; Vlan.isTag(type); tag++) {
            vector.etherType[i] = type;
            if (tag == MAX_TAGS) {
                return defect(vector, i, DropReason.VLAN_TOO_DEEP, layers);
            }
            if (offset + Vlan.TAG_LENGTH + 2 > vector.length[i]) {
                return defect(vector, i, DropReason.ETHERNET_TRUNCATED, layers);
            }
            final int tciAndType = Vlan.tciAndType(bytes, vector.position[i] + offset);
            vector.vlan[i] |= tag == 0 ? tciAndType & 0xffff_0000 : tciAndType >>> 16;
            layers |= tag == 0 ? Layer.VLAN : Layer.QINQ;
            type = tciAndType & 0xffff;
            offset += Vlan.TAG_LENGTH;
        }
        return layers | network(vector, i, bytes, tunnelled, type, offset + 2);
    }

    private static int network(final PacketVector vector, final int i, final MemorySegment bytes,
        final boolean tunnelled, final int type, final int offset) {
        vector.etherType[i] = type;
        vector.network[i] = offset;
        if (type == Ethernet.TYPE_IPV4) {
            return ipv4(vector, i, bytes, tunnelled, offset);
        }
        return type == Ethernet.TYPE_IPV6 ? ipv6(vector, i, bytes, tunnelled, offset) : 0;
    }

    private static int ipv4(final PacketVector vector, final int i, final MemorySegment bytes,
        final boolean tunnelled, final int offset) {
        final int length = vector.length[i];
        if (offset + Ipv4.MINIMUM_HEADER_LENGTH > length) {
            return defect(vector, i, DropReason.IPV4_TRUNCATED, 0);
        }
        final long ip = vector.position[i] + offset;
        final long word0 = Ipv4.word0(bytes, ip);
        final int headerLength = Ipv4.headerLength(word0);
        final int totalLength = Ipv4.totalLength(word0);
        if (Ipv4.version(word0) != 4 || headerLength < Ipv4.MINIMUM_HEADER_LENGTH || offset + headerLength > length) {
            return defect(vector, i, DropReason.IPV4_TRUNCATED, 0);
        }
        if (totalLength < headerLength || offset + totalLength > length) {
            return defect(vector, i, DropReason.IPV4_LENGTH, 0);
        }
        final int protocol = Ipv4.protocol(bytes, ip);
        vector.protocol[i] = protocol;
        vector.inner[i] = offset;
        vector.innerLength[i] = totalLength;
        final int transport = offset + headerLength;
        final int end = offset + totalLength;
        if ((Ipv4.fragment(word0) & IPV4_FRAGMENTED) != 0) {
            return fragment(vector, i, bytes, Layer.IPV4, Ipv4.isLaterFragment(Ipv4.fragment(word0)), transport, end);
        }
        return Layer.IPV4 | transport(vector, i, bytes, tunnelled, transport, end);
    }

    private static int ipv6(final PacketVector vector, final int i, final MemorySegment bytes,
        final boolean tunnelled, final int offset) {
        final int length = vector.length[i];
        if (offset + Ipv6.HEADER_LENGTH > length) {
            return defect(vector, i, DropReason.IPV6_TRUNCATED, 0);
        }
        final long word0 = Ipv6.word0(bytes, vector.position[i] + offset);
        if (Ipv6.version(word0) != 6) {
            return defect(vector, i, DropReason.IPV6_TRUNCATED, 0);
        }
        final int end = offset + Ipv6.HEADER_LENGTH + Ipv6.payloadLength(word0);
        if (end > length) {
            return defect(vector, i, DropReason.IPV6_LENGTH, 0);
        }
        final int next = Ipv6.nextHeader(word0);
        vector.protocol[i] = next;
        vector.inner[i] = offset;
        vector.innerLength[i] = end - offset;
        if (Ipv6.isExtension(next)) {
            return ipv6Extensions(vector, i, bytes, tunnelled, offset + Ipv6.HEADER_LENGTH, end);
        }
        return Layer.IPV6 | transport(vector, i, bytes, tunnelled, offset + Ipv6.HEADER_LENGTH, end);
    }

    /** Walks to the transport header; ends at a fragment, whose rest is elsewhere. */
    private static int ipv6Extensions(final PacketVector vector, final int i, final MemorySegment bytes,
        final boolean tunnelled, final int first, final int end) {
        final long position = vector.position[i];
        int offset = first;
        for (int walked = 0; Ipv6.isExtension(vector.protocol[i]); walked++) {
            if (walked == MAX_IPV6_EXTENSIONS) {
                return defect(vector, i, DropReason.IPV6_EXTENSIONS, Layer.IPV6);
            }
            if (offset + Ipv6.MINIMUM_EXTENSION_LENGTH > end) {
                return defect(vector, i, DropReason.IPV6_TRUNCATED, Layer.IPV6);
            }
            final int type = vector.protocol[i];
            final int length = Ipv6.extensionLength(bytes, position + offset, type);
            if (offset + length > end) {
                return defect(vector, i, DropReason.IPV6_TRUNCATED, Layer.IPV6);
            }
            vector.protocol[i] = Ipv6.extensionNextHeader(bytes, position + offset);
            if (type == IpProtocol.FRAGMENT) {
                final int fragment = Ipv6.fragment(bytes, position + offset);
                if (Ipv6.isFragment(fragment)) {
                    return fragment(vector, i, bytes, Layer.IPV6, Ipv6.isLaterFragment(fragment), offset + length, end);
                }
            }
            offset += length;
        }
        return Layer.IPV6 | transport(vector, i, bytes, tunnelled, offset, end);
    }

    /** Of a first fragment the ports can be seen, of a later one nothing; into its tunnel nobody can look. */
    private static int fragment(final PacketVector vector, final int i, final MemorySegment bytes, final int layer,
        final boolean later, final int transport, final int end) {
        final int protocol = vector.protocol[i];
        final int layers = layer | Layer.FRAGMENT;
        if (later || transport + Udp.HEADER_LENGTH > end) {
            return layers;
        }
        vector.transport[i] = transport;
        if (protocol == IpProtocol.UDP) {
            return layers | Layer.UDP;
        }
        return protocol == IpProtocol.TCP && transport + Tcp.MINIMUM_HEADER_LENGTH <= end ? layers | Layer.TCP : layers;
    }

    private static int transport(final PacketVector vector, final int i, final MemorySegment bytes,
        final boolean tunnelled, final int offset, final int end) {
        vector.transport[i] = offset;
        final int protocol = vector.protocol[i];
        if (protocol == IpProtocol.UDP) {
            return udp(vector, i, bytes, tunnelled, offset, end);
        }
        if (protocol == IpProtocol.TCP) {
            return tcp(vector, i, bytes, offset, end);
        }
        return protocol == IpProtocol.SCTP && offset + Sctp.HEADER_LENGTH <= end ? Layer.SCTP : 0;
    }

    private static int tcp(final PacketVector vector, final int i, final MemorySegment bytes, final int offset,
        final int end) {
        if (offset + Tcp.MINIMUM_HEADER_LENGTH > end) {
            return defect(vector, i, DropReason.TCP_TRUNCATED, 0);
        }
        final int headerLength = Tcp.headerLength(bytes, vector.position[i] + offset);
        if (headerLength < Tcp.MINIMUM_HEADER_LENGTH || offset + headerLength > end) {
            return defect(vector, i, DropReason.TCP_TRUNCATED, 0);
        }
        return Layer.TCP;
    }

    private static int udp(final PacketVector vector, final int i, final MemorySegment bytes,
        final boolean tunnelled, final int offset, final int end) {
        if (offset + Udp.HEADER_LENGTH > end) {
            return defect(vector, i, DropReason.UDP_TRUNCATED, 0);
        }
        final long word0 = Udp.word0(bytes, vector.position[i] + offset);
        final int length = Udp.length(word0);
        if (length < Udp.HEADER_LENGTH || offset + length > end) {
            return defect(vector, i, DropReason.UDP_LENGTH, 0);
        }
        if (tunnelled && Udp.destinationPort(word0) == Gtpu.UDP_PORT) {
            return Layer.UDP | gtpu(vector, i, bytes, offset + Udp.HEADER_LENGTH, offset + length);
        }
        return Layer.UDP;
    }

    private static int gtpu(final PacketVector vector, final int i, final MemorySegment bytes, final int offset,
        final int end) {
        if (offset + Gtpu.HEADER_LENGTH > end) {
            return defect(vector, i, DropReason.GTPU_TRUNCATED, 0);
        }
        final long word0 = Gtpu.word0(bytes, vector.position[i] + offset);
        final int flags = Gtpu.flags(word0);
        if (!Gtpu.isGtpu(flags)) {
            return defect(vector, i, DropReason.GTPU_VERSION, 0);
        }
        vector.tunnel[i] = offset;
        vector.teid[i] = Gtpu.teid(word0);
        vector.gtpu[i] = GtpuColumn.of(Gtpu.messageType(word0));
        final int messageEnd = offset + Gtpu.HEADER_LENGTH + Gtpu.length(word0);
        if (messageEnd > end) {
            return defect(vector, i, DropReason.GTPU_LENGTH, Layer.GTPU);
        }
        if (Gtpu.hasOptional(flags)) {
            return Layer.GTPU | optional(vector, i, bytes, flags, offset, messageEnd);
        }
        return Layer.GTPU | payload(vector, i, bytes, offset + Gtpu.HEADER_LENGTH, messageEnd);
    }

    /** All four octets are there if any of E, S and PN is set; each counts only if its own flag is (§5.1 note 4). */
    private static int optional(final PacketVector vector, final int i, final MemorySegment bytes, final int flags,
        final int tunnel, final int end) {
        final int offset = tunnel + Gtpu.HEADER_LENGTH + Gtpu.OPTIONAL_LENGTH;
        if (offset > end) {
            return defect(vector, i, DropReason.GTPU_LENGTH, 0);
        }
        if ((flags & Gtpu.FLAG_EXTENSION) == 0) {
            return payload(vector, i, bytes, offset, end);
        }
        final int next = Gtpu.nextExtension(Gtpu.optional(bytes, vector.position[i] + tunnel));
        return gtpuExtensions(vector, i, bytes, next, offset, end);
    }

    private static int gtpuExtensions(final PacketVector vector, final int i, final MemorySegment bytes,
        final int first, final int start, final int end) {
        final long position = vector.position[i];
        int offset = start;
        int type = first;
        for (int walked = 0; type != Gtpu.EXTENSION_NONE; walked++) {
            if (walked == MAX_GTPU_EXTENSIONS) {
                return defect(vector, i, DropReason.GTPU_EXTENSIONS_TOO_MANY, 0);
            }
            if (offset >= end) {
                return defect(vector, i, DropReason.GTPU_EXTENSION_LENGTH, 0);
            }
            final int length = Gtpu.extensionLength(bytes, position + offset);
            // Length zero would be read for ever (§5.2.1: the length counts itself).
            if (length == 0 || offset + length > end) {
                return defect(vector, i, DropReason.GTPU_EXTENSION_LENGTH, 0);
            }
            if (type == Gtpu.EXTENSION_PDU_SESSION_CONTAINER) {
                vector.gtpu[i] = GtpuColumn.withContainer(vector.gtpu[i],
                    Gtpu.pduType(bytes, position + offset), Gtpu.qfi(bytes, position + offset));
            } else if (Gtpu.isExtensionRequired(type) && !Gtpu.isExtensionUnderstood(type)) {
                return defect(vector, i, DropReason.GTPU_EXTENSION_REQUIRED, 0);
            }
            type = Gtpu.extensionNext(bytes, position + offset, length);
            offset += length;
        }
        return payload(vector, i, bytes, offset, end);
    }

    private static int payload(final PacketVector vector, final int i, final MemorySegment bytes, final int offset,
        final int end) {
        vector.inner[i] = offset;
        vector.innerLength[i] = end - offset;
        if (GtpuColumn.messageType(vector.gtpu[i]) != Gtpu.GPDU) {
            return 0;
        }
        return offset < end ? tpdu(vector, i, bytes, offset, end)
            : defect(vector, i, DropReason.INNER_TRUNCATED, 0);
    }

    private static int tpdu(final PacketVector vector, final int i, final MemorySegment bytes, final int offset,
        final int end) {
        final int version = Ipv4.version(bytes, vector.position[i] + offset);
        if (version != 4 && version != 6) {
            return defect(vector, i, DropReason.INNER_NOT_IP, 0);
        }
        if (offset + (version == 4 ? Ipv4.MINIMUM_HEADER_LENGTH : Ipv6.HEADER_LENGTH) > end) {
            return defect(vector, i, DropReason.INNER_TRUNCATED, 0);
        }
        return version == 4 ? innerIpv4(vector, i, bytes, offset, end) : innerIpv6(vector, i, bytes, offset, end);
    }

    // A T-PDU is not ours to judge: of a strange one, what is there is found, and no defect is named.

    private static int innerIpv4(final PacketVector vector, final int i, final MemorySegment bytes, final int inner,
        final int end) {
        final long ip = vector.position[i] + inner;
        vector.innerProtocol[i] = Ipv4.protocol(bytes, ip);
        final long word0 = Ipv4.word0(bytes, ip);
        final int headerLength = Ipv4.headerLength(word0);
        if (headerLength < Ipv4.MINIMUM_HEADER_LENGTH || Ipv4.isFragment(Ipv4.fragment(word0))) {
            return Layer.INNER_IPV4;
        }
        return Layer.INNER_IPV4
            | innerTransport(vector, i, inner + headerLength, Math.min(end, inner + Ipv4.totalLength(word0)));
    }

    /** Finds the protocol behind the extension headers; ends at a fragment, whose rest is elsewhere. */
    private static int innerIpv6(final PacketVector vector, final int i, final MemorySegment bytes, final int inner,
        final int end) {
        final long position = vector.position[i];
        final long word0 = Ipv6.word0(bytes, position + inner);
        int next = Ipv6.nextHeader(word0);
        int offset = inner + Ipv6.HEADER_LENGTH;
        boolean whole = true;
        for (int walked = 0; whole && Ipv6.isExtension(next) && walked < MAX_IPV6_EXTENSIONS
            && offset + Ipv6.MINIMUM_EXTENSION_LENGTH <= end; walked++) {
            final int type = next;
            whole = type != IpProtocol.FRAGMENT || !Ipv6.isFragment(Ipv6.fragment(bytes, position + offset));
            next = Ipv6.extensionNextHeader(bytes, position + offset);
            offset += Ipv6.extensionLength(bytes, position + offset, type);
        }
        vector.innerProtocol[i] = next;
        final int packetEnd = inner + Ipv6.HEADER_LENGTH + Ipv6.payloadLength(word0);
        return whole ? Layer.INNER_IPV6 | innerTransport(vector, i, offset, Math.min(end, packetEnd))
            : Layer.INNER_IPV6;
    }

    private static int innerTransport(final PacketVector vector, final int i, final int offset, final int end) {
        vector.innerTransport[i] = offset;
        final int headerLength = switch (vector.innerProtocol[i]) {
            case IpProtocol.UDP -> Udp.HEADER_LENGTH;
            case IpProtocol.TCP -> Tcp.MINIMUM_HEADER_LENGTH;
            case IpProtocol.SCTP -> Sctp.HEADER_LENGTH;
            default -> end; // more than there can be
        };
        return offset + headerLength <= end ? Layer.INNER_PORTS : 0;
    }

    private static int defect(final PacketVector vector, final int i, final DropReason reason, final int layers) {
        vector.defect[i] = reason.ordinal();
        return layers;
    }
}
