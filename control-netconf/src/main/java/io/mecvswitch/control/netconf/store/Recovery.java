package io.mecvswitch.control.netconf.store;

import io.mecvswitch.control.ConfigException;
import io.mecvswitch.control.ConfigLoader;
import io.mecvswitch.control.LoadedConfig;
import io.mecvswitch.control.netconf.error.RpcException;
import io.mecvswitch.control.netconf.tree.Branch;
import io.mecvswitch.control.netconf.tree.Edit;
import io.mecvswitch.control.netconf.tree.Operation;
import io.mecvswitch.control.netconf.tree.Trees;
import io.mecvswitch.control.netconf.xml.ElementReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Reads what a {@link ConfigFile} kept: the file, and what its journal adds; if they can't be used, the last ones that
 * could. One thread.
 *
 * <pre>
 *   the file              with what its journal adds
 *   is spoilt             its last good copy, with what the journal adds: alarm
 *   is another one        the file; the journal is set aside: alarm
 *   the journal's end     is torn: what was answered comes before it
 * </pre>
 */
public final class Recovery {
    private final ConfigLoader loader;
    private final Path file;
    private final Consumer<LoadedConfig> check;
    private final List<String> alarms = new ArrayList<>();

    private Recovery(final ConfigLoader loader, final Path file, final Consumer<LoadedConfig> check) {
        this.loader = loader;
        this.file = file;
        this.check = check;
    }

    /**
     * What was found.
     *
     * @param loaded the configuration
     * @param digest of the file, if it says so together with its journal
     * @param alarms what an operator has to know of it
     */
    public record Found(LoadedConfig loaded, Optional<String> digest, List<String> alarms) { }

    /**
     * What the file says with its journal; nothing is changed, and nothing else is tried.
     *
     * @throws ConfigException if it is refused
     * @throws IOException     if it can't be read
     */
    public static LoadedConfig read(final ConfigLoader loader, final Path file) throws ConfigException, IOException {
        return new Recovery(loader, file, _ -> { }).from(file).loaded();
    }

    /**
     * What a switch is to start with.
     *
     * @param check throws if the switch can't run it
     * @throws ConfigException  if the file is refused, and there is no good copy
     * @throws IOException      if it can't be read, and there is no good copy
     * @throws RuntimeException of the check, likewise
     */
    public static Found start(final ConfigLoader loader, final Path file, final Consumer<LoadedConfig> check)
        throws ConfigException, IOException {
        return new Recovery(loader, Files.exists(file) ? file.toRealPath() : file.toAbsolutePath(), check).start();
    }

    private Found start() throws ConfigException, IOException {
        try {
            final Found found = from(file);
            setOtherJournalAside(found.loaded());
            return new Found(found.loaded(), found.digest(), List.copyOf(alarms));
        } catch (final ConfigException | IOException | RuntimeException e) {
            if (Files.notExists(ConfigFile.lastGood(file))) {
                throw e;
            }
            return lastGood(e);
        }
    }

    private Found lastGood(final Exception cause) throws ConfigException, IOException {
        final Path spoilt = file.resolveSibling(file.getFileName() + ".spoilt");
        final Found found = from(ConfigFile.lastGood(file));
        if (Files.exists(file)) {
            Files.move(file, spoilt, StandardCopyOption.REPLACE_EXISTING);
        }
        Files.copy(ConfigFile.lastGood(file), file);
        alarms.add("The configuration file can't be used (" + cause.getMessage() + "). The switch has started with the"
            + " last configuration that was good, and writes it to the file; what was there is in " + spoilt + ".");
        return new Found(found.loaded(), Optional.empty(), List.copyOf(alarms));
    }

    private Found from(final Path source) throws ConfigException, IOException {
        final byte[] octets = loader.read(source);
        final String digest = Digest.of(octets);
        final LoadedConfig whole = loader.load(source.toString(), octets);
        final List<String> edits = CommitJournal.read(ConfigFile.journal(file))
            .flatMap(journal -> journal.after(digest))
            .orElse(List.of());
        final LoadedConfig loaded = edits.isEmpty() ? whole : loader.load(source.toString(), replayed(whole, edits));
        check.accept(loaded);
        return new Found(loaded, Optional.of(digest).filter(_ -> alarms.isEmpty()), List.of());
    }

    private Branch replayed(final LoadedConfig whole, final List<String> edits) {
        Branch tree = Trees.of(whole.root());
        for (int number = 0; number < edits.size(); number++) {
            final Edit edit = new Edit(loader.schema(), false);
            try {
                final Branch next = edit.apply(tree,
                    ElementReader.read(edits.get(number).getBytes(StandardCharsets.UTF_8)), Operation.MERGE);
                if (!edit.errors().isEmpty()) {
                    throw new RpcException(edit.errors());
                }
                tree = next;
            } catch (final RpcException e) {
                alarms.add("Edit " + (number + 1) + " of " + edits.size() + " in " + ConfigFile.journal(file)
                    + " can't be used (" + e.getMessage() + "), nor can those after it.");
                return tree;
            }
        }
        return tree;
    }

    /** Somebody has changed the file by hand: what he wrote is wanted, and what was committed before is not lost. */
    private void setOtherJournalAside(final LoadedConfig loaded) throws ConfigException, IOException {
        final Path journal = ConfigFile.journal(file);
        final Optional<CommitJournal.Contents> contents = CommitJournal.read(journal);
        final String digest = Digest.of(loader.read(file));
        if (contents.isPresent() && contents.get().after(digest).isEmpty()) {
            final Path aside = file.resolveSibling(file.getFileName() + ".journal-set-aside");
            Files.move(journal, aside, StandardCopyOption.REPLACE_EXISTING);
            alarms.add(loaded.file() + " was changed by hand when it did not have all commits yet. The switch has"
                + " started with what it says; the commits that it lacks are in " + aside + ".");
        }
    }
}
