package io.mecvswitch.vswitch.run;

import io.mecvswitch.config.Violation;
import io.mecvswitch.control.LoadedConfig;
import io.mecvswitch.control.data.InnerNode;
import io.mecvswitch.control.netconf.error.RpcException;
import io.mecvswitch.control.netconf.notification.Event;
import io.mecvswitch.control.netconf.notification.EventSource;
import io.mecvswitch.control.netconf.notification.EventWatch;
import io.mecvswitch.control.netconf.operation.Operations;
import io.mecvswitch.control.netconf.session.Limits;
import io.mecvswitch.control.netconf.session.Sessions;
import io.mecvswitch.control.netconf.state.State;
import io.mecvswitch.control.netconf.store.ConfigFile;
import io.mecvswitch.control.netconf.store.Datastores;
import io.mecvswitch.control.netconf.store.SavedFiles;
import io.mecvswitch.control.netconf.transport.CallHome;
import io.mecvswitch.control.netconf.transport.SshListener;
import io.mecvswitch.control.netconf.transport.TlsListener;
import io.mecvswitch.control.schema.Schema;
import io.mecvswitch.status.CounterHistory;
import io.mecvswitch.vswitch.ConfigRefusedException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * NETCONF over SSH.
 *
 * @param schema  the model
 * @param file    where what is committed is kept; empty to forget it with the process
 * @param folder  for the host key and the users
 * @param ways    where clients are met
 */
public record NetconfManagement(Schema schema, Optional<ManagedFile> file, Path folder, Ways ways)
    implements Management {

    @Override
    public Ready prepare(
        final Optional<LoadedConfig> running,
        final Subject subject,
        final Consumer<Throwable> defects,
        final Consumer<String> say) {
        Thread.ofPlatform().daemon().name("netconf-start").uncaughtExceptionHandler((_, _) -> { })
            .start(() -> SshListener.prepare(folder));
        final Optional<ConfigFile> kept = file.map(managed -> keeper(managed, defects));
        final Datastores datastores = new Datastores(
            schema, subject.target(), kept, running.map(LoadedConfig::root).orElseGet(() -> InnerNode.root(schema)),
            file.flatMap(ManagedFile::digest));
        final CounterHistory history = new CounterHistory(subject.status());
        final State state = new State(SwitchState.of(subject.status(), subject.baselines()));
        RateState.of(history, System::currentTimeMillis).forEach(state::add);
        final Sessions sessions = new Sessions(
            new Operations(datastores, state, new SavedFiles(folder.resolve("files")), subject.commands(), defects),
            Limits.DEFAULT, defects);
        return () -> start(new Parts(datastores, kept, sessions, sources(subject, history)), defects, say);
    }

    private static ConfigFile keeper(final ManagedFile file, final Consumer<Throwable> defects) {
        try {
            return new ConfigFile(file.path(), defects::accept);
        } catch (final IOException e) {
            throw new ManagementException("Commits can't be kept in " + file.path() + " (" + e + ").", e);
        }
    }

    private Service start(final Parts parts, final Consumer<Throwable> defects, final Consumer<String> say) {
        try {
            return listen(parts, defects, say);
        } catch (final IOException e) {
            throw new ManagementException("NETCONF can't be served on " + ways.ssh() + " with its keys in " + folder
                + " (" + e + ").", e);
        }
    }

    private Service listen(final Parts parts, final Consumer<Throwable> defects, final Consumer<String> say)
        throws IOException {
        parts.datastores().begin();
        file.ifPresent(managed -> managed.alarms().forEach(alarm -> raise(alarm, defects, say)));
        file.ifPresent(managed -> managed.alarms().forEach(alarm -> parts.sessions().events().publish(
            Event.now("mec-vswitch-notifications:configuration-alarm", event -> event.value("text", alarm)))));
        final Consumer<String> complaints = sentence -> defects.accept(new ManagementException(sentence, null));
        final SshListener listener = new SshListener(ways.ssh(), folder, parts.sessions(), complaints);
        say.accept("NETCONF listens on " + ways.ssh().getHostString() + " port " + listener.port()
            + (parts.kept().isPresent() ? "; commits are kept in " + file.get().path() + "."
                : "; there is no --config FILE, so commits last as long as this process."));
        listener.advice().forEach(say);
        return new Running(parts.datastores(), parts.sessions(), listener,
            others(listener, parts.sessions(), complaints, say),
            new EventWatch(parts.sources(), parts.sessions().events(), defects), parts.kept());
    }

    /**
     * What is ready before anybody is served.
     *
     * @param datastores of the configuration
     * @param kept       where what is committed is kept
     * @param sessions   what clients get
     * @param sources    of notifications
     */
    private record Parts(
        Datastores datastores, Optional<ConfigFile> kept, Sessions sessions, List<EventSource> sources) { }

    /** Who looks at the status file now and then. */
    private static List<EventSource> sources(final Subject subject, final CounterHistory history) {
        final List<EventSource> sources = new ArrayList<>(SwitchEvents.of(subject.status()));
        sources.add(_ -> history.look(System.currentTimeMillis()));
        return sources;
    }

    /** TLS, where it is asked for, and those who are called. */
    private List<AutoCloseable> others(final SshListener ssh, final Sessions sessions,
        final Consumer<String> complaints, final Consumer<String> say) throws IOException {
        final List<AutoCloseable> others = new ArrayList<>();
        ways.sshClients().forEach(client -> others.add(new CallHome(client, ssh::serve, complaints)));
        if (ways.tls().isPresent()) {
            final TlsListener tls = new TlsListener(ways.tls().get(), folder.resolve("tls"), sessions, complaints);
            say.accept("NETCONF over TLS listens on " + ways.tls().get().getHostString() + " port " + tls.port() + ".");
            others.add(tls);
            ways.tlsClients().forEach(client -> others.add(new CallHome(client, tls::serve, complaints)));
        }
        return others.reversed();
    }

    private static void raise(final String alarm, final Consumer<Throwable> defects, final Consumer<String> say) {
        say.accept("ALARM: " + alarm);
        defects.accept(new ManagementException(alarm, null));
    }

    /**
     * Where clients are met.
     *
     * @param ssh        where SSH listens
     * @param tls        where TLS listens; empty if it does not
     * @param sshClients who are called, and find an SSH server
     * @param tlsClients who are called, and find a TLS server
     */
    public record Ways(InetSocketAddress ssh, Optional<InetSocketAddress> tls, List<InetSocketAddress> sshClients,
        List<InetSocketAddress> tlsClients) { }

    private record Running(Datastores datastores, Sessions sessions, SshListener listener, List<AutoCloseable> others,
        EventWatch events, Optional<ConfigFile> kept) implements Service {
        @Override
        public void reload(final LoadedConfig loaded) {
            try {
                datastores.reload(loaded.root());
            } catch (final RpcException e) {
                throw new ConfigRefusedException(e.errors().stream()
                    .map(error -> new Violation(error.path().orElse("/"), error.message())).toList())
                    .described(loaded::describe);
            }
        }

        private static void close(final AutoCloseable other) {
            try {
                other.close();
            } catch (final Exception e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void close() {
            events.close();
            sessions.close();
            others.forEach(Running::close);
            listener.close();
            kept.ifPresent(ConfigFile::close);
        }
    }
}
