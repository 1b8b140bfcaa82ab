package io.mecvswitch.status;

import static io.mecvswitch.status.CounterType.RULE_PACKETS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mecvswitch.stage.DropReason;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.agrona.concurrent.CachedEpochClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StatusFileTest {
    private static final int PID_OFFSET = 16;
    /** Above the kernel's limit of 2^22. */
    private static final long NO_PROCESS = 1L << 30;

    @TempDir
    private Path folder;

    @Test
    void shouldShowWhatWasCounted() {
        final StatusFile status = StatusFile.inMemory();
        final PortCounters access = status.portCounters(3, "access", 1);
        access.rxPackets().getAndAddRelease(7);
        access.txBytes().getAndAddRelease(900);
        status.dropCounters()[DropReason.NO_WIRE.ordinal()].getAndAdd(2);

        final StatusSnapshot snapshot = status.reader().snapshot();

        assertTrue(snapshot.counters().contains(new CounterValue(CounterType.PORT_RX_PACKETS, 3, 1, "access", 7)));
        assertTrue(snapshot.counters().contains(new CounterValue(CounterType.PORT_TX_BYTES, 3, 1, "access", 900)));
        assertEquals(2, snapshot.find(CounterType.DROPPED, "NO_WIRE").orElseThrow().value());
        assertEquals(DropReason.count(), snapshot.of(CounterType.DROPPED).size());
    }

    @Test
    void shouldGoOnCountingWhereTheLastConfigurationStopped() {
        final StatusFile status = StatusFile.inMemory();

        assertSame(status.ruleCounters("dns"), status.ruleCounters("dns"));
        assertSame(status.portCounters(0, "core", 0), status.portCounters(1, "core", 0));
        assertSame(status.laneCounters(0), status.laneCounters(0));
    }

    @Test
    void shouldReuseCountersOfRemovedRulesOnlyAfterARest() {
        final CachedEpochClock clock = new CachedEpochClock();
        final StatusFile status = StatusFile.inMemory(1024, clock);
        final int freed = status.ruleCounters("old").packets().id();
        status.ruleCounters("old").packets().getAndAddRelease(5);

        status.releaseRules(Set.of("old", "none"));

        assertTrue(status.reader().snapshot().find(RULE_PACKETS, "old").isEmpty());
        assertNotEquals(freed, status.ruleCounters("soon").packets().id());
        clock.advance(1_000);
        final Set<Integer> later = Set.of(
            status.ruleCounters("later").packets().id(), status.ruleCounters("later").bytes().id());
        assertTrue(later.contains(freed));
        assertEquals(0, status.reader().snapshot().find(RULE_PACKETS, "later").orElseThrow().value());
    }

    @Test
    void shouldShowWhatALaneCountsInRows() {
        final StatusFile status = StatusFile.inMemory();
        final RuleCounters rule = status.ruleCounters("rule", 1);
        final LimiterCounters limiter = status.limiterCounters("limiter");
        status.rowMemory().set(ValueLayout.JAVA_LONG, rule.place(), 7);
        status.rowMemory().set(ValueLayout.JAVA_LONG, rule.place() + Long.BYTES, 900);
        status.rowMemory().set(ValueLayout.JAVA_LONG, limiter.place() + Long.BYTES, 64);
        status.rowMemory().set(ValueLayout.JAVA_LONG, limiter.rarePlace() + Long.BYTES, 2);

        final StatusSnapshot snapshot = status.reader().snapshot();

        assertEquals(7, rule.packets().get());
        assertEquals(7, snapshot.total(RULE_PACKETS));
        assertEquals(900, snapshot.total(CounterType.RULE_BYTES));
        assertEquals(64, snapshot.find(CounterType.LIMITER_BYTES, "limiter").orElseThrow().value());
        assertEquals(2, snapshot.find(CounterType.LIMITER_RED, "limiter").orElseThrow().value());
        assertEquals(0, snapshot.total(CounterType.LIMITER_DROPPED));
    }

    @Test
    void shouldBeginARuleAtNothingInTheRowOfAnother() {
        final CachedEpochClock clock = new CachedEpochClock();
        final StatusFile status = StatusFile.inMemory(1024, clock);
        final int freed = status.ruleCounters("old").place();
        status.ruleCounters("old").bytes().setRelease(5);
        status.releaseRules(Set.of("old"));
        clock.advance(1_000);

        assertEquals(freed, status.ruleCounters("later").place());
        assertEquals(0, status.ruleCounters("later").bytes().get());
    }

    @Test
    void shouldKeepThePacketsOfARemovedPort() {
        final StatusFile status = StatusFile.inMemory();
        status.portCounters(0, "gone", 0).rxPackets().getAndAddRelease(4);
        status.deviceCounters(0, "gone");
        status.deviceCounters(1, "kept");

        status.retainPorts(Set.of("kept"));

        final StatusSnapshot snapshot = status.reader().snapshot();
        assertEquals(4, snapshot.total(CounterType.PORT_RX_PACKETS));
        assertTrue(snapshot.find(CounterType.DEVICE_LINK, "gone").isEmpty());
        assertTrue(snapshot.find(CounterType.DEVICE_LINK, "kept").isPresent());
    }

    @Test
    void shouldForgetAllOfAVirtualInterface() {
        final StatusFile status = StatusFile.inMemory();
        status.vifCounters("ap0 gone").attempts().setRelease(3);
        final List<CounterValue> kept = status.reader().snapshot().counters().stream()
            .filter(counter -> !counter.label().equals("ap0 gone")).toList();

        status.retainVifs(Set.of());

        assertEquals(kept, status.reader().snapshot().counters());
    }

    @Test
    void shouldReadSomeTypesAlone() {
        final StatusFile status = StatusFile.inMemory();
        status.ruleCounters("rule").packets().setRelease(3);
        status.deviceCounters(0, "gone");
        status.deviceCounters(1, "kept").link().setRelease(1);
        status.pathCounters("a b").state().setRelease(2);
        status.retainPorts(Set.of("kept"));

        final Set<CounterType> some = Set.of(CounterType.DEVICE_LINK, CounterType.PATH_STATE);
        final StatusSnapshot all = status.reader().snapshot();
        assertEquals(all.counters().stream().filter(counter -> some.contains(counter.type())).toList(),
            status.reader().snapshot(some).counters());
        assertEquals(1, status.reader().snapshot(some).find(CounterType.DEVICE_LINK, "kept").orElseThrow().value());
        assertEquals(2, status.reader().snapshot(some).counters().size());
    }

    @Test
    void shouldHoldSixteenThousandRulesInASparseFile() throws IOException {
        final Path path = folder.resolve("status");
        try (StatusFile status = StatusFile.create(path)) {
            IntStream.range(0, 16_000).forEach(i -> status.ruleCounters("rule-" + i).packets().setRelease(i));

            final StatusSnapshot snapshot = StatusReader.open(path).snapshot();
            assertEquals(16_000, snapshot.of(RULE_PACKETS).size());
            assertEquals(15_999, snapshot.find(RULE_PACKETS, "rule-15999").orElseThrow().value());
        }
    }

    @Test
    void shouldSayWhenCountersRunOut() {
        final StatusFile status = StatusFile.inMemory(DropReason.count() + 5, new CachedEpochClock());

        final StatusException refused = assertThrows(StatusException.class, () -> status.ruleCounters("one too many"));

        assertTrue(refused.getMessage().contains("configure fewer rules"), refused.getMessage());
    }

    @Test
    void shouldKeepEachDistinctErrorOnce() {
        final StatusFile status = StatusFile.inMemory();
        for (int i = 0; i < 3; i++) {
            status.errorHandler().onError(new IllegalStateException("bearer table"));
        }
        status.errorHandler().onError(new IllegalStateException("another"));

        assertEquals(2, status.reader().errors().size());
        assertEquals(3, status.reader().errors().getFirst().count());
        assertTrue(status.reader().errors().getFirst().text().contains("bearer table"));
    }

    @Test
    void shouldRefuseTheFileOfALiveProcess() {
        final Path path = folder.resolve("status");
        try (StatusFile running = StatusFile.create(path)) {
            running.punted().setRelease(1);

            final StatusException refused = assertThrows(StatusException.class, () -> StatusFile.create(path));

            assertTrue(refused.getMessage().contains("process " + ProcessHandle.current().pid()));
            assertEquals(1, StatusReader.open(path).snapshot().total(CounterType.PUNTED));
        }
    }

    @Test
    void shouldReplaceTheFileOfADeadProcess() throws IOException {
        final Path path = folder.resolve("status");
        StatusFile.create(path).punted().setRelease(1);
        overwrite(path, PID_OFFSET, NO_PROCESS);
        assertFalse(StatusReader.open(path).alive());

        StatusFile.create(path);

        assertEquals(0, StatusReader.open(path).snapshot().total(CounterType.PUNTED));
        assertTrue(StatusReader.open(path).alive());
    }

    @Test
    void shouldNotReplaceWhatIsNoStatusFile() throws IOException {
        final Path path = Files.writeString(folder.resolve("letter"), "dear friend");

        assertThrows(StatusException.class, () -> StatusFile.create(path));

        assertEquals("dear friend", Files.readString(path));
    }

    @Test
    void shouldLeaveNothingBehind() throws IOException {
        StatusFile.create(folder.resolve("status")).close();

        try (Stream<Path> left = Files.list(folder)) {
            assertEquals(0, left.count());
        }
    }

    @Test
    void shouldShowTheHeartbeat() {
        final CachedEpochClock clock = new CachedEpochClock();
        final StatusFile status = StatusFile.inMemory(1024, clock);
        clock.advance(42);

        status.heartbeat();

        assertEquals(42, status.reader().snapshot().heartbeatMs());
        assertEquals(0, status.reader().snapshot().startedMs());
    }

    static void overwrite(final Path path, final long offset, final long word) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.allocate(Long.BYTES).order(ByteOrder.nativeOrder()).putLong(0, word), offset);
        }
    }
}
