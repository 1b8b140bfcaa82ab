package io.mecvswitch.vswitch.run;

import io.mecvswitch.config.Violation;
import io.mecvswitch.control.LoadedConfig;
import io.mecvswitch.control.data.InnerNode;
import io.mecvswitch.control.netconf.error.RpcException;
import io.mecvswitch.control.netconf.notification.EventWatch;
import io.mecvswitch.control.netconf.operation.Operations;
import io.mecvswitch.control.netconf.session.Limits;
import io.mecvswitch.control.netconf.session.Sessions;
import io.mecvswitch.control.netconf.state.State;
import io.mecvswitch.control.netconf.store.ConfigFile;
import io.mecvswitch.control.netconf.store.ConfigTarget;
import io.mecvswitch.control.netconf.store.Datastores;
import io.mecvswitch.control.netconf.store.SavedFiles;
import io.mecvswitch.control.netconf.transport.SshListener;
import io.mecvswitch.control.schema.Schema;
import io.mecvswitch.status.StatusReader;
import io.mecvswitch.vswitch.ConfigRefusedException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * NETCONF over SSH.
 *
 * @param schema  the model
 * @param file    where what is committed is kept; empty to forget it with the process
 * @param folder  for the host key and the users
 * @param address where it listens
 */
public record NetconfManagement(Schema schema, Optional<ManagedFile> file, Path folder, InetSocketAddress address)
    implements Management {

    @Override
    public Service start(
        final Optional<LoadedConfig> running,
        final ConfigTarget target,
        final StatusReader status,
        final Consumer<Throwable> defects,
        final Consumer<String> say) {
        try {
            return listen(running, target, status, defects, say);
        } catch (final IOException e) {
            throw new ManagementException("NETCONF can't be served on " + address + " with its keys in " + folder
                + " (" + e + ").", e);
        }
    }

    private Service listen(
        final Optional<LoadedConfig> running,
        final ConfigTarget target,
        final StatusReader status,
        final Consumer<Throwable> defects,
        final Consumer<String> say) throws IOException {
        final Optional<ConfigFile> kept =
            file.isPresent() ? Optional.of(new ConfigFile(file.get().path(), defects::accept)) : Optional.empty();
        final Datastores datastores = new Datastores(
            schema, target, kept, running.map(LoadedConfig::root).orElseGet(() -> InnerNode.root(schema)),
            file.flatMap(ManagedFile::digest));
        file.ifPresent(managed -> managed.alarms().forEach(alarm -> raise(alarm, defects, say)));
        final Sessions sessions = new Sessions(
            new Operations(datastores, new State(SwitchState.of(status)),
            new SavedFiles(folder.resolve("files")), defects), Limits.DEFAULT, defects);
        final SshListener listener = new SshListener(
            address, folder, sessions, sentence -> defects.accept(new ManagementException(sentence, null)));
        say.accept("NETCONF listens on " + address.getHostString() + " port " + listener.port()
            + (kept.isPresent() ? "; commits are kept in " + file.get().path() + "."
                : "; there is no --config FILE, so commits last as long as this process."));
        listener.advice().forEach(say);
        return new Running(datastores, sessions, listener,
            new EventWatch(SwitchEvents.of(status), sessions.events(), defects), kept);
    }

    private static void raise(final String alarm, final Consumer<Throwable> defects, final Consumer<String> say) {
        say.accept("ALARM: " + alarm);
        defects.accept(new ManagementException(alarm, null));
    }

    private record Running(Datastores datastores, Sessions sessions, SshListener listener, EventWatch events,
        Optional<ConfigFile> kept) implements Service {
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

        @Override
        public void close() {
            events.close();
            sessions.close();
            listener.close();
            kept.ifPresent(ConfigFile::close);
        }
    }
}
