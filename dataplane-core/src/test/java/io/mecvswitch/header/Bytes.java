package io.mecvswitch.header;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.HexFormat;

/** Memory of hexadecimal text, with blanks where they help the reader. */
final class Bytes {
    private Bytes() {
    }

    static MemorySegment of(final String hex) {
        return MemorySegment.ofArray(HexFormat.of().parseHex(hex.replaceAll("\\s", "")));
    }

    static String text(final MemorySegment memory) {
        return HexFormat.ofDelimiter(" ").formatHex(memory.toArray(ValueLayout.JAVA_BYTE));
    }

    /** A frame of zeros that begins at an odd address, as after a pop of 14 octets it may. */
    static MemorySegment zeros(final int length) {
        return MemorySegment.ofArray(new byte[length + 1]).asSlice(1);
    }
}
