package io.mecvswitch.bridging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.mecvswitch.config.BridgeConfig;
import io.mecvswitch.config.BridgeConfig.BridgePort;
import io.mecvswitch.config.VlanMode;
import io.mecvswitch.header.Ethernet;
import io.mecvswitch.memory.ArrayMemory;
import io.mecvswitch.port.MemoryPort;
import io.mecvswitch.port.PacketBurst;
import io.mecvswitch.port.Port;
import io.mecvswitch.port.PortStatistics;
import io.mecvswitch.stage.Egress;
import io.mecvswitch.stage.Exit;
import io.mecvswitch.stage.PacketClock;
import io.mecvswitch.stage.PacketVector;
import io.mecvswitch.stage.Transmit;
import io.mecvswitch.status.PortCounters;
import io.mecvswitch.status.StatusFile;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.HdrHistogram.SingleWriterRecorder;
import org.junit.jupiter.api.Test;

/** Learning, forwarding, tagging and flooding make no garbage. */
class AllocationTest {
    private static final int PORTS = 3;
    private static final int VECTOR = 64;
    private static final int LENGTH = 60;
    private static final int STATIONS = 500;
    // Until the JIT has compiled a path, its method handles allocate.
    private static final int WARM_UP_ROUNDS = 60;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final StatusFile status = StatusFile.inMemory();
    private final ArrayMemory memory = new ArrayMemory(VECTOR * PORTS, 2_048);
    private final PacketVector vector = new PacketVector(VECTOR);
    private final long[] handles = new long[VECTOR];
    private final Bridge bridge;
    private final Flood flood;
    private long nowNs;
    private int next;

    /** Takes all packets and gives their buffers back. */
    private final class Sink implements Port {
        @Override
        public String name() {
            return "sink";
        }

        @Override
        public int rxBurst(final int queue, final PacketBurst into) {
            return 0;
        }

        @Override
        public int txBurst(final int queue, final PacketBurst burst) {
            memory.free(burst.handle, 0, burst.size);
            return burst.size;
        }

        @Override
        public boolean timestamps() {
            return false;
        }

        @Override
        public int maxFrameLength() {
            return 1_600;
        }

        @Override
        public long macAddress() {
            return 0;
        }

        @Override
        public boolean linkUp() {
            return true;
        }

        @Override
        public PortStatistics statistics() {
            return PortStatistics.NONE;
        }

        @Override
        public void close() {
        }
    }

    AllocationTest() {
        final Egress[] egresses = new Egress[PORTS];
        for (int i = 0; i < PORTS; i++) {
            final PortCounters counters = status.portCounters(i, "p" + i, 0);
            egresses[i] =
                new Egress(new Sink(), 0, counters.txPackets(), counters.txBytes(), new SingleWriterRecorder(2));
        }
        final BridgeConfig config = new BridgeConfig("lan", List.of(new BridgePort("p0", new VlanMode.Access(10)),
            new BridgePort("p1", new VlanMode.Trunk(List.of(10), OptionalInt.empty(), List.of())),
            new BridgePort("p2", new VlanMode.Access(10))), 1, STATIONS / 2, 1_000_000, List.of());
        final BridgeDomains domains = BridgeDomains.of(Optional.empty(), List.of(config),
            Map.of("p0", 0, "p1", 1, "p2", 2), Set.of(0, 1, 2), PORTS, status::bridgeCounters);
        final Exit exit = new Exit(memory, status.dropCounters());
        bridge = new Bridge(domains, memory, false, new PacketClock(() -> nowNs, false), VECTOR);
        flood = new Flood(new Transmit(egresses, VECTOR, exit, () -> nowNs), domains, memory, exit, status.copied(),
            VECTOR);
    }

    private void receive() {
        memory.allocate(handles, VECTOR);
        vector.size = 0;
        vector.ingress = next / VECTOR % 2 * 2;
        for (int i = 0; i < VECTOR; i++) {
            final long position = memory.bufferStart(handles[i]) + MemoryPort.HEADROOM;
            Ethernet.set(memory.bytes(), position, 0x0200_0000_0000L + (next * 31 + 7) % (2 * STATIONS),
                0x0200_0000_0000L + next % STATIONS, 0x88b5);
            vector.add(handles[i], position, LENGTH, 0);
            next++;
        }
        nowNs += 100_000;
    }

    private long allocated(final int vectors) {
        final long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < vectors; i++) {
            receive();
            bridge.process(vector);
            leave();
            flood.process(vector);
        }
        return threads.getCurrentThreadAllocatedBytes() - before;
    }

    /** What the lane does with packets that have a verdict. */
    private void leave() {
        if (vector.leavers != 0) {
            memory.free(handles, 0, vector.sweep(handles, reasons));
        }
    }

    private final int[] reasons = new int[VECTOR];

    @Test
    void shouldAllocateNothing() {
        long allocated = allocated(1_000);
        for (int round = 0; allocated != 0 && round < WARM_UP_ROUNDS; round++) {
            allocated = allocated(1_000);
        }
        assertEquals(0, allocated, "bytes allocated for 64,000 frames");
        assertEquals(memory.capacity(), memory.available());
        assertTrue(status.copied().get() > 10_000 && status.bridgeCounters("lan").moves().get() > 1_000
            && status.bridgeCounters("lan").unlearned().get() > 100, "all of it was done");
    }
}
