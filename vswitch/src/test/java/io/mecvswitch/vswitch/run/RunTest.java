package io.mecvswitch.vswitch.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mecvswitch.status.CounterType;
import io.mecvswitch.status.StatusReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code mec-vswitch run} on a capture that is repeated without end, as fast as the switch can. */
@Tag("dpdk")
class RunTest {
    private static final String FORWARDING = "First packet forwarded";
    private static final Pattern STOPPED = Pattern.compile("Stopped in (\\d+) ms");

    @TempDir
    private Path folder;

    private Path config;
    private Path status;

    @BeforeEach
    void prepare() throws IOException {
        config = folder.resolve("switch.xml");
        status = folder.resolve("status");
        configure("");
    }

    private void configure(final String rules) throws IOException {
        Files.writeString(config, WireFile.text(folder, rules));
    }

    private static String dropAll() {
        return rule("drop-all", "drop");
    }

    private static String rule(final String name, final String action) {
        return """
            <traffic-rules xmlns="urn:mec-vswitch:rules">
              <traffic-rule>
                <name>%s</name><priority>0</priority>
                <traffic-filter><name>from-access</name><ingress-interface>access</ingress-interface></traffic-filter>
                <action>%s</action>
              </traffic-rule>
            </traffic-rules>""".formatted(name, action);
    }

    private ChildProcess start() throws IOException, InterruptedException {
        final ChildProcess child =
            new ChildProcess("run", "--config", config.toString(), "--status", status.toString());
        child.awaitLine(FORWARDING);
        return child;
    }

    private static void assertStopsWell(final ChildProcess child) throws IOException, InterruptedException {
        child.signal("TERM");
        assertEquals(0, child.await(), child::text);
        final Matcher stopped = STOPPED.matcher(child.text());
        assertTrue(stopped.find() && Integer.parseInt(stopped.group(1)) < 1_000, child::text);
        assertTrue(child.text().contains("Every packet buffer came back."), child::text);
        assertFalse(child.text().contains("off by"), child::text);
    }

    @Test
    void shouldDrainAndStopOnSigterm() throws Exception {
        try (ChildProcess child = start()) {
            final long startNs = System.nanoTime();
            assertStopsWell(child);
            assertTrue(System.nanoTime() - startNs < 1_000_000_000L, "took more than a second to end");
        }
        assertFalse(Files.exists(status));
    }

    @Test
    void shouldApplyAChangedFileOnSighup() throws Exception {
        try (ChildProcess child = start()) {
            configure(dropAll());
            child.signal("HUP");
            child.awaitLine("applied in");
            assertTrue(StatusReader.open(status).snapshot().find(CounterType.RULE_PACKETS, "drop-all").isPresent());
            assertStopsWell(child);
            assertTrue(child.text().contains("Port core (core side, net_null0): passes to access."), child::text);
        }
    }

    @Test
    void shouldGoOnWhenTheChangedFileIsRefused() throws Exception {
        try (ChildProcess child = start()) {
            configure(rule("wrong", "explode"));
            child.signal("HUP");
            child.awaitLine("refused, the former one goes on");
            child.awaitLine(config + ":");
            final long before = StatusReader.open(status).snapshot().total(CounterType.PORT_TX_PACKETS);
            Thread.sleep(50);
            assertTrue(StatusReader.open(status).snapshot().total(CounterType.PORT_TX_PACKETS) > before);
            assertStopsWell(child);
        }
    }

    @Test
    void shouldReplaceTheStatusFileOfAKilledSwitch() throws Exception {
        try (ChildProcess child = start()) {
            child.signal("KILL");
            child.await();
            assertTrue(Files.exists(status));
        }
        try (ChildProcess child = start()) {
            assertEquals(child.pid(), StatusReader.open(status).pid());
            assertStopsWell(child);
        }
    }

    @Test
    void shouldStartEmptyAndSayHowToConfigureIt() throws Exception {
        try (ChildProcess child = new ChildProcess("run", "--status", status.toString())) {
            child.awaitLine("mec-vswitch run --config FILE");
            assertStopsWell(child);
        }
    }

    @Test
    void shouldSayInASentenceWhichDeviceCannotBeHad() throws Exception {
        Files.delete(folder.resolve("in.pcap"));
        try (ChildProcess child =
            new ChildProcess("run", "--config", config.toString(), "--status", status.toString())) {
            assertEquals(1, child.await());
            assertTrue(child.text().contains(config + ":"), child::text);
            assertTrue(child.text().contains("in.pcap"), child::text);
            assertFalse(child.text().contains("\tat "), child::text);
        }
    }
}
