package io.mecvswitch.vswitch.demo;

import io.mecvswitch.memory.PacketMemory;
import io.mecvswitch.port.PacketBurst;
import io.mecvswitch.port.Port;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Consumer;

/**
 * The far end of one of the switch's ports: takes and brings frames, and notes them in a capture.
 *
 * <p>The simulation's thread. It holds no packet buffer between two calls. What the device does not take at once waits
 * here and is lost nowhere.
 */
final class Cable {
    private static final int BURST = 32;
    private static final int HEADROOM = 128;

    private final Port port;
    private final PacketMemory memory;
    private final Capture capture;
    private final PacketBurst burst = new PacketBurst(BURST);
    private final Queue<byte[]> waiting = new ArrayDeque<>();
    private long sent;
    private long received;

    Cable(final Port port, final PacketMemory memory, final Capture capture) {
        this.port = port;
        this.memory = memory;
        this.capture = capture;
    }

    /** Sends a frame with the next {@link #flush}. */
    void send(final byte[] frame) {
        waiting.add(frame);
    }

    /** Lets the device take what waits; how many it took. */
    int flush() {
        final int count = Math.min(waiting.size(), BURST);
        if (count == 0 || !memory.allocate(burst.handle, count)) {
            return 0;
        }
        int i = 0;
        for (final byte[] frame : waiting) {
            if (i == count) {
                break;
            }
            load(i++, frame);
        }
        burst.size = count;
        final int taken = port.txBurst(0, burst);
        memory.free(burst.handle, taken, count - taken);
        for (int k = 0; k < taken; k++) {
            capture.note(waiting.remove());
        }
        sent += taken;
        return taken;
    }

    private void load(final int i, final byte[] frame) {
        final long position = memory.bufferStart(burst.handle[i]) + HEADROOM;
        MemorySegment.copy(frame, 0, memory.bytes(), ValueLayout.JAVA_BYTE, position, frame.length);
        burst.position[i] = position;
        burst.length[i] = frame.length;
    }

    /** Hands over what has come; how many there were. */
    int receive(final Consumer<byte[]> taker) {
        final int count = port.rxBurst(0, burst);
        final byte[][] frames = new byte[count][];
        for (int i = 0; i < count; i++) {
            frames[i] = new byte[Math.abs(burst.length[i])];
            MemorySegment.copy(
                memory.bytes(), ValueLayout.JAVA_BYTE, burst.position[i], frames[i], 0, Math.max(burst.length[i], 0));
        }
        memory.free(burst.handle, 0, count);
        received += count;
        for (final byte[] frame : frames) {
            capture.note(frame);
            taker.accept(frame);
        }
        return count;
    }

    /** Frames that the device has still to take. */
    int waiting() {
        return waiting.size();
    }

    /** What is noted of it. */
    Capture capture() {
        return capture;
    }

    /** Frames the switch's port was given. */
    long sent() {
        return sent;
    }

    /** Frames that came out of the switch's port. */
    long received() {
        return received;
    }

    /** Whether both ends are connected. */
    boolean linkUp() {
        return port.linkUp();
    }

    /** Takes the far end off; the switch's port must not be polled any more. */
    void unplug() {
        port.close();
    }
}
