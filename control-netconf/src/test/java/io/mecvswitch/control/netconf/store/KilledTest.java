package io.mecvswitch.control.netconf.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mecvswitch.control.Configs;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * kill -9 at random moments of commits: what is started next is what was answered last, or what was under way. By hand
 * with {@code -Dmecvswitch.kills=200}.
 */
class KilledTest {
    private static final int KILLS = Integer.getInteger("mecvswitch.kills", 4);
    private static final int LONGEST = 120;

    @TempDir
    private Path folder;

    private Path file;

    @Test
    void shouldStartWithTheLastAnsweredOrTheNextConfiguration() throws Exception {
        file = Files.copy(Configs.EXAMPLES.resolve("2-local-breakout.xml"), folder.resolve("switch.xml"));
        final Random random = new Random(KILLS);
        int kept = CommitLoop.mtu(Configs.FILES.load(file));
        for (int kill = 0; kill < KILLS; kill++) {
            final Said said = killed(kill, random.nextInt(LONGEST), random.nextInt(4_000_000));
            final Recovery.Found found = Recovery.start(Configs.FILES, file, _ -> { });
            final List<Integer> allowed = List.of(said.done == 0 ? kept : said.done, said.begun);
            kept = CommitLoop.mtu(found.loaded());
            assertTrue(allowed.contains(kept), said + ", found " + kept);
            assertEquals(List.of(), found.alarms());
        }
    }

    /** The last number that a commit was begun with, and the last one that was answered; 0 for none. */
    private record Said(int begun, int done) { }

    /** Lets a process commit for a while, and kills it so much after it has said something. */
    private Said killed(final int seed, final int commits, final int afterNs) throws IOException, InterruptedException {
        final Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path"),
            CommitLoop.class.getName(), file.toString(), Integer.toString(seed)).redirectErrorStream(true).start();
        Said said = new Said(0, 0);
        int lines = 0;
        final BufferedReader reader = process.inputReader();
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
            final String[] words = line.split(" ");
            assertEquals(2, words.length, line);
            final int number = Integer.parseInt(words[1]);
            said = words[0].equals("begin") ? new Said(number, said.done) : new Said(said.begun, number);
            if (lines++ == commits) {
                final long until = System.nanoTime() + afterNs;
                while (System.nanoTime() < until) {
                    Thread.onSpinWait();
                }
                process.toHandle().destroyForcibly();
            }
        }
        process.waitFor();
        return said;
    }
}
