package io.mecvswitch.port;

import io.mecvswitch.memory.PacketMemory;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.ToLongFunction;

/**
 * A port without a device: frames offered as bytes are received, frames sent are kept as bytes.
 *
 * <p>Any thread may offer, look at what was sent and turn the switches; frames arrive on receive queue 0 unless
 * another one is named, and may be sent on any queue. Packets that are received take their buffers from the memory at
 * that moment and packets that are sent give theirs back at once, so the port never holds one.
 */
public final class MemoryPort implements Port {
    /** Bytes between the start of the buffer and a received frame, as DPDK leaves them. */
    public static final int HEADROOM = 128;

    private static final int MTU = 9_216;
    private static final int FRAME_OVERHEAD = 14 + 2 * 4;
    private static final int LEFT_OUT = Integer.MIN_VALUE;

    private final String name;
    private final PacketMemory memory;
    private final List<Arrivals> arrivals = new ArrayList<>();
    // by handle, of what was received without; written by whoever receives
    private final Map<Long, Integer> lengths = new ConcurrentHashMap<>();
    // written by any thread
    private final ConcurrentLinkedQueue<Frame> sent = new ConcurrentLinkedQueue<>();
    private volatile boolean timestamps;
    private volatile boolean linkUp = true;
    private volatile int txRoom = Integer.MAX_VALUE;
    private volatile boolean defective;
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

    /** A receive queue. */
    private static final class Arrivals {
        private final long[] one = new long[1];
        // written by any thread
        private final ConcurrentLinkedQueue<Frame> offered = new ConcurrentLinkedQueue<>();
        // written by the lane that receives
        private volatile long packets;
        private volatile long bytes;
        private volatile long noBuffer;
    }

    /**
     * One with a queue in each direction.
     *
     * @param name   the configured name
     * @param memory where received frames are put
     */
    public MemoryPort(final String name, final PacketMemory memory) {
        this(name, memory, 1);
    }

    /**
     * @param name   the configured name
     * @param memory where received frames are put
     * @param queues in each direction
     */
    public MemoryPort(final String name, final PacketMemory memory, final int queues) {
        this.name = name;
        this.memory = memory;
        for (int queue = 0; queue < queues; queue++) {
            arrivals.add(new Arrivals());
        }
    }

    /** Lets a frame arrive. */
    public void offer(final byte[] frame) {
        offer(frame, 0);
    }

    /** Lets a frame arrive that says when it was received. */
    public void offer(final byte[] frame, final long timeNs) {
        arrivals.getFirst().offered.add(new Frame(frame.clone(), timeNs));
    }

    /** Lets a frame arrive on a queue. */
    public void offer(final int queue, final byte[] frame) {
        arrivals.get(queue).offered.add(new Frame(frame.clone(), 0));
    }

    /** Frames that arrived and were not yet received. */
    public int waiting() {
        return arrivals.stream().mapToInt(queue -> queue.offered.size()).sum();
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
        final Arrivals from = arrivals.get(queue);
        while (linkUp && into.size < into.capacity() && receiveOne(from, into)) {
            from.packets++;
        }
        return into.size;
    }

    /** Leaves out what it may, and puts there what nobody can use unseen. */
    @Override
    public int rxHandles(final int queue, final PacketBurst into) {
        if (rxBurst(queue, into) > 0 && !timestamps && into.measure()) {
            for (int i = 0; i < into.size; i++) {
                lengths.put(into.handle[i], into.length[i]);
                into.position[i] = LEFT_OUT;
                into.length[i] = LEFT_OUT;
            }
            into.describer = this::describe;
        }
        return into.size;
    }

    private void describe(final PacketBurst burst, final int from) {
        for (int i = from; i < burst.size; i++) {
            burst.position[i] = memory.bufferStart(burst.handle[i]) + HEADROOM;
            burst.length[i] = lengths.get(burst.handle[i]);
        }
    }

    private boolean receiveOne(final Arrivals from, final PacketBurst into) {
        final Frame frame = from.offered.peek();
        if (frame == null) {
            return false;
        }
        if (!memory.allocate(from.one, 1)) {
            from.noBuffer++;
            return false;
        }
        from.offered.remove();
        from.bytes += frame.bytes.length;
        store(frame, from.one[0], into);
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
    public int queues() {
        return arrivals.size();
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
        return new PortStatistics(sum(queue -> queue.packets), sum(queue -> queue.bytes), 0, 0,
            sum(queue -> queue.noBuffer), txPackets, txBytes, 0);
    }

    private long sum(final ToLongFunction<Arrivals> count) {
        return arrivals.stream().mapToLong(count).sum();
    }

    /** There is nothing to give back: frames still offered never took a buffer. */
    @Override
    public void close() {
        linkUp = false;
        arrivals.forEach(queue -> queue.offered.clear());
    }
}
