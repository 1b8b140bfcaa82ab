package io.mecvswitch.control.netconf.transport;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mecvswitch.control.netconf.framing.MessageReader;
import io.mecvswitch.control.netconf.session.TestServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.channel.ChannelExec;
import org.apache.sshd.client.channel.ClientChannelEvent;
import org.apache.sshd.client.channel.ChannelSubsystem;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class SshListenerTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    private Path temporary;

    private final TestServer server = new TestServer(Optional.empty());
    private final SshClient client = SshClient.setUpDefaultClient();
    private Path folder;
    private SshListener listener;

    @BeforeEach
    void start() throws IOException {
        folder = temporary.resolve("netconf");
        listener = listen();
        client.start();
    }

    private SshListener listen() throws IOException {
        return new SshListener(new InetSocketAddress("127.0.0.1", 0), folder, server.sessions());
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        listener.close();
        server.close();
    }

    private ClientSession connect(final String user, final KeyPair key) throws IOException {
        final ClientSession session =
            client.connect(user, "127.0.0.1", listener.port()).verify(PATIENCE).getSession();
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
        assertTrue(listener.advice().isPresent());
        admit("admin", key);
        assertTrue(listener.advice().isEmpty());
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
    void shouldRunNoCommands() throws Exception {
        final KeyPair key = KeyUtils.generateKeyPair("ecdsa-sha2-nistp256", 256);
        admit("admin", key);
        try (ClientSession session = connect("admin", key); ChannelExec exec = session.createExecChannel("id")) {
            final ByteArrayOutputStream out = new ByteArrayOutputStream();
            exec.setOut(out);
            exec.open().verify(PATIENCE);
            exec.waitFor(Set.of(ClientChannelEvent.CLOSED, ClientChannelEvent.EXIT_STATUS), Duration.ofSeconds(1));
            assertNull(exec.getExitStatus());
            assertEquals(0, out.size());
        }
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
