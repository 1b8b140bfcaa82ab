package io.mecvswitch.capture;

import io.mecvswitch.memory.ArrayMemory;
import io.mecvswitch.memory.PacketMemory;
import io.mecvswitch.port.MemoryPort;
import io.mecvswitch.port.Port;
import io.mecvswitch.port.PortContractTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

class TimedPortContractTest extends PortContractTest {
    private final ArrayMemory memory = new ArrayMemory(64, 2_048);
    private final MemoryPort wrapped = new MemoryPort("access", memory);

    @TempDir
    private Path folder;

    @Override
    protected PacketMemory memory() {
        return memory;
    }

    @Override
    protected Port open(final List<byte[]> arriving) {
        arriving.forEach(wrapped::offer);
        final Path file = folder.resolve("in.pcap");
        try {
            try (PcapWriter writer = PcapWriter.create(file)) {
                for (final byte[] frame : arriving) {
                    writer.write(frame, 1);
                }
            }
            return new TimedPort(wrapped, file, PcapReader.open(file));
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    protected List<byte[]> sent(final int expected) {
        return wrapped.takeSent().stream().map(MemoryPort.Frame::bytes).toList();
    }
}
