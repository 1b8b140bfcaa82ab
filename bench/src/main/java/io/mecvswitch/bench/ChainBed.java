package io.mecvswitch.bench;

import io.mecvswitch.config.DataplaneConfig;
import io.mecvswitch.config.MacAddress;
import io.mecvswitch.config.PortConfig;
import io.mecvswitch.config.PortConfig.Role;
import io.mecvswitch.config.PortPair;
import io.mecvswitch.config.SwitchConfig;
import io.mecvswitch.lane.Lane;
import io.mecvswitch.memory.ArrayMemory;
import io.mecvswitch.memory.PacketMemory;
import io.mecvswitch.port.MemoryPort;
import io.mecvswitch.port.Port;
import io.mecvswitch.port.PortProvider;
import io.mecvswitch.stage.Placement;
import io.mecvswitch.status.StatusFile;
import io.mecvswitch.vswitch.Dataplane;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.agrona.concurrent.SystemNanoClock;
import org.agrona.concurrent.status.AtomicCounter;

/**
 * A switch whose applications are {@link LoopPort}s in its own process, for what concerns service function chains.
 *
 * <p>Everything from the access side's {@link GeneratorPort} goes on to the core's, and by the way through what chains
 * there are. The applications' ports are named in1, out1, in2 …; what is sent to an "in" is received from its "out".
 * One thread steps the lane.
 */
final class ChainBed implements PortProvider {
    private static final int BUFFERS = 1_024;

    private final PacketMemory memory = new ArrayMemory(
        BUFFERS + 64, (MemoryPort.HEADROOM + Uplink.MAX_LENGTH) / 128 * 128 + 64);
    private final Map<String, LoopPort> loops = new HashMap<>();
    private final StatusFile status = StatusFile.inMemory();
    private final AtomicCounter sentToCore = status.portCounters(Breakout.CORE, "core", 0).txPackets();
    private final AtomicCounter sentToAccess = status.portCounters(Breakout.ACCESS, "access", 0).txPackets();
    private final Paced source = new Paced();
    private final List<byte[]> frames;
    private final Map<String, PortPair.Correlation> aware;
    private final Dataplane dataplane;

    /**
     * @param config what the switch does
     * @param frames that come from the access side, again and again
     */
    ChainBed(final SwitchConfig config, final List<byte[]> frames) {
        this.frames = frames;
        this.aware = config.chains().pairs().stream()
            .collect(Collectors.toMap(PortPair::ingress, PortPair::correlation));
        this.dataplane = new Dataplane(DataplaneConfig.DEFAULT, Placement.UNCUT, this, status, SystemNanoClock.INSTANCE,
            line -> () -> line.lanes().forEach(Lane::step));
        dataplane.apply(config);
    }

    /** A wire from access to core, and so many applications behind two ports each. */
    static List<PortConfig> ports(final int applications) {
        final List<PortConfig> ports = new ArrayList<>(List.of(port("access", Role.ACCESS), port("core", Role.CORE)));
        for (int i = 1; i <= applications; i++) {
            ports.add(port("in" + i, Role.APPLICATION));
            ports.add(port("out" + i, Role.APPLICATION));
        }
        return ports;
    }

    private static PortConfig port(final String name, final Role role) {
        return new PortConfig(name, role, "loop", true, 1_500, true, Optional.empty(),
            role == Role.APPLICATION ? Optional.of(new MacAddress(Uplink.ACCESS_MAC)) : Optional.empty());
    }

    /** The switch. */
    Dataplane dataplane() {
        return dataplane;
    }

    /** Its only lane. */
    Lane lane() {
        return dataplane.lanes().getFirst();
    }

    /** What it counts. */
    StatusFile status() {
        return status;
    }

    /** Sets the pace at which packets come. */
    Paced source() {
        return source;
    }

    /** Packets that have left by the core's port, or back by the access side's. */
    long sent() {
        return sentToCore.get() + sentToAccess.get();
    }

    @Override
    public PacketMemory memory() {
        return memory;
    }

    @Override
    public Port open(final PortConfig config, final int queues) {
        return switch (config.name()) {
            case "access" -> new GeneratorPort("access", memory, BUFFERS, frames, false, source);
            case "core" -> new GeneratorPort("core", memory, 1, List.of(), false, GeneratorPort.Load.UNLIMITED);
            default -> loop(config.name());
        };
    }

    private Port loop(final String name) {
        final LoopPort port = new LoopPort(name, memory, aware.getOrDefault(name, PortPair.Correlation.NONE));
        loops.put(name, port);
        final LoopPort in = loops.get(name.replace("out", "in"));
        if (in != null && in != port) {
            in.leadTo(port);
        }
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
