package io.mecvswitch.dpdk;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mecvswitch.memory.PacketMemory;
import io.mecvswitch.port.PacketBurst;
import io.mecvswitch.port.Port;
import io.mecvswitch.port.PortContractTest;
import io.mecvswitch.port.PortException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("dpdk")
class PcapPortTest extends PortContractTest {
    /** 2026-11-21 12:34:56.123456789 UTC. */
    private static final long START_NS = 1_795_264_496_123_456_789L;

    @TempDir
    private Path directory;
    private DpdkPort port;

    @Override
    protected PacketMemory memory() {
        return Devices.provider().memory();
    }

    @Override
    protected Port open(final List<byte[]> arriving) {
        return open(arriving, false);
    }

    private DpdkPort open(final List<byte[]> arriving, final boolean nanoseconds) {
        PcapFile.write(in(), arriving, START_NS, nanoseconds);
        port = Devices.open("net_pcap0,rx_pcap=" + in() + ",tx_pcap=" + out());
        return port;
    }

    private Path in() {
        return directory.resolve("in.pcap");
    }

    private Path out() {
        return directory.resolve("out.pcap");
    }

    @Override
    protected List<byte[]> sent(final int expected) {
        port.close();
        return PcapFile.read(out());
    }

    @Override
    protected int longestFrame() {
        return Devices.MTU + 14;
    }

    @Test
    void shouldTakeTheTimeOfThePacketsFromTheFile() {
        assertTimes(false);
    }

    @Test
    void shouldTakeTheTimeToTheMicrosecondFromANanosecondFile() {
        assertTimes(true);
    }

    private void assertTimes(final boolean nanoseconds) {
        assertTrue(open(List.of(frame(60), frame(60), frame(60)), nanoseconds).timestamps());
        final PacketBurst burst = new PacketBurst(4);
        assertEquals(3, port.rxBurst(0, burst));
        final long inMicroseconds = START_NS / 1000 * 1000;
        assertArrayEquals(new long[] {inMicroseconds, inMicroseconds + 1_000_000, inMicroseconds + 2_000_000, 0},
            burst.timeNs);
        memory().free(burst.handle, 0, 3);
        port.close();
    }

    @Test
    void shouldMarkAFrameLongerThanABuffer() {
        open(List.of(frame(60), frame(12_000), frame(61)), false);
        final PacketBurst burst = new PacketBurst(4);
        assertEquals(3, port.rxBurst(0, burst));
        assertArrayEquals(new int[] {60, -12_000, 61, 0}, burst.length);
        assertFalse(burst.measured);
        memory().free(burst.handle, 0, 3);
        port.close();
    }

    @Test
    void shouldRepeatAFileForEver() {
        PcapFile.write(in(), List.of(frame(60), frame(61)), START_NS, false);
        port = Devices.open("net_pcap1,rx_pcap=" + in() + ",infinite_rx=1");
        assertFalse(port.timestamps());
        final PacketBurst burst = new PacketBurst(8);
        assertEquals(8, port.rxBurst(0, burst));
        assertArrayEquals(new int[] {60, 61, 60, 61, 60, 61, 60, 61}, burst.length);
        assertTrue(burst.measured);
        assertEquals(484, burst.octets);
        assertEquals(61, burst.longest);
        assertEquals(8, port.txBurst(0, burst));
        port.close();
    }

    @Test
    void shouldMeasureAFrameOfSeveralBuffersThatFitsOne() {
        PcapFile.write(in(), List.of(frame(60), frame(1_800), frame(61)), START_NS, false);
        port = Devices.open("net_pcap1,rx_pcap=" + in() + ",infinite_rx=1");
        final PacketBurst burst = new PacketBurst(3);
        burst.moved = false;
        assertEquals(3, port.rxHandles(0, burst));
        assertTrue(burst.measured);
        assertEquals(1_800, burst.longest);
        assertEquals(1_921, burst.octets);
        assertEquals(3, port.txBurst(0, burst));
        port.close();
    }

    @Test
    void shouldNameTheFileThatIsNotThere() {
        final PortException e = assertThrows(PortException.class,
            () -> Devices.open("net_pcap0,rx_pcap=/nowhere/in.pcap,tx_pcap=" + out()));
        assertTrue(e.getMessage().startsWith("Port port (net_pcap0,rx_pcap=/nowhere/in.pcap"), e.getMessage());
        assertTrue(e.getMessage().contains("No such file"), e.getMessage());
    }
}
