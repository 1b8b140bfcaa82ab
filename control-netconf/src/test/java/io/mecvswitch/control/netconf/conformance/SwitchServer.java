package io.mecvswitch.control.netconf.conformance;

import io.mecvswitch.control.netconf.session.RecordingCommands;
import io.mecvswitch.control.netconf.session.TestServer;
import io.mecvswitch.control.netconf.transport.SshListener;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.channel.ChannelSubsystem;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.core.CoreModuleProperties;

/** The switch's own server, over SSH and TCP. A user has one connection, and a channel per client. */
final class SwitchServer implements Server {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final TestServer server = new TestServer(Optional.empty());
    private final SshClient client = SshClient.setUpDefaultClient();
    private final Map<String, ClientSession> connections = new HashMap<>();
    private final SshListener listener;
    private final KeyPair key;

    /** What the switch behind it was told apart from its configuration. */
    RecordingCommands commands() {
        return server.commands();
    }

    /** With its keys in a folder. */
    SwitchServer(final Path folder) throws Exception {
        listener = new SshListener(new InetSocketAddress("127.0.0.1", 0), folder, server.sessions(), _ -> { });
        key = KeyUtils.generateKeyPair("ecdsa-sha2-nistp256", 256);
        for (final String account : List.of("recovery/admin", "users/ann", "users/bob", "users/mona")) {
            Files.writeString(folder.resolve(account), PublicKeyEntry.toString(key.getPublic()));
        }
        CoreModuleProperties.TCP_NODELAY.set(client, true);
        client.start();
    }

    @Override
    public Wire connect(final String user) throws Exception {
        final ChannelSubsystem channel = connection(user).createSubsystemChannel("netconf");
        channel.open().verify(PATIENCE);
        return new Channel(channel);
    }

    private ClientSession connection(final String user) throws IOException {
        final ClientSession known = connections.get(user);
        if (known != null && known.isOpen()) {
            return known;
        }
        final ClientSession session = client.connect(user, "127.0.0.1", listener.port()).verify(PATIENCE).getSession();
        session.addPublicKeyIdentity(key);
        session.auth().verify(PATIENCE);
        connections.put(user, session);
        return session;
    }

    /** Exceptions that nobody meant to throw. */
    List<Throwable> defects() {
        return server.defects();
    }

    @Override
    public void close() throws IOException {
        client.close();
        listener.close();
        server.close();
    }

    private record Channel(ChannelSubsystem channel) implements Wire {
        @Override
        public InputStream in() {
            return channel.getInvertedOut();
        }

        @Override
        public OutputStream out() {
            return channel.getInvertedIn();
        }

        @Override
        public void close() {
            channel.close(false);
        }
    }
}
