package io.mecvswitch.gtpu;

import io.mecvswitch.header.Ethernet;
import io.mecvswitch.header.Gtpu;
import io.mecvswitch.header.InternetChecksum;
import io.mecvswitch.header.IpProtocol;
import io.mecvswitch.header.Ipv4;
import io.mecvswitch.header.Ipv6;
import io.mecvswitch.header.TrafficClass;
import io.mecvswitch.header.Udp;
import io.mecvswitch.header.Vlan;
import io.mecvswitch.header.Wire;
import io.mecvswitch.memory.PacketMemory;
import io.mecvswitch.stage.Action;
import io.mecvswitch.stage.DropReason;
import io.mecvswitch.stage.Headers;
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
 * datagram: DF set, identification 0 (RFC 6864 §4.1), unless {@link TooBig} has it cut. The UDP checksum is 0 over IPv4
 * (RFC 768) and real over IPv6 (RFC 8200 §8.1). Sequence numbers (TS 29.281 §5.1), a source port for each flow, and a
 * mapped DSCP are for bearers that ask for them.
 */
public final class Encapsulate extends Stage {
    private static final int MAX_IP_LENGTH = 0xffff;
    static final int TUNNEL_LENGTH = Udp.HEADER_LENGTH + Gtpu.HEADER_LENGTH;
    static final int CONTAINER_LENGTH = Gtpu.OPTIONAL_LENGTH + Gtpu.PDU_SESSION_CONTAINER_LENGTH;
    private static final int LATER_TAG = 0xffff;

    private final TunnelTable table;
    private final PacketMemory memory;
    private final MemorySegment bytes;
    private final DscpMaps dscps;
    private final boolean ecn;
    private final int[] others;
    private final MssClamp clamp;
    private final TooBig tooBig;
    private final OuterHeaders headers;

    /**
     * One that changes no T-PDU, and leaves it to Transmit to drop what is too big.
     *
     * @param table      bearers
     * @param memory     where the packets are
     * @param dscps      outer DSCPs for bearers that ask for them
     * @param ecn        whether the outer header gets the inner congestion mark
     * @param vectorSize packets of one vector at most
     */
    public Encapsulate(final TunnelTable table, final PacketMemory memory, final DscpMaps dscps, final boolean ecn,
        final int vectorSize) {
        this(table, memory, dscps, ecn, null, null, vectorSize);
    }

    /**
     * @param table      bearers
     * @param memory     where the packets are
     * @param dscps      outer DSCPs for bearers that ask for them
     * @param ecn        whether the outer header gets the inner congestion mark
     * @param clamp      lowers what TCP offers in T-PDUs; null if nothing is lowered
     * @param tooBig     sees to what does not fit the egress port; null if that is dropped
     * @param vectorSize packets of one vector at most
     */
    public Encapsulate(final TunnelTable table, final PacketMemory memory, final DscpMaps dscps, final boolean ecn,
        final MssClamp clamp, final TooBig tooBig, final int vectorSize) {
        this.clamp = clamp;
        this.tooBig = tooBig;
        this.table = table;
        this.memory = memory;
        this.bytes = memory.bytes();
        this.dscps = dscps;
        this.ecn = ecn;
        this.others = new int[vectorSize];
        this.headers = new OuterHeaders(table.paths());
    }

    @Override
    public StageName name() {
        return StageName.ENCAPSULATE;
    }

    @Override
    public void adopt(final Stage predecessor) {
        final TooBig former = ((Encapsulate) predecessor).tooBig;
        if (tooBig != null && former != null) {
            tooBig.resume(former);
        }
    }

    @Override
    public void process(final PacketVector vector) {
        if (!vector.mayHave(Action.ENCAPSULATE)) {
            return;
        }
        vector.moved = true;
        if (vector.splits) {
            vector.keepWhole(0, vector.size, Action.ENCAPSULATE);
        }
        if (clamp != null) {
            clamp.clamp(vector, Action.ENCAPSULATE);
        }
        final int cut = tooBig == null ? 0 : tooBig.find(vector, table);
        final int count = pushParticular(vector, ecn ? findAll(vector) : push(vector));
        for (int k = 0; k < count; k++) {
            if (Learned.plain(vector.way[others[k]])) {
                pushPlain(vector, others[k]);
            } else {
                pushOther(vector, others[k]);
            }
        }
        for (int k = 0; k < cut; k++) {
            tooBig.allowFragments(vector, k);
        }
    }

    private int findAll(final PacketVector vector) {
        int count = 0;
        for (int i = 0; i < vector.size; i++) {
            others[count] = i;
            count += vector.action[i] == Action.ENCAPSULATE ? 1 : 0;
        }
        return count;
    }

    /**
     * Pushes headers that are {@link OuterHeaders ready}, and notes the packets for which there are none; returns how
     * many those are.
     *
     * <p>One long loop without a call: so the JIT holds the columns and proves the memory's bounds once for a whole
     * vector. Stores overlap, and those behind are right: so no branch asks for tags or a container.
     */
    private int push(final PacketVector vector) {
        final MemorySegment bytes = this.bytes;
        final PacketMemory memory = this.memory;
        final TunnelTable table = this.table;
        final int[] others = this.others;
        final long[] words = headers.words();
        final int[] action = vector.action;
        final int[] bearer = vector.bearer;
        final long[] ways = vector.way;
        final long[] handle = vector.handle;
        final long[] position = vector.position;
        final int[] length = vector.length;
        final long[] protocols = vector.protocols;
        final long[] offsets = vector.offsets;
        final int size = vector.size;
        int count = 0;
        for (int i = 0; i < size; i++) {
            if (action[i] != Action.ENCAPSULATE) {
                continue;
            }
            others[count++] = i;
            final int reference = bearer[i];
            final long tunnel = table.key(reference);
            final long ends = OuterHeaders.ends(table.oppositeKey(reference), tunnel);
            final long key = OuterHeaders.key(ways[i], reference);
            final int place = OuterHeaders.place(key, ends);
            final long lengths = words[place + OuterHeaders.LENGTHS];
            final int tpduLength = Headers.innerLength(protocols[i]);
            final int ipLength = (int) lengths + tpduLength;
            final long tpdu = position[i] + Headers.inner(offsets[i]);
            final long ip = tpdu - (int) lengths;
            final long frame = ip - (int) (lengths >>> Integer.SIZE);
            if (!OuterHeaders.isAt(words, place, key, ends) || ipLength > MAX_IP_LENGTH
                || frame < memory.bufferStart(handle[i])) {
                continue;
            }
            count--;
            position[i] = frame;
            length[i] = (int) (tpdu - frame) + tpduLength;
            final long sum = words[place + OuterHeaders.SUM] + ipLength;
            final long checksum = ~(sum + (sum >>> 16)) & 0xffff;
            final long udpLength = ipLength - Ipv4.MINIMUM_HEADER_LENGTH;
            final MemorySegment ethernet = bytes.asSlice(frame, 2 * Long.BYTES);
            Wire.setRaw64(ethernet, 0, words[place + OuterHeaders.ETHERNET_FIRST]);
            Wire.setRaw64(ethernet, 8, words[place + OuterHeaders.ETHERNET_SECOND]);
            Wire.setRaw64(bytes, tpdu - Long.BYTES, words[place + OuterHeaders.OPTIONS]);
            final MemorySegment outer = bytes.asSlice(ip - Long.BYTES, 5 * Long.BYTES + Integer.BYTES);
            Wire.setRaw64(outer, 0, words[place + OuterHeaders.ETHERNET_LAST]);
            Wire.setU64(outer, 8, words[place + OuterHeaders.IP_FIRST] | (long) ipLength << 32);
            Wire.setU64(outer, 16, words[place + OuterHeaders.IP_SECOND] | checksum << 32);
            Wire.setRaw64(outer, 24, words[place + OuterHeaders.IP_THIRD]);
            Wire.setU64(outer, 32,
                words[place + OuterHeaders.UDP_SECOND] | udpLength << 48 | udpLength - TUNNEL_LENGTH);
            Wire.setU32(outer, 40, (int) tunnel);
        }
        return count;
    }

    /**
     * Pushes those noted that need more than a ready header, or have none yet, into tunnels over IPv4; notes those for
     * which that can't be done, and returns how many those are.
     */
    private int pushParticular(final PacketVector vector, final int particular) {
        final MemorySegment bytes = this.bytes;
        final long[] paths = table.paths().words();
        final int[] others = this.others;
        int count = 0;
        for (int k = 0; k < particular; k++) {
            final int i = others[k];
            others[count++] = i;
            final long way = vector.way[i];
            final int reference = vector.bearer[i];
            final long key = table.key(reference);
            final long from = table.oppositeKey(reference) >>> 32;
            final int path = PathTable.at(Learned.path(way));
            final int tpids = (int) paths[path + PathTable.TPIDS];
            final int options = optionsLength(way);
            final int tpduLength = vector.innerLength(i);
            final int ipLength = Ipv4.MINIMUM_HEADER_LENGTH + TUNNEL_LENGTH + options + tpduLength;
            final long tpdu = vector.position[i] + vector.inner(i);
            final long ip = tpdu + tpduLength - ipLength;
            final long frame = ip - Ethernet.HEADER_LENGTH - tagsLength(tpids);
            if (TunnelEndpoints.version((int) from) != 4 || ipLength > MAX_IP_LENGTH
                || frame < memory.bufferStart(vector.handle[i])) {
                continue;
            }
            count--;
            int trafficClass = Learned.trafficClass(way);
            int port = Gtpu.UDP_PORT;
            int optional = 0;
            if (ecn || Learned.isParticular(way)) {
                trafficClass = trafficClass(way, tpdu);
                port = port(way, tpdu, tpduLength);
                optional = sequence(way, reference);
            } else {
                headers.make(way, reference, OuterHeaders.ends(table.oppositeKey(reference), key));
            }
            vector.position[i] = frame;
            vector.length[i] = (int) (ip - frame) + ipLength;
            final long to = key >>> 32;
            final long first = 0x4500_0000L | (long) trafficClass << 16 | ipLength;
            final long second = (long) Learned.ttl(way) << 8 | IpProtocol.UDP;
            long sum = (first >>> 16) + ipLength + Ipv4.DONT_FRAGMENT + second
                + (from >>> 16) + (from & 0xffff) + (to >>> 16) + (to & 0xffff);
            sum = (sum & 0xffff) + (sum >>> 16);
            sum = (sum & 0xffff) + (sum >>> 16);
            final long udpLength = ipLength - Ipv4.MINIMUM_HEADER_LENGTH;
            final int macs = Learned.reversed(way) ? path + PathTable.REVERSED : path;
            writeEthernet(bytes, frame, paths[macs], paths[macs + 1], tpids, Ethernet.TYPE_IPV4);
            Wire.setU64(bytes, ip, first << 32 | Ipv4.DONT_FRAGMENT);
            Wire.setU64(bytes, ip + 8, (second << 16 | ~sum & 0xffff) << 32 | from);
            Wire.setU64(bytes, ip + 16, to << 32 | (long) port << 16 | Gtpu.UDP_PORT);
            Wire.setU64(bytes, ip + 24, udpLength << 48 | kind(way) | udpLength - TUNNEL_LENGTH);
            writeRest(bytes, ip + 32, way, (int) key, optional, reference);
        }
        return count;
    }

    /** What can't be pushed, and what goes over IPv6, which needs a checksum over every octet. */
    private void pushOther(final PacketVector vector, final int i) {
        final long way = vector.way[i];
        final int reference = vector.bearer[i];
        final PathTable paths = table.paths();
        final int path = Learned.path(way);
        final boolean reversed = Learned.reversed(way);
        final int source = (int) (table.oppositeKey(reference) >>> 32);
        final int ipHeader =
            TunnelEndpoints.version(source) == 4 ? Ipv4.MINIMUM_HEADER_LENGTH : Ipv6.HEADER_LENGTH;
        final int tpduLength = vector.innerLength(i);
        final int udpLength = TUNNEL_LENGTH + optionsLength(way) + tpduLength;
        final long tpdu = vector.position[i] + vector.inner(i);
        final long ip = tpdu + tpduLength - udpLength - ipHeader;
        final long frame = ip - Ethernet.HEADER_LENGTH - tagsLength(paths.tpids(path));
        if (ipHeader + udpLength > MAX_IP_LENGTH) {
            vector.leave(i, DropReason.PACKET_TOO_BIG);
        } else if (frame < memory.bufferStart(vector.handle[i])) {
            vector.leave(i, DropReason.HEADROOM);
        } else {
            vector.position[i] = frame;
            vector.length[i] = (int) (ip - frame) + ipHeader + udpLength;
            writeEthernet(bytes, frame, paths.macs(path, reversed), paths.macAndTags(path, reversed),
                paths.tpids(path), Ethernet.TYPE_IPV6);
            writeIpv6(ip, reference, way, tpdu, tpduLength, udpLength);
        }
    }

    private void writeIpv6(final long ip, final int reference, final long way, final long tpdu, final int tpduLength,
        final int udpLength) {
        final TunnelEndpoints endpoints = table.endpoints();
        final int source = (int) (table.oppositeKey(reference) >>> 32);
        final long key = table.key(reference);
        final int destination = (int) (key >>> 32);
        final long udp = ip + Ipv6.HEADER_LENGTH;
        Ipv6.setWord0(bytes, ip,
            Ipv6.word0(trafficClass(way, tpdu), 0, udpLength, IpProtocol.UDP, Learned.ttl(way)));
        Ipv6.setSource(bytes, ip, endpoints.high(source), endpoints.low(source));
        Ipv6.setDestination(bytes, ip, endpoints.high(destination), endpoints.low(destination));
        Udp.setWord0(bytes, udp, Udp.word0(port(way, tpdu, tpduLength), Gtpu.UDP_PORT, udpLength, 0));
        Wire.setU32(bytes, udp + Udp.HEADER_LENGTH, (int) kind(way) | udpLength - TUNNEL_LENGTH);
        writeRest(bytes, udp + Udp.HEADER_LENGTH + Gtpu.TEID_OFFSET, way, (int) key, sequence(way, reference),
            reference);
        Udp.setChecksum(bytes, udp, InternetChecksum.udpOverIpv6(bytes, ip, udp));
    }

    /** Where there is no tunnel: Ethernet alone. */
    private void pushPlain(final PacketVector vector, final int i) {
        final long way = vector.way[i];
        final PathTable paths = table.paths();
        final int path = Learned.path(way);
        final boolean reversed = Learned.reversed(way);
        final long ip = vector.position[i] + vector.inner(i);
        final long frame = ip - Ethernet.HEADER_LENGTH - tagsLength(paths.tpids(path));
        if (frame < memory.bufferStart(vector.handle[i])) {
            vector.leave(i, DropReason.HEADROOM);
        } else {
            vector.length[i] = (int) (ip - frame) + vector.innerLength(i);
            vector.position[i] = frame;
            writeEthernet(bytes, frame, paths.macs(path, reversed), paths.macAndTags(path, reversed), paths.tpids(path),
                Ipv4.version(bytes, ip) == 4 ? Ethernet.TYPE_IPV4 : Ethernet.TYPE_IPV6);
        }
    }

    // Shared by both families.

    static int tagsLength(final int tpids) {
        return tpids == 0 ? 0 : (tpids & LATER_TAG) == 0 ? Vlan.TAG_LENGTH : 2 * Vlan.TAG_LENGTH;
    }

    static int optionsLength(final long way) {
        return Learned.container(way) ? CONTAINER_LENGTH : Learned.sequence(way) ? Gtpu.OPTIONAL_LENGTH : 0;
    }

    /** First two octets of the GTP-U header, above its length. */
    static long kind(final long way) {
        return (Gtpu.FLAGS_GTPU | (Learned.container(way) ? Gtpu.FLAG_EXTENSION : 0)
            | (Learned.sequence(way) ? Gtpu.FLAG_SEQUENCE : 0)) << 24 | Gtpu.GPDU << 16;
    }

    private int port(final long way, final long tpdu, final int tpduLength) {
        return Learned.flowPort(way) ? FlowPort.of(bytes, tpdu, tpduLength) : Gtpu.UDP_PORT;
    }

    /** The number of a numbered packet where it stands in the optional octets. */
    private int sequence(final long way, final int reference) {
        return Learned.sequence(way) ? Gtpu.optional(table.nextSequence(reference), 0, 0) : 0;
    }

    /** RFC 6040 §4.1, normal mode: the far end carries the mark over. */
    private int trafficClass(final long way, final long tpdu) {
        final int inner = TrafficClass.of(bytes, tpdu, Ipv4.version(bytes, tpdu) == 4);
        return dscps.dscp(way, inner >>> 2) << 2 | (ecn ? inner & Ecn.MASK : Ecn.NOT_ECT);
    }

    /** The TEID and what follows it. */
    static void writeRest(final MemorySegment bytes, final long at, final long way, final int teid,
        final int optional, final int reference) {
        if (optionsLength(way) == 0) {
            Wire.setU32(bytes, at, teid);
        } else if (!Learned.container(way)) {
            Wire.setU64(bytes, at, (long) teid << 32 | optional & 0xffff_ffffL);
        } else {
            final int type = (reference & 1) == TunnelTable.UPLINK ? Gtpu.PDU_TYPE_UPLINK : Gtpu.PDU_TYPE_DOWNLINK;
            Wire.setU64(bytes, at,
                (long) teid << 32 | optional & 0xffff_ffffL | Gtpu.EXTENSION_PDU_SESSION_CONTAINER);
            Wire.setU32(bytes, at + 8, Gtpu.pduSessionContainer(type, Learned.qfi(way)));
        }
    }

    static void writeEthernet(final MemorySegment bytes, final long frame, final long macs,
        final long macAndTags, final int tpids, final int type) {
        Wire.setU64(bytes, frame, macs);
        Wire.setU32(bytes, frame + 8, (int) (macAndTags >>> 32));
        long at = frame + Ethernet.TYPE_OFFSET;
        if (tpids != 0) {
            Vlan.set(bytes, at, tpids >>> 16, (int) macAndTags >>> 16);
            at += Vlan.TAG_LENGTH;
            if ((tpids & LATER_TAG) != 0) {
                Vlan.set(bytes, at, tpids & LATER_TAG, (int) macAndTags & LATER_TAG);
                at += Vlan.TAG_LENGTH;
            }
        }
        Wire.setU16(bytes, at, type);
    }
}
