package io.mecvswitch.bench.endtoend;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * DPDK's own forwarder, in C: what the drivers and one core can do.
 *
 * <p>Core 0 runs its command line, core 1 forwards: as it comes, then with new Ethernet addresses. It is asked for its
 * ports' counters before and after each measurement; caches are warm by then.
 */
final class TestpmdContender implements Contender {
    /** Packets of one burst, here and in the switch. */
    static final int BURST = 64;
    private static final String NAME = "testpmd";
    private static final List<String> MODES = List.of("io", "mac");
    private static final int WARM_UP_MS = 700;
    private static final int PORTS = 2;
    private static final Pattern SENT = Pattern.compile("TX-packets:\\s+(\\d+)");
    private static final String STOPPED = "Done.";

    private final List<String> prefix;
    private final Effort effort;

    /**
     * @param prefix command words to put before, such as those of {@code chrt}
     * @param effort how long it runs
     */
    TestpmdContender(final List<String> prefix, final Effort effort) {
        this.prefix = prefix;
        this.effort = effort;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean asksForTrafficOnly() {
        return true;
    }

    @Override
    public Map<String, Double> run(final Scenario scenario, final Path folder)
        throws IOException, InterruptedException {
        final Process process = new ProcessBuilder(command(scenario, folder)).redirectErrorStream(true).start();
        try (BufferedReader output = process.inputReader(); Writer input = process.outputWriter()) {
            final Dialogue dialogue = new Dialogue(output, input, new ArrayList<>());
            final Map<String, Double> rates = new LinkedHashMap<>();
            for (final String mode : MODES) {
                rates.put(NAME + " " + mode, dialogue.mpps(mode, effort.seconds()));
            }
            return rates;
        } finally {
            process.destroy();
            process.waitFor();
        }
    }

    private List<String> command(final Scenario scenario, final Path folder) {
        final List<String> command = new ArrayList<>(prefix);
        // Else it says nothing to a pipe before it has said a lot.
        command.addAll(List.of("stdbuf", "-oL", "dpdk-testpmd", "-l", "0,1", "--no-pci", "--in-memory",
            "--no-telemetry", "--vdev", scenario.source().apply(folder),
            "--vdev", scenario.sink().apply(folder), "--", "--interactive", "--burst=" + BURST,
            "--total-num-mbufs=" + scenario.buffers(), "--rxd=1024", "--txd=1024", "--no-mlockall"));
        return command;
    }

    /**
     * What it is told, and what it answers.
     *
     * @param log of all that it said
     */
    private record Dialogue(BufferedReader output, Writer input, List<String> log) {
        double mpps(final String mode, final int seconds) throws IOException, InterruptedException {
            say("set fwd " + mode);
            say("start");
            Thread.sleep(WARM_UP_MS);
            final long before = sent();
            final long beganNs = System.nanoTime();
            Thread.sleep(seconds * 1_000L);
            final double packets = sent() - before;
            final double mpps = packets * 1e3 / (System.nanoTime() - beganNs);
            say("stop");
            while (!hear().contains(STOPPED)) {
                // It tells what it forwarded, in words that sent() knows, too.
            }
            return mpps;
        }

        /** Packets that all ports have sent so far. */
        private long sent() throws IOException {
            say("show port stats all");
            long packets = 0;
            for (int ports = 0; ports < PORTS;) {
                final Matcher matcher = SENT.matcher(hear());
                if (matcher.find()) {
                    packets += Long.parseLong(matcher.group(1));
                    ports++;
                }
            }
            return packets;
        }

        private void say(final String words) throws IOException {
            input.write(words + "\n");
            input.flush();
        }

        private String hear() throws IOException {
            final String line = output.readLine();
            if (line == null) {
                throw new IOException("dpdk-testpmd did not forward: " + String.join("\n", log));
            }
            log.add(line);
            return line;
        }
    }
}
