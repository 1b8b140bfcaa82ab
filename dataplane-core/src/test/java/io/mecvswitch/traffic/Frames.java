package io.mecvswitch.traffic;

import io.mecvswitch.config.IpAddress;
import io.mecvswitch.header.Ethernet;
import io.mecvswitch.header.Gtpu;
import io.mecvswitch.header.InternetChecksum;
import io.mecvswitch.header.IpProtocol;
import io.mecvswitch.header.Ipv4;
import io.mecvswitch.header.Ipv6;
import io.mecvswitch.header.Mpls;
import io.mecvswitch.header.Nsh;
import io.mecvswitch.header.Sctp;
import io.mecvswitch.header.Tcp;
import io.mecvswitch.header.Udp;
import io.mecvswitch.header.Vlan;
import io.mecvswitch.header.Wire;
import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * Spells a frame out, outermost header first:
 *
 * <pre>{@code
 *   Frames.ethernet().vlan(100)
 *       .ipv4("192.0.2.1", "192.0.2.2").udp(2152, 2152)
 *       .gtpu(0x80000001L).sequence(7).pduSessionContainer(Gtpu.PDU_TYPE_UPLINK, 9)
 *       .ipv4("10.0.0.1", "203.0.113.5").tcp(40_000, 80)
 *       .payload(100)
 *       .bytes();
 * }</pre>
 *
 * <p>What a header says of the next one, its length and its checksum are right when {@link #bytes} is called. A method
 * that alters a field alters the header named last; {@link #length}, {@link #checksum}, {@link #set} make it lie.
 */
public final class Frames {
    /** Source where a test does not care. */
    public static final long SOURCE_MAC = 0x0200_0000_0001L;
    /** Destination where a test does not care. */
    public static final long DESTINATION_MAC = 0x0200_0000_0002L;

    private static final int IPV4_IN_IP = 4;
    private static final int IPV6_IN_IP = 41;

    /** What an Ethernet frame in something else is called where a type is asked for. */
    private static final int TYPE_ETHERNET = 0x6558;

    private enum Kind {
        ETHERNET, VLAN, NSH, MPLS, IPV4, IPV6, IPV6_EXTENSION, UDP, TCP, SCTP, ICMP, ICMPV6, GTPU, GTPU_EXTENSION
    }

    /** A header on its way into the frame: its bytes so far, and what is to be said that is not so. */
    private static final class Header {
        final Kind kind;
        byte[] bytes;
        Integer length;
        Integer checksum;
        final List<int[]> patches = new ArrayList<>();

        Header(final Kind kind, final int length) {
            this.kind = kind;
            this.bytes = new byte[length];
        }

        MemorySegment memory() {
            return MemorySegment.ofArray(bytes);
        }
    }

    private final List<Header> headers = new ArrayList<>();
    private Header last;
    private byte[] payload = {};
    private byte[] trailer = {};
    private int padTo;

    private Frames() {
    }

    /** A frame between two stations that do not matter. */
    public static Frames ethernet() {
        return ethernet(SOURCE_MAC, DESTINATION_MAC);
    }

    /** A frame between two stations. */
    public static Frames ethernet(final long source, final long destination) {
        final Frames frames = new Frames();
        final Header header = frames.add(Kind.ETHERNET, Ethernet.HEADER_LENGTH);
        Ethernet.set(header.memory(), 0, destination, source, 0);
        return frames;
    }

    /** Octets of hexadecimal text, blanks allowed. */
    public static byte[] hex(final String text) {
        return HexFormat.of().parseHex(text.replaceAll("\\s", ""));
    }

    private Header add(final Kind kind, final int length) {
        last = new Header(kind, length);
        headers.add(last);
        return last;
    }

    // Ethernet

    /** A customer tag. */
    public Frames vlan(final int tci) {
        return tag(Vlan.TPID_CUSTOMER, tci);
    }

    /** A service tag, as 802.1ad puts around a customer tag. */
    public Frames serviceVlan(final int tci) {
        return tag(Vlan.TPID_SERVICE, tci);
    }

    /** A tag: two octets of TCI, and the type of what follows. */
    private Frames tag(final int tpid, final int tci) {
        link(tpid, 0, 0);
        Wire.setU16(add(Kind.VLAN, Vlan.TAG_LENGTH).memory(), 0, tci);
        return this;
    }

    // Service chains

    /** A Network Service Header of MD type 1 without metadata: TTL 63. */
    public Frames nsh(final int path, final int index) {
        link(Ethernet.TYPE_NSH, 0, 0);
        Nsh.setWord0(add(Kind.NSH, Nsh.MD1_LENGTH).memory(), 0,
            Nsh.word0(Nsh.INITIAL_TTL, Nsh.MD1_LENGTH, Nsh.MD_TYPE_1, 0, path, index));
        return this;
    }

    /** The metadata of the service header, 16 octets. */
    public Frames context(final byte... context) {
        System.arraycopy(context, 0, require(Kind.NSH).bytes, Nsh.CONTEXT_OFFSET, Nsh.MD1_LENGTH - Nsh.CONTEXT_OFFSET);
        return this;
    }

    /** Makes the service header one of MD type 2 with these context headers, a multiple of 4 octets. */
    public Frames contextHeaders(final byte... contexts) {
        final Header header = require(Kind.NSH);
        final long word = Nsh.word0(header.memory(), 0);
        header.bytes = Arrays.copyOf(header.bytes, Nsh.HEADER_LENGTH + contexts.length);
        System.arraycopy(contexts, 0, header.bytes, Nsh.CONTEXT_OFFSET, contexts.length);
        Nsh.setWord0(header.memory(), 0, Nsh.word0(Nsh.ttl(word), header.bytes.length, Nsh.MD_TYPE_2, 0,
            Nsh.pathId(word), Nsh.index(word)));
        return this;
    }

    /** An entry of an MPLS label stack, TTL 255; it is the bottom unless another one follows. */
    public Frames mpls(final int label) {
        link(Ethernet.TYPE_MPLS, 0, 0);
        Mpls.setEntry(add(Kind.MPLS, Mpls.ENTRY_LENGTH).memory(), 0, Mpls.entry(label, 0, true, Mpls.INITIAL_TTL));
        return this;
    }

    /** An Ethernet header in a service header. */
    public Frames innerEthernet(final long source, final long destination) {
        link(TYPE_ETHERNET, 0, 0);
        Ethernet.set(add(Kind.ETHERNET, Ethernet.HEADER_LENGTH).memory(), 0, destination, source, 0);
        return this;
    }

    /** The type of an Ethernet header or tag that nothing built here follows. */
    public Frames etherType(final int type) {
        link(type, 0, 0);
        return this;
    }

    // IP

    /** As {@link #ipv4(int, int)}, in text. */
    public Frames ipv4(final String source, final String destination) {
        return ip(IpAddress.parse(source), IpAddress.parse(destination));
    }

    /** An IPv4 header: TTL 64, identification 0, not fragmented. */
    public Frames ipv4(final int source, final int destination) {
        link(Ethernet.TYPE_IPV4, IPV4_IN_IP, 0);
        final MemorySegment header = add(Kind.IPV4, Ipv4.MINIMUM_HEADER_LENGTH).memory();
        Ipv4.setHeaderLength(header, 0, Ipv4.MINIMUM_HEADER_LENGTH);
        Ipv4.setTtl(header, 0, 64);
        Ipv4.setSource(header, 0, source);
        Ipv4.setDestination(header, 0, destination);
        return this;
    }

    /** As {@link #ip}, in text. */
    public Frames ipv6(final String source, final String destination) {
        return ip(IpAddress.parse(source), IpAddress.parse(destination));
    }

    /** An IP header of the addresses' family. */
    public Frames ip(final IpAddress source, final IpAddress destination) {
        if (source.version() == 4) {
            return ipv4((int) source.low(), (int) destination.low());
        }
        link(Ethernet.TYPE_IPV6, IPV6_IN_IP, 0);
        final MemorySegment header = add(Kind.IPV6, Ipv6.HEADER_LENGTH).memory();
        Ipv6.setWord0(header, 0, Ipv6.word0(0, 0, 0, IpProtocol.NONE, 64));
        Ipv6.setSource(header, 0, source.high(), source.low());
        Ipv6.setDestination(header, 0, destination.high(), destination.low());
        return this;
    }

    /** IPv4 options, a multiple of 4 octets, at most 40. */
    public Frames options(final byte... options) {
        final Header header = require(Kind.IPV4);
        header.bytes = Arrays.copyOf(header.bytes, Ipv4.MINIMUM_HEADER_LENGTH + options.length);
        System.arraycopy(options, 0, header.bytes, Ipv4.MINIMUM_HEADER_LENGTH, options.length);
        Ipv4.setHeaderLength(header.memory(), 0, header.bytes.length);
        return this;
    }

    /** An IPv6 extension header: contents from its third octet on, filled up to a multiple of 8 octets. */
    public Frames ipv6Extension(final int type, final byte... contents) {
        link(0, type, 0);
        final Header header = add(Kind.IPV6_EXTENSION, contents.length + 2 + 7 & ~7);
        header.bytes[0] = IpProtocol.NONE;
        header.bytes[1] = (byte) (header.bytes.length / 8 - 1);
        System.arraycopy(contents, 0, header.bytes, 2, contents.length);
        return this;
    }

    /** An IPv6 fragment header; {@code place} in octets, a multiple of 8. */
    public Frames ipv6Fragment(final int place, final boolean more, final int identification) {
        link(0, IpProtocol.FRAGMENT, 0);
        final MemorySegment header = add(Kind.IPV6_EXTENSION, Ipv6.MINIMUM_EXTENSION_LENGTH).memory();
        Wire.setU8(header, 0, IpProtocol.NONE);
        Wire.setU16(header, 2, place | (more ? Ipv6.MORE_FRAGMENTS : 0));
        Wire.setU32(header, 4, identification);
        return this;
    }

    /** Makes the IPv4 packet a fragment; {@code place} in octets, a multiple of 8. */
    public Frames fragment(final int place, final boolean more, final int identification) {
        final MemorySegment header = require(Kind.IPV4).memory();
        Ipv4.setFragment(header, 0, place / 8 | (more ? Ipv4.MORE_FRAGMENTS : 0));
        Ipv4.setIdentification(header, 0, identification);
        return this;
    }

    /** Hops left. */
    public Frames ttl(final int ttl) {
        switch (last.kind) {
            case NSH -> Wire.setU16(last.memory(), 0, Wire.u16(last.memory(), 0) & ~0x0fc0 | ttl << 6);
            case MPLS -> Wire.setU8(last.memory(), 3, ttl);
            case IPV4 -> Ipv4.setTtl(last.memory(), 0, ttl);
            default -> Ipv6.setHopLimit(require(Kind.IPV6).memory(), 0, ttl);
        }
        return this;
    }

    /** DSCP in the upper 6 bits, ECN in the lower 2. */
    public Frames trafficClass(final int trafficClass) {
        if (last.kind == Kind.IPV4) {
            Ipv4.setTrafficClass(last.memory(), 0, trafficClass);
        } else {
            Ipv6.setTrafficClass(require(Kind.IPV6).memory(), 0, trafficClass);
        }
        return this;
    }

    /** The protocol of an IP header or extension that nothing built here follows. */
    public Frames protocol(final int protocol) {
        link(0, protocol, 0);
        return this;
    }

    // Transport

    /** A UDP header with checksum; {@code checksum(0)} leaves it out. */
    public Frames udp(final int sourcePort, final int destinationPort) {
        link(0, IpProtocol.UDP, 0);
        final MemorySegment header = add(Kind.UDP, Udp.HEADER_LENGTH).memory();
        Udp.setSourcePort(header, 0, sourcePort);
        Udp.setDestinationPort(header, 0, destinationPort);
        return this;
    }

    /** A TCP header with ACK set. */
    public Frames tcp(final int sourcePort, final int destinationPort) {
        link(0, IpProtocol.TCP, 0);
        final MemorySegment header = add(Kind.TCP, Tcp.MINIMUM_HEADER_LENGTH).memory();
        Tcp.setPorts(header, 0, sourcePort << 16 | destinationPort);
        Tcp.setHeaderLength(header, 0, Tcp.MINIMUM_HEADER_LENGTH);
        Tcp.setFlags(header, 0, Tcp.ACK);
        Tcp.setWindow(header, 0, 0xffff);
        return this;
    }

    /** An SCTP common header with checksum. */
    public Frames sctp(final int sourcePort, final int destinationPort) {
        link(0, IpProtocol.SCTP, 0);
        final MemorySegment header = add(Kind.SCTP, Sctp.HEADER_LENGTH).memory();
        Tcp.setPorts(header, 0, sourcePort << 16 | destinationPort);
        return this;
    }

    /** An ICMP or ICMPv6 echo request, after the family of the IP header before it. */
    public Frames ping(final int identifier, final int sequence) {
        final boolean ipv4 = ipHeaderBefore(headers.size()).kind == Kind.IPV4;
        link(0, ipv4 ? IpProtocol.ICMP : IpProtocol.ICMPV6, 0);
        final MemorySegment header = add(ipv4 ? Kind.ICMP : Kind.ICMPV6, 8).memory();
        Wire.setU8(header, 0, ipv4 ? 8 : 128);
        Wire.setU16(header, 4, identifier);
        Wire.setU16(header, 6, sequence);
        return this;
    }

    // GTP-U

    /** A G-PDU's header without optional octets. */
    public Frames gtpu(final long teid) {
        final MemorySegment header = add(Kind.GTPU, Gtpu.HEADER_LENGTH).memory();
        Gtpu.setWord0(header, 0, Gtpu.word0(Gtpu.FLAGS_GTPU, Gtpu.GPDU, 0, (int) teid));
        return this;
    }

    /** Another message than a G-PDU; its information elements are the {@link #payload}. */
    public Frames messageType(final int type) {
        Wire.setU8(require(Kind.GTPU).memory(), Gtpu.TYPE_OFFSET, type);
        return this;
    }

    /** GTP-U with sequence number: S = 1. */
    public Frames sequence(final int sequence) {
        Wire.setU16(optional(require(Kind.GTPU), Gtpu.FLAG_SEQUENCE), Gtpu.SEQUENCE_OFFSET, sequence);
        return this;
    }

    /** GTP-U with N-PDU number: PN = 1. */
    public Frames npdu(final int number) {
        Wire.setU8(optional(require(Kind.GTPU), Gtpu.FLAG_NPDU), Gtpu.NPDU_OFFSET, number);
        return this;
    }

    private static MemorySegment optional(final Header gtpu, final int flag) {
        if (gtpu.bytes.length == Gtpu.HEADER_LENGTH) {
            gtpu.bytes = Arrays.copyOf(gtpu.bytes, Gtpu.HEADER_LENGTH + Gtpu.OPTIONAL_LENGTH);
        }
        gtpu.bytes[0] |= (byte) flag;
        return gtpu.memory();
    }

    /** A GTP-U extension header: contents behind its length, filled up to a multiple of 4 octets with the next type. */
    public Frames extension(final int type, final byte... contents) {
        link(0, 0, type);
        final Header header = add(Kind.GTPU_EXTENSION, contents.length + 2 + 3 & ~3);
        header.bytes[0] = (byte) (header.bytes.length / 4);
        System.arraycopy(contents, 0, header.bytes, 1, contents.length);
        return this;
    }

    /** A PDU session container without optional parts (TS 38.415 §5.5.2). */
    public Frames pduSessionContainer(final int pduType, final int qfi) {
        return extension(Gtpu.EXTENSION_PDU_SESSION_CONTAINER, (byte) (pduType << 4), (byte) qfi);
    }

    // What comes last

    /** Octets 0, 1, 2 and so on. */
    public Frames payload(final int length) {
        final byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) i;
        }
        return payload(bytes);
    }

    /** These octets. */
    public Frames payload(final byte... bytes) {
        payload = bytes;
        return this;
    }

    /** Octets behind the packet that no length counts, as Ethernet padding is. */
    public Frames trailer(final byte... bytes) {
        trailer = bytes;
        return this;
    }

    /** Pads to the shortest frame that Ethernet allows. */
    public Frames padded() {
        padTo = Ethernet.MINIMUM_FRAME_LENGTH;
        return this;
    }

    // Lies

    /** What the length field of the last header says; of IPv4 the total length, of an extension header its units. */
    public Frames length(final int length) {
        if (last.kind == Kind.GTPU_EXTENSION) {
            return set(0, length);
        }
        if (last.kind == Kind.IPV6_EXTENSION) {
            return set(1, length);
        }
        last.length = length;
        return this;
    }

    /** What the checksum field of the last header says. */
    public Frames checksum(final int checksum) {
        last.checksum = checksum;
        return this;
    }

    /** An octet of the last header; checksums are computed over it. */
    public Frames set(final int offset, final int octet) {
        last.patches.add(new int[] {offset, octet});
        return this;
    }

    private Header require(final Kind kind) {
        if (last.kind != kind) {
            throw new IllegalStateException("the last header is " + last.kind + ", not " + kind);
        }
        return last;
    }

    /** Tells the header so far last what follows it, in its own numbers. */
    private void link(final int etherType, final int protocol, final int extensionType) {
        final MemorySegment header = last.memory();
        switch (last.kind) {
            case ETHERNET -> Ethernet.setType(header, 0, etherType);
            case VLAN -> Wire.setU16(header, 2, etherType);
            case NSH -> Nsh.setWord0(header, 0, Nsh.withNext(Nsh.word0(header, 0), nextProtocol(etherType)));
            case MPLS -> linkLabel(header, etherType);
            case IPV4 -> Ipv4.setProtocol(header, 0, protocol);
            case IPV6 -> Ipv6.setNextHeader(header, 0, protocol);
            case IPV6_EXTENSION -> Wire.setU8(header, 0, protocol);
            case GTPU -> linkExtension(extensionType);
            case GTPU_EXTENSION -> Wire.setU8(header, last.bytes.length - 1, extensionType);
            default -> { }
        }
    }

    private static int nextProtocol(final int etherType) {
        return switch (etherType) {
            case Ethernet.TYPE_IPV4 -> Nsh.NEXT_IPV4;
            case Ethernet.TYPE_IPV6 -> Nsh.NEXT_IPV6;
            case TYPE_ETHERNET -> Nsh.NEXT_ETHERNET;
            case Ethernet.TYPE_NSH -> Nsh.NEXT_NSH;
            case Ethernet.TYPE_MPLS -> Nsh.NEXT_MPLS;
            default -> 0;
        };
    }

    private static void linkLabel(final MemorySegment entry, final int etherType) {
        if (etherType == Ethernet.TYPE_MPLS) {
            Wire.setU8(entry, 2, Wire.u8(entry, 2) & ~1);
        }
    }

    private void linkExtension(final int type) {
        if (type != Gtpu.EXTENSION_NONE) {
            Wire.setU8(optional(last, Gtpu.FLAG_EXTENSION), Gtpu.NEXT_EXTENSION_OFFSET, type);
        }
    }

    /** The frame. */
    public byte[] bytes() {
        final ByteArrayOutputStream out = new ByteArrayOutputStream(256);
        final int[] offsets = new int[headers.size()];
        for (int i = 0; i < offsets.length; i++) {
            offsets[i] = out.size();
            out.writeBytes(headers.get(i).bytes);
        }
        out.writeBytes(payload);
        final byte[] frame = out.toByteArray();
        // From the innermost header out, because a checksum covers what follows.
        for (int i = offsets.length - 1; i >= 0; i--) {
            finish(MemorySegment.ofArray(frame), headers.get(i), offsets[i], offsets, i);
        }
        return withTrailer(frame);
    }

    private byte[] withTrailer(final byte[] frame) {
        final byte[] padded = Arrays.copyOf(frame, Math.max(frame.length + trailer.length, padTo));
        System.arraycopy(trailer, 0, padded, frame.length, trailer.length);
        return padded;
    }

    private void finish(final MemorySegment frame, final Header header, final int at, final int[] offsets,
            final int index) {
        setLength(frame, header, at);
        header.patches.forEach(patch -> Wire.setU8(frame, at + patch[0], patch[1]));
        setChecksum(frame, header, at, offsets, index);
    }

    private static void setLength(final MemorySegment frame, final Header header, final int at) {
        final int rest = (int) frame.byteSize() - at;
        switch (header.kind) {
            case IPV4 -> Ipv4.setTotalLength(frame, at, said(header.length, rest));
            case IPV6 -> Ipv6.setPayloadLength(frame, at, said(header.length, rest - Ipv6.HEADER_LENGTH));
            case UDP -> Udp.setLength(frame, at, said(header.length, rest));
            case GTPU -> Gtpu.setLength(frame, at, said(header.length, rest - Gtpu.HEADER_LENGTH));
            default -> { }
        }
    }

    private void setChecksum(final MemorySegment frame, final Header header, final int at, final int[] offsets,
            final int index) {
        switch (header.kind) {
            case IPV4 -> Ipv4.setChecksum(frame, at, said(header.checksum, ipv4Checksum(frame, header, at)));
            case UDP -> Udp.setChecksum(frame, at,
                said(header.checksum, neverZero(transport(frame, at, offsets, index, IpProtocol.UDP))));
            case TCP -> Tcp.setChecksum(frame, at,
                said(header.checksum, transport(frame, at, offsets, index, IpProtocol.TCP)));
            case SCTP -> Wire.setU32(frame, at + 8, said(header.checksum, crc32c(frame, at)));
            case ICMP -> Wire.setU16(frame, at + 2,
                said(header.checksum, InternetChecksum.of(frame, at, (int) frame.byteSize() - at)));
            case ICMPV6 -> Wire.setU16(frame, at + 2,
                said(header.checksum, transport(frame, at, offsets, index, IpProtocol.ICMPV6)));
            default -> { }
        }
    }

    /** Over the header as it is, whatever its IHL says. */
    private static int ipv4Checksum(final MemorySegment frame, final Header header, final int at) {
        return InternetChecksum.of(frame, at, header.bytes.length);
    }

    /** The checksum, in the order of octets that SCTP sends it in (RFC 9260 appendix A). */
    private static int crc32c(final MemorySegment frame, final int at) {
        final CRC32C crc = new CRC32C();
        crc.update(frame.asSlice(at).toArray(ValueLayout.JAVA_BYTE));
        return Integer.reverseBytes((int) crc.getValue());
    }

    private int transport(final MemorySegment frame, final int at, final int[] offsets, final int index,
            final int protocol) {
        final int length = (int) frame.byteSize() - at;
        final Header ip = ipHeaderBefore(index);
        final int ipAt = offsets[headers.indexOf(ip)];
        final long pseudoHeader = ip.kind == Kind.IPV4
            ? InternetChecksum.ipv4PseudoHeader(frame, ipAt, protocol, length)
            : InternetChecksum.ipv6PseudoHeader(frame, ipAt, protocol, length);
        return InternetChecksum.finish(pseudoHeader + InternetChecksum.sum(frame, at, length));
    }

    private Header ipHeaderBefore(final int index) {
        for (int i = index - 1; i >= 0; i--) {
            final Header header = headers.get(i);
            if (header.kind == Kind.IPV4 || header.kind == Kind.IPV6) {
                return header;
            }
        }
        throw new IllegalStateException("there is no IP header before");
    }

    private static int neverZero(final int checksum) {
        return checksum == 0 ? 0xffff : checksum;
    }

    private static int said(final Integer lie, final int truth) {
        return lie == null ? truth : lie;
    }

    /**
     * Cuts the IPv4 packet of an untagged frame into fragments.
     *
     * @param payloadLength octets of IP payload in each but the last, a multiple of 8
     */
    public static List<byte[]> fragments(final byte[] frame, final int payloadLength, final int identification) {
        final MemorySegment whole = MemorySegment.ofArray(frame);
        final int start = Ethernet.HEADER_LENGTH + Ipv4.headerLength(whole, Ethernet.HEADER_LENGTH);
        final int end = Ethernet.HEADER_LENGTH + Ipv4.totalLength(whole, Ethernet.HEADER_LENGTH);
        final List<byte[]> fragments = new ArrayList<>();
        for (int at = start; at < end; at += payloadLength) {
            fragments.add(fragment(frame, start, at, Math.min(end, at + payloadLength), end, identification));
        }
        return fragments;
    }

    private static byte[] fragment(final byte[] frame, final int start, final int from, final int to, final int end,
            final int identification) {
        final byte[] part = Arrays.copyOf(frame, start + to - from);
        System.arraycopy(frame, from, part, start, to - from);
        final MemorySegment packet = MemorySegment.ofArray(part);
        final int ip = Ethernet.HEADER_LENGTH;
        Ipv4.setTotalLength(packet, ip, part.length - ip);
        Ipv4.setIdentification(packet, ip, identification);
        Ipv4.setFragment(packet, ip, (from - start) / 8 | (to < end ? Ipv4.MORE_FRAGMENTS : 0));
        Ipv4.setChecksum(packet, ip, InternetChecksum.ipv4Header(packet, ip));
        return part;
    }
}
