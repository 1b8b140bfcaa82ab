package io.mecvswitch.bench.endtoend;

import io.mecvswitch.status.Conservation;
import io.mecvswitch.status.CounterType;
import io.mecvswitch.status.StatusReader;
import io.mecvswitch.status.StatusSnapshot;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;
import org.HdrHistogram.Histogram;

/**
 * How long NETCONF clients wait, while packets flow: changes of one rule among others, many rules at once, bearers by the
 * hundred thousand; with ncclient, and the same with netconfd beside it. Then ten thousand commits, and what became of the
 * packets.
 */
final class NetconfBench {
    private static final String ONE = "one:1000:200";
    private static final String MANY = "many:1000:10";
    private static final String ONE_OF_MANY = "one:100000:100";
    private static final String BEARERS = "bearers:100000:5";
    private static final int COMMITS = 10_000;
    /** Highest latency that the histogram tells apart, microseconds. */
    private static final long HIGHEST_US = 60_000_000;

    private final Path home;
    private final List<String> prefix;
    private final boolean quick;
    private final Consumer<String> progress;
    private final StringBuilder report = new StringBuilder();

    /**
     * @param home     of the launcher and the Python driver
     * @param prefix   command that the switch is run under
     * @param quick    whether a tenth of the commits and no hundred thousand rules will do
     * @param progress gets sentences
     */
    NetconfBench(final Path home, final List<String> prefix, final boolean quick, final Consumer<String> progress) {
        this.home = home;
        this.prefix = prefix;
        this.quick = quick;
        this.progress = progress;
    }

    /** Requests of one phase, in microseconds. */
    private record Latencies(List<long[]> requests) {
        /** The median of edit, commit and both, of the later half: the first ones are not warm. */
        String median() {
            final List<long[]> warm = requests.subList(requests.size() / 2, requests.size());
            return String.format(Locale.ROOT, "%.1f + %.1f = **%.1f**", median(warm, r -> r[0]), median(warm, r -> r[1]),
                median(warm, r -> r[0] + r[1]));
        }

        private static double median(final List<long[]> some, final ToLongFunction<long[]> of) {
            final long[] sorted = some.stream().mapToLong(of).sorted().toArray();
            return sorted[sorted.length / 2] / 1e3;
        }
    }

    /** Measures, and tells what came out as Markdown. */
    String run(final Map<String, String> machine) throws IOException, InterruptedException {
        machine.forEach((fact, value) -> report.append("- ").append(fact).append(": ").append(value).append('\n'));
        final Path folder = Files.createTempDirectory("ncb");
        final NetconfServers servers = new NetconfServers(folder, home);
        final Map<String, Map<String, Latencies>> all = new LinkedHashMap<>();
        try (NetconfServer server = servers.mecVswitch(prefix)) {
            memory(server);
            all.put(server.name(), drive(server, servers.key(), List.of(ONE, MANY, BEARERS)));
            commits(server, servers);
            if (!quick) {
                all.get(server.name()).putAll(drive(server, servers.key(), List.of(ONE_OF_MANY)));
            }
        }
        final Optional<NetconfServer> peer = servers.netconfd();
        if (peer.isPresent()) {
            try (NetconfServer server = peer.get()) {
                all.put(server.name(), drive(server, servers.key(), List.of("interfaces", ONE, MANY)));
            }
        } else {
            progress.accept("SKIPPED: netconfd is not here; install netconfd and openssh-server to measure beside it.");
        }
        table(all);
        return report.toString();
    }

    private void memory(final NetconfServer server) throws IOException {
        final NetconfServer.Memory memory = server.memory();
        report.append(String.format(Locale.ROOT, "- start until NETCONF listens: %.2f s%n", server.startNs() / 1e9));
        report.append(String.format(Locale.ROOT, "- resident then: %d MiB, of which heap and other shared memory %d,"
            + " anonymous %d%n", memory.resident() >> 10, memory.shared() >> 10, memory.anonymous() >> 10));
    }

    private Map<String, Latencies> drive(final NetconfServer server, final Path key, final List<String> phases)
        throws IOException, InterruptedException {
        progress.accept(server.name() + ": " + String.join(" ", phases));
        final List<String> command = new ArrayList<>(List.of("/usr/bin/python3",
            home.resolve("bench/src/main/python/netconf_latency.py").toString(), Integer.toString(server.port()),
            server.user(), key.toString()));
        command.addAll(phases);
        final Process driver = new ProcessBuilder(command).redirectErrorStream(true).start();
        final Map<String, Latencies> latencies = new LinkedHashMap<>();
        final List<String> log = driver.inputReader().lines().toList();
        if (driver.waitFor() != 0) {
            throw new IOException("the client failed:\n" + String.join("\n", log));
        }
        for (final String line : log) {
            final String[] words = line.split(" ");
            latencies.computeIfAbsent(words[0], _ -> new Latencies(new ArrayList<>())).requests
                .add(new long[] {Long.parseLong(words[1]), Long.parseLong(words[2])});
        }
        return latencies;
    }

    private void table(final Map<String, Map<String, Latencies>> all) {
        report.append("\n### ncclient, warm, medians in ms: edit + commit\n\n| |");
        all.keySet().forEach(name -> report.append(' ').append(name).append(" |"));
        report.append("\n|---|").append("---|".repeat(all.size())).append('\n');
        final Map<String, String> rows = new LinkedHashMap<>();
        rows.put(ONE, "one rule of 1 000 changed (target 10)");
        rows.put(ONE_OF_MANY, "one rule of 100 000 changed (target 20)");
        rows.put(MANY, "1 000 rules in one edit (target 100)");
        rows.put(BEARERS, "100 000 bearers, one update-bearers (target 2 000)");
        rows.forEach((phase, title) -> {
            report.append("| ").append(title).append(" |");
            all.values().forEach(of -> report.append(' ')
                .append(Optional.ofNullable(of.get(phase)).map(Latencies::median).orElse("-")).append(" |"));
            report.append('\n');
        });
    }

    // Many commits.

    private void commits(final NetconfServer server, final NetconfServers servers)
        throws IOException, InterruptedException {
        final StatusReader status = StatusReader.open(servers.status());
        final long sentBefore = status.snapshot().total(CounterType.PORT_TX_PACKETS);
        final long beginNs = System.nanoTime();
        final String phase = "commits:" + (quick ? COMMITS / 10 : COMMITS);
        final List<long[]> requests = drive(server, servers.key(), List.of(phase)).get(phase).requests;
        final double seconds = (System.nanoTime() - beginNs) / 1e9;
        final StatusSnapshot after = status.snapshot();
        report.append(String.format(Locale.ROOT, "%n### %d commits under full load, net_pcap to net_null%n%n"
            + "%.2f Mpps while they were made (%.0f s). Dropped: %d. %s%n%n", requests.size(),
            (after.total(CounterType.PORT_TX_PACKETS) - sentBefore) / seconds / 1e6, seconds,
            after.total(CounterType.DROPPED), Conservation.of(after)));
        report.append("```\nmilliseconds of a commit\n").append(histogram(requests)).append("```\n");
    }

    private static String histogram(final List<long[]> requests) {
        final Histogram histogram = new Histogram(HIGHEST_US, 3);
        requests.forEach(request -> histogram.recordValue(Math.min(HIGHEST_US, request[1])));
        final ByteArrayOutputStream text = new ByteArrayOutputStream();
        histogram.outputPercentileDistribution(new PrintStream(text, true, StandardCharsets.UTF_8), 2, 1_000.0);
        return text.toString(StandardCharsets.UTF_8);
    }
}
