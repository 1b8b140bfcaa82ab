package io.mecvswitch.classifier;

import io.mecvswitch.config.FlowMatch;
import io.mecvswitch.config.IpPrefix;
import io.mecvswitch.config.MacMatch;
import io.mecvswitch.header.Ethernet;
import io.mecvswitch.header.Ipv4;
import io.mecvswitch.header.Ipv6;
import io.mecvswitch.header.Wire;
import io.mecvswitch.stage.GtpuColumn;
import io.mecvswitch.stage.Layer;
import io.mecvswitch.stage.PacketVector;
import java.lang.foreign.MemorySegment;
import java.util.Map;

/**
 * The fields of a packet that rules may ask for, as words of a key; and a rule's question as bits of the same words.
 *
 * <p>One key holds the outer, the tunnel's and the inner fields, so one look-up decides over all of them.
 *
 * <pre>
 *   word                63       48 47       32 31       16 15        0
 *   LINK               │ ingress   │ outer VLAN│ inner VLAN│ EtherType │   VLAN: 0x1000 | id, or 0 for no tag
 *   DESTINATION_MAC    │ destination MAC                   │ 0         │
 *   SOURCE_MAC         │ source MAC                        │ protocol, inner protocol
 *   TUNNEL             │ TEID                  │ kind │ QFI  │ type    │   kind: {@link #KIND_GTPU} and so on
 *   SOURCE_HIGH, SOURCE_LOW, DESTINATION_HIGH, DESTINATION_LOW              first IP header; IPv4 in the low word
 *   INNER_SOURCE_HIGH … INNER_DESTINATION_LOW                               T-PDU
 * </pre>
 *
 * <p>A field that a packet does not have is 0 in its key, and a question about it includes the kind bit that only
 * packets with the field have set. So "TEID 0" does not match what is no GTP-U.
 */
final class FlowKey {
    /** Words of a key. */
    static final int WORDS = 12;

    static final int LINK = 0;
    static final int DESTINATION_MAC = 1;
    static final int SOURCE_MAC = 2;
    static final int TUNNEL = 3;
    static final int SOURCE_HIGH = 4;
    static final int SOURCE_LOW = 5;
    static final int DESTINATION_HIGH = 6;
    static final int DESTINATION_LOW = 7;
    static final int INNER_SOURCE_HIGH = 8;
    static final int INNER_SOURCE_LOW = 9;
    static final int INNER_DESTINATION_HIGH = 10;
    static final int INNER_DESTINATION_LOW = 11;

    private static final int KIND_SHIFT = 16;
    private static final int KIND_IPV4 = 1;
    private static final int KIND_IPV6 = 1 << 1;
    private static final int KIND_GTPU = 1 << 2;
    private static final int KIND_INNER_IPV4 = 1 << 3;
    private static final int KIND_INNER_IPV6 = 1 << 4;
    private static final int KIND_CONTAINER = 1 << 5;
    private static final int QFI_SHIFT = 8;
    private static final int TAGGED = 0x1000;
    private static final int VLAN_ID = 0xfff;

    /** Which bits a rule asks for. */
    final long[] mask = new long[WORDS];
    /** What they must be. */
    final long[] value = new long[WORDS];

    /**
     * A rule's question.
     *
     * @param match what the rule asks of a packet
     * @param ports index of each port, by name
     */
    FlowKey(final FlowMatch match, final Map<String, Integer> ports) {
        match.ingressPort().ifPresent(name -> ask(LINK, 48, 0xffff, ports.get(name)));
        match.vlan().ifPresent(id -> ask(LINK, 32, 0xffff, id == 0 ? 0 : TAGGED | id));
        match.innerVlan().ifPresent(id -> ask(LINK, 16, 0xffff, TAGGED | id));
        match.etherType().ifPresent(type -> ask(LINK, 0, 0xffff, type));
        match.destinationMac().ifPresent(mac -> askMac(DESTINATION_MAC, mac));
        match.sourceMac().ifPresent(mac -> askMac(SOURCE_MAC, mac));
        match.outerSource().ifPresent(prefix -> askPrefix(SOURCE_HIGH, prefix, KIND_IPV4, KIND_IPV6));
        match.outerDestination().ifPresent(prefix -> askPrefix(DESTINATION_HIGH, prefix, KIND_IPV4, KIND_IPV6));
        match.innerSource().ifPresent(
            prefix -> askPrefix(INNER_SOURCE_HIGH, prefix, KIND_INNER_IPV4, KIND_INNER_IPV6));
        match.innerDestination().ifPresent(
            prefix -> askPrefix(INNER_DESTINATION_HIGH, prefix, KIND_INNER_IPV4, KIND_INNER_IPV6));
        match.outerProtocol().ifPresent(protocol -> ask(SOURCE_MAC, 8, 0xff, protocol));
        match.innerProtocol().ifPresent(protocol -> {
            ask(SOURCE_MAC, 0, 0xff, protocol);
            askKind(KIND_GTPU);
        });
        match.teid().ifPresent(teid -> {
            ask(TUNNEL, 32, 0xffff_ffffL, teid);
            askKind(KIND_GTPU);
        });
        match.messageType().ifPresent(type -> {
            ask(TUNNEL, 0, 0xff, type);
            askKind(KIND_GTPU);
        });
        match.qfi().ifPresent(qfi -> {
            ask(TUNNEL, QFI_SHIFT, 0x3f, qfi);
            askKind(KIND_CONTAINER);
        });
    }

    private void ask(final int word, final int shift, final long bits, final long wanted) {
        mask[word] |= bits << shift;
        value[word] |= wanted << shift;
    }

    private void askKind(final int kind) {
        ask(TUNNEL, KIND_SHIFT, kind, kind);
    }

    private void askMac(final int word, final MacMatch match) {
        ask(word, 16, match.mask().bits(), match.address().bits() & match.mask().bits());
    }

    private void askPrefix(final int highWord, final IpPrefix prefix, final int ipv4, final int ipv6) {
        ask(highWord, 0, prefix.highMask(), prefix.address().high());
        ask(highWord + 1, 0, prefix.lowMask(), prefix.address().low());
        askKind(prefix.address().version() == 4 ? ipv4 : ipv6);
    }

    /** Whether a key, whole, answers the question. */
    boolean matches(final long[] key) {
        for (int word = 0; word < WORDS; word++) {
            if ((key[word] & mask[word]) != value[word]) {
                return false;
            }
        }
        return true;
    }

    /** Fills a word's column for each packet of a vector. */
    static void fill(final int word, final PacketVector vector, final MemorySegment bytes, final long[] column) {
        switch (word) {
            case LINK -> fillLink(vector, column);
            case DESTINATION_MAC -> fillDestinationMac(vector, bytes, column);
            case SOURCE_MAC -> fillSourceMac(vector, bytes, column);
            case TUNNEL -> fillTunnel(vector, column);
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
        final long outer = (layers & Layer.VLAN) == 0 ? 0 : TAGGED | tcis >>> 16 & VLAN_ID;
        final long inner = (layers & Layer.QINQ) == 0 ? 0 : TAGGED | tcis & VLAN_ID;
        return outer << 32 | inner << 16;
    }

    private static void fillDestinationMac(final PacketVector vector, final MemorySegment bytes, final long[] column) {
        for (int i = 0; i < vector.size; i++) {
            column[i] = hasMacs(vector, i) ? Ethernet.destination(bytes, vector.position[i]) << 16 : 0;
        }
    }

    private static void fillSourceMac(final PacketVector vector, final MemorySegment bytes, final long[] column) {
        for (int i = 0; i < vector.size; i++) {
            final int layers = vector.layers[i];
            final long mac = hasMacs(vector, i) ? Ethernet.source(bytes, vector.position[i]) << 16 : 0;
            final int protocol = (layers & Layer.IP) == 0 ? 0 : vector.protocol[i];
            final int inner = (layers & Layer.INNER_IP) == 0 ? 0 : vector.innerProtocol[i];
            column[i] = mac | (long) protocol << 8 | inner;
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
            | (layers & Layer.INNER_IP) / Layer.INNER_IPV4 * KIND_INNER_IPV4;
    }

    private static long tunnel(final int teid, final int gtpu) {
        final long container = GtpuColumn.hasContainer(gtpu) ? (long) KIND_CONTAINER << KIND_SHIFT : 0;
        return (long) teid << 32 | container | (long) GtpuColumn.qfi(gtpu) << QFI_SHIFT
            | GtpuColumn.messageType(gtpu);
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
