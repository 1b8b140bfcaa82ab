package io.mecvswitch.vswitch.demo;

import io.mecvswitch.capture.PcapWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/**
 * What crosses a port, in both directions, in a file of bounded size: the start, and what follows the change in
 * mid-run.
 *
 * <p>The simulation's thread.
 */
final class Capture implements AutoCloseable {
    private static final long BUDGET_LENGTH = 8 << 20;
    private static final long NS_PER_MS = 1_000_000;

    private final PcapWriter writer;
    private final long epochNs = System.currentTimeMillis() * NS_PER_MS - System.nanoTime();
    private long budget = BUDGET_LENGTH;
    private long frames;

    Capture(final Path file) throws IOException {
        writer = PcapWriter.create(file);
    }

    /** Where it will be found. */
    Path file() {
        return writer.file();
    }

    /** Frames in it. */
    long frames() {
        return frames;
    }

    /** Notes a frame, if there is room. */
    void note(final byte[] frame) {
        if (budget < frame.length) {
            return;
        }
        budget -= frame.length;
        frames++;
        try {
            writer.write(frame, epochNs + System.nanoTime());
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Something worth seeing begins: makes room for as much as at the start. */
    void extend() {
        budget = BUDGET_LENGTH;
    }

    @Override
    public void close() throws IOException {
        writer.close();
    }
}
