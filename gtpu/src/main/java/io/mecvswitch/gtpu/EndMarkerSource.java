package io.mecvswitch.gtpu;

import io.mecvswitch.memory.PacketMemory;
import io.mecvswitch.port.MessageSource;
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
    private final ControlledMessageHandler handler = this::make;
    private PacketBurst into;

    /**
     * @param name   of the port they go to
     * @param queue  where they are written
     * @param memory gives buffers
     * @param made   counts packets the switch makes, before they go anywhere
     */
    EndMarkerSource(final String name, final OneToOneRingBuffer queue, final PacketMemory memory,
        final AtomicCounter made) {
        super(name, memory, made);
        this.queue = queue;
        this.queued = MemorySegment.ofBuffer(queue.buffer().byteBuffer());
    }

    @Override
    public int rxBurst(final int queueNumber, final PacketBurst burst) {
        burst.size = 0;
        into = burst;
        queue.controlledRead(handler, burst.capacity());
        return burst.size;
    }

    private ControlledMessageHandler.Action make(final int type, final MutableDirectBuffer buffer, final int at,
        final int length) {
        return add(queued, at, length, into) == NO_BUFFER ? ControlledMessageHandler.Action.ABORT
            : ControlledMessageHandler.Action.CONTINUE;
    }
}
