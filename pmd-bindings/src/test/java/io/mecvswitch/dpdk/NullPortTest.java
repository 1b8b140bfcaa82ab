package io.mecvswitch.dpdk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mecvswitch.memory.PacketMemory;
import io.mecvswitch.port.PacketBurst;
import io.mecvswitch.port.PortException;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The null device makes packets of nothing and swallows them; all that is left is how ports are opened and closed. */
@Tag("dpdk")
class NullPortTest {
    private final PacketMemory memory = Devices.provider().memory();
    private final PacketBurst burst = new PacketBurst(32);
    private int availableBefore;

    @BeforeEach
    void countBuffers() {
        availableBefore = memory.available();
    }

    @AfterEach
    void everyBufferCameBack() {
        assertEquals(availableBefore, memory.available(), "packet buffers were lost");
    }

    @Test
    void shouldReceiveAndSendBursts() {
        try (DpdkPort port = Devices.open("net_null0,size=64")) {
            for (int i = 0; i < 1000; i++) {
                assertEquals(32, port.rxBurst(0, burst));
                assertEquals(64, burst.length[31]);
                assertTrue(burst.measured);
                assertEquals(32 * 64, burst.octets);
                assertEquals(64, burst.longest);
                assertEquals(32, port.txBurst(0, burst));
            }
            assertEquals(32_000, port.statistics().rxPackets());
            assertEquals(32_000, port.statistics().txPackets());
            assertEquals(32_000L, port.extendedStatistics().get("rx_good_packets"));
        }
    }

    @Test
    void shouldLeaveOutWhatNobodyAsksFor() {
        try (DpdkPort port = Devices.open("net_null0,size=64")) {
            burst.moved = false;
            Arrays.fill(burst.length, 7);
            assertEquals(32, port.rxHandles(0, burst));
            assertTrue(burst.measured);
            assertEquals(32 * 64, burst.octets);
            assertEquals(64, burst.longest);
            burst.describe(31);
            assertEquals(7, burst.length[30]);
            assertEquals(64, burst.length[31]);
            assertEquals(32, port.txBurst(0, burst));
            assertEquals(32, port.statistics().txPackets());
        }
    }

    @Test
    void shouldFreeWhatWasReceived() {
        try (DpdkPort port = Devices.open("net_null0")) {
            port.rxBurst(0, burst);
            assertEquals(availableBefore - 32, memory.available());
            memory.free(burst.handle, 20, 12);
            memory.free(burst.handle, 0, 20);
            memory.free(burst.handle, 0, 0);
        }
    }

    @Test
    void shouldOpenADeviceAgainAfterItWasClosed() {
        for (int i = 0; i < 5; i++) {
            Devices.open("net_null0").close();
        }
    }

    @Test
    void shouldCloseTwiceWithoutHarm() {
        final DpdkPort port = Devices.open("net_null0");
        port.close();
        port.close();
    }

    @Test
    void shouldOpenSeveralQueues() {
        try (var port = Devices.provider().open(Devices.port("two", "net_null0"), 2)) {
            assertEquals(2, port.queues());
            assertEquals(32, port.rxBurst(1, burst));
            assertEquals(32, port.txBurst(1, burst));
        }
    }

    @Test
    void shouldSayWhatTheDeviceIs() {
        try (DpdkPort port = Devices.open("net_null0", 1500)) {
            assertEquals("net_null", port.driver());
            assertEquals(1500 + 14 + 8, port.maxFrameLength());
            assertTrue(port.linkUp());
            assertFalse(port.timestamps());
        }
    }

    @Test
    void shouldRefuseADeviceInUse() {
        try (DpdkPort port = Devices.open("net_null0")) {
            assertRefused("port " + port.name() + " uses the device already", "net_null0");
            assertEquals(32, port.rxBurst(0, burst));
            memory.free(burst.handle, 0, 32);
        }
    }

    @Test
    void shouldRefuseADriverThatDoesNotExist() {
        assertRefused("can't be opened", "net_nonsense0");
    }

    @Test
    void shouldRefuseArgumentsTheDriverDoesNotKnow() {
        assertRefused("can't be opened", "net_null0,sizes=64");
    }

    @Test
    void shouldOpenOneQueueWhereTheDeviceHasNotSoManyAsAreWanted() {
        try (var port = Devices.provider().open(Devices.port("many", "net_null0"), 4000)) {
            assertEquals(1, port.queues());
        }
        try (var port = Devices.provider().open(Devices.port("memif", "net_memif7,role=server,socket=/tmp/"
            + ProcessHandle.current().pid() + "-queues.sock"), 2)) {
            assertEquals(1, port.queues());
        }
    }

    @Test
    void shouldRefuseFramesLongerThanTheBuffersWereMadeFor() {
        final PortException e =
            assertThrows(PortException.class, () -> Devices.open("net_null0", Devices.MTU + 100));
        assertTrue(e.getMessage().contains("MTU of " + Devices.MTU), e.getMessage());
    }

    @Test
    void shouldRefuseToAllocateMoreThanThereIs() {
        assertFalse(memory.allocate(new long[Devices.BUFFERS + 1], Devices.BUFFERS + 1));
        assertThrows(IndexOutOfBoundsException.class, () -> memory.allocate(new long[1], 2));
    }

    private static void assertRefused(final String reason, final String device) {
        final PortException e = assertThrows(PortException.class, () -> Devices.open(device));
        assertTrue(e.getMessage().contains(reason) && e.getMessage().contains(device), e.getMessage());
    }
}
