package io.mecvswitch.control.netconf.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mecvswitch.control.netconf.framing.MessageReader;
import io.mecvswitch.control.netconf.framing.MessageWriter;
import io.mecvswitch.control.netconf.session.TestServer;
import io.mecvswitch.control.netconf.xml.Element;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** NETCONF over TLS, with openssl's client: RFC 7589, RFC 7407, RFC 8071. */
@Timeout(60)
class TlsListenerTest {
    @TempDir
    private Path folder;

    private final TestServer server = new TestServer(Optional.empty());
    private final List<String> complaints = new CopyOnWriteArrayList<>();
    private final List<Process> clients = new ArrayList<>();
    private TlsListener listener;

    @BeforeAll
    static void requireOpenssl() {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/openssl")), "openssl is not installed; nobody came over TLS");
    }

    @BeforeEach
    void start() throws Exception {
        authority("authorities");
        certificate("authorities", "certificate", "/CN=switch", "DNS:switch");
        Files.move(folder.resolve("certificate.key"), folder.resolve("key.pem"));
        certificate("authorities", "ann", "/O=Edge/CN=Ann",
            "email:ann@Example.NET,DNS:Host.example.net,IP:2001:db8::1");
        names("1 " + fingerprint("ann") + " specified ann");
        listener = new TlsListener(new InetSocketAddress("127.0.0.1", 0), folder, server.sessions(), complaints::add);
    }

    @AfterEach
    void stop() throws IOException {
        clients.forEach(Process::destroyForcibly);
        listener.close();
        assertEquals(List.of(), server.defects());
        server.close();
    }

    private void openssl(final String... arguments) throws Exception {
        final List<String> command = new ArrayList<>(List.of("openssl"));
        command.addAll(List.of(arguments));
        final Process process = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true)
            .start();
        final String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), text);
    }

    private void authority(final String name) throws Exception {
        openssl("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "30",
            "-subj", "/CN=" + name, "-keyout", name + ".key", "-out", name + ".pem");
    }

    private void certificate(final String authority, final String name, final String subject, final String alternatives)
        throws Exception {
        Files.writeString(folder.resolve("extensions"), "subjectAltName=" + alternatives);
        openssl("req", "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj", subject,
            "-keyout", name + ".key", "-out", name + ".request");
        openssl("x509", "-req", "-in", name + ".request", "-CA", authority + ".pem", "-CAkey", authority + ".key",
            "-CAcreateserial", "-days", "30", "-extfile", "extensions", "-out", name + ".pem");
    }

    /** As cert-to-name wants it: the number of the hash first. */
    private String fingerprint(final String name) throws Exception {
        final Process process = new ProcessBuilder("openssl", "x509", "-in", name + ".pem", "-noout", "-fingerprint",
            "-sha256").directory(folder.toFile()).start();
        final String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return "04:" + text.substring(text.indexOf('=') + 1).strip();
    }

    private void names(final String... lines) throws IOException {
        Files.write(folder.resolve("cert-to-name"), List.of(lines));
    }

    private Process client(final String... more) throws IOException {
        final List<String> command = new ArrayList<>(List.of("openssl", "s_client", "-quiet", "-verify_return_error",
            "-CAfile", "authorities.pem", "-connect", "127.0.0.1:" + listener.port()));
        command.addAll(List.of(more));
        final Process client = new ProcessBuilder(command).directory(folder.toFile())
            .redirectError(folder.resolve("client.log").toFile()).start();
        clients.add(client);
        return client;
    }

    private Process clientOf(final String name) throws IOException {
        return client("-cert", name + ".pem", "-key", name + ".key");
    }

    private String ask(final Process client, final String operation) throws Exception {
        final MessageReader reader = new MessageReader(client.getInputStream(), 1 << 20);
        final MessageWriter writer = new MessageWriter(client.getOutputStream());
        reader.read().orElseThrow(() -> new IOException("no hello"));
        writer.write("<hello xmlns='" + Element.NETCONF + "'><capabilities><capability>urn:ietf:params:netconf:base:1.1"
            + "</capability></capabilities></hello>");
        reader.useChunks();
        writer.useChunks();
        writer.write("<rpc xmlns='" + Element.NETCONF + "' message-id='1'>" + operation + "</rpc>");
        return new String(reader.read().orElseThrow(), StandardCharsets.UTF_8);
    }

    private String who(final Process client) throws Exception {
        final String answer = ask(client, "<get><filter><netconf-state xmlns='urn:ietf:params:xml:ns:yang:"
            + "ietf-netconf-monitoring'><sessions/></netconf-state></filter></get>");
        assertTrue(answer.contains("netconf-tls"), answer);
        return answer.substring(answer.indexOf("<username>") + 10, answer.indexOf("</username>"));
    }

    private void assertTurnedAway(final Process client) {
        assertThrows(IOException.class, () -> ask(client, "<get/>"));
    }

    @Test
    void shouldServeWhoHasACertificateWithAName() throws Exception {
        assertEquals("ann", who(clientOf("ann")));
    }

    @ParameterizedTest
    @CsvSource({"san-rfc822-name, ann@example.net", "san-dns-name, host.example.net",
        "san-ip-address, 20010db8000000000000000000000001", "san-any, ann@example.net", "common-name, Ann"})
    void shouldTakeTheNameFromTheCertificate(final String type, final String name) throws Exception {
        names("1 " + fingerprint("ann") + " " + type);
        assertEquals(name, who(clientOf("ann")));
    }

    @Test
    void shouldNameUsersByTheirAuthorityInTheOrderOfEntries() throws Exception {
        names("20 " + fingerprint("authorities") + " common-name", "3 " + fingerprint("certificate") + " specified eve",
            "10 " + fingerprint("authorities") + " specified all");
        assertEquals("all", who(clientOf("ann")));
    }

    @Test
    void shouldServeNobodyElse() throws Exception {
        authority("other");
        certificate("other", "eve", "/CN=ann", "DNS:ann");
        names("1 " + fingerprint("eve") + " specified ann");
        assertTurnedAway(client());
        assertTurnedAway(clientOf("eve"));
        assertTurnedAway(clientOf("ann"));
        assertTrue(complaints.getFirst().contains("no entry of cert-to-name"), complaints::toString);
    }

    @Test
    void shouldRefuseOldVersions() throws Exception {
        assertTurnedAway(client("-cert", "ann.pem", "-key", "ann.key", "-tls1_1"));
        assertEquals("ann", who(client("-cert", "ann.pem", "-key", "ann.key", "-tls1_2")));
    }

    @Test
    void shouldNotStartWithAKeyThatOthersCanRead() throws Exception {
        Files.setPosixFilePermissions(folder.resolve("key.pem"),
            PosixFilePermissions.fromString("rw-r--r--"));
        assertTrue(assertThrows(IOException.class, () -> new TlsListener(new InetSocketAddress("127.0.0.1", 0), folder,
            server.sessions(), complaints::add)).getMessage().contains("chmod 600"));
    }

    @Test
    void shouldLetSilentConnectionsGiveWay() throws Exception {
        final List<Socket> silent = new ArrayList<>();
        for (int i = 0; i < 3 * server.sessions().limits().strangers(); i++) {
            silent.add(new Socket("127.0.0.1", listener.port()));
        }
        assertEquals("ann", who(clientOf("ann")));
        silent.getFirst().setSoTimeout(10_000);
        assertEquals(-1, silent.getFirst().getInputStream().read());
        for (final Socket socket : silent) {
            socket.close();
        }
    }

    @Test
    void shouldCallHomeAgainAndAgain() throws Exception {
        try (ServerSocket home = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
            CallHome _ = new CallHome(new InetSocketAddress("127.0.0.1", home.getLocalPort()), listener::serve,
                complaints::add)) {
            for (int i = 0; i < 2; i++) {
                try (Socket called = home.accept(); ServerSocket bridge = new ServerSocket(0)) {
                    // openssl's client can't be called: it is led to the connection.
                    Thread.ofVirtual().start(() -> Bridge.join(bridge, called));
                    final Process client = client("-cert", "ann.pem", "-key", "ann.key", "-connect",
                        "127.0.0.1:" + bridge.getLocalPort());
                    assertEquals("ann", who(client));
                    client.destroy();
                }
            }
        }
    }
}
