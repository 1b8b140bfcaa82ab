package io.mecvswitch.vswitch.demo;

import io.mecvswitch.header.Ethernet;
import io.mecvswitch.header.Gtpu;
import io.mecvswitch.header.InternetChecksum;
import io.mecvswitch.header.IpProtocol;
import io.mecvswitch.header.Ipv4;
import io.mecvswitch.header.Udp;
import io.mecvswitch.header.Vlan;
import io.mecvswitch.header.Wire;
import io.mecvswitch.vswitch.demo.Tag.Kind;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;

/** Makes frames as UEs, nodes and servers send them. Any thread. */
final class Frames {
    /** UDP port of the service. */
    static final int SERVICE_PORT = 8080;

    private static final int UE_PORTS = 40_000;
    private static final int TTL = 64;
    private static final int LENGTHS = 400;
    private static final int IP_UDP_LENGTH = Ipv4.MINIMUM_HEADER_LENGTH + Udp.HEADER_LENGTH;
    private static final int CONTAINER_LENGTH = Gtpu.OPTIONAL_LENGTH + Gtpu.PDU_SESSION_CONTAINER_LENGTH;
    /** Sequence, N-PDU and next extension octets, and a Recovery element: type 14, value 0 (TS 29.281 §7.2.2). */
    private static final int ECHO_RESPONSE_LENGTH = Gtpu.OPTIONAL_LENGTH + 2;
    private static final int RECOVERY = 14;

    private Frames() {
    }

    /** A UE's request, as its access node sends it to the core. */
    static byte[] request(final Subscriber subscriber, final long sequence) {
        final Tag tag = new Tag(subscriber.id(), Kind.REQUEST, sequence);
        return wrap(subscriber, Kind.REQUEST, packet(subscriber, tag, "GET /tile/" + sequence));
    }

    /** The answer to a request, as the core sends it to the access node. */
    static byte[] answer(final Subscriber subscriber, final long sequence) {
        return wrap(subscriber, Kind.ANSWER, answerPacket(subscriber, sequence, "the core"));
    }

    /** The answer of a server that is no part of the mobile network: without a tunnel. */
    static byte[] plainAnswer(final Subscriber subscriber, final long sequence, final long destination,
        final long source) {
        return ethernet(destination, source, answerPacket(subscriber, sequence, "the edge"));
    }

    private static byte[] answerPacket(final Subscriber subscriber, final long sequence, final String server) {
        final Tag tag = new Tag(subscriber.id(), Kind.ANSWER, sequence);
        return packet(subscriber, tag, "200 OK, tile " + sequence + " from " + server);
    }

    /** An IPv4 packet between UE and server. Its length goes through all residues, so that odd ones are among them. */
    private static byte[] packet(final Subscriber subscriber, final Tag tag, final String text) {
        final byte[] words = text.getBytes(StandardCharsets.US_ASCII);
        final int length = Tag.LENGTH + words.length + (int) (tag.sequence() * 37 % LENGTHS);
        final byte[] bytes = new byte[IP_UDP_LENGTH + length];
        final MemorySegment packet = MemorySegment.ofArray(bytes);
        tag.write(packet, IP_UDP_LENGTH);
        System.arraycopy(words, 0, bytes, IP_UDP_LENGTH + Tag.LENGTH, words.length);
        final boolean up = tag.kind() == Kind.REQUEST;
        final int uePort = UE_PORTS + subscriber.id();
        final int ue = subscriber.address();
        final int server = subscriber.server();
        writeIpv4(packet, 0, up ? ue : server, up ? server : ue, bytes.length);
        Udp.setWord0(packet, Ipv4.MINIMUM_HEADER_LENGTH, Udp.word0(
            up ? uePort : SERVICE_PORT, up ? SERVICE_PORT : uePort, Udp.HEADER_LENGTH + length, 0));
        Udp.setChecksum(packet, Ipv4.MINIMUM_HEADER_LENGTH,
            InternetChecksum.udpOverIpv4(packet, 0, Ipv4.MINIMUM_HEADER_LENGTH));
        return bytes;
    }

    private static void writeIpv4(final MemorySegment packet, final long ip, final int source, final int destination,
        final int totalLength) {
        Ipv4.setHeaderLength(packet, ip, Ipv4.MINIMUM_HEADER_LENGTH);
        Ipv4.setTotalLength(packet, ip, totalLength);
        Ipv4.setFragment(packet, ip, Ipv4.DONT_FRAGMENT);
        Ipv4.setTtl(packet, ip, TTL);
        Ipv4.setProtocol(packet, ip, IpProtocol.UDP);
        Ipv4.setSource(packet, ip, source);
        Ipv4.setDestination(packet, ip, destination);
        Ipv4.setChecksum(packet, ip, InternetChecksum.ipv4Header(packet, ip));
    }

    private static byte[] wrap(final Subscriber subscriber, final Kind kind, final byte[] packet) {
        return subscriber.attachment() == Attachment.WIFI ? tagged(subscriber, kind, packet)
            : tunnelled(subscriber, kind, packet);
    }

    private static byte[] ethernet(final long destination, final long source, final byte[] packet) {
        final byte[] frame = new byte[Ethernet.HEADER_LENGTH + packet.length];
        Ethernet.set(MemorySegment.ofArray(frame), 0, destination, source, Ethernet.TYPE_IPV4);
        System.arraycopy(packet, 0, frame, Ethernet.HEADER_LENGTH, packet.length);
        return frame;
    }

    private static byte[] tagged(final Subscriber subscriber, final Kind kind, final byte[] packet) {
        final int header = Ethernet.HEADER_LENGTH + Vlan.TAG_LENGTH;
        final byte[] bytes = new byte[header + packet.length];
        final MemorySegment frame = MemorySegment.ofArray(bytes);
        writeEthernet(frame, subscriber.attachment(), kind, Vlan.TPID_CUSTOMER);
        Vlan.set(frame, Ethernet.TYPE_OFFSET, Vlan.TPID_CUSTOMER, Vlan.tci(0, false, Attachment.WIFI_VLAN));
        Wire.setU16(frame, Ethernet.TYPE_OFFSET + Vlan.TYPE_OFFSET, Ethernet.TYPE_IPV4);
        System.arraycopy(packet, 0, bytes, header, packet.length);
        return bytes;
    }

    private static void writeEthernet(final MemorySegment frame, final Attachment nodes, final Kind kind,
        final int type) {
        if (kind == Kind.REQUEST) {
            Ethernet.set(frame, 0, nodes.coreMac(), nodes.accessMac(), type);
        } else {
            Ethernet.set(frame, 0, nodes.accessMac(), nodes.coreMac(), type);
        }
    }

    private static byte[] tunnelled(final Subscriber subscriber, final Kind kind, final byte[] packet) {
        final boolean up = kind == Kind.REQUEST;
        final int container = subscriber.qfi().isPresent() ? CONTAINER_LENGTH : 0;
        final byte[] bytes = gtpuFrame(subscriber.attachment(), kind, container + packet.length);
        final MemorySegment frame = MemorySegment.ofArray(bytes);
        final int gtpu = Ethernet.HEADER_LENGTH + IP_UDP_LENGTH;
        final int flags = Gtpu.FLAGS_GTPU | (container == 0 ? 0 : Gtpu.FLAG_EXTENSION);
        Gtpu.setWord0(frame, gtpu, Gtpu.word0(flags, Gtpu.GPDU, container + packet.length,
            up ? subscriber.uplinkTeid() : subscriber.downlinkTeid()));
        subscriber.qfi().ifPresent(qfi -> {
            Gtpu.setOptional(frame, gtpu, Gtpu.optional(0, 0, Gtpu.EXTENSION_PDU_SESSION_CONTAINER));
            Wire.setU32(frame, gtpu + Gtpu.HEADER_LENGTH + Gtpu.OPTIONAL_LENGTH,
                Gtpu.pduSessionContainer(up ? Gtpu.PDU_TYPE_UPLINK : Gtpu.PDU_TYPE_DOWNLINK, qfi));
        });
        System.arraycopy(packet, 0, bytes, bytes.length - packet.length, packet.length);
        return bytes;
    }

    /** A frame between two nodes that is complete up to its GTP-U header, with room for that and what follows. */
    private static byte[] gtpuFrame(final Attachment nodes, final Kind kind, final int gtpuLength) {
        final boolean up = kind == Kind.REQUEST;
        final int udpLength = Udp.HEADER_LENGTH + Gtpu.HEADER_LENGTH + gtpuLength;
        final int ip = Ethernet.HEADER_LENGTH;
        final byte[] bytes = new byte[ip + Ipv4.MINIMUM_HEADER_LENGTH + udpLength];
        final MemorySegment frame = MemorySegment.ofArray(bytes);
        writeEthernet(frame, nodes, kind, Ethernet.TYPE_IPV4);
        writeIpv4(frame, ip, up ? nodes.accessAddress() : nodes.coreAddress(),
            up ? nodes.coreAddress() : nodes.accessAddress(), bytes.length - ip);
        Udp.setWord0(frame, ip + Ipv4.MINIMUM_HEADER_LENGTH,
            Udp.word0(Gtpu.UDP_PORT, Gtpu.UDP_PORT, udpLength, 0));
        return bytes;
    }

    /** An Echo Request of the eNB or, as an answer, the Echo Response of the S-GW (TS 29.281 §7.2). */
    static byte[] echo(final Kind kind, final long sequence) {
        final int length = kind == Kind.REQUEST ? Gtpu.OPTIONAL_LENGTH : ECHO_RESPONSE_LENGTH;
        final byte[] bytes = gtpuFrame(Attachment.S1_U, kind, length);
        final MemorySegment frame = MemorySegment.ofArray(bytes);
        final int gtpu = Ethernet.HEADER_LENGTH + IP_UDP_LENGTH;
        final int type = kind == Kind.REQUEST ? Gtpu.ECHO_REQUEST : Gtpu.ECHO_RESPONSE;
        Gtpu.setWord0(frame, gtpu, Gtpu.word0(Gtpu.FLAGS_GTPU | Gtpu.FLAG_SEQUENCE, type, length, 0));
        Gtpu.setOptional(frame, gtpu, Gtpu.optional((int) sequence & 0xffff, 0, Gtpu.EXTENSION_NONE));
        if (kind == Kind.ANSWER) {
            bytes[gtpu + Gtpu.HEADER_LENGTH + Gtpu.OPTIONAL_LENGTH] = RECOVERY;
        }
        return bytes;
    }
}
