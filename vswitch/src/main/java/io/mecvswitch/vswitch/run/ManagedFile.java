package io.mecvswitch.vswitch.run;

import io.mecvswitch.control.LoadedConfig;
import io.mecvswitch.control.netconf.store.Recovery;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A configuration file that the switch writes itself: what was found of it at the start, and what somebody wrote to it
 * since. Control thread.
 */
public final class ManagedFile implements Supplier<LoadedConfig> {
    private final Path path;
    private final Function<Path, Recovery.Found> start;
    private final Function<Path, LoadedConfig> again;
    private Optional<Recovery.Found> found = Optional.empty();

    /**
     * @param path  of the file
     * @param start recovers what is to be run at the start
     * @param again reads the file when somebody has changed it
     */
    public ManagedFile(
        final Path path, final Function<Path, Recovery.Found> start, final Function<Path, LoadedConfig> again) {
        this.path = path;
        this.start = start;
        this.again = again;
    }

    @Override
    public LoadedConfig get() {
        if (found.isPresent()) {
            return again.apply(path);
        }
        found = Optional.of(start.apply(path));
        return found.get().loaded();
    }

    Path path() {
        return path;
    }

    /** Of the file that was found, if that is where to go on. */
    Optional<String> digest() {
        return found.flatMap(Recovery.Found::digest);
    }

    /** What was wrong with it at the start. */
    List<String> alarms() {
        return found.map(Recovery.Found::alarms).orElse(List.of());
    }
}
