package io.mecvswitch.capture;

import io.mecvswitch.memory.PacketMemory;
import io.mecvswitch.port.PacketBurst;
import io.mecvswitch.port.Port;
import io.mecvswitch.port.PortException;
import io.mecvswitch.port.PortStatistics;
import java.io.IOException;

/**
 * A port whose packets end in a capture file: what the wrapped port receives comes in, what is sent is written down
 * with the time it was received, and freed.
 *
 * <p>Lanes that send by different queues take turns at the file. Once the file can't be written the link is down and no
 * packet is taken any more; closing the port tells why.
 */
public final class CapturingPort extends PortDecorator {
    private final PacketMemory memory;
    // guarded by the writer
    private final PcapWriter writer;
    private long packets;
    private long bytes;
    // written under the writer's lock, read by anyone
    private volatile IOException failure;

    /**
     * @param port   receives, and lends its name and addresses
     * @param memory where packets to send lie and are given back to
     * @param writer gets them; closed with this port
     */
    public CapturingPort(final Port port, final PacketMemory memory, final PcapWriter writer) {
        super(port);
        this.memory = memory;
        this.writer = writer;
    }

    @Override
    public int txBurst(final int queue, final PacketBurst burst) {
        if (failure != null || burst.size == 0) {
            return 0;
        }
        final int taken;
        synchronized (writer) {
            taken = write(burst);
        }
        memory.free(burst.handle, 0, taken);
        return taken;
    }

    private int write(final PacketBurst burst) {
        int i = 0;
        try {
            for (; i < burst.size; i++) {
                writer.write(memory.bytes(), burst.position[i], burst.length[i], burst.timeNs[i]);
                packets++;
                bytes += burst.length[i];
            }
        } catch (final IOException e) {
            failure = e;
        }
        return i;
    }

    @Override
    public boolean linkUp() {
        return failure == null && port.linkUp();
    }

    /** What the wrapped port received, and what was written here. */
    @Override
    public PortStatistics statistics() {
        final PortStatistics received = port.statistics();
        synchronized (writer) {
            return new PortStatistics(received.rxPackets(), received.rxBytes(), received.rxMissed(),
                received.rxErrors(), received.rxNoBuffer(), packets, bytes, 0);
        }
    }

    /**
     * Closes the wrapped port and finishes the file.
     *
     * @throws PortException if it could not be written whole
     */
    @Override
    public void close() {
        port.close();
        try (writer) {
            if (failure != null) {
                throw failure;
            }
        } catch (final IOException e) {
            throw new PortException("The capture " + writer.file() + " could not be written (" + e.getMessage()
                + "): free some space or choose another folder.", e);
        }
    }
}
