package io.mecvswitch.vswitch.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mecvswitch.capture.CapturedFrame;
import io.mecvswitch.capture.PcapReader;
import io.mecvswitch.capture.PcapWriter;
import io.mecvswitch.traffic.FrameAssert;
import io.mecvswitch.vswitch.cli.MecVswitch;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One command line of {@code replay}: frames in, frames out. */
final class ReplayRun {
    /** When the first frame was captured, if the test does not care. */
    static final long START_NS = 1_800_000_000_123_456_789L;
    /** Between two frames, if the test does not care. */
    static final long GAP_NS = 1_000_003;

    private final Path folder;
    private final Path config;
    private final Map<String, List<CapturedFrame>> frames = new LinkedHashMap<>();
    private final Map<String, Path> files = new LinkedHashMap<>();
    private long timeNs = START_NS;
    private String output = "out";

    /** What came of it. */
    record Outcome(int code, String out, String err, Path folder) {
        /** Frames that left a port, with their times. */
        List<CapturedFrame> captured(final String port) {
            try {
                return PcapReader.readAll(folder.resolve(port + ".pcap"));
            } catch (final IOException e) {
                throw new AssertionError(out + err, e);
            }
        }

        /** Frames that left a port. */
        List<byte[]> sent(final String port) {
            return captured(port).stream().map(CapturedFrame::bytes).toList();
        }

        /** Fails unless these frames left a port, and no others. */
        void assertSent(final String port, final byte[]... expected) {
            final List<byte[]> sent = sent(port);
            for (int i = 0; i < Math.min(expected.length, sent.size()); i++) {
                FrameAssert.assertFrame(expected[i], sent.get(i));
            }
            assertEquals(expected.length, sent.size(), () -> "frames sent by " + port + "\n" + out);
        }

        /** Packets dropped for a reason. */
        long dropped(final String reason) {
            final Matcher found = Pattern.compile("(?m)^" + reason + " +([\\d,]+) ").matcher(out);
            return found.find() ? Long.parseLong(found.group(1).replace(",", "")) : 0;
        }
    }

    private ReplayRun(final Path folder, final Path config) {
        this.folder = folder;
        this.config = config;
    }

    /** Of a configuration in {@code docs/examples}. */
    static ReplayRun ofExample(final Path folder, final String example) {
        return of(folder, Path.of("..", "docs", "examples", example));
    }

    /** Of a configuration file. */
    static ReplayRun of(final Path folder, final Path config) {
        return new ReplayRun(folder, config);
    }

    /** The next frame to arrive, a while after the last one. */
    ReplayRun in(final String port, final byte[]... arriving) {
        for (final byte[] frame : arriving) {
            in(port, timeNs, frame);
            timeNs += GAP_NS;
        }
        return this;
    }

    /** A frame that arrives at a time; behind the frames of its port so far, whatever the time. */
    ReplayRun in(final String port, final long timeNs, final byte[] frame) {
        frames.computeIfAbsent(port, _ -> new ArrayList<>()).add(new CapturedFrame(timeNs, frame.length, frame));
        return this;
    }

    /** A capture that is there already. */
    ReplayRun in(final String port, final Path file) {
        files.put(port, file);
        return this;
    }

    /** Where captures go, within the folder. */
    ReplayRun out(final String name) {
        output = name;
        return this;
    }

    /** Runs, and fails unless all went well and is accounted for. */
    Outcome run(final String... options) {
        final Outcome outcome = execute(options);
        assertEquals("", outcome.err());
        assertEquals(0, outcome.code(), outcome.out());
        assertTrue(outcome.out().contains("Every packet is accounted for") || outcome.out().endsWith("true}\n"),
            outcome.out());
        return outcome;
    }

    /** Runs. */
    Outcome execute(final String... options) {
        final List<String> arguments = new ArrayList<>(List.of("replay", "--config", config.toString()));
        frames.forEach((port, list) -> files.put(port, write(port, list)));
        files.forEach((port, file) -> arguments.addAll(List.of("--in", port + "=" + file)));
        arguments.addAll(List.of("--out", folder.resolve(output).toString()));
        arguments.addAll(List.of(options));
        return command(folder.resolve(output), arguments.toArray(String[]::new));
    }

    /** Any command line. */
    static Outcome command(final Path output, final String... arguments) {
        final StringWriter out = new StringWriter();
        final StringWriter err = new StringWriter();
        final int code = MecVswitch.commandLine().setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true)).execute(arguments);
        return new Outcome(code, out.toString(), err.toString(), output);
    }

    private Path write(final String port, final List<CapturedFrame> list) {
        try {
            Files.createDirectories(folder.resolve("in"));
            final Path file = folder.resolve("in").resolve(port + ".pcap");
            try (PcapWriter writer = PcapWriter.create(file)) {
                for (final CapturedFrame frame : list) {
                    writer.write(frame.bytes(), frame.timeNs());
                }
            }
            return file;
        } catch (final IOException e) {
            throw new AssertionError(e);
        }
    }
}
