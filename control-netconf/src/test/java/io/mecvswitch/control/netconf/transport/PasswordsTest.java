package io.mecvswitch.control.netconf.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mecvswitch.control.netconf.framing.MessageReader;
import io.mecvswitch.control.netconf.framing.MessageWriter;
import io.mecvswitch.control.netconf.session.TestServer;
import io.mecvswitch.control.netconf.xml.Element;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
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
class PasswordsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String RIGHT = "größer als geraten";
    /** Of Python: hashlib.pbkdf2_hmac('sha512', 'größer als geraten'.encode(), bytes(range(16)), 210000). */
    private static final String LINE = "pbkdf2-hmac-sha512 210000 AAECAwQFBgcICQoLDA0ODw== "
        + "DrqKTZ19Nb3nDZxyKVRmNPu0+UwXEcbjBBVo/gX1ogM+zGAPHVDTnKMpdf0C/8tu4arWIUA8HKK2+O15zQlVFg==";

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
        listener = new SshListener(new InetSocketAddress("127.0.0.1", 0), folder, server.sessions(), complaints::add);
        client.start();
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        listener.close();
        server.close();
    }

    private Path file(final String user) {
        return folder.resolve("passwords").resolve(user);
    }

    private ClientSession connect(final String user, final String... passwords) throws IOException {
        final ClientSession session = client.connect(user, "127.0.0.1", listener.port()).verify(PATIENCE).getSession();
        List.of(passwords).forEach(session::addPasswordIdentity);
        session.auth().verify(PATIENCE);
        return session;
    }

    /** What OpenSSH's client says it could go on with. */
    private String offered() throws Exception {
        final Process ssh = new ProcessBuilder("ssh", "-F", "none", "-o", "BatchMode=yes", "-o", "IdentityFile=none",
            "-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null", "-o", "LogLevel=ERROR",
            "-p", Integer.toString(listener.port()), "ann@127.0.0.1").redirectErrorStream(true).start();
        return new String(ssh.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    }

    @Test
    void shouldOfferPasswordsOnlyOnceThereAreAny() throws Exception {
        assertEquals("ann@127.0.0.1: Permission denied (publickey).", offered());
        assertThrows(IOException.class, () -> connect("ann", RIGHT));
        Files.writeString(file("ann"), LINE + "\n");
        assertEquals("ann@127.0.0.1: Permission denied (publickey,password).", offered());
        assertEquals(List.of(), listener.advice());
        Files.delete(file("ann"));
        assertEquals("ann@127.0.0.1: Permission denied (publickey).", offered());
    }

    @Test
    void shouldLetInWhoKnowsHisPassword() throws Exception {
        Files.writeString(file("ann"), LINE + "\n");
        try (ClientSession session = connect("ann", RIGHT)) {
            assertTrue(ask(session, "<get-config><source><running/></source></get-config>").contains("<data"));
            assertTrue(ask(session, "<kill-session><session-id>99</session-id></kill-session>")
                .contains("access-denied"));
        }
        assertEquals(List.of(), complaints);
    }

    private static String ask(final ClientSession session, final String operation) throws Exception {
        try (ChannelSubsystem channel = session.createSubsystemChannel("netconf")) {
            channel.open().verify(PATIENCE);
            final MessageReader reader = new MessageReader(channel.getInvertedOut(), 1 << 20);
            final MessageWriter writer = new MessageWriter(channel.getInvertedIn());
            reader.read().orElseThrow();
            writer.write("<hello xmlns='" + Element.NETCONF + "'><capabilities><capability>"
                + "urn:ietf:params:netconf:base:1.0</capability></capabilities></hello>");
            writer.write("<rpc xmlns='" + Element.NETCONF + "' message-id='1'>" + operation + "</rpc>");
            return new String(reader.read().orElseThrow(), StandardCharsets.UTF_8);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ann", "nobody", "../passwords/ann"})
    void shouldTurnAwayAllElseAfterAWhile(final String user) throws Exception {
        Files.writeString(file("ann"), LINE + "\n");
        final long start = System.nanoTime();
        assertThrows(IOException.class, () -> connect(user, user.equals("ann") ? "guessed" : RIGHT));
        assertTrue(System.nanoTime() - start >= Passwords.DELAY.toNanos());
    }

    @Test
    void shouldListenToThreePasswordsOfAConnection() throws Exception {
        Files.writeString(file("ann"), LINE);
        connect("ann", "1", "2", RIGHT).close();
        assertThrows(IOException.class, () -> connect("ann", "1", "2", "3", RIGHT));
    }

    @Test
    void shouldNotBelieveWhatOthersCanWrite() throws Exception {
        Files.writeString(file("ann"), LINE);
        Files.setPosixFilePermissions(file("ann"), PosixFilePermissions.fromString("rw--w----"));
        assertThrows(IOException.class, () -> connect("ann", RIGHT));
        assertTrue(complaints.getLast().contains("chmod go-w " + file("ann")), complaints::toString);
        assertEquals(complaints, listener.advice().subList(0, 1));
    }

    @Test
    void shouldTellOfFilesThatItCannotUse() throws Exception {
        Files.writeString(file("ann"), "secret");
        Files.writeString(file("ann~"), LINE);
        assertThrows(IOException.class, () -> connect("ann", "secret"));
        assertTrue(listener.advice().getFirst().contains("make it with mec-vswitch netconf-password"));
        assertTrue(listener.advice().get(1).startsWith(file("ann~") + " is not used: "));
    }

    /** The key could have been shown, and not signed with, before the password. */
    @Test
    void shouldNotRecoverOnceAPasswordWasTried() throws Exception {
        final KeyPair key = KeyUtils.generateKeyPair("ecdsa-sha2-nistp256", 256);
        Files.writeString(folder.resolve("recovery").resolve("ann"), PublicKeyEntry.toString(key.getPublic()));
        Files.writeString(file("ann"), LINE);
        client.setUserAuthFactoriesNames("password", "publickey");
        final String kill = "<kill-session><session-id>99</session-id></kill-session>";
        try (ClientSession session = client.connect("ann", "127.0.0.1", listener.port()).verify(PATIENCE)
            .getSession()) {
            session.addPasswordIdentity("guessed");
            session.addPublicKeyIdentity(key);
            session.auth().verify(PATIENCE);
            assertTrue(ask(session, kill).contains("access-denied"));
        }
        try (ClientSession session = client.connect("ann", "127.0.0.1", listener.port()).verify(PATIENCE)
            .getSession()) {
            session.addPublicKeyIdentity(key);
            session.auth().verify(PATIENCE);
            assertTrue(ask(session, kill).contains("invalid-value"));
        }
    }

    @Test
    void shouldKeepWhatTellsNoPassword() {
        final PasswordHash hash = PasswordHash.of(RIGHT);
        assertTrue(PasswordHash.parse(hash.toString()).matches(RIGHT));
        assertFalse(hash.matches(RIGHT + " "));
        assertFalse(hash.matches(""));
        assertFalse(hash.matches("-"));
        assertNotEquals(hash.toString(), PasswordHash.of(RIGHT).toString(), "salt");
        assertThrows(IllegalArgumentException.class, () -> PasswordHash.of(""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "secret", "pbkdf2-hmac-sha512", "pbkdf2-hmac-sha512 209999 @SALT@ @HASH@",
        "pbkdf2-hmac-sha512 10000001 @SALT@ @HASH@", "pbkdf2-hmac-sha512 210000 @SALT@ AAAA",
        "pbkdf2-hmac-sha512 210000 AAAA @HASH@", "pbkdf2-hmac-sha512 210000 @SALT@ @HASH@ more",
        "pbkdf2-hmac-sha512 210000 ====================== @HASH@", "pbkdf2-hmac-sha256 210000 @SALT@ @HASH@"})
    void shouldRefuseLinesThatAreNoHash(final String line) {
        final String[] good = LINE.split(" ");
        final String whole = line.replace("@SALT@", good[2]).replace("@HASH@", good[3]);
        assertThrows(IllegalArgumentException.class, () -> PasswordHash.parse(whole));
    }
}
