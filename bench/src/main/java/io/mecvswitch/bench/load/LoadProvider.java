package io.mecvswitch.bench.load;

import io.mecvswitch.bench.GeneratorPort;
import io.mecvswitch.config.PortConfig;
import io.mecvswitch.dpdk.DpdkPortProvider;
import io.mecvswitch.memory.PacketMemory;
import io.mecvswitch.port.Port;
import io.mecvswitch.port.PortProvider;
import java.util.List;
import java.util.Map;

/** DPDK's packet buffers and pinned workers, and ports that receive at a rate and tell how late they send. */
final class LoadProvider implements PortProvider {
    private static final int BUFFERS = 4_096;

    private final DpdkPortProvider dpdk;
    private final Map<String, List<byte[]>> frames;
    private final GeneratorPort.Load load;

    /**
     * @param dpdk   has the buffers; no port of it is opened
     * @param frames by port name; a port that is not in it receives nothing
     * @param load   of all ports together
     */
    LoadProvider(final DpdkPortProvider dpdk, final Map<String, List<byte[]>> frames, final GeneratorPort.Load load) {
        this.dpdk = dpdk;
        this.frames = frames;
        this.load = load;
    }

    @Override
    public PacketMemory memory() {
        return dpdk.memory();
    }

    @Override
    public Port open(final PortConfig config, final int queues) {
        return new GeneratorPort(config.name(), memory(), BUFFERS, frames.getOrDefault(config.name(), List.of()), false,
            load);
    }

    @Override
    public void enterWorker(final int cpu) {
        dpdk.enterWorker(cpu);
    }

    @Override
    public void leaveWorker() {
        dpdk.leaveWorker();
    }

    @Override
    public void close() {
        dpdk.close();
    }
}
