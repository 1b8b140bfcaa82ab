package io.mecvswitch.vswitch.warm;

import io.mecvswitch.config.PortConfig;
import io.mecvswitch.config.PortConfig.Role;
import io.mecvswitch.memory.PacketMemory;
import io.mecvswitch.memory.TableMemory;
import io.mecvswitch.port.Port;
import io.mecvswitch.port.PortProvider;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Opens {@link WarmUpPort}s over a packet memory, and where there are devices also ports that are one: the JIT bets
 * on the kinds of ports that it has seen. Used by one thread.
 */
final class WarmUpPorts implements PortProvider {
    /** Ports whose names end so are devices. */
    private static final String DEVICES_END = "2";

    private final PacketMemory memory;
    private final Optional<PortProvider> devices;
    private final String driver;
    private final Map<Role, WarmUpFrames> frames = new EnumMap<>(Role.class);
    private final Map<String, WarmUpPort> ports = new HashMap<>();
    private int opened;

    /**
     * @param memory  has the buffers, which are the devices' where there are some
     * @param devices opens drivers that need no hardware; empty for none
     * @param number  of this provider among those that the devices' provider serves
     */
    WarmUpPorts(final PacketMemory memory, final Optional<PortProvider> devices, final int number) {
        this.driver = "net_null_warm" + number + "_";
        this.memory = memory;
        this.devices = devices;
        for (final Role role : Role.values()) {
            frames.put(role, WarmUpFrames.of(role));
        }
    }

    @Override
    public PacketMemory memory() {
        return memory;
    }

    @Override
    public TableMemory tables() {
        return devices.map(PortProvider::tables).orElseGet(TableMemory::ordinary);
    }

    @Override
    public Port open(final PortConfig config, final int queues) {
        ports.remove(config.name());
        final boolean whole = devices.isPresent() && config.name().endsWith(DEVICES_END);
        final String name = driver + opened++ + (whole ? "" : ",no-rx=1");
        final Optional<Port> device =
            devices.map(provider -> provider.open(config.withDevice(name), queues));
        if (whole) {
            return device.orElseThrow();
        }
        final WarmUpPort port = new WarmUpPort(config.name(), memory, frames.get(config.role()), device);
        ports.put(config.name(), port);
        return port;
    }

    /** Lets so many frames arrive on each port. */
    void expect(final int count) {
        ports.values().forEach(port -> port.expect(count));
    }

    /** Whether all have arrived that were to. */
    boolean isIdle() {
        return ports.values().stream().allMatch(WarmUpPort::isIdle);
    }

    @Override
    public void enterWorker(final int cpu) {
        devices.ifPresent(provider -> provider.enterWorker(cpu));
    }

    @Override
    public void leaveWorker() {
        devices.ifPresent(PortProvider::leaveWorker);
    }

    @Override
    public void close() {
        ports.clear();
    }
}
