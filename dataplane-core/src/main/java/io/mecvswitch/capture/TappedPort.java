package io.mecvswitch.capture;

import io.mecvswitch.memory.PacketMemory;
import io.mecvswitch.port.PacketBurst;
import io.mecvswitch.port.Port;
import io.mecvswitch.port.PortException;
import java.io.IOException;
import java.util.function.LongSupplier;

/**
 * A port that works as the wrapped one does, and writes down what that one sends.
 *
 * <p>The device owns a packet from the moment it takes it, and may take only some: so the whole burst is written first,
 * within the writer's memory, and the records of what was not taken are taken back. Lanes that send by different queues
 * take turns. A file that can't be written ends the capture, not the traffic; closing the port tells why.
 */
public final class TappedPort extends PortDecorator {
    private final PacketMemory memory;
    private final LongSupplier clockNs;
    // guarded by the writer
    private final PcapWriter writer;
    private int[] marks = new int[64];
    private IOException failure;

    /**
     * @param port    does the work
     * @param memory  where packets to send lie
     * @param writer  gets a copy of them; closed with this port
     * @param clockNs nanoseconds since 1970, asked once per burst
     */
    public TappedPort(final Port port, final PacketMemory memory, final PcapWriter writer, final LongSupplier clockNs) {
        super(port);
        this.memory = memory;
        this.writer = writer;
        this.clockNs = clockNs;
    }

    @Override
    public int txBurst(final int queue, final PacketBurst burst) {
        synchronized (writer) {
            if (failure != null || !record(burst)) {
                return port.txBurst(queue, burst);
            }
            final int taken = port.txBurst(queue, burst);
            writer.reset(marks[taken]);
            return taken;
        }
    }

    private boolean record(final PacketBurst burst) {
        try {
            writer.reserve(recordsLength(burst));
            final long timeNs = clockNs.getAsLong();
            for (int i = 0; i < burst.size; i++) {
                marks[i] = writer.mark();
                writer.write(memory.bytes(), burst.position[i], burst.length[i], timeNs);
            }
            marks[burst.size] = writer.mark();
            return true;
        } catch (final IOException e) {
            failure = e;
            return false;
        }
    }

    private int recordsLength(final PacketBurst burst) throws IOException {
        if (marks.length <= burst.size) {
            marks = new int[burst.size + 1];
        }
        long length = 0;
        for (int i = 0; i < burst.size; i++) {
            length += PcapWriter.recordLength(burst.length[i]);
        }
        if (length > PcapWriter.reservable()) {
            throw new IOException("a burst of " + length + " bytes is more than the capture takes at once");
        }
        return (int) length;
    }

    /**
     * Closes the wrapped port and finishes the file.
     *
     * @throws PortException if it could not be written whole
     */
    @Override
    public void close() {
        port.close();
        synchronized (writer) {
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
}
