package io.mecvswitch.control.netconf.transport;

import io.mecvswitch.control.netconf.session.Connection;
import io.mecvswitch.control.netconf.session.Session;
import io.mecvswitch.control.netconf.session.Sessions;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.sshd.server.Environment;
import org.apache.sshd.server.ExitCallback;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;

/** A session on a channel of SSH. */
final class NetconfSubsystem implements Command {
    private static final int FULL = 1;

    private final Sessions sessions;
    private final AtomicBoolean closed = new AtomicBoolean();
    private InputStream in;
    private OutputStream out;
    private ExitCallback exit;

    NetconfSubsystem(final Sessions sessions) {
        this.sessions = sessions;
    }

    @Override
    public void setInputStream(final InputStream stream) {
        in = stream;
    }

    @Override
    public void setOutputStream(final OutputStream stream) {
        out = stream;
    }

    @Override
    public void setErrorStream(final OutputStream stream) {
        // NETCONF has none.
    }

    @Override
    public void setExitCallback(final ExitCallback callback) {
        exit = callback;
    }

    @Override
    public void start(final ChannelSession channel, final Environment environment) {
        final Optional<Session> session =
            sessions.open(new Connection(channel.getSession().getUsername(),
                Accounts.isRecovery(channel.getServerSession()), host(channel), in, out, this::close));
        if (session.isPresent()) {
            Thread.ofVirtual().name("netconf-" + session.get().number()).start(session.get());
        } else {
            exit.onExit(FULL, "There are too many sessions.");
        }
    }

    private static String host(final ChannelSession channel) {
        return channel.getSession().getRemoteAddress() instanceof InetSocketAddress peer
            ? peer.getAddress().getHostAddress() : "";
    }

    private void close() {
        if (closed.compareAndSet(false, true)) {
            exit.onExit(0);
            try {
                in.close();
            } catch (final IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Override
    public void destroy(final ChannelSession channel) {
        close();
    }
}
