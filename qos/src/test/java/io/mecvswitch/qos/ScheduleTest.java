package io.mecvswitch.qos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.mecvswitch.memory.ArrayMemory;
import io.mecvswitch.port.MemoryPort;
import io.mecvswitch.port.MemoryPort.Frame;
import io.mecvswitch.stage.DropReason;
import io.mecvswitch.stage.Egress;
import io.mecvswitch.stage.Exit;
import io.mecvswitch.stage.PacketClock;
import io.mecvswitch.stage.PacketVector;
import io.mecvswitch.stage.Pieces;
import io.mecvswitch.stage.Stage;
import io.mecvswitch.stage.Transmit;
import io.mecvswitch.status.PortCounters;
import io.mecvswitch.status.StatusFile;
import java.util.List;
import java.util.stream.IntStream;
import org.HdrHistogram.SingleWriterRecorder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Port 0 has no scheduler, port 1 lets packets leave a microsecond after they came. */
class ScheduleTest {
    private static final int SIZE = 4;
    private static final int RESTING = 8;

    private final ArrayMemory memory = new ArrayMemory(64, 2048);
    private final StatusFile status = StatusFile.inMemory();
    private final Exit exit = new Exit(memory, status.dropCounters());
    private final MemoryPort[] ports = {new MemoryPort("a", memory), new MemoryPort("b", memory)};
    private final PacketVector vector = new PacketVector(SIZE);
    private long nowNs = 10_000;
    private final Schedule schedule = schedule(false, null, new Delay(RESTING, 1000));

    private Schedule schedule(final boolean carried, final EgressScheduler... schedulers) {
        return new Schedule(transmit(), schedulers, new PacketClock(() -> nowNs, carried), exit, status.resting(),
            SIZE);
    }

    private Transmit transmit() {
        return new Transmit(IntStream.range(0, 2).mapToObj(this::egress).toArray(Egress[]::new), SIZE, exit,
            () -> nowNs);
    }

    private Egress egress(final int port) {
        final PortCounters counters = status.portCounters(port, ports[port].name(), 0);
        return new Egress(
            ports[port], 0, counters.txPackets(), counters.txBytes(), new SingleWriterRecorder(2));
    }

    /** Received, as the other half of the books says. */
    private void add(final int egress, final int length, final long timeNs) {
        final long[] handle = new long[1];
        memory.allocate(handle, 1);
        vector.egress[vector.size] = egress;
        vector.add(handle[0], memory.bufferStart(handle[0]), length, timeNs);
    }

    private void send(final Stage stage, final int egress, final int... lengths) {
        for (final int length : lengths) {
            add(egress, length, nowNs);
        }
        stage.process(vector);
    }

    private int release(final Stage stage) {
        vector.size = 0;
        return stage.release(vector);
    }

    private List<Integer> sent(final int port) {
        return ports[port].takeSent().stream().map(frame -> frame.bytes().length).toList();
    }

    private long dropped(final DropReason reason) {
        return status.dropCounters()[reason.ordinal()].get();
    }

    @AfterEach
    void shouldKnowWhereEveryBufferIs() {
        assertEquals(memory.capacity() - memory.available(), status.resting().get());
        assertEquals(0, vector.size);
    }

    @Test
    void shouldLetPacketsRestUntilTheyAreDueAndOthersPass() {
        add(0, 100, nowNs);
        add(1, 101, nowNs);
        add(0, 102, nowNs);
        schedule.process(vector);
        assertEquals(List.of(100, 102), sent(0));
        assertEquals(1, status.resting().get());
        nowNs += 999;
        assertEquals(0, release(schedule));
        nowNs += 1;
        assertEquals(1, release(schedule));
        assertEquals(List.of(101), sent(1));
        assertEquals(0, status.resting().get());
    }

    @Test
    void shouldSendMoreThanAVectorHoldsInOrder() {
        send(schedule, 1, 100, 101, 102, 103);
        send(schedule, 1, 104, 105);
        nowNs += 1000;
        assertEquals(SIZE + 2, release(schedule));
        assertEquals(List.of(100, 101, 102, 103, 104, 105), sent(1));
    }

    @Test
    void shouldDropWhatTheSchedulerRefuses() {
        for (int round = 0; round < 3; round++) {
            send(schedule, 1, 100, 101, 102, 103);
        }
        assertEquals(RESTING, status.resting().get());
        assertEquals(SIZE, dropped(DropReason.EGRESS_FULL));
    }

    /** In replay only packets tell the time: what was due before one of them, to whatever port, leaves before it. */
    @Test
    void shouldSendWhatWasDueBeforeThePacketThatTellsTheTime() {
        final Schedule carried = schedule(true, null, new Delay(RESTING, 1000));
        add(1, 100, 5_000);
        add(1, 101, 6_000);
        add(0, 102, 6_999);
        carried.process(vector);
        final List<Frame> first = ports[1].takeSent();
        assertEquals(List.of(6_000L), first.stream().map(Frame::timeNs).toList());
        nowNs += 1_000_000;
        assertEquals(0, release(carried));
        assertEquals(1, status.resting().get());
        carried.retire();
        assertEquals(List.of(7_000L), ports[1].takeSent().stream().map(Frame::timeNs).toList());
    }

    @Test
    void shouldSendWhatRestsWhenNoSchedulerFollows() {
        send(schedule, 1, 100, 101);
        transmit().adopt(schedule);
        assertEquals(List.of(100, 101), sent(1));
        assertEquals(0, status.resting().get());
    }

    @Test
    void shouldHandOverWhatRestsToASchedulerOfItsKind() {
        send(schedule, 1, 100, 101, 102);
        final Schedule next = schedule(false, null, new Delay(2, 2000));
        next.adopt(schedule);
        assertEquals(List.of(102), sent(1), "what there is no room for leaves");
        assertEquals(2, status.resting().get());
        nowNs += 2000;
        release(next);
        assertEquals(List.of(100, 101), sent(1));
    }

    @Test
    void shouldKeepHowAPacketIsCut() {
        final PacketVector seen = new PacketVector(SIZE);
        final RestingPackets packets = new RestingPackets(2);
        add(1, 100, nowNs);
        add(1, 101, nowNs);
        vector.split(1, Pieces.ofIpv4(600));
        packets.take(vector, 0, nowNs);
        packets.take(vector, 1, nowNs);
        packets.putBack(0, seen, nowNs);
        packets.putBack(1, seen, nowNs);
        assertEquals(List.of(Pieces.WHOLE, Pieces.ofIpv4(600)), List.of(seen.pieces[0], seen.pieces[1]));
        vector.size = 0;
        exit.drop(seen.handle, 0, 2, DropReason.EGRESS_FULL);
    }

    /** What rests is the scheduler's, whoever else fails. */
    @Test
    void shouldLeaveTheVectorItsOwnWhenASchedulerFails() {
        final Schedule failing = schedule(false, null, new Delay(RESTING, 1000));
        add(1, 100, nowNs);
        add(2, 101, nowNs);
        assertThrows(ArrayIndexOutOfBoundsException.class, () -> failing.process(vector));
        assertEquals(1, vector.size);
        assertEquals(101, vector.length[0]);
        exit.drop(vector.handle, 0, 1, DropReason.STAGE_FAILED);
        vector.size = 0;
    }
}
