package io.mecvswitch.gtpu;

import io.mecvswitch.header.Ethernet;
import io.mecvswitch.header.Gtpu;
import io.mecvswitch.header.InternetChecksum;
import io.mecvswitch.header.IpProtocol;
import io.mecvswitch.header.Ipv4;
import io.mecvswitch.header.Ipv6;
import io.mecvswitch.header.Udp;
import io.mecvswitch.header.Vlan;
import io.mecvswitch.header.Wire;
import io.mecvswitch.memory.PacketMemory;
import io.mecvswitch.stage.Action;
import io.mecvswitch.stage.DropReason;
import io.mecvswitch.stage.Layer;
import io.mecvswitch.stage.PacketVector;
import io.mecvswitch.stage.Stage;
import io.mecvswitch.stage.StageName;
import java.lang.foreign.MemorySegment;

/**
 * Pushes GTP-U: what an application sends goes on in its bearer's tunnel, looking as that tunnel's packets look.
 *
 * <pre>
 *   Ethernet, VLAN tags │ IPv4 or IPv6 │ UDP │ GTP-U │ optional octets, PDU session container │ T-PDU
 *   └ as learned ──────┘ └ endpoints ─┘      └ TEID ┘ └ where the bearer has one ────────────┘
 * </pre>
 *
 * <p>A T-PDU is the application's IP packet as its own length says, without Ethernet padding. Outer IPv4 is an atomic
 * datagram: DF set, identification 0 (RFC 6864 §4.1). The UDP checksum is 0 over IPv4 (RFC 768) and real over IPv6
 * (RFC 8200 §8.1). Sequence numbers are not sent (TS 29.281 §5.1: S = 0 for G-PDUs of endpoints without reordering).
 */
public final class Encapsulate extends Stage {
    private static final int TTL = 64;
    private static final int MAX_IP_LENGTH = 0xffff;
    private static final int CONTAINER_LENGTH = Gtpu.OPTIONAL_LENGTH + Gtpu.PDU_SESSION_CONTAINER_LENGTH;

    private final TunnelTable table;
    private final PacketMemory memory;
    private final MemorySegment bytes;
    private final boolean ecn;

    /**
     * @param table  bearers
     * @param memory where the packets are
     * @param ecn    whether the outer header gets the inner congestion mark
     */
    public Encapsulate(final TunnelTable table, final PacketMemory memory, final boolean ecn) {
        this.table = table;
        this.memory = memory;
        this.bytes = memory.bytes();
        this.ecn = ecn;
    }

    @Override
    public StageName name() {
        return StageName.ENCAPSULATE;
    }

    @Override
    public void process(final PacketVector vector) {
        if (!vector.mayHave(Action.ENCAPSULATE)) {
            return;
        }
        for (int i = 0; i < vector.size; i++) {
            if (vector.action[i] == Action.ENCAPSULATE) {
                push(vector, i);
            }
        }
    }

    private void push(final PacketVector vector, final int i) {
        final long way = vector.way[i];
        final int reference = vector.bearer[i];
        final int tpids = table.paths().tpids(Learned.path(way));
        final int source = (int) (table.oppositeKey(reference) >>> 32);
        final boolean ipv4 = TunnelEndpoints.version(source) == 4;

        final int gtpuLength = Gtpu.HEADER_LENGTH + (Learned.container(way) ? CONTAINER_LENGTH : 0);
        final int ipHeader = ipv4 ? Ipv4.MINIMUM_HEADER_LENGTH : Ipv6.HEADER_LENGTH;
        final int ethernet = Ethernet.HEADER_LENGTH + tags(tpids) * Vlan.TAG_LENGTH;
        final int headers = ethernet + ipHeader + Udp.HEADER_LENGTH + gtpuLength;
        final int tpduLength = vector.innerLength(i);
        final long tpdu = vector.position[i] + vector.inner(i);
        final long frame = tpdu - headers;
        if (headers - ethernet + tpduLength > MAX_IP_LENGTH) {
            vector.leave(i, DropReason.PACKET_TOO_BIG);
            return;
        }
        if (frame < memory.bufferStart(vector.handle[i])) {
            vector.leave(i, DropReason.HEADROOM);
            return;
        }
        vector.moved = true;
        vector.position[i] = frame;
        vector.length[i] = headers + tpduLength;

        final long udp = tpdu - gtpuLength - Udp.HEADER_LENGTH;
        final int udpLength = Udp.HEADER_LENGTH + gtpuLength + tpduLength;
        writeGtpu(tpdu - gtpuLength, reference, way, tpduLength);
        Udp.setWord0(bytes, udp, Udp.word0(Gtpu.UDP_PORT, Gtpu.UDP_PORT, udpLength, 0));
        writeEthernet(frame, way, tpids, ipv4 ? Ethernet.TYPE_IPV4 : Ethernet.TYPE_IPV6);
        final int destination = (int) (table.key(reference) >>> 32);
        final int trafficClass = Learned.trafficClass(way) | (ecn ? innerMark(vector.layers(i), tpdu) : Ecn.NOT_ECT);
        if (ipv4) {
            writeIpv4(udp - ipHeader, trafficClass, source, destination, ipHeader + udpLength);
        } else {
            writeIpv6(udp - ipHeader, trafficClass, source, destination, udpLength);
        }
    }

    /** RFC 6040 §4.1, normal mode: the far end carries the mark over. */
    private int innerMark(final int layers, final long ip) {
        return Ecn.MASK & ((layers & Layer.IPV4) != 0 ? Ipv4.trafficClass(bytes, ip)
            : Ipv6.trafficClass(Ipv6.word0(bytes, ip)));
    }

    private static int tags(final int tpids) {
        return tpids == 0 ? 0 : (tpids & 0xffff) == 0 ? 1 : 2;
    }

    private void writeEthernet(final long frame, final long way, final int tpids, final int type) {
        final PathTable paths = table.paths();
        final int path = Learned.path(way);
        final boolean reversed = Learned.reversed(way);
        final long macAndTags = paths.macAndTags(path, reversed);
        Wire.setU64(bytes, frame, paths.macs(path, reversed));
        Wire.setU32(bytes, frame + 8, (int) (macAndTags >>> 32));
        long at = frame + Ethernet.TYPE_OFFSET;
        if (tpids != 0) {
            Vlan.set(bytes, at, tpids >>> 16, (int) macAndTags >>> 16);
            at += Vlan.TAG_LENGTH;
            if ((tpids & 0xffff) != 0) {
                Vlan.set(bytes, at, tpids & 0xffff, (int) macAndTags & 0xffff);
                at += Vlan.TAG_LENGTH;
            }
        }
        Wire.setU16(bytes, at, type);
    }

    private void writeIpv4(final long ip, final int trafficClass, final int source, final int destination,
        final int totalLength) {
        final long from = source & 0xffff_ffffL;
        final long to = destination & 0xffff_ffffL;
        final long first = 0x4500_0000L | (long) trafficClass << 16 | totalLength;
        final long second = TTL << 8 | IpProtocol.UDP;
        long sum = (first >>> 16) + totalLength + Ipv4.DONT_FRAGMENT + second
            + (from >>> 16) + (from & 0xffff) + (to >>> 16) + (to & 0xffff);
        sum = (sum & 0xffff) + (sum >>> 16);
        sum = (sum & 0xffff) + (sum >>> 16);
        Wire.setU64(bytes, ip, first << 32 | Ipv4.DONT_FRAGMENT);
        Wire.setU64(bytes, ip + Ipv4.TTL_OFFSET, (second << 16 | ~sum & 0xffff) << 32 | from);
        Wire.setU32(bytes, ip + Ipv4.DESTINATION_OFFSET, (int) to);
    }

    private void writeIpv6(final long ip, final int trafficClass, final int source, final int destination,
        final int payloadLength) {
        final TunnelEndpoints endpoints = table.endpoints();
        Ipv6.setWord0(bytes, ip, Ipv6.word0(trafficClass, 0, payloadLength, IpProtocol.UDP, TTL));
        Ipv6.setSource(bytes, ip, endpoints.high(source), endpoints.low(source));
        Ipv6.setDestination(bytes, ip, endpoints.high(destination), endpoints.low(destination));
        final long udp = ip + Ipv6.HEADER_LENGTH;
        Udp.setChecksum(bytes, udp, InternetChecksum.udpOverIpv6(bytes, ip, udp));
    }

    private void writeGtpu(final long gtpu, final int reference, final long way, final int tpduLength) {
        final int teid = (int) table.key(reference);
        if (!Learned.container(way)) {
            Gtpu.setWord0(bytes, gtpu, Gtpu.word0(Gtpu.FLAGS_GTPU, Gtpu.GPDU, tpduLength, teid));
            return;
        }
        final int flags = Gtpu.FLAGS_GTPU | Gtpu.FLAG_EXTENSION;
        final int pduType =
            (reference & 1) == TunnelTable.UPLINK ? Gtpu.PDU_TYPE_UPLINK : Gtpu.PDU_TYPE_DOWNLINK;
        Gtpu.setWord0(bytes, gtpu, Gtpu.word0(flags, Gtpu.GPDU, CONTAINER_LENGTH + tpduLength, teid));
        Gtpu.setOptional(bytes, gtpu, Gtpu.optional(0, 0, Gtpu.EXTENSION_PDU_SESSION_CONTAINER));
        Wire.setU32(bytes, gtpu + Gtpu.HEADER_LENGTH + Gtpu.OPTIONAL_LENGTH,
            Gtpu.pduSessionContainer(pduType, Learned.qfi(way)));
    }
}
