package io.mecvswitch.control.netconf.transport;

import io.mecvswitch.control.netconf.session.Sessions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.apache.sshd.common.io.IoConnectFuture;
import org.apache.sshd.common.io.IoConnector;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.auth.pubkey.UserAuthPublicKeyFactory;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;
import org.apache.sshd.server.forward.RejectAllForwardingFilter;
import org.apache.sshd.server.keyprovider.SimpleGeneratorHostKeyProvider;
import org.apache.sshd.server.session.SessionFactory;
import org.apache.sshd.server.subsystem.SubsystemFactory;

/** Listens for NETCONF clients. Control thread. */
public final class SshListener implements AutoCloseable {
    private static final Duration AUTHENTICATION = Duration.ofSeconds(15);
    /** Of one connection: a session each. */
    private static final int CHANNELS = 8;
    private static final int HOST_KEY_BITS = 256;
    private static final int THREADS = 2;

    private final SshServer server;
    private final Accounts accounts;

    static {
        JdkEd25519.register();
    }

    /**
     * Begins to listen.
     *
     * @param address    where; port 0 takes any that is free
     * @param folder     for the host key and the users; made if it is not there
     * @param sessions   what clients get
     * @param complaints gets sentences about keys and passwords that can't be used; any thread
     * @throws IOException if the address or the folder can't be used
     */
    public SshListener(
        final InetSocketAddress address, final Path folder, final Sessions sessions, final Consumer<String> complaints)
        throws IOException {
        this.accounts = new Accounts(folder, complaints);
        this.server = server(address, hostKey(folder), new Subsystem(sessions));
        server.setPublickeyAuthenticator(accounts);
        server.setPasswordAuthenticator(accounts);
        server.setUserAuthFactories(List.of(UserAuthPublicKeyFactory.INSTANCE));
        server.addSessionListener(accounts);
        server.addSessionListener(new Connections(sessions.limits().strangers(), sessions.limits().sessions()));
        server.start();
    }

    /**
     * Does ahead, on any thread, what takes long: what a listener needs is loaded, and the host key made where there is
     * none. What goes wrong will go wrong again where somebody hears of it.
     *
     * @param folder for the host key and the users; made if it is not there
     */
    public static void prepare(final Path folder) {
        SshServer.setUpDefaultServer();
        try {
            Accounts.make(folder);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
        hostKey(folder);
    }

    private static SshServer server(
        final InetSocketAddress address, final KeyPairProvider hostKey, final SubsystemFactory subsystem) {
        final SshServer server = SshServer.setUpDefaultServer();
        server.setHost(address.getHostString());
        server.setPort(address.getPort());
        server.setKeyPairProvider(hostKey);
        server.setSubsystemFactories(List.of(subsystem));
        server.setShellFactory(null);
        server.setCommandFactory(null);
        server.setForwardingFilter(RejectAllForwardingFilter.INSTANCE);
        server.setKeyboardInteractiveAuthenticator(null);
        CoreModuleProperties.TCP_NODELAY.set(server, true);
        CoreModuleProperties.SOCKET_KEEPALIVE.set(server, true);
        CoreModuleProperties.AUTH_TIMEOUT.set(server, AUTHENTICATION);
        // Sessions may be silent for days; dead peers are found by the keep-alive.
        CoreModuleProperties.IDLE_TIMEOUT.set(server, Duration.ZERO);
        // The library opens one more than this.
        CoreModuleProperties.MAX_CONCURRENT_CHANNELS.set(server, CHANNELS - 1);
        CoreModuleProperties.NIO_WORKERS.set(server, THREADS);
        return server;
    }

    /** Made by one thread, where there is none; the other one finds it. */
    private static synchronized KeyPairProvider hostKey(final Path folder) {
        final SimpleGeneratorHostKeyProvider provider =
            new SimpleGeneratorHostKeyProvider(folder.resolve("host-key"));
        provider.setAlgorithm("EC");
        provider.setKeySize(HOST_KEY_BITS);
        provider.setStrictFilePermissions(true);
        provider.loadKeys(null);
        return provider;
    }

    /** The port it listens on. */
    public int port() {
        return server.getPort();
    }

    /** What the operator should know: what can't be used, and how to let somebody in if nobody can log in. */
    public List<String> advice() throws IOException {
        return accounts.advice();
    }

    /**
     * Goes to a client, and is its SSH server until the connection ends (RFC 8071 §3.1).
     *
     * @throws IOException if the connection can't be made
     */
    public void serve(final InetSocketAddress client) throws IOException, InterruptedException {
        final CountDownLatch over = new CountDownLatch(1);
        final IoConnector connector = server.getIoServiceFactory().createConnector(new SessionFactory(server));
        try {
            final IoConnectFuture attempt = connector.connect(client, null, null);
            if (!attempt.await(AUTHENTICATION) || !attempt.isConnected()) {
                throw new IOException(attempt.getException() == null ? "no answer"
                    : attempt.getException().getMessage());
            }
            attempt.getSession().addCloseFutureListener(_ -> over.countDown());
            over.await();
        } finally {
            connector.close(true);
        }
    }

    private record Subsystem(Sessions sessions) implements SubsystemFactory {
        @Override
        public String getName() {
            return "netconf";
        }

        @Override
        public Command createSubsystem(final ChannelSession channel) {
            return new NetconfSubsystem(sessions);
        }
    }

    /** Stops listening and breaks off what is open. */
    @Override
    public void close() {
        try {
            server.stop(true);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
