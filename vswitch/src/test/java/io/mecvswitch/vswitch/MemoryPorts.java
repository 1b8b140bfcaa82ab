package io.mecvswitch.vswitch;

import io.mecvswitch.config.PortConfig;
import io.mecvswitch.memory.ArrayMemory;
import io.mecvswitch.memory.PacketMemory;
import io.mecvswitch.port.MemoryPort;
import io.mecvswitch.port.Port;
import io.mecvswitch.port.PortException;
import io.mecvswitch.port.PortProvider;
import java.util.HashMap;
import java.util.Map;

/** Ports without devices, for dataplanes that a test steps by hand. A device called "missing" can't be opened. */
final class MemoryPorts implements PortProvider {
    private final ArrayMemory memory = new ArrayMemory(4_096, 2_048 + MemoryPort.HEADROOM);
    private final Map<String, MemoryPort> open = new HashMap<>();
    private boolean timestamps;
    private boolean manyQueues;

    /** Makes ports that are opened from here on say that their packets carry their time. */
    void timestamps(final boolean carried) {
        timestamps = carried;
    }

    /** Makes ports that are opened from here on have as many queues as are wanted. */
    void manyQueues() {
        manyQueues = true;
    }

    MemoryPort port(final String name) {
        return open.get(name);
    }

    boolean isOpen(final String name) {
        return open.containsKey(name);
    }

    @Override
    public PacketMemory memory() {
        return memory;
    }

    @Override
    public Port open(final PortConfig config, final int queues) {
        if (config.device().equals("missing")) {
            throw new PortException("There is no device 'missing'. Name another one.");
        }
        final MemoryPort port = new MemoryPort(config.name(), memory, manyQueues ? queues : 1);
        port.timestamps(timestamps);
        open.put(config.name(), port);
        return port;
    }

    @Override
    public void enterWorker(final int cpu) {
    }

    @Override
    public void leaveWorker() {
    }

    @Override
    public void close() {
    }
}
