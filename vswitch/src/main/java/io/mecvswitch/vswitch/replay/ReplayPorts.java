package io.mecvswitch.vswitch.replay;

import io.mecvswitch.capture.CapturingPort;
import io.mecvswitch.capture.MergedInput;
import io.mecvswitch.capture.PcapReader;
import io.mecvswitch.capture.PcapWriter;
import io.mecvswitch.capture.TimedPort;
import io.mecvswitch.config.DataplaneConfig;
import io.mecvswitch.config.PortConfig;
import io.mecvswitch.config.SwitchConfig;
import io.mecvswitch.dpdk.DpdkPortProvider;
import io.mecvswitch.memory.PacketMemory;
import io.mecvswitch.memory.TableMemory;
import io.mecvswitch.port.PacketBurst;
import io.mecvswitch.port.Port;
import io.mecvswitch.port.PortException;
import io.mecvswitch.port.PortProvider;
import io.mecvswitch.port.PortStatistics;
import io.mecvswitch.stage.PacketVector;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The ports of a configuration with captures in place of their devices.
 *
 * <p>A port with a capture receives its frames when their time has come, any other port receives nothing; what a port
 * sends is written down. Vectors are let in one at a time: the next one is received after {@link #admit}. One thread.
 */
final class ReplayPorts implements PortProvider {
    private static final int LOOK_AHEAD = 32;
    private static final int SHORTEST_BUFFER = 2_048;
    /** Beside those on their way, some rest in the cache of the thread. */
    private static final int SPARE_BUFFERS = 1_024;
    private static final int FRAME_OVERHEAD = 14 + 2 * 4;

    private final DpdkPortProvider devices;
    private final Map<String, Port> ports = new LinkedHashMap<>();
    private final List<TimedPort> captures = new ArrayList<>();
    private final MergedInput input;
    private boolean admitting;
    private long timeNs;

    /**
     * Opens the captures and starts the files of all ports.
     *
     * @param config   whose ports are meant
     * @param inputs   capture by name of port, in the order in which packets of one time go
     * @param output   where captures of what is sent go
     * @param messages gets sentences for the operator
     * @throws PortException if a capture can't be read, or a file not be written
     */
    ReplayPorts(final SwitchConfig config, final Map<String, Path> inputs, final OutputFolder output,
        final Consumer<String> messages) {
        final Map<String, PcapReader> readers = readers(inputs);
        devices = new DpdkPortProvider(
            memoryFor(config, inputs.size()), config.ports().stream().map(ReplayPorts::silent).toList(), messages);
        try {
            play(config, inputs, readers);
            input = new MergedInput(List.copyOf(captures), devices.memory(), LOOK_AHEAD);
            final List<String> names = List.copyOf(inputs.keySet());
            config.ports().forEach(port -> ports.put(port.name(), capturing(port, names, output)));
        } catch (final RuntimeException e) {
            close();
            throw e;
        }
    }

    private static Map<String, PcapReader> readers(final Map<String, Path> inputs) {
        final Map<String, PcapReader> readers = new LinkedHashMap<>();
        inputs.forEach((port, file) -> readers.put(port, reader(port, file)));
        return readers;
    }

    private static PcapReader reader(final String port, final Path file) {
        try {
            return PcapReader.open(file);
        } catch (final NoSuchFileException e) {
            throw new PortException("There is no capture " + file + " for port " + port + ".", e);
        } catch (final IOException e) {
            throw new PortException("The capture for port " + port + " can't be read: " + e.getMessage() + ".", e);
        }
    }

    /** Enough for the longest frames a capture can hold, each spread over many buffers: so none is ever wanting. */
    private static DataplaneConfig memoryFor(final SwitchConfig config, final int inputs) {
        final DataplaneConfig layout = config.dataplane();
        final int bufferLength =
            config.ports().stream().mapToInt(PortConfig::mtu).reduce(SHORTEST_BUFFER, Math::max);
        final int perFrame = PcapWriter.SNAP_LENGTH / bufferLength + 1;
        final int frames = inputs * LOOK_AHEAD + PacketVector.withCopies(layout.vectorSize());
        final int held = config.gtpu().learning().map(learning -> learning.hold().packets()).orElse(0);
        final int buffers = SPARE_BUFFERS + held + frames * perFrame;
        return new DataplaneConfig(layout.workerCpus(), layout.cutAfter(), layout.idle(), layout.vectorSize(),
            layout.handoffSize(), buffers, false);
    }

    /** Of the configured devices none is touched. */
    private static PortConfig silent(final PortConfig port) {
        return port.withDevice("net_null");
    }

    private void play(
        final SwitchConfig config, final Map<String, Path> inputs, final Map<String, PcapReader> readers) {
        for (final Map.Entry<String, Path> input : inputs.entrySet()) {
            final PortConfig port =
                config.ports().stream().filter(one -> one.name().equals(input.getKey())).findFirst().orElseThrow();
            captures.add(new TimedPort(open(port, input.getValue()), input.getValue(), readers.get(port.name())));
        }
    }

    /** By a link that is short and without commas, as DPDK wants file names to be. */
    private Port open(final PortConfig port, final Path file) {
        try {
            final Path folder = Files.createTempDirectory("mec-vswitch-replay");
            final Path link = Files.createSymbolicLink(folder.resolve("in.pcap"), file.toRealPath());
            try {
                return devices.open(port.withDevice("net_pcap" + captures.size() + ",rx_pcap=" + link), 1);
            } finally {
                Files.delete(link);
                Files.delete(folder);
            }
        } catch (final IOException e) {
            throw new PortException("The capture " + file + " can't be opened (" + e + ").", e);
        }
    }

    private Port capturing(final PortConfig port, final List<String> inputs, final OutputFolder output) {
        final int place = inputs.indexOf(port.name());
        final Optional<Port> view = place < 0 ? Optional.empty() : Optional.of(input.views().get(place));
        return new CapturingPort(new ReplayPort(port, view), devices.memory(), output.create(port.name()));
    }

    @Override
    public TableMemory tables() {
        return devices.tables();
    }

    @Override
    public PacketMemory memory() {
        return devices.memory();
    }

    @Override
    public Port open(final PortConfig config, final int queues) {
        return ports.get(config.name());
    }

    @Override
    public void enterWorker(final int cpu) {
        devices.enterWorker(cpu);
    }

    @Override
    public void leaveWorker() {
        devices.leaveWorker();
    }

    /** Lets one vector in. */
    void admit() {
        admitting = true;
    }

    /** Whether all captures came to their end. */
    boolean drained() {
        return input.drained();
    }

    /** When the packet received last was captured. */
    long timeNs() {
        return timeNs;
    }

    /** Bytes of all captures played so far. */
    long position() {
        return captures.stream().mapToLong(TimedPort::position).sum();
    }

    /**
     * Makes sure that every frame was played.
     *
     * @return sentences about captures that were cut off
     * @throws PortException if not
     */
    List<String> requireEnd() {
        return captures.stream().map(TimedPort::requireEnd).flatMap(Optional::stream).toList();
    }

    /** Closes all ports, and finishes the files of those that were never opened. */
    @Override
    public void close() {
        try {
            ports.values().forEach(Port::close);
            captures.forEach(Port::close);
        } finally {
            devices.close();
        }
    }

    /** Receives what its capture holds, if there is one. */
    private final class ReplayPort implements Port {
        private final PortConfig config;
        private final Optional<Port> capture;

        ReplayPort(final PortConfig config, final Optional<Port> capture) {
            this.config = config;
            this.capture = capture;
        }

        @Override
        public String name() {
            return config.name();
        }

        @Override
        public int rxBurst(final int queue, final PacketBurst into) {
            into.size = 0;
            if (admitting && capture.isPresent() && capture.get().rxBurst(queue, into) > 0) {
                admitting = false;
                timeNs = into.timeNs[into.size - 1];
            }
            return into.size;
        }

        /** Never takes anything: what is sent is written down before. */
        @Override
        public int txBurst(final int queue, final PacketBurst burst) {
            return 0;
        }

        @Override
        public boolean timestamps() {
            return true;
        }

        @Override
        public int maxFrameLength() {
            return config.mtu() + FRAME_OVERHEAD;
        }

        /** Locally administered, from the name: the same on every machine. */
        @Override
        public long macAddress() {
            return 0x02_00_00_00_00_00L | Integer.toUnsignedLong(config.name().hashCode());
        }

        @Override
        public boolean linkUp() {
            return true;
        }

        @Override
        public PortStatistics statistics() {
            return capture.map(Port::statistics).orElse(PortStatistics.NONE);
        }

        @Override
        public void close() {
            capture.ifPresent(Port::close);
        }
    }
}
