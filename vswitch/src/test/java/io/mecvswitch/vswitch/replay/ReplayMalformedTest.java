package io.mecvswitch.vswitch.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mecvswitch.capture.CapturedFrame;
import io.mecvswitch.capture.PcapWriter;
import io.mecvswitch.header.Ethernet;
import io.mecvswitch.traffic.MalformedFrames;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What no sound sender sends, where rules want to look into all of it. */
@Tag("dpdk")
class ReplayMalformedTest {
    private static final int COUNT = 1_000_000;

    @TempDir
    private Path folder;

    /** Tunnels are those of {@link MalformedFrames}. */
    private static EdgeConfig config() {
        return new EdgeConfig().mtu(9_216).pop("\"ingress-interface\" : \"access0\"")
            .pop("\"ingress-interface\" : \"core0\"").bearer("10.0.0.1", "192.0.2.1", 1, "198.51.100.1", 2)
            .bearer("2001:db8:1::1", "2001:db8::c", 1, "2001:db8::a", 2);
    }

    /** A frame each ten nanoseconds. */
    private static Path malformed(final Path file, final long seed, final int count) throws IOException {
        final MalformedFrames frames = new MalformedFrames(seed);
        try (PcapWriter writer = PcapWriter.create(file)) {
            for (int i = 0; i < count; i++) {
                writer.write(frames.next(), ReplayRun.START_NS + 10L * i);
            }
        }
        return file;
    }

    @Test
    void shouldAccountForAMillionMalformedFrames() throws IOException {
        final ReplayRun.Outcome outcome = ReplayRun.of(folder, config().in(folder))
            .in("access0", malformed(folder.resolve("malformed.pcap"), 1, COUNT)).run();

        System.out.println(outcome.out());
        final long dropped = drops(outcome).stream().mapToLong(line -> outcome.dropped(line.split(" ")[0])).sum();
        assertEquals(COUNT, dropped + outcome.sent("core0").size() + outcome.sent("app0").size());
        outcome.assertSent("access0");
        assertEquals(0, outcome.dropped("STAGE_FAILED"));
    }

    private static List<String> drops(final ReplayRun.Outcome outcome) {
        return outcome.out().lines().dropWhile(line -> !line.startsWith("Reason")).skip(1)
            .takeWhile(line -> !line.isEmpty()).toList();
    }

    /** What is passed is what came, what is popped is a part of what came. */
    @Test
    void shouldSendNothingThatDidNotCome() throws IOException {
        final int count = 50_000;
        final ReplayRun.Outcome outcome = ReplayRun.of(folder, config().in(folder))
            .in("access0", malformed(folder.resolve("malformed.pcap"), 2, count)).run();

        final List<byte[]> came = new ArrayList<>();
        final MalformedFrames frames = new MalformedFrames(2);
        for (int i = 0; i < count; i++) {
            came.add(frames.next());
        }
        for (final CapturedFrame passed : outcome.captured("core0")) {
            assertTrue(Arrays.equals(passed.bytes(), cause(came, passed)));
        }
        assertTrue(outcome.sent("app0").size() > count / 20);
        for (final CapturedFrame popped : outcome.captured("app0")) {
            assertTrue(contains(cause(came, popped), popped.bytes()), () -> "popped at " + popped.timeNs());
        }
    }

    private static byte[] cause(final List<byte[]> came, final CapturedFrame frame) {
        return came.get((int) (frame.timeNs() - ReplayRun.START_NS) / 10);
    }

    /** Whether all behind the Ethernet header of {@code popped} stands in a frame. */
    private static boolean contains(final byte[] frame, final byte[] popped) {
        for (int at = 0; at + popped.length - Ethernet.HEADER_LENGTH <= frame.length; at++) {
            if (Arrays.equals(frame, at, at + popped.length - Ethernet.HEADER_LENGTH,
                popped, Ethernet.HEADER_LENGTH, popped.length)) {
                return true;
            }
        }
        return false;
    }

    @Test
    void shouldAccountForMalformedFramesOnEveryPort() throws IOException {
        ReplayRun.of(folder, config().in(folder))
            .in("access0", malformed(folder.resolve("access.pcap"), 3, 30_000))
            .in("core0", malformed(folder.resolve("core.pcap"), 4, 30_000))
            .in("app0", malformed(folder.resolve("app.pcap"), 5, 30_000))
            .run("--cut-after", "parse,classify,match-bearer,decapsulate,steer,encapsulate");
    }
}
