package io.mecvswitch.capture;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mecvswitch.memory.ArrayMemory;
import io.mecvswitch.port.MemoryPort;
import io.mecvswitch.port.PacketBurst;
import io.mecvswitch.port.Port;
import io.mecvswitch.port.PortException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CapturingPortTest {
    @TempDir
    private Path folder;

    private final ArrayMemory memory = new ArrayMemory(16, 256);
    private final MemoryPort wrapped = new MemoryPort("wrapped", memory);
    private final PacketBurst burst = new PacketBurst(8);

    @Test
    void shouldWriteWhatIsSentWithTheTimeItWasReceived() throws IOException {
        final Path file = folder.resolve("out.pcap");
        try (Port port = new CapturingPort(wrapped, memory, PcapWriter.create(file))) {
            wrapped.offer(new byte[] {1, 2}, 1_500_000_000_123_456_789L);
            wrapped.offer(new byte[] {3}, 1_500_000_000_123_456_790L);
            assertEquals(2, port.rxBurst(0, burst));
            assertEquals(2, port.txBurst(0, burst));
            assertFalse(Files.exists(file), "a capture appears when it is whole");
        }
        final List<CapturedFrame> frames = PcapReader.readAll(file);
        assertEquals(2, frames.size());
        assertArrayEquals(new byte[] {1, 2}, frames.get(0).bytes());
        assertEquals(1_500_000_000_123_456_789L, frames.get(0).timeNs());
        assertEquals(1_500_000_000_123_456_790L, frames.get(1).timeNs());
        assertFalse(wrapped.linkUp(), "the wrapped port is closed");
    }

    @Test
    void shouldFreeWhatIsSent() throws IOException {
        try (Port port = new CapturingPort(wrapped, memory, PcapWriter.create(folder.resolve("out.pcap")))) {
            wrapped.offer(new byte[] {1, 2}, 11);
            wrapped.offer(new byte[] {3}, 12);
            port.rxBurst(0, burst);
            port.txBurst(0, burst);
            assertEquals(memory.capacity(), memory.available());
            assertEquals(2, port.statistics().txPackets());
            assertEquals(3, port.statistics().txBytes());
            assertEquals(2, port.statistics().rxPackets());
        }
    }

    @Test
    void shouldTakeNoPacketOnceTheDiskIsFull() throws IOException {
        final ArrayMemory large = new ArrayMemory(1, 200_000);
        final Port port = new CapturingPort(wrapped, large, fullDisk());
        assertTrue(large.allocate(burst.handle, 1));
        burst.size = 1;
        burst.length[0] = 200_000;
        for (int i = 0; i < 100 && port.txBurst(0, burst) == 1; i++) {
            assertTrue(large.allocate(burst.handle, 1));
        }
        assertFalse(port.linkUp());
        assertEquals(0, large.available(), "a packet that was not taken stays the caller's");
        assertEquals(0, port.txBurst(0, burst));
        assertFails(port);
    }

    @Test
    void shouldTellAtTheEndThatTheDiskWasFull() throws IOException {
        final Port port = new TappedPort(wrapped, memory, fullDisk(), () -> 0);
        wrapped.offer(new byte[] {1}, 0);
        port.rxBurst(0, burst);
        assertEquals(1, port.txBurst(0, burst));
        assertFails(port);
    }

    private PcapWriter fullDisk() throws IOException {
        final Path full = Path.of("/dev/full");
        assumeTrue(Files.exists(full), "only Linux has a device that is always full");
        Files.createSymbolicLink(folder.resolve("out.pcap.part"), full);
        return PcapWriter.create(folder.resolve("out.pcap"));
    }

    private void assertFails(final Port port) {
        final PortException failure = assertThrows(PortException.class, port::close);
        assertTrue(failure.getMessage().contains("out.pcap could not be written"), failure.getMessage());
        assertFalse(Files.exists(folder.resolve("out.pcap")));
    }

    @Test
    void shouldTapWhatTheDeviceTook() throws IOException {
        final Path file = folder.resolve("tap.pcap");
        try (Port port = new TappedPort(wrapped, memory, PcapWriter.create(file), () -> 99)) {
            wrapped.offer(new byte[] {1}, 1);
            wrapped.offer(new byte[] {2}, 1);
            wrapped.offer(new byte[] {3}, 1);
            wrapped.txRoom(2);
            port.rxBurst(0, burst);
            assertEquals(2, port.txBurst(0, burst));
            assertEquals(2, wrapped.takeSent().size());
            assertEquals(0, port.txBurst(0, burst));
        }
        final List<CapturedFrame> frames = PcapReader.readAll(file);
        assertEquals(2, frames.size());
        assertArrayEquals(new byte[] {2}, frames.get(1).bytes());
        assertEquals(99, frames.get(1).timeNs());
    }

    @Test
    void shouldBeTheWrappedPortInAllElse() throws IOException {
        try (Port port = new TappedPort(wrapped, memory, PcapWriter.create(folder.resolve("tap.pcap")), () -> 0)) {
            wrapped.timestamps(true);
            assertEquals("wrapped", port.name());
            assertEquals(wrapped.maxFrameLength(), port.maxFrameLength());
            assertEquals(wrapped.macAddress(), port.macAddress());
            assertTrue(port.timestamps());
            assertTrue(port.linkUp());
        }
        assertFalse(wrapped.linkUp());
    }
}
