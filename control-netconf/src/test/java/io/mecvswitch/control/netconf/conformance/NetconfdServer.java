package io.mecvswitch.control.netconf.conformance;

import io.mecvswitch.control.Configs;
import io.mecvswitch.control.schema.ModuleText;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Debian's netconfd (yuma123) with the switch's model. Clients are where its sshd would put them: at the pipes of its
 * subsystem.
 */
final class NetconfdServer implements Server {
    private static final Path PROGRAM = Path.of("/usr/sbin/netconfd");
    private static final Path SUBSYSTEM = Path.of("/usr/sbin/netconf-subsystem");
    private static final String MODULES = "/usr/share/yuma/modules";
    /** The port of an sshd that is not there. */
    private static final String PORT = "830";
    private static final int PATIENCE_S = 20;

    private final Path folder;
    private final Path socket;
    private final Process process;
    private final List<Process> clients = new CopyOnWriteArrayList<>();
    private long settleMs;

    /** With its files in a folder; the name of a socket is short. Standard modules it has of its own, mostly. */
    NetconfdServer(final Path folder) throws IOException {
        this.folder = folder;
        this.socket = folder.resolve("ncx.sock");
        final Path modules = Files.createDirectories(folder.resolve("modules"));
        for (final ModuleText text : Configs.LOADER.schema().texts()) {
            if (text.module().name().matches("mec-vswitch-.*|ietf-interfaces")) {
                Files.writeString(modules.resolve(text.module().name() + "@" + text.revision() + ".yang"), text.read());
            }
        }
        process = start(modules);
        for (int i = 0; i < PATIENCE_S * 100 && !Files.exists(socket); i++) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        }
    }

    private Process start(final Path modules) throws IOException {
        Files.deleteIfExists(socket);
        final ProcessBuilder builder = new ProcessBuilder(PROGRAM.toString(), "--modpath=" + modules + ":" + MODULES,
            "--module=mec-vswitch-rules", "--module=mec-vswitch-bearers", "--no-startup", "--superuser=admin",
            "--access-control=enforcing", "--ncxserver-sockname=" + socket, "--port=" + PORT, "--home=" + folder);
        builder.environment().put("HOME", folder.toString());
        return builder.directory(folder.toFile()).redirectErrorStream(true)
            .redirectOutput(folder.resolve("netconfd.log").toFile()).start();
    }

    /** Whether there is such a thing on this machine. */
    static boolean isInstalled() {
        return Files.isExecutable(PROGRAM) && Files.isExecutable(SUBSYSTEM);
    }

    /** Whether it is still there. */
    boolean isAlive() {
        return process.isAlive();
    }

    @Override
    public Wire connect(final String user) throws IOException {
        final ProcessBuilder builder =
            new ProcessBuilder(SUBSYSTEM.toString(), "--ncxserver-sockname=" + PORT + "@" + socket);
        builder.environment().put("SSH_CONNECTION", "127.0.0.1 40000 127.0.0.1 " + PORT);
        builder.environment().put("USER", user);
        final Process client = builder.start();
        clients.add(client);
        return new Pipes(client, settleMs);
    }

    /**
     * How long clients wait between their hello and the rest: a request that comes in one go with the hello is often
     * never answered.
     */
    void settle(final long milliseconds) {
        settleMs = milliseconds;
    }

    /** Ends clients that do not end themselves. */
    void hangUp() {
        clients.forEach(Process::destroyForcibly);
        clients.clear();
    }

    @Override
    public void close() {
        hangUp();
        process.destroy();
        try {
            if (!process.waitFor(PATIENCE_S, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (final InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private record Pipes(Process client, long settleMs) implements Wire {
        @Override
        public InputStream in() {
            return client.getInputStream();
        }

        @Override
        public OutputStream out() {
            return client.getOutputStream();
        }

        @Override
        public void settle() throws InterruptedException {
            Thread.sleep(settleMs);
        }

        @Override
        public void close() throws IOException {
            client.getOutputStream().close();
        }
    }
}
