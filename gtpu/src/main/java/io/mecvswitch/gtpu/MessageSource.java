package io.mecvswitch.gtpu;

import io.mecvswitch.header.InternetChecksum;
import io.mecvswitch.header.IpProtocol;
import io.mecvswitch.header.Ipv4;
import io.mecvswitch.memory.PacketMemory;
import io.mecvswitch.port.PacketBurst;
import io.mecvswitch.port.Port;
import io.mecvswitch.port.PortStatistics;
import java.lang.foreign.MemorySegment;
import org.agrona.concurrent.status.AtomicCounter;

/**
 * Where messages of the switch's own come from, as if they were received: they take the line like other packets, to the
 * port that the source is named after. It can't be sent to. The receiving lane.
 */
abstract class MessageSource implements Port {
    /** There is none. */
    static final long NO_BUFFER = -1;
    /** Octets before a message in its buffer. */
    private static final int HEADROOM = 128;

    private final String name;
    private final PacketMemory memory;
    private final AtomicCounter made;
    private final long[] one = new long[1];

    /**
     * @param name   of the port the messages go to
     * @param memory gives buffers
     * @param made   counts packets the switch makes, before they go anywhere
     */
    MessageSource(final String name, final PacketMemory memory, final AtomicCounter made) {
        this.name = name;
        this.memory = memory;
        this.made = made;
    }

    /** An atomic datagram without options, with UDP in it; what is there is 0. Any thread. */
    static void writeIpv4(final MemorySegment message, final int ip, final int trafficClass, final int udpLength,
        final int ttl, final int source, final int destination) {
        Ipv4.setHeaderLength(message, ip, Ipv4.MINIMUM_HEADER_LENGTH);
        Ipv4.setTrafficClass(message, ip, trafficClass);
        Ipv4.setTotalLength(message, ip, Ipv4.MINIMUM_HEADER_LENGTH + udpLength);
        Ipv4.setFragment(message, ip, Ipv4.DONT_FRAGMENT);
        Ipv4.setTtl(message, ip, ttl);
        Ipv4.setProtocol(message, ip, IpProtocol.UDP);
        Ipv4.setSource(message, ip, source);
        Ipv4.setDestination(message, ip, destination);
        Ipv4.setChecksum(message, ip, InternetChecksum.ipv4Header(message, ip));
    }

    /**
     * Adds a copy of a message to a burst, of which the device does not know where in its buffer it lies.
     *
     * @return where it lies, or {@link #NO_BUFFER}
     */
    final long add(final MemorySegment message, final long at, final int length, final PacketBurst into) {
        if (!memory.allocate(one, 1)) {
            return NO_BUFFER;
        }
        final long frame = memory.bufferStart(one[0]) + HEADROOM;
        MemorySegment.copy(message, at, memory.bytes(), frame, length);
        made.getAndAdd(1);
        into.add(one[0], frame, length, 0);
        into.moved = true;
        return frame;
    }

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final int txBurst(final int queue, final PacketBurst burst) {
        return 0;
    }

    @Override
    public final boolean timestamps() {
        return false;
    }

    @Override
    public final int maxFrameLength() {
        return 0;
    }

    @Override
    public final long macAddress() {
        return 0;
    }

    @Override
    public final boolean linkUp() {
        return true;
    }

    @Override
    public final PortStatistics statistics() {
        return new PortStatistics(0, 0, 0, 0, 0, 0, 0, 0);
    }

    @Override
    public final void close() {
    }
}
