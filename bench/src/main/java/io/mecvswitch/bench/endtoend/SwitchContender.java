package io.mecvswitch.bench.endtoend;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** This switch, in a JVM of its own with the flags that this JVM was given. */
final class SwitchContender implements Contender {
    private final List<String> prefix;
    private final List<String> jvmFlags;
    private final Effort effort;

    /**
     * @param prefix   command words to put before, such as those of {@code chrt}
     * @param jvmFlags of its JVM
     * @param effort   how long it runs
     */
    SwitchContender(final List<String> prefix, final List<String> jvmFlags, final Effort effort) {
        this.prefix = prefix;
        this.jvmFlags = jvmFlags;
        this.effort = effort;
    }

    @Override
    public String name() {
        return "mec-vswitch";
    }

    @Override
    public Map<String, Double> run(final Scenario scenario, final Path folder)
        throws IOException, InterruptedException {
        final List<String> command = new ArrayList<>(prefix);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvmFlags);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), SwitchProcess.class.getName(),
            scenario.label(), folder.toString(), Integer.toString(effort.seconds()),
            Integer.toString(effort.patienceSeconds())));
        final Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        final List<String> log;
        try (BufferedReader output = process.inputReader()) {
            log = output.readAllLines();
        }
        if (process.waitFor() != 0) {
            throw new IOException("The switch did not forward: " + String.join("\n", log));
        }
        return Map.of(name(), SwitchProcess.rate(log));
    }
}
