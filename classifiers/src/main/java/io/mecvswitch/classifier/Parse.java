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
import io.mecvswitch.header.Wire;
import io.mecvswitch.memory.PacketMemory;
import io.mecvswitch.stage.Headers;
import io.mecvswitch.stage.Layer;
import io.mecvswitch.stage.PacketVector;
import io.mecvswitch.stage.Stage;
import io.mecvswitch.stage.StageName;
import java.lang.foreign.MemorySegment;

/**
 * Finds the headers of each packet and proves that they lie inside it.
 *
 * <p>It only writes columns. Nothing is changed in the packet, and no packet leaves here, because most traffic passes
 * through untouched and a bump in the wire has no say in what others send each other. A packet whose headers are
 * unsound keeps what was found before the first defect, and the defect's name in {@link PacketVector#defect}; who needs
 * the broken part drops it by that name.
 *
 * <p>Nearly all packets at S1-U and N3 look alike: untagged IPv4 without options, UDP, and a G-PDU with nothing in
 * front of its T-PDU or just a PDU session container. Those are recognised in a loop of their own, by a few wide loads
 * at fixed offsets; what does not fit that picture takes the {@link HeaderWalk}, which finds the same in them. So do
 * vectors that begin with {@link TaggedFrames}, in another loop.
 *
 * <pre>
 *   octet 12            20                    34             42              50
 *        │ type IPv4    │ frag. TTL protocol  │ UDP          │ GTP-U         │ T-PDU, or optional octets and container
 * </pre>
 *
 * <p>Later stages read header fields without checks of their own: a bit in {@link PacketVector#layers} says that all
 * octets of that header's fixed part are there.
 */
public final class Parse extends Stage {
    private static final int IP_TYPE_AND_HEADER = Ethernet.TYPE_IPV4 << 8 | 0x45;
    private static final long WHOLE_AND_PROTOCOL = (long) (Ipv4.MORE_FRAGMENTS | Ipv4.FRAGMENT_PLACE_MASK) << 48
        | 0xffL << 32;
    private static final long WHOLE_UDP = (long) IpProtocol.UDP << 32;
    private static final int NETWORK = Ethernet.HEADER_LENGTH;
    private static final int UDP = NETWORK + Ipv4.MINIMUM_HEADER_LENGTH;
    private static final int GTPU = UDP + Udp.HEADER_LENGTH;
    private static final int PAYLOAD = GTPU + Gtpu.HEADER_LENGTH;
    private static final int CONTAINER_LENGTH = Gtpu.OPTIONAL_LENGTH + Gtpu.PDU_SESSION_CONTAINER_LENGTH;
    private static final int BARE_GPDU = Gtpu.FLAGS_GTPU << 8 | Gtpu.GPDU;
    private static final int EXTENDED_GPDU = (Gtpu.FLAGS_GTPU | Gtpu.FLAG_EXTENSION) << 8 | Gtpu.GPDU;
    private static final long NEXT_LENGTH_LAST = 0xff_ff00_00ffL;
    private static final long CONTAINER_ALONE = (long) Gtpu.EXTENSION_PDU_SESSION_CONTAINER << 32 | 1 << 24;
    private static final int UDP_LAYERS = Layer.IPV4 | Layer.IP | Layer.UDP | Layer.PORTS;
    private static final int PLAIN_UDP_LAYERS = Layer.INNER_IPV4 | Layer.INNER_IP | Layer.INNER_PORTS;
    private static final int PAIR = 0xffff;
    private static final int GPDU_LAYERS = UDP_LAYERS | Layer.GTPU | Layer.GPDU | Layer.INNER_IP;

    private final MemorySegment bytes;
    private final boolean[] tunnelled;
    private final boolean[] plain;
    private final HeaderWalk walk;
    private final TaggedFrames tagged;
    private final int[] others;
    private final Depth depth;

    /** One without ports of plain IP. */
    public Parse(final PacketMemory memory, final boolean[] tunnelled, final Depth depth,
        final int vectorSize) {
        this(memory, tunnelled, new boolean[tunnelled.length], depth, vectorSize);
    }

    /**
     * @param memory      where the packets are
     * @param tunnelled   by port index: whether UDP port 2152 means GTP-U there; to an application it is user traffic
     * @param plain       by port index: whether UEs' packets are there without tunnels, and so T-PDUs themselves
     * @param depth       how far anybody behind needs it to look
     * @param vectorSize  packets of one vector at most
     */
    public Parse(final PacketMemory memory, final boolean[] tunnelled, final boolean[] plain, final Depth depth,
        final int vectorSize) {
        this.bytes = memory.bytes();
        this.tunnelled = tunnelled.clone();
        this.plain = plain.clone();
        this.walk = new HeaderWalk(bytes);
        this.tagged = new TaggedFrames(bytes);
        this.depth = depth;
        this.others = new int[vectorSize];
    }

    @Override
    public StageName name() {
        return StageName.PARSE;
    }

    @Override
    public void process(final PacketVector vector) {
        final boolean tunnelled = this.tunnelled[vector.ingress];
        final boolean plain = this.plain[vector.ingress];
        final int count = recognise(vector, tunnelled, plain);
        for (int k = 0; k < count; k++) {
            walk.walk(vector, others[k], tunnelled, plain);
        }
    }

    private int recognise(final PacketVector vector, final boolean tunnelled, final boolean plain) {
        if (depth == Depth.LINK) {
            return recogniseUntagged(vector);
        }
        return tagged.begins(vector) ? tagged.recognise(vector, others, tunnelled, plain)
            : recognise(vector, tunnelled);
    }

    /** Writes the columns of frames without a tag, as far as their EtherType, and notes the others. */
    private int recogniseUntagged(final PacketVector vector) {
        final MemorySegment bytes = this.bytes;
        final int[] others = this.others;
        final int[] lengths = vector.length;
        final long[] positions = vector.position;
        final long[] links = vector.link;
        final long[] tunnels = vector.tunnel;
        final long[] protocols = vector.protocols;
        final long[] offsets = vector.offsets;
        final int size = vector.size;
        int count = 0;
        for (int i = 0; i < size; i++) {
            others[count] = i;
            final int type = lengths[i] < NETWORK ? Vlan.TPID_CUSTOMER : Ethernet.type(bytes, positions[i]);
            count += Vlan.isTag(type) ? 1 : 0;
            links[i] = Headers.link(vector.ingress, 0, type);
            tunnels[i] = 0;
            protocols[i] = 0;
            offsets[i] = Headers.offsets(NETWORK, 0, 0, 0, 0);
        }
        return count;
    }

    /**
     * Writes the columns of ordinary packets and notes the others; returns how many those are.
     *
     * <p>One long loop without a call in it: so the JIT holds the columns and proves the memory's bounds and liveness
     * once for a whole vector.
     */
    private int recognise(final PacketVector vector, final boolean tunnelled) {
        final MemorySegment bytes = this.bytes;
        final int[] others = this.others;
        final boolean looksBehind = depth == Depth.TPDU;
        final boolean plain = this.plain[vector.ingress];
        final long udpTunnel = Headers.tunnel(plain ? UDP_LAYERS | PLAIN_UDP_LAYERS : UDP_LAYERS);
        final int plainTransport = plain ? UDP : 0;
        final int plainPair = plain ? PAIR : 0;
        final int[] lengths = vector.length;
        final long[] positions = vector.position;
        final long[] links = vector.link;
        final long[] tunnels = vector.tunnel;
        final long[] protocols = vector.protocols;
        final long[] offsets = vector.offsets;
        final long link = Headers.link(vector.ingress, 0, Ethernet.TYPE_IPV4);
        final int size = vector.size;
        int count = 0;
        for (int i = 0; i < size; i++) {
            others[count++] = i;
            final int length = lengths[i];
            if (length < GTPU) {
                continue;
            }
            final long frame = positions[i];
            final long type = Wire.u64(bytes, frame + Ethernet.TYPE_OFFSET);
            final long hop = Wire.u64(bytes, frame + NETWORK + Ipv4.FRAGMENT_OFFSET);
            final long udp = Udp.word0(bytes, frame + UDP);
            final int ipEnd = NETWORK + ((int) (type >>> 16) & 0xffff);
            final int udpEnd = UDP + Udp.length(udp);
            if (type >>> 40 != IP_TYPE_AND_HEADER || (hop & WHOLE_AND_PROTOCOL) != WHOLE_UDP
                || ipEnd > length || udpEnd > ipEnd || udpEnd < GTPU) {
                continue;
            }
            final int outer = Headers.pair((int) (type >>> 32) & 0xff, IpProtocol.UDP);
            if (!tunnelled || Udp.destinationPort(udp) != Gtpu.UDP_PORT) {
                links[i] = link;
                tunnels[i] = udpTunnel;
                protocols[i] = Headers.protocols(ipEnd - NETWORK, plainTransport, outer, outer & plainPair);
                offsets[i] = Headers.offsets(NETWORK, 0, UDP, 0, NETWORK);
                count--;
                continue;
            }
            if (udpEnd < PAYLOAD + CONTAINER_LENGTH) {
                continue;
            }
            final long gtpu = Gtpu.word0(bytes, frame + GTPU);
            final long payload = Wire.u64(bytes, frame + PAYLOAD);
            final int kind = (int) (gtpu >>> 48);
            final boolean contained = kind == EXTENDED_GPDU && (payload & NEXT_LENGTH_LAST) == CONTAINER_ALONE;
            final int inner = contained ? PAYLOAD + CONTAINER_LENGTH : PAYLOAD;
            final int end = PAYLOAD + Gtpu.length(gtpu);
            if (kind != BARE_GPDU && !contained || end > udpEnd || inner + Ipv4.MINIMUM_HEADER_LENGTH > end) {
                continue;
            }
            final long tpdu = looksBehind ? tpdu(bytes, frame + inner, inner, end)
                : version(bytes, frame + inner, inner, end);
            if (tpdu == 0) {
                continue;
            }
            final int layers = GPDU_LAYERS | (int) (tpdu >>> 48) | (contained ? Layer.CONTAINER : 0);
            links[i] = link;
            tunnels[i] = Headers.tunnel(Gtpu.teid(gtpu), layers, contained ? (int) payload >>> 8 & 0x3f : 0, Gtpu.GPDU);
            protocols[i] = Headers.protocols(end - inner, (int) (tpdu >>> 16) & 0xffff, outer, (int) tpdu & 0xffff);
            offsets[i] = Headers.offsets(NETWORK, 0, UDP, GTPU, inner);
            count--;
        }
        return count;
    }

    /**
     * As {@link #tpdu(MemorySegment, long, int, int)}, with no more than the version where that is all there is to
     * know.
     */
    private static long version(final MemorySegment bytes, final long ip, final int inner, final int end) {
        return Ipv4.version(bytes, ip) == 4 ? (long) Layer.INNER_IPV4 << 48 : tpdu(bytes, ip, inner, end);
    }

    /** Layers, transport offset, DSCP and protocol of an ordinary T-PDU in 16 bits each; 0 if it is none. */
    private static long tpdu(final MemorySegment bytes, final long ip, final int inner, final int end) {
        final long word0 = Ipv4.word0(bytes, ip);
        if (word0 >>> 56 == 0x45) {
            return Ipv4.isFragment(Ipv4.fragment(word0)) ? 0
                : tpdu(Layer.INNER_IPV4, inner + Ipv4.MINIMUM_HEADER_LENGTH, Ipv4.trafficClass(word0),
                    Ipv4.protocol(bytes, ip), Math.min(end, inner + Ipv4.totalLength(word0)));
        }
        return word0 >>> 60 != 6 || inner + Ipv6.HEADER_LENGTH > end || Ipv6.isExtension(Ipv6.nextHeader(word0)) ? 0
            : tpdu(Layer.INNER_IPV6, inner + Ipv6.HEADER_LENGTH, Ipv6.trafficClass(word0), Ipv6.nextHeader(word0),
                Math.min(end, inner + Ipv6.HEADER_LENGTH + Ipv6.payloadLength(word0)));
    }

    private static long tpdu(final int version, final int transport, final int trafficClass, final int protocol,
        final int end) {
        final int layers = transport + portsLength(protocol) <= end ? version | Layer.INNER_PORTS : version;
        return (long) layers << 48 | (long) transport << 16 | Headers.pair(trafficClass, protocol);
    }

    /** Octets that a header with ports has at least; more than there can be of what has none. */
    static int portsLength(final int protocol) {
        return switch (protocol) {
            case IpProtocol.UDP -> Udp.HEADER_LENGTH;
            case IpProtocol.TCP -> Tcp.MINIMUM_HEADER_LENGTH;
            case IpProtocol.SCTP -> Sctp.HEADER_LENGTH;
            default -> Short.MAX_VALUE * 2;
        };
    }
}
