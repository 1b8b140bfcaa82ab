package io.mecvswitch.bench.limits;

import io.mecvswitch.header.Wire;
import io.mecvswitch.memory.PacketMemory;
import io.mecvswitch.port.PacketBurst;
import io.mecvswitch.port.Port;
import java.util.List;

/** Plays streams into the far ends of a switch's ports, and takes what comes out of them. One thread. */
final class Traffic {
    private static final int BURST = 64;
    /** After the last packet was sent. */
    private static final long DRAIN_NS = 300_000_000;

    private final PacketMemory memory;
    private final List<Port> ports;
    private final PacketBurst burst = new PacketBurst(BURST);
    private volatile long beganNs;

    /**
     * @param memory of the ports
     * @param ports  far ends, all of them
     */
    Traffic(final PacketMemory memory, final List<Port> ports) {
        this.memory = memory;
        this.ports = ports;
    }

    /** Plays streams, whose numbers are their indexes. */
    void play(final double seconds, final List<Stream> streams) {
        beganNs = System.nanoTime();
        final long endNs = beganNs + (long) (seconds * 1e9);
        streams.forEach(stream -> stream.begin(beganNs));
        long nowNs = beganNs;
        while (nowNs < endNs + DRAIN_NS) {
            if (nowNs < endNs) {
                for (int i = 0; i < streams.size(); i++) {
                    streams.get(i).send(memory, nowNs);
                }
            }
            for (int i = 0; i < ports.size(); i++) {
                receive(ports.get(i), streams);
            }
            nowNs = System.nanoTime();
        }
    }

    private void receive(final Port port, final List<Stream> streams) {
        burst.size = 0;
        if (port.rxBurst(0, burst) == 0) {
            return;
        }
        final long nowNs = System.nanoTime();
        for (int i = 0; i < burst.size; i++) {
            final long end = burst.position[i] + burst.length[i];
            final long number = Wire.u64(memory.bytes(), end - Stream.TRAILER);
            if (number >= 0 && number < streams.size()) {
                streams.get((int) number).arrived(nowNs, Wire.u64(memory.bytes(), end - Long.BYTES), burst.length[i]);
            }
        }
        memory.free(burst.handle, 0, burst.size);
    }

    /** When the streams began that are played. */
    long beganNs() {
        return beganNs;
    }
}
