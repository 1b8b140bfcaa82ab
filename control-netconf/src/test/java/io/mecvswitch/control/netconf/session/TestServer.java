package io.mecvswitch.control.netconf.session;

import io.mecvswitch.control.Configs;
import io.mecvswitch.control.data.InnerNode;
import io.mecvswitch.control.netconf.notification.Events;
import io.mecvswitch.control.netconf.operation.Operations;
import io.mecvswitch.control.netconf.state.State;
import io.mecvswitch.control.netconf.store.ConfigFile;
import io.mecvswitch.control.netconf.store.Datastores;
import io.mecvswitch.control.netconf.store.SavedFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.Pipe;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** A server without a network: clients are on pipes. */
public final class TestServer implements AutoCloseable {
    /** Short enough for tests to wait for. */
    static final Limits LIMITS =
        new Limits(8, 4, 1 << 20, 1, 4_096, Duration.ofSeconds(3), Duration.ofSeconds(3));

    private final RecordingTarget target = new RecordingTarget();
    private final RecordingCommands commands = new RecordingCommands();
    private final List<Throwable> defects = new CopyOnWriteArrayList<>();
    private final Datastores datastores;
    private final State state = new State();
    private final Operations operations;
    private final Sessions sessions;

    TestServer() {
        this(Optional.empty());
    }

    /** One that keeps its configuration in a file. */
    public TestServer(final Optional<ConfigFile> file) {
        this(file, Path.of("no", "such", "folder"));
    }

    /** One whose users keep files. */
    TestServer(final Optional<ConfigFile> file, final Path files) {
        this.datastores = new Datastores(
            Configs.LOADER.schema(), target, file, InnerNode.root(Configs.LOADER.schema()), Optional.empty());
        this.operations = new Operations(datastores, state, new SavedFiles(files), commands, defects::add);
        this.sessions = new Sessions(operations, LIMITS, defects::add);
    }

    /** Where to tell what happens. */
    Events events() {
        return operations.events();
    }

    /** The switch behind it. */
    public RecordingTarget target() {
        return target;
    }

    /** What it was told apart from its configuration. */
    public RecordingCommands commands() {
        return commands;
    }

    /** Its sessions. */
    public Sessions sessions() {
        return sessions;
    }

    /** Its datastores. */
    Datastores datastores() {
        return datastores;
    }

    /** What it tells of how things are. */
    State state() {
        return state;
    }

    /** Exceptions that nobody meant to throw. */
    public List<Throwable> defects() {
        return defects;
    }

    /** A client whom no rules limit, and who has not said anything. */
    TestClient connect() throws IOException {
        return connect("tester", true);
    }

    /** A client of a user that has not said anything. */
    TestClient connect(final String user, final boolean recovery) throws IOException {
        final Pipe up = Pipe.open();
        final Pipe down = Pipe.open();
        final InputStream in = Channels.newInputStream(up.source());
        final Session session = sessions.open(new Connection(user, recovery, "192.0.2.7", in,
            Channels.newOutputStream(down.sink()), () -> close(up, down))).orElseThrow();
        final Thread thread = Thread.ofVirtual().start(session);
        return new TestClient(
            Channels.newInputStream(down.source()), Channels.newOutputStream(up.sink()), thread);
    }

    private static void close(final Pipe up, final Pipe down) {
        try {
            up.source().close();
            down.sink().close();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A client that speaks base:1.1. */
    TestClient client() throws Exception {
        final TestClient client = connect();
        client.greet();
        return client;
    }

    /** A client of a user. */
    TestClient client(final String user, final boolean recovery) throws Exception {
        final TestClient client = connect(user, recovery);
        client.greet();
        return client;
    }

    @Override
    public void close() {
        sessions.close();
    }
}
