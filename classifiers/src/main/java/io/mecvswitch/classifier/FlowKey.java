package io.mecvswitch.classifier;

import io.mecvswitch.config.EthernetMatch;
import io.mecvswitch.config.FlowMatch;
import io.mecvswitch.config.IpMatch;
import io.mecvswitch.config.IpPrefix;
import io.mecvswitch.config.MacMatch;
import io.mecvswitch.config.TunnelMatch;
import io.mecvswitch.config.ValueRange;
import io.mecvswitch.config.VlanMatch;
import io.mecvswitch.header.Ethernet;
import io.mecvswitch.header.Ipv4;
import io.mecvswitch.header.Ipv6;
import io.mecvswitch.header.Tcp;
import io.mecvswitch.header.Wire;
import io.mecvswitch.stage.GtpuColumn;
import io.mecvswitch.stage.Layer;
import io.mecvswitch.stage.PacketVector;
import java.lang.foreign.MemorySegment;
import java.nio.LongBuffer;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;

/**
 * The fields of a packet that rules may ask for, as words of a key; and a rule's question as bits of the same words.
 *
 * <p>One key holds the outer, the tunnel's and the inner fields, so one look-up decides over all of them.
 *
 * <pre>
 *   word                63       48 47       32 31       16 15        0
 *   LINK               │ ingress   │ outer tag │ inner tag │ EtherType │   tag: PCP, 1, VLAN id; 0 for no tag
 *   DESTINATION_MAC    │ 0         │ destination MAC                   │
 *   SOURCE_MAC         │ 0         │ source MAC                        │
 *   TUNNEL             │ TEID                  │ kind      │ QFI │ type│   kind: {@link #KIND_GTPU} and so on
 *   PROTOCOLS          │ 0                     │ outer     │ inner     │   each: DSCP, protocol
 *   PORTS              │ source    │ destin.   │ in. source│ in. dest. │
 *   SOURCE_HIGH, SOURCE_LOW, DESTINATION_HIGH, DESTINATION_LOW              first IP header; IPv4 in the low word
 *   INNER_SOURCE_HIGH … INNER_DESTINATION_LOW                               T-PDU
 * </pre>
 *
 * <p>A field that a packet does not have is 0 in its key, and a question about it includes the kind bit that only
 * packets with the field have set. So "TEID 0" does not match what is no GTP-U.
 *
 * <p>A range of values is no question about bits: it stands apart, in {@link #ranges}, and leaves its field out of the
 * mask.
 */
final class FlowKey {
    static final int LINK = 0;
    static final int DESTINATION_MAC = 1;
    static final int SOURCE_MAC = 2;
    static final int TUNNEL = 3;
    static final int PROTOCOLS = 4;
    static final int PORTS = 5;
    static final int SOURCE_HIGH = 6;
    static final int SOURCE_LOW = 7;
    static final int DESTINATION_HIGH = 8;
    static final int DESTINATION_LOW = 9;
    static final int INNER_SOURCE_HIGH = 10;
    static final int INNER_SOURCE_LOW = 11;
    static final int INNER_DESTINATION_HIGH = 12;
    static final int INNER_DESTINATION_LOW = 13;

    /** Words of a key. */
    static final int WORDS = 14;

    private static final int KIND_SHIFT = 16;
    private static final int KIND_IPV4 = 1;
    private static final int KIND_IPV6 = 1 << 1;
    private static final int KIND_GTPU = 1 << 2;
    private static final int KIND_INNER_IPV4 = 1 << 3;
    private static final int KIND_INNER_IPV6 = 1 << 4;
    private static final int KIND_CONTAINER = 1 << 5;
    private static final int KIND_IP = 1 << 6;
    private static final int KIND_INNER_IP = 1 << 7;
    private static final int KIND_PORTS = 1 << 8;
    private static final int KIND_INNER_PORTS = 1 << 9;
    private static final int QFI_SHIFT = 8;
    private static final int DSCP_SHIFT = 8;
    private static final int TAGGED = 0x1000;
    private static final int VLAN_ID = 0xfff;
    private static final int PRIORITY_SHIFT = 13;
    private static final int PRIORITY = 7;
    private static final int TAG = PRIORITY << PRIORITY_SHIFT | VLAN_ID;

    private static final IpPlace OUTER = new IpPlace(SOURCE_HIGH, DESTINATION_HIGH, 16, KIND_IPV4, KIND_IPV6, KIND_IP,
        KIND_PORTS, RangeField.SOURCE_PORT, RangeField.DESTINATION_PORT);
    private static final IpPlace INNER = new IpPlace(INNER_SOURCE_HIGH, INNER_DESTINATION_HIGH, 0, KIND_INNER_IPV4,
        KIND_INNER_IPV6, KIND_INNER_IP, KIND_INNER_PORTS, RangeField.INNER_SOURCE_PORT,
        RangeField.INNER_DESTINATION_PORT);

    /** Where the fields of an IP packet stand. */
    private record IpPlace(int source, int destination, int protocol, int ipv4, int ipv6, int ip, int ports,
        RangeField sourcePort, RangeField destinationPort) { }

    /** What questions that can share a hash table have in common. */
    record Shape(LongBuffer mask, Set<RangeField> ranged) { }

    /** Which bits a rule asks for. */
    final long[] mask = new long[WORDS];
    /** What they must be. */
    final long[] value = new long[WORDS];
    /** What is asked of fields as ranges. */
    final Map<RangeField, ValueRange> ranges = new EnumMap<>(RangeField.class);

    /**
     * A rule's question.
     *
     * @param match what the rule asks of a packet
     * @param ports index of each port, by name
     */
    FlowKey(final FlowMatch match, final Map<String, Integer> ports) {
        match.ingressPort().ifPresent(name -> ask(LINK, 48, 0xffff, ports.get(name)));
        askEthernet(match.ethernet());
        askIp(match.outer(), OUTER);
        askTunnel(match.tunnel());
        askIp(match.inner(), INNER);
    }

    private void askEthernet(final EthernetMatch match) {
        askTag(32, match.vlan());
        askTag(16, match.innerVlan());
        match.etherType().ifPresent(type -> ask(LINK, 0, 0xffff, type));
        match.destination().ifPresent(mac -> askMac(DESTINATION_MAC, mac));
        match.source().ifPresent(mac -> askMac(SOURCE_MAC, mac));
    }

    private void askTag(final int shift, final VlanMatch match) {
        match.id().ifPresent(id -> ask(LINK, shift, TAGGED | VLAN_ID, id == 0 ? 0 : TAGGED | id));
        match.priority().ifPresent(priority ->
            ask(LINK, shift, PRIORITY << PRIORITY_SHIFT | TAGGED, priority << PRIORITY_SHIFT | TAGGED));
    }

    private void askMac(final int word, final MacMatch match) {
        ask(word, 0, match.mask().bits(), match.address().bits() & match.mask().bits());
    }

    private void askTunnel(final TunnelMatch match) {
        match.teid().ifPresent(teid -> askRange(RangeField.TEID, teid, KIND_GTPU));
        match.messageType().ifPresent(type -> {
            ask(TUNNEL, 0, 0xff, type);
            askKind(KIND_GTPU);
        });
        match.qfi().ifPresent(qfi -> {
            ask(TUNNEL, QFI_SHIFT, 0x3f, qfi);
            askKind(KIND_CONTAINER);
        });
    }

    private void askIp(final IpMatch match, final IpPlace place) {
        match.source().ifPresent(prefix -> askPrefix(place.source, prefix, place));
        match.destination().ifPresent(prefix -> askPrefix(place.destination, prefix, place));
        match.protocol().ifPresent(protocol -> {
            ask(PROTOCOLS, place.protocol, 0xff, protocol);
            askKind(place.ip);
        });
        match.dscp().ifPresent(dscp -> {
            ask(PROTOCOLS, place.protocol + DSCP_SHIFT, 0x3f, dscp);
            askKind(place.ip);
        });
        match.sourcePort().ifPresent(range -> askRange(place.sourcePort, range, place.ports));
        match.destinationPort().ifPresent(range -> askRange(place.destinationPort, range, place.ports));
    }

    private void askPrefix(final int highWord, final IpPrefix prefix, final IpPlace place) {
        ask(highWord, 0, prefix.highMask(), prefix.address().high());
        ask(highWord + 1, 0, prefix.lowMask(), prefix.address().low());
        askKind(prefix.address().version() == 4 ? place.ipv4 : place.ipv6);
    }

    private void askRange(final RangeField field, final ValueRange range, final int kind) {
        askKind(kind);
        if (range.isSingle()) {
            ask(field.word, field.shift, field.highest, range.first());
        } else if (!field.isWhole(range)) {
            ranges.put(field, range);
        }
    }

    private void askKind(final int kind) {
        ask(TUNNEL, KIND_SHIFT, kind, kind);
    }

    private void ask(final int word, final int shift, final long bits, final long wanted) {
        mask[word] |= bits << shift;
        value[word] |= wanted << shift;
    }

    /** Questions of the same shape ask for the same bits and for ranges of the same fields. */
    Shape shape() {
        return new Shape(LongBuffer.wrap(mask), ranges.keySet());
    }

    /** Fills a word's column for each packet of a vector. */
    static void fill(final int word, final PacketVector vector, final MemorySegment bytes, final long[] column) {
        switch (word) {
            case LINK -> fillLink(vector, column);
            case DESTINATION_MAC -> fillDestinationMac(vector, bytes, column);
            case SOURCE_MAC -> fillSourceMac(vector, bytes, column);
            case TUNNEL -> fillTunnel(vector, column);
            case PROTOCOLS -> fillProtocols(vector, bytes, column);
            case PORTS -> fillPorts(vector, bytes, column);
            case SOURCE_HIGH -> fillHigh(vector, bytes, column, Ipv6.SOURCE_OFFSET);
            case SOURCE_LOW -> fillLow(vector, bytes, column, Ipv4.SOURCE_OFFSET, Ipv6.SOURCE_OFFSET);
            case DESTINATION_HIGH -> fillHigh(vector, bytes, column, Ipv6.DESTINATION_OFFSET);
            case DESTINATION_LOW -> fillLow(vector, bytes, column, Ipv4.DESTINATION_OFFSET, Ipv6.DESTINATION_OFFSET);
            case INNER_SOURCE_HIGH -> fillInnerHigh(vector, bytes, column, Ipv6.SOURCE_OFFSET);
            case INNER_SOURCE_LOW -> fillInnerLow(vector, bytes, column, Ipv4.SOURCE_OFFSET, Ipv6.SOURCE_OFFSET);
            case INNER_DESTINATION_HIGH -> fillInnerHigh(vector, bytes, column, Ipv6.DESTINATION_OFFSET);
            case INNER_DESTINATION_LOW ->
                fillInnerLow(vector, bytes, column, Ipv4.DESTINATION_OFFSET, Ipv6.DESTINATION_OFFSET);
            default -> throw new IllegalArgumentException("word " + word);
        }
    }

    private static void fillLink(final PacketVector vector, final long[] column) {
        final long ingress = (long) vector.ingress << 48;
        for (int i = 0; i < vector.size; i++) {
            column[i] = ingress | vlans(vector.layers[i], vector.vlan[i]) | vector.etherType[i];
        }
    }

    private static long vlans(final int layers, final int tcis) {
        final long outer = (layers & Layer.VLAN) == 0 ? 0 : TAGGED | tcis >>> 16 & TAG;
        final long inner = (layers & Layer.QINQ) == 0 ? 0 : TAGGED | tcis & TAG;
        return outer << 32 | inner << 16;
    }

    private static void fillDestinationMac(final PacketVector vector, final MemorySegment bytes, final long[] column) {
        for (int i = 0; i < vector.size; i++) {
            column[i] = hasMacs(vector, i) ? Ethernet.destination(bytes, vector.position[i]) : 0;
        }
    }

    private static void fillSourceMac(final PacketVector vector, final MemorySegment bytes, final long[] column) {
        for (int i = 0; i < vector.size; i++) {
            column[i] = hasMacs(vector, i) ? Ethernet.source(bytes, vector.position[i]) : 0;
        }
    }

    private static boolean hasMacs(final PacketVector vector, final int i) {
        return vector.length[i] >= Ethernet.HEADER_LENGTH;
    }

    private static void fillTunnel(final PacketVector vector, final long[] column) {
        for (int i = 0; i < vector.size; i++) {
            final int layers = vector.layers[i];
            final long kind = (long) kind(layers) << KIND_SHIFT;
            column[i] = (layers & Layer.GTPU) == 0 ? kind : kind | tunnel(vector.teid[i], vector.gtpu[i]);
        }
    }

    private static int kind(final int layers) {
        // IPV4 and IPV6, GTPU, INNER_IPV4 and INNER_IPV6 keep their order and so move by shifts.
        return (layers & Layer.IP) / Layer.IPV4
            | (layers & Layer.GTPU) / Layer.GTPU * KIND_GTPU
            | (layers & Layer.INNER_IP) / Layer.INNER_IPV4 * KIND_INNER_IPV4
            | (layers & Layer.INNER_PORTS) / Layer.INNER_PORTS * KIND_INNER_PORTS
            | ((layers & Layer.IP) == 0 ? 0 : KIND_IP)
            | ((layers & Layer.INNER_IP) == 0 ? 0 : KIND_INNER_IP)
            | (hasPorts(layers) ? KIND_PORTS : 0);
    }

    private static boolean hasPorts(final int layers) {
        return (layers & Layer.PORTS) != 0 && (layers & Layer.FRAGMENT) == 0;
    }

    private static long tunnel(final int teid, final int gtpu) {
        final long container = GtpuColumn.hasContainer(gtpu) ? (long) KIND_CONTAINER << KIND_SHIFT : 0;
        return (long) teid << 32 | container | (long) GtpuColumn.qfi(gtpu) << QFI_SHIFT
            | GtpuColumn.messageType(gtpu);
    }

    private static void fillProtocols(final PacketVector vector, final MemorySegment bytes, final long[] column) {
        for (int i = 0; i < vector.size; i++) {
            final int layers = vector.layers[i];
            final long position = vector.position[i];
            final int outer = (layers & Layer.IP) == 0 ? 0
                : protocol(bytes, position + vector.network[i], vector.protocol[i], (layers & Layer.IPV4) != 0);
            final int inner = (layers & Layer.INNER_IP) == 0 ? 0
                : protocol(bytes, position + vector.inner[i], vector.innerProtocol[i],
                    (layers & Layer.INNER_IPV4) != 0);
            column[i] = (long) outer << 16 | inner;
        }
    }

    private static int protocol(final MemorySegment bytes, final long ip, final int protocol, final boolean ipv4) {
        final int trafficClass = ipv4 ? Ipv4.trafficClass(bytes, ip) : Ipv6.trafficClass(Ipv6.word0(bytes, ip));
        return trafficClass >>> 2 << DSCP_SHIFT | protocol;
    }

    private static void fillPorts(final PacketVector vector, final MemorySegment bytes, final long[] column) {
        for (int i = 0; i < vector.size; i++) {
            final int layers = vector.layers[i];
            final long position = vector.position[i];
            final long outer = hasPorts(layers) ? Tcp.ports(bytes, position + vector.transport[i]) : 0;
            final int inner = (layers & Layer.INNER_PORTS) == 0 ? 0
                : Tcp.ports(bytes, position + vector.innerTransport[i]);
            column[i] = outer << 32 | inner & 0xffff_ffffL;
        }
    }

    private static void fillHigh(final PacketVector vector, final MemorySegment bytes, final long[] column,
        final int ipv6Offset) {
        for (int i = 0; i < vector.size; i++) {
            column[i] = (vector.layers[i] & Layer.IPV6) == 0 ? 0
                : word(bytes, vector.position[i] + vector.network[i] + ipv6Offset);
        }
    }

    private static void fillLow(final PacketVector vector, final MemorySegment bytes, final long[] column,
        final int ipv4Offset, final int ipv6Offset) {
        for (int i = 0; i < vector.size; i++) {
            final long ip = vector.position[i] + vector.network[i];
            column[i] = low(vector.layers[i], Layer.IPV4, Layer.IPV6, bytes, ip + ipv4Offset, ip + ipv6Offset);
        }
    }

    private static void fillInnerHigh(final PacketVector vector, final MemorySegment bytes, final long[] column,
        final int ipv6Offset) {
        for (int i = 0; i < vector.size; i++) {
            column[i] = (vector.layers[i] & Layer.INNER_IPV6) == 0 ? 0
                : word(bytes, vector.position[i] + vector.inner[i] + ipv6Offset);
        }
    }

    private static void fillInnerLow(final PacketVector vector, final MemorySegment bytes, final long[] column,
        final int ipv4Offset, final int ipv6Offset) {
        for (int i = 0; i < vector.size; i++) {
            final long ip = vector.position[i] + vector.inner[i];
            column[i] =
                low(vector.layers[i], Layer.INNER_IPV4, Layer.INNER_IPV6, bytes, ip + ipv4Offset, ip + ipv6Offset);
        }
    }

    private static long low(final int layers, final int ipv4, final int ipv6, final MemorySegment bytes,
        final long ipv4At, final long ipv6At) {
        if ((layers & ipv4) != 0) {
            return bytes.get(Wire.U32, ipv4At) & 0xffff_ffffL;
        }
        return (layers & ipv6) == 0 ? 0 : word(bytes, ipv6At + 8);
    }

    private static long word(final MemorySegment bytes, final long at) {
        return bytes.get(Wire.U64, at);
    }
}
