package io.mecvswitch.bench;

import io.mecvswitch.config.PortConfig;
import io.mecvswitch.dpdk.HugeTableMemory;
import io.mecvswitch.memory.ArrayMemory;
import io.mecvswitch.memory.PacketMemory;
import io.mecvswitch.memory.TableMemory;
import io.mecvswitch.port.MemoryPort;
import io.mecvswitch.port.Port;
import io.mecvswitch.port.PortProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Opens a {@link GeneratorPort} for every port of a configuration; which frames it has, goes by the port's name. */
final class GeneratorProvider implements PortProvider {
    /** Buffers of a port: all of them stay in a core's caches, as those of a DPDK pool do. */
    static final int BUFFERS = 512;

    // An odd number of cache lines, so that neighbouring buffers do not fight for the same cache set.
    private static final int BUFFER_LENGTH = (MemoryPort.HEADROOM + Uplink.MAX_LENGTH) / 128 * 128 + 64;
    private static final int PORTS = 4;

    private final TableMemory tables = new HugeTableMemory();
    private final PacketMemory memory = new ArrayMemory(PORTS * BUFFERS, BUFFER_LENGTH);
    private final Map<String, List<byte[]>> frames;
    private final Optional<String> copies;
    private final List<GeneratorPort> ports = new ArrayList<>();
    private Optional<String> quiet = Optional.empty();

    /**
     * @param frames by port name; a port that is not in it receives nothing
     */
    GeneratorProvider(final Map<String, List<byte[]>> frames) {
        this(frames, Optional.empty());
    }

    /**
     * @param frames by port name; a port that is not in it receives nothing
     * @param copies name of a port to which nothing is sent but copies: it gives their buffers back
     */
    GeneratorProvider(final Map<String, List<byte[]>> frames, final Optional<String> copies) {
        this.frames = frames;
        this.copies = copies;
    }

    /** The port of this name will have nothing to receive until it is told otherwise. */
    void openQuiet(final String name) {
        quiet = Optional.of(name);
    }

    @Override
    public PacketMemory memory() {
        return memory;
    }

    /** Those of a switch on DPDK ports: what is fetched ahead there is fetched here, too. */
    @Override
    public TableMemory tables() {
        return tables;
    }

    @Override
    public Port open(final PortConfig config, final int queues) {
        final GeneratorPort port = new GeneratorPort(
            config.name(), memory, BUFFERS, frames.getOrDefault(config.name(), List.of()),
            copies.equals(Optional.of(config.name())), GeneratorPort.Load.UNLIMITED);
        port.quiet(quiet.equals(Optional.of(config.name())));
        ports.add(port);
        return port;
    }

    /** In the order in which they were opened. */
    List<GeneratorPort> ports() {
        return ports;
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
