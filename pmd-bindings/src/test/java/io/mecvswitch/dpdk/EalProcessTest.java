package io.mecvswitch.dpdk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mecvswitch.port.PacketBurst;
import io.mecvswitch.port.PortException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What can be seen of DPDK in another process only: how it starts, fails to, and ends. */
@Tag("dpdk")
@Timeout(60)
class EalProcessTest {
    private static final int KILLED_BY_SIGTERM = 128 + 15;

    @Test
    void shouldLeaveSigtermToTheJvm() throws Exception {
        final Process process = start(Forwarding.class, "huge");
        try (BufferedReader lines = process.inputReader()) {
            awaitLine(lines, "forwarding");
            process.toHandle().destroy();
            awaitLine(lines, "buffers lost: 0");
            assertTrue(process.waitFor(5, TimeUnit.SECONDS), "still alive");
            assertEquals(KILLED_BY_SIGTERM, process.exitValue());
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void shouldRunWithoutHugePages() throws Exception {
        final Process process = start(Forwarding.class, "ordinary");
        try (BufferedReader lines = process.inputReader()) {
            awaitLine(lines, "forwarding");
            process.toHandle().destroy();
            awaitLine(lines, "buffers lost: 0");
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void shouldSayWhyItDoesNotStart() throws Exception {
        final Process process = start(Refused.class);
        try (BufferedReader lines = process.inputReader()) {
            awaitLine(lines, "DPDK does not start: EAL: invalid parameter for --lcores");
            awaitLine(lines, "can't be started twice");
        } finally {
            process.destroyForcibly();
        }
    }

    private static Process start(final Class<?> main, final String... arguments) throws IOException {
        final List<String> command = new ArrayList<>(List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(), "--enable-native-access=ALL-UNNAMED",
            "-Xmx64m", "-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    private static void awaitLine(final BufferedReader lines, final String part) throws IOException {
        final StringBuilder seen = new StringBuilder();
        String line = lines.readLine();
        while (line != null && !line.contains(part)) {
            seen.append(line).append('\n');
            line = lines.readLine();
        }
        assertTrue(line != null, () -> "no line with '" + part + "' in:\n" + seen);
    }

    /** A small switch: forwards from a null device to itself until it is told to end. */
    static final class Forwarding {
        private static volatile boolean ending;

        private Forwarding() {
        }

        /** {@code huge} or {@code ordinary} memory. */
        public static void main(final String[] arguments) {
            final boolean hugePages = arguments[0].equals("huge");
            final DpdkPortProvider provider = new DpdkPortProvider(
                Devices.dataplane(hugePages), List.of(Devices.port("port", "net_null0")), System.out::println);
            final Thread worker = Thread.ofPlatform().start(() -> forward(provider));
            Runtime.getRuntime().addShutdownHook(new Thread(() -> end(provider, worker)));
        }

        private static void forward(final DpdkPortProvider provider) {
            provider.enterWorker(0);
            try (var port = provider.open(Devices.port("port", "net_null0"), 1)) {
                final PacketBurst burst = new PacketBurst(32);
                System.out.println("forwarding");
                while (!ending) {
                    port.rxBurst(0, burst);
                    port.txBurst(0, burst);
                }
            }
            provider.leaveWorker();
        }

        private static void end(final DpdkPortProvider provider, final Thread worker) {
            ending = true;
            try {
                worker.join();
            } catch (final InterruptedException e) {
                throw new IllegalStateException(e);
            }
            System.out.println("buffers lost: " + (Devices.BUFFERS - provider.memory().available()));
            provider.close();
            Eal.stop();
        }
    }

    /** Starts DPDK with a processor that is not there, and then without. */
    static final class Refused {
        private Refused() {
        }

        /** Takes no arguments. */
        public static void main(final String[] arguments) {
            for (final String argument : List.of("--lcores=0@(9999)", "--in-memory")) {
                try {
                    Eal.start(List.of("--log-level=error", argument, "--no-pci"));
                } catch (final PortException e) {
                    System.out.println(e.getMessage());
                }
            }
        }
    }
}
