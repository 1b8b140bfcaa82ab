package io.mecvswitch.vswitch.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mecvswitch.status.CounterType;
import io.mecvswitch.status.StatusReader;
import io.mecvswitch.status.StatusSnapshot;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A switch under traffic, with little memory, and everybody who means no good at once, while its operator works on.
 *
 * <p>{@code -Dmecvswitch.hostile.seconds=30} makes each of both phases, quiet and under attack, as long; their
 * latencies are printed, and mean something only where the switch has a core to itself. {@code
 * -Dmecvswitch.hostile.worker=1} sees to that: it pins the worker to that processor, and keeps attackers and operator
 * off it.
 */
@Tag("dpdk")
class HostileSwitchTest {
    private static final String HEAP = "512m";
    private static final long SECONDS = Long.getLong("mecvswitch.hostile.seconds", 5);
    private static final int WORKER = Integer.getInteger("mecvswitch.hostile.worker", -1);
    private static final int HALF_OPEN = 500;
    private static final int EACH = 1;
    private static final byte[] BLOCK = "<a/>".repeat(1 << 16).getBytes(StandardCharsets.US_ASCII);
    private static final Pattern PORT = Pattern.compile("NETCONF listens on 127.0.0.1 port (\\d+)");
    private static final Pattern PEAK = Pattern.compile("VmHWM:\\s+(\\d+) kB");

    @TempDir
    private Path folder;

    private Path key;
    private String port;
    private final AtomicInteger attacks = new AtomicInteger();
    private final List<AutoCloseable> open = new ArrayList<>();

    /** What a switch has done. */
    private record Outcome(StatusSnapshot counters, double seconds, long peakMib, int commits) { }

    /** Keeps this process, and all processes that it makes, off the worker's processor. */
    @BeforeAll
    static void leaveAProcessor() throws Exception {
        if (WORKER >= 0) {
            final String others = IntStream.range(0, Runtime.getRuntime().availableProcessors())
                .filter(cpu -> cpu != WORKER).mapToObj(Integer::toString).collect(Collectors.joining(","));
            confine(others, ProcessHandle.current().pid());
        }
    }

    private static void confine(final String cpus, final long process) throws Exception {
        assertEquals(0, new ProcessBuilder("taskset", "-acp", cpus, Long.toString(process))
            .redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor());
    }

    @Test
    void shouldForwardAndBeOperatedWhateverClientsDo() throws Exception {
        final Outcome quiet = outcome(() -> { });
        final Outcome attacked = outcome(this::attack);
        System.out.printf(Locale.ROOT, "%-13s %12s %8s %8s %9s %10s %9s %8s%n", "clients", "packets/s", "p50 us",
            "p99 us", "p99.99 us", "longest us", "peak MiB", "commits");
        print("none", quiet);
        print(attacks + " attacks", attacked);
        assertTrue(attacks.get() > EACH * 5, () -> attacks + " attacks");
        for (final Outcome each : List.of(quiet, attacked)) {
            assertEquals(0, each.counters.total(CounterType.DROPPED));
            assertTrue(each.commits > 1, () -> each.commits + " commits");
        }
    }

    private static void print(final String clients, final Outcome outcome) {
        System.out.printf(Locale.ROOT, "%-13s %,12.0f %8.1f %8.1f %9.1f %10.1f %9d %8d%n", clients,
            outcome.counters.total(CounterType.PORT_TX_PACKETS) / outcome.seconds,
            micros(outcome, CounterType.LATENCY_P50), micros(outcome, CounterType.LATENCY_P99),
            micros(outcome, CounterType.LATENCY_P9999),
            micros(outcome, CounterType.LATENCY_MAX), outcome.peakMib, outcome.commits);
    }

    private static double micros(final Outcome outcome, final CounterType type) {
        return outcome.counters.total(type) / 1e3;
    }

    private interface Phase {
        void begin() throws Exception;
    }

    private Outcome outcome(final Phase phase) throws Exception {
        final Path place = Files.createTempDirectory(folder, "switch");
        final Path status = place.resolve("status");
        final Path config = Files.writeString(place.resolve("switch.xml"), WireFile.text(folder, "",
            WORKER < 0 ? "" : "<worker-cpu>" + WORKER + "</worker-cpu>"));
        final List<String> command = ChildProcess.mecVswitch("run", "--config", config.toString(), "--status",
            status.toString(), "--netconf", place.resolve("netconf").toString(), "--netconf-listen", "127.0.0.1:0");
        command.addAll(command.indexOf("-cp"), List.of("-Xmx" + HEAP, "-XX:+UseZGC"));
        if (WORKER >= 0) {
            command.addAll(0, List.of("taskset", "-c", "0-" + (Runtime.getRuntime().availableProcessors() - 1)));
        }
        try (ChildProcess child = new ChildProcess(command)) {
            child.awaitLine("First packet forwarded");
            admit(child, place);
            final long begin = System.nanoTime();
            phase.begin();
            final int commits = operate();
            final StatusReader reader = StatusReader.open(status);
            final StatusSnapshot counters = reader.snapshot();
            final double seconds = (System.nanoTime() - begin) / 1e9;
            assertEquals(List.of(), reader.errors());
            final long peakMib = peakMib(child);
            for (final AutoCloseable one : open) {
                one.close();
            }
            open.clear();
            child.signal("TERM");
            assertEquals(0, child.await(), child::text);
            assertTrue(child.text().contains("Every packet buffer came back."), child::text);
            return new Outcome(counters, seconds, peakMib, commits);
        }
    }

    private void admit(final ChildProcess child, final Path place) throws Exception {
        final Matcher told = PORT.matcher(child.text());
        assertTrue(told.find(), child::text);
        port = told.group(1);
        if (key == null) {
            key = folder.resolve("key");
            assertEquals(0, new ProcessBuilder("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key.toString())
                .start().waitFor());
        }
        for (final String user : List.of("recovery/admin", "users/eve")) {
            Files.copy(Path.of(key + ".pub"), place.resolve("netconf").resolve(user));
        }
    }

    private static long peakMib(final ChildProcess child) throws IOException {
        final Matcher peak = PEAK.matcher(Files.readString(Path.of("/proc", Long.toString(child.pid()), "status")));
        assertTrue(peak.find());
        return Long.parseLong(peak.group(1)) >> 10;
    }

    /** Commits as long as the phase lasts; logs in anew each time. */
    private int operate() throws Exception {
        final long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        int commits = 0;
        while (System.nanoTime() < end) {
            try (RawClient operator = new RawClient("admin", key, port).greet()) {
                operator.ok("<edit-config><target><candidate/></target><config><traffic-rules xmlns='urn:mec-vswitch:"
                    + "rules'><traffic-rule><name>r</name><priority>" + ++commits + "</priority><traffic-filter><name>f"
                    + "</name><ingress-interface>core</ingress-interface></traffic-filter><action>passthrough</action>"
                    + "</traffic-rule></traffic-rules></config></edit-config>");
                operator.ok("<commit/>");
            }
        }
        return commits;
    }

    // Those who mean no good: each does it over and over again.

    private void attack() throws Exception {
        for (int i = 0; i < HALF_OPEN; i++) {
            final Socket socket = new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(port));
            open.add(socket);
            if (i % 2 == 0) {
                socket.getOutputStream().write("SSH-2.0-half-open\r\n".getBytes(StandardCharsets.US_ASCII));
            }
        }
        attacks.addAndGet(HALF_OPEN);
        for (int i = 0; i < EACH; i++) {
            repeat(client -> client.greet().exchange(bomb()));
            repeat(client -> client.greet().exchange(RawClient.rpc("<x xmlns='urn:x'>".repeat(20_000))));
            repeat(client -> flood(client, "\n#1073741824\n"));
            repeat(client -> flood(client, RawClient.rpc("<get><filter>").replace("</rpc>", "")));
            repeat(client -> client.greet().exchange("\n#5\n<rpc"));
            repeat(HostileSwitchTest::neverRead);
        }
    }

    private interface Attack {
        void on(RawClient client) throws Exception;
    }

    private void repeat(final Attack attack) {
        final Thread thread = Thread.ofVirtual().start(() -> {
            while (!Thread.currentThread().isInterrupted()) {
                attacks.incrementAndGet();
                try (RawClient client = new RawClient("eve", key, port)) {
                    attack.on(client);
                } catch (final Exception e) {
                    // He was turned away, as he should be; he tries again.
                }
            }
        });
        open.add(thread::interrupt);
    }

    private static String bomb() {
        final StringBuilder bomb = new StringBuilder("<!DOCTYPE x [<!ENTITY e0 'ha'>");
        for (int i = 1; i < 30; i++) {
            bomb.append("<!ENTITY e").append(i).append(" '").append(("&e" + (i - 1) + ";").repeat(10)).append("'>");
        }
        return bomb + "]>" + RawClient.rpc("&e29;");
    }

    /** A gigabyte of elements, with hello but without end. */
    private static void flood(final RawClient client, final String begin) throws Exception {
        client.send("<hello xmlns='urn:ietf:params:xml:ns:netconf:base:1.0'><capabilities><capability>"
            + (begin.startsWith("\n#") ? "urn:ietf:params:netconf:base:1.1" : "urn:ietf:params:netconf:base:1.0")
            + "</capability></capabilities></hello>");
        client.out().write(begin.getBytes(StandardCharsets.US_ASCII));
        for (int i = 0; i < (1 << 30) / BLOCK.length; i++) {
            client.out().write(BLOCK);
        }
    }

    private static void neverRead(final RawClient client) throws Exception {
        client.greet();
        for (int i = 0; i < 10_000; i++) {
            client.send(RawClient.rpc("<get/>"));
        }
    }
}
