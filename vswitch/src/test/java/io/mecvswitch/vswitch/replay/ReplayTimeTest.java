package io.mecvswitch.vswitch.replay;

import static io.mecvswitch.vswitch.replay.ReplayRun.GAP_NS;
import static io.mecvswitch.vswitch.replay.ReplayRun.START_NS;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.mecvswitch.capture.CapturedFrame;
import io.mecvswitch.traffic.Frames;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What time it is in a replay: that of the packets. */
@Tag("dpdk")
class ReplayTimeTest {
    private static final int COUNT = 100;

    @TempDir
    private Path folder;

    private static byte[] frame(final int number) {
        return Frames.ethernet().ipv4(0x0a000001, number).udp(1, 2).payload(number % 50).bytes();
    }

    private static List<byte[]> frames() {
        return IntStream.range(0, COUNT).mapToObj(ReplayTimeTest::frame).toList();
    }

    private static List<Long> times(final long unitNs) {
        return LongStream.range(0, COUNT).mapToObj(i -> (START_NS + i * GAP_NS) / unitNs * unitNs).toList();
    }

    private static List<Long> times(final ReplayRun.Outcome outcome, final String port) {
        return outcome.captured(port).stream().map(CapturedFrame::timeNs).toList();
    }

    private ReplayRun wire() {
        return ReplayRun.ofExample(folder, "1-pass-through.xml");
    }

    @Test
    void shouldKeepTimesToTheNanosecond() {
        final ReplayRun.Outcome outcome = wire().in("access0", frames().toArray(byte[][]::new)).run();

        assertEquals(times(1), times(outcome, "core0"));
        outcome.assertSent("core0", frames().toArray(byte[][]::new));
    }

    @Test
    void shouldKeepTheTimesOfMicrosecondCaptures() {
        final Path file =
            CaptureFiles.write(folder.resolve("us"), CaptureFiles.microseconds(frames(), START_NS, GAP_NS));

        assertEquals(times(1_000), times(wire().in("access0", file).run(), "core0"));
    }

    @Test
    void shouldReadPcapngToTheNanosecond() {
        final Path file = CaptureFiles.write(folder.resolve("ng"), CaptureFiles.pcapng(frames(), START_NS, GAP_NS));

        final ReplayRun.Outcome outcome = wire().in("core0", file).run();

        assertEquals(times(1), times(outcome, "access0"));
        outcome.assertSent("access0", frames().toArray(byte[][]::new));
    }

    @Test
    void shouldKeepTheOrderOfAPortWhateverItsTimesSay() {
        final ReplayRun.Outcome outcome = wire().in("access0", START_NS + 9, frame(1))
            .in("access0", START_NS + 3, frame(2)).in("access0", START_NS + 3, frame(3)).run();

        assertEquals(List.of(START_NS + 9, START_NS + 3, START_NS + 3), times(outcome, "core0"));
        outcome.assertSent("core0", frame(1), frame(2), frame(3));
    }

    /** Only a G-PDU before the answer shows the answer its way, and by a nanosecond is before. */
    @Test
    void shouldReceiveInTheOrderOfTimeOverAllPorts() {
        final byte[] uplink = Frames.ethernet().ipv4("172.16.1.1", "172.16.0.1").udp(2152, 2152).gtpu(4097)
            .ipv4("10.45.0.7", "203.0.113.5").udp(1, 2).bytes();
        final byte[] answer = Frames.ethernet().ipv4("203.0.113.5", "10.45.0.7").udp(2, 1).bytes();

        final ReplayRun.Outcome outcome = ReplayRun.ofExample(folder, "2-local-breakout.xml")
            .in("app0", START_NS + 4, answer).in("app0", START_NS + 6, answer)
            .in("access0", START_NS + 5, uplink).run();

        assertEquals(List.of(START_NS + 6), times(outcome, "access0"));
        assertEquals(1, outcome.dropped("PATH_UNKNOWN"));
    }
}
