package io.mecvswitch.gtpu;

import io.mecvswitch.header.Ethernet;
import io.mecvswitch.header.Gtpu;
import io.mecvswitch.header.GtpuElement;
import io.mecvswitch.header.InternetChecksum;
import io.mecvswitch.header.IpProtocol;
import io.mecvswitch.header.Ipv4;
import io.mecvswitch.header.Ipv6;
import io.mecvswitch.header.Udp;
import io.mecvswitch.header.Wire;
import io.mecvswitch.memory.PacketMemory;
import io.mecvswitch.stage.Action;
import io.mecvswitch.stage.DropReason;
import io.mecvswitch.stage.Layer;
import io.mecvswitch.stage.PacketVector;
import java.lang.foreign.MemorySegment;
import java.util.stream.IntStream;

/**
 * Turns a message into the answer to it: in its buffer, and back by the port it came in by.
 *
 * <pre>
 *   Ethernet, VLAN tags   IPv4 or IPv6              UDP                  GTP-U          elements
 *   addresses turned,     turned, no options,       from 2152, real      S = 1,
 *   tags kept             DSCP kept, TTL 64, DF     checksum             TEID 0
 * </pre>
 *
 * <p>The columns that Parse wrote tell of the former message after that. Lane.
 */
final class Reply {
    private static final int TTL = 64;
    private static final int DSCP = 0xfc;
    private static final int NO_ROOM = -1;
    private static final int MESSAGE_HEADER_LENGTH = Gtpu.HEADER_LENGTH + Gtpu.OPTIONAL_LENGTH;
    private static final int FLAGS = Gtpu.FLAGS_GTPU | Gtpu.FLAG_SEQUENCE;
    private static final int UDP_PORT_EXTENSION_LENGTH = 4;
    /** In ascending order, as they are sent. */
    private static final int[] KNOWN_EXTENSIONS =
        IntStream.rangeClosed(0, 0xff).filter(Gtpu::isExtensionUnderstood).toArray();

    private final PacketMemory memory;
    private final MemorySegment bytes;

    Reply(final PacketMemory memory) {
        this.memory = memory;
        this.bytes = memory.bytes();
    }

    /** To the port that the request came from, with its sequence number; 0 if it has none (§7.2.2, §4.4.2.2). */
    void echoResponse(final PacketVector vector, final int i) {
        final long request = vector.position[i] + vector.gtpu(i);
        final boolean numbered = (Wire.u8(bytes, request) & Gtpu.FLAG_SEQUENCE) != 0;
        final int sequence = numbered ? Gtpu.sequence(Gtpu.optional(bytes, request)) : 0;
        final int port = sourcePort(vector, i);
        final long gtpu = begin(vector, i, MESSAGE_HEADER_LENGTH + GtpuElement.RECOVERY_LENGTH);
        if (gtpu == NO_ROOM) {
            return;
        }
        final int length = Gtpu.OPTIONAL_LENGTH + GtpuElement.RECOVERY_LENGTH;
        Gtpu.setWord0(bytes, gtpu, Gtpu.word0(FLAGS, Gtpu.ECHO_RESPONSE, length, 0));
        Gtpu.setOptional(bytes, gtpu, Gtpu.optional(sequence, 0, Gtpu.EXTENSION_NONE));
        Wire.setU16(bytes, gtpu + MESSAGE_HEADER_LENGTH, GtpuElement.RECOVERY << 8);
        end(vector, i, gtpu, port, length);
    }

    /** Names the tunnel: the TEID and the address it was sent to, which now is the answer's source (§7.3.1). */
    void errorIndication(final PacketVector vector, final int i, final boolean withPort) {
        final int port = sourcePort(vector, i);
        final int addressLength = (vector.layers(i) & Layer.IPV4) != 0 ? 4 : 16;
        final int extension = withPort ? UDP_PORT_EXTENSION_LENGTH : 0;
        final int length = Gtpu.OPTIONAL_LENGTH + extension + GtpuElement.TEID_DATA_LENGTH
            + GtpuElement.TLV_HEADER_LENGTH + addressLength;
        final long gtpu = begin(vector, i, Gtpu.HEADER_LENGTH + length);
        if (gtpu == NO_ROOM) {
            return;
        }
        long at = gtpu + MESSAGE_HEADER_LENGTH;
        if (withPort) {
            Gtpu.setWord0(bytes, gtpu,
                Gtpu.word0(FLAGS | Gtpu.FLAG_EXTENSION, Gtpu.ERROR_INDICATION, length, 0));
            Gtpu.setOptional(bytes, gtpu, Gtpu.optional(0, 0, Gtpu.EXTENSION_UDP_PORT));
            Wire.setU32(bytes, at, 1 << 24 | port << 8 | Gtpu.EXTENSION_NONE);
            at += UDP_PORT_EXTENSION_LENGTH;
        } else {
            Gtpu.setWord0(bytes, gtpu, Gtpu.word0(FLAGS, Gtpu.ERROR_INDICATION, length, 0));
            Gtpu.setOptional(bytes, gtpu, 0);
        }
        Wire.setU8(bytes, at, GtpuElement.TEID_DATA);
        Wire.setU32(bytes, at + 1, vector.teid(i));
        writePeerAddress(at + GtpuElement.TEID_DATA_LENGTH, vector.position[i] + vector.network(i), addressLength);
        end(vector, i, gtpu, Gtpu.UDP_PORT, length);
    }

    private void writePeerAddress(final long element, final long ip, final int length) {
        final long value = element + GtpuElement.TLV_HEADER_LENGTH;
        Wire.setU8(bytes, element, GtpuElement.PEER_ADDRESS);
        Wire.setU16(bytes, element + 1, length);
        if (length == 4) {
            Wire.setU32(bytes, value, Ipv4.source(bytes, ip));
        } else {
            Wire.setU64(bytes, value, Ipv6.sourceHigh(bytes, ip));
            Wire.setU64(bytes, value + 8, Ipv6.sourceLow(bytes, ip));
        }
    }

    /** Lists the extension headers that are known here (§7.2.3, §8.5). */
    void supportedExtensions(final PacketVector vector, final int i) {
        final int length = Gtpu.OPTIONAL_LENGTH + 2 + KNOWN_EXTENSIONS.length;
        final long gtpu = begin(vector, i, Gtpu.HEADER_LENGTH + length);
        if (gtpu == NO_ROOM) {
            return;
        }
        Gtpu.setWord0(bytes, gtpu, Gtpu.word0(FLAGS, Gtpu.SUPPORTED_EXTENSIONS, length, 0));
        Gtpu.setOptional(bytes, gtpu, 0);
        final long list = gtpu + MESSAGE_HEADER_LENGTH;
        Wire.setU16(bytes, list, GtpuElement.EXTENSION_TYPES << 8 | KNOWN_EXTENSIONS.length);
        for (int k = 0; k < KNOWN_EXTENSIONS.length; k++) {
            Wire.setU8(bytes, list + 2 + k, KNOWN_EXTENSIONS[k]);
        }
        end(vector, i, gtpu, Gtpu.UDP_PORT, length);
    }

    private int sourcePort(final PacketVector vector, final int i) {
        return Udp.sourcePort(Udp.word0(bytes, vector.position[i] + vector.transport(i)));
    }

    /**
     * Turns Ethernet and IP round, and makes the packet as long as the answer.
     *
     * @param gtpuLength octets from GTP-U's first on
     * @return where GTP-U begins, or {@link #NO_ROOM}; the packet has its verdict then
     */
    private long begin(final PacketVector vector, final int i, final int gtpuLength) {
        final long frame = vector.position[i];
        final long ip = frame + vector.network(i);
        final boolean ipv4 = (vector.layers(i) & Layer.IPV4) != 0;
        final long udp = ip + (ipv4 ? Ipv4.MINIMUM_HEADER_LENGTH : Ipv6.HEADER_LENGTH);
        final int udpLength = Udp.HEADER_LENGTH + gtpuLength;
        if (udp + udpLength > memory.bufferEnd(vector.handle[i])) {
            vector.leave(i, DropReason.HEADROOM);
            return NO_ROOM;
        }
        vector.moved = true;
        vector.keepWhole(i);
        vector.length[i] = (int) (udp + udpLength - frame);
        turnEthernet(frame);
        if (ipv4) {
            turnIpv4(ip, Ipv4.MINIMUM_HEADER_LENGTH + udpLength);
        } else {
            turnIpv6(ip, udpLength);
        }
        return udp + Udp.HEADER_LENGTH;
    }

    private void turnEthernet(final long frame) {
        final long destination = Ethernet.destination(bytes, frame);
        Ethernet.setDestination(bytes, frame, Ethernet.source(bytes, frame));
        Ethernet.setSource(bytes, frame, destination);
    }

    /** An atomic datagram without options, as Encapsulate's are. */
    private void turnIpv4(final long ip, final int totalLength) {
        final int trafficClass = Ipv4.trafficClass(bytes, ip) & DSCP;
        final long addresses = Ipv4.addresses(bytes, ip);
        Wire.setU64(bytes, ip,
            (0x4500_0000L | (long) trafficClass << 16 | totalLength) << 32 | Ipv4.DONT_FRAGMENT);
        Wire.setU32(bytes, ip + Ipv4.TTL_OFFSET, TTL << 24 | IpProtocol.UDP << 16);
        Wire.setU64(bytes, ip + Ipv4.SOURCE_OFFSET, Long.rotateLeft(addresses, Integer.SIZE));
        Ipv4.setChecksum(bytes, ip, InternetChecksum.ipv4Header(bytes, ip));
    }

    private void turnIpv6(final long ip, final int payloadLength) {
        final int trafficClass = Ipv6.trafficClass(Ipv6.word0(bytes, ip)) & DSCP;
        final long high = Ipv6.sourceHigh(bytes, ip);
        final long low = Ipv6.sourceLow(bytes, ip);
        Ipv6.setWord0(bytes, ip, Ipv6.word0(trafficClass, 0, payloadLength, IpProtocol.UDP, TTL));
        Ipv6.setSource(bytes, ip, Ipv6.destinationHigh(bytes, ip), Ipv6.destinationLow(bytes, ip));
        Ipv6.setDestination(bytes, ip, high, low);
    }

    /** Writes the UDP header over what is complete now, and sends the packet back. */
    private void end(final PacketVector vector, final int i, final long gtpu, final int port, final int gtpuLength) {
        final long udp = gtpu - Udp.HEADER_LENGTH;
        final long ip = vector.position[i] + vector.network(i);
        final int udpLength = Udp.HEADER_LENGTH + Gtpu.HEADER_LENGTH + gtpuLength;
        Udp.setWord0(bytes, udp, Udp.word0(Gtpu.UDP_PORT, port, udpLength, 0));
        Udp.setChecksum(bytes, udp, (vector.layers(i) & Layer.IPV4) != 0
            ? InternetChecksum.udpOverIpv4(bytes, ip, udp) : InternetChecksum.udpOverIpv6(bytes, ip, udp));
        vector.act(i, Action.FORWARD);
        vector.egress[i] = vector.ingress;
    }
}
