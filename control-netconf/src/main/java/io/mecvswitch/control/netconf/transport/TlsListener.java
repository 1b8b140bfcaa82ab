package io.mecvswitch.control.netconf.transport;

import io.mecvswitch.control.netconf.session.Connection;
import io.mecvswitch.control.netconf.session.Session;
import io.mecvswitch.control.netconf.session.Sessions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/**
 * Listens for NETCONF clients that have a certificate (RFC 7589). Control thread; a connection has a virtual one.
 *
 * <p>Who has no certificate that leads to one of the authorities, or one that no entry of {@link CertToName} is about,
 * gets no session. Connections that are not that far are bounded: the one that came first gives way.
 */
public final class TlsListener implements AutoCloseable {
    private static final Duration HANDSHAKE = Duration.ofSeconds(15);
    private static final String[] VERSIONS = {"TLSv1.3", "TLSv1.2"};
    private static final int BACKLOG = 64;

    private final TlsFiles files;
    private final SSLContext context;
    private final List<X509Certificate> authorities;
    private final Sessions sessions;
    private final Consumer<String> complaints;
    private final ServerSocket server;
    private final SequencedSet<Socket> strangers = new LinkedHashSet<>();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    /**
     * Begins to listen.
     *
     * @param address    where; port 0 takes any that is free
     * @param folder     with the files of {@link TlsFiles}
     * @param sessions   what clients get
     * @param complaints gets sentences about who was turned away; any thread
     * @throws IOException if the address or the files can't be used
     */
    public TlsListener(
        final InetSocketAddress address, final Path folder, final Sessions sessions, final Consumer<String> complaints)
        throws IOException {
        this.files = new TlsFiles(folder);
        this.sessions = sessions;
        this.complaints = complaints;
        try {
            this.context = files.context();
            this.authorities = files.authorities();
        } catch (final GeneralSecurityException e) {
            throw new IOException("keys and certificates in " + folder + " can't be used: " + e.getMessage(), e);
        }
        files.names();
        this.server = new ServerSocket(address.getPort(), BACKLOG, address.getAddress());
        Thread.ofVirtual().name("netconf-tls").start(this::accept);
    }

    /** The port it listens on. */
    public int port() {
        return server.getLocalPort();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                final Socket socket = server.accept();
                greet(socket).ifPresent(TlsListener::close);
                Thread.ofVirtual().name("netconf-tls").start(() -> serve(socket));
            } catch (final IOException e) {
                // It was closed, or there was nobody any more.
            }
        }
    }

    /**
     * Goes to a client, and is its TLS server until the connection ends (RFC 8071 §3.1).
     *
     * @throws IOException if the connection can't be made
     */
    public void serve(final InetSocketAddress client) throws IOException {
        final Socket socket = new Socket();
        try {
            socket.connect(client, (int) HANDSHAKE.toMillis());
        } catch (final IOException e) {
            close(socket);
            throw e;
        }
        serve(socket);
    }

    private void serve(final Socket socket) {
        open.add(socket);
        final Thread watch = Thread.ofVirtual().start(() -> closeInTime(socket));
        try (SSLSocket secure = (SSLSocket) context.getSocketFactory()
            .createSocket(socket, socket.getInetAddress().getHostAddress(), socket.getPort(), true)) {
            final Optional<String> user = user(secure);
            watch.interrupt();
            settle(socket);
            if (user.isPresent()) {
                talk(secure, user.get());
            }
        } catch (final IOException e) {
            // The peer is gone, or has no certificate that would let it in.
        } finally {
            watch.interrupt();
            settle(socket);
            open.remove(socket);
            close(socket);
        }
    }

    private void closeInTime(final Socket socket) {
        try {
            Thread.sleep(HANDSHAKE);
            close(socket);
        } catch (final InterruptedException e) {
            // It was in time.
        }
    }

    private Optional<String> user(final SSLSocket secure) throws IOException {
        secure.setUseClientMode(false);
        secure.setNeedClientAuth(true);
        secure.setEnabledProtocols(VERSIONS);
        secure.setTcpNoDelay(true);
        secure.setKeepAlive(true);
        secure.startHandshake();
        final List<X509Certificate> chain = chain(secure);
        final Optional<String> user = files.names().user(chain);
        if (user.isEmpty()) {
            complaints.accept("The certificate of " + chain.getFirst().getSubjectX500Principal()
                + " is trusted, but no entry of cert-to-name gives it a name.");
        }
        return user;
    }

    /** What the client sent, and the authority that it leads to. */
    private List<X509Certificate> chain(final SSLSocket secure) throws IOException {
        final List<X509Certificate> chain = new ArrayList<>();
        for (final var certificate : secure.getSession().getPeerCertificates()) {
            chain.add((X509Certificate) certificate);
        }
        authorities.stream().filter(authority -> hasSigned(authority, chain.getLast())).forEach(chain::add);
        return chain;
    }

    private static boolean hasSigned(final X509Certificate authority, final X509Certificate certificate) {
        try {
            certificate.verify(authority.getPublicKey());
            return certificate.getIssuerX500Principal().equals(authority.getSubjectX500Principal());
        } catch (final GeneralSecurityException e) {
            return false;
        }
    }

    private void talk(final SSLSocket secure, final String user) throws IOException {
        final Optional<Session> session = sessions.open(new Connection(user, false,
            secure.getInetAddress().getHostAddress(), Connection.TLS, secure.getInputStream(), secure.getOutputStream(),
            () -> close(secure)));
        session.ifPresent(Session::run);
    }

    /** Who has to give way to a newcomer. */
    private synchronized Optional<Socket> greet(final Socket socket) {
        strangers.add(socket);
        return strangers.size() > sessions.limits().strangers() ? Optional.of(strangers.removeFirst())
            : Optional.empty();
    }

    private synchronized void settle(final Socket socket) {
        strangers.remove(socket);
    }

    private static void close(final Socket socket) {
        try {
            socket.close();
        } catch (final IOException e) {
            // It is of no use any more in any case.
        }
    }

    /** Stops listening and breaks off what is open. */
    @Override
    public void close() {
        try {
            server.close();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
        open.forEach(TlsListener::close);
    }
}
