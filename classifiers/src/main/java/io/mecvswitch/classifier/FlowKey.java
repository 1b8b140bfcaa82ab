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
import io.mecvswitch.stage.Headers;
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
 * <p>One key holds the outer, the tunnel's and the inner fields, so one look-up decides over all of them. Three of its
 * words are the packet's columns as Parse wrote them; the others are read from the packet where a rule asks for them.
 *
 * <pre>
 *   word                63       48 47       32 31       16 15        0
 *   LINK               │ as in {@link Headers}                         │
 *   DESTINATION_MAC    │ 0         │ destination MAC                   │
 *   SOURCE_MAC         │ 0         │ source MAC                        │
 *   TUNNEL             │ as in {@link Headers}: TEID, layers, QFI, type │
 *   PROTOCOLS          │ as in {@link Headers}                         │
 *   PORTS              │ source    │ destin.   │ in. source│ in. dest. │
 *   SOURCE_HIGH, SOURCE_LOW, DESTINATION_HIGH, DESTINATION_LOW              first IP header; IPv4 in the low word
 *   INNER_SOURCE_HIGH … INNER_DESTINATION_LOW                               T-PDU
 * </pre>
 *
 * <p>A field that a packet does not have is 0 in its key, and a question about it includes the {@link Layer} bit that
 * only packets with the field have set. So "TEID 0" does not match what is no GTP-U.
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

    /** Of the tunnel word: which headers there are. */
    static final long LAYERS = Headers.tunnel(0xffff);

    private static final long INNER_PAIR = 0xffff;
    private static final long TAG_LAYERS = Headers.tunnel(Layer.VLAN | Layer.QINQ);
    private static final long INNER_PORTS = Headers.tunnel(Layer.INNER_PORTS);
    private static final int VLAN_ID = 0xfff;
    private static final int PRIORITY_SHIFT = 13;
    private static final int PRIORITY = 7;

    private static final IpPlace OUTER = new IpPlace(SOURCE_HIGH, DESTINATION_HIGH, Headers.OUTER_SHIFT, Layer.IPV4,
        Layer.IPV6, Layer.IP, Layer.PORTS, RangeField.SOURCE_PORT, RangeField.DESTINATION_PORT);
    private static final IpPlace INNER = new IpPlace(INNER_SOURCE_HIGH, INNER_DESTINATION_HIGH, 0, Layer.INNER_IPV4,
        Layer.INNER_IPV6, Layer.INNER_IP, Layer.INNER_PORTS, RangeField.INNER_SOURCE_PORT,
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
        askTag(32, Layer.VLAN, match.vlan());
        askTag(16, Layer.QINQ, match.innerVlan());
        match.etherType().ifPresent(type -> ask(LINK, 0, 0xffff, type));
        match.destination().ifPresent(mac -> askMac(DESTINATION_MAC, mac));
        match.source().ifPresent(mac -> askMac(SOURCE_MAC, mac));
    }

    private void askTag(final int shift, final int layer, final VlanMatch match) {
        match.id().ifPresent(id -> {
            ask(LINK, shift, VLAN_ID, id);
            ask(TUNNEL, Headers.LAYERS_SHIFT, layer, id == 0 ? 0 : layer);
        });
        match.priority().ifPresent(priority -> {
            ask(LINK, shift, PRIORITY << PRIORITY_SHIFT, priority << PRIORITY_SHIFT);
            askLayer(layer);
        });
    }

    private void askMac(final int word, final MacMatch match) {
        ask(word, 0, match.mask().bits(), match.address().bits() & match.mask().bits());
    }

    private void askTunnel(final TunnelMatch match) {
        match.teid().ifPresent(teid -> askRange(RangeField.TEID, teid, Layer.GTPU));
        match.messageType().ifPresent(type -> {
            ask(TUNNEL, 0, 0xff, type);
            askLayer(Layer.GTPU);
        });
        match.qfi().ifPresent(qfi -> {
            ask(TUNNEL, Headers.QFI_SHIFT, 0x3f, qfi);
            askLayer(Layer.CONTAINER);
        });
    }

    private void askIp(final IpMatch match, final IpPlace place) {
        match.source().ifPresent(prefix -> askPrefix(place.source, prefix, place));
        match.destination().ifPresent(prefix -> askPrefix(place.destination, prefix, place));
        match.protocol().ifPresent(protocol -> {
            ask(PROTOCOLS, place.protocol, 0xff, protocol);
            askLayer(place.ip);
        });
        match.dscp().ifPresent(dscp -> {
            ask(PROTOCOLS, place.protocol + Headers.DSCP_SHIFT, 0x3f, dscp);
            askLayer(place.ip);
        });
        match.sourcePort().ifPresent(range -> askRange(place.sourcePort, range, place.ports));
        match.destinationPort().ifPresent(range -> askRange(place.destinationPort, range, place.ports));
    }

    private void askPrefix(final int highWord, final IpPrefix prefix, final IpPlace place) {
        ask(highWord, 0, prefix.highMask(), prefix.address().high());
        ask(highWord + 1, 0, prefix.lowMask(), prefix.address().low());
        askLayer(prefix.address().version() == 4 ? place.ipv4 : place.ipv6);
    }

    private void askRange(final RangeField field, final ValueRange range, final int layer) {
        askLayer(layer);
        if (range.isSingle()) {
            ask(field.word, field.shift, field.highest, range.first());
        } else if (!field.isWhole(range)) {
            ranges.put(field, range);
        }
    }

    private void askLayer(final int layer) {
        ask(TUNNEL, Headers.LAYERS_SHIFT, layer, layer);
    }

    private void ask(final int word, final int shift, final long bits, final long wanted) {
        mask[word] |= bits << shift;
        value[word] |= wanted << shift;
    }

    /** How far into a packet one has to look for bits of a word. */
    static Depth depth(final int word, final long mask) {
        return switch (word) {
            case LINK, DESTINATION_MAC, SOURCE_MAC -> Depth.LINK;
            case TUNNEL -> (mask & ~TAG_LAYERS) == 0 ? Depth.LINK
                : (mask & INNER_PORTS) == 0 ? Depth.TUNNEL : Depth.TPDU;
            case PROTOCOLS -> (mask & INNER_PAIR) == 0 ? Depth.TUNNEL : Depth.TPDU;
            default -> Depth.TUNNEL;
        };
    }

    /** Questions of the same shape ask for the same bits and for ranges of the same fields. */
    Shape shape() {
        return new Shape(LongBuffer.wrap(mask), ranges.keySet());
    }

    /**
     * A word's column for the packets of a vector.
     *
     * @param scratch where to write it, unless Parse did
     * @return where it is
     */
    static long[] column(final int word, final PacketVector vector, final MemorySegment bytes, final long[] scratch) {
        return switch (word) {
            case LINK -> vector.link;
            case TUNNEL -> vector.tunnel;
            case PROTOCOLS -> vector.protocols;
            default -> {
                fill(word, vector, bytes, scratch);
                yield scratch;
            }
        };
    }

    private static void fill(final int word, final PacketVector vector, final MemorySegment bytes,
        final long[] column) {
        switch (word) {
            case DESTINATION_MAC -> fillDestinationMac(vector, bytes, column);
            case SOURCE_MAC -> fillSourceMac(vector, bytes, column);
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

    private static void fillPorts(final PacketVector vector, final MemorySegment bytes, final long[] column) {
        for (int i = 0; i < vector.size; i++) {
            final int layers = vector.layers(i);
            final long position = vector.position[i];
            final long outer = (layers & Layer.PORTS) != 0 ? Tcp.ports(bytes, position + vector.transport(i)) : 0;
            final int inner = (layers & Layer.INNER_PORTS) == 0 ? 0
                : Tcp.ports(bytes, position + vector.innerTransport(i));
            column[i] = outer << 32 | inner & 0xffff_ffffL;
        }
    }

    private static void fillHigh(final PacketVector vector, final MemorySegment bytes, final long[] column,
        final int ipv6Offset) {
        for (int i = 0; i < vector.size; i++) {
            column[i] = (vector.layers(i) & Layer.IPV6) == 0 ? 0
                : word(bytes, vector.position[i] + vector.network(i) + ipv6Offset);
        }
    }

    private static void fillLow(final PacketVector vector, final MemorySegment bytes, final long[] column,
        final int ipv4Offset, final int ipv6Offset) {
        for (int i = 0; i < vector.size; i++) {
            final long ip = vector.position[i] + vector.network(i);
            column[i] = low(vector.layers(i), Layer.IPV4, Layer.IPV6, bytes, ip + ipv4Offset, ip + ipv6Offset);
        }
    }

    private static void fillInnerHigh(final PacketVector vector, final MemorySegment bytes, final long[] column,
        final int ipv6Offset) {
        for (int i = 0; i < vector.size; i++) {
            column[i] = (vector.layers(i) & Layer.INNER_IPV6) == 0 ? 0
                : word(bytes, vector.position[i] + vector.inner(i) + ipv6Offset);
        }
    }

    private static void fillInnerLow(final PacketVector vector, final MemorySegment bytes, final long[] column,
        final int ipv4Offset, final int ipv6Offset) {
        for (int i = 0; i < vector.size; i++) {
            final long ip = vector.position[i] + vector.inner(i);
            column[i] =
                low(vector.layers(i), Layer.INNER_IPV4, Layer.INNER_IPV6, bytes, ip + ipv4Offset, ip + ipv6Offset);
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
