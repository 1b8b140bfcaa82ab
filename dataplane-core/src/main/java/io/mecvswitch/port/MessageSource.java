package io.mecvswitch.port;

import io.mecvswitch.memory.PacketMemory;
import java.lang.foreign.MemorySegment;
import org.agrona.concurrent.status.AtomicCounter;

/**
 * Where messages of the switch's own come from, as if they were received: they take the line like other packets, to the
 * port that the source is named after. It can't be sent to. The receiving lane.
 */
public abstract class MessageSource implements Port {
    /** There is none. */
    protected static final long NO_BUFFER = -1;
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
    protected MessageSource(final String name, final PacketMemory memory, final AtomicCounter made) {
        this.name = name;
        this.memory = memory;
        this.made = made;
    }

    /**
     * Adds a copy of a message to a burst, of which the device does not know where in its buffer it lies.
     *
     * @return where it lies, or {@link #NO_BUFFER}
     */
    protected final long add(final MemorySegment message, final long at, final int length, final PacketBurst into) {
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
