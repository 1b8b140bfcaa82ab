package io.mecvswitch.vswitch.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mecvswitch.control.ConfigLoader;
import io.mecvswitch.control.netconf.store.Recovery;
import io.mecvswitch.status.CounterType;
import io.mecvswitch.status.StatusReader;
import io.mecvswitch.status.StatusSnapshot;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code mec-vswitch run --netconf} under traffic, configured by ncclient (Debian: python3-ncclient) over SSH. */
@Tag("dpdk")
@Tag("ncclient")
class NetconfRunTest {
    private static final String PYTHON = "/usr/bin/python3";
    private static final Pattern PORT = Pattern.compile("NETCONF listens on 127.0.0.1 port (\\d+)");
    private static final int COMMITS = 20;

    @TempDir
    private Path folder;

    private Path config;
    private Path status;

    @BeforeAll
    static void requireNcclient() throws Exception {
        assumeTrue(run(List.of(PYTHON, "-c", "import ncclient")).exitCode() == 0,
            "python3-ncclient is not installed; nobody has talked to the switch over SSH");
    }

    private record Outcome(int exitCode, String text) { }

    private static Outcome run(final List<String> command) throws IOException, InterruptedException {
        final Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        final String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Outcome(process.waitFor(), text);
    }

    @BeforeEach
    void prepare() throws IOException {
        status = folder.resolve("status");
        config = Files.writeString(folder.resolve("switch.xml"), WireFile.text(folder, ""));
    }

    private ChildProcess start() throws IOException, InterruptedException {
        final ChildProcess child = new ChildProcess("run", "--config", config.toString(), "--status",
            status.toString(), "--netconf", folder.resolve("netconf").toString(), "--netconf-listen", "127.0.0.1:0");
        child.awaitLine("First packet forwarded");
        return child;
    }

    private Path key() throws IOException, InterruptedException {
        final Path key = folder.resolve("key");
        assertEquals(0, run(List.of("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key.toString())).exitCode());
        return key;
    }

    private static String port(final ChildProcess child) {
        final Matcher port = PORT.matcher(child.text());
        assertTrue(port.find(), child::text);
        return port.group(1);
    }

    private Outcome session(final ChildProcess child) throws IOException, InterruptedException {
        final Path key = key();
        assertTrue(child.text().contains("Nobody has an account yet."), child::text);
        Files.copy(Path.of(key + ".pub"), folder.resolve("netconf/recovery/admin"));
        return run(List.of(PYTHON, "src/test/resources/netconf_session.py", port(child), key.toString(),
            Integer.toString(COMMITS)));
    }

    @Test
    void shouldLimitUsersAsTheConfigurationSays() throws Exception {
        try (ChildProcess child = start()) {
            final Path key = key();
            for (final String user : List.of("recovery/admin", "users/ann", "users/bob", "users/mona")) {
                Files.copy(Path.of(key + ".pub"), folder.resolve("netconf").resolve(user));
            }
            assertEquals("""
                admin ['ann', 'bob'] ann ['ann'] bob ['bob'] mona ['ann', 'bob']
                ann commits her own: done
                ann edits the other: access-denied /mecr:traffic-rules
                mona edits: access-denied /mecr:traffic-rules/mecr:traffic-rule[mecr:name='mona']
                mona kills: access-denied\s
                ann commits the other: access-denied /mecr:traffic-rules
                bob commits his own: done
                counted
                """, run(List.of(PYTHON, "src/test/resources/netconf_access.py", port(child), key.toString())).text());
            child.signal("TERM");
            assertEquals(0, child.await(), child::text);
        }
    }

    @Test
    void shouldTellNcclientWhatItAsksForAndWhatHappens() throws Exception {
        try (ChildProcess child = start()) {
            final Path key = key();
            Files.copy(Path.of(key + ".pub"), folder.resolve("netconf/recovery/admin"));
            final String rule = "/mec-vswitch-rules:traffic-rules/mec-vswitch-rules:traffic-rule"
                + "[mec-vswitch-rules:name='%s'] create";
            assertEquals("""
                xpath: <traffic-rule><name>two</name><priority>2</priority></traffic-rule>
                defaults: <traffic-rule><name>two</name><filter-type>packet</filter-type></traffic-rule>
                data:\s
                operational: %s%s
                refused: invalid-value
                told: admin /mec-vswitch-rules:traffic-rules create
                told: admin %s
                replayed: replayComplete notificationComplete
                brought back: True
                started: True
                """.formatted(defaultType("one"), defaultType("two"), rule.formatted("two")),
                run(List.of(PYTHON, "src/test/resources/netconf_reading.py", port(child), key.toString())).text());
            child.signal("TERM");
            assertEquals(0, child.await(), child::text);
        }
    }

    private static String defaultType(final String rule) {
        return "<traffic-rule><name>" + rule + "</name><filter-typeor:origin=\"or:default\">packet</filter-type>"
            + "</traffic-rule>";
    }

    @Test
    void shouldBeConfiguredByNcclientWithoutLosingAPacket() throws Exception {
        try (ChildProcess child = start()) {
            final Outcome outcome = session(child);
            assertEquals("""
                session 1 base 1.1
                lock: lock-denied
                committed
                refused: data-missing /mecr:traffic-rules/mecr:traffic-rule[mecr:name='bad']/mecr:priority
                refused: data-missing /mecr:traffic-rules/mecr:traffic-rule[mecr:name='bad']/mecr:priority
                refused: invalid-value /mecr:traffic-rules/mecr:traffic-rule[mecr:name='bad']/mecr:priority
                refused: operation-failed /mecd:dataplane
                trial runs
                cancelled
                refused: in-use
                lost with its session
                trial stays
                forwarding
                statistics
                schema
                bearers: 1000
                bearers: 1 refused: True
                done
                """, outcome.text());
            assertEquals(COMMITS - 1,
                Recovery.read(new ConfigLoader(), config).config().rules().getFirst().priority());
            assertNothingDropped(StatusReader.open(status).snapshot());
            child.signal("TERM");
            assertEquals(0, child.await(), child::text);
            assertTrue(child.text().contains("Every packet buffer came back."), child::text);
        }
    }

    private static void assertNothingDropped(final StatusSnapshot counters) {
        assertTrue(counters.total(CounterType.PORT_TX_PACKETS) > 0);
        assertEquals(0, counters.total(CounterType.DROPPED));
    }

    @Test
    void shouldStartFromWhatWasBeforeACommitThatNobodyConfirmed() throws Exception {
        try (ChildProcess child = start()) {
            final Path key = key();
            Files.copy(Path.of(key + ".pub"), folder.resolve("netconf/recovery/admin"));
            assertEquals("trial runs\n", run(List.of(PYTHON, "src/test/resources/netconf_unconfirmed.py", port(child),
                key.toString())).text());
            child.signal("KILL");
            child.await();
        }
        try (ChildProcess child = start()) {
            assertFalse(child.text().contains("trial passes"), child::text);
            child.signal("TERM");
            assertEquals(0, child.await(), child::text);
        }
    }

    @Test
    void shouldStartFromWhatWasCommittedBeforeItWasKilled() throws Exception {
        try (ChildProcess child = start()) {
            assertEquals(0, session(child).exitCode());
            child.signal("KILL");
            child.await();
        }
        try (ChildProcess child = start()) {
            assertTrue(child.text().contains("good passes"), child::text);
            child.signal("TERM");
            assertEquals(0, child.await(), child::text);
        }
    }
}
