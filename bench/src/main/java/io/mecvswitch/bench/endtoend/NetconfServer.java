package io.mecvswitch.bench.endtoend;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A NETCONF server in processes of its own, of which the first tells when it can be talked to.
 *
 * @param name      for tables
 * @param user      who may log in
 * @param port      where
 * @param processes that end with it
 * @param startNs   from the start of the process until it said that it listens
 */
record NetconfServer(String name, String user, int port, List<Process> processes, long startNs)
    implements AutoCloseable {

    private static final int PATIENCE_S = 60;

    /** Kibibytes of memory of the first process: resident, and of those its own. */
    record Memory(long resident, long anonymous, long shared) { }

    /** Starts a process and waits until it says something; what it says later is thrown away. */
    static Process start(final List<String> command, final String said) throws IOException, InterruptedException {
        final Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        final List<String> lines = new ArrayList<>();
        final BufferedReader reader = process.inputReader();
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
            lines.add(line);
            if (line.contains(said)) {
                Thread.ofVirtual().start(() -> drain(reader));
                return process;
            }
        }
        process.waitFor(PATIENCE_S, TimeUnit.SECONDS);
        throw new IOException(command.getFirst() + " ended: " + String.join("\n", lines));
    }

    private static void drain(final BufferedReader reader) {
        try {
            while (reader.readLine() != null) {
                // Nobody reads it.
            }
        } catch (final IOException _) {
            // The process was ended, and its output closed.
        }
    }

    Memory memory() throws IOException {
        final List<String> status = Files.readAllLines(Path.of("/proc/" + processes.getFirst().pid() + "/status"));
        return new Memory(kibibytes(status, "VmRSS"), kibibytes(status, "RssAnon"), kibibytes(status, "RssShmem"));
    }

    private static long kibibytes(final List<String> status, final String name) {
        return status.stream().filter(line -> line.startsWith(name + ":"))
            .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", ""))).findFirst().orElse(0);
    }

    @Override
    public void close() {
        processes.reversed().forEach(NetconfServer::end);
    }

    private static void end(final Process process) {
        process.destroy();
        try {
            if (process.waitFor(PATIENCE_S, TimeUnit.SECONDS)) {
                return;
            }
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process.destroyForcibly();
    }
}
