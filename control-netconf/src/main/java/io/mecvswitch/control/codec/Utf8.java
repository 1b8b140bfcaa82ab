package io.mecvswitch.control.codec;

import io.mecvswitch.control.problem.ErrorTag;
import io.mecvswitch.control.problem.Location;
import io.mecvswitch.control.problem.Problems;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Decodes documents: both encodings are in UTF-8 (RFC 6241 §3, RFC 8259 §8.1), strictly. */
public final class Utf8 {
    private Utf8() { }

    /** The text of a document, without byte order mark; empty, and a problem noted, if it is not UTF-8. */
    public static Optional<String> decode(final byte[] document, final Problems problems) {
        final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT).onUnmappableCharacter(CodingErrorAction.REPORT);
        final ByteBuffer octets = ByteBuffer.wrap(document);
        final CharBuffer text = CharBuffer.allocate(document.length);
        final CoderResult result = decoder.decode(octets, text, true);
        text.flip();
        if (result.isError()) {
            problems.add(ErrorTag.MALFORMED_MESSAGE, "/", end(text), "the octet after this is not UTF-8: 0x"
                + Integer.toHexString(octets.get() & 0xff) + "; save the file in UTF-8");
            return Optional.empty();
        }
        return Optional.of(text.toString().replaceFirst("^\ufeff", ""));
    }

    private static Location end(final CharSequence text) {
        int line = 1;
        int column = 1;
        for (int i = 0; i < text.length(); i++) {
            final boolean newline = text.charAt(i) == '\n';
            line += newline ? 1 : 0;
            column = newline ? 1 : column + 1;
        }
        return new Location(line, column);
    }
}
