package io.mecvswitch.bench.endtoend;

import io.mecvswitch.capture.PcapWriter;
import io.mecvswitch.control.ConfigLoader;
import io.mecvswitch.control.schema.ModuleText;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The switch under traffic, and Debian's netconfd behind an sshd, for the same clients with the same key.
 *
 * @param folder for their files; its name is short, because that of a socket has to be
 * @param home   of the switch's launcher
 */
record NetconfServers(Path folder, Path home) {
    private static final Path NETCONFD = Path.of("/usr/sbin/netconfd");
    private static final Path SUBSYSTEM = Path.of("/usr/sbin/netconf-subsystem");
    private static final Path SSHD = Path.of("/usr/sbin/sshd");
    private static final int FRAMES = 256;
    private static final int SHORTEST = 60;
    private static final int PATIENCE_MS = 20_000;

    /** The private key of all clients. */
    Path key() throws IOException, InterruptedException {
        final Path key = folder.resolve("key");
        if (Files.notExists(key)) {
            new ProcessBuilder("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key.toString()).start().waitFor();
        }
        return key;
    }

    private Path publicKey() throws IOException, InterruptedException {
        return Path.of(key() + ".pub");
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Status file of the switch. */
    Path status() {
        return folder.resolve("status");
    }

    /** The switch, which forwards from a capture that never ends to nowhere. */
    NetconfServer mecVswitch(final List<String> prefix) throws IOException, InterruptedException {
        final Path recovery = Files.createDirectories(folder.resolve("netconf/recovery"));
        Files.copy(publicKey(), recovery.resolve("bench"));
        final Path config = Files.writeString(folder.resolve("switch.xml"), configuration());
        final int port = freePort();
        final List<String> command = new ArrayList<>(prefix);
        command.addAll(List.of(home.resolve("mec-vswitch").toString(), "run", "--config", config.toString(), "--status",
            status().toString(), "--netconf", folder.resolve("netconf").toString(), "--netconf-listen",
            "127.0.0.1:" + port));
        final long beginNs = System.nanoTime();
        final Process process = NetconfServer.start(command, "NETCONF listens");
        return new NetconfServer("mec-vswitch", "bench", port, List.of(process), System.nanoTime() - beginNs);
    }

    private String configuration() throws IOException {
        final Path capture = folder.resolve("in.pcap");
        try (PcapWriter writer = PcapWriter.create(capture)) {
            for (int i = 0; i < FRAMES; i++) {
                final byte[] frame = new byte[SHORTEST + i];
                frame[12] = 8;
                writer.write(frame, i);
            }
        }
        return """
            <config xmlns="urn:ietf:params:xml:ns:netconf:base:1.0">
              <interfaces xmlns="urn:ietf:params:xml:ns:yang:ietf-interfaces">%s%s</interfaces>
              <wires xmlns="urn:mec-vswitch:ports">
                <wire><name>wire</name><access>access</access><core>core</core></wire></wires>
              <dataplane xmlns="urn:mec-vswitch:dataplane">
                <worker-cpu>%d</worker-cpu><buffers>8192</buffers>
              </dataplane>
            </config>
            """.formatted(port("access", "net_pcap0,rx_pcap=" + capture + ",infinite_rx=1"), port("core", "net_null0"),
                workerCpu());
    }

    /** The last processor is the worker's; all else, the switch's other threads too, has the others. */
    private static int workerCpu() {
        return Runtime.getRuntime().availableProcessors() - 1;
    }

    /** What keeps a client off the worker's processor. */
    static List<String> besideTheWorker() {
        return List.of("taskset", "-c", "0-" + Math.max(0, workerCpu() - 1));
    }

    private static String port(final String role, final String device) {
        return """
            <interface><name>%s</name><type xmlns:p="urn:mec-vswitch:ports">p:dpdk-port</type>
              <port xmlns="urn:mec-vswitch:ports"><role>%s</role><device>%s</device></port></interface>"""
            .formatted(role, role, device);
    }

    /** netconfd with the switch's model, which does nothing with it; empty where it is not installed. */
    Optional<NetconfServer> netconfd() throws IOException, InterruptedException {
        if (!Files.isExecutable(NETCONFD) || !Files.isExecutable(SUBSYSTEM) || !Files.isExecutable(SSHD)) {
            return Optional.empty();
        }
        final int port = freePort();
        final Path socket = folder.resolve("ncx.sock");
        final long beginNs = System.nanoTime();
        final Process server = new ProcessBuilder(NETCONFD.toString(), "--modpath=" + modules()
            + ":/usr/share/yuma/modules", "--module=mec-vswitch-rules", "--module=mec-vswitch-bearers", "--no-startup",
            "--superuser=root", "--access-control=off", "--ncxserver-sockname=" + socket, "--port=" + port,
            "--home=" + folder).directory(folder.toFile()).redirectErrorStream(true)
            .redirectOutput(folder.resolve("netconfd.log").toFile()).start();
        await(socket);
        return Optional.of(new NetconfServer(
            "netconfd", "root", port, List.of(server, sshd(port, socket)), System.nanoTime() - beginNs));
    }

    private Path modules() throws IOException {
        final Path modules = Files.createDirectories(folder.resolve("modules"));
        for (final ModuleText text : ConfigLoader.ofServer().schema().texts()) {
            if (text.module().name().matches("mec-vswitch-.*|ietf-interfaces")) {
                Files.writeString(modules.resolve(text.module().name() + "@" + text.revision() + ".yang"), text.read());
            }
        }
        return modules;
    }

    private Process sshd(final int port, final Path socket) throws IOException, InterruptedException {
        final Path hostKey = folder.resolve("host-key");
        new ProcessBuilder("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", hostKey.toString()).start().waitFor();
        Files.createDirectories(Path.of("/run/sshd"));
        final Path config = Files.writeString(folder.resolve("sshd_config"), """
            Port %d
            ListenAddress 127.0.0.1
            HostKey %s
            PidFile none
            PermitRootLogin prohibit-password
            StrictModes no
            UsePAM no
            AuthorizedKeysFile %s
            Subsystem netconf %s --ncxserver-sockname=%d@%s
            """.formatted(port, hostKey, publicKey(), SUBSYSTEM, port, socket));
        return NetconfServer.start(
            List.of(SSHD.toString(), "-D", "-e", "-f", config.toString()), "Server listening");
    }

    private static void await(final Path socket) throws IOException, InterruptedException {
        for (int waited = 0; Files.notExists(socket); waited++) {
            if (waited > PATIENCE_MS) {
                throw new IOException("netconfd does not listen on " + socket);
            }
            TimeUnit.MILLISECONDS.sleep(1);
        }
    }
}
