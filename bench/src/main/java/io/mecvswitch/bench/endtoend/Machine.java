package io.mecvswitch.bench.endtoend;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** What a figure means nothing without: where, on what, and with which flags it was measured. */
final class Machine {
    private static final int TIMEOUT_S = 10;

    private Machine() {
    }

    /** Facts by name, in the order in which they are shown. */
    static Map<String, String> facts(final List<String> jvmFlags, final List<String> prefix) {
        final Map<String, String> facts = new LinkedHashMap<>();
        facts.put("date", LocalDate.now().toString());
        final String home = System.getProperty("mecvswitch.home", ".");
        facts.put("commit", output("git", "-C", home, "describe", "--always", "--dirty"));
        facts.put("processor", processor());
        facts.put("processors", Integer.toString(Runtime.getRuntime().availableProcessors()));
        facts.put("kernel", System.getProperty("os.version"));
        facts.put("load when it began", firstLine(Path.of("/proc/loadavg")));
        facts.put("free hugepages", output("sh", "-c", "grep HugePages_Free /proc/meminfo | tr -s ' '"));
        facts.put("DPDK", output("pkg-config", "--modversion", "libdpdk"));
        facts.put("JVM", System.getProperty("java.vm.name") + " " + System.getProperty("java.runtime.version"));
        facts.put("JVM flags", String.join(" ", jvmFlags));
        facts.put("run under", prefix.isEmpty() ? "the shell's scheduling" : String.join(" ", prefix));
        return facts;
    }

    private static String processor() {
        return output("sh", "-c", "grep -m1 'model name' /proc/cpuinfo | cut -d: -f2").strip();
    }

    private static String firstLine(final Path file) {
        try {
            return Files.readAllLines(file).getFirst();
        } catch (final IOException e) {
            return "unknown (" + e.getMessage() + ")";
        }
    }

    private static String output(final String... command) {
        try {
            final Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            final String text = new String(process.getInputStream().readAllBytes()).strip();
            return process.waitFor(TIMEOUT_S, TimeUnit.SECONDS) ? text : "unknown (no answer)";
        } catch (final IOException e) {
            return "unknown (" + e.getMessage() + ")";
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            return "unknown (interrupted)";
        }
    }
}
