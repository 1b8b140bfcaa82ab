package io.mecvswitch.lane;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mecvswitch.memory.ArrayMemory;
import io.mecvswitch.port.MemoryPort;
import io.mecvswitch.stage.DropReason;
import io.mecvswitch.stage.Egress;
import io.mecvswitch.stage.Exit;
import io.mecvswitch.stage.Input;
import io.mecvswitch.stage.PacketVector;
import io.mecvswitch.stage.Pipeline;
import io.mecvswitch.stage.Placement;
import io.mecvswitch.stage.Stage;
import io.mecvswitch.stage.StageName;
import io.mecvswitch.stage.Transmit;
import io.mecvswitch.status.Conservation;
import io.mecvswitch.status.PortCounters;
import io.mecvswitch.status.StatusFile;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.SingleWriterRecorder;
import org.agrona.concurrent.status.AtomicCounter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A line of two lanes with stages that can be watched, stepped by hand. */
class LineTest {
    private static final int VECTOR = 4;
    private static final int HANDOFF = 2;
    private static final Placement CUT = new Placement(Set.of(StageName.CLASSIFY));

    private final ArrayMemory memory = new ArrayMemory(256, 512);
    private final StatusFile status = StatusFile.inMemory();
    private final AtomicCounter[] drops = status.dropCounters();
    private final Exit exit = new Exit(memory, drops);
    private final MemoryPort in = new MemoryPort("in", memory);
    private final MemoryPort out = new MemoryPort("out", memory);
    private final SingleWriterRecorder latencyNs = new SingleWriterRecorder(2);
    private long nowNs = 1;
    private long tickNs;

    @AfterEach
    void shouldHaveLostNothing() {
        final Conservation books = Conservation.of(status.reader().snapshot());
        assertTrue(books.holds(), books.toString());
        assertEquals(memory.capacity(), memory.available() + books.resting(), "buffers");
    }

    private Line line(final Placement placement, final Pipeline pipeline) {
        return new Line(placement, pipeline, HANDOFF, VECTOR, exit, () -> nowNs += tickNs, status::laneCounters);
    }

    private Pipeline pipeline(final Placement placement, final long version, final Stage... stages) {
        return pipeline(placement, version, 1, stages);
    }

    /** A pipeline whose first lane looks several times in every step. */
    private Pipeline pipeline(final Placement placement, final long version, final int looks, final Stage... stages) {
        final PortCounters rx = status.portCounters(0, "in", 0);
        final PortCounters tx = status.portCounters(1, "out", 0);
        final Egress egress = new Egress(out, 0, tx.txPackets(), tx.txBytes(), latencyNs);
        final List<Stage> all = new ArrayList<>(List.of(stages));
        all.add(new Transmit(new Egress[] {null, egress}, VECTOR, exit, () -> nowNs));
        final Input input = new Input(0, in, 0, rx.rxPackets(), rx.rxBytes());
        return new Pipeline(version, placement, Collections.nCopies(looks, input), all);
    }

    private static Stage stage(final StageName name, final BiConsumer<PacketVector, Integer> perPacket) {
        return new Stage() {
            @Override
            public StageName name() {
                return name;
            }

            @Override
            public void process(final PacketVector vector) {
                for (int i = 0; i < vector.size; i++) {
                    perPacket.accept(vector, i);
                }
            }
        };
    }

    private final Stage toOut = stage(StageName.STEER, (vector, i) -> vector.egress[i] = 1);

    private void offer(final int count) {
        for (int i = 0; i < count; i++) {
            in.offer(new byte[] {(byte) i, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14});
        }
    }

    private static void run(final Line line) {
        int idle = 0;
        while (idle < 2) {
            idle = line.lanes().stream().mapToInt(Lane::step).sum() == 0 ? idle + 1 : 0;
        }
    }

    @Test
    void shouldTellStagesNothingOfPacketsThatTheyDoNotLookAt() {
        final List<Integer> lengths = new ArrayList<>();
        final Line line = line(CUT, pipeline(CUT, 1, new Blind(lengths)));
        offer(20);
        run(line);
        assertEquals(Set.of(Integer.MIN_VALUE), Set.copyOf(lengths));
        assertEquals(20, out.takeSent().size());
        assertEquals(20 * 14, status.portCounters(0, "in", 0).rxBytes().get());
        assertEquals(20 * 14, status.portCounters(1, "out", 0).txBytes().get());
    }

    /** Notes what it should not look at. */
    private static final class Blind extends Stage {
        private final List<Integer> lengths;

        Blind(final List<Integer> lengths) {
            this.lengths = lengths;
        }

        @Override
        public StageName name() {
            return StageName.STEER;
        }

        @Override
        public boolean looksAtPackets() {
            return false;
        }

        @Override
        public void process(final PacketVector vector) {
            for (int i = 0; i < vector.size; i++) {
                lengths.add(vector.length[i]);
                vector.egress[i] = 1;
            }
        }
    }

    @Test
    void shouldSendWhatItReceivesInOrder() {
        final Line line = line(CUT, pipeline(CUT, 1, toOut));
        offer(20);
        run(line);
        final List<MemoryPort.Frame> sent = out.takeSent();
        assertEquals(20, sent.size());
        for (int i = 0; i < 20; i++) {
            assertEquals(i, sent.get(i).bytes()[0]);
        }
    }

    @Test
    void shouldSweepLeaversOutBeforeTheNextStage() {
        final Stage dropOdd = stage(StageName.PARSE, (vector, i) -> {
            if (i % 2 == 1) {
                vector.leave(i, DropReason.RULE_DROP);
            }
        });
        final int[] seen = new int[1];
        final Stage count = stage(StageName.CLASSIFY, (vector, i) -> seen[0]++);
        final Line line = line(CUT, pipeline(CUT, 1, dropOdd, count, toOut));
        offer(8);
        run(line);
        assertEquals(4, seen[0]);
        assertEquals(4, drops[DropReason.RULE_DROP.ordinal()].get());
        assertEquals(List.of((byte) 0, (byte) 2, (byte) 4, (byte) 6),
            out.takeSent().stream().map(frame -> frame.bytes()[0]).toList());
    }

    @Test
    void shouldNotReceiveWhileTheNextLaneHasNoRoom() {
        final Line line = line(CUT, pipeline(CUT, 1, toOut));
        offer(VECTOR * 10);
        for (int i = 0; i < 100; i++) {
            line.lanes().get(0).step();
        }
        // The marker of the first configuration takes one place, one vector the other.
        assertEquals(VECTOR * 9, in.waiting());
        assertEquals(VECTOR, Conservation.of(status.reader().snapshot()).resting());
        run(line);
        assertEquals(VECTOR * 10, out.takeSent().size());
    }

    /** Handing over without room would wait for the next lane for ever. */
    @Test
    void shouldNotTakeAVectorOverWhileTheLaneAfterHasNoRoom() {
        assertTimeoutPreemptively(Duration.ofSeconds(20), this::fillThreeLanes);
    }

    private void fillThreeLanes() {
        final Placement cuts = new Placement(Set.of(StageName.CLASSIFY, StageName.STEER));
        final Line line = line(cuts, pipeline(cuts, 1, toOut));
        offer(VECTOR * 10);
        for (int i = 0; i < 100; i++) {
            line.lanes().get(0).step();
            line.lanes().get(1).step();
        }
        assertEquals(HANDOFF, line.lanes().get(1).outputOccupancy());
        assertEquals(VECTOR * 7, in.waiting());
        run(line);
        assertEquals(VECTOR * 10, out.takeSent().size());
    }

    @Test
    void shouldNotHandOverAVectorThatAllPacketsLeft() {
        final boolean[] drops = {false};
        final Stage dropping = stage(StageName.PARSE, (vector, i) -> {
            if (drops[0]) {
                vector.leave(i, DropReason.RULE_DROP);
            }
        });
        final Line line = line(CUT, pipeline(CUT, 1, dropping, toOut));
        // Every vector comes to the first lane again, also the one that was the marker.
        for (int i = 0; i < HANDOFF * 2; i++) {
            drops[0] = false;
            offer(VECTOR);
            run(line);
            drops[0] = true;
            offer(VECTOR);
            line.lanes().get(0).step();
            assertEquals(0, line.lanes().get(0).outputOccupancy());
        }
    }

    @Test
    void shouldNotChangeOverInTheMiddleOfAStep() {
        final Line[] line = new Line[1];
        final Stage markOld = stage(StageName.ENCAPSULATE, (vector, i) -> mark(vector, i, 1));
        final Stage markNew = stage(StageName.ENCAPSULATE, (vector, i) -> mark(vector, i, 2));
        final Pipeline next = pipeline(CUT, 2, toOut, markNew);
        final Stage publishing = stage(StageName.PARSE, (_, _) -> line[0].publish(next));
        line[0] = line(CUT, pipeline(CUT, 1, 2, publishing, toOut, markOld));
        run(line[0]);
        offer(VECTOR * 3);
        run(line[0]);
        final List<Integer> seen = out.takeSent().stream().map(frame -> (int) frame.bytes()[13]).toList();
        assertEquals(List.of(1, 1, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2), seen);
    }

    @Test
    void shouldRunAPacketUnderTheConfigurationItWasReceivedUnder() {
        final Stage markOld = stage(StageName.ENCAPSULATE, (vector, i) -> mark(vector, i, 1));
        final Stage markNew = stage(StageName.ENCAPSULATE, (vector, i) -> mark(vector, i, 2));
        final Line line = line(CUT, pipeline(CUT, 1, toOut, markOld));
        offer(VECTOR);
        line.lanes().get(0).step();
        line.publish(pipeline(CUT, 2, toOut, markNew));
        offer(VECTOR);
        run(line);
        final List<Integer> marks = out.takeSent().stream().map(frame -> (int) frame.bytes()[13]).toList();
        assertEquals(List.of(1, 1, 1, 1, 2, 2, 2, 2), marks);
    }

    private void mark(final PacketVector vector, final int i, final int mark) {
        memory.bytes().set(ValueLayout.JAVA_BYTE, vector.position[i] + 13, (byte) mark);
    }

    /** Keeps packets until it is opened. */
    private final class Keeper extends Stage {
        private final StageName name;
        private final List<Long> handles = new ArrayList<>();
        private final List<Long> positions = new ArrayList<>();
        private boolean opened;
        private boolean failing;

        Keeper(final StageName name) {
            this.name = name;
        }

        @Override
        public StageName name() {
            return name;
        }

        @Override
        public boolean mayRest() {
            return true;
        }

        @Override
        public void process(final PacketVector vector) {
            for (int i = 0; i < vector.size; i++) {
                handles.add(vector.handle[i]);
                positions.add(vector.position[i]);
                vector.rest(i);
                status.resting().getAndAdd(1);
            }
        }

        @Override
        public int release(final PacketVector vector) {
            while (opened && !handles.isEmpty() && vector.size < vector.capacity()) {
                vector.add(handles.removeFirst(), positions.removeFirst(), 14, 0);
                status.resting().getAndAdd(-1);
            }
            if (failing) {
                throw new IllegalStateException("a release that fails");
            }
            return 0;
        }
    }

    @ParameterizedTest
    @EnumSource(value = StageName.class, names = {"PARSE", "ANSWER"})
    void shouldLetGoOnWhatRestedThoughNothingComes(final StageName place) {
        final Keeper keeper = new Keeper(place);
        final Line line = line(CUT, pipeline(CUT, 1, keeper, toOut));
        offer(VECTOR * 10 + 1);
        run(line);
        assertEquals(0, out.takeSent().size());
        assertEquals(VECTOR * 10 + 1, Conservation.of(status.reader().snapshot()).resting());
        keeper.opened = true;
        run(line);
        final List<MemoryPort.Frame> sent = out.takeSent();
        assertEquals(VECTOR * 10 + 1, sent.size());
        for (int i = 0; i < sent.size(); i++) {
            assertEquals(i, sent.get(i).bytes()[0]);
        }
        assertEquals(0, Conservation.of(status.reader().snapshot()).resting());
    }

    @Test
    void shouldNotLetGoOnWithoutRoom() {
        final Keeper keeper = new Keeper(StageName.PARSE);
        final Line line = line(CUT, pipeline(CUT, 1, keeper, toOut));
        offer(VECTOR * 10);
        run(line);
        keeper.opened = true;
        for (int i = 0; i < 100; i++) {
            line.lanes().get(0).step();
        }
        assertEquals(HANDOFF, line.lanes().get(0).outputOccupancy());
        assertEquals(VECTOR * (10 - HANDOFF), keeper.handles.size());
        run(line);
        assertEquals(VECTOR * 10, out.takeSent().size());
    }

    @Test
    void shouldDropWhatAStageFailsToRelease() {
        final Keeper keeper = new Keeper(StageName.PARSE);
        final Line line = line(CUT, pipeline(CUT, 1, keeper, toOut));
        offer(VECTOR);
        run(line);
        keeper.opened = true;
        keeper.failing = true;
        assertThrows(IllegalStateException.class, () -> line.lanes().get(0).step());
        assertEquals(VECTOR, drops[DropReason.STAGE_FAILED.ordinal()].get());
        keeper.failing = false;
        run(line);
        assertEquals(0, out.takeSent().size());
    }

    @Test
    void shouldTakeAConfigurationThroughIdleLanes() {
        final Line line = line(CUT, pipeline(CUT, 1, toOut));
        line.publish(pipeline(CUT, 7, toOut));
        line.lanes().get(0).step();
        assertEquals(1, line.lanes().get(1).step(), "a marker is work");
        assertTrue(line.await(7, 1_000_000_000, () -> run(line)).isEmpty());
        assertEquals(7, line.lanes().get(1).versionSeen());
    }

    @Test
    void shouldNameTheLaneThatDoesNotTakeOverAConfiguration() {
        final Line line = line(CUT, pipeline(CUT, 1, toOut));
        line.publish(pipeline(CUT, 2, toOut));
        line.lanes().get(0).step();
        assertEquals(1, line.await(2, 0, () -> { }).orElseThrow());
    }

    @Test
    void shouldCountVectorsAndPackets() {
        final Line line = line(CUT, pipeline(CUT, 1, toOut));
        offer(VECTOR + 1);
        run(line);
        for (int lane = 0; lane < 2; lane++) {
            assertEquals(3, status.laneCounters(lane).vectors().get(), "two and the marker");
            assertEquals(VECTOR + 1, status.laneCounters(lane).packetsIn().get());
        }
        assertEquals(VECTOR + 1, status.laneCounters(0).packetsOut().get());
        assertEquals(0, status.laneCounters(1).packetsOut().get());
    }

    @Test
    void shouldTimeOneStepInSoMany() {
        final Stage slow = stage(StageName.PARSE, (_, _) -> nowNs += 1_000);
        final Line line = line(Placement.UNCUT, pipeline(Placement.UNCUT, 1, slow, toOut));
        final Lane lane = line.lanes().getFirst();
        tickNs = 5;
        steps(lane, Lane.SAMPLING - 1);
        offer(2);
        lane.step();
        steps(lane, Lane.SAMPLING);
        final LaneCounters counters = status.laneCounters(0);
        assertEquals(2_005, counters.busyNs().get());
        assertEquals(2, counters.sampled().get());
        assertEquals(5, counters.idleNs().get());
    }

    private static void steps(final Lane lane, final int count) {
        for (int i = 0; i < count; i++) {
            lane.step();
        }
    }

    @Test
    void shouldSampleTheLatencyOfOneVectorInSoMany() {
        final Stage slow = stage(StageName.PARSE, (_, _) -> nowNs += 1_000);
        final Line line = line(CUT, pipeline(CUT, 1, slow, toOut));
        for (int i = 0; i < Lane.SAMPLING * 2 + 10; i++) {
            offer(1);
            run(line);
        }
        final Histogram recorded = latencyNs.getIntervalHistogram();
        assertEquals(2, recorded.getTotalCount());
        assertEquals(1_000, recorded.getMaxValue(), 10);
    }

    @Test
    void shouldHandStateToTheSuccessorOfAStage() {
        final Counting first = new Counting();
        final Counting second = new Counting();
        final Line line = line(Placement.UNCUT, pipeline(Placement.UNCUT, 1, first, toOut));
        offer(3);
        run(line);
        line.publish(pipeline(Placement.UNCUT, 2, second, toOut));
        offer(2);
        run(line);
        assertEquals(5, second.count);
    }

    private static final class Counting extends Stage {
        private int count;

        @Override
        public StageName name() {
            return StageName.PARSE;
        }

        @Override
        public void process(final PacketVector vector) {
            count += vector.size;
        }

        @Override
        public void adopt(final Stage predecessor) {
            count = ((Counting) predecessor).count;
        }
    }

    @Test
    void shouldDropTheVectorOfAStageThatFails() {
        final Stage failing = stage(StageName.CLASSIFY, (vector, i) -> {
            throw new IllegalStateException("defect");
        });
        final Line line = line(Placement.UNCUT, pipeline(Placement.UNCUT, 1, failing, toOut));
        offer(3);
        assertThrows(IllegalStateException.class, () -> line.lanes().get(0).step());
        assertEquals(3, drops[DropReason.STAGE_FAILED.ordinal()].get());
    }

    @Test
    void shouldGoOnAfterAStageBehindAHandoffFailed() {
        final boolean[] fails = {true};
        final Stage failing = stage(StageName.STEER, (vector, i) -> {
            vector.egress[i] = 1;
            if (fails[0]) {
                throw new IllegalStateException("defect");
            }
        });
        final Line line = line(CUT, pipeline(CUT, 1, failing));
        offer(2);
        assertThrows(IllegalStateException.class, () -> run(line));
        fails[0] = false;
        offer(2);
        run(line);
        assertEquals(2, out.takeSent().size());
        assertEquals(2, drops[DropReason.STAGE_FAILED.ordinal()].get());
    }

    @Test
    void shouldDropAFrameThatDoesNotFitABufferBeforeAnyStage() {
        final List<Integer> seen = new ArrayList<>();
        final Stage look = stage(StageName.PARSE, (vector, i) -> seen.add(vector.length[i]));
        in.offer(new byte[1_000]);
        offer(1);
        run(line(CUT, pipeline(CUT, 1, look, toOut)));
        assertEquals(1, drops[DropReason.FRAME_TOO_LONG.ordinal()].get());
        assertEquals(List.of(14), seen);
        assertEquals(1_014, status.portCounters(0, "in", 0).rxBytes().get());
    }

    @Test
    void shouldCountTheBytesItReceives() {
        in.offer(new byte[60]);
        in.offer(new byte[100]);
        offer(1);
        run(line(CUT, pipeline(CUT, 1, toOut)));
        assertEquals(3, status.portCounters(0, "in", 0).rxPackets().get());
        assertEquals(174, status.portCounters(0, "in", 0).rxBytes().get());
    }

    @Test
    void shouldCountWhatTheDeviceDoesNotTake() {
        out.txRoom(5);
        offer(8);
        run(line(CUT, pipeline(CUT, 1, toOut)));
        assertEquals(3, drops[DropReason.EGRESS_FULL.ordinal()].get());
        assertEquals(5, out.takeSent().size());
    }

    @Test
    void shouldDropForAPortThatIsGone() {
        final Stage toNowhere = stage(StageName.STEER, (vector, i) -> vector.egress[i] = i % 2);
        offer(4);
        run(line(CUT, pipeline(CUT, 1, toNowhere)));
        assertEquals(2, drops[DropReason.EGRESS_DOWN.ordinal()].get());
        assertEquals(2, out.takeSent().size());
    }

    @Test
    void shouldDropWhatIsTooLongForTheEgressPort() {
        final Stage grow = stage(StageName.STEER, (vector, i) -> {
            vector.egress[i] = 1;
            vector.length[i] = i == 1 ? out.maxFrameLength() + 1 : vector.length[i];
            vector.moved = true;
        });
        offer(3);
        run(line(CUT, pipeline(CUT, 1, grow)));
        assertEquals(1, drops[DropReason.PACKET_TOO_BIG.ordinal()].get());
        assertEquals(List.of((byte) 0, (byte) 2), out.takeSent().stream().map(frame -> frame.bytes()[0]).toList());
    }
}
