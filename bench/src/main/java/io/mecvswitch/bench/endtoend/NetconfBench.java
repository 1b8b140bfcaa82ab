package io.mecvswitch.bench.endtoend;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.mecvswitch.status.CounterType;
import io.mecvswitch.status.StatusReader;
import io.mecvswitch.status.StatusSnapshot;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringWriter;
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
 * How long NETCONF clients wait, while packets flow: changes of one rule among others, many rules at once, bearers by
 * the hundred thousand; with ncclient, with OpenSSH and no library at all, and what of it netconfd can be asked for.
 * Then thousands of commits, and what became of the packets.
 */
final class NetconfBench {
    private static final String NCCLIENT = "ncclient";
    private static final String OPENSSH = "openssh";
    private static final int COMMITS = 10_000;
    private static final int QUICK_COMMITS = 1_000;
    /** Highest latency that the histogram tells apart, microseconds. */
    private static final long HIGHEST_US = 60_000_000;

    /**
     * A row of the table.
     *
     * @param title  for people
     * @param phase  for the driver
     * @param target milliseconds
     */
    private record Row(String title, String phase, int target) { }

    private static final Row ONE = new Row("one rule of 1 000 changed", "one:1000:200", 10);
    private static final Row MANY = new Row("1 000 rules in one edit", "many:1000:20", 100);
    private static final Row ONE_OF_MANY = new Row("one rule of 100 000 changed", "one:100000:60", 20);
    private static final Row BEARERS = new Row("100 000 bearers, one update-bearers", "bearers:100000:8", 2_000);
    private static final Row FEW = new Row("one rule of 100 changed", "one:100:40", 10);
    private static final List<Row> ROWS = List.of(FEW, ONE, MANY, ONE_OF_MANY, BEARERS);
    private static final String HAVING_MANY = "having:100000";
    /** What netconfd takes grows with the square of what is there: this long it is asked for changes of one kind. */
    private static final int PEER_PATIENCE_S = 15;

    private final Path home;
    private final List<String> prefix;
    private final boolean quick;
    private final Consumer<String> progress;
    private final StringBuilder report = new StringBuilder();
    private final Map<String, Map<String, Latencies>> all = new LinkedHashMap<>();
    private final Map<String, String> facts = new LinkedHashMap<>();

    /**
     * @param home     of the launcher and the Python driver
     * @param prefix   command that the switch is run under
     * @param quick    whether a tenth of the commits will do
     * @param progress gets sentences
     */
    NetconfBench(final Path home, final List<String> prefix, final boolean quick, final Consumer<String> progress) {
        this.home = home;
        this.prefix = prefix;
        this.quick = quick;
        this.progress = progress;
    }

    /** Requests of one phase, in microseconds. */
    record Latencies(List<long[]> requests) {
        Latencies() {
            this(new ArrayList<>());
        }

        /** The median of edit, commit and both, of the later half: the first ones are not warm. */
        String median() {
            final List<long[]> warm = warm();
            return warm.stream().allMatch(r -> r[1] == 0) ? String.format(Locale.ROOT, "**%.0f**", both() / 1e3)
                : String.format(Locale.ROOT, "%.1f + %.1f = **%.1f**", median(warm, r -> r[0]) / 1e3,
                median(warm, r -> r[1]) / 1e3, both() / 1e3);
        }

        double both() {
            return median(warm(), r -> r[0] + r[1]);
        }

        private List<long[]> warm() {
            return requests.subList(requests.size() / 2, requests.size());
        }

        private static double median(final List<long[]> some, final ToLongFunction<long[]> of) {
            final long[] sorted = some.stream().mapToLong(of).sorted().toArray();
            return sorted[sorted.length / 2];
        }
    }

    /**
     * What came out.
     *
     * @param markdown for people
     * @param json     for programs
     */
    record Outcome(String markdown, String json) { }

    /** Measures. */
    Outcome run(final Map<String, String> machine) throws IOException, InterruptedException {
        facts.putAll(machine);
        final Path folder = Files.createTempDirectory("ncb");
        final NetconfServers servers = new NetconfServers(folder, home);
        measureSwitch(servers);
        measurePeer(servers);
        return new Outcome(Report.facts(facts) + table() + report, json());
    }

    private void measureSwitch(final NetconfServers servers) throws IOException, InterruptedException {
        final NetconfServer started = servers.mecVswitch(prefix);
        try (NetconfServer server = started) {
            memory(server);
            // A process that has just begun is not warm: OpenSSH, which is fast, comes first.
            drive(server, OPENSSH, servers.key(), List.of(FEW.phase, ONE.phase, MANY.phase, BEARERS.phase));
            commits(server, servers);
            drive(server, NCCLIENT, servers.key(), List.of(FEW.phase, ONE.phase, MANY.phase, BEARERS.phase));
            drive(server, OPENSSH, servers.key(), List.of(ONE_OF_MANY.phase));
            drive(server, NCCLIENT, servers.key(), List.of(HAVING_MANY, ONE_OF_MANY.phase));
            facts.put("resident at the end", server.memory().resident() / 1_024 + " MiB");
        }
        if (started.processes().getFirst().exitValue() != 0) {
            throw new IOException("the switch could not account for every packet, or lost buffers");
        }
        report.append("\nIn the end the switch accounted for every packet, and had all its buffers back.\n");
    }

    private void measurePeer(final NetconfServers servers) throws IOException, InterruptedException {
        final Optional<NetconfServer> peer = servers.netconfd();
        if (peer.isEmpty()) {
            progress.accept("SKIPPED: netconfd is not here; install netconfd and openssh-server to measure beside it.");
            return;
        }
        try (NetconfServer server = peer.get()) {
            drive(server, NCCLIENT, servers.key(),
                List.of("interfaces", patiently(FEW), patiently(ONE), patiently(MANY)));
        }
    }

    private static String patiently(final Row row) {
        return row.phase + "@" + PEER_PATIENCE_S;
    }

    private void memory(final NetconfServer server) throws IOException {
        final NetconfServer.Memory memory = server.memory();
        facts.put("start until NETCONF listens", String.format(Locale.ROOT, "%.2f s", server.startNs() / 1e9));
        facts.put("resident then", String.format(Locale.ROOT, "%d MiB, of which heap and other shared memory %d,"
            + " anonymous %d", memory.resident() >> 10, memory.shared() >> 10, memory.anonymous() >> 10));
    }

    private void drive(final NetconfServer server, final String client, final Path key, final List<String> phases)
        throws IOException, InterruptedException {
        progress.accept(server.name() + ", " + client + ": " + String.join(" ", phases));
        driven(home, server, client, key, phases).forEach((phase, latencies) ->
            all.computeIfAbsent(server.name() + ", " + client, _ -> new LinkedHashMap<>()).put(phase, latencies));
    }

    /**
     * Has a client go through phases.
     *
     * @param home of the Python driver
     */
    static Map<String, Latencies> driven(final Path home, final NetconfServer server, final String client,
        final Path key, final List<String> phases) throws IOException, InterruptedException {
        final List<String> command = new ArrayList<>(NetconfServers.besideTheWorker());
        command.addAll(List.of("/usr/bin/python3",
            home.resolve("bench/src/main/python/netconf_latency.py").toString(), client,
            Integer.toString(server.port()), server.user(), key.toString()));
        command.addAll(phases);
        final Process driver = new ProcessBuilder(command).redirectErrorStream(true).start();
        final Map<String, Latencies> latencies = new LinkedHashMap<>();
        final List<String> log = driver.inputReader().lines().toList();
        if (driver.waitFor() != 0) {
            throw new IOException("the client failed:\n" + String.join("\n", log));
        }
        for (final String line : log) {
            final String[] words = line.split(" ");
            latencies.computeIfAbsent(words[0], _ -> new Latencies()).requests
                .add(new long[] {Long.parseLong(words[1]), Long.parseLong(words[2])});
        }
        return latencies;
    }

    private String table() {
        final StringBuilder table = new StringBuilder("\n### Warm, medians in ms: edit + commit\n\n| | wanted |");
        all.keySet().forEach(name -> table.append(' ').append(name).append(" |"));
        table.append("\n|---|---|").append("---|".repeat(all.size())).append('\n');
        for (final Row row : ROWS) {
            table.append("| ").append(row.title).append(" | ").append(row.target).append(" |");
            all.values().forEach(of -> table.append(' ')
                .append(Optional.ofNullable(of.get(row.phase)).map(Latencies::median).orElse("-")).append(" |"));
            table.append('\n');
        }
        return table.toString();
    }

    // Many commits.

    private void commits(final NetconfServer server, final NetconfServers servers)
        throws IOException, InterruptedException {
        final StatusReader status = StatusReader.open(servers.status());
        final long sentBefore = status.snapshot().total(CounterType.PORT_TX_PACKETS);
        final long beginNs = System.nanoTime();
        final String phase = "commits:" + (quick ? QUICK_COMMITS : COMMITS);
        progress.accept(server.name() + ", " + OPENSSH + ": " + phase);
        final List<long[]> requests = driven(home, server, OPENSSH, servers.key(), List.of(phase)).get(phase).requests;
        final double seconds = (System.nanoTime() - beginNs) / 1e9;
        final StatusSnapshot after = status.snapshot();
        report.append(String.format(Locale.ROOT, "%n### %d commits under full load, net_pcap to net_null%n%n"
            + "%.2f Mpps while they were made (%.0f s). Dropped since the start: %d.%n%n", requests.size(),
            (after.total(CounterType.PORT_TX_PACKETS) - sentBefore) / seconds / 1e6, seconds,
            after.total(CounterType.DROPPED)));
        report.append("```\nmilliseconds of a commit\n").append(histogram(requests)).append("```\n");
        if (after.total(CounterType.DROPPED) > 0) {
            throw new IOException("commits dropped packets:\n" + report);
        }
    }

    private static String histogram(final List<long[]> requests) {
        final Histogram histogram = new Histogram(HIGHEST_US, 3);
        requests.forEach(request -> histogram.recordValue(Math.min(HIGHEST_US, request[1])));
        final ByteArrayOutputStream text = new ByteArrayOutputStream();
        histogram.outputPercentileDistribution(new PrintStream(text, true, StandardCharsets.UTF_8), 2, 1_000.0);
        return text.toString(StandardCharsets.UTF_8);
    }

    /** Facts, and every request: microseconds of the edit and of the commit. */
    private String json() throws IOException {
        final StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text).useDefaultPrettyPrinter()) {
            json.writeStartObject();
            json.writeObjectFieldStart("machine");
            for (final Map.Entry<String, String> fact : facts.entrySet()) {
                json.writeStringField(fact.getKey(), fact.getValue());
            }
            json.writeEndObject();
            json.writeObjectFieldStart("us");
            for (final Map.Entry<String, Map<String, Latencies>> of : all.entrySet()) {
                json.writeObjectFieldStart(of.getKey());
                for (final Map.Entry<String, Latencies> phase : of.getValue().entrySet()) {
                    write(phase.getKey(), phase.getValue(), json);
                }
                json.writeEndObject();
            }
            json.writeEndObject();
            json.writeEndObject();
        }
        return text.append('\n').toString();
    }

    private static void write(final String phase, final Latencies latencies, final JsonGenerator json)
        throws IOException {
        json.writeArrayFieldStart(phase);
        for (final long[] request : latencies.requests) {
            json.writeArray(request, 0, request.length);
        }
        json.writeEndArray();
    }
}
