package io.mecvswitch.vswitch.replay;

import static io.mecvswitch.vswitch.replay.ReplayRun.START_NS;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mecvswitch.traffic.Frames;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** In a replay bearers are learned by capture time and between vectors, so always the same ones. */
@Tag("dpdk")
class ReplayLearningTest {
    private static final String ENB = "172.16.1.1";
    private static final String CORE = "172.16.0.1";
    private static final String SERVER = "203.0.113.5";

    @TempDir
    private Path folder;

    private static byte[] uplink(final int ue) {
        return Frames.ethernet().ipv4(ENB, CORE).udp(2152, 2152).gtpu(1 + ue).ipv4("10.45.0." + ue, SERVER).udp(1, 2)
            .bytes();
    }

    private static byte[] downlink(final int ue) {
        return Frames.ethernet().ipv4(CORE, ENB).udp(2152, 2152).gtpu(1_000 + ue).ipv4(SERVER, "10.45.0." + ue)
            .udp(2, 1).bytes();
    }

    private static byte[] answer(final int ue) {
        return Frames.ethernet().ipv4(SERVER, "10.45.0." + ue).udp(2, 1).payload(7).bytes();
    }

    private ReplayRun edge(final int ageingSeconds) {
        return ReplayRun.of(folder, new EdgeConfig()
            .pop("\"ingress-interface\" : \"access0\"").learning(ageingSeconds).in(folder));
    }

    @Test
    void shouldForgetABearerByCaptureTime() {
        final long second = TimeUnit.SECONDS.toNanos(1);
        final ReplayRun.Outcome outcome = edge(60)
            .in("access0", START_NS, uplink(1)).in("core0", START_NS + second, downlink(1))
            .in("access0", START_NS + 2 * second, uplink(1))
            .in("app0", START_NS + 3 * second, answer(1))
            .in("core0", START_NS + 150 * second, downlink(2))
            .in("app0", START_NS + 151 * second, answer(1)).run();
        assertEquals(3, outcome.sent("access0").size(), "both downlink packets and one answer");
        assertEquals(1, outcome.dropped("UE_UNKNOWN"));
        assertEquals(1, outcome.sent("app0").size());
        assertEquals(1, outcome.dropped("BEARER_UNKNOWN"));
    }

    @Test
    void shouldLearnTheSameWhereverTheLineIsCut() {
        final List<byte[]> uncut = random("uncut").sent("access0");
        final List<byte[]> cut =
            random("cut", "--cut-after", "parse,answer,match-bearer,decapsulate,steer").sent("access0");
        assertTrue(uncut.size() > 100, "answers and downlink packets");
        assertArrayEquals(uncut.toArray(), cut.toArray());
    }

    private ReplayRun.Outcome random(final String name, final String... options) {
        final Random random = new Random(5);
        final ReplayRun run = edge(60).out(name);
        for (int i = 0; i < 500; i++) {
            final int ue = 1 + random.nextInt(50);
            switch (random.nextInt(3)) {
                case 0 -> run.in("access0", uplink(ue));
                case 1 -> run.in("core0", downlink(ue));
                default -> run.in("app0", answer(ue));
            }
        }
        return run.run(options);
    }
}
