package io.mecvswitch.capture;

import io.mecvswitch.port.PacketBurst;
import io.mecvswitch.port.Port;
import io.mecvswitch.port.PortException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A port whose device plays a capture file, with the times that stand in the file: DPDK's driver cuts them to
 * microseconds.
 *
 * <p>The file is read a second time, in step with the device. Used by one thread.
 */
public final class TimedPort extends PortDecorator {
    private final Path file;
    private final PcapReader reader;
    private long frames;

    /**
     * @param port   plays the file
     * @param file   for messages
     * @param reader of the same file, at its start; closed with this port
     */
    public TimedPort(final Port port, final Path file, final PcapReader reader) {
        super(port);
        this.file = file;
        this.reader = reader;
    }

    /**
     * Receives, with times to the nanosecond.
     *
     * @throws PortException if the file contradicts its format
     */
    @Override
    public int rxBurst(final int queue, final PacketBurst into) {
        final int size = port.rxBurst(queue, into);
        for (int i = 0; i < size; i++) {
            into.timeNs[i] = next().map(CapturedFrame::timeNs).orElse(into.timeNs[i]);
            frames++;
        }
        return size;
    }

    private Optional<CapturedFrame> next() {
        try {
            return reader.next();
        } catch (final IOException e) {
            throw new PortException(e.getMessage() + ".", e);
        }
    }

    /**
     * Makes sure, after the device came to its end, that it played the file to its end.
     *
     * @return a sentence if the file ends in the middle of a frame
     * @throws PortException if the device left frames out
     */
    public Optional<String> requireEnd() {
        if (statistics().rxNoBuffer() > 0 || next().isPresent()) {
            throw new PortException("Not every frame of " + file + " was played, " + frames + " were: convert it with"
                + " 'editcap -F pcap', then try again.");
        }
        return reader.isTruncated() ? Optional.of(file + " was cut off behind frame " + frames
            + ": what was whole has been played.") : Optional.empty();
    }

    /** Bytes of the file played so far. */
    public long position() {
        return reader.position();
    }

    @Override
    public void close() {
        try (reader) {
            super.close();
        } catch (final IOException e) {
            throw new PortException(file + " can't be closed (" + e.getMessage() + ").", e);
        }
    }
}
