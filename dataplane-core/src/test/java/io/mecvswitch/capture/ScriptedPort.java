package io.mecvswitch.capture;

import io.mecvswitch.memory.PacketMemory;
import io.mecvswitch.port.PacketBurst;
import io.mecvswitch.port.Port;
import io.mecvswitch.port.PortStatistics;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Queue;

/** A port that receives one-byte frames at given times, as a capture driver does, and takes a set number to send. */
final class ScriptedPort implements Port {
    /** In a script: an attempt that finds no packet buffer. */
    static final long NO_BUFFER = -1;

    int accepts = Integer.MAX_VALUE;
    boolean timestamps = true;
    boolean closed;

    private final PacketMemory memory;
    private final int number;
    private final Queue<Long> script = new ArrayDeque<>();
    private long noBuffer;

    ScriptedPort(final PacketMemory memory, final int number, final long... times) {
        this.memory = memory;
        this.number = number;
        Arrays.stream(times).forEach(script::add);
    }

    @Override
    public int rxBurst(final int queue, final PacketBurst into) {
        into.size = 0;
        while (into.size < into.capacity() && !script.isEmpty()) {
            final long timeNs = script.remove();
            if (timeNs == NO_BUFFER) {
                noBuffer++;
                break;
            }
            add(into, timeNs, (byte) number);
        }
        return into.size;
    }

    /** Appends a packet of these bytes to a burst. */
    void add(final PacketBurst into, final long timeNs, final byte... frame) {
        final long[] handle = new long[1];
        if (!memory.allocate(handle, 1)) {
            throw new IllegalStateException("the test needs more packet buffers");
        }
        final long position = memory.bufferStart(handle[0]);
        MemorySegment.copy(MemorySegment.ofArray(frame), 0, memory.bytes(), position, frame.length);
        into.add(handle[0], position, frame.length, timeNs);
    }

    @Override
    public int txBurst(final int queue, final PacketBurst burst) {
        final int taken = Math.min(burst.size, accepts);
        memory.free(burst.handle, 0, taken);
        return taken;
    }

    @Override
    public String name() {
        return "port" + number;
    }

    @Override
    public boolean timestamps() {
        return timestamps;
    }

    @Override
    public int maxFrameLength() {
        return 1_514;
    }

    @Override
    public long macAddress() {
        return 0x0200_0000_0000L | number;
    }

    @Override
    public boolean linkUp() {
        return true;
    }

    @Override
    public PortStatistics statistics() {
        return new PortStatistics(7, 70, 0, 0, noBuffer, 0, 0, 0);
    }

    @Override
    public void close() {
        closed = true;
    }
}
