package io.mecvswitch.vswitch.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mecvswitch.lane.LaneCounters;
import io.mecvswitch.stage.DropReason;
import io.mecvswitch.status.LearningEvent;
import io.mecvswitch.status.PortCounters;
import io.mecvswitch.status.StatusFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShowCommandTest {
    @TempDir
    private Path folder;
    private Path file;
    private StatusFile status;

    @BeforeEach
    void setUp() {
        file = folder.resolve("status");
        status = StatusFile.create(file, 1024);
    }

    @AfterEach
    void tearDown() {
        status.close();
    }

    @Test
    void shouldShowPorts() {
        final PortCounters access = status.portCounters(0, "access", 0);
        access.rxPackets().setRelease(1_000);
        access.rxBytes().setRelease(64_000);
        status.deviceCounters(0, "access").rxMissed().setRelease(3);
        status.portCounters(1, "old", 0);

        final String[] lines = shown("ports");

        assertTrue(lines[0].startsWith("Process " + ProcessHandle.current().pid() + ", up 0:00:0"), lines[0]);
        assertColumns(lines[1], "Port", "Link", "Rx packets", "Rx bytes", "Tx packets", "Tx bytes", "Missed",
            "Rx errors", "No buffer", "Tx errors", "Refused");
        assertColumns(lines[2], "access", "down", "1,000", "64,000", "0", "0", "3", "0", "0", "0", "-");
        assertColumns(lines[3], "old", "removed", "0", "0", "0", "0", "-", "-", "-", "-", "-");
    }

    @Test
    void shouldShowRatesWhileWatching() {
        status.ruleCounters("dns").packets().setRelease(10);

        final String[] lines = shown("rules", "--watch", "0.01", "--count", "2");

        assertColumns(lines[1], "Rule", "Packets", "Bytes");
        assertColumns(lines[4], "Rule", "Packets", "Bytes", "Pkt/s", "Bit/s");
        assertColumns(lines[5], "dns", "10", "0", "0", "0");
        assertEquals(6, lines.length);
    }

    @Test
    void shouldExplainDropsThatHappened() {
        status.dropCounters()[DropReason.EGRESS_FULL.ordinal()].setRelease(2);

        final String[] lines = shown("drops");

        assertColumns(lines[2], "EGRESS_FULL", "2", DropReason.EGRESS_FULL.sentence());
        assertEquals(3, lines.length);
    }

    @Test
    void shouldShowWhatBridgeDomainsLearned() {
        status.bridgeCounters("plant").stations().setRelease(12);
        status.bridgeCounters("plant").moves().setRelease(1);
        status.bridgeCounters("plant").flooded().setRelease(40);

        assertColumns(shown("bridges")[2], "plant", "12", "1", "0", "40");
    }

    @Test
    void shouldShowWhatPartOfAttemptsFails() {
        status.vifCounters("ap0 city").attempts().setRelease(1_600);
        status.vifCounters("ap0 city").successes().setRelease(1_200);
        status.vifCounters("ap0 shop").frames().setRelease(7);

        final String[] lines = shown("radios");

        assertColumns(lines[1], "Radio interface", "Airtime ns", "Backlogged ns", "Frames", "Bytes", "Lost",
            "Attempts", "Successes", "PER", "Estimated", "Factor/1000", "Congestion/1000", "Ceiling ppm", "Share ppm",
            "Received ns", "Told");
        assertColumns(lines[2], "ap0 city", "0", "0", "0", "0", "0", "1,600", "1,200", "25.0 %", "0", "0", "0", "0",
            "0", "0", "0");
        assertColumns(lines[3], "ap0 shop", "0", "0", "7", "0", "0", "0", "0", "-", "0", "0", "0", "0", "0", "0", "0");
    }

    @Test
    void shouldShowHowBusyLanesAre() {
        final LaneCounters lane = status.laneCounters(0);
        lane.vectors().setRelease(100);
        lane.packetsIn().setRelease(1_600);
        lane.busyNs().setRelease(3_000);
        lane.idleNs().setRelease(1_000);
        lane.sampled().setRelease(60);
        lane.versionSeen().setRelease(7);
        status.handoffOccupancy(0).setRelease(4);
        status.laneCounters(1);

        final String[] lines = shown("lanes");

        assertColumns(lines[2], "lane 0", "1,600", "100", "16.0", "50 ns", "75.0 %", "4", "7");
        assertColumns(lines[3], "lane 1", "0", "0", "-", "-", "-", "-", "0");
    }

    @Test
    void shouldShowLatency() {
        status.latencyCounters(0, "core").p999().setRelease(12_345);

        assertColumns(shown("latency")[2], "core", "0 ns", "0 ns", "12.3 us", "0 ns", "0");
    }

    @Test
    void shouldShowByHowMuchTheBooksAreOff() {
        status.portCounters(0, "access", 0).rxPackets().setRelease(12);
        status.punted().setRelease(2);

        assertColumns(shown("conservation")[2], "12", "0", "0", "2", "0", "0", "10");
    }

    @Test
    void shouldShowErrorsOnce() {
        status.errorHandler().onError(new IllegalStateException("table full"));
        status.errorHandler().onError(new IllegalStateException("table full"));

        final String line = shown("errors")[2];

        assertTrue(line.strip().startsWith("1  20") || line.strip().startsWith("2  20"), line);
        assertTrue(line.endsWith("java.lang.IllegalStateException: table full"), line);
    }

    @Test
    void shouldSpeakJson() {
        status.ruleCounters("dns").packets().setRelease(10);

        final String line = String.join("\n", shown("rules", "--json"));

        assertTrue(line.startsWith("{\"pid\":" + ProcessHandle.current().pid() + ",\"alive\":true,"), line);
        assertTrue(line.endsWith("\"rules\":[{\"rule\":\"dns\",\"packets\":10,\"bytes\":0}]}"), line);
    }

    @Test
    void shouldSayThatNothingHappened() {
        assertEquals("Nothing to show.", shown("drops")[1]);
    }

    @Test
    void shouldSayThatNoSwitchRuns() {
        final Execution execution = Execution.of("show", "ports", "--status", folder.resolve("none").toString());

        assertEquals(1, execution.code());
        assertTrue(execution.err().startsWith("No switch named 'default' is running here"), execution.err());
        assertTrue(execution.err().contains("mec-vswitch run"), execution.err());
    }

    @Test
    void shouldRefuseWhatIsNoStatusFile() throws Exception {
        final Path letter = Files.writeString(folder.resolve("letter"), "dear friend");

        final Execution execution = Execution.of("show", "ports", "--status", letter.toString());

        assertEquals(1, execution.code());
        assertFalse(execution.err().contains("\tat "), execution.err());
    }

    @Test
    void shouldExplainWhatHappenedWhileLearning() {
        status.learningCounter(LearningEvent.SPOOFED).setRelease(7);

        final String[] lines = shown("learning");

        assertColumns(lines[2], "SPOOFED", "7", LearningEvent.SPOOFED.sentence());
    }

    @Test
    void shouldNameTheViews() {
        final Execution execution = Execution.of("show", "weather");

        assertEquals(2, execution.code());
        assertTrue(execution.err().contains("show one of ports, rules, bridges, slices, limiters, radios, shapers,"
            + " chains, hops, drops, learning, paths, endpoints, lanes, latency, conservation, errors"),
            execution.err());
    }

    private String[] shown(final String view, final String... options) {
        final String[] arguments = new String[options.length + 4];
        System.arraycopy(new String[] {"show", view, "--status", file.toString()}, 0, arguments, 0, 4);
        System.arraycopy(options, 0, arguments, 4, options.length);
        final Execution execution = Execution.of(arguments);
        assertEquals(0, execution.code(), execution.err());
        return execution.out().split("\n");
    }

    private static void assertColumns(final String line, final String... cells) {
        assertEquals(String.join("|", cells), line.strip().replaceAll(" {2,}", "|"));
    }
}
