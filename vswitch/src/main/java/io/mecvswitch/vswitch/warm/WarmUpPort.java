package io.mecvswitch.vswitch.warm;

import io.mecvswitch.memory.PacketMemory;
import io.mecvswitch.port.MemoryPort;
import io.mecvswitch.port.PacketBurst;
import io.mecvswitch.port.Port;
import io.mecvswitch.port.PortStatistics;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

/**
 * A port in memory on which the same frames arrive again and again, and which takes what is sent, now and then not all.
 * What it takes leaves by a device where there is one, so that the way there is warm, too. Used by one thread.
 */
final class WarmUpPort implements Port {
    private static final int HEADROOM = MemoryPort.HEADROOM;
    private static final int MTU = 1_500;
    private static final int FRAME_OVERHEAD = 14 + 2 * 4;
    private static final int BURST = 256;
    /** One burst in so many is not taken whole. */
    private static final int CONGESTION = 64;
    /** One burst in so many is not measured, as none is in which a frame is too long for its buffer. */
    private static final int OVERLONG = 64;

    private final String name;
    private final PacketMemory memory;
    private final WarmUpFrames frames;
    private final Optional<Port> device;
    private final long[] handles = new long[BURST];
    private int next;
    private int received;
    private int sent;
    /** Frames that still arrive. */
    private int expected;
    private boolean closed;

    /**
     * @param name   the configured name
     * @param memory where received frames are put
     * @param frames what arrives
     * @param device takes what is sent; empty if it is just given back
     */
    WarmUpPort(final String name, final PacketMemory memory, final WarmUpFrames frames, final Optional<Port> device) {
        this.name = name;
        this.memory = memory;
        this.frames = frames;
        this.device = device;
    }

    /** Lets so many frames arrive, if the port is open. */
    void expect(final int count) {
        expected = closed ? 0 : count;
    }

    /** Whether all have arrived that were to. */
    boolean isIdle() {
        return expected == 0;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int rxBurst(final int queue, final PacketBurst into) {
        into.size = 0;
        final int count = Math.min(Math.min(expected, into.capacity()), handles.length);
        if (count == 0 || !memory.allocate(handles, count)) {
            return 0;
        }
        for (int i = 0; i < count; i++) {
            arrive(handles[i], into);
        }
        if (++received % OVERLONG != 0) {
            into.measure();
        }
        expected -= count;
        return count;
    }

    private void arrive(final long handle, final PacketBurst into) {
        final long offset = frames.offsets()[next];
        final int length = (int) (frames.offsets()[next + 1] - offset);
        next = next + 1 == frames.count() ? 0 : next + 1;
        final long position = memory.bufferStart(handle) + HEADROOM;
        MemorySegment.copy(frames.memory(), offset, memory.bytes(), position, length);
        into.add(handle, position, length, 0);
    }

    @Override
    public int txBurst(final int queue, final PacketBurst burst) {
        if (device.isPresent() && ++sent % CONGESTION != 0) {
            return device.get().txBurst(queue, burst);
        }
        final int count = sent % CONGESTION == 0 ? burst.size / 2 : burst.size;
        memory.free(burst.handle, 0, count);
        return count;
    }

    @Override
    public boolean timestamps() {
        return false;
    }

    @Override
    public int maxFrameLength() {
        return MTU + FRAME_OVERHEAD;
    }

    @Override
    public long macAddress() {
        return WarmUpSites.SWITCH_MAC.bits();
    }

    @Override
    public boolean linkUp() {
        return true;
    }

    @Override
    public PortStatistics statistics() {
        return PortStatistics.NONE;
    }

    @Override
    public void close() {
        closed = true;
        expected = 0;
        device.ifPresent(Port::close);
    }
}
