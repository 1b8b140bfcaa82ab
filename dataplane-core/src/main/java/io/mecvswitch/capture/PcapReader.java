package io.mecvswitch.capture;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads a capture file of Ethernet frames: classic pcap, in micro- or nanoseconds and either byte order, or pcapng.
 *
 * <p>The file is not trusted: no length in it makes the reader take more memory than the longest frame. A file that was
 * cut off gives all its whole frames, then {@link #isTruncated} says so. Used by one thread.
 */
public final class PcapReader implements AutoCloseable {
    private final CaptureInput input;
    private final CaptureFormat format;

    private PcapReader(final CaptureInput input) throws IOException {
        this.input = input;
        final int magic = input.take(4).orElseThrow(() -> input.damaged("ends")).getInt();
        if (magic == Pcapng.SECTION_HEADER) {
            format = Pcapng.open(input);
        } else if (Pcap.isMagic(magic)) {
            format = Pcap.open(input, magic);
        } else {
            throw input.damaged("starts with " + Integer.toHexString(magic) + ", neither pcap nor pcapng,");
        }
    }

    /**
     * Opens a capture file and reads its header.
     *
     * @throws IOException a sentence: it can't be read, is no capture, or not of Ethernet
     */
    public static PcapReader open(final Path file) throws IOException {
        final CaptureInput input = new CaptureInput(file);
        try {
            return new PcapReader(input);
        } catch (final IOException e) {
            input.close();
            throw e;
        }
    }

    /**
     * All frames of a file that was not cut off.
     *
     * @throws IOException as {@link #open} and {@link #next}, or because the last frame is not whole
     */
    public static List<CapturedFrame> readAll(final Path file) throws IOException {
        try (PcapReader reader = open(file)) {
            final List<CapturedFrame> frames = new ArrayList<>();
            for (Optional<CapturedFrame> frame = reader.next(); frame.isPresent(); frame = reader.next()) {
                frames.add(frame.get());
            }
            if (reader.isTruncated()) {
                throw reader.input.damaged("was cut off behind frame " + frames.size());
            }
            return frames;
        }
    }

    /**
     * The next frame; empty at the end.
     *
     * @throws IOException a sentence that says where the file contradicts itself
     */
    public Optional<CapturedFrame> next() throws IOException {
        return format.next();
    }

    /** Whether the end came in the middle of a frame. */
    public boolean isTruncated() {
        return input.isTruncated();
    }

    /** Bytes of the file read so far. */
    public long position() {
        return input.position();
    }

    @Override
    public void close() throws IOException {
        input.close();
    }
}
