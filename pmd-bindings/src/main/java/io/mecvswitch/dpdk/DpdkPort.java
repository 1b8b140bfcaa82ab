package io.mecvswitch.dpdk;

import io.mecvswitch.port.PacketBurst;
import io.mecvswitch.port.Port;
import io.mecvswitch.port.PortException;
import io.mecvswitch.port.PortStatistics;
import java.lang.foreign.MemorySegment;
import java.util.Map;
import java.util.function.Consumer;

/** A DPDK ethdev: one downcall per burst. See {@link Port} for who calls what. */
public final class DpdkPort implements Port {
    private static final int BURST = 64;
    // The word that the shim returns of what it received.
    private static final int COUNT = 0xffff;
    private static final int LONGEST_SHIFT = 16;
    private static final int OCTETS_SHIFT = 32;
    private static final int FRAME_OVERHEAD = 14 + 2 * 4;

    private final String name;
    private final int id;
    private final int queues;
    private final boolean timestamps;
    private final NativeDpdk.PortInfo info;
    private final int maxFrameLength;
    private final DpdkMemory memory;
    private final long base;
    private final PacketBurst.Describer describer = this::describe;
    private final Consumer<DpdkPort> onClose;
    private boolean closed;

    DpdkPort(
        final String name, final int id, final int queues, final int mtu, final boolean timestamps,
        final DpdkMemory memory, final Consumer<DpdkPort> onClose) {
        this.name = name;
        this.id = id;
        this.queues = queues;
        this.timestamps = timestamps;
        this.info = NativeDpdk.portInfo(id);
        this.maxFrameLength = mtu + FRAME_OVERHEAD;
        this.memory = memory;
        this.base = memory.base();
        this.onClose = onClose;
    }

    /** DPDK's number of the device. */
    int id() {
        return id;
    }

    @Override
    public String name() {
        return name;
    }

    /** DPDK's name of the driver, such as {@code net_memif}. */
    public String driver() {
        return info.driver();
    }

    @Override
    public int rxBurst(final int queue, final PacketBurst into) {
        final long received = NativeDpdk.rxBurst(id, queue, base, into.handles(), into.positions(), into.lengths(),
            timestamps ? into.times() : MemorySegment.NULL, into.capacity());
        return note(received, into);
    }

    private static int note(final long received, final PacketBurst into) {
        into.size = (int) received & COUNT;
        into.longest = (int) received >>> LONGEST_SHIFT;
        into.octets = (int) (received >>> OCTETS_SHIFT);
        into.measured = into.longest != 0;
        return into.size;
    }

    @Override
    public int rxHandles(final int queue, final PacketBurst into) {
        if (timestamps) {
            return rxBurst(queue, into);
        }
        final int size = note(NativeDpdk.rxHandles(id, queue, into.handles(), into.capacity()), into);
        if (into.measured) {
            into.describer = describer;
        } else if (size > 0) {
            describe(into, 0);
        }
        return size;
    }

    private void describe(final PacketBurst burst, final int from) {
        NativeDpdk.describe(base, burst.handles(), burst.positions(), burst.lengths(), from, burst.size);
    }

    @Override
    public boolean takesHandles() {
        return true;
    }

    @Override
    public int txBurst(final int queue, final PacketBurst burst) {
        return burst.moved
            ? NativeDpdk.txBurst(id, queue, base, burst.handles(), burst.positions(), burst.lengths(), burst.size)
            : NativeDpdk.txHandles(id, queue, burst.handles(), burst.size);
    }

    @Override
    public int queues() {
        return queues;
    }

    @Override
    public boolean timestamps() {
        return timestamps;
    }

    @Override
    public int maxFrameLength() {
        return maxFrameLength;
    }

    @Override
    public long macAddress() {
        return info.mac();
    }

    @Override
    public boolean linkUp() {
        return NativeDpdk.linkUp(id);
    }

    @Override
    public PortStatistics statistics() {
        final long[] s = NativeDpdk.statistics(id);
        return new PortStatistics(s[0], s[1], s[2], s[3], s[4], s[5], s[6], s[7]);
    }

    /** What the driver counts beyond {@link #statistics}, by its own names. */
    public Map<String, Long> extendedStatistics() {
        return NativeDpdk.extendedStatistics(id);
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        if (info.driver().equals("net_ring")) {
            empty();
        }
        onClose.accept(this);
        final int result = NativeDpdk.removePort(id);
        if (result < 0) {
            throw new PortException("Port " + name + " could not be closed cleanly: " + NativeDpdk.errorText(result)
                + ". Restart before using its device again.");
        }
    }

    // The ring driver hands packets over by reference and forgets those still in its rings.
    private void empty() {
        final PacketBurst left = new PacketBurst(BURST);
        for (int queue = 0; queue < queues; queue++) {
            while (rxBurst(queue, left) > 0) {
                memory.free(left.handle, 0, left.size);
            }
        }
    }
}
