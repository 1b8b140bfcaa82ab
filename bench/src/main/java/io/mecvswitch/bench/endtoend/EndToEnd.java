package io.mecvswitch.bench.endtoend;

import io.mecvswitch.capture.PcapWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Lets contenders take turns at scenarios: a slow minute of the machine hits all of them.
 *
 * @param rounds     times that each contender runs
 * @param contenders in the order in which they run
 * @param progress   takes a line after each run
 */
record EndToEnd(int rounds, List<Contender> contenders, Consumer<String> progress) {
    private static final long FRAME_GAP_NS = 1_000;

    /** Runs everything and adds each rate to a report. */
    void run(final List<Scenario> scenarios, final Report report) throws IOException, InterruptedException {
        for (final Scenario scenario : scenarios) {
            final Path folder = Files.createTempDirectory("mecvswitch-bench");
            try {
                write(scenario, folder);
                run(scenario, folder, report);
            } finally {
                delete(folder);
            }
        }
    }

    private void run(final Scenario scenario, final Path folder, final Report report)
        throws IOException, InterruptedException {
        final List<Contender> here = contenders.stream().filter(contender -> contender.knows(scenario)).toList();
        for (int round = 1; round <= rounds; round++) {
            for (final Contender contender : here) {
                final double mpps = contender.run(scenario, folder);
                report.add(scenario, contender.name(), mpps);
                progress.accept(String.format(Locale.ROOT, "%s, round %d of %d, %s: %.2f Mpps", scenario.title(), round,
                    rounds, contender.name(), mpps));
            }
        }
    }

    private static void write(final Scenario scenario, final Path folder) throws IOException {
        for (final Map.Entry<String, List<byte[]>> capture : scenario.captures().get().entrySet()) {
            try (PcapWriter writer = PcapWriter.create(folder.resolve(capture.getKey()))) {
                long timeNs = 0;
                for (final byte[] frame : capture.getValue()) {
                    writer.write(frame, timeNs += FRAME_GAP_NS);
                }
            }
        }
    }

    private static void delete(final Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (final Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }
}
