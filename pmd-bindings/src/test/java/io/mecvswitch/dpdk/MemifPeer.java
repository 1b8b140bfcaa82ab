package io.mecvswitch.dpdk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A process at the other end of a memif port, see {@code memif_peer.py}: its rings are always full, and it may lie. */
final class MemifPeer implements AutoCloseable {
    private static final Path PYTHON = Path.of("/usr/bin/python3");

    private final Process process;
    private final BufferedReader lines;

    private MemifPeer(final Process process) {
        this.process = process;
        this.lines = process.inputReader();
    }

    /** One that connects to the socket at once; without a lie if that is empty. */
    static MemifPeer start(final Path socket, final String lie) throws IOException {
        assumeTrue(Files.isExecutable(PYTHON), "no " + PYTHON);
        final String script = Path.of("src/test/resources/io/mecvswitch/dpdk/memif_peer.py").toString();
        return new MemifPeer(new ProcessBuilder(PYTHON.toString(), script, socket.toString(), lie)
            .redirectErrorStream(true).start());
    }

    /** Waits until packets pass. */
    void awaitConnected() throws IOException {
        assertEquals("connected", lines.readLine());
    }

    /** Waits until the server has cut it off. */
    void awaitRefused() throws IOException {
        assertEquals("refused", lines.readLine());
    }

    /** SIGKILL, as the kernel does it to a process that crashed. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        assertTrue(process.waitFor() != 0, "it ended before it was killed");
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
