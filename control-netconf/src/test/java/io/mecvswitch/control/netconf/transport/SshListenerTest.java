package io.mecvswitch.control.netconf.transport;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mecvswitch.control.netconf.framing.MessageReader;
import io.mecvswitch.control.netconf.framing.MessageWriter;
import io.mecvswitch.control.netconf.session.TestServer;
import io.mecvswitch.control.netconf.xml.Element;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.channel.ChannelSubsystem;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class SshListenerTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    private Path temporary;

    private final TestServer server = new TestServer(Optional.empty());
    private final SshClient client = SshClient.setUpDefaultClient();
    private final List<String> complaints = new CopyOnWriteArrayList<>();
    private Path folder;
    private SshListener listener;

    @BeforeEach
    void start() throws IOException {
        folder = temporary.resolve("netconf");
        listener = listen();
        client.start();
    }

    private SshListener listen() throws IOException {
        return new SshListener(new InetSocketAddress("127.0.0.1", 0), folder, server.sessions(), complaints::add);
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        listener.close();
        server.close();
    }

    private ClientSession connect(final String user, final KeyPair key) throws IOException {
        return connect(user, key, listener.port());
    }

    private ClientSession connect(final String user, final KeyPair key, final int port) throws IOException {
        final ClientSession session = client.connect(user, "127.0.0.1", port).verify(PATIENCE).getSession();
        session.addPublicKeyIdentity(key);
        session.auth().verify(PATIENCE);
        return session;
    }

    private void admit(final String user, final KeyPair key) throws IOException {
        Files.writeString(folder.resolve("users").resolve(user),
            "# a comment\n" + PublicKeyEntry.toString(key.getPublic()) + " someone@somewhere\n");
    }

    @Test
    void shouldLetInWhoseKeyIsThere() throws Exception {
        final KeyPair key = KeyUtils.generateKeyPair("ecdsa-sha2-nistp256", 256);
        assertTrue(listener.advice().getFirst().startsWith("Nobody has an account yet."));
        admit("admin", key);
        assertEquals(List.of(), listener.advice());
        try (ClientSession session = connect("admin", key);
            ChannelSubsystem channel = session.createSubsystemChannel("netconf")) {
            channel.open().verify(PATIENCE);
            final String hello = new String(new MessageReader(channel.getInvertedOut(), 1 << 20).read().orElseThrow(),
                StandardCharsets.UTF_8);
            assertTrue(hello.contains("<session-id>1</session-id>"), hello);
            assertEquals(1, server.sessions().count());
        }
        for (int i = 0; i < 400 && server.sessions().count() > 0; i++) {
            Thread.sleep(5);
        }
        assertEquals(0, server.sessions().count());
    }

    @Test
    void shouldLetInNobodyElse() throws Exception {
        final KeyPair key = KeyUtils.generateKeyPair("ecdsa-sha2-nistp256", 256);
        final KeyPair other = KeyUtils.generateKeyPair("rsa-sha2-512", 2_048);
        assertThrows(IOException.class, () -> connect("admin", key));
        admit("admin", key);
        assertThrows(IOException.class, () -> connect("admin", other));
        assertThrows(IOException.class, () -> connect("root", key));
        assertThrows(IOException.class, () -> connect("../users/admin", key));
        Files.writeString(folder.resolve("users").resolve("admin"), "ssh-rsa nonsense");
        assertThrows(IOException.class, () -> connect("admin", key));
    }

    @Test
    void shouldLetInAnEd25519KeyOfOpenSsh() throws Exception {
        final Path key = newEd25519Key();
        assertEquals(List.of(), listener.advice());
        final Process ssh = ssh(key, "-s", "netconf").start();
        try {
            assertTrue(new String(new MessageReader(ssh.getInputStream(), 1 << 20).read().orElseThrow(),
                StandardCharsets.UTF_8).contains("<session-id>1</session-id>"));
        } finally {
            ssh.destroy();
        }
        assertEquals(List.of(), complaints);
    }

    private Path newEd25519Key() throws Exception {
        final Path key = temporary.resolve("id_ed25519");
        assertEquals(0, new ProcessBuilder("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key.toString())
            .inheritIO().start().waitFor());
        Files.copy(Path.of(key + ".pub"), users("admin"));
        return key;
    }

    private ProcessBuilder ssh(final Path key, final String... command) {
        final List<String> all = new ArrayList<>(List.of("ssh", "-F", "none", "-i", key.toString(),
            "-o", "IdentitiesOnly=yes", "-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null",
            "-o", "BatchMode=yes", "-p", Integer.toString(listener.port()), "admin@127.0.0.1"));
        all.addAll(List.of(command));
        return new ProcessBuilder(all).redirectError(temporary.resolve("ssh.log").toFile());
    }

    private Path users(final String name) {
        return folder.resolve("users").resolve(name);
    }

    @Test
    void shouldTellWhoRecoversByTheKeyThatSigned() throws Exception {
        final KeyPair key = KeyUtils.generateKeyPair("ecdsa-sha2-nistp256", 256);
        final KeyPair master = KeyUtils.generateKeyPair("ecdsa-sha2-nistp256", 256);
        admit("admin", key);
        Files.writeString(folder.resolve("recovery").resolve("admin"), PublicKeyEntry.toString(master.getPublic()));
        assertEquals(List.of(), listener.advice());
        final String deny = "<edit-config><target><running/></target><config><nacm xmlns='urn:ietf:params:xml:ns:yang:"
            + "ietf-netconf-acm'><exec-default>deny</exec-default></nacm></config></edit-config>";
        try (ClientSession recovering = connect("admin", master); ClientSession ordinary = connect("admin", key)) {
            assertTrue(ask(recovering, deny).contains("<ok"));
            assertTrue(ask(recovering, "<get/>").contains("<exec-default>deny"));
            assertTrue(ask(ordinary, "<get/>").contains("access-denied"));
        }
        assertThrows(IOException.class, () -> connect("other", master));
    }

    private static String ask(final ClientSession session, final String operation) throws Exception {
        try (ChannelSubsystem channel = open(session)) {
            final MessageReader reader = new MessageReader(channel.getInvertedOut(), 1 << 20);
            final MessageWriter writer = new MessageWriter(channel.getInvertedIn());
            reader.read().orElseThrow();
            writer.write("<hello xmlns='" + Element.NETCONF + "'><capabilities><capability>"
                + "urn:ietf:params:netconf:base:1.0</capability></capabilities></hello>");
            writer.write("<rpc xmlns='" + Element.NETCONF + "' message-id='1'>" + operation + "</rpc>");
            return new String(reader.read().orElseThrow(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void shouldSkipLinesThatItCannotUseAndSaySo() throws Exception {
        final KeyPair key = KeyUtils.generateKeyPair("ecdsa-sha2-nistp256", 256);
        Files.writeString(users("admin"), "ssh-nonsense AAAA someone\nssh-rsa nonsense\n"
            + PublicKeyEntry.toString(key.getPublic()) + " someone\n");
        connect("admin", key).close();
        final List<String> advice = listener.advice();
        assertEquals(2, advice.size(), advice::toString);
        assertTrue(advice.getFirst().startsWith(users("admin") + " line 1 is skipped: "), advice::toString);
        assertTrue(complaints.containsAll(advice), complaints::toString);
    }

    @ParameterizedTest
    @ValueSource(strings = {"from=\"192.0.2.1\"", "expiry-time=\"20200101\"", "cert-authority", "command=\"id\"",
        "restrict,from=\"192.0.2.1,198.51.100.0/24\"", "verify-required", "pty", "no-such-thing"})
    void shouldNotLetInAKeyWithOptionsThatItDoesNotEnforce(final String options) throws Exception {
        final KeyPair key = KeyUtils.generateKeyPair("ecdsa-sha2-nistp256", 256);
        Files.writeString(users("admin"), options + " " + PublicKeyEntry.toString(key.getPublic()) + " someone\n");
        assertThrows(IOException.class, () -> connect("admin", key));
        assertTrue(complaints.getFirst().contains("is not enforced here"), complaints::toString);
        assertEquals(complaints.getFirst(), listener.advice().getFirst());
    }

    @Test
    void shouldLetInAKeyWhoseOptionsForbidWhatNobodyCanDo() throws Exception {
        final KeyPair key = KeyUtils.generateKeyPair("ecdsa-sha2-nistp256", 256);
        Files.writeString(users("admin"),
            "restrict,no-pty,no-X11-forwarding " + PublicKeyEntry.toString(key.getPublic()) + "\n");
        connect("admin", key).close();
    }

    @Test
    void shouldNotTrustWhatOthersCanWrite() throws Exception {
        final KeyPair key = KeyUtils.generateKeyPair("ecdsa-sha2-nistp256", 256);
        admit("admin", key);
        for (final Path path : List.of(users("admin"), folder.resolve("users"))) {
            final Set<PosixFilePermission> before = Files.getPosixFilePermissions(path);
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx-w----"));
            assertThrows(IOException.class, () -> connect("admin", key));
            assertTrue(complaints.getLast().endsWith("chmod go-w " + path), complaints::toString);
            Files.setPosixFilePermissions(path, before);
        }
        connect("admin", key).close();
    }

    @Test
    void shouldNotStartInAFolderThatOthersCanWrite() throws Exception {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx----w-"));
        assertTrue(assertThrows(IOException.class, this::listen).getMessage().endsWith("chmod go-w " + folder));
    }

    @Test
    void shouldDropTheOldestConnectionsThatDoNotLogIn() throws Exception {
        final KeyPair key = KeyUtils.generateKeyPair("ecdsa-sha2-nistp256", 256);
        admit("admin", key);
        final List<Socket> strangers = new ArrayList<>();
        try {
            for (int i = 0; i < 3 * server.sessions().limits().strangers(); i++) {
                strangers.add(new Socket("127.0.0.1", listener.port()));
                assertTrue(strangers.getLast().getInputStream().read() >= 0, "greeted");
            }
            assertEndsSoon(strangers.getFirst());
            connect("admin", key).close();
        } finally {
            for (final Socket stranger : strangers) {
                stranger.close();
            }
        }
    }

    private static void assertEndsSoon(final Socket socket) throws IOException {
        // Less than the time for logging in.
        socket.setSoTimeout(10_000);
        socket.getInputStream().transferTo(OutputStream.nullOutputStream());
    }

    @Test
    void shouldTakeNoMoreConnectionsOfUsersThanSessions() throws Exception {
        final KeyPair key = KeyUtils.generateKeyPair("ecdsa-sha2-nistp256", 256);
        admit("admin", key);
        admit("other", key);
        final List<ClientSession> sessions = new ArrayList<>();
        for (int i = 0; i < server.sessions().limits().sessions(); i++) {
            sessions.add(connect(i % 2 == 0 ? "admin" : "other", key));
        }
        assertThrows(IOException.class, () -> open(connect("admin", key)));
        sessions.getFirst().close(true).await(PATIENCE);
        for (int i = 0; i < 200 && !canOpen(key); i++) {
            Thread.sleep(50);
        }
        assertTrue(canOpen(key));
    }

    private boolean canOpen(final KeyPair key) throws Exception {
        try {
            open(connect("admin", key)).getSession().close(true);
            return true;
        } catch (final IOException e) {
            return false;
        }
    }

    private static ChannelSubsystem open(final ClientSession session) throws IOException {
        final ChannelSubsystem channel = session.createSubsystemChannel("netconf");
        channel.open().verify(PATIENCE);
        return channel;
    }

    @Test
    void shouldBoundTheChannelsOfAConnection() throws Exception {
        final KeyPair key = KeyUtils.generateKeyPair("ecdsa-sha2-nistp256", 256);
        admit("admin", key);
        try (ClientSession session = connect("admin", key)) {
            for (int i = 0; i < 8; i++) {
                session.createExecChannel("x").open().verify(PATIENCE);
            }
            assertThrows(IOException.class, () -> session.createExecChannel("x").open().verify(PATIENCE));
        }
    }

    /** RFC 8071 §3: who is called is the client all the same. Ours can't be called: it is led to the connection. */
    @Test
    void shouldCallHomeAgainAndAgain() throws Exception {
        final KeyPair key = KeyUtils.generateKeyPair("ecdsa-sha2-nistp256", 256);
        admit("admin", key);
        try (ServerSocket home = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
            CallHome _ = new CallHome(new InetSocketAddress("127.0.0.1", home.getLocalPort()), listener::serve,
                complaints::add)) {
            for (int i = 0; i < 2; i++) {
                try (Socket called = home.accept(); ServerSocket bridge = new ServerSocket(0)) {
                    Thread.ofVirtual().start(() -> Bridge.join(bridge, called));
                    try (ClientSession session = connect("admin", key, bridge.getLocalPort())) {
                        assertTrue(ask(session, "<get-config><source><running/></source></get-config>")
                            .contains("<data"));
                    }
                }
            }
        }
    }

    @Test
    void shouldRunNoCommands() throws Exception {
        final Path key = newEd25519Key();
        final Process ssh = ssh(key, "id").start();
        final String text = new String(ssh.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(255, ssh.waitFor());
        assertEquals("", text);
        assertTrue(Files.readString(temporary.resolve("ssh.log")).contains("exec request failed"));
    }

    @Test
    void shouldKeepItsHostKeyToItself() throws Exception {
        final Path file = folder.resolve("host-key");
        final byte[] key = Files.readAllBytes(file);
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        listener.close();
        listener = listen();
        assertArrayEquals(key, Files.readAllBytes(file));
    }
}
