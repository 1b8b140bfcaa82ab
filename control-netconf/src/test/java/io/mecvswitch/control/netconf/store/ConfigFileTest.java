package io.mecvswitch.control.netconf.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mecvswitch.control.ConfigException;
import io.mecvswitch.control.Configs;
import io.mecvswitch.control.netconf.tree.Branch;
import io.mecvswitch.control.netconf.tree.DataWriter;
import io.mecvswitch.control.netconf.tree.Trees;
import io.mecvswitch.control.netconf.tree.Value;
import io.mecvswitch.control.schema.InnerSchema;
import io.mecvswitch.control.schema.SchemaNode;
import io.mecvswitch.control.schema.ValueSchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is in the file and its journal at every moment, and what a start makes of it. */
class ConfigFileTest {
    private static final int COMMITS = 12;
    /** The whole is written when a test says so: a machine with much to do makes pauses of its own. */
    private static final Duration NEVER = Duration.ofDays(1);

    @TempDir
    private Path folder;

    private final List<Exception> trouble = new ArrayList<>();
    private Path file;
    private Branch example;

    @BeforeEach
    void write() throws Exception {
        file = Files.copy(Configs.EXAMPLES.resolve("2-local-breakout.xml"), folder.resolve("switch.xml"));
        example = Trees.of(Configs.LOADER.load(file).root());
    }

    private Recovery.Found start() throws ConfigException, IOException {
        return Recovery.start(Configs.LOADER, file, _ -> { });
    }

    private ConfigFile begin(final Recovery.Found found) throws IOException {
        final ConfigFile kept = new ConfigFile(file, trouble::add, channel -> channel.force(false), NEVER);
        kept.begin(Trees.of(found.loaded().root()), found.digest());
        return kept;
    }

    private static void keep(final ConfigFile kept, final Branch tree) throws IOException {
        kept.prepare(tree);
        kept.publish();
        kept.abandon();
    }

    /** The example with a rule of this priority. */
    private Branch variant(final int priority) {
        final InnerSchema rules = (InnerSchema) example.schema().child("mec-vswitch-rules:traffic-rules").orElseThrow();
        final SchemaNode rule = rules.child("traffic-rule").orElseThrow();
        final Branch all = (Branch) example.child(rules).orElseThrow();
        final Branch one = (Branch) all.children(rule).iterator().next();
        final ValueSchema leaf = (ValueSchema) one.schema().child("priority").orElseThrow();
        return example.with(all.with(one.with(new Value(leaf, Integer.toString(priority)))));
    }

    private static String xml(final Branch tree) {
        final StringBuilder out = new StringBuilder();
        DataWriter.append(out, tree);
        return out.toString();
    }

    private static String xml(final Recovery.Found found) {
        return xml(Trees.of(found.loaded().root()));
    }

    @Test
    void shouldAddCommitsToTheJournalAndLeaveTheFile() throws Exception {
        final String before = Files.readString(file);
        final ConfigFile kept = begin(start());
        keep(kept, variant(3));
        keep(kept, variant(4));
        assertEquals(before, Files.readString(file));
        final Recovery.Found found = start();
        assertEquals(xml(variant(4)), xml(found));
        assertEquals(List.of(), found.alarms());
        assertEquals(xml(variant(4)), xml(Trees.of(Recovery.read(Configs.LOADER, file).root())));
    }

    /** A pause of as long as it takes the journal to settle may end when the next commit has begun. */
    @Test
    void shouldNotSettleInTheMiddleOfACommit() throws Exception {
        final ConfigFile kept = begin(start());
        keep(kept, variant(3));
        kept.prepare(variant(4));
        kept.settle();
        kept.publish();
        kept.abandon();
        assertEquals(xml(variant(4)), xml(start()));
        assertEquals(List.of(), trouble);
    }

    @Test
    void shouldGoOnWithTheJournalAfterAStart() throws Exception {
        keep(begin(start()), variant(3));
        final ConfigFile again = begin(start());
        keep(again, variant(4));
        assertEquals(xml(variant(4)), xml(start()));
        again.close();
        assertEquals(List.of(), trouble);
    }

    @Test
    void shouldWriteTheWholeWhenItIsClosed() throws Exception {
        final ConfigFile kept = begin(start());
        keep(kept, variant(3));
        kept.close();
        assertEquals(xml(variant(3)), xml(Trees.of(Configs.LOADER.load(file).root())));
        assertFalse(Files.exists(ConfigFile.journal(file)));
        assertEquals(-1, Files.mismatch(file, ConfigFile.lastGood(file)));
        keep(kept, variant(4));
        assertEquals(xml(variant(4)), xml(start()));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void shouldFindEveryCommitWhoseEndIsThere(final long seed) throws Exception {
        final ConfigFile kept = begin(start());
        final List<Long> ends = new ArrayList<>();
        for (int i = 1; i <= COMMITS; i++) {
            keep(kept, variant(i));
            ends.add(Files.size(ConfigFile.journal(file)));
        }
        final byte[] journal = Files.readAllBytes(ConfigFile.journal(file));
        final Random random = new Random(seed);
        for (int i = 0; i < 20; i++) {
            final int torn = random.nextInt(journal.length + 1);
            Files.write(ConfigFile.journal(file), Arrays.copyOf(journal, torn));
            final long whole = ends.stream().filter(end -> end <= torn).count();
            assertEquals(xml(whole == 0 ? example : variant((int) whole)), xml(start()), "torn at " + torn);
        }
    }

    @Test
    void shouldIgnoreWhatFollowsADamagedCommit() throws Exception {
        final ConfigFile kept = begin(start());
        keep(kept, variant(3));
        final long end = Files.size(ConfigFile.journal(file));
        keep(kept, variant(4));
        keep(kept, variant(5));
        final byte[] journal = Files.readAllBytes(ConfigFile.journal(file));
        journal[(int) end + 40] ^= 1;
        Files.write(ConfigFile.journal(file), journal);
        assertEquals(xml(variant(3)), xml(start()));
        // What comes next follows on what was read.
        keep(begin(start()), variant(6));
        assertEquals(xml(variant(6)), xml(start()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<config", "garbage", "\0\0\0\0"})
    void shouldStartWithTheLastGoodOneWhenTheFileIsSpoilt(final String content) throws Exception {
        final ConfigFile kept = begin(start());
        keep(kept, variant(3));
        kept.close();
        keep(kept, variant(4));
        Files.writeString(file, content);
        final Recovery.Found found = start();
        assertEquals(xml(variant(4)), xml(found));
        assertEquals(1, found.alarms().size());
        assertTrue(found.alarms().getFirst().contains("can't be used"), found.alarms()::toString);
        assertEquals(content, Files.readString(folder.resolve("switch.xml.spoilt")));
        keep(begin(found), variant(5));
        assertEquals(xml(variant(5)), xml(start()));
        assertEquals(List.of(), start().alarms());
    }

    @Test
    void shouldRefuseASpoiltFileOfWhichThereIsNoCopy() throws Exception {
        Files.writeString(file, "garbage");
        assertThrows(ConfigException.class, this::start);
    }

    @Test
    void shouldTakeAFileThatWasChangedByHandAndSetTheJournalAside() throws Exception {
        keep(begin(start()), variant(3));
        Files.copy(Configs.EXAMPLES.resolve("1-pass-through.xml"), file,
            StandardCopyOption.REPLACE_EXISTING);
        final Recovery.Found found = start();
        assertEquals(xml(Trees.of(Configs.example("1-pass-through.xml").root())), xml(found));
        assertTrue(found.alarms().getFirst().contains("changed by hand"), found.alarms()::toString);
        assertTrue(Files.exists(folder.resolve("switch.xml.journal-set-aside")));
        assertEquals(List.of(), start().alarms());
    }

    @Test
    void shouldWriteTheWholeOverAFileThatWasChangedByHand() throws Exception {
        final ConfigFile kept = begin(start());
        keep(kept, variant(3));
        Files.writeString(file, "somebody was here");
        keep(kept, variant(4));
        assertEquals(xml(variant(4)), xml(start()));
        assertEquals(List.of(), start().alarms());
    }

    /** A disk on which everything fails from some moment on. */
    @Test
    void shouldAlwaysBeTheFormerOrTheNewOneWhenTheDiskFails() throws Exception {
        for (int failing = 0; failing < 8; failing++) {
            final int first = failing;
            final int[] times = {0};
            final ConfigFile kept = new ConfigFile(file, trouble::add, channel -> {
                if (times[0]++ >= first) {
                    throw new IOException("no disk");
                }
            }, NEVER);
            kept.begin(Trees.of(start().loaded().root()), Optional.empty());
            final String former = xml(start());
            final Branch next = variant(20 + failing);
            try {
                keep(kept, next);
                assertEquals(xml(next), xml(start()));
            } catch (final IOException e) {
                kept.abandon();
                assertTrue(List.of(former, xml(next)).contains(xml(start())), "failing at " + failing);
            }
        }
    }
}
