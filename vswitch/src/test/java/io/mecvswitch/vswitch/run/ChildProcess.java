package io.mecvswitch.vswitch.run;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mecvswitch.vswitch.Main;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A switch in a JVM of its own, because DPDK starts once per process and signals are for processes; or another program
 * that a test needs beside it.
 */
public final class ChildProcess implements AutoCloseable {
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(60);
    private static final long POLL_MS = 100;

    private final Process process;
    private final Thread reader;
    private final List<String> lines = new ArrayList<>();

    /** Starts {@code mec-vswitch} with these arguments. */
    public ChildProcess(final String... arguments) throws IOException {
        this(mecVswitch(arguments));
    }

    /** Starts a command. */
    ChildProcess(final List<String> command) throws IOException {
        process = new ProcessBuilder(command).redirectErrorStream(true).start();
        reader = Thread.ofVirtual().start(this::read);
    }

    /** The command that is {@code mec-vswitch} with these arguments. */
    static List<String> mecVswitch(final String... arguments) {
        // Tests signal it, and who runs them under nohup has SIGHUP ignored.
        final List<String> command = new ArrayList<>(List.of("env", "--default-signal=HUP",
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--add-opens", "java.base/jdk.internal.misc=ALL-UNNAMED", "--enable-native-access=ALL-UNNAMED",
            "-cp", System.getProperty("java.class.path"), Main.class.getName()));
        command.addAll(List.of(arguments));
        return command;
    }

    private void read() {
        try (BufferedReader reader = process.inputReader()) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                synchronized (lines) {
                    lines.add(line);
                    lines.notifyAll();
                }
            }
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until it has said this. */
    public void awaitLine(final String part) throws InterruptedException {
        final long deadline = System.nanoTime() + PATIENCE_NS;
        synchronized (lines) {
            while (lines.stream().noneMatch(line -> line.contains(part))) {
                assertTrue(System.nanoTime() < deadline, () -> "not said: " + part + "; said: " + text());
                lines.wait(POLL_MS);
            }
        }
    }

    /** All it has said. */
    public String text() {
        synchronized (lines) {
            return String.join("\n", lines);
        }
    }

    /** Sends it a signal, by its name without SIG. */
    public void signal(final String name) throws IOException, InterruptedException {
        signal(name, process.pid());
    }

    /** The shell's own kill is there where no package brought one. */
    static void signal(final String name, final long pid) throws IOException, InterruptedException {
        new ProcessBuilder("sh", "-c", "kill -" + name + " " + pid).start().waitFor();
    }

    /** Its exit code; it has said all then. */
    public int await() throws InterruptedException {
        assertTrue(process.waitFor(PATIENCE_NS, TimeUnit.NANOSECONDS), this::text);
        reader.join(Duration.ofNanos(PATIENCE_NS));
        return process.exitValue();
    }

    /** Process number. */
    public long pid() {
        return process.pid();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
