package io.mecvswitch.gtpu;

import io.mecvswitch.memory.PacketMemory;
import io.mecvswitch.port.PacketBurst;
import java.lang.foreign.MemorySegment;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.ControlledMessageHandler;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;
import org.agrona.concurrent.status.AtomicCounter;

/**
 * The switch's own End Markers (TS 29.281 §7.3.2) that leave by one port, in the order in which {@link EndMarkers}
 * wrote them. One for which there is no buffer waits. The receiving lane.
 */
public final class EndMarkerSource extends MessageSource {
    private final OneToOneRingBuffer queue;
    private final MemorySegment queued;
    private final PacketMemory memory;
    private final AtomicCounter made;
    private final ControlledMessageHandler handler = this::make;
    private final long[] one = new long[1];
    private PacketBurst into;

    /**
     * @param name   of the port they go to
     * @param queue  where they are written
     * @param memory gives buffers
     * @param made   counts packets the switch makes, before they go anywhere
     */
    EndMarkerSource(final String name, final OneToOneRingBuffer queue, final PacketMemory memory,
        final AtomicCounter made) {
        super(name);
        this.queue = queue;
        this.queued = MemorySegment.ofBuffer(queue.buffer().byteBuffer());
        this.memory = memory;
        this.made = made;
    }

    @Override
    public int rxBurst(final int queueNumber, final PacketBurst burst) {
        burst.size = 0;
        into = burst;
        queue.controlledRead(handler, burst.capacity());
        return burst.size;
    }

    /** The device does not know where in the buffer it lies. */
    private ControlledMessageHandler.Action make(final int type, final MutableDirectBuffer buffer, final int at,
        final int length) {
        if (!memory.allocate(one, 1)) {
            return ControlledMessageHandler.Action.ABORT;
        }
        final long frame = memory.bufferStart(one[0]) + HEADROOM;
        MemorySegment.copy(queued, at, memory.bytes(), frame, length);
        made.getAndAdd(1);
        into.add(one[0], frame, length, 0);
        into.moved = true;
        return ControlledMessageHandler.Action.CONTINUE;
    }
}
