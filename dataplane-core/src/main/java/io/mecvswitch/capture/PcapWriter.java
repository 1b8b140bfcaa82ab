package io.mecvswitch.capture;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * Writes a capture file: classic pcap with nanoseconds, Ethernet, little-endian on every machine.
 *
 * <pre>
 *   ┌──────────┬───────┬─────────┬───────────┬──────────┐
 *   │ a1b23c4d │ 2 . 4 │ 0     0 │ snaplen   │ 1        │  file header, 24 bytes
 *   ├──────────┼───────┴─────────┼───────────┼──────────┤
 *   │ seconds  │ nanoseconds     │ captured  │ original │  record header, 16 bytes
 *   ├──────────┴─────────────────┴───────────┴──────────┤
 *   │ frame                                             │
 *   └───────────────────────────────────────────────────┘
 * </pre>
 *
 * <p>The file grows under a name of its own, with {@code .part} behind it, and gets its final name when it is closed:
 * a reader never sees half a capture. Records are gathered in memory and written a few megabytes at a time. Used by one
 * thread at a time; writing a frame allocates nothing.
 */
public final class PcapWriter implements AutoCloseable {
    /** Longest frame a record holds; the rest of a longer one is cut off, as its record tells. */
    public static final int SNAP_LENGTH = 262_144;

    private static final int FILE_HEADER_LENGTH = 24;
    private static final int RECORD_HEADER_LENGTH = 16;
    private static final int BUFFER_LENGTH = 4 << 20;
    private static final long SECOND_NS = 1_000_000_000;

    private final Path file;
    private final Path part;
    private final FileChannel channel;
    private final ByteBuffer buffer;
    private final MemorySegment memory;
    private boolean whole = true;

    private PcapWriter(final Path file) throws IOException {
        this.file = file;
        this.part = file.resolveSibling(file.getFileName() + ".part");
        this.channel = FileChannel.open(part, StandardOpenOption.WRITE, StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING);
        this.buffer = ByteBuffer.allocateDirect(BUFFER_LENGTH).order(ByteOrder.LITTLE_ENDIAN);
        this.memory = MemorySegment.ofBuffer(buffer);
        buffer.putInt(Pcap.MAGIC_NANOSECONDS).putShort((short) 2).putShort((short) 4).putInt(0).putInt(0)
            .putInt(SNAP_LENGTH).putInt(Pcap.LINK_ETHERNET);
    }

    /** Starts a capture file, in a folder that exists; an older one of that name stays until this one is closed. */
    public static PcapWriter create(final Path file) throws IOException {
        return new PcapWriter(file);
    }

    /** Where the capture will be found. */
    public Path file() {
        return file;
    }

    /** Appends a frame; {@code timeNs} are nanoseconds since 1970. */
    public void write(final byte[] frame, final long timeNs) throws IOException {
        write(MemorySegment.ofArray(frame), 0, frame.length, timeNs);
    }

    /** Appends the frame of {@code length} bytes at {@code offset}; {@code timeNs} are nanoseconds since 1970. */
    public void write(final MemorySegment packet, final long offset, final int length, final long timeNs)
            throws IOException {
        final int captured = Math.min(length, SNAP_LENGTH);
        reserve(recordLength(length));
        buffer.putInt((int) Math.floorDiv(timeNs, SECOND_NS)).putInt((int) Math.floorMod(timeNs, SECOND_NS))
            .putInt(captured).putInt(length);
        MemorySegment.copy(packet, ValueLayout.JAVA_BYTE, offset, memory, ValueLayout.JAVA_BYTE, buffer.position(),
            captured);
        buffer.position(buffer.position() + captured);
    }

    /** Bytes that the record of a frame takes. */
    static int recordLength(final int length) {
        return RECORD_HEADER_LENGTH + Math.min(length, SNAP_LENGTH);
    }

    /** Makes room for that many bytes, so that nothing goes to the file until they are used up. */
    void reserve(final int length) throws IOException {
        if (buffer.remaining() < length) {
            flush();
        }
    }

    /** Bytes that can be reserved at most. */
    static int reservable() {
        return BUFFER_LENGTH - FILE_HEADER_LENGTH;
    }

    /** Where the next record goes within what was reserved. */
    int mark() {
        return buffer.position();
    }

    /** Takes back all records since a {@link #mark}; nothing was reserved in between. */
    void reset(final int mark) {
        buffer.position(mark);
    }

    private void flush() throws IOException {
        whole = false;
        buffer.flip();
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
        buffer.clear();
        whole = true;
    }

    /**
     * Writes what is left and gives the file its name; the second time nothing. After a failed write there is no file,
     * only the part that was written.
     */
    @Override
    public void close() throws IOException {
        if (!channel.isOpen()) {
            return;
        }
        try (channel) {
            if (whole) {
                flush();
            }
        }
        if (whole) {
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        }
    }
}
