package io.mecvswitch.dpdk;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mecvswitch.memory.PacketMemory;
import io.mecvswitch.port.PacketBurst;
import io.mecvswitch.port.Port;
import io.mecvswitch.port.PortContractTest;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

/** The contract for a device whose other end is a device too: the second port is the world of the first. */
abstract class TwoPortContractTest extends PortContractTest {
    private static final long PATIENCE_NS = 5_000_000_000L;

    private DpdkPort world;

    /** Device arguments of the port under test. */
    protected abstract String device();

    /** Device arguments of the other end, opened second. */
    protected abstract String otherDevice();

    /** MTU of both. */
    protected int mtu() {
        return 1500;
    }

    @Override
    protected final int longestFrame() {
        return mtu() + 14;
    }

    @Override
    protected final PacketMemory memory() {
        return Devices.provider().memory();
    }

    @Override
    protected final Port open(final List<byte[]> arriving) {
        final DpdkPort port = Devices.open(device(), mtu());
        world = Devices.open(otherDevice(), mtu());
        awaitLink(port);
        awaitLink(world);
        // A memif client lends the server its buffers when it polls.
        sent(0);
        arriving.forEach(frame -> send(memory(), world, frame, DpdkMemory.HEADROOM));
        return port;
    }

    private static void awaitLink(final Port port) {
        final long deadline = System.nanoTime() + PATIENCE_NS;
        while (!port.linkUp()) {
            assertTrue(System.nanoTime() < deadline, "the link stays down");
            Thread.onSpinWait();
        }
    }

    @Override
    protected final List<byte[]> sent(final int expected) {
        final PacketBurst burst = new PacketBurst(32);
        final List<byte[]> frames = new ArrayList<>();
        final long deadline = System.nanoTime() + PATIENCE_NS;
        do {
            world.rxBurst(0, burst);
            drain(memory(), burst, frames);
        } while (frames.size() < expected && System.nanoTime() < deadline);
        return frames;
    }

    @AfterEach
    final void closeTheOtherEnd() {
        if (world != null) {
            world.close();
        }
    }
}
