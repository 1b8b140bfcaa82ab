package io.mecvswitch.vswitch.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mecvswitch.traffic.Frames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a user may get wrong, and what he is told. */
@Tag("dpdk")
class ReplayInputTest {
    private static final byte[] FRAME = Frames.ethernet().ipv4("10.0.0.1", "10.0.0.2").udp(1, 2).payload(10).bytes();

    @TempDir
    private Path folder;

    private ReplayRun wire() {
        return ReplayRun.ofExample(folder, "1-pass-through.xml");
    }

    private Path capture(final byte[] content) {
        return CaptureFiles.write(folder.resolve("capture"), content);
    }

    private static byte[] threeFrames() {
        return CaptureFiles.microseconds(List.of(FRAME, FRAME, FRAME), ReplayRun.START_NS, 1_000);
    }

    private static void assertRefused(final int code, final String start, final ReplayRun.Outcome outcome) {
        assertEquals(code, outcome.code(), outcome.err());
        assertTrue(outcome.err().startsWith(start), outcome.err());
        assertTrue(outcome.err().lines().findFirst().orElse("").endsWith("."), outcome.err());
    }

    @Test
    void shouldNameThePortsThereAre() {
        assertRefused(2, "There is no port 'access' in ", wire().in("access", FRAME).execute());
        assertTrue(wire().in("access", FRAME).execute().err().contains("there are access0, core0."));
    }

    @Test
    void shouldRefuseTwoCapturesOfAPort() {
        final String capture = "access0=" + capture(threeFrames());

        assertRefused(2, "Port 'access0' has two captures", ReplayRun.command(folder, "replay", "--config",
            "../docs/examples/1-pass-through.xml", "--in", capture, "--in", capture, "--out", folder.toString()));
    }

    @Test
    void shouldRefuseTheCaptureOfADisabledPort() throws IOException {
        final String text = Files.readString(Path.of("../docs/examples/1-pass-through.xml"));
        final Path config = Files.writeString(folder.resolve("config.xml"),
            text.replaceFirst("(<name>access0</name>\\s*<type[^>]*>[^<]*</type>)", "$1<enabled>false</enabled>"));

        assertRefused(2, "Port 'access0' is disabled in ", ReplayRun.of(folder, config).in("access0", FRAME).execute());
        ReplayRun.of(folder, config).in("core0", FRAME).run().assertSent("access0");
    }

    @ParameterizedTest
    @CsvSource({"--in access0, name and a file", "--in =x, name and a file", "--in access0=, name and a file",
        "--in access0=x --cut-after nowhere, no such stage", "--in access0=x --cut-after transmit, no such stage",
        "--json, --in"})
    void shouldExplainWrongUsage(final String line, final String explanation) {
        final String[] options = line.split(" ");
        final String[] arguments = Arrays.copyOf(
            new String[] {"replay", "--config", "x", "--out", folder.toString()}, 5 + options.length);
        System.arraycopy(options, 0, arguments, 5, options.length);

        final ReplayRun.Outcome outcome = ReplayRun.command(folder, arguments);

        assertEquals(2, outcome.code());
        assertTrue(outcome.err().contains(explanation), outcome.err());
    }

    @Test
    void shouldSayThatThereIsNoCapture() {
        assertRefused(1, "There is no capture /nowhere/in.pcap for port access0.",
            wire().in("access0", Path.of("/nowhere/in.pcap")).execute());
    }

    @Test
    void shouldSayThatAFileIsNoCapture() {
        assertRefused(1, "The capture for port access0 can't be read: " + folder,
            wire().in("access0", capture("dear friend".getBytes())).execute());
        assertRefused(1, "The capture for port access0 can't be read: " + folder,
            wire().in("access0", capture(new byte[0])).execute());
        assertRefused(1, "The capture for port access0 can't be read: ", wire().in("access0", folder).execute());
    }

    @Test
    void shouldRefuseOtherLinkTypes() {
        final ReplayRun.Outcome outcome = wire().in("access0", capture(CaptureFiles.ofLinkType(113))).execute();

        assertRefused(1, "The capture for port access0 can't be read: ", outcome);
        assertTrue(outcome.err().contains("link type 113; only Ethernet (1)"), outcome.err());
    }

    @Test
    void shouldPlayWhatIsWholeOfACaptureThatWasCutOff() {
        final byte[] capture = threeFrames();

        final ReplayRun.Outcome outcome =
            wire().in("access0", capture(Arrays.copyOf(capture, capture.length - 1))).execute();

        assertEquals(0, outcome.code(), outcome.err());
        assertEquals(folder.resolve("capture") + " was cut off behind frame 2: what was whole has been played.\n",
            outcome.err());
        outcome.assertSent("core0", FRAME, FRAME);
    }

    @Test
    void shouldFailWhereACaptureContradictsItself() {
        final byte[] capture = threeFrames();
        // Captured length of the second frame.
        Arrays.fill(capture, 24 + 16 + FRAME.length + 8, 24 + 16 + FRAME.length + 12, (byte) 0x7f);

        final ReplayRun.Outcome outcome = wire().in("access0", capture(capture)).execute();

        assertRefused(1, folder.resolve("capture") + " claims a frame of 2139062143 bytes", outcome);
    }

    @Test
    void shouldPlayACaptureWithoutFrames() {
        final ReplayRun.Outcome outcome = wire().in("access0", capture(CaptureFiles.ofLinkType(1))).run();

        outcome.assertSent("access0");
        outcome.assertSent("core0");
    }

    @Test
    void shouldDropFramesThatFitNoBuffer() {
        final ReplayRun.Outcome outcome =
            wire().in("access0", new byte[262_144], new byte[1_523], new byte[1_522], new byte[0]).run();

        outcome.assertSent("core0", new byte[1_522], new byte[0]);
        assertEquals(1, outcome.dropped("FRAME_TOO_LONG"));
        assertEquals(1, outcome.dropped("PACKET_TOO_BIG"));
    }

    @Test
    void shouldSayThatTheOutputFolderCantBeMade() {
        final Path file = capture(threeFrames());

        assertRefused(1, "The folder " + file + " can't be written to",
            wire().in("access0", file).out("capture").execute());
    }

    @Test
    void shouldReplaceOnlyWhatReplayMade() throws IOException {
        Files.createDirectories(folder.resolve("out"));
        Files.writeString(folder.resolve("out").resolve("core0.pcap"), "precious");

        assertRefused(1, folder.resolve("out").resolve("core0.pcap") + " is there already",
            wire().in("access0", FRAME).execute());
        assertEquals("precious", Files.readString(folder.resolve("out").resolve("core0.pcap")));
        wire().in("access0", FRAME).run("--force").assertSent("core0", FRAME);
        wire().in("access0", FRAME, FRAME).run().assertSent("core0", FRAME, FRAME);
    }

    @Test
    void shouldNotReplaceItsOwnInput() {
        wire().in("access0", FRAME).run();

        assertRefused(1, "The capture " + folder.resolve("out").resolve("core0.pcap") + " would be replaced",
            wire().in("access0", folder.resolve("out").resolve("core0.pcap")).execute());
    }

    @Test
    void shouldTellWhatIsWrongInTheConfiguration() {
        final Path config = CaptureFiles.write(folder.resolve("config.json"), "{ \"x\" : 1 }".getBytes());

        final ReplayRun.Outcome outcome = ReplayRun.of(folder, config).in("access0", FRAME).execute();

        assertEquals(1, outcome.code());
        assertTrue(outcome.err().startsWith(config + ":1:3: /x: "), outcome.err());
    }

    @Test
    void shouldSpeakJson() {
        final ReplayRun.Outcome outcome = wire().in("access0", FRAME).run("--json");

        assertTrue(outcome.out().startsWith("{\"ports\":[{\"port\":\"access0\",\"link\":\"up\",\"rxPackets\":1,"),
            outcome.out());
        assertTrue(outcome.out().endsWith("\"conservation\":[{\"received\":1,\"copied\":0,\"sent\":1,\"punted\":0,"
            + "\"dropped\":0,\"resting\":0,\"missing\":0}],\"lostBuffers\":0,\"errors\":0,\"conserved\":true}\n"),
            outcome.out());
    }

    @Test
    void shouldReadFilesWhoseNamesDpdkWouldTakeApart() throws IOException {
        final Path odd = Files.createDirectories(folder.resolve("a,b=[c] d"));
        final Path capture = CaptureFiles.write(odd.resolve("in,1.pcap"), threeFrames());

        wire().in("access0", capture).run().assertSent("core0", FRAME, FRAME, FRAME);
    }
}
