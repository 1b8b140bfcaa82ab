package io.mecvswitch.control.netconf.store;

import io.mecvswitch.control.codec.JsonWriter;
import io.mecvswitch.control.codec.XmlWriter;
import io.mecvswitch.control.data.InnerNode;
import io.mecvswitch.control.netconf.tree.Branch;
import io.mecvswitch.control.netconf.tree.EditWriter;
import io.mecvswitch.control.netconf.tree.View;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The file from which the switch starts, and the journal beside it. Once {@link #publish} has returned, both together
 * are the new configuration, even after a loss of power; before, they are the former one or the new one.
 *
 * <pre>
 *   switch.xml             the whole configuration, at most a second older than the last pause in commits
 *   .switch.xml.journal    what was committed since: {@link CommitJournal}
 *   .switch.xml.last-good  the same as switch.xml, for when somebody spoils that
 * </pre>
 *
 * <p>A commit costs one write as long as what it changes. When none came for a while, or the journal is long, the whole
 * is written and the journal ends. A file that was changed by hand is written as a whole with the next commit.
 *
 * <p>The format is that of the file: JSON if its name ends so, else XML. Comments are lost. Any thread.
 */
public final class ConfigFile implements AutoCloseable {
    /** Longer edits are not worth a journal. */
    private static final int MAX_EDIT = 2 << 20;
    /** Above it, a start would have too much to catch up on. */
    private static final long MAX_JOURNAL = 8 << 20;
    private static final Duration QUIET = Duration.ofSeconds(1);
    /** The larger the whole, the longer a pause it waits for: writing may take a twentieth of the time. */
    private static final int PATIENCE = 20;

    private final Path file;
    private final Path prepared;
    private final Sync sync;
    private final Duration quiet;
    private final Consumer<Exception> trouble;
    // under this
    private Optional<CommitJournal> journal = Optional.empty();
    private Optional<Basis> basis = Optional.empty();
    private Optional<Branch> next = Optional.empty();
    /** The edit that is going to the journal; if empty, the whole was written beside the file. */
    private Optional<String> edit = Optional.empty();
    private String sum = "";
    private boolean replaced;
    private boolean settling;
    private long lastNs;
    private long quietNs;
    private boolean committing;

    /** Makes a file, or the names in a folder, last beyond a loss of power. */
    @FunctionalInterface
    interface Sync {
        /** Returns when they do. */
        void force(FileChannel channel) throws IOException;
    }

    /**
     * What file and journal say together.
     *
     * @param tree   that they say
     * @param digest of the file
     * @param stamp  how the file looked then
     */
    private record Basis(Branch tree, String digest, Stamp stamp) { }

    private record Stamp(FileTime modified, long size, Object key) {
        static Stamp of(final Path file) throws IOException {
            final BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return new Stamp(attributes.lastModifiedTime(), attributes.size(), attributes.fileKey());
        }
    }

    /**
     * @param file    that is replaced; where it is a link, what it leads to
     * @param trouble gets what goes wrong when nobody waits for it
     * @throws IOException if it can't be found
     */
    public ConfigFile(final Path file, final Consumer<Exception> trouble) throws IOException {
        this(file, trouble, channel -> channel.force(false), QUIET);
    }

    /**
     * One that is made durable by other means.
     *
     * @param quiet how long nothing is committed before the whole is written
     */
    ConfigFile(final Path file, final Consumer<Exception> trouble, final Sync sync, final Duration quiet)
        throws IOException {
        this.sync = sync;
        this.quiet = quiet;
        this.quietNs = quiet.toNanos();
        this.trouble = trouble;
        this.file = file.toRealPath();
        this.prepared = beside(this.file, ".new");
    }

    /** The name of what belongs to a file. */
    private static Path beside(final Path file, final String suffix) {
        return file.resolveSibling("." + file.getFileName() + suffix);
    }

    /** The journal of a file. */
    static Path journal(final Path file) {
        return beside(file, ".journal");
    }

    /** What a file was when it was last right. */
    static Path lastGood(final Path file) {
        return beside(file, ".last-good");
    }

    /**
     * Begins with what was read.
     *
     * @param tree   that was read
     * @param digest of the file, if it says so together with its journal; else it is written soon
     */
    synchronized void begin(final Branch tree, final Optional<String> digest) {
        try {
            basis = Optional.of(new Basis(tree, digest.orElse(""), Stamp.of(file)));
            journal = CommitJournal.open(journal(file), sync);
            if (digest.isEmpty() || journal.isPresent()) {
                settleSoon();
            } else {
                Thread.ofVirtual().name("config-file").start(this::keepCopyIfOther);
            }
        } catch (final IOException e) {
            basis = Optional.empty();
            trouble.accept(e);
        }
    }

    /** Forgets what it knows of the file, because somebody has changed it. */
    synchronized void forget() {
        basis = Optional.empty();
    }

    // A commit.

    /** Gets ready to keep a configuration: whatever may be refused is refused now. */
    synchronized void prepare(final Branch tree) throws IOException {
        committing = true;
        next = Optional.of(tree);
        replaced = false;
        edit = edit(tree);
        if (edit.isPresent()) {
            openJournal();
        } else {
            write(tree);
        }
    }

    /** What is to be added to the journal, if that will do. */
    private Optional<String> edit(final Branch tree) {
        if (!isAsKnown()) {
            return Optional.empty();
        }
        final String text = EditWriter.write(basis.get().tree(), tree);
        final long length = journal.map(CommitJournal::length).orElse(0L) + text.length();
        return Optional.of(text).filter(_ -> text.length() < MAX_EDIT && length < MAX_JOURNAL);
    }

    /** Whether the file is what the journal follows on. */
    private boolean isAsKnown() {
        return isUntouched() && !basis.get().digest().isEmpty();
    }

    private boolean isUntouched() {
        try {
            return basis.isPresent() && basis.get().stamp().equals(Stamp.of(file));
        } catch (final IOException e) {
            return false;
        }
    }

    private void openJournal() throws IOException {
        if (journal.isEmpty()) {
            Files.deleteIfExists(journal(file));
            journal = Optional.of(CommitJournal.create(journal(file), basis.get().digest(), sync));
            syncFolder();
        }
    }

    /** Keeps what was prepared. If that fails, what is kept may be the new one all the same. */
    synchronized void publish() throws IOException {
        committing = false;
        if (edit.isPresent()) {
            journal.orElseThrow().commit(edit.get());
            basis = Optional.of(new Basis(next.orElseThrow(), basis.get().digest(), basis.get().stamp()));
            settleSoon();
        } else {
            replace();
        }
    }

    /** Takes back a {@link #publish} that failed, given the configuration before it. */
    synchronized void restore(final Branch former) throws IOException {
        if (replaced) {
            write(former);
            next = Optional.of(former);
            replace();
        }
    }

    /** Takes away what was prepared, if it can be; what is prepared next takes its place in any case. */
    synchronized void abandon() {
        committing = false;
        next = Optional.empty();
        try {
            Files.deleteIfExists(prepared);
        } catch (final IOException e) {
            trouble.accept(e);
        }
    }

    // The whole.

    private void write(final Branch tree) throws IOException {
        final byte[] octets = text(tree).getBytes(StandardCharsets.UTF_8);
        sum = Digest.of(octets);
        write(prepared, octets);
    }

    private void write(final Path to, final byte[] octets) throws IOException {
        Files.deleteIfExists(to);
        Files.createFile(to, PosixFilePermissions.asFileAttribute(
            Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS)));
        try (FileChannel channel = FileChannel.open(to, StandardOpenOption.WRITE)) {
            final ByteBuffer rest = ByteBuffer.wrap(octets);
            while (rest.hasRemaining()) {
                channel.write(rest);
            }
            sync.force(channel);
        }
    }

    private String text(final Branch tree) throws IOException {
        final InnerNode root = View.of(tree);
        if (file.toString().endsWith(".json")) {
            final StringWriter json = new StringWriter();
            new JsonWriter(json).write(root);
            return json.toString();
        }
        final StringBuilder xml = new StringBuilder();
        new XmlWriter(xml).write(root);
        return xml.toString();
    }

    /** Whatever is lost on the way, of file and journal there are two that say the former or the new together. */
    private void replace() throws IOException {
        if (journal.isPresent()) {
            journal.get().settled(journal.get().count(), sum);
        }
        replaced = true;
        Files.move(prepared, file, StandardCopyOption.ATOMIC_MOVE);
        syncFolder();
        basis = Optional.of(new Basis(next.orElseThrow(), sum, Stamp.of(file)));
        keepCopy();
        endJournal();
    }

    private void syncFolder() throws IOException {
        try (FileChannel folder = FileChannel.open(file.getParent())) {
            sync.force(folder);
        }
    }

    private void endJournal() throws IOException {
        if (journal.isPresent()) {
            journal.get().close();
            journal = Optional.empty();
            Files.deleteIfExists(journal(file));
        }
    }

    /** A copy that no editor has open. Without it nothing is lost as long as nobody spoils the file. */
    private void keepCopy() {
        final Path copy = beside(file, ".last-good.new");
        try {
            Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
            try (FileChannel channel = FileChannel.open(copy, StandardOpenOption.WRITE)) {
                sync.force(channel);
            }
            Files.move(copy, lastGood(file), StandardCopyOption.ATOMIC_MOVE);
        } catch (final IOException e) {
            trouble.accept(e);
        }
    }

    private synchronized void keepCopyIfOther() {
        try {
            if (isAsKnown() && (Files.notExists(lastGood(file)) || Files.mismatch(file, lastGood(file)) >= 0)) {
                keepCopy();
            }
        } catch (final IOException e) {
            trouble.accept(e);
        }
    }

    // In pauses.

    private void settleSoon() {
        lastNs = System.nanoTime();
        if (!settling) {
            settling = true;
            Thread.ofVirtual().name("config-file").start(this::settleWhenQuiet);
        }
    }

    private void settleWhenQuiet() {
        try {
            for (long waitNs = quietNs; waitNs > 0; waitNs = quietNs - sinceLast()) {
                Thread.sleep(Duration.ofNanos(waitNs));
            }
            settle();
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized long sinceLast() {
        return System.nanoTime() - lastNs;
    }

    /** Writes the whole, so that the journal can end; in the middle of a commit, which needs the journal, later. */
    synchronized void settle() {
        settling = false;
        if (committing) {
            settleSoon();
            return;
        }
        if (!isUntouched() || !basis.get().digest().isEmpty() && journal.isEmpty()) {
            return;
        }
        final long begunNs = System.nanoTime();
        try {
            write(basis.get().tree());
            next = Optional.of(basis.get().tree());
            replace();
        } catch (final IOException e) {
            trouble.accept(e);
        } finally {
            abandon();
        }
        quietNs = Math.max(quiet.toNanos(), PATIENCE * (System.nanoTime() - begunNs));
    }

    /** Ends the journal, so that the file alone is the configuration. */
    @Override
    public synchronized void close() {
        settle();
    }
}
