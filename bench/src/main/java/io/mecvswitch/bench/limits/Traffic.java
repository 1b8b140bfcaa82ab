package io.mecvswitch.bench.limits;

import io.mecvswitch.header.Wire;
import io.mecvswitch.memory.PacketMemory;
import io.mecvswitch.port.PacketBurst;
import io.mecvswitch.port.Port;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** Plays streams into the far ends of a switch's ports, and takes what comes out of them. One thread. */
final class Traffic {
    private static final int BURST = 64;
    private static final long PAUSE_NS = 20_000;
    /** Streams that are played together are fewer: so what is late from before is nobody's. */
    private static final long FRESH = 1_000;
    /** After the last packet was sent. */
    private static final long DRAIN_NS = 300_000_000;

    private final PacketMemory memory;
    private final List<Port> ports;
    private final PacketBurst burst = new PacketBurst(BURST);
    private final boolean spins;
    private volatile long beganNs;
    private long played;
    private long longestGapNs;

    /**
     * @param memory of the ports
     * @param ports  far ends, all of them
     * @param spins  whether it polls on where there is nothing to do
     */
    Traffic(final PacketMemory memory, final List<Port> ports, final boolean spins) {
        this.spins = spins;
        this.memory = memory;
        this.ports = ports;
    }

    /** Plays streams, whose numbers are their indexes. */
    void play(final double seconds, final List<Stream> streams) {
        played += FRESH;
        beganNs = System.nanoTime();
        final long endNs = beganNs + (long) (seconds * 1e9);
        streams.forEach(stream -> stream.begin(beganNs));
        long nowNs = beganNs;
        longestGapNs = 0;
        while (nowNs < endNs + DRAIN_NS) {
            if (nowNs < endNs) {
                for (int i = 0; i < streams.size(); i++) {
                    streams.get(i).send(memory, nowNs, played + i);
                }
            }
            int received = 0;
            for (int i = 0; i < ports.size(); i++) {
                received += receive(ports.get(i), streams);
            }
            if (received == 0 && !spins) {
                LockSupport.parkNanos(PAUSE_NS);
            }
            final long thenNs = nowNs;
            nowNs = System.nanoTime();
            longestGapNs = Math.max(longestGapNs, nowNs - thenNs);
        }
    }

    /** For how long it did not look at what came, at most, while the streams were played. */
    long longestGapNs() {
        return longestGapNs;
    }

    private int receive(final Port port, final List<Stream> streams) {
        burst.size = 0;
        if (port.rxBurst(0, burst) == 0) {
            return 0;
        }
        final long nowNs = System.nanoTime();
        for (int i = 0; i < burst.size; i++) {
            final long end = burst.position[i] + burst.length[i];
            final long number = Wire.u64(memory.bytes(), end - Stream.TRAILER) - played;
            if (number >= 0 && number < streams.size()) {
                streams.get((int) number).arrived(nowNs, Wire.u64(memory.bytes(), end - Long.BYTES), burst.length[i]);
            }
        }
        memory.free(burst.handle, 0, burst.size);
        return burst.size;
    }

    /** Number of the packets of the first of the streams that were played last. */
    long firstNumber() {
        return played;
    }

    /** When the streams began that are played. */
    long beganNs() {
        return beganNs;
    }
}
