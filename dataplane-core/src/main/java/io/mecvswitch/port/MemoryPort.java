package io.mecvswitch.port;

import io.mecvswitch.memory.PacketMemory;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * A port without a device: frames offered as bytes are received, frames sent are kept as bytes.
 *
 * <p>Any thread may offer, look at what was sent and turn the switches; frames arrive on receive queue 0 and may be
 * sent on any queue. Packets that are received take their buffers from the memory at that moment and packets that are
 * sent give theirs back at once, so the port never holds one.
 */
public final class MemoryPort implements Port {
    /** Bytes between the start of the buffer and a received frame, as DPDK leaves them. */
    public static final int HEADROOM = 128;

    private static final int MTU = 9_216;
    private static final int FRAME_OVERHEAD = 14 + 2 * 4;

    private final String name;
    private final PacketMemory memory;
    private final long[] one = new long[1];
    // written by any thread
    private final ConcurrentLinkedQueue<Frame> offered = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<Frame> sent = new ConcurrentLinkedQueue<>();
    private volatile boolean timestamps;
    private volatile boolean linkUp = true;
    private volatile int txRoom = Integer.MAX_VALUE;
    private volatile boolean defective;
    // written by the lane that receives
    private volatile long rxPackets;
    private volatile long rxBytes;
    private volatile long rxNoBuffer;
    // written by whoever sends, under the lock of sent
    private volatile long txPackets;
    private volatile long txBytes;

    /**
     * A frame outside the packet memory.
     *
     * @param bytes  from the destination address on, without check sequence
     * @param timeNs when it was or is to be received; 0 if nobody said
     */
    public record Frame(byte[] bytes, long timeNs) { }

    /**
     * @param name   the configured name
     * @param memory where received frames are put
     */
    public MemoryPort(final String name, final PacketMemory memory) {
        this.name = name;
        this.memory = memory;
    }

    /** Lets a frame arrive. */
    public void offer(final byte[] frame) {
        offer(frame, 0);
    }

    /** Lets a frame arrive that says when it was received. */
    public void offer(final byte[] frame, final long timeNs) {
        offered.add(new Frame(frame.clone(), timeNs));
    }

    /** Frames that arrived and were not yet received. */
    public int waiting() {
        return offered.size();
    }

    /** What was sent since the last call, in order. */
    public List<Frame> takeSent() {
        final List<Frame> frames = new ArrayList<>();
        for (Frame frame = sent.poll(); frame != null; frame = sent.poll()) {
            frames.add(frame);
        }
        return frames;
    }

    /** Makes the device take this many more packets and then refuse; {@link Integer#MAX_VALUE} for no end. */
    public void txRoom(final int packets) {
        txRoom = packets;
    }

    /** Makes sending throw, as a defect of the device's code would. */
    public void defective(final boolean throwing) {
        defective = throwing;
    }

    /** Makes the link go up or down; packets are neither received nor sent while it is down. */
    public void linkUp(final boolean up) {
        linkUp = up;
    }

    /** Makes the port say that its packets carry their time. */
    public void timestamps(final boolean carried) {
        timestamps = carried;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int rxBurst(final int queue, final PacketBurst into) {
        into.size = 0;
        while (queue == 0 && linkUp && into.size < into.capacity() && receiveOne(into)) {
            rxPackets++;
        }
        return into.size;
    }

    private boolean receiveOne(final PacketBurst into) {
        final Frame frame = offered.peek();
        if (frame == null) {
            return false;
        }
        if (!memory.allocate(one, 1)) {
            rxNoBuffer++;
            return false;
        }
        offered.remove();
        rxBytes += frame.bytes.length;
        store(frame, one[0], into);
        return true;
    }

    private void store(final Frame frame, final long handle, final PacketBurst into) {
        final long position = memory.bufferStart(handle) + HEADROOM;
        final int length = frame.bytes.length;
        if (position + length > memory.bufferEnd(handle)) {
            into.add(handle, position, -length, frame.timeNs);
            return;
        }
        MemorySegment.copy(frame.bytes, 0, memory.bytes(), ValueLayout.JAVA_BYTE, position, length);
        into.add(handle, position, length, frame.timeNs);
    }

    @Override
    public int txBurst(final int queue, final PacketBurst burst) {
        if (defective) {
            throw new IllegalStateException("port " + name + " is defective");
        }
        synchronized (sent) {
            final int count = linkUp ? Math.min(burst.size, txRoom) : 0;
            for (int i = 0; i < count; i++) {
                sendOne(burst, i);
            }
            if (txRoom != Integer.MAX_VALUE) {
                txRoom -= count;
            }
            memory.free(burst.handle, 0, count);
            return count;
        }
    }

    private void sendOne(final PacketBurst burst, final int i) {
        final byte[] bytes = new byte[burst.length[i]];
        MemorySegment.copy(memory.bytes(), ValueLayout.JAVA_BYTE, burst.position[i], bytes, 0, bytes.length);
        sent.add(new Frame(bytes, burst.timeNs[i]));
        txPackets++;
        txBytes += bytes.length;
    }

    @Override
    public boolean timestamps() {
        return timestamps;
    }

    @Override
    public int maxFrameLength() {
        return MTU + FRAME_OVERHEAD;
    }

    /** Locally administered, from the name. */
    @Override
    public long macAddress() {
        return 0x02_00_00_00_00_00L | Integer.toUnsignedLong(name.hashCode());
    }

    @Override
    public boolean linkUp() {
        return linkUp;
    }

    @Override
    public PortStatistics statistics() {
        return new PortStatistics(rxPackets, rxBytes, 0, 0, rxNoBuffer, txPackets, txBytes, 0);
    }

    /** There is nothing to give back: frames still offered never took a buffer. */
    @Override
    public void close() {
        linkUp = false;
        offered.clear();
    }
}
