package io.mecvswitch.stage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.mecvswitch.memory.ArrayMemory;
import io.mecvswitch.port.MemoryPort;
import io.mecvswitch.port.MemoryPort.Frame;
import io.mecvswitch.port.PacketBurst;
import io.mecvswitch.port.Port;
import io.mecvswitch.port.PortStatistics;
import io.mecvswitch.status.PortCounters;
import io.mecvswitch.status.StatusFile;
import io.mecvswitch.traffic.Frames;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.SingleWriterRecorder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two egress ports and what is counted of them. */
class TransmitTest {
    private static final int SLOT = 12_000;
    private static final int SIZE = 4;

    private final ArrayMemory memory = new ArrayMemory(SIZE, SLOT);
    private final StatusFile status = StatusFile.inMemory();
    private final Exit exit = new Exit(memory, status.dropCounters());
    private final MemoryPort[] ports = {new MemoryPort("a", memory), new MemoryPort("b", memory)};
    private final PortCounters[] counters = {status.portCounters(0, "a", 0), status.portCounters(1, "b", 0)};
    private final SingleWriterRecorder[] latencies = {new SingleWriterRecorder(2), new SingleWriterRecorder(2)};
    private final PacketVector vector = new PacketVector(SIZE);
    private long nowNs = 5_000;
    private final Transmit transmit = new Transmit(new Egress[] {egress(0), egress(1)}, SIZE, exit, () -> nowNs);

    private int describedFrom = -1;

    /** A device with room for one packet, that knows where packets are. */
    private final class TakingOne implements Port {
        @Override
        public String name() {
            return "taking-one";
        }

        @Override
        public int rxBurst(final int queue, final PacketBurst into) {
            return 0;
        }

        @Override
        public boolean takesHandles() {
            return true;
        }

        @Override
        public int txBurst(final int queue, final PacketBurst burst) {
            memory.free(burst.handle, 0, 1);
            return 1;
        }

        @Override
        public boolean timestamps() {
            return false;
        }

        @Override
        public int maxFrameLength() {
            return 1_522;
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
            // Nothing is open.
        }
    }

    private Egress egress(final int port) {
        return new Egress(ports[port], 0, counters[port].txPackets(), counters[port].txBytes(), latencies[port]);
    }

    @AfterEach
    void shouldHaveGivenEveryBufferBack() {
        assertEquals(memory.capacity(), memory.available());
        assertEquals(0, vector.size);
    }

    private void add(final int egress, final int length, final long timeNs) {
        final long[] handle = new long[1];
        memory.allocate(handle, 1);
        vector.egress[vector.size] = egress;
        vector.add(handle[0], memory.bufferStart(handle[0]), length, timeNs);
    }

    private void send(final int egress, final int... lengths) {
        for (final int length : lengths) {
            add(egress, length, 0);
        }
        transmit.process(vector);
    }

    private static List<Integer> lengths(final List<Frame> frames) {
        return frames.stream().map(frame -> frame.bytes().length).toList();
    }

    private long dropped(final DropReason reason) {
        return status.dropCounters()[reason.ordinal()].get();
    }

    @Test
    void shouldCountWhatTheDeviceTook() {
        send(0, 100, 200, 300);
        assertEquals(3, counters[0].txPackets().get());
        assertEquals(600, counters[0].txBytes().get());
        assertEquals(0, counters[1].txPackets().get());
    }

    @Test
    void shouldCountOnlyWhatTheDeviceTook() {
        ports[0].txRoom(1);
        send(0, 100, 200, 300);
        assertEquals(1, counters[0].txPackets().get());
        assertEquals(100, counters[0].txBytes().get());
        assertEquals(2, dropped(DropReason.EGRESS_FULL));
    }

    @Test
    void shouldCountNothingWhereTheDeviceTookNothing() {
        ports[0].txRoom(0);
        send(0, 100, 200);
        assertEquals(0, counters[0].txBytes().get());
        assertEquals(2, dropped(DropReason.EGRESS_FULL));
    }

    @Test
    void shouldNotMeasureAgainWhatIsAsItWasReceived() {
        received(100, 200);
        vector.octets = 301;
        transmit.process(vector);
        assertEquals(301, counters[0].txBytes().get());
    }

    @Test
    void shouldMeasureWhatWasChanged() {
        received(100, 200);
        vector.length[1] = 250;
        vector.moved = true;
        transmit.process(vector);
        assertEquals(350, counters[0].txBytes().get());
    }

    @Test
    void shouldMeasureWhatIsLeftOfAVector() {
        received(100, 200, 300);
        vector.leave(1, DropReason.RULE_DROP);
        final long[] leavers = new long[SIZE];
        exit.drop(leavers, 0, vector.sweep(leavers, new int[SIZE]), DropReason.RULE_DROP);
        transmit.process(vector);
        assertEquals(400, counters[0].txBytes().get());
    }

    @Test
    void shouldDropWhatIsTooLongAsItWasReceived() {
        received(100, ports[0].maxFrameLength() + 1);
        transmit.process(vector);
        assertEquals(List.of(100), lengths(ports[0].takeSent()));
        assertEquals(1, dropped(DropReason.PACKET_TOO_BIG));
        assertEquals(100, counters[0].txBytes().get());
    }

    @Test
    void shouldDropWhatIsTooLongAndWasNotDescribed() {
        received(100, ports[0].maxFrameLength() + 1);
        leaveOut();
        transmit.process(vector);
        assertEquals(List.of(100), lengths(ports[0].takeSent()));
        assertEquals(1, dropped(DropReason.PACKET_TOO_BIG));
        assertEquals(100, counters[0].txBytes().get());
    }

    @Test
    void shouldDescribeOnlyWhatTheDeviceDidNotTake() {
        received(100, 200, 300);
        leaveOut();
        new Transmit(new Egress[] {new Egress(new TakingOne(), 0, counters[0].txPackets(),
            counters[0].txBytes(), latencies[0])}, SIZE, exit, () -> nowNs).process(vector);
        assertEquals(1, describedFrom);
        assertEquals(1, counters[0].txPackets().get());
        assertEquals(100, counters[0].txBytes().get());
        assertEquals(2, dropped(DropReason.EGRESS_FULL));
    }

    @Test
    void shouldGatherWhatWasNotDescribed() {
        received(100, 200);
        vector.egress[1] = 1;
        leaveOut();
        transmit.process(vector);
        assertEquals(List.of(100), lengths(ports[0].takeSent()));
        assertEquals(List.of(200), lengths(ports[1].takeSent()));
    }

    /** As a port leaves a vector that no stage looks at. */
    private void leaveOut() {
        final long[] positions = vector.position.clone();
        final int[] lengths = vector.length.clone();
        Arrays.fill(vector.position, -1);
        Arrays.fill(vector.length, -1);
        vector.describer = (burst, from) -> {
            describedFrom = from;
            System.arraycopy(positions, from, burst.position, from, burst.size - from);
            System.arraycopy(lengths, from, burst.length, from, burst.size - from);
        };
    }

    /** As a receiving lane leaves a vector. */
    private void received(final int... lengths) {
        for (final int length : lengths) {
            add(0, length, 0);
        }
        vector.moved = false;
        vector.measure();
    }

    @Test
    void shouldGiveEachPortItsOwnInOrder() {
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < SIZE; i++) {
                add(i % 2, 100 + i, 7 + i);
            }
            transmit.process(vector);
        }
        final List<Frame> even = ports[0].takeSent();
        assertEquals(List.of(100, 102, 100, 102), lengths(even));
        assertEquals(List.of(7L, 9L, 7L, 9L), even.stream().map(Frame::timeNs).toList());
        assertEquals(List.of(101, 103, 101, 103), lengths(ports[1].takeSent()));
    }

    @Test
    void shouldNoticeThatOnlyTheLastPacketGoesElsewhere() {
        add(0, 100, 0);
        add(0, 101, 0);
        add(1, 102, 0);
        transmit.process(vector);
        assertEquals(List.of(100, 101), lengths(ports[0].takeSent()));
        assertEquals(List.of(102), lengths(ports[1].takeSent()));
    }

    @Test
    void shouldSendTheLongestFrameThePortTakesAndNoLonger() {
        final int longest = ports[0].maxFrameLength();
        send(0, longest);
        add(0, longest, 1);
        add(0, longest + 1, 2);
        add(0, 60, 3);
        transmit.process(vector);
        final List<Frame> sent = ports[0].takeSent();
        assertEquals(List.of(longest, longest, 60), lengths(sent));
        assertEquals(List.of(0L, 1L, 3L), sent.stream().map(Frame::timeNs).toList());
        assertEquals(1, dropped(DropReason.PACKET_TOO_BIG));
        assertEquals(2 * longest + 60, counters[0].txBytes().get());
    }

    @Test
    void shouldSendNothingWhereAllIsTooLong() {
        send(0, ports[0].maxFrameLength() + 1);
        assertEquals(List.of(), ports[0].takeSent());
        assertEquals(1, dropped(DropReason.PACKET_TOO_BIG));
    }

    @Test
    void shouldRecordTheTimeInTheSwitchOfSampledVectorsOnly() {
        send(0, 100);
        vector.sampledNs = 4_000;
        send(0, 100);
        final Histogram recorded = latencies[0].getIntervalHistogram();
        assertEquals(1, recorded.getTotalCount());
        assertEquals(1_000, recorded.getMaxValue(), 10);
        assertEquals(0, latencies[1].getIntervalHistogram().getTotalCount());
    }

    /** What a lane does with the packets that a failing stage leaves it. */
    private void fail() {
        assertThrows(IllegalStateException.class, () -> transmit.process(vector));
        exit.drop(vector.handle, 0, vector.size, DropReason.STAGE_FAILED);
        vector.size = 0;
    }

    @Test
    void shouldLoseNoPacketWhereTheSecondOfTwoDevicesFails() {
        ports[1].defective(true);
        add(0, 100, 0);
        add(1, 101, 0);
        add(0, 102, 0);
        fail();
        assertEquals(List.of(100, 102), lengths(ports[0].takeSent()));
        assertEquals(1, dropped(DropReason.STAGE_FAILED));
        send(0, 100, 200);
        assertEquals(List.of(100, 200), lengths(ports[0].takeSent()), "nothing is left from before");
    }

    @Test
    void shouldLoseNoPacketWhereTheOnlyDeviceFails() {
        ports[0].defective(true);
        add(0, 100, 0);
        add(0, 101, 0);
        fail();
        assertEquals(2, dropped(DropReason.STAGE_FAILED));
    }

    @Test
    void shouldLoseNoPacketWhereOneIsToGoWhereNoPortCanBe() {
        add(0, 100, 0);
        add(2, 101, 0);
        add(1, 102, 0);
        assertThrows(ArrayIndexOutOfBoundsException.class, () -> transmit.process(vector));
        assertEquals(3, vector.size, "all are the vector's");
        exit.drop(vector.handle, 0, vector.size, DropReason.STAGE_FAILED);
        vector.size = 0;
    }

    /** Nine packets in twenty pieces each: the device of the first fails when there are more than a burst holds. */
    @Test
    void shouldLoseNoPieceWhereTheDeviceFails() {
        final ArrayMemory many = new ArrayMemory(256, SLOT);
        final Exit manyExit = new Exit(many, status.dropCounters());
        final MemoryPort[] devices = {new MemoryPort("a", many), new MemoryPort("b", many)};
        final Egress[] egresses = {
            new Egress(devices[0], 0, counters[0].txPackets(), counters[0].txBytes(), latencies[0]),
            new Egress(devices[1], 0, counters[1].txPackets(), counters[1].txBytes(), latencies[1])};
        final Transmit cutting =
            new Transmit(egresses, 9, manyExit, () -> nowNs, new Splitter(many, 9, status.copied()));
        final PacketVector packets = new PacketVector(9);
        final byte[] frame = Frames.ethernet().ipv4("10.0.0.1", "10.0.0.2").udp(1, 2).payload(1_000).bytes();
        final long[] handles = new long[9];
        many.allocate(handles, 9);
        for (int i = 0; i < 9; i++) {
            final long position = many.bufferStart(handles[i]) + MemoryPort.HEADROOM;
            MemorySegment.copy(frame, 0, many.bytes(), ValueLayout.JAVA_BYTE, position, frame.length);
            packets.egress[i] = i / 8;
            packets.add(handles[i], position, frame.length, 0);
            packets.split(i, Pieces.ofIpv4(72));
        }
        devices[0].defective(true);
        assertThrows(IllegalStateException.class, () -> cutting.process(packets));
        manyExit.drop(packets.handle, 0, packets.size, DropReason.STAGE_FAILED);
        assertEquals(many.capacity(), many.available());
        assertEquals(9 + status.copied().get(), dropped(DropReason.STAGE_FAILED));
        assertEquals(List.of(), devices[1].takeSent());
    }
}
