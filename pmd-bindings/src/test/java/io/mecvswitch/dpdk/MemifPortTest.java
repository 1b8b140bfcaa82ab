package io.mecvswitch.dpdk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mecvswitch.memory.PacketMemory;
import io.mecvswitch.port.PacketBurst;
import io.mecvswitch.port.Port;
import io.mecvswitch.port.PortContractTest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/** Both ends of a shared-memory link in one process: the server is under test, the client is its world. */
@Tag("dpdk")
class MemifPortTest extends PortContractTest {
    private static final long PATIENCE_NS = 5_000_000_000L;

    @TempDir
    private Path directory;
    private DpdkPort world;

    @Override
    protected PacketMemory memory() {
        return Devices.provider().memory();
    }

    @Override
    protected Port open(final List<byte[]> arriving) {
        final String link = ",id=0,socket-abstract=no,socket=" + directory.resolve("memif.sock");
        final DpdkPort port = Devices.open("net_memif0,role=server" + link);
        world = Devices.open("net_memif1,role=client" + link);
        await(port);
        await(world);
        // The client lends the server its buffers when it polls.
        assertEquals(0, world.rxBurst(0, new PacketBurst(1)));
        arriving.forEach(frame -> send(memory(), world, frame, DpdkMemory.HEADROOM));
        return port;
    }

    private static void await(final Port port) {
        final long deadline = System.nanoTime() + PATIENCE_NS;
        while (!port.linkUp()) {
            assertTrue(System.nanoTime() < deadline, "the link stays down");
            Thread.onSpinWait();
        }
    }

    @Override
    protected List<byte[]> sent(final int expected) {
        final PacketBurst burst = new PacketBurst(32);
        final List<byte[]> frames = new ArrayList<>();
        final long deadline = System.nanoTime() + PATIENCE_NS;
        while (frames.size() < expected && System.nanoTime() < deadline) {
            world.rxBurst(0, burst);
            drain(memory(), burst, frames);
        }
        return frames;
    }

    @Override
    protected int longestFrame() {
        return Devices.MTU + 14;
    }

    @AfterEach
    void closeTheOtherEnd() {
        world.close();
    }
}
