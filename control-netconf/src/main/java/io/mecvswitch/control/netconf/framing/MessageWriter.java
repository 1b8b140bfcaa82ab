package io.mecvswitch.control.netconf.framing;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;

/**
 * Puts messages into a stream, each with one flush. One thread. A long one is encoded piece by piece, so that a peer
 * who does not read costs its text and no more.
 */
public final class MessageWriter {
    private static final byte[] END_OF_MESSAGE = "]]>]]>".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] END_OF_CHUNKS = "\n##\n".getBytes(StandardCharsets.US_ASCII);
    private static final int PIECE = 65_536;

    private final OutputStream out;
    private boolean chunked;

    /** Into this stream. */
    public MessageWriter(final OutputStream out) {
        this.out = out;
    }

    /** From the next message on, chunks are sent. */
    public void useChunks() {
        chunked = true;
    }

    /** Sends a message, in chunks if they are used. */
    public void write(final String message) throws IOException {
        writePieces(CharBuffer.wrap(message), ByteBuffer.allocate((int) Math.min(PIECE, message.length() * 3L + 1)));
        out.write(chunked ? END_OF_CHUNKS : END_OF_MESSAGE);
        out.flush();
    }

    private void writePieces(final CharBuffer message, final ByteBuffer piece) throws IOException {
        final CharsetEncoder encoder = StandardCharsets.UTF_8.newEncoder()
            .onMalformedInput(CodingErrorAction.REPLACE).onUnmappableCharacter(CodingErrorAction.REPLACE);
        CoderResult result = CoderResult.OVERFLOW;
        while (result.isOverflow()) {
            result = encoder.encode(message, piece, true);
            write(piece.array(), piece.position());
            piece.clear();
        }
    }

    private void write(final byte[] octets, final int length) throws IOException {
        if (chunked && length > 0) {
            out.write(("\n#" + length + "\n").getBytes(StandardCharsets.US_ASCII));
        }
        out.write(octets, 0, length);
    }
}
