package io.mecvswitch.port;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mecvswitch.memory.ArrayMemory;
import io.mecvswitch.memory.PacketMemory;
import java.util.List;
import org.junit.jupiter.api.Test;

class MemoryPortTest extends PortContractTest {
    private final ArrayMemory memory = new ArrayMemory(64, 10_000);
    private final MemoryPort port = new MemoryPort("access", memory);
    private final PacketBurst burst = new PacketBurst(8);

    @Override
    protected PacketMemory memory() {
        return memory;
    }

    @Override
    protected Port open(final List<byte[]> arriving) {
        arriving.forEach(port::offer);
        return port;
    }

    @Override
    protected List<byte[]> sent(final int expected) {
        return port.takeSent().stream().map(MemoryPort.Frame::bytes).toList();
    }

    @Override
    protected int longestFrame() {
        return 9_216 + 14;
    }

    @Test
    void shouldLeaveToTheCallerWhatItRefuses() {
        offer(5);
        port.rxBurst(0, burst);
        port.txRoom(2);
        assertEquals(2, port.txBurst(0, burst));
        assertEquals(0, port.txBurst(0, burst));
        assertEquals(64 - 3, memory.available());
        memory.free(burst.handle, 2, 3);
    }

    @Test
    void shouldMarkAFrameThatDoesNotFitItsBuffer() {
        port.offer(new byte[10_000]);
        port.offer(new byte[60]);
        assertEquals(2, port.rxBurst(0, burst));
        assertEquals(-10_000, burst.length[0]);
        assertEquals(60, burst.length[1]);
        memory.free(burst.handle, 0, 2);
    }

    @Test
    void shouldKeepFramesWaitingWithoutBuffers() {
        final long[] all = new long[64];
        assertTrue(memory.allocate(all, 64));
        offer(1);
        assertEquals(0, port.rxBurst(0, burst));
        assertEquals(1, port.statistics().rxNoBuffer());
        memory.free(all, 0, 64);
        assertEquals(1, port.rxBurst(0, burst));
        memory.free(burst.handle, 0, 1);
    }

    @Test
    void shouldCarryTimeFromReceptionToSending() {
        assertFalse(port.timestamps());
        port.timestamps(true);
        port.offer(frame(60), 1_234_567_890_123_456_789L);
        port.rxBurst(0, burst);
        assertTrue(port.timestamps());
        assertEquals(1_234_567_890_123_456_789L, burst.timeNs[0]);
        port.txBurst(0, burst);
        assertEquals(1_234_567_890_123_456_789L, port.takeSent().getFirst().timeNs());
    }

    @Test
    void shouldNeitherReceiveNorSendWhileTheLinkIsDown() {
        offer(2);
        burst.size = 0;
        port.linkUp(false);
        assertEquals(0, port.rxBurst(0, burst));
        port.linkUp(true);
        assertEquals(2, port.rxBurst(0, burst));
        port.linkUp(false);
        assertEquals(0, port.txBurst(0, burst));
        memory.free(burst.handle, 0, 2);
    }

    @Test
    void shouldReceiveAFrameOnTheQueueWhereItArrived() {
        final MemoryPort two = new MemoryPort("two", memory, 2);
        two.offer(0, new byte[60]);
        assertEquals(0, two.rxBurst(1, burst));
        assertEquals(1, two.waiting());
        assertEquals(1, two.rxBurst(0, burst));
        memory.free(burst.handle, 0, 1);
    }

    @Test
    void shouldCountPacketsAndBytes() {
        port.offer(frame(100));
        port.rxBurst(0, burst);
        port.txBurst(0, burst);
        assertEquals(new PortStatistics(1, 100, 0, 0, 0, 1, 100, 0), port.statistics());
    }

    private void offer(final int frames) {
        for (int i = 0; i < frames; i++) {
            port.offer(frame(60));
        }
    }
}
