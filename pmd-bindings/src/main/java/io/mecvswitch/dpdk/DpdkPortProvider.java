package io.mecvswitch.dpdk;

import io.mecvswitch.config.DataplaneConfig;
import io.mecvswitch.config.PortConfig;
import io.mecvswitch.memory.PacketMemory;
import io.mecvswitch.memory.TableMemory;
import io.mecvswitch.port.Port;
import io.mecvswitch.port.PortException;
import io.mecvswitch.port.PortProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Ports that are DPDK devices, physical or virtual, and the mempool they share.
 *
 * <p>The first provider of a process starts {@link Eal}; closing it releases ports and buffers and leaves EAL running,
 * since it can't be started again. One provider is open at a time.
 */
public final class DpdkPortProvider implements PortProvider {
    private static final int DESCRIPTORS = 1024;
    private static final int SHORTEST_BUFFER = 2048;
    private static final int FRAME_OVERHEAD = 14 + 2 * 4;
    private static final int CACHE_LINE = 64;
    /** It has as many queues as its peer, whatever it says. */
    private static final String MEMIF = "net_memif";
    // -ERANGE of Linux
    private static final int OUT_OF_RANGE = -34;

    private final int maxMtu;
    private final Consumer<String> messages;
    private final DpdkMemory memory;
    private final TableMemory tables = new HugeTableMemory();
    private final List<DpdkPort> ports = new ArrayList<>();
    private boolean closed;

    /**
     * Starts DPDK, if this is the first, and makes the packet buffers.
     *
     * @param config   number of buffers, and whether they are to be in hugepages
     * @param ports    that will be opened at first; buffers are made for the greatest MTU of them, and PCI devices
     *                 must be among them
     * @param messages gets sentences for the operator, such as that there are no hugepages
     * @throws PortException if DPDK does not start or there is no memory; the message tells what to do
     */
    public DpdkPortProvider(
        final DataplaneConfig config, final List<PortConfig> ports, final Consumer<String> messages) {
        this.maxMtu = ports.stream().mapToInt(PortConfig::mtu).max().orElse(0);
        this.messages = messages;
        final int frameLength = frameLength(maxMtu);
        if (!Eal.running()) {
            Eal.start(EalArguments.of(ports.stream().map(PortConfig::device).toList(), config.buffers(),
                DpdkMemory.HEADROOM + frameLength, config.hugePages(), HugePages.OF_MACHINE, messages));
        }
        this.memory = createMemory(config.buffers(), frameLength);
    }

    private static int frameLength(final int mtu) {
        final int longest = Math.max(SHORTEST_BUFFER, mtu + FRAME_OVERHEAD);
        return (longest + CACHE_LINE - 1) / CACHE_LINE * CACHE_LINE;
    }

    private static DpdkMemory createMemory(final int buffers, final int frameLength) {
        try {
            return DpdkMemory.create(buffers, frameLength);
        } catch (final DpdkException e) {
            throw new PortException("There is no memory for " + buffers + " packet buffers of " + frameLength
                + " bytes: " + e.getMessage() + ". Configure fewer buffers, or more hugepages.", e);
        }
    }

    @Override
    public PacketMemory memory() {
        return memory;
    }

    @Override
    public TableMemory tables() {
        return tables;
    }

    @Override
    public synchronized Port open(final PortConfig config, final int queues) {
        if (PciDevice.isOne(config.device())) {
            PciDevice.check(config.device());
        }
        if (frameLength(config.mtu()) > frameLength(maxMtu)) {
            throw refused(config, "the packet buffers were made for an MTU of " + maxMtu + " when the switch started",
                "Restart it with this configuration.");
        }
        final int id = add(config);
        try {
            final int had = queues(NativeDpdk.portInfo(id), queues);
            start(config, id, had);
            final DpdkPort port = new DpdkPort(config.name(), id, had, config.mtu(), carriesTime(config.device()),
                memory, this::forget);
            ports.add(port);
            return port;
        } catch (final RuntimeException e) {
            NativeDpdk.removePort(id);
            throw e;
        }
    }

    private int add(final PortConfig config) {
        final int id;
        try {
            id = NativeDpdk.addPort(config.device());
        } catch (final DpdkException e) {
            throw refused(config, e.getMessage(), "Check the device and its arguments.");
        }
        for (final DpdkPort port : ports) {
            if (port.id() == id) {
                throw refused(config, "port " + port.name() + " uses the device already",
                    "Give each port a device of its own, such as net_memif0 and net_memif1.");
            }
        }
        return id;
    }

    /** All or one: what came by a queue that nobody polls, or left by one that nobody reads, would be lost. */
    private static int queues(final NativeDpdk.PortInfo info, final int wanted) {
        final boolean hasThem = wanted <= info.maxRxQueues() && wanted <= info.maxTxQueues();
        return hasThem && !info.driver().equals(MEMIF) ? wanted : 1;
    }

    private void start(final PortConfig config, final int id, final int queues) {
        try {
            NativeDpdk.startPort(
                id, memory.address(), queues, queues, DESCRIPTORS, config.mtu(), config.promiscuous());
        } catch (final DpdkException e) {
            if (e.error() == OUT_OF_RANGE) {
                final NativeDpdk.PortInfo info = NativeDpdk.portInfo(id);
                throw refused(config, "its MTU can be " + info.maxMtu() + " at most, and " + config.mtu()
                    + " is configured", "Lower the MTU.");
            }
            throw refused(config, e.getMessage(), "Check the device and its arguments.");
        }
    }

    private static PortException refused(final PortConfig config, final String reason, final String advice) {
        return new PortException("Port " + config.name() + " (" + config.device() + ") can't be opened: " + reason
            + ". " + advice);
    }

    // The pcap driver takes packets' times from a file; when it repeats the file it leaves them out.
    private static boolean carriesTime(final String device) {
        return device.startsWith("net_pcap") && device.contains(",rx_pcap=") && !device.contains(",infinite_rx=1");
    }

    private synchronized void forget(final DpdkPort port) {
        ports.remove(port);
    }

    @Override
    public boolean keepFree(final List<Integer> cpus) {
        return NativeDpdk.keepOff(cpus.stream().mapToInt(Integer::intValue).toArray()) == 0;
    }

    @Override
    public void enterWorker(final int cpu) {
        final int result = NativeDpdk.threadEnter(cpu);
        if (result < 0) {
            throw new PortException("The thread can't work on processor " + cpu + ": " + NativeDpdk.errorText(result)
                + ". This process may use the processors " + EalArguments.allowedCpus() + ".");
        }
    }

    @Override
    public void leaveWorker() {
        DpdkException.check(NativeDpdk.threadLeave(memory.address()));
    }

    @Override
    public void close() {
        List.copyOf(ports).forEach(DpdkPort::close);
        if (closed) {
            return;
        }
        closed = true;
        final int lost = memory.capacity() - memory.available();
        if (lost != 0) {
            messages.accept(lost + " packet buffers were not given back.");
        }
        memory.close();
    }
}
