package io.mecvswitch.status;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.agrona.concurrent.status.AtomicCounter;
import org.agrona.concurrent.status.CountersReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class StatusReaderTest {
    private static final int MAGIC_OFFSET = 0;
    private static final int VERSION_OFFSET = 8;
    private static final int LABELS_LENGTH_OFFSET = 32;
    private static final int CAPACITY = 256;

    @TempDir
    private Path folder;

    @Test
    void shouldReadFromAnotherProcess() throws Exception {
        final Path path = folder.resolve("status");
        try (StatusFile status = StatusFile.create(path)) {
            status.portCounters(0, "accès", 0).rxPackets().getAndAddRelease(11);
            status.errorHandler().onError(new IllegalStateException("seen by the child"));

            final String output = runReader(path);

            assertEquals("""
                pid %d alive true
                accès received 11
                received 11 + copied 0 = sent 0 + punted 0 + dropped 0 + resting 0, off by 11
                java.lang.IllegalStateException: seen by the child
                """.formatted(ProcessHandle.current().pid()), output);
        }
    }

    private static String runReader(final Path path) throws IOException, InterruptedException {
        final Process child = new ProcessBuilder(List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1",
            "-Dstdout.encoding=UTF-8", "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED",
            "-cp", System.getProperty("java.class.path"), OtherProcess.class.getName(), path.toString()))
            .redirectErrorStream(true).start();
        final String output = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(child.waitFor(30, TimeUnit.SECONDS));
        return output;
    }

    /** Reads a status file and tells what it found. */
    static final class OtherProcess {
        private OtherProcess() {
        }

        public static void main(final String[] arguments) {
            final StatusReader reader = StatusReader.open(Path.of(arguments[0]));
            final StatusSnapshot snapshot = reader.snapshot();
            System.out.println("pid " + snapshot.pid() + " alive " + snapshot.alive());
            snapshot.of(CounterType.PORT_RX_PACKETS).forEach(
                counter -> System.out.println(counter.label() + " received " + counter.value()));
            System.out.println(Conservation.of(snapshot));
            reader.errors().forEach(error -> System.out.println(error.text().lines().findFirst().orElseThrow()));
        }
    }

    @Test
    void shouldSayThatNoSwitchRuns() {
        assertRefused(folder.resolve("none"), "No switch is running here");
    }

    @Test
    void shouldRefuseAForeignFile() throws IOException {
        assertRefused(Files.write(folder.resolve("foreign"), new byte[8192]), "is not a complete status file");
    }

    @Test
    void shouldRefuseAnUnfinishedFile() throws IOException {
        final Path path = created();
        StatusFileTest.overwrite(path, MAGIC_OFFSET, 0);
        assertRefused(path, "is not a complete status file");
    }

    @Test
    void shouldRefuseAnotherLayout() throws IOException {
        final Path path = created();
        StatusFileTest.overwrite(path, VERSION_OFFSET, 7);
        assertRefused(path, "has layout 7, this release reads layout 2");
    }

    @Test
    void shouldRefuseATornFile() throws IOException {
        final Path path = created();
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
            channel.truncate(channel.size() - 4096);
        }
        assertRefused(path, "its lengths don't add up");
    }

    @Test
    void shouldRefuseLengthsThatDisagree() throws IOException {
        final Path path = created();
        StatusFileTest.overwrite(path, LABELS_LENGTH_OFFSET, -1);
        assertRefused(path, "its lengths don't add up");
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, Long.MIN_VALUE, Integer.MAX_VALUE, 1L << 32, Long.MAX_VALUE})
    void shouldSayThatAValueHasNoPlace(final long place) throws IOException {
        final Path path = created();
        StatusFileTest.overwrite(path, valueOffset() + CountersReader.REFERENCE_ID_OFFSET, place);

        assertDamaged(path, "the value of counter 0 would be at " + (place - 1) + ", and rows end at "
            + CounterRows.length(CAPACITY));
    }

    @Test
    void shouldReadTheLastPlaceAndNoneBehindIt() throws IOException {
        final Path path = created();
        final int last = CounterRows.length(CAPACITY) - Long.BYTES;
        StatusFileTest.overwrite(path, valueOffset() + CountersReader.REFERENCE_ID_OFFSET, last + 1);
        StatusFileTest.overwrite(path, valueOffset() + CAPACITY * CountersReader.COUNTER_LENGTH + last, 42);
        assertEquals(42, StatusReader.open(path).snapshot().of(CounterType.DROPPED).getFirst().value());

        StatusFileTest.overwrite(path, valueOffset() + CountersReader.REFERENCE_ID_OFFSET, last + 2);
        assertDamaged(path, "would be at " + (last + 1));
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, Integer.MIN_VALUE, CountersReader.MAX_LABEL_LENGTH + 1, Integer.MAX_VALUE})
    void shouldSayThatALabelHasNoLength(final int length) throws IOException {
        final Path path = created();
        StatusFileTest.overwrite(path, StatusHeader.LENGTH + CountersReader.LABEL_OFFSET, length & 0xffff_ffffL);

        assertDamaged(path, "the label of counter 0 would have " + length + " octets");
    }

    @Test
    void shouldSayThatAnErrorHasNoLength() throws IOException {
        final Path path = created();
        final long errors =
            valueOffset() + CAPACITY * CountersReader.COUNTER_LENGTH + CounterRows.length(CAPACITY);
        StatusFileTest.overwrite(path, errors, 7);

        final StatusException refused =
            assertThrows(StatusException.class, () -> StatusReader.open(path).errors());
        assertTrue(refused.getMessage().contains("an entry of its errors has no sound length"), refused.getMessage());
    }

    /** Of the first counter, which tells of a reason of drops. */
    private static long valueOffset() {
        return StatusHeader.LENGTH + (long) CAPACITY * CountersReader.METADATA_LENGTH;
    }

    private static void assertDamaged(final Path path, final String sentence) {
        final StatusException refused =
            assertThrows(StatusException.class, () -> StatusReader.open(path).snapshot());
        assertTrue(refused.getMessage().contains(sentence), refused.getMessage());
    }

    private Path created() {
        final Path path = folder.resolve("status");
        StatusFile.create(path, CAPACITY);
        return path;
    }

    private static void assertRefused(final Path path, final String sentence) {
        final StatusException refused = assertThrows(StatusException.class, () -> StatusReader.open(path));
        assertTrue(refused.getMessage().contains(sentence), refused.getMessage());
    }

    @Test
    void shouldNeverSeeMoreSentThanReceivedWhileTheSwitchRuns() throws InterruptedException {
        final StatusFile status = StatusFile.inMemory();
        final PortCounters port = status.portCounters(0, "wire", 0);
        final AtomicBoolean running = new AtomicBoolean(true);
        final Thread lane = Thread.ofPlatform().start(() -> forward(port.rxPackets(), port.txPackets(), running));
        final StatusReader reader = status.reader();

        long last = 0;
        for (int i = 0; i < 20_000; i++) {
            final Conservation seen = Conservation.of(reader.snapshot());
            assertFalse(seen.missing() < 0, seen::toString);
            assertTrue(seen.sent() >= last, "a counter went backwards");
            last = seen.sent();
        }
        running.set(false);
        lane.join();

        assertTrue(last > 0);
        assertTrue(Conservation.of(reader.snapshot()).holds());
    }

    private static void forward(final AtomicCounter received, final AtomicCounter sent, final AtomicBoolean running) {
        while (running.getOpaque()) {
            received.getAndAddRelease(32);
            sent.getAndAddRelease(32);
        }
    }
}
