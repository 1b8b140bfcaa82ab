package io.mecvswitch.bench.endtoend;

import io.mecvswitch.capture.PcapWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalTime;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Lets contenders take turns at scenarios: a slow minute of the machine hits all of them. Scenarios of the same traffic
 * come one after the other, and one run in each round of who asks for the traffic only does for all of them.
 *
 * @param rounds     times that each contender runs
 * @param contenders in the order in which they run
 * @param progress   takes a line after each run
 */
record EndToEnd(int rounds, List<Contender> contenders, Consumer<String> progress) {
    private static final long FRAME_GAP_NS = 1_000;

    /** Keeps what is measured so far. */
    @FunctionalInterface
    interface Keeper {
        /** Called after the last round of scenarios of the same traffic. */
        void keep() throws IOException;
    }

    /**
     * Runs everything and adds each rate to a report. One that fails is told of and left out.
     *
     * @param keeper keeps the report, so that a run that is stopped leaves what it had
     * @return how many failed
     */
    int run(final List<Scenario> scenarios, final Report report, final Keeper keeper)
        throws IOException, InterruptedException {
        int failed = 0;
        final Map<String, List<Scenario>> byTraffic =
            scenarios.stream().collect(
                Collectors.groupingBy(Scenario::traffic, LinkedHashMap::new, Collectors.toList()));
        for (final List<Scenario> alike : byTraffic.values()) {
            final Path folder = Files.createTempDirectory("mecvswitch-bench");
            try {
                write(alike.getFirst(), folder);
                for (int round = 1; round <= rounds; round++) {
                    failed += run(alike, folder, report, round);
                }
            } finally {
                delete(folder);
            }
            keeper.keep();
        }
        return failed;
    }

    private int run(final List<Scenario> alike, final Path folder, final Report report, final int round)
        throws InterruptedException {
        int failed = 0;
        final Map<Contender, Map<String, Double>> shared = new HashMap<>();
        for (final Scenario scenario : alike) {
            for (final Contender contender : contenders) {
                if (shared.containsKey(contender)) {
                    shared.get(contender).forEach((name, mpps) -> report.add(scenario, name, mpps));
                } else if (contender.knows(scenario)) {
                    final Map<String, Double> rates = rates(contender, scenario, folder);
                    failed += rates.isEmpty() ? 1 : 0;
                    rates.forEach((name, mpps) -> add(report, scenario, name, mpps, round));
                    if (contender.asksForTrafficOnly()) {
                        shared.put(contender, rates);
                    }
                }
            }
        }
        return failed;
    }

    private Map<String, Double> rates(final Contender contender, final Scenario scenario, final Path folder)
        throws InterruptedException {
        try {
            return contender.run(scenario, folder);
        } catch (final IOException e) {
            progress.accept("FAILED: " + scenario.title() + ", " + contender.name() + ": " + e.getMessage());
            return Map.of();
        }
    }

    private void add(
        final Report report, final Scenario scenario, final String name, final double mpps, final int round) {
        report.add(scenario, name, mpps);
        progress.accept(String.format(Locale.ROOT, "%tT %s, round %d of %d, %s: %.2f Mpps", LocalTime.now(),
            scenario.title(), round, rounds, name, mpps));
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
