package io.mecvswitch.control.netconf.framing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.OptionalLong;

/** Takes messages out of a stream. One thread reads; others may ask since when a message is under way. */
public final class MessageReader {
    private static final byte[] END_OF_MESSAGE = {']', ']', '>', ']', ']', '>'};
    private static final int BUFFER_SIZE = 16_384;
    /** RFC 6242 §4.2: chunk-size is 1 to 4294967295. */
    private static final int MAX_SIZE_DIGITS = 10;
    private static final int END = -1;
    private static final long NO_MESSAGE = Long.MIN_VALUE;

    private final InputStream in;
    private final byte[] buffer = new byte[BUFFER_SIZE];
    private int next;
    private int filled;
    private boolean chunked;
    private int maxLength;
    private int freeLength = Integer.MAX_VALUE;
    private Runnable admission = () -> { };
    private boolean admitted;
    private volatile long begunNs = NO_MESSAGE;

    /**
     * @param in        where octets come from
     * @param maxLength longest message that is taken, octets
     */
    public MessageReader(final InputStream in, final int maxLength) {
        this.in = in;
        this.maxLength = maxLength;
    }

    /** From the next message on, they may be as long as this, octets. */
    public void allow(final int length) {
        maxLength = length;
    }

    /**
     * From the next message on, a longer one than this has to be admitted before the rest of it is read.
     *
     * @param length octets
     * @param admits returns when the rest may be read; the time until then does not count
     */
    public void admit(final int length, final Runnable admits) {
        freeLength = length;
        admission = admits;
    }

    /** From the next message on, chunks are expected. */
    public void useChunks() {
        chunked = true;
    }

    /**
     * Waits for the next message.
     *
     * @return empty if the stream ends before one begins
     * @throws FramingException if it is too long, wrongly framed, or ends in the middle
     */
    public Optional<byte[]> read() throws IOException, FramingException {
        if (peek() == END) {
            return Optional.empty();
        }
        begunNs = System.nanoTime();
        admitted = false;
        try {
            final ByteArrayOutputStream message = new ByteArrayOutputStream(BUFFER_SIZE);
            if (chunked) {
                readChunks(message);
            } else {
                readToMarker(message);
            }
            return Optional.of(message.toByteArray());
        } finally {
            begunNs = NO_MESSAGE;
        }
    }

    /** Since when a message is coming that has not ended, by the clock of {@link System#nanoTime}. Any thread. */
    public OptionalLong begunNs() {
        final long begun = begunNs;
        return begun == NO_MESSAGE ? OptionalLong.empty() : OptionalLong.of(begun);
    }

    // base:1.0, RFC 6242 §4.3

    private void readToMarker(final ByteArrayOutputStream message) throws IOException, FramingException {
        int matched = 0;
        while (matched < END_OF_MESSAGE.length) {
            final int octet = take();
            if (octet == END_OF_MESSAGE[matched]) {
                matched++;
            } else {
                // Only after "]]" and "]]>]]" can a ']' be wrong, and then "]]" is the end of what came.
                final int kept = octet == ']' ? 2 : 0;
                append(message, END_OF_MESSAGE, 0, matched + 1 - Math.max(1, kept));
                if (kept == 0) {
                    append(message, (byte) octet);
                }
                matched = kept;
            }
        }
    }

    // base:1.1, RFC 6242 §4.2

    private void readChunks(final ByteArrayOutputStream message) throws IOException, FramingException {
        expect('\n');
        expect('#');
        while (true) {
            final int first = take();
            if (first == '#') {
                endOfChunks(message);
                return;
            }
            copyChunk(message, chunkSize(first));
            expect('\n');
            expect('#');
        }
    }

    private void endOfChunks(final ByteArrayOutputStream message) throws IOException, FramingException {
        if (message.size() == 0) {
            throw new FramingException("a message has one chunk at least");
        }
        expect('\n');
    }

    private long chunkSize(final int first) throws IOException, FramingException {
        if (first < '1' || first > '9') {
            throw new FramingException("a chunk's size begins with a digit from 1 to 9");
        }
        long size = first - '0';
        int digits = 1;
        for (int octet = take(); octet != '\n'; octet = take()) {
            if (octet < '0' || octet > '9' || ++digits > MAX_SIZE_DIGITS) {
                throw new FramingException("a chunk's size has up to " + MAX_SIZE_DIGITS + " digits and a line feed");
            }
            size = size * 10 + octet - '0';
        }
        return size;
    }

    private void copyChunk(final ByteArrayOutputStream message, final long size)
        throws IOException, FramingException {
        require(message, size);
        for (long left = size; left > 0;) {
            if (peek() == END) {
                throw new FramingException("the stream ended in a message");
            }
            final int part = (int) Math.min(left, filled - next);
            message.write(buffer, next, part);
            next += part;
            left -= part;
        }
    }

    private void expect(final char wanted) throws IOException, FramingException {
        if (take() != wanted) {
            throw new FramingException("a chunk begins with a line feed and #");
        }
    }

    // Octets.

    private void append(final ByteArrayOutputStream message, final byte... octets) throws FramingException {
        append(message, octets, 0, octets.length);
    }

    private void append(final ByteArrayOutputStream message, final byte[] octets, final int offset, final int length)
        throws FramingException {
        require(message, length);
        message.write(octets, offset, length);
    }

    /** Makes room for more of a message. */
    private void require(final ByteArrayOutputStream message, final long more) throws FramingException {
        if (more > maxLength - message.size()) {
            throw new FramingException("a message is longer than " + maxLength + " octets");
        }
        if (!admitted && more > freeLength - message.size()) {
            begunNs = NO_MESSAGE;
            admission.run();
            begunNs = System.nanoTime();
            admitted = true;
        }
    }

    private int take() throws IOException, FramingException {
        if (peek() == END) {
            throw new FramingException("the stream ended in a message");
        }
        return buffer[next++] & 0xff;
    }

    private int peek() throws IOException {
        if (next == filled) {
            next = 0;
            filled = Math.max(0, in.read(buffer));
            if (filled == 0) {
                return END;
            }
        }
        return buffer[next] & 0xff;
    }
}
