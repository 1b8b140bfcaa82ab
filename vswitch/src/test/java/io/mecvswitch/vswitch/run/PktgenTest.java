package io.mecvswitch.vswitch.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mecvswitch.capture.CapturedFrame;
import io.mecvswitch.capture.PcapReader;
import io.mecvswitch.header.Ethernet;
import io.mecvswitch.header.Gtpu;
import io.mecvswitch.header.Ipv4;
import io.mecvswitch.header.Udp;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The recipes of docs/pktgen.md, as far as their generators can be had. */
@Tag("dpdk")
class PktgenTest {
    private static final Path RECIPES = Path.of("..", "bench", "pktgen").toAbsolutePath().normalize();
    private static final int BEARERS = 20;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"flowgen", "txonly"})
    void shouldForwardWhatTestpmdSends(final String mode) throws Exception {
        Network.require("dpdk-testpmd");
        final Path launcher = Files.writeString(folder.resolve("launcher"),
            "#!/bin/sh\nexec " + String.join(" ", ChildProcess.mecVswitch()) + " \"$@\"\n");
        assertTrue(launcher.toFile().setExecutable(true));

        final String said = run(List.of("env", "MEC_VSWITCH=" + launcher,
            RECIPES.resolve("testpmd.sh").toString(), mode, "1"));

        assertTrue(said.contains("Every packet buffer came back."), said);
        assertTrue(said.replaceAll("(?s).*received ([0-9,]+) \\+.*", "$1").replace(",", "").compareTo("0") > 0, said);
        assertTrue(said.matches("(?s).*RX-packets: [1-9].*"), said);
    }

    @Test
    void shouldMakeAGpduOfEveryBearer() throws Exception {
        Network.requireScapy();
        final Path capture = folder.resolve("uplink.pcap");

        run(List.of("/usr/bin/python3", RECIPES.resolve("gtpu_pcap.py").toString(), "up", Integer.toString(BEARERS),
            capture.toString()));

        int number = 0;
        for (final CapturedFrame frame : PcapReader.readAll(capture)) {
            final MemorySegment bytes = MemorySegment.ofArray(frame.bytes());
            final int gtpu = Ethernet.HEADER_LENGTH + Ipv4.MINIMUM_HEADER_LENGTH + Udp.HEADER_LENGTH;
            assertEquals(++number, Gtpu.teid(bytes, gtpu));
            assertEquals(0x0a00_0000 + number, Ipv4.source(bytes, gtpu + Gtpu.HEADER_LENGTH));
        }
        assertEquals(BEARERS, number);
    }

    private static String run(final List<String> command) throws Exception {
        final Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        final String said = new String(process.getInputStream().readAllBytes());
        assertEquals(0, process.waitFor(), said);
        return said;
    }
}
