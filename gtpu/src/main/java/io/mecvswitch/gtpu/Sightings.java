package io.mecvswitch.gtpu;

import io.mecvswitch.config.IpAddress;
import java.nio.ByteBuffer;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.ManyToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;

/**
 * What lanes saw of tunnels they do not know, on its way to the {@link Learner}: a bounded queue without locks, from
 * one lane of each line to control. What finds it full is not seen; there will be another packet.
 *
 * <pre>
 *    0       4       8             24            40            56        64 (octets)
 *   ┌───────┬───────┬─────────────┬─────────────┬─────────────┐
 *   │ TEID  │ IP    │ destination │ source      │ UE address  │ IP versions: outer in bits 0 to 3, UE's in bits 4 to 7
 *   │       │ vers. │ high, low   │ high, low   │ high, low   │ IPv4 in the low word
 *   └───────┴───────┴─────────────┴─────────────┴─────────────┘
 * </pre>
 */
final class Sightings {
    /** A G-PDU from access to core. */
    static final int UPLINK = 1 + TunnelTable.UPLINK;
    /** A G-PDU from core to access. */
    static final int DOWNLINK = 1 + TunnelTable.DOWNLINK;
    /** An End Marker from the core; it has no UE address. */
    static final int END_MARKER = 3;

    private static final int CAPACITY = 1 << 19;
    private static final int VERSIONS = 4;
    private static final int DESTINATION = 8;
    private static final int SOURCE = 24;
    private static final int UE = 40;
    private static final int LENGTH = 56;
    private static final int UE_VERSION_SHIFT = 4;

    /** What is told of a packet. */
    interface Reader {
        /**
         * @param type        {@link #UPLINK}, {@link #DOWNLINK} or {@link #END_MARKER}
         * @param destination address to which the tunnel leads
         * @param teid        identifier of the tunnel there
         * @param source      address of the node that sent the packet
         * @param ue          address of the UE, means nothing of an End Marker
         */
        void onSighting(int type, IpAddress destination, int teid, IpAddress source, IpAddress ue);
    }

    private final ManyToOneRingBuffer ring = new ManyToOneRingBuffer(
        new UnsafeBuffer(ByteBuffer.allocateDirect(CAPACITY + RingBufferDescriptor.TRAILER_LENGTH)));

    /**
     * Begins to tell of a packet. The lane.
     *
     * @return where its octets go, or a negative number if there is no room
     */
    int begin(final int type) {
        return ring.tryClaim(type, LENGTH);
    }

    /** Tunnel of the packet begun. The lane. */
    void tunnel(final int at, final int teid, final int outerVersion, final int ueVersion) {
        ring.buffer().putInt(at, teid);
        ring.buffer().putInt(at + VERSIONS, outerVersion | ueVersion << UE_VERSION_SHIFT);
    }

    /** Where the tunnel leads. The lane. */
    void destination(final int at, final long high, final long low) {
        address(at + DESTINATION, high, low);
    }

    /** Who sent the packet. The lane. */
    void source(final int at, final long high, final long low) {
        address(at + SOURCE, high, low);
    }

    /** Whose packet it is. The lane. */
    void ue(final int at, final long high, final long low) {
        address(at + UE, high, low);
    }

    private void address(final int at, final long high, final long low) {
        ring.buffer().putLong(at, high);
        ring.buffer().putLong(at + Long.BYTES, low);
    }

    /** Ends what {@link #begin} began. The lane. */
    void end(final int at) {
        ring.commit(at);
    }

    /**
     * Takes sightings, in the order in which they were made. Control.
     *
     * @return how many there were, up to a limit
     */
    int read(final Reader reader, final int limit) {
        return ring.read((type, buffer, at, _) -> read(reader, type, buffer, at), limit);
    }

    private static void read(final Reader reader, final int type, final MutableDirectBuffer buffer, final int at) {
        final int versions = buffer.getInt(at + VERSIONS);
        final int outer = versions & 0xf;
        reader.onSighting(type, address(buffer, at + DESTINATION, outer), buffer.getInt(at),
            address(buffer, at + SOURCE, outer), address(buffer, at + UE, versions >>> UE_VERSION_SHIFT));
    }

    private static IpAddress address(final DirectBuffer buffer, final int at, final int version) {
        return new IpAddress(version, buffer.getLong(at), buffer.getLong(at + Long.BYTES));
    }
}
