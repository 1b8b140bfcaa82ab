package io.mecvswitch.bench.endtoend;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a running switch holds in memory: as it starts, with 16 000 rules, with a million bearers of which a hundred
 * thousand have rates of their own, by NETCONF, while packets flow. Packet buffers are in hugepages, which are not
 * resident memory in the kernel's sense, or told apart.
 */
final class MemoryBench {
    private static final String RULES = "rules:16000";
    private static final String BEARERS = "load:1000000:100000";
    private static final int MIB_SHIFT = 10;
    private static final Pattern HEAP = Pattern.compile("(\\d+[KMG]) committed, (\\d+[KMG]) used");
    /** The collector gives back what was not used for half a minute. */
    private static final int PATIENCE_MS = 45_000;

    private final Path home;
    private final List<String> prefix;
    private final Consumer<String> progress;

    /** What it holds at one moment, by part, in words. */
    private record Look(String when, Map<String, String> parts) { }

    /**
     * @param home     of the launcher and the Python driver
     * @param prefix   command that the switch is run under
     * @param progress gets sentences
     */
    MemoryBench(final Path home, final List<String> prefix, final Consumer<String> progress) {
        this.home = home;
        this.prefix = prefix;
        this.progress = progress;
    }

    /** Loads and looks; a table for people. */
    String run(final Map<String, String> machine) throws IOException, InterruptedException {
        final NetconfServers servers = new NetconfServers(Files.createTempDirectory("ncb"), home);
        final List<Look> looks = new ArrayList<>();
        try (NetconfServer server = servers.mecVswitch(prefix)) {
            looks.add(look("after the start", server));
            for (final String load : List.of(RULES, BEARERS)) {
                NetconfBench.driven(home, server, "openssh", servers.key(), List.of(load));
                looks.add(look("after " + load, server));
            }
            Thread.sleep(PATIENCE_MS);
            looks.add(look("45 s later", server));
        }
        return Report.facts(machine) + table(looks);
    }

    private Look look(final String when, final NetconfServer server) throws IOException, InterruptedException {
        final Map<String, String> parts = new LinkedHashMap<>();
        final NetconfServer.Memory memory = server.memory();
        parts.put("resident", mib(memory.resident()));
        parts.put("of it anonymous", mib(memory.anonymous()));
        parts.put("shared memory", mib(memory.shared()));
        parts.put("files", mib(memory.resident() - memory.anonymous() - memory.shared()));
        parts.put("heap", heap(jcmd(server, "GC.heap_info")));
        parts.put("code", code(jcmd(server, "Compiler.codecache")));
        final Look look = new Look(when, parts);
        progress.accept(look.toString());
        return look;
    }

    private static String mib(final long kibibytes) {
        return (kibibytes >> MIB_SHIFT) + " MiB";
    }

    private static String heap(final String said) {
        final Matcher matcher = HEAP.matcher(said);
        return matcher.find() ? matcher.group(1) + " committed, " + matcher.group(2) + " used" : "-";
    }

    private static String code(final String said) {
        return said.lines().filter(line -> line.contains("size="))
            .map(line -> line.replaceAll(".*used=(\\d+)Kb.*", "$1")).filter(line -> line.matches("\\d+"))
            .mapToLong(Long::parseLong).sum() / (1 << MIB_SHIFT) + " MiB used";
    }

    private static String jcmd(final NetconfServer server, final String what) throws IOException, InterruptedException {
        final Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
            Long.toString(server.processes().getFirst().pid()), what).redirectErrorStream(true).start();
        final String said = new String(process.getInputStream().readAllBytes());
        process.waitFor();
        return said;
    }

    private static String table(final List<Look> looks) {
        final StringBuilder text = new StringBuilder("\n| |");
        looks.forEach(look -> text.append(' ').append(look.when).append(" |"));
        text.append("\n|---|").append("---|".repeat(looks.size())).append('\n');
        looks.getFirst().parts.keySet().forEach(part -> {
            text.append(String.format(Locale.ROOT, "| %s |", part));
            looks.forEach(look -> text.append(' ').append(look.parts.get(part)).append(" |"));
            text.append('\n');
        });
        return text.toString();
    }
}
