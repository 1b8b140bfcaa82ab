package io.mecvswitch.capture;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mecvswitch.memory.ArrayMemory;
import io.mecvswitch.port.MemoryPort;
import io.mecvswitch.port.PacketBurst;
import io.mecvswitch.port.PortException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TimedPortTest {
    private static final long START_NS = 1_800_000_000_123_456_789L;
    private static final int US = 1_000;

    private final ArrayMemory memory = new ArrayMemory(64, 2_048);
    private final MemoryPort device = new MemoryPort("access", memory);
    private final PacketBurst burst = new PacketBurst(8);

    @TempDir
    private Path folder;

    /** A file of three frames, of which the device plays some, with times cut to microseconds. */
    private Path file(final int played) throws IOException {
        final Path file = folder.resolve("in.pcap");
        try (PcapWriter writer = PcapWriter.create(file)) {
            for (int i = 0; i < 3; i++) {
                writer.write(new byte[60], START_NS + i);
                if (i < played) {
                    device.offer(new byte[60], (START_NS + i) / US * US);
                }
            }
        }
        return file;
    }

    private TimedPort play(final Path file) throws IOException {
        final TimedPort port = new TimedPort(device, file, PcapReader.open(file));
        port.rxBurst(0, burst);
        memory.free(burst.handle, 0, burst.size);
        return port;
    }

    @Test
    void shouldGiveTheTimesOfTheFile() throws IOException {
        final Path file = file(3);
        try (TimedPort port = play(file)) {
            assertArrayEquals(new long[] {START_NS, START_NS + 1, START_NS + 2, 0, 0, 0, 0, 0}, burst.timeNs);
            assertEquals(Optional.empty(), port.requireEnd());
            assertEquals(Files.size(file), port.position());
        }
    }

    @Test
    void shouldNoticeThatTheDeviceLeftFramesOut() throws IOException {
        try (TimedPort port = play(file(2))) {
            final PortException e = assertThrows(PortException.class, port::requireEnd);
            assertTrue(e.getMessage().contains("in.pcap was played, 2 were: convert it"), e.getMessage());
        }
    }

    @Test
    void shouldTellThatTheFileWasCutOff() throws IOException {
        final Path file = file(2);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(channel.size() - 1);
        }
        try (TimedPort port = play(file)) {
            assertEquals(Optional.of(file + " was cut off behind frame 2: what was whole has been played."),
                port.requireEnd());
        }
    }
}
