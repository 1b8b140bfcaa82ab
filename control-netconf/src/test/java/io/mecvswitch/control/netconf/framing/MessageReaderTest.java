package io.mecvswitch.control.netconf.framing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 6242 §4.2 and §4.3. */
class MessageReaderTest {
    private static final int MAX = 1_000;

    private static MessageReader reader(final String stream, final boolean chunked) {
        // One octet at a time: the pieces in which octets come mean nothing.
        final InputStream slow = new ByteArrayInputStream(stream.getBytes(StandardCharsets.UTF_8)) {
            @Override
            public synchronized int read(final byte[] into, final int offset, final int length) {
                return super.read(into, offset, Math.min(1, length));
            }
        };
        final MessageReader reader = new MessageReader(slow, MAX);
        if (chunked) {
            reader.useChunks();
        }
        return reader;
    }

    private static String read(final MessageReader reader) throws IOException, FramingException {
        return new String(reader.read().orElseThrow(), StandardCharsets.UTF_8);
    }

    @Test
    void shouldTakeMessagesUpToTheirMarkers() throws Exception {
        final MessageReader reader = reader("<a/>]]>]]><b>]]</b>]]>]]>", false);
        assertEquals("<a/>", read(reader));
        assertEquals("<b>]]</b>", read(reader));
        assertEquals(Optional.empty(), reader.read());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "]", "]]", "]]]", "]]>]", "]]>]]", "]]>]]]", "a]]>]]]]"})
    void shouldNotMistakeTheBeginningOfAMarkerForOne(final String text) throws Exception {
        assertEquals(text, read(reader(text + "]]>]]>", false)));
    }

    @Test
    void shouldFindMarkersInRandomBrackets() throws Exception {
        final Random random = new Random(1);
        for (int round = 0; round < 20_000; round++) {
            final StringBuilder stream = new StringBuilder();
            random.ints(12, 0, 4).forEach(i -> stream.append("]]>x".charAt(i)));
            stream.append("]]>]]>");
            assertEquals(stream.substring(0, stream.indexOf("]]>]]>")), read(reader(stream.toString(), false)));
        }
    }

    @Test
    void shouldPutChunksTogether() throws Exception {
        final MessageReader reader = reader("\n#4\n<rpc\n#2\n/>\n##\n\n#1\nx\n##\n", true);
        assertEquals("<rpc/>", read(reader));
        assertEquals("x", read(reader));
        assertEquals(Optional.empty(), reader.read());
    }

    @Test
    void shouldChangeToChunksBetweenMessages() throws Exception {
        final MessageReader reader = reader("<hello/>]]>]]>\n#3\nabc\n##\n", false);
        assertEquals("<hello/>", read(reader));
        reader.useChunks();
        assertEquals("abc", read(reader));
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "\nx", "\n#x", "\n#0\n", "\n#01\na\n##\n", "\n#-1\n", "\n#+1\na", "\n# 1\na",
        "\n#1 \na", "\n#1\r\na", "\n#4294967295\n", "\n#99999999999\n", "\n#1001\n", "\n##\n", "\n#1\na\n##x",
        "\n#1\nab", "\n#1\na\n#", "\n#5\nabc", "\n#", "\n#1", "<rpc/>]]>]]>"})
    void shouldGiveUpOnBrokenChunks(final String stream) {
        assertThrows(FramingException.class, () -> reader(stream, true).read());
    }

    @Test
    void shouldTakeTheLongestMessageAndNoLongerOne() throws Exception {
        final String longest = "a".repeat(MAX);
        assertEquals(longest, read(reader(longest + "]]>]]>", false)));
        assertThrows(FramingException.class, () -> reader(longest + "a]]>]]>", false).read());
        assertEquals(longest, read(reader("\n#999\n" + longest.substring(1) + "\n#1\na\n##\n", true)));
        assertThrows(FramingException.class, () -> reader("\n#999\n" + longest.substring(1) + "\n#2\n", true).read());
    }

    @Test
    void shouldTellSinceWhenAMessageIsUnderWay() throws Exception {
        final boolean[] seen = {false};
        final MessageReader[] readers = {null};
        final InputStream watching = new ByteArrayInputStream("a]]>]]>".getBytes(StandardCharsets.US_ASCII)) {
            @Override
            public synchronized int read(final byte[] into, final int offset, final int length) {
                seen[0] |= readers[0].begunNs().isPresent();
                return super.read(into, offset, Math.min(2, length));
            }
        };
        readers[0] = new MessageReader(watching, MAX);
        assertTrue(readers[0].begunNs().isEmpty());
        readers[0].read();
        assertTrue(seen[0] && readers[0].begunNs().isEmpty());
    }

    @Test
    void shouldReadWhatTheWriterWrote() throws Exception {
        for (final boolean chunked : new boolean[] {false, true}) {
            final ByteArrayOutputStream stream = new ByteArrayOutputStream();
            final MessageWriter writer = new MessageWriter(stream);
            if (chunked) {
                writer.useChunks();
            }
            writer.write("<ü/>");
            writer.write("<b/>");
            final MessageReader reader = reader(stream.toString(StandardCharsets.UTF_8), chunked);
            assertEquals("<ü/>", read(reader));
            assertEquals("<b/>", read(reader));
        }
    }
}
