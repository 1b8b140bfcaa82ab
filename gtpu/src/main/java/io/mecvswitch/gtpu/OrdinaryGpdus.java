package io.mecvswitch.gtpu;

import io.mecvswitch.header.Ethernet;
import io.mecvswitch.header.Gtpu;
import io.mecvswitch.header.IpProtocol;
import io.mecvswitch.header.Ipv4;
import io.mecvswitch.header.Ipv6;
import io.mecvswitch.header.Udp;
import io.mecvswitch.header.Wire;
import io.mecvswitch.memory.PacketMemory;
import io.mecvswitch.stage.Headers;
import io.mecvswitch.stage.Layer;
import io.mecvswitch.stage.PacketVector;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * Recognises vectors in which each packet is an ordinary G-PDU, and all came the same way.
 *
 * <p>Ordinary is what nearly all G-PDUs are: untagged, IPv4 without options and whole, UDP, nothing in front of the
 * T-PDU or a PDU session container alone; a T-PDU that is an IPv4 packet without options or an IPv6 packet; a TEID
 * other than 0; and the lengths of IPv4, UDP and GTP-U agree. What is anything else is not judged here. Of each packet
 * two words are kept:
 *
 * <pre>
 *   key    as {@link TunnelTable#key} makes it
 *         63         49  48 47          32 31                       0
 *   note  │ 0          │ 6 │ IPv4 length  │ as {@link Learned#look} has it  │   6: the T-PDU is IPv6
 * </pre>
 *
 * <p>Used by one lane.
 */
final class OrdinaryGpdus {
    private static final int NETWORK = Ethernet.HEADER_LENGTH;
    private static final int UDP = NETWORK + Ipv4.MINIMUM_HEADER_LENGTH;
    private static final int GTPU = UDP + Udp.HEADER_LENGTH;
    private static final int PAYLOAD = GTPU + Gtpu.HEADER_LENGTH;
    private static final int SHORTEST = PAYLOAD + Ipv4.MINIMUM_HEADER_LENGTH;
    private static final int CONTAINER_LENGTH = Gtpu.OPTIONAL_LENGTH + Gtpu.PDU_SESSION_CONTAINER_LENGTH;

    // octets 8 to 15, the last one, DSCP and ECN, left out
    private static final long IP_TYPE_AND_HEADER = (long) (Ethernet.TYPE_IPV4 << 8 | 0x45) << 8;
    private static final long TYPE_AND_HEADER = 0xff_ffffL << 8;
    private static final long BUT_TRAFFIC_CLASS = Wire.asRead(~0xffL);
    // octets 16 to 23: length, identification, fragment, TTL, protocol
    private static final long WHOLE_AND_PROTOCOL =
        (long) (Ipv4.MORE_FRAGMENTS | Ipv4.FRAGMENT_PLACE_MASK) << 16 | 0xff;
    // octets 36 to 39 less IPv4's length
    private static final int TO_GTPU_PORT = (Gtpu.UDP_PORT << 16) - (UDP - NETWORK);
    // first half of the GTP-U header less IPv4's length
    private static final long BARE_GPDU = ((long) (Gtpu.FLAGS_GTPU << 8 | Gtpu.GPDU) << 16) - (PAYLOAD - NETWORK);
    private static final long EXTENSION = (long) Gtpu.FLAG_EXTENSION << 24;
    private static final int EXTENSION_TO_SIGN = Long.numberOfLeadingZeros(EXTENSION << Integer.SIZE);
    private static final long NEXT_LENGTH_LAST = 0xff_ff00_00ffL;
    private static final long CONTAINER_ALONE = (long) Gtpu.EXTENSION_PDU_SESSION_CONTAINER << 32 | 1 << 24;
    private static final long QFI = 0x3fL << Headers.QFI_SHIFT;
    private static final int CONTAINER_SHIFT = Long.numberOfTrailingZeros(Headers.tunnel(Layer.CONTAINER));
    private static final int EXTENSION_SHIFT = Long.numberOfTrailingZeros(EXTENSION);

    private static final long GPDU = Headers.tunnel(0, Layer.IPV4 | Layer.IP | Layer.UDP | Layer.PORTS | Layer.GTPU
        | Layer.GPDU | Layer.INNER_IP | Layer.INNER_IPV4, 0, Gtpu.GPDU);
    private static final long CONTAINER_FIELDS = Headers.tunnel(Layer.CONTAINER) | QFI;
    private static final long DSCP = 0x3f;
    private static final long OFFSETS = Headers.offsets(NETWORK, 0, UDP, GTPU, 0);

    private static final long LOOK = 0xffff_ffffL;
    private static final int LENGTH_SHIFT = 32;
    private static final int IPV6_SHIFT = 48;

    // By first octet of a T-PDU: octets that it has at least; negative if it is no ordinary one.
    private static final long[] SHORTEST_TPDU = new long[1 << Byte.SIZE];
    private static final long NO_TPDU = Long.MIN_VALUE;

    static {
        Arrays.fill(SHORTEST_TPDU, NO_TPDU);
        SHORTEST_TPDU[0x45] = Ipv4.MINIMUM_HEADER_LENGTH;
        Arrays.fill(SHORTEST_TPDU, 0x60, 0x70, Ipv6.HEADER_LENGTH);
    }

    private final MemorySegment bytes;
    private final long[] keys;
    private final long[] notes;
    // how the packets recognised last came
    private long macs;
    private long macAndType;

    /**
     * @param memory     where the packets are
     * @param keys       takes the key of each packet's tunnel
     * @param vectorSize packets of one vector at most
     */
    OrdinaryGpdus(final PacketMemory memory, final long[] keys, final int vectorSize) {
        this.bytes = memory.bytes();
        this.keys = keys;
        this.notes = new long[vectorSize];
    }

    /** By packet recognised last: its note. */
    long[] notes() {
        return notes;
    }

    /** Whether the packets recognised last came by a path that is known. */
    boolean cameBy(final PathTable paths, final int path, final int ingress) {
        return paths.is(path, macs, PathTable.macAndTags((int) (macAndType >>> 16), 0), (long) ingress << 32);
    }

    /** Of a note: how the packet looks, as {@link Learned#look} has it. */
    static long look(final long note) {
        return note & LOOK;
    }

    /** Of a note: where the T-PDU begins, from the frame's first octet. */
    static int inner(final long note) {
        return PAYLOAD + optionalLength(note);
    }

    /** Of a note: octets of the T-PDU. */
    static int innerLength(final long note) {
        return ((int) (note >>> LENGTH_SHIFT) & 0xffff) - (PAYLOAD - NETWORK) - optionalLength(note);
    }

    /** Of a note: EtherType of the T-PDU, without a branch: both kinds come in any order. */
    static int innerType(final long note) {
        return Ethernet.TYPE_IPV4 ^ (Ethernet.TYPE_IPV4 ^ Ethernet.TYPE_IPV6) & -(int) (note >>> IPV6_SHIFT);
    }

    private static int optionalLength(final long note) {
        return (int) (note >>> CONTAINER_SHIFT & 1) * CONTAINER_LENGTH;
    }

    /**
     * Notes what the packets are; returns whether all of them are ordinary and came as the first one did.
     *
     * <p>One loop without a call, and without a branch but for frames that are too short to be read: what differs from
     * the picture is gathered in {@code odd}, what is missing makes {@code spare} negative.
     */
    boolean recognise(final PacketVector vector) {
        final MemorySegment bytes = this.bytes;
        final long[] keys = this.keys;
        final long[] notes = this.notes;
        final int[] lengths = vector.length;
        final long[] positions = vector.position;
        final int size = vector.size;
        if (lengths[0] < SHORTEST) {
            return false;
        }
        final long macs = Wire.raw64(bytes, positions[0]);
        final long macAndType = Wire.raw64(bytes, positions[0] + Long.BYTES);
        long odd = Wire.u64(bytes, positions[0] + Long.BYTES) & TYPE_AND_HEADER ^ IP_TYPE_AND_HEADER;
        long spare = 0;
        for (int i = 0; i < size; i++) {
            final int length = lengths[i];
            if (length < SHORTEST) {
                return false;
            }
            final MemorySegment frame = bytes.asSlice(positions[i], SHORTEST);
            odd |= Wire.raw64(frame, 0) ^ macs | (Wire.raw64(frame, Long.BYTES) ^ macAndType) & BUT_TRAFFIC_CLASS;
            final long ip = Wire.u64(frame, NETWORK + Ipv4.TOTAL_LENGTH_OFFSET);
            final long total = ip >>> 48;
            odd |= ip & WHOLE_AND_PROTOCOL ^ IpProtocol.UDP
                | Wire.u32(frame, UDP + Udp.DESTINATION_PORT_OFFSET) - (int) total ^ TO_GTPU_PORT;
            final long gtpu = Gtpu.word0(frame, GTPU);
            final long kind = gtpu >>> Integer.SIZE;
            final long extended = gtpu << EXTENSION_TO_SIGN >> Long.SIZE - 1;
            final long payload = Wire.u64(frame, PAYLOAD);
            odd |= kind - total - BARE_GPDU & ~EXTENSION | (payload & NEXT_LENGTH_LAST ^ CONTAINER_ALONE) & extended;
            final long optional = extended & CONTAINER_LENGTH;
            final int version = Wire.u8(frame, PAYLOAD + optional);
            final long shortest = SHORTEST_TPDU[version];
            spare |= length - NETWORK - total | total - (PAYLOAD - NETWORK) - optional - shortest | shortest
                | (gtpu & LOOK) - 1;
            final long key = (long) Wire.u32(frame, NETWORK + Ipv4.DESTINATION_OFFSET) << Integer.SIZE | gtpu & LOOK;
            odd |= isOfNoEndpoint(key);
            keys[i] = key;
            notes[i] = (version & 0x20L) << IPV6_SHIFT - 5 | total << LENGTH_SHIFT
                | (kind & EXTENSION) >>> EXTENSION_SHIFT << CONTAINER_SHIFT | payload & QFI & extended
                | Wire.u8(frame, NETWORK + Ipv4.TRAFFIC_CLASS_OFFSET) >>> 2;
        }
        this.macs = Wire.u64(bytes, positions[0]);
        this.macAndType = Wire.u64(bytes, positions[0] + Ethernet.SOURCE_OFFSET);
        return odd == 0 && spare >= 0;
    }

    /**
     * Writes the columns of the packets recognised last, as Parse does where it looks no further than to the T-PDU;
     * returns whether these are theirs: all T-PDUs are IPv4.
     */
    boolean writeHeaders(final PacketVector vector) {
        final long[] keys = this.keys;
        final long[] notes = this.notes;
        final long[] tunnels = vector.tunnel;
        final long[] protocols = vector.protocols;
        final long[] offsets = vector.offsets;
        final int size = vector.size;
        Arrays.fill(vector.link, 0, size, Headers.link(vector.ingress, 0, Ethernet.TYPE_IPV4));
        long together = 0;
        for (int i = 0; i < size; i++) {
            final long note = notes[i];
            together |= note;
            tunnels[i] = keys[i] << Integer.SIZE | GPDU | note & CONTAINER_FIELDS;
            protocols[i] = Headers.protocols(innerLength(note), 0,
                (int) (note & DSCP) << Headers.DSCP_SHIFT | IpProtocol.UDP, 0);
            offsets[i] = OFFSETS + inner(note);
        }
        return together >>> IPV6_SHIFT == 0;
    }

    /** 0 if a node can have the key's address, see {@link TunnelEndpoints#ofIpv4}. */
    private static long isOfNoEndpoint(final long key) {
        return (key >>> 61) + 1 >>> 3;
    }
}
