package io.mecvswitch.port;

import io.mecvswitch.memory.PacketMemory;
import java.lang.foreign.MemorySegment;
import org.agrona.concurrent.OneToOneConcurrentArrayQueue;
import org.agrona.concurrent.status.AtomicCounter;

/**
 * Frames that a port shall have received though no device did: for tests on a live line.
 *
 * <p>Control offers them, the receiving lane takes them in. Those for which there is no buffer wait.
 */
public final class InjectionSource extends MessageSource {
    /** Frames that wait at most. */
    public static final int CAPACITY = 1024;

    private final OneToOneConcurrentArrayQueue<MemorySegment> frames = new OneToOneConcurrentArrayQueue<>(CAPACITY);

    /**
     * @param name   of the port
     * @param memory gives buffers
     * @param made   counts packets the switch makes, before they go anywhere
     */
    public InjectionSource(final String name, final PacketMemory memory, final AtomicCounter made) {
        super(name, memory, made);
    }

    /**
     * Leaves a frame for the lane. Control.
     *
     * @param frame on the heap; nobody changes it any more
     * @return false if too many wait
     */
    public boolean offer(final MemorySegment frame) {
        return frames.offer(frame);
    }

    /** Frames that wait. Control. */
    public int waiting() {
        return frames.size();
    }

    @Override
    public int rxBurst(final int queue, final PacketBurst burst) {
        burst.size = 0;
        while (burst.size < burst.capacity()) {
            final MemorySegment frame = frames.peek();
            if (frame == null || add(frame, 0, (int) frame.byteSize(), burst) == NO_BUFFER) {
                break;
            }
            frames.poll();
        }
        return burst.size;
    }
}
