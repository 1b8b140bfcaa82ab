package io.mecvswitch.control.netconf.framing;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Puts messages into a stream, each with one flush. One thread. */
public final class MessageWriter {
    private static final byte[] END_OF_MESSAGE = "]]>]]>".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] END_OF_CHUNKS = "\n##\n".getBytes(StandardCharsets.US_ASCII);

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

    /** Sends a message: in one chunk, if in chunks. */
    public void write(final String message) throws IOException {
        final byte[] octets = message.getBytes(StandardCharsets.UTF_8);
        if (chunked) {
            out.write(("\n#" + octets.length + "\n").getBytes(StandardCharsets.US_ASCII));
        }
        out.write(octets);
        out.write(chunked ? END_OF_CHUNKS : END_OF_MESSAGE);
        out.flush();
    }
}
