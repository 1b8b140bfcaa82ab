package io.mecvswitch.vswitch.cli;

import io.mecvswitch.config.SwitchConfig;
import io.mecvswitch.config.Violation;
import io.mecvswitch.control.ConfigException;
import io.mecvswitch.control.ConfigLoader;
import io.mecvswitch.control.LoadedConfig;
import io.mecvswitch.control.netconf.store.Recovery;
import io.mecvswitch.vswitch.ConfigCheck;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** Reads configuration files for commands: what they get, both the model and the dataplane accept. */
final class ConfigFile {
    private ConfigFile() {
    }

    /**
     * Loads and checks a file.
     *
     * @throws CommandFailedException if it is refused, with a line for each reason: file, line, path, sentence
     */
    static LoadedConfig load(final Path file) {
        return load(new ConfigLoader(), file);
    }

    /** {@link #load(Path)} for who loads a file several times. */
    static LoadedConfig load(final ConfigLoader loader, final Path file) {
        final LoadedConfig loaded = read(loader, file);
        refuse(loaded, ConfigCheck.violations(loaded.config()));
        return loaded;
    }

    /**
     * Loads a file, and checks what a command makes of it.
     *
     * @param use takes out what the command does not do
     * @throws CommandFailedException as {@link #load(Path)}
     */
    static SwitchConfig load(final Path file, final UnaryOperator<SwitchConfig> use) {
        final LoadedConfig loaded = read(new ConfigLoader(), file);
        final SwitchConfig used = use.apply(loaded.config());
        refuse(loaded, ConfigCheck.violations(used));
        return used;
    }

    /**
     * What a switch that writes its file itself is to start with: the file, or else its last good copy.
     *
     * @throws CommandFailedException if neither can be used
     */
    static Recovery.Found start(final ConfigLoader loader, final Path file) {
        return read(file, () -> Recovery.start(
            loader, file, loaded -> refuse(loaded, ConfigCheck.violations(loaded.config()))));
    }

    private static LoadedConfig read(final ConfigLoader loader, final Path file) {
        return read(file, () -> Recovery.read(loader, file));
    }

    private interface Reading<T> {
        T read() throws ConfigException, IOException;
    }

    private static <T> T read(final Path file, final Reading<T> reading) {
        try {
            return reading.read();
        } catch (final ConfigException e) {
            throw new CommandFailedException(e.getMessage(), e);
        } catch (final NoSuchFileException e) {
            throw new CommandFailedException("There is no file " + file + ".", e);
        } catch (final IOException e) {
            throw new CommandFailedException("The file " + file + " can't be read (" + e + ").", e);
        }
    }

    private static void refuse(final LoadedConfig loaded, final List<Violation> violations) {
        if (!violations.isEmpty()) {
            throw new CommandFailedException(
                violations.stream().map(loaded::describe).collect(Collectors.joining("\n")));
        }
    }
}
