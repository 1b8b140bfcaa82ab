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

class CapturingPortContractTest extends PortContractTest {
    private final ArrayMemory memory = new ArrayMemory(64, 2_048);
    private final MemoryPort wrapped = new MemoryPort("access", memory);

    @TempDir
    private Path folder;
    private Port port;

    @Override
    protected PacketMemory memory() {
        return memory;
    }

    @Override
    protected Port open(final List<byte[]> arriving) {
        arriving.forEach(wrapped::offer);
        try {
            port = new CapturingPort(wrapped, memory, PcapWriter.create(folder.resolve("out.pcap")));
            return port;
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    protected List<byte[]> sent(final int expected) {
        port.close();
        try {
            return PcapReader.readAll(folder.resolve("out.pcap")).stream().map(CapturedFrame::bytes).toList();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
