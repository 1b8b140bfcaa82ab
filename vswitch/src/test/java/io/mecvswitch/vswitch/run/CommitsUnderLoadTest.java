package io.mecvswitch.vswitch.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mecvswitch.status.CounterType;
import io.mecvswitch.status.StatusReader;
import io.mecvswitch.status.StatusSnapshot;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Many commits over SSH while a port takes in as much as the switch forwards: none of them costs a packet. {@code bench
 * run netconf} makes ten thousand.
 */
@Tag("dpdk")
class CommitsUnderLoadTest {
    private static final Pattern PORT = Pattern.compile("NETCONF listens on 127.0.0.1 port (\\d+)");
    private static final int COMMITS = Integer.getInteger("mecvswitch.commits", 200);
    /** Rules that are added by and by, and then change. */
    private static final int RULES = 50;
    private static final double[] PERCENTILES = {0, 50, 90, 99, 100};

    @TempDir
    private Path folder;

    @Test
    void shouldLoseNoPacketByAnyOfManyCommits() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/ssh")), "openssh-client is not installed");
        final Path status = folder.resolve("status");
        final Path config = Files.writeString(folder.resolve("switch.xml"), WireFile.text(folder, ""));
        try (ChildProcess child = new ChildProcess("run", "--config", config.toString(), "--status", status.toString(),
            "--netconf", folder.resolve("netconf").toString(), "--netconf-listen", "127.0.0.1:0")) {
            child.awaitLine("First packet forwarded");
            final Histogram microseconds = new Histogram(2);
            try (RawClient client = new RawClient("admin", admitted(), port(child)).greet()) {
                for (int commit = 0; commit < COMMITS; commit++) {
                    commit(client, commit, microseconds);
                }
            }
            final StatusSnapshot counters = StatusReader.open(status).snapshot();
            assertEquals(0, counters.total(CounterType.DROPPED));
            assertTrue(counters.total(CounterType.PORT_TX_PACKETS) > COMMITS);
            child.signal("TERM");
            assertEquals(0, child.await(), child::text);
            assertTrue(child.text().contains("Every packet buffer came back."), child::text);
            print(microseconds);
        }
    }

    private Path admitted() throws Exception {
        final Path key = folder.resolve("key");
        assertEquals(0, new ProcessBuilder("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key.toString())
            .start().waitFor());
        Files.copy(Path.of(key + ".pub"), folder.resolve("netconf/recovery/admin"));
        return key;
    }

    private static String port(final ChildProcess child) {
        final Matcher port = PORT.matcher(child.text());
        assertTrue(port.find(), child::text);
        return port.group(1);
    }

    /** Changes which packets a rule is about, and what befalls them. */
    private static void commit(final RawClient client, final int number, final Histogram microseconds)
        throws Exception {
        client.ok("""
            <edit-config><target><candidate/></target><config>
              <traffic-rules xmlns="urn:mec-vswitch:rules" xmlns:nc="urn:ietf:params:xml:ns:netconf:base:1.0">
                <traffic-rule nc:operation="replace"><name>r%d</name><priority>%d</priority>
                  <traffic-filter><name>f</name><ingress-interface>access</ingress-interface>
                    <ethernet><ethertype>%d</ethertype></ethernet></traffic-filter>
                  <action>%s</traffic-rule></traffic-rules></config></edit-config>""".formatted(
                number % RULES, number % 100, number % 2 == 0 ? 0x800 : 0x1000 + number,
                number % 3 == 0 ? "passthrough</action>"
                : "forward-as-is</action><destination-interface>core</destination-interface>"));
        final long begin = System.nanoTime();
        client.ok("<commit/>");
        microseconds.recordValue((System.nanoTime() - begin) / 1_000);
    }

    private static void print(final Histogram microseconds) {
        System.out.printf("%d commits under load, milliseconds:", COMMITS);
        for (final double percentile : PERCENTILES) {
            System.out.printf(Locale.ROOT, "  p%.0f %.2f", percentile,
                microseconds.getValueAtPercentile(percentile) / 1e3);
        }
        System.out.println();
    }
}
