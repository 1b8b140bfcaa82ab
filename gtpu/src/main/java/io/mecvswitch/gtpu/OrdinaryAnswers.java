package io.mecvswitch.gtpu;

import io.mecvswitch.header.Ethernet;
import io.mecvswitch.header.Ipv4;
import io.mecvswitch.header.Wire;
import io.mecvswitch.memory.PacketMemory;
import io.mecvswitch.stage.PacketVector;
import java.lang.foreign.MemorySegment;

/**
 * Recognises vectors in which each packet is an ordinary one of an application's.
 *
 * <p>Ordinary is what nearly all answers are: untagged, IPv4 without options and whole, and there is room for the
 * longest outer headers that are kept {@link OuterHeaders ready}, in the buffer and in the length field. What is
 * anything else is not judged here. Used by one lane.
 */
final class OrdinaryAnswers {
    /** Where the IP packet begins, from the frame's first octet. */
    static final int NETWORK = Ethernet.HEADER_LENGTH;

    private static final int SHORTEST = NETWORK + Ipv4.MINIMUM_HEADER_LENGTH;
    private static final int LONGEST = 0xffff - OuterHeaders.MAX_IP_LENGTH;
    private static final int HEADROOM = OuterHeaders.MAX_LENGTH - NETWORK;
    private static final long IP_TYPE_AND_HEADER = Ethernet.TYPE_IPV4 << 8 | 0x45;
    private static final int FRAGMENT = Ipv4.MORE_FRAGMENTS | Ipv4.FRAGMENT_PLACE_MASK;

    private final PacketMemory memory;
    private final MemorySegment bytes;
    private final long[] keys;
    private final int[] lengths;

    /**
     * @param memory     where the packets are
     * @param keys       takes the key of each destination, for {@link TunnelTable#findIpv4Ues}
     * @param vectorSize packets of one vector at most
     */
    OrdinaryAnswers(final PacketMemory memory, final long[] keys, final int vectorSize) {
        this.memory = memory;
        this.bytes = memory.bytes();
        this.keys = keys;
        this.lengths = new int[vectorSize];
    }

    /** By packet recognised last: octets of the IP packet. */
    int[] lengths() {
        return lengths;
    }

    /**
     * Notes where the packets go and how long they are; returns whether all of them are ordinary.
     *
     * <p>One loop without a call: what differs from the picture is gathered in {@code odd}, what is missing makes
     * {@code spare} negative.
     */
    boolean recognise(final PacketVector vector) {
        final MemorySegment bytes = this.bytes;
        final PacketMemory memory = this.memory;
        final long[] keys = this.keys;
        final int[] lengths = this.lengths;
        final int[] frames = vector.length;
        final long[] positions = vector.position;
        final long[] handles = vector.handle;
        final int size = vector.size;
        long odd = 0;
        long spare = 0;
        for (int i = 0; i < size; i++) {
            final int octets = frames[i];
            if (octets < SHORTEST) {
                return false;
            }
            final long position = positions[i];
            final MemorySegment frame = bytes.asSlice(position, SHORTEST);
            final long type = Wire.u64(frame, Ethernet.TYPE_OFFSET);
            final int length = (int) (type >>> 16) & 0xffff;
            odd |= type >>> 40 ^ IP_TYPE_AND_HEADER | Wire.u16(frame, NETWORK + Ipv4.FRAGMENT_OFFSET) & FRAGMENT;
            spare |= octets - NETWORK - length | length - Ipv4.MINIMUM_HEADER_LENGTH | LONGEST - length
                | position - HEADROOM - memory.bufferStart(handles[i]);
            keys[i] = TunnelTable.ipv4UeKey(Wire.u32(frame, NETWORK + Ipv4.DESTINATION_OFFSET));
            lengths[i] = length;
        }
        return odd == 0 && spare >= 0;
    }
}
