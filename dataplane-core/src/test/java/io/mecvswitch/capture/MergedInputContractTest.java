package io.mecvswitch.capture;

import io.mecvswitch.memory.ArrayMemory;
import io.mecvswitch.memory.PacketMemory;
import io.mecvswitch.port.MemoryPort;
import io.mecvswitch.port.Port;
import io.mecvswitch.port.PortContractTest;
import java.util.List;

class MergedInputContractTest extends PortContractTest {
    private final ArrayMemory memory = new ArrayMemory(64, 2_048);
    private final MemoryPort wrapped = new MemoryPort("access", memory);

    @Override
    protected PacketMemory memory() {
        return memory;
    }

    @Override
    protected Port open(final List<byte[]> arriving) {
        arriving.forEach(wrapped::offer);
        wrapped.timestamps(true);
        return new MergedInput(List.of(wrapped), memory, 8).views().getFirst();
    }

    @Override
    protected List<byte[]> sent(final int expected) {
        return wrapped.takeSent().stream().map(MemoryPort.Frame::bytes).toList();
    }
}
