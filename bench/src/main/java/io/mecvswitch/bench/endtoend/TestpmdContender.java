package io.mecvswitch.bench.endtoend;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * DPDK's own forwarder, in C: what the drivers and one core can do.
 *
 * <p>Core 0 runs its command line, core 1 forwards. It prints rates every second; the first are left out, because the
 * first period is shorter than it says and caches are cold.
 */
final class TestpmdContender implements Contender {
    /** Packets of one burst, here and in the switch. */
    static final int BURST = 64;
    private static final int WARM_UP_PERIODS = 2;
    private static final int PORTS = 2;
    private static final Pattern SENT = Pattern.compile("Tx-pps:\\s+(\\d+)");

    private final String mode;
    private final List<String> prefix;
    private final Effort effort;

    /**
     * @param mode    testpmd's forwarding mode
     * @param prefix  command words to put before, such as those of {@code chrt}
     * @param effort  how long it runs
     */
    TestpmdContender(final String mode, final List<String> prefix, final Effort effort) {
        this.mode = mode;
        this.prefix = prefix;
        this.effort = effort;
    }

    @Override
    public String name() {
        return "testpmd " + mode;
    }

    @Override
    public double run(final Scenario scenario, final Path folder) throws IOException, InterruptedException {
        final Process process = new ProcessBuilder(command(scenario, folder)).redirectErrorStream(true).start();
        final List<String> log = new ArrayList<>();
        try (BufferedReader output = process.inputReader()) {
            return rates(output, log).stream().mapToDouble(rate -> rate).average().orElseThrow();
        } catch (final IllegalStateException e) {
            throw new IOException("dpdk-testpmd did not forward: " + String.join("\n", log), e);
        } finally {
            process.destroy();
            process.waitFor();
        }
    }

    private List<String> command(final Scenario scenario, final Path folder) {
        final List<String> command = new ArrayList<>(prefix);
        command.addAll(List.of("dpdk-testpmd", "-l", "0,1", "--no-pci", "--in-memory", "--no-telemetry",
            "--vdev", scenario.source().apply(folder),
            "--vdev", scenario.sink().apply(folder), "--",
            "--forward-mode=" + mode, "--burst=" + BURST, "--total-num-mbufs=" + scenario.buffers(), "--rxd=1024",
            "--txd=1024", "--stats-period=1", "--no-mlockall"));
        return command;
    }

    /** Rates of all ports together, in one measured period after the other. */
    private List<Double> rates(final BufferedReader output, final List<String> log) throws IOException {
        final List<Double> rates = new ArrayList<>();
        int ports = 0;
        double sum = 0;
        while (rates.size() < WARM_UP_PERIODS + effort.seconds()) {
            final String line = output.readLine();
            if (line == null) {
                throw new IllegalStateException("it ended too early");
            }
            log.add(line);
            final Matcher matcher = SENT.matcher(line);
            if (matcher.find()) {
                sum += Double.parseDouble(matcher.group(1)) / 1e6;
                if (++ports == PORTS) {
                    rates.add(sum);
                    ports = 0;
                    sum = 0;
                }
            }
        }
        return rates.subList(WARM_UP_PERIODS, rates.size());
    }
}
