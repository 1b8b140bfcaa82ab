package io.mecvswitch.bench.endtoend;

import io.mecvswitch.bench.Uplink;
import io.mecvswitch.capture.PcapWriter;
import io.mecvswitch.config.BearerConfig;
import io.mecvswitch.status.CounterType;
import io.mecvswitch.status.StatusException;
import io.mecvswitch.status.StatusReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * How long the switch takes from the start of its launcher, by this clock: until NETCONF listens, and until the first
 * packet has left, which the status file tells; and how much it forwards in the first second after that. Each start
 * goes on from a process that was killed ({@code kill -9}). The first start, which makes the host key, does not count.
 */
final class StartBench {
    private static final List<Integer> RULES = List.of(3, 1_000);
    private static final int PATIENCE_S = 30;
    /** When it is as fast as it will be, seconds after the first packet. */
    private static final int STEADY_S = 6;

    private final Path home;
    private final List<String> prefix;
    private final int rounds;
    private final Consumer<String> progress;

    /**
     * @param home     of the launcher
     * @param prefix   command that the switch is run under
     * @param rounds   starts of each kind
     * @param progress gets sentences
     */
    StartBench(final Path home, final List<String> prefix, final int rounds, final Consumer<String> progress) {
        this.home = home;
        this.prefix = prefix;
        this.rounds = rounds;
        this.progress = progress;
    }

    /**
     * A start, in seconds and Mpps.
     *
     * @param listens     until NETCONF listens
     * @param first       until the first packet has left
     * @param processor   of processor time until then
     * @param firstSecond rate of the second that begins then
     * @param steady      rate of a second later on
     */
    private record Start(double listens, double first, double processor, double firstSecond, double steady) { }

    /** Measures, and gives a table. */
    String run(final Map<String, String> machine) throws IOException, InterruptedException {
        final StringBuilder table = new StringBuilder(Report.facts(machine)).append("""

            ### From the start of the launcher, seconds: median (least to most)

            | rules, bearers | starts | NETCONF listens | first packet | processor time then | first second, Mpps | \
            of steady |
            |---|---|---|---|---|---|---|
            """);
        for (final int rules : RULES) {
            table.append(row(rules, starts(rules)));
        }
        return table.toString();
    }

    private static String row(final int rules, final List<Start> starts) {
        return String.format(Locale.ROOT, "| %d | %d | %s | %s | %s | %s | %s |%n", rules, starts.size(),
            spread(starts, Start::listens), spread(starts, Start::first), spread(starts, Start::processor),
            spread(starts, Start::firstSecond), spread(starts, start -> start.firstSecond() / start.steady()));
    }

    private static String spread(final List<Start> starts, final ToDoubleFunction<Start> of) {
        final double[] sorted = starts.stream().mapToDouble(of).sorted().toArray();
        return String.format(Locale.ROOT, "%.2f (%.2f-%.2f)", sorted[sorted.length / 2], sorted[0],
            sorted[sorted.length - 1]);
    }

    private List<Start> starts(final int rules) throws IOException, InterruptedException {
        final Path folder = Files.createTempDirectory("stb");
        Files.writeString(folder.resolve("switch.xml"), configuration(rules, capture(folder, rules)));
        final List<Start> starts = new ArrayList<>();
        for (int round = 0; round <= rounds; round++) {
            final Start start = start(folder);
            progress.accept(String.format(Locale.ROOT, "%d rules, start %d: %s", rules, round, start));
            if (round > 0) {
                starts.add(start);
            }
        }
        return starts;
    }

    private Start start(final Path folder) throws IOException, InterruptedException {
        final int port = freePort();
        final Path status = folder.resolve("status");
        Files.deleteIfExists(status);
        final List<String> command = new ArrayList<>(prefix);
        command.addAll(List.of(home.resolve("mec-vswitch").toString(), "run", "--config",
            folder.resolve("switch.xml").toString(), "--status", status.toString(), "--netconf",
            folder.resolve("netconf").toString(), "--netconf-listen", "127.0.0.1:" + port));
        final long beginNs = System.nanoTime();
        final Process process = new ProcessBuilder(command).redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile()).start();
        // A benchmark that is broken off leaves no switch behind, which would keep a processor to itself.
        final Thread end = new Thread(process::destroyForcibly);
        Runtime.getRuntime().addShutdownHook(end);
        try {
            return new Watch(process, port, status, beginNs).start();
        } catch (final IOException e) {
            throw new IOException(e.getMessage() + ": " + Files.readString(folder.resolve("log")), e);
        } finally {
            process.destroyForcibly().waitFor();
            Runtime.getRuntime().removeShutdownHook(end);
        }
    }

    /** Looks at a process that starts, every two milliseconds. */
    private static final class Watch {
        private final Process process;
        private final int port;
        private final Path status;
        private final long beginNs;
        private Optional<StatusReader> reader = Optional.empty();
        private double listens;
        private double first;
        private double processor;
        private long sentAtFirst;
        private double firstSecond;

        Watch(final Process process, final int port, final Path status, final long beginNs) {
            this.process = process;
            this.port = port;
            this.status = status;
            this.beginNs = beginNs;
        }

        Start start() throws IOException, InterruptedException {
            while (listens == 0 || firstSecond == 0) {
                if (!process.isAlive() || seconds() > PATIENCE_S) {
                    throw new IOException("the switch did not start");
                }
                look();
                TimeUnit.MILLISECONDS.sleep(2);
            }
            return new Start(listens, first, processor, firstSecond, rateFrom(first + STEADY_S));
        }

        private void look() {
            if (listens == 0 && isListening()) {
                listens = seconds();
            }
            if (first == 0) {
                lookForPackets();
            } else if (firstSecond == 0 && seconds() >= first + 1) {
                firstSecond = (sent() - sentAtFirst) / (seconds() - first) / 1e6;
            }
        }

        private void lookForPackets() {
            sentAtFirst = sent();
            if (sentAtFirst > 0) {
                first = seconds();
                processor = process.info().totalCpuDuration().orElseThrow().toNanos() / 1e9;
            }
        }

        private double seconds() {
            return (System.nanoTime() - beginNs) / 1e9;
        }

        private boolean isListening() {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return socket.isConnected();
            } catch (final IOException e) {
                return false;
            }
        }

        /** Packets, since the start. */
        private long sent() {
            try {
                reader = reader.or(() -> Optional.of(StatusReader.open(status)));
                return reader.get().snapshot().total(CounterType.PORT_TX_PACKETS);
            } catch (final StatusException e) {
                // It is not there yet, or not whole.
                return 0;
            }
        }

        /** Mpps of the second that begins then. */
        private double rateFrom(final double when) throws InterruptedException {
            TimeUnit.NANOSECONDS.sleep((long) ((when - seconds()) * 1e9));
            final double begin = seconds();
            final long before = sent();
            TimeUnit.SECONDS.sleep(1);
            return (sent() - before) / (seconds() - begin) / 1e6;
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    // What it runs: G-PDUs of all bearers from a capture, popped to an application.

    private static Path capture(final Path folder, final int bearers) throws IOException {
        final Path capture = folder.resolve("in.pcap");
        try (PcapWriter writer = PcapWriter.create(capture)) {
            for (final byte[] frame : Uplink.S1U_SMALL.frames(bearers)) {
                writer.write(frame, 0);
            }
        }
        return capture;
    }

    /** As many bearers as rules, but for the first one, whose TEID may not be configured. */
    private static String configuration(final int rules, final Path capture) {
        return """
            <config xmlns="urn:ietf:params:xml:ns:netconf:base:1.0">
              <interfaces xmlns="urn:ietf:params:xml:ns:yang:ietf-interfaces">%s%s%s</interfaces>
              <wires xmlns="urn:mec-vswitch:ports">
                <wire><name>wire</name><access>access</access><core>core</core></wire></wires>
              <traffic-rules xmlns="urn:mec-vswitch:rules">%s%s</traffic-rules>
              <bearers xmlns="urn:mec-vswitch:bearers">%s</bearers>
            </config>
            """.formatted(port("access", Devices.endless(0, capture), ""), port("core", Devices.OTHER_SINK, ""),
                port("application", Devices.SINK, "<peer-mac-address>02:00:00:00:aa:01</peer-mac-address>"),
                IntStream.range(1, rules).mapToObj(StartBench::rule).collect(Collectors.joining()),
                """
                <traffic-rule><name>edge</name><priority>250</priority>
                  <traffic-filter><name>uplink</name><ingress-interface>access</ingress-interface>
                    <inner><destination-address>203.0.113.0/24</destination-address></inner></traffic-filter>
                  <action>forward-decapsulated</action>
                  <destination-interface>application</destination-interface></traffic-rule>""",
                Uplink.S1U_SMALL.bearers(rules).stream().skip(1).map(StartBench::bearer)
                    .collect(Collectors.joining()));
    }

    private static String port(final String role, final String device, final String more) {
        return """
            <interface><name>%s</name><type xmlns:p="urn:mec-vswitch:ports">p:dpdk-port</type>
              <port xmlns="urn:mec-vswitch:ports"><role>%s</role><device>%s</device>%s</port></interface>"""
            .formatted(role, role, device, more);
    }

    private static String rule(final int number) {
        return """
            <traffic-rule><name>drop-%d</name><priority>%d</priority>
              <traffic-filter><name>uplink</name><ingress-interface>access</ingress-interface>
                <inner><source-address>172.16.%d.%d/32</source-address><protocol>17</protocol>
                  <destination-port><lower-port>%d</lower-port><upper-port>%5$d</upper-port></destination-port></inner>
              </traffic-filter><action>drop</action></traffic-rule>"""
            .formatted(number, number % 200, number / 250, number % 250, 1_000 + number);
    }

    private static String bearer(final BearerConfig bearer) {
        return """
            <bearer><name>%s</name><ue-address>%s</ue-address>
              <uplink><endpoint>%s</endpoint><teid>%d</teid></uplink>
              <downlink><endpoint>%s</endpoint><teid>%d</teid></downlink></bearer>"""
            .formatted(bearer.name(), bearer.ueAddress(), bearer.coreEndpoint(), bearer.uplinkTeid(),
                bearer.accessEndpoint(), bearer.downlinkTeid());
    }
}
