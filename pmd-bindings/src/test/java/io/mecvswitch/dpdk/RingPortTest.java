package io.mecvswitch.dpdk;

import io.mecvswitch.memory.PacketMemory;
import io.mecvswitch.port.PacketBurst;
import io.mecvswitch.port.Port;
import io.mecvswitch.port.PortContractTest;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;

/** A ring returns what is sent to it, by reference. */
@Tag("dpdk")
class RingPortTest extends PortContractTest {
    private DpdkPort port;

    @Override
    protected PacketMemory memory() {
        return Devices.provider().memory();
    }

    @Override
    protected Port open(final List<byte[]> arriving) {
        port = Devices.open("net_ring0");
        arriving.forEach(frame -> send(memory(), port, frame, DpdkMemory.HEADROOM));
        return port;
    }

    @Override
    protected List<byte[]> sent(final int expected) {
        final PacketBurst burst = new PacketBurst(32);
        final List<byte[]> frames = new ArrayList<>();
        while (port.rxBurst(0, burst) > 0) {
            drain(memory(), burst, frames);
        }
        return frames;
    }

    @Override
    protected int longestFrame() {
        return Devices.MTU + 14;
    }
}
