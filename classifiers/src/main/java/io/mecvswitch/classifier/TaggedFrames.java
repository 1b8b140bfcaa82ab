package io.mecvswitch.classifier;

import io.mecvswitch.header.Ethernet;
import io.mecvswitch.header.Gtpu;
import io.mecvswitch.header.IpProtocol;
import io.mecvswitch.header.Ipv4;
import io.mecvswitch.header.Tcp;
import io.mecvswitch.header.Udp;
import io.mecvswitch.header.Vlan;
import io.mecvswitch.header.Wire;
import io.mecvswitch.stage.Headers;
import io.mecvswitch.stage.Layer;
import io.mecvswitch.stage.PacketVector;
import java.lang.foreign.MemorySegment;

/**
 * Recognises what nearly all packets of a Wi-Fi access point look like: one customer tag, IPv4 without options, UDP or
 * TCP. What does not fit that picture, and GTP-U, takes the {@link HeaderWalk}, which finds the same in what does.
 *
 * <pre>
 *   octet 12                      20                    30            38
 *        │ 0x8100  tag  type IPv4 │ … frag. TTL protocol│ addresses   │ UDP or TCP
 * </pre>
 *
 * <p>A loop of its own, for vectors that begin with a tagged frame, because every case more in the loop for tunnels
 * costs those. Used by one lane.
 */
final class TaggedFrames {
    private static final int NETWORK = Ethernet.HEADER_LENGTH + Vlan.TAG_LENGTH;
    private static final int TRANSPORT = NETWORK + Ipv4.MINIMUM_HEADER_LENGTH;
    private static final int LEAST = TRANSPORT + Udp.HEADER_LENGTH;
    private static final long ALL_BUT_TAG_AND_CLASS = 0xffff_0000_ffff_ff00L;
    private static final long CUSTOMER_AND_IPV4 =
        (long) Vlan.TPID_CUSTOMER << 48 | (long) Ethernet.TYPE_IPV4 << 16 | 0x45 << 8;
    private static final int FRAGMENTED = Ipv4.MORE_FRAGMENTS | Ipv4.FRAGMENT_PLACE_MASK;
    private static final int LAYERS = Layer.VLAN | Layer.IPV4 | Layer.IP | Layer.PORTS;
    private static final int PLAIN_LAYERS = Layer.INNER_IPV4 | Layer.INNER_IP | Layer.INNER_PORTS;
    private static final int PAIR = 0xffff;

    private final MemorySegment bytes;

    /**
     * @param bytes where the packets are
     */
    TaggedFrames(final MemorySegment bytes) {
        this.bytes = bytes;
    }

    /** Whether a vector is worth it: it begins with a frame that has a customer's tag. */
    boolean begins(final PacketVector vector) {
        return vector.length[0] >= Ethernet.HEADER_LENGTH
            && Ethernet.type(bytes, vector.position[0]) == Vlan.TPID_CUSTOMER;
    }

    /**
     * Writes the columns of ordinary packets and notes the others; returns how many those are.
     *
     * @param others    receives the indexes of the others
     * @param tunnelled whether UDP port 2152 means GTP-U
     * @param plain     whether the packets are T-PDUs themselves
     */
    int recognise(final PacketVector vector, final int[] others, final boolean tunnelled, final boolean plain) {
        final MemorySegment bytes = this.bytes;
        final int[] lengths = vector.length;
        final long[] positions = vector.position;
        final long[] links = vector.link;
        final long[] tunnels = vector.tunnel;
        final long[] protocols = vector.protocols;
        final long[] offsets = vector.offsets;
        final int layers = plain ? LAYERS | PLAIN_LAYERS : LAYERS;
        final int plainTransport = plain ? TRANSPORT : 0;
        final int plainPair = plain ? PAIR : 0;
        final long places = Headers.offsets(NETWORK, 0, TRANSPORT, 0, NETWORK);
        final int size = vector.size;
        int count = 0;
        for (int i = 0; i < size; i++) {
            others[count++] = i;
            final int length = lengths[i];
            if (length < LEAST) {
                continue;
            }
            final long frame = positions[i];
            final long tag = Wire.u64(bytes, frame + Ethernet.TYPE_OFFSET);
            final long hop = Wire.u64(bytes, frame + NETWORK + Ipv4.FRAGMENT_OFFSET);
            final long transport = Wire.u64(bytes, frame + TRANSPORT);
            final int totalLength = Wire.u16(bytes, frame + NETWORK + Ipv4.TOTAL_LENGTH_OFFSET);
            final int end = NETWORK + totalLength;
            final int protocol = (int) (hop >>> 32) & 0xff;
            if ((tag & ALL_BUT_TAG_AND_CLASS) != CUSTOMER_AND_IPV4 || (hop >>> 48 & FRAGMENTED) != 0
                || end > length) {
                continue;
            }
            final boolean udp = protocol == IpProtocol.UDP;
            final int transportEnd = udp ? TRANSPORT + Udp.length(transport) : end;
            if (udp && (transportEnd > end || transportEnd < LEAST
                || tunnelled && Udp.destinationPort(transport) == Gtpu.UDP_PORT)) {
                continue;
            }
            if (!udp && (protocol != IpProtocol.TCP || !isTcp(bytes, frame, end))) {
                continue;
            }
            final int outer = Headers.pair((int) tag & 0xff, protocol);
            links[i] = Headers.link(vector.ingress, (int) (tag >>> 32) << 16, Ethernet.TYPE_IPV4);
            tunnels[i] = Headers.tunnel(udp ? layers | Layer.UDP : layers);
            protocols[i] = Headers.protocols(totalLength, plainTransport, outer, outer & plainPair);
            offsets[i] = places;
            count--;
        }
        return count;
    }

    private static boolean isTcp(final MemorySegment bytes, final long frame, final int end) {
        if (TRANSPORT + Tcp.MINIMUM_HEADER_LENGTH > end) {
            return false;
        }
        final int length = Tcp.headerLength(bytes, frame + TRANSPORT);
        return length >= Tcp.MINIMUM_HEADER_LENGTH && TRANSPORT + length <= end;
    }
}
