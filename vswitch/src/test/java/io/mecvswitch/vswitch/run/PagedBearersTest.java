package io.mecvswitch.vswitch.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mecvswitch.status.CounterType;
import io.mecvswitch.status.StatusReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Reads all bearers of a switch under traffic, page by page, over SSH.
 *
 * <p>{@code -Dmecvswitch.bearers=100000} makes them so many; how long pages took, and what became of the latency of
 * packets meanwhile, is printed.
 */
@Tag("dpdk")
class PagedBearersTest {
    private static final int BEARERS = Integer.getInteger("mecvswitch.bearers", 3_000);
    private static final int AT_ONCE = 5_000;
    private static final Pattern PORT = Pattern.compile("NETCONF listens on 127.0.0.1 port (\\d+)");
    private static final Pattern NAME = Pattern.compile("<name>(ue\\d+)</name>");
    private static final Pattern NEXT = Pattern.compile("<next [^>]*>(\\d+)</next>");
    private static final Pattern MEMORY = Pattern.compile("VmRSS:\\s+(\\d+) kB");

    @TempDir
    private Path folder;

    private static String bearer(final int number) {
        final String host = (number >> 16) + "." + (number >> 8 & 0xff) + "." + (number & 0xff);
        return "<bearer><name>ue" + number + "</name><ue-address>10." + host + "</ue-address><uplink>"
            + "<endpoint>192.0.2.100</endpoint><teid>" + (number + 1)
            + "</teid></uplink><downlink><endpoint>192.0.2.1</endpoint><teid>"
            + (number + 1) + "</teid></downlink></bearer>";
    }

    private static void add(final RawClient client) throws Exception {
        for (int from = 0; from < BEARERS; from += AT_ONCE) {
            final StringBuilder bearers = new StringBuilder();
            for (int number = from; number < Math.min(BEARERS, from + AT_ONCE); number++) {
                bearers.append(bearer(number));
            }
            final String answer = client.exchange(RawClient.rpc(
                "<update-bearers xmlns='urn:mec-vswitch:bearers'>" + bearers + "</update-bearers>"));
            assertTrue(answer.contains("<updated") && !answer.contains("<refused"), answer);
        }
    }

    /** Reads page after page; the times that they took, in milliseconds. */
    private static List<Double> walk(final RawClient client, final Set<String> names) throws Exception {
        final List<Double> times = new ArrayList<>();
        Optional<String> next = Optional.of("");
        while (next.isPresent()) {
            final long begin = System.nanoTime();
            final String page = client.exchange(RawClient.rpc("<get-bearers xmlns='urn:mec-vswitch:operations'>"
                + (next.get().isEmpty() ? "" : "<after>" + next.get() + "</after>")
                + "<limit>1000</limit></get-bearers>"));
            times.add((System.nanoTime() - begin) / 1e6);
            NAME.matcher(page).results().forEach(name -> assertTrue(names.add(name.group(1)), "told twice"));
            final Matcher further = NEXT.matcher(page);
            next = further.find() ? Optional.of(further.group(1)) : Optional.empty();
        }
        return times;
    }

    private static long memoryMib(final ChildProcess child) throws Exception {
        final Matcher memory = MEMORY.matcher(Files.readString(Path.of("/proc", Long.toString(child.pid()), "status")));
        assertTrue(memory.find());
        return Long.parseLong(memory.group(1)) >> 10;
    }

    private static long p9999(final Path status) {
        return StatusReader.open(status).snapshot().total(CounterType.LATENCY_P9999);
    }

    @Test
    void shouldTellAllBearersWhilePacketsPass() throws Exception {
        final Path status = folder.resolve("status");
        final Path config = Files.writeString(folder.resolve("switch.xml"), WireFile.text(folder, ""));
        try (ChildProcess child = new ChildProcess("run", "--config", config.toString(), "--status", status.toString(),
            "--netconf", folder.resolve("netconf").toString(), "--netconf-listen", "127.0.0.1:0")) {
            child.awaitLine("First packet forwarded");
            final Path key = folder.resolve("key");
            assertEquals(0, new ProcessBuilder("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key.toString())
                .start().waitFor());
            Files.copy(Path.of(key + ".pub"), folder.resolve("netconf/recovery/admin"));
            final Matcher port = PORT.matcher(child.text());
            assertTrue(port.find(), child::text);
            try (RawClient client = new RawClient("admin", key, port.group(1)).greet()) {
                add(client);
                walk(child, client, status);
            }
            assertEquals(0, StatusReader.open(status).snapshot().total(CounterType.DROPPED));
            child.signal("TERM");
            assertEquals(0, child.await(), child::text);
        }
    }

    private static void walk(final ChildProcess child, final RawClient client, final Path status) throws Exception {
        final long before = memoryMib(child);
        final long p9999 = p9999(status);
        final Set<String> names = new HashSet<>();
        final double[] times = walk(client, names).stream().mapToDouble(Double::doubleValue).sorted().toArray();
        assertEquals(BEARERS, names.size());
        System.out.printf(Locale.ROOT, "%,d bearers in %d pages: %.1f ms in all, median %.1f, longest %.1f; resident %d"
            + " MiB, was %d; p99.99 of packets %.1f us, was %.1f%n", BEARERS, times.length, Arrays.stream(times).sum(),
            times[times.length / 2], times[times.length - 1], memoryMib(child), before, p9999(status) / 1e3,
            p9999 / 1e3);
    }
}
