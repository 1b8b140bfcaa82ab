package io.mecvswitch.vswitch.demo;

import io.mecvswitch.config.PortConfig;
import io.mecvswitch.memory.PacketMemory;
import io.mecvswitch.port.PacketBurst;
import io.mecvswitch.port.Port;
import io.mecvswitch.port.PortProvider;
import io.mecvswitch.port.PortStatistics;
import java.lang.foreign.Arena;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/** Ports in memory that are joined in pairs, each server with the client of the same device number. Any threads. */
final class CabledProvider implements PortProvider {
    private static final int BUFFERS = 8_192;
    private static final int BUFFER_LENGTH = 2_176;
    private static final int RING = 1_024;

    private final Memory memory = new Memory();
    private final Map<String, BlockingQueue<Packet>> rings = new HashMap<>();

    private record Packet(long handle, long position, int length) { }

    private static final class Memory extends PacketMemory {
        private final BlockingQueue<Long> free = new ArrayBlockingQueue<>(BUFFERS);

        Memory() {
            super(Arena.ofAuto().allocate((long) BUFFERS * BUFFER_LENGTH));
            for (long handle = 0; handle < BUFFERS; handle++) {
                free.add(handle);
            }
        }

        @Override
        public long bufferStart(final long handle) {
            return handle * BUFFER_LENGTH;
        }

        @Override
        public long bufferEnd(final long handle) {
            return (handle + 1) * BUFFER_LENGTH;
        }

        @Override
        public synchronized boolean allocate(final long[] handles, final int count) {
            if (free.size() < count) {
                return false;
            }
            for (int i = 0; i < count; i++) {
                handles[i] = free.remove();
            }
            return true;
        }

        @Override
        public synchronized void free(final long[] handles, final int from, final int count) {
            for (int i = from; i < from + count; i++) {
                free.add(handles[i]);
            }
        }

        @Override
        public int available() {
            return free.size();
        }

        @Override
        public int capacity() {
            return BUFFERS;
        }
    }

    private record CabledPort(String name, BlockingQueue<Packet> in, BlockingQueue<Packet> out) implements Port {
        @Override
        public int rxBurst(final int queue, final PacketBurst into) {
            into.size = 0;
            while (into.size < into.capacity()) {
                final Packet packet = in.poll();
                if (packet == null) {
                    break;
                }
                into.add(packet.handle, packet.position, packet.length, 0);
            }
            return into.size;
        }

        @Override
        public int txBurst(final int queue, final PacketBurst burst) {
            int taken = 0;
            while (taken < burst.size
                && out.offer(new Packet(burst.handle[taken], burst.position[taken], burst.length[taken]))) {
                taken++;
            }
            return taken;
        }

        @Override
        public boolean timestamps() {
            return false;
        }

        @Override
        public int maxFrameLength() {
            return BUFFER_LENGTH;
        }

        @Override
        public long macAddress() {
            return 0x02_00_00_00_00_00L | name.hashCode() & 0xffff_ffffL;
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
            // The queues outlive their ports.
        }
    }

    @Override
    public PacketMemory memory() {
        return memory;
    }

    @Override
    public Port open(final PortConfig config, final int queues) {
        final String pair = config.device().replaceAll(".*id=(\\d+).*", "$1");
        final boolean server = config.device().contains("role=server");
        return new CabledPort(config.name(), ring(pair + server), ring(pair + !server));
    }

    private BlockingQueue<Packet> ring(final String name) {
        return rings.computeIfAbsent(name, _ -> new ArrayBlockingQueue<>(RING));
    }

    @Override
    public void enterWorker(final int cpu) {
        // Any thread may touch this memory.
    }

    @Override
    public void leaveWorker() {
        // Any thread may touch this memory.
    }

    @Override
    public void close() {
        // Nothing is held.
    }
}
