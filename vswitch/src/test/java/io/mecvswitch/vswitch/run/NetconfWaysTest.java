package io.mecvswitch.vswitch.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The options of {@code mec-vswitch run} that open other ways than SSH to its port, with openssl's client over TLS (RFC
 * 7589), and with ncclient and Python's TLS as who is called (RFC 8071). Keys are made as docs/netconf.md says.
 */
@Tag("dpdk")
@Tag("ncclient")
class NetconfWaysTest {
    private static final String PYTHON = "/usr/bin/python3";
    private static final String WHO = "<get><filter><netconf-state xmlns='urn:ietf:params:xml:ns:yang:"
        + "ietf-netconf-monitoring'><sessions/></netconf-state></filter></get>";

    @TempDir
    private Path folder;

    @BeforeAll
    static void requireClients() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/openssl"))
            && new ProcessBuilder(PYTHON, "-c", "import ncclient").start().waitFor() == 0,
            "openssl or python3-ncclient is not installed; nobody came another way");
    }

    @BeforeEach
    void prepare() throws Exception {
        final Path tls = Files.createDirectories(folder.resolve("netconf/tls"));
        final Path recovery = Files.createDirectories(folder.resolve("netconf/recovery"));
        run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", "key");
        Files.copy(folder.resolve("key.pub"), recovery.resolve("admin"));
        certificate("switch", "key.pem", "certificate.pem");
        certificate("ann", "ann.key", "ann.pem");
        Files.move(folder.resolve("key.pem"), tls.resolve("key.pem"));
        Files.copy(folder.resolve("certificate.pem"), tls.resolve("certificate.pem"));
        Files.copy(folder.resolve("ann.pem"), tls.resolve("authorities.pem"), StandardCopyOption.REPLACE_EXISTING);
        final String fingerprint = run("openssl", "x509", "-in", "ann.pem", "-noout", "-fingerprint", "-sha256");
        Files.writeString(tls.resolve("cert-to-name"),
            "1 04:" + fingerprint.substring(fingerprint.indexOf('=') + 1).strip() + " specified ann\n");
    }

    private void certificate(final String name, final String key, final String certificate) throws Exception {
        run("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "30",
            "-subj", "/CN=" + name, "-keyout", key, "-out", certificate);
    }

    private String run(final String... command) throws IOException, InterruptedException {
        final Process process = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true)
            .start();
        final String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), text);
        return text;
    }

    private ChildProcess start(final String... ways) throws IOException, InterruptedException {
        final List<String> arguments = new ArrayList<>(List.of("run",
            "--config", Files.writeString(folder.resolve("switch.xml"), WireFile.text(folder, "")).toString(),
            "--status", folder.resolve("status").toString(), "--netconf", folder.resolve("netconf").toString(),
            "--netconf-listen", "127.0.0.1:0", "--netconf-tls", "127.0.0.1:0"));
        arguments.addAll(List.of(ways));
        final ChildProcess child = new ChildProcess(arguments.toArray(String[]::new));
        child.awaitLine("First packet forwarded");
        return child;
    }

    private static String port(final ChildProcess child, final String after) {
        final Matcher port = Pattern.compile(after + " (\\d+)").matcher(child.text());
        assertTrue(port.find(), child::text);
        return port.group(1);
    }

    private static void stop(final ChildProcess child) throws IOException, InterruptedException {
        child.signal("TERM");
        assertEquals(0, child.await(), child::text);
    }

    @Test
    void shouldServeOverTls() throws Exception {
        try (ChildProcess child = start(); RawClient client = new RawClient(List.of("openssl", "s_client", "-quiet",
            "-verify_return_error", "-CAfile", folder.resolve("certificate.pem").toString(),
            "-cert", folder.resolve("ann.pem").toString(), "-key", folder.resolve("ann.key").toString(),
            "-connect", "127.0.0.1:" + port(child, "NETCONF over TLS listens on 127.0.0.1 port")))) {
            final String answer = client.greet().exchange(RawClient.rpc(WHO));
            assertTrue(answer.contains("<username>ann</username>"), answer);
            assertTrue(answer.contains(":netconf-tls</transport>"), answer);
            stop(child);
        }
    }

    @Test
    void shouldServeWhomItCalls() throws Exception {
        try (ChildProcess clients = new ChildProcess(
            List.of(PYTHON, "src/test/resources/netconf_called.py", folder.toString()))) {
            clients.awaitLine("TLS is called at");
            try (ChildProcess child = start(
                "--netconf-call-home", "127.0.0.1:" + port(clients, "SSH is called at"),
                "--netconf-call-home-tls", "127.0.0.1:" + port(clients, "TLS is called at"))) {
                assertEquals(0, clients.await(), clients::text);
                assertTrue(clients.text().endsWith("admin netconf-ssh\nann netconf-tls"), clients::text);
                stop(child);
            }
        }
    }

    @Test
    void shouldLetNcclientInWithAPassword() throws Exception {
        try (ChildProcess child = start()) {
            final Path secret = Files.writeString(folder.resolve("secret"), "open sesame\n");
            assertEquals(0, new ProcessBuilder(ChildProcess.mecVswitch(
                "netconf-password", folder.resolve("netconf/passwords/bob").toString()))
                .redirectInput(secret.toFile()).start().waitFor());
            assertEquals("True\n", run(PYTHON, "-c", """
                from ncclient import manager
                with manager.connect(host='127.0.0.1', port=%s, username='bob', password='open sesame', timeout=30,
                                     hostkey_verify=False, allow_agent=False, look_for_keys=False) as session:
                    print(session.connected)""".formatted(port(child, "NETCONF listens on 127.0.0.1 port"))));
            stop(child);
        }
    }
}
