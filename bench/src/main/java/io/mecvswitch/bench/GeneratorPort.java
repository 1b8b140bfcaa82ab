package io.mecvswitch.bench;

import io.mecvswitch.memory.PacketMemory;
import io.mecvswitch.port.MemoryPort;
import io.mecvswitch.port.PacketBurst;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;

/**
 * A port that always has packets and takes all that it is given, at the least cost a port can have.
 *
 * <p>It deals its buffers out in turn, so none is in use twice as long as fewer than all are on their way. A pop or
 * push spoils the headers of a frame, so each receipt writes them anew by one copy of {@link #COPIED} bytes; this is
 * what the receipt costs. Payload behind them is never looked at, and stays as it is.
 *
 * <p>Used by one thread.
 */
public final class GeneratorPort extends BenchPort {
    /** Bytes of each frame that are written when it is received. */
    static final int COPIED = 128;

    /** Says how many packets there are to receive, and looks at those that are sent. */
    public interface Load {
        /** As many as wanted, and nobody looks. */
        Load UNLIMITED = new Load() {
            @Override
            public int due(final int room) {
                return room;
            }

            @Override
            public void received(final PacketBurst burst) {
            }

            @Override
            public void sent(final PacketBurst burst) {
            }
        };

        /** Packets to receive now, at most as many as there is room for. */
        int due(int room);

        /** Marks what was received. */
        void received(PacketBurst burst);

        /** Looks at what is sent. */
        void sent(PacketBurst burst);
    }

    private final PacketMemory memory;
    private final MemorySegment bytes;
    private final boolean frees;
    private final Load load;
    private final long[] handles;
    private final long[] positions;
    private final MemorySegment headers;
    private final int[] lengths;
    private boolean quiet;
    private int nextBuffer;
    private int nextFrame;

    /**
     * @param name    the configured name
     * @param memory  gives the buffers
     * @param buffers how many to use, a power of two
     * @param frames  to be received for ever, in this order
     * @param frees   whether what is sent to it is no generator's, but was taken from the memory
     * @param load    says when there is something to receive
     */
    public GeneratorPort(final String name, final PacketMemory memory, final int buffers, final List<byte[]> frames,
        final boolean frees, final Load load) {
        super(name);
        this.memory = memory;
        this.frees = frees;
        this.load = load;
        this.bytes = memory.bytes();
        this.handles = new long[buffers];
        this.positions = new long[buffers];
        this.headers = Arena.ofAuto().allocate((long) frames.size() * COPIED, COPIED);
        this.lengths = frames.stream().mapToInt(frame -> frame.length).toArray();
        for (int i = 0; i < lengths.length; i++) {
            MemorySegment.copy(MemorySegment.ofArray(frames.get(i)), 0, headers, (long) i * COPIED,
                Math.min(COPIED, lengths[i]));
        }
        if (!memory.allocate(handles, buffers)) {
            throw new IllegalArgumentException("the memory has no " + buffers + " buffers");
        }
        for (int i = 0; i < buffers; i++) {
            positions[i] = memory.bufferStart(handles[i]) + MemoryPort.HEADROOM;
        }
    }

    /** Makes it have nothing to receive, or all again. */
    void quiet(final boolean nothing) {
        quiet = nothing;
    }

    @Override
    public int rxBurst(final int queue, final PacketBurst into) {
        final int size = quiet || lengths.length == 0 ? 0 : load.due(into.capacity());
        for (int i = 0; i < size; i++) {
            final long position = positions[nextBuffer];
            MemorySegment.copy(headers, (long) nextFrame * COPIED, bytes, position, COPIED);
            into.handle[i] = handles[nextBuffer];
            into.position[i] = position;
            into.length[i] = lengths[nextFrame];
            nextBuffer = nextBuffer + 1 & handles.length - 1;
            nextFrame = nextFrame + 1 == lengths.length ? 0 : nextFrame + 1;
        }
        into.size = size;
        load.received(into);
        return size;
    }

    @Override
    public int txBurst(final int queue, final PacketBurst burst) {
        load.sent(burst);
        if (frees) {
            memory.free(burst.handle, 0, burst.size);
        }
        return burst.size;
    }

    @Override
    public void close() {
        memory.free(handles, 0, handles.length);
    }
}
