package io.mecvswitch.bench.endtoend;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What C would give: {@code bench/native/samework.c}, the same work with the same tables and nothing around it, made
 * for this processor. One thread on core 1.
 */
final class SameWorkContender implements Contender {
    private static final Path HOME = Path.of(System.getProperty("mecvswitch.home", "."), "bench").toAbsolutePath();
    private static final Path OUT = HOME.resolve("target").resolve("native");

    private final List<String> prefix;
    private final Effort effort;

    /**
     * @param prefix command words to put before, such as those of {@code chrt}
     * @param effort how long it runs
     */
    SameWorkContender(final List<String> prefix, final Effort effort) {
        this.prefix = prefix;
        this.effort = effort;
    }

    @Override
    public String name() {
        return "same work in C";
    }

    @Override
    public boolean knows(final Scenario scenario) {
        return scenario.sameWork().isPresent();
    }

    @Override
    public Map<String, Double> run(final Scenario scenario, final Path folder)
        throws IOException, InterruptedException {
        execute(List.of("make", "-s", "-C", HOME.resolve("native").toString(), "OUT=" + OUT));
        return Map.of(name(),
            SwitchProcess.rate(execute(command(scenario, scenario.sameWork().orElseThrow(), folder))));
    }

    private List<String> command(final Scenario scenario, final SameWork work, final Path folder) {
        final List<String> command = new ArrayList<>(prefix);
        command.addAll(List.of(OUT.resolve("samework").toString(), "-l", "1", "--no-pci", "--in-memory",
            "--no-telemetry", "--log-level=error", "--vdev", scenario.source().apply(folder), "--vdev",
            work.other().apply(folder), "--", work.mode(), Integer.toString(work.bearers()),
            Integer.toString(scenario.buffers()), Integer.toString(effort.seconds())));
        return command;
    }

    private static List<String> execute(final List<String> command) throws IOException, InterruptedException {
        final Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        final List<String> log;
        try (BufferedReader output = process.inputReader()) {
            log = output.readAllLines();
        }
        if (process.waitFor() != 0) {
            throw new IOException(String.join(" ", command) + " failed: " + String.join("\n", log));
        }
        return log;
    }
}
