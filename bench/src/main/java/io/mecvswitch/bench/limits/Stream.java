package io.mecvswitch.bench.limits;

import io.mecvswitch.header.Wire;
import io.mecvswitch.memory.PacketMemory;
import io.mecvswitch.port.PacketBurst;
import io.mecvswitch.port.Port;
import java.lang.foreign.MemorySegment;
import java.util.List;

/**
 * Packets at a rate, and what came of them: when each arrived that did, and when it was sent.
 *
 * <p>The last sixteen octets of a frame are the stream's number and the time at which it was sent; so a frame is known
 * again whatever was pushed or popped in front. The thread of {@link Traffic}.
 */
final class Stream {
    /** Octets at the end of a frame that tell whose it is. */
    static final int TRAILER = 16;
    private static final int HEADROOM = 128;
    private static final int MOST = 32;
    private static final int SPARE = 4_096;
    /** Who comes later than that does not make good for it. */
    private static final long PATIENCE_NS = 5_000_000;
    private static final double SECOND_NS = 1e9;

    private final List<MemorySegment> frames;
    private final Port from;
    private final double gapNs;
    private final int together;
    private final PacketBurst burst = new PacketBurst(MOST);
    private final long[] handles = new long[MOST];
    private final long[] arrivedNs;
    private final long[] sentNs;
    private final int[] lengths;
    private double dueNs;
    private long sent;
    private long refused;
    private int arrived;

    /**
     * @param frames           sent in turn
     * @param from             far end that takes them
     * @param packetsPerSecond rate
     * @param together         packets that are sent at once, 1 to 32
     * @param seconds          for which it is played at most
     */
    Stream(final List<byte[]> frames, final Port from, final double packetsPerSecond,
        final int together, final double seconds) {
        this.frames = frames.stream().map(MemorySegment::ofArray).toList();
        this.from = from;
        this.gapNs = together * SECOND_NS / packetsPerSecond;
        this.together = together;
        final int most = (int) (packetsPerSecond * seconds) + SPARE;
        arrivedNs = new long[most];
        sentNs = new long[most];
        lengths = new int[most];
    }

    /** Begins. */
    void begin(final long nowNs) {
        dueNs = nowNs;
    }

    /** Sends what is due; the number tells its frames from others'. */
    void send(final PacketMemory memory, final long nowNs, final long number) {
        if (nowNs - dueNs > PATIENCE_NS) {
            dueNs = nowNs;
        }
        burst.size = 0;
        while (dueNs <= nowNs && burst.size + together <= MOST) {
            for (int i = 0; i < together; i++) {
                add(memory, number);
            }
            dueNs += gapNs;
        }
        if (burst.size > 0) {
            burst.moved = true;
            final int taken = from.txBurst(0, burst);
            memory.free(burst.handle, taken, burst.size - taken);
            refused += burst.size - taken;
            sent += taken;
        }
    }

    private void add(final PacketMemory memory, final long number) {
        if (!memory.allocate(handles, 1)) {
            refused++;
            return;
        }
        final MemorySegment frame = frames.get((int) ((sent + burst.size) % frames.size()));
        final long at = memory.bufferStart(handles[0]) + HEADROOM;
        final int length = (int) frame.byteSize();
        MemorySegment.copy(frame, 0, memory.bytes(), at, length);
        Wire.setU64(memory.bytes(), at + length - TRAILER, number);
        Wire.setU64(memory.bytes(), at + length - Long.BYTES, System.nanoTime());
        burst.add(handles[0], at, length, 0);
    }

    /** A frame has come back. */
    void arrived(final long nowNs, final long sentAtNs, final int length) {
        if (arrived < arrivedNs.length) {
            arrivedNs[arrived] = nowNs;
            sentNs[arrived] = sentAtNs;
            lengths[arrived++] = length;
        }
    }

    // What came of it.

    /** Packets that the far end took. */
    long sent() {
        return sent;
    }

    /** Packets that it did not take. */
    long refused() {
        return refused;
    }

    /** Packets that came back. */
    int arrived() {
        return arrived;
    }

    /** When a packet came back. */
    long arrivedNs(final int packet) {
        return arrivedNs[packet];
    }

    /** How long it was on its way. */
    long delayNs(final int packet) {
        return arrivedNs[packet] - sentNs[packet];
    }

    /** Octets of its frame when it came back. */
    int length(final int packet) {
        return lengths[packet];
    }

    /** The first packet that came back at a time or later. */
    int from(final long timeNs) {
        int packet = 0;
        while (packet < arrived && arrivedNs[packet] < timeNs) {
            packet++;
        }
        return packet;
    }
}
