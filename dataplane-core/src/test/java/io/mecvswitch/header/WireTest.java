package io.mecvswitch.header;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;

/** Octets that are only compared. */
class WireTest {
    private static final MemorySegment OCTETS =
        MemorySegment.ofArray(new byte[] {0, 1, 2, (byte) 0x83, 4, 5, 6, (byte) 0xf7, 8});

    @Test
    void shouldSayWhatIsReadRaw() {
        for (int offset = 0; offset < 2; offset++) {
            assertEquals(Wire.asRead(Wire.u64(OCTETS, offset)), Wire.raw64(OCTETS, offset));
        }
        assertEquals(0x0001_0283_0405_06f7L, Wire.asRead(Wire.raw64(OCTETS, 0)));
    }
}
