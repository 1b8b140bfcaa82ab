package io.mecvswitch.qos.airtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FeedbackRingTest {
    @TempDir
    private Path folder;

    private FeedbackRing accessPoint;
    private FeedbackRing reader;

    @BeforeEach
    void open() throws IOException {
        accessPoint = FeedbackRing.open(folder.resolve("ring"));
        reader = FeedbackRing.open(folder.resolve("ring"));
    }

    /** What is promised to who writes it in another language. */
    @Test
    void shouldHaveTheLayoutThatIsPromised() throws IOException {
        assertTrue(accessPoint.write(0xfedc, 3, 0xba98, 0x1122_3344_5566L, 0x7788L, false));
        final ByteBuffer octets =
            ByteBuffer.wrap(Files.readAllBytes(folder.resolve("ring"))).order(ByteOrder.LITTLE_ENDIAN);
        assertEquals(1, octets.getLong(0));
        assertEquals(0xfedc, Short.toUnsignedInt(octets.getShort(128)));
        assertEquals(0xba98, Short.toUnsignedInt(octets.getShort(130)));
        assertEquals(0x8000_0003, octets.getInt(132));
        assertEquals(0x1122_3344_5566L, octets.getLong(136));
        assertEquals(0x7788L, octets.getLong(144));
    }

    @Test
    void shouldTellWhatWasWritten() {
        assertTrue(accessPoint.write(65_535, 16, 18, 5, 7, true));
        assertTrue(accessPoint.write(1, 1, 5, 7, false));
        assertTrue(accessPoint.writeReceived(2, 3, 9));
        assertTrue(reader.hasNext());
        assertEquals("65535 16 18 5 7 true false", record());
        reader.next();
        assertEquals("1 1 0 5 7 false false", record());
        reader.next();
        assertEquals("2 3 0 9 0 true true", record());
        reader.next();
        assertFalse(reader.hasNext());
    }

    private String record() {
        return reader.vif() + " " + reader.frames() + " " + reader.attempts() + " " + reader.airtimeNs() + " "
            + reader.serviceNs() + " " + reader.delivered() + " " + reader.received();
    }

    @Test
    void shouldRefuseWhatNoRecordCanTell() {
        assertThrows(IllegalArgumentException.class, () -> accessPoint.write(65_536, 1, 1, 1, 0, true));
        assertThrows(IllegalArgumentException.class, () -> accessPoint.write(1, 1, 65_536, 1, 0, true));
        assertThrows(IllegalArgumentException.class, () -> accessPoint.write(1, 1, -1, 1, 0, true));
        assertFalse(reader.hasNext());
    }
}
