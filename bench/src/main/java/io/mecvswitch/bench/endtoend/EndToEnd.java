package io.mecvswitch.bench.endtoend;

import io.mecvswitch.capture.PcapWriter;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Measures the switch beside {@code dpdk-testpmd}, and writes what came out.
 *
 * <p>Arguments: rounds, seconds to measure in each, folder for the results, then command words to put before every
 * contender, such as {@code chrt -r 20} on a machine that others use. It needs root, hugepages, two processors and
 * {@code dpdk-testpmd} (on Debian in the package dpdk-dev).
 */
public final class EndToEnd {
    private static final int ROUNDS = 5;
    private static final int SECONDS = 3;
    private static final long FRAME_GAP_NS = 1_000;

    private final int rounds;
    private final List<Contender> contenders;
    private final Report report;

    private EndToEnd(final int rounds, final List<Contender> contenders, final Report report) {
        this.rounds = rounds;
        this.contenders = contenders;
        this.report = report;
    }

    /** See the type. */
    public static void main(final String... arguments) throws IOException, InterruptedException {
        final int rounds = argument(arguments, 0).map(Integer::parseInt).orElse(ROUNDS);
        final int seconds = argument(arguments, 1).map(Integer::parseInt).orElse(SECONDS);
        final Path results = Path.of(argument(arguments, 2).orElse("bench/results"));
        final List<String> prefix =
            arguments.length > 3 ? Arrays.asList(arguments).subList(3, arguments.length) : List.of();
        final List<String> jvmFlags = ManagementFactory.getRuntimeMXBean().getInputArguments();
        final Contender subject = new SwitchContender(prefix, jvmFlags, seconds);
        final List<Contender> contenders = List.of(subject, new TestpmdContender("io", prefix, seconds),
            new TestpmdContender("mac", prefix, seconds));
        final Report report = new Report(Machine.facts(jvmFlags, prefix));
        new EndToEnd(rounds, contenders, report).run();
        Files.createDirectories(results);
        Files.writeString(results.resolve("endtoend.md"), report.markdown(subject.name()));
        Files.writeString(results.resolve("endtoend.json"), report.json());
        System.out.print(report.markdown(subject.name()));
    }

    private static Optional<String> argument(final String[] arguments, final int index) {
        return index < arguments.length ? Optional.of(arguments[index]) : Optional.empty();
    }

    private void run() throws IOException, InterruptedException {
        for (final Scenario scenario : Scenario.values()) {
            final Path capture = Files.createTempFile("uplink", ".pcap");
            try {
                write(scenario, capture);
                run(scenario, capture);
            } finally {
                Files.delete(capture);
            }
        }
    }

    /** Contenders take turns, so that a slow minute of the machine hits all of them. */
    private void run(final Scenario scenario, final Path capture) throws IOException, InterruptedException {
        for (int round = 0; round < rounds; round++) {
            for (final Contender contender : contenders) {
                final double mpps = contender.run(scenario, capture);
                report.add(scenario, contender.name(), mpps);
                System.out.printf(Locale.ROOT, "%s, %s: %.2f Mpps%n", scenario.title(), contender.name(), mpps);
            }
        }
    }

    private static void write(final Scenario scenario, final Path capture) throws IOException {
        final Optional<List<byte[]>> frames = scenario.frames();
        if (frames.isPresent()) {
            try (PcapWriter writer = PcapWriter.create(capture)) {
                long timeNs = 0;
                for (final byte[] frame : frames.get()) {
                    writer.write(frame, timeNs += FRAME_GAP_NS);
                }
            }
        }
    }
}
