package io.mecvswitch.control.netconf.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mecvswitch.config.Violation;
import io.mecvswitch.control.Configs;
import io.mecvswitch.control.LoadedConfig;
import io.mecvswitch.control.data.InnerNode;
import io.mecvswitch.control.netconf.error.RpcException;
import io.mecvswitch.control.netconf.session.RecordingTarget;
import io.mecvswitch.control.netconf.tree.Branch;
import io.mecvswitch.control.netconf.tree.DataWriter;
import io.mecvswitch.control.netconf.tree.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is committed, and what stays of it. */
class DatastoresTest {
    private static final int SESSION = 1;
    private static final int OTHER = 2;
    private static final Guard FREE = (_, _) -> { };
    private static final Consumer<Exception> TROUBLE = _ -> { };
    private static final Duration TIMEOUT = Duration.ofSeconds(600);
    /** Nothing is written in a pause that a slow machine makes. */
    private static final Duration NEVER = Duration.ofDays(1);

    @TempDir
    private Path folder;

    private final RecordingTarget target = new RecordingTarget();
    private LoadedConfig example;
    private Branch wanted;

    @BeforeEach
    void load() throws Exception {
        example = Configs.example("2-local-breakout.xml");
        wanted = Trees.of(example.root());
    }

    private Datastores datastores(final Path file) throws IOException {
        return datastores(new ConfigFile(file, TROUBLE));
    }

    private Datastores datastores(final ConfigFile file) {
        final Datastores datastores = new Datastores(Configs.LOADER.schema(), target, Optional.of(file),
            InnerNode.root(Configs.LOADER.schema()), Optional.empty());
        datastores.admit(SESSION);
        return datastores;
    }

    private Path file(final String name) throws IOException {
        return Files.writeString(folder.resolve(name), "before");
    }

    private void commit(final Datastores datastores) throws RpcException {
        datastores.change(DatastoreName.CANDIDATE, SESSION, _ -> wanted, false);
        datastores.commit(SESSION, Optional.empty(), FREE);
    }

    private static String xml(final Branch tree) {
        final StringBuilder out = new StringBuilder();
        DataWriter.append(out, tree);
        return out.toString();
    }

    private List<String> files() throws IOException {
        try (var list = Files.list(folder)) {
            return list.map(path -> path.getFileName().toString()).filter(name -> !name.endsWith(".last-good")).sorted()
                .toList();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"switch.xml", "switch.json"})
    void shouldKeepWhatWasCommittedInTheFormatOfTheFile(final String name) throws Exception {
        final Path file = file(name);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        commit(datastores(file));
        // The order of entries means nothing; what it means for the switch is the same.
        assertEquals(target.applied().getLast(), Configs.LOADER.load(file).config());
        assertEquals(xml(wanted), xml(Trees.of(Configs.LOADER.load(file).root())));
        assertEquals("rw-r-----", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        assertEquals(List.of(name), files());
    }

    @Test
    void shouldReplaceWhatALinkLeadsTo() throws Exception {
        final Path file = file("real.xml");
        final Path link = Files.createSymbolicLink(folder.resolve("link.xml"), file);
        commit(datastores(link));
        assertEquals(target.applied().getLast(), Configs.LOADER.load(file).config());
        assertEquals(file, Files.readSymbolicLink(link));
    }

    @Test
    void shouldLeaveTheFileWhenTheDataplaneRefuses() throws Exception {
        final Path file = file("switch.xml");
        final Datastores datastores = datastores(file);
        target.refuse(new Violation("/x", "No."));
        assertThrows(RpcException.class, () -> commit(datastores));
        assertEquals("before", Files.readString(file));
        assertEquals(List.of("switch.xml"), files());
        assertTrue(datastores.read(DatastoreName.RUNNING).isEmpty());
        assertSame(wanted, datastores.read(DatastoreName.CANDIDATE));
    }

    @Test
    void shouldApplyNothingThatCannotBeWritten() throws Exception {
        final Datastores datastores = datastores(file("switch.xml"));
        // A folder in the place of the file that is written first.
        Files.createDirectories(folder.resolve(".switch.xml.new").resolve("in-the-way"));
        assertThrows(RpcException.class, () -> commit(datastores));
        assertEquals(List.of(), target.applied());
    }

    @Test
    void shouldGoBackWhenTheFileCannotBeReplaced() throws Exception {
        final Path file = file("switch.xml");
        final Datastores datastores = datastores(file);
        Files.delete(file);
        Files.createDirectories(file.resolve("in-the-way"));
        assertThrows(RpcException.class, () -> commit(datastores));
        assertEquals(2, target.applied().size());
        assertEquals(List.of(), target.applied().getLast().ports());
        assertEquals(List.of("switch.xml"), files());
    }

    @Test
    void shouldTakeTheRefusedConfigurationOutOfTheFileAgain() throws Exception {
        final Path file = file("switch.xml");
        final Datastores datastores = datastores(new ConfigFile(file, TROUBLE, failing(2, () -> { }), NEVER));
        final RpcException refused = assertThrows(RpcException.class, () -> commit(datastores));
        assertTrue(refused.getMessage().contains("nothing was committed"), refused::getMessage);
        assertEquals(List.of(), Configs.LOADER.load(file).config().rules());
        assertEquals(List.of(), target.applied().getLast().ports());
        assertTrue(datastores.read(DatastoreName.RUNNING).isEmpty());
        assertEquals(List.of("switch.xml"), files());
    }

    @Test
    void shouldSayThatRunningIsWhatTheSwitchDoesWhenItCannotGoBack() throws Exception {
        final Path file = file("switch.xml");
        final Datastores datastores = datastores(
            new ConfigFile(file, TROUBLE, failing(2, () -> target.refuse(new Violation("/x", "Never."))), NEVER));
        final RpcException refused = assertThrows(RpcException.class, () -> commit(datastores));
        assertTrue(refused.getMessage().contains("can't go back to the former one (Never.)"), refused::getMessage);
        assertSame(wanted, datastores.read(DatastoreName.RUNNING));
        assertEquals(1, target.applied().size());
    }

    @Test
    void shouldLeaveNothingBesideTheFileWhenWritingFails() throws Exception {
        final Path file = file("switch.xml");
        final Datastores datastores = datastores(new ConfigFile(file, TROUBLE, failing(1, () -> { }), NEVER));
        assertThrows(RpcException.class, () -> commit(datastores));
        assertEquals(List.of("switch.xml"), files());
        assertEquals("before", Files.readString(file));
        assertEquals(List.of(), target.applied());
    }

    /** A disk on which one thing fails: first comes the file that is prepared, then the folder. */
    private static ConfigFile.Sync failing(final int time, final Runnable first) {
        final AtomicInteger times = new AtomicInteger();
        return _ -> {
            if (times.incrementAndGet() == time) {
                first.run();
                throw new IOException("no disk");
            }
        };
    }

    @Test
    void shouldLetASessionThatWasEndedChangeNothing() throws Exception {
        final Datastores datastores = datastores(file("switch.xml"));
        datastores.release(SESSION);
        assertThrows(RpcException.class, () -> commit(datastores));
        assertThrows(RpcException.class, () -> datastores.lock(DatastoreName.CANDIDATE, SESSION));
        assertThrows(RpcException.class, () -> datastores.discard(SESSION));
        assertTrue(datastores.read(DatastoreName.CANDIDATE).isEmpty());
        datastores.admit(2);
        datastores.lock(DatastoreName.CANDIDATE, 2);
    }

    // Commits that wait for their confirmation.

    private void commitUnconfirmed(final Datastores datastores) throws RpcException {
        datastores.change(DatastoreName.CANDIDATE, SESSION, _ -> wanted, false);
        datastores.commitUnconfirmed(SESSION, Optional.empty(), new Confirmation(TIMEOUT, Optional.empty()), FREE);
    }

    private static long after(final Duration time) {
        return System.nanoTime() + time.toNanos();
    }

    @Test
    void shouldStartFromTheFormerConfigurationUntilACommitIsConfirmed() throws Exception {
        final Path file = file("switch.xml");
        final Datastores datastores = datastores(file);
        commitUnconfirmed(datastores);
        assertSame(wanted, datastores.read(DatastoreName.RUNNING));
        assertEquals(1, target.applied().size());
        // What was changed in the meantime comes and goes with it.
        datastores.change(DatastoreName.RUNNING, SESSION, tree -> tree.without(
            tree.schema().child("mec-vswitch-rules:traffic-rules").orElseThrow()), false);
        assertEquals("before", Files.readString(file));
        datastores.commit(SESSION, Optional.empty(), FREE);
        assertEquals(target.applied().getLast(), Configs.LOADER.load(file).config());
        assertEquals(Optional.empty(), datastores.revertOverdue(after(TIMEOUT)));
        assertEquals(2, target.applied().size());
    }

    @Test
    void shouldTakeBackWhatIsNotConfirmedInTime() throws Exception {
        final Path file = file("switch.xml");
        final Datastores datastores = datastores(file);
        commitUnconfirmed(datastores);
        assertEquals(Optional.empty(), datastores.revertOverdue(after(TIMEOUT.minusSeconds(5))));
        assertSame(wanted, datastores.read(DatastoreName.RUNNING));
        assertEquals(Optional.empty(), datastores.revertOverdue(after(TIMEOUT)));
        assertTrue(datastores.read(DatastoreName.RUNNING).isEmpty());
        assertSame(datastores.read(DatastoreName.RUNNING), datastores.read(DatastoreName.CANDIDATE));
        assertEquals(List.of(), target.applied().getLast().ports());
        assertEquals("before", Files.readString(file));
    }

    @Test
    void shouldTryAgainWhenItCannotTakeBack() throws Exception {
        final Datastores datastores = datastores(file("switch.xml"));
        commitUnconfirmed(datastores);
        target.refuse(new Violation("/x", "Not now."));
        assertEquals("Not now.", datastores.revertOverdue(after(TIMEOUT)).orElseThrow().getMessage());
        assertSame(wanted, datastores.read(DatastoreName.RUNNING));
        assertEquals(Optional.empty(), datastores.revertOverdue(System.nanoTime()), "not at once");
        target.refuse();
        assertEquals(Optional.empty(), datastores.revertOverdue(after(Duration.ofSeconds(11))));
        assertTrue(datastores.read(DatastoreName.RUNNING).isEmpty());
    }

    @Test
    void shouldGoOnWaitingWhenTheConfirmedConfigurationCannotBeWritten() throws Exception {
        final Path file = file("switch.xml");
        final Datastores datastores = datastores(new ConfigFile(file, TROUBLE, failing(2, () -> { }), NEVER));
        commitUnconfirmed(datastores);
        assertThrows(RpcException.class, () -> datastores.commit(SESSION, Optional.empty(), FREE));
        assertEquals(List.of(), Configs.LOADER.load(file).config().ports());
        assertSame(wanted, datastores.read(DatastoreName.RUNNING));
        datastores.commit(SESSION, Optional.empty(), FREE);
        assertEquals(target.applied().getLast(), Recovery.read(Configs.LOADER, file).config());
    }

    @Test
    void shouldExtendTheTimeAndGoBackToTheBeginning() throws Exception {
        final Datastores datastores = datastores(file("switch.xml"));
        datastores.admit(OTHER);
        final Confirmation first = new Confirmation(TIMEOUT, Optional.of("token"));
        datastores.commitUnconfirmed(SESSION, Optional.empty(), first, FREE);
        datastores.release(SESSION);
        datastores.change(DatastoreName.CANDIDATE, OTHER, _ -> wanted, false);
        datastores.commitUnconfirmed(OTHER, Optional.of("token"),
            new Confirmation(TIMEOUT.multipliedBy(2), Optional.empty()), FREE);
        assertEquals(Optional.empty(), datastores.revertOverdue(after(TIMEOUT)));
        assertSame(wanted, datastores.read(DatastoreName.RUNNING));
        datastores.release(OTHER);
        assertSame(wanted, datastores.read(DatastoreName.RUNNING), "the token stays");
        assertEquals(Optional.empty(), datastores.revertOverdue(after(TIMEOUT.multipliedBy(2))));
        assertTrue(datastores.read(DatastoreName.RUNNING).isEmpty());
    }

    @Test
    void shouldNotReadTheFileAgainWhileACommitWaits() throws Exception {
        final Datastores datastores = datastores(file("switch.xml"));
        commitUnconfirmed(datastores);
        assertThrows(RpcException.class, () -> datastores.reload(example.root()));
    }

    @Test
    void shouldTakeAFileThatWasChangedByHand() throws Exception {
        final Path file = file("switch.xml");
        final Datastores datastores = datastores(file);
        datastores.reload(example.root());
        assertEquals("before", Files.readString(file));
        assertSame(datastores.read(DatastoreName.RUNNING), datastores.read(DatastoreName.CANDIDATE));
        datastores.lock(DatastoreName.RUNNING, SESSION);
        assertThrows(RpcException.class, () -> datastores.reload(example.root()));
    }

    @Test
    void shouldKeepAChangedCandidateWhenRunningChanges() throws Exception {
        final Datastores datastores = datastores(file("switch.xml"));
        datastores.change(DatastoreName.CANDIDATE, SESSION, _ -> wanted, false);
        datastores.reload(Configs.example("1-pass-through.xml").root());
        assertSame(wanted, datastores.read(DatastoreName.CANDIDATE));
        datastores.discard(SESSION);
        assertSame(datastores.read(DatastoreName.RUNNING), datastores.read(DatastoreName.CANDIDATE));
    }
}
