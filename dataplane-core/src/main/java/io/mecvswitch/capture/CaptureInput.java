package io.mecvswitch.capture;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The bytes of a capture file in order, with the errors that any format may meet. Used by one thread. */
final class CaptureInput implements AutoCloseable {
    private final Path file;
    private final InputStream stream;
    private ByteOrder order = ByteOrder.BIG_ENDIAN;
    private long position;
    private boolean truncated;

    CaptureInput(final Path file) throws IOException {
        this.file = file;
        this.stream = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
    }

    /** Sets the byte order of what is taken from here on. */
    void order(final ByteOrder order) {
        this.order = order;
    }

    /** The next {@code length} bytes; empty if there are not so many, which ends the file. */
    Optional<ByteBuffer> take(final int length) throws IOException {
        final byte[] bytes = stream.readNBytes(length);
        position += bytes.length;
        if (bytes.length < length) {
            truncated |= bytes.length > 0;
            return Optional.empty();
        }
        return Optional.of(ByteBuffer.wrap(bytes).order(order));
    }

    /** As {@link #take}, where the file promised that there is something: its absence is a cut, too. */
    Optional<ByteBuffer> takePromised(final int length) throws IOException {
        final Optional<ByteBuffer> bytes = take(length);
        truncated |= bytes.isEmpty();
        return bytes;
    }

    /** Bytes taken so far. */
    long position() {
        return position;
    }

    /** Whether the file ended inside a record. */
    boolean isTruncated() {
        return truncated;
    }

    /** Checks the length of a frame before memory is taken for it. */
    int frameLength(final int length) throws IOException {
        if (Integer.compareUnsigned(length, PcapWriter.SNAP_LENGTH) > 0) {
            throw damaged("claims a frame of " + Integer.toUnsignedString(length) + " bytes");
        }
        return length;
    }

    void requireEthernet(final int linkType) throws IOException {
        if (linkType != Pcap.LINK_ETHERNET) {
            throw new IOException(file + " holds frames of link type " + linkType
                + "; only Ethernet (1) can be read: convert it, or capture on an Ethernet interface");
        }
    }

    /** What to throw if the file contradicts its format here. */
    IOException damaged(final String what) {
        return new IOException(file + " " + what + " before byte " + position
            + ": the file is damaged or no capture; check it with capinfos");
    }

    @Override
    public void close() throws IOException {
        stream.close();
    }
}
