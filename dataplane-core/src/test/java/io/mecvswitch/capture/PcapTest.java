package io.mecvswitch.capture;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PcapTest {
    private static final String SECTION = "0a0d0d0a 0000001c 1a2b3c4d 0001 0000 ffffffffffffffff 0000001c";
    private static final String INTERFACE = "00000001 00000014 0001 0000 00040000 00000014";
    // if_tsresol = 9 (nanoseconds), then an option to step over, then the end of options.
    private static final String INTERFACE_NS =
        "00000001 0000002c 0001 0000 00040000 0009 0001 09000000 0002 0003 65746800 0000 0000 0000 0000 0000002c";

    @TempDir
    private Path folder;

    @Test
    void shouldReadBackWhatItWrote() throws IOException {
        final Path file = folder.resolve("a.pcap");
        final Random random = new Random(1);
        final byte[][] frames = new byte[2_000][];
        try (PcapWriter writer = PcapWriter.create(file)) {
            for (int i = 0; i < frames.length; i++) {
                frames[i] = new byte[random.nextInt(9_300)];
                random.nextBytes(frames[i]);
                writer.write(frames[i], 4_000_000_000_000_000_007L + i);
            }
        }
        final List<CapturedFrame> read = PcapReader.readAll(file);
        assertEquals(frames.length, read.size());
        for (int i = 0; i < frames.length; i++) {
            assertArrayEquals(frames[i], read.get(i).bytes());
            assertEquals(4_000_000_000_000_000_007L + i, read.get(i).timeNs());
        }
    }

    @Test
    void shouldWriteTheFormatOfTheDraft() throws IOException {
        final Path file = folder.resolve("a.pcap");
        try (PcapWriter writer = PcapWriter.create(file)) {
            writer.write(new byte[] {0x0a, 0x0b}, 1_000_000_002L);
        }
        assertEquals("4d3cb2a1 02000400 00000000 00000000 00000400 01000000 01000000 02000000 02000000 02000000 0a0b"
            .replace(" ", ""), HexFormat.of().formatHex(Files.readAllBytes(file)));
        assertFalse(Files.exists(folder.resolve("a.pcap.part")));
    }

    @Test
    void shouldCutFramesAtTheSnapLength() throws IOException {
        final Path file = folder.resolve("a.pcap");
        try (PcapWriter writer = PcapWriter.create(file)) {
            writer.write(new byte[PcapWriter.SNAP_LENGTH + 5], 0);
        }
        final CapturedFrame frame = PcapReader.readAll(file).getFirst();
        assertEquals(PcapWriter.SNAP_LENGTH, frame.bytes().length);
        assertEquals(PcapWriter.SNAP_LENGTH + 5, frame.originalLength());
    }

    @ParameterizedTest
    @CsvSource({
        "a1b2c3d40002000400000000000000000000ffff00000001 000000010000000200000002000000030a0b, 1000002000",
        "a1b23c4d0002000400000000000000000000ffff00000001 000000010000000200000002000000030a0b, 1000000002",
        "d4c3b2a1020004000000000000000000ffff000001000000 010000000200000002000000030000000a0b, 1000002000",
        "4d3cb2a1020004000000000000000000ffff000001000000 010000000200000002000000030000000a0b, 1000000002"})
    void shouldReadEitherUnitAndByteOrder(final String hex, final long timeNs) throws IOException {
        final CapturedFrame frame = PcapReader.readAll(file(hex)).getFirst();
        assertEquals(timeNs, frame.timeNs());
        assertEquals(3, frame.originalLength());
        assertArrayEquals(new byte[] {0x0a, 0x0b}, frame.bytes());
    }

    @Test
    void shouldReadPcapng() throws IOException {
        final String microseconds = "00000006 00000024 00000000 00000000 000f4242 00000002 00000003 0a0b0000 00000024";
        final String unknown = "00000005 00000010 01020304 00000010";
        final String nanoseconds = "00000006 00000024 00000001 00000001 00000002 00000001 00000001 0c000000 00000024";
        final List<CapturedFrame> frames =
            PcapReader.readAll(file(SECTION + INTERFACE + INTERFACE_NS + microseconds + unknown + nanoseconds));
        assertEquals(2, frames.size());
        assertEquals(1_000_002_000L, frames.get(0).timeNs());
        assertArrayEquals(new byte[] {0x0a, 0x0b}, frames.get(0).bytes());
        assertEquals((1L << 32) + 2, frames.get(1).timeNs());
        assertArrayEquals(new byte[] {0x0c}, frames.get(1).bytes());
    }

    @Test
    void shouldNoteACutAtAnyByte() throws IOException {
        final byte[] pcap = Files.readAllBytes(file("a1b23c4d0002000400000000000000000000ffff00000001"
            + "000000010000000200000002000000020a0b 000000010000000200000002000000020a0b"));
        final byte[] pcapng = Files.readAllBytes(file(SECTION + INTERFACE
            + "00000006 00000024 00000000 00000000 000f4242 00000002 00000003 0a0b0000 00000024"));
        for (int length = 25; length < pcap.length; length++) {
            if (length != 42) {
                assertCut(Arrays.copyOf(pcap, length), length < 42 ? 0 : 1);
            }
        }
        for (int length = 29; length < pcapng.length; length++) {
            if (length != 48) {
                assertCut(Arrays.copyOf(pcapng, length), 0);
            }
        }
    }

    private void assertCut(final byte[] bytes, final int frames) throws IOException {
        final Path file = Files.write(folder.resolve("cut"), bytes);
        try (PcapReader reader = PcapReader.open(file)) {
            for (int i = 0; i < frames; i++) {
                assertTrue(reader.next().isPresent());
            }
            assertTrue(reader.next().isEmpty());
            assertTrue(reader.isTruncated(), "cut to " + bytes.length);
        }
        assertThrows(IOException.class, () -> PcapReader.readAll(file));
    }

    @ParameterizedTest
    @CsvSource({
        "a1b2c3d40002000400000000000000000000ffff00000071, link type 113",
        "a1b2c3d40002000400000000000000000000ffff00000001 0000000100000002ffffffff00000003, 4294967295 bytes",
        "a1b2c3d40002000400000000000000000000ffff00000001 00000001000000020004000100000003, 262145 bytes",
        "a1b2c3d400020004, ends inside its file header",
        "00112233 445566, neither pcap nor pcapng",
        "a1b2, ends",
        SECTION + "00000001 0000000c 00000000, interface description",
        SECTION + "00000001 00000000 00000000, block of 0 bytes",
        SECTION + "00000001 fffffffc 00000000, block of 4294967292 bytes",
        SECTION + INTERFACE + "00000006 00000020 00000001 00000000 00000000 00000000 00000000 00000020, unknown",
        SECTION + INTERFACE + "00000006 00000020 00000000 00000000 00000000 00000001 00000000 00000020, longer than"})
    void shouldRefuseDamagedFilesInASentence(final String hex, final String sentence) throws IOException {
        final Path file = file(hex);
        final IOException e = assertThrows(IOException.class, () -> PcapReader.readAll(file));
        assertTrue(e.getMessage().contains(sentence), e.getMessage());
        assertTrue(e.getMessage().contains(file.toString()), e.getMessage());
    }

    @Test
    void shouldSurviveNoise() throws IOException {
        final Random random = new Random(5);
        final byte[] pcapng = Files.readAllBytes(file(SECTION + INTERFACE + INTERFACE_NS
            + "00000006 00000024 00000000 00000000 000f4242 00000002 00000003 0a0b0000 00000024"));
        int read = 0;
        for (int round = 0; round < 2_000; round++) {
            final byte[] noisy = pcapng.clone();
            noisy[random.nextInt(noisy.length)] = (byte) random.nextInt();
            read += readable(Files.write(folder.resolve("noisy"), noisy)) ? 1 : 0;
        }
        assertTrue(read > 0 && read < 2_000, "some noise does not matter, some does: " + read);
    }

    private static boolean readable(final Path file) {
        try {
            return !PcapReader.readAll(file).isEmpty();
        } catch (final IOException _) {
            return false;
        }
    }

    private Path file(final String hex) throws IOException {
        return Files.write(folder.resolve("in"), HexFormat.of().parseHex(hex.replaceAll("\\s", "")));
    }
}
