package io.mecvswitch.control.netconf.framing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class MessageWriterTest {
    /** Four octets, two characters of Java. */
    private static final String SMILE = "\ud83d\ude42";

    @Test
    void shouldCutNoCharacterWhereAPieceEnds() throws Exception {
        for (int before = 0; before < 4; before++) {
            final String message = "x".repeat(before) + SMILE.repeat(100_000);
            assertEquals(message, sent(message, true));
            assertEquals(message, sent(message, false));
        }
    }

    @Test
    void shouldSendAShortMessageInOneChunk() throws IOException {
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        final MessageWriter writer = new MessageWriter(out);
        writer.useChunks();
        writer.write("<ok/>");
        assertEquals("\n#5\n<ok/>\n##\n", out.toString(StandardCharsets.UTF_8));
    }

    private static String sent(final String message, final boolean chunked) throws Exception {
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        final MessageWriter writer = new MessageWriter(out);
        final MessageReader reader = new MessageReader(new ByteArrayInputStream(written(writer, out, message, chunked)),
            1 << 20);
        if (chunked) {
            reader.useChunks();
        }
        return new String(reader.read().orElseThrow(), StandardCharsets.UTF_8);
    }

    private static byte[] written(
        final MessageWriter writer, final ByteArrayOutputStream out, final String message, final boolean chunked)
        throws IOException {
        if (chunked) {
            writer.useChunks();
        }
        writer.write(message);
        return out.toByteArray();
    }
}
