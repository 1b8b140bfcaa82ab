package io.mecvswitch.bench;

import io.mecvswitch.config.PortPair.Correlation;
import io.mecvswitch.header.Ethernet;
import io.mecvswitch.header.Nsh;
import io.mecvswitch.memory.PacketMemory;
import io.mecvswitch.port.PacketBurst;
import java.lang.foreign.MemorySegment;

/**
 * One end of an application that hands on what it gets at no cost: what is sent to one port is received from the other,
 * through a ring in the process. One that is aware of its chain counts the service index of network service headers
 * down, as RFC 8300 §3 asks of it; a label it sends back as it came, as in networking-sfc.
 *
 * <p>Used by one thread.
 */
final class LoopPort extends BenchPort {
    private static final int SLOTS = 1_024;

    private final long[] handles = new long[SLOTS];
    private final long[] positions = new long[SLOTS];
    private final int[] lengths = new int[SLOTS];
    private final PacketMemory memory;
    private final Correlation aware;
    private LoopPort other = this;
    private int first;
    private int count;

    /**
     * @param name   of the port
     * @param memory where the packets are
     * @param aware  of what is behind the Ethernet header of what is sent here
     */
    LoopPort(final String name, final PacketMemory memory, final Correlation aware) {
        super(name);
        this.memory = memory;
        this.aware = aware;
    }

    /** What is sent here is received there from now on. */
    void leadTo(final LoopPort port) {
        other = port;
    }

    @Override
    public int rxBurst(final int queue, final PacketBurst into) {
        final int size = Math.min(count, into.capacity());
        for (int i = 0; i < size; i++) {
            final int at = first + i & SLOTS - 1;
            into.handle[i] = handles[at];
            into.position[i] = positions[at];
            into.length[i] = lengths[at];
        }
        first = first + size & SLOTS - 1;
        count -= size;
        into.size = size;
        return size;
    }

    @Override
    public int txBurst(final int queue, final PacketBurst burst) {
        if (aware == Correlation.NSH) {
            serve(burst);
        }
        return other.take(burst);
    }

    private void serve(final PacketBurst burst) {
        final MemorySegment bytes = memory.bytes();
        for (int i = 0; i < burst.size; i++) {
            final long header = burst.position[i] + Ethernet.HEADER_LENGTH;
            Nsh.setWord0(bytes, header, Nsh.served(Nsh.word0(bytes, header)));
        }
    }

    private int take(final PacketBurst burst) {
        final int size = Math.min(burst.size, SLOTS - count);
        for (int i = 0; i < size; i++) {
            final int at = first + count + i & SLOTS - 1;
            handles[at] = burst.handle[i];
            positions[at] = burst.position[i];
            lengths[at] = burst.length[i];
        }
        count += size;
        return size;
    }

    /** There is nothing to close. */
    @Override
    public void close() {
    }
}
