package io.mecvswitch.traffic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mecvswitch.capture.PcapWriter;
import io.mecvswitch.header.Gtpu;
import io.mecvswitch.header.IpProtocol;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Wireshark says to the frames and files made here; skipped where tshark is not installed. */
class TsharkTest {
    private static final String WARNINGS = "_ws.malformed || _ws.expert.severity >= \"Warning\"";

    @TempDir
    private Path folder;

    @BeforeEach
    void requireTshark() {
        assumeTrue(Stream.of(System.getenv("PATH").split(File.pathSeparator))
            .anyMatch(place -> Files.isExecutable(Path.of(place, "tshark"))), "tshark is not installed");
    }

    @Test
    void shouldDissectRandomTrafficWithoutWarning() throws Exception {
        final RandomTraffic traffic = new RandomTraffic(4, RandomTraffic.bearers(16));
        final List<byte[]> frames = new ArrayList<>();
        while (frames.size() < 500) {
            final RandomTraffic.Packet packet = traffic.next();
            if (packet.kind() != RandomTraffic.Kind.FRAGMENT) {
                frames.add(packet.frame());
            }
        }
        assertEquals(List.of(), tshark(frames, "-Y", WARNINGS));
    }

    @Test
    void shouldDissectTheFramesThatMalformedOnesAreMadeOf() throws Exception {
        assertEquals(List.of(), tshark(MalformedFrames.sound(), "-Y", WARNINGS));
    }

    @Test
    void shouldPutFragmentsTogether() throws Exception {
        final byte[] whole = Frames.ethernet().ipv4("198.51.100.1", "192.0.2.1").udp(2152, 2152).gtpu(77)
            .ipv4("10.0.0.1", "203.0.113.5").udp(1, 2).payload(300).bytes();
        assertEquals(List.of("0x0000004d"),
            tshark(Frames.fragments(whole, 64, 3), "-Y", "gtp", "-T", "fields", "-e", "gtp.teid"));
    }

    @Test
    void shouldMeanWhatIsSpelled() throws Exception {
        final byte[] frame = Frames.ethernet().serviceVlan(5).vlan(6)
            .ipv6("2001:db8::a", "2001:db8::c").ttl(63).ipv6Extension(IpProtocol.HOP_BY_HOP).udp(2152, 2152)
            .gtpu(0xffff_fffeL).sequence(513).pduSessionContainer(Gtpu.PDU_TYPE_UPLINK, 9)
            .ipv4("10.0.0.1", "203.0.113.5").tcp(40_000, 443).payload(5).bytes();
        assertEquals(List.of("5|6|63|0xfffffffe|0x0201|1|9|10.0.0.1|443|5"), tshark(List.of(frame),
            "-T", "fields", "-E", "separator=|", "-e", "ieee8021ad.id", "-e", "vlan.id", "-e", "ipv6.hlim", "-e",
            "gtp.teid", "-e", "gtp.seq_number",
            "-e", "gtp.ext_hdr.pdu_ses_con.pdu_type", "-e", "gtp.ext_hdr.pdu_ses_con.qos_flow_id", "-e", "ip.src",
            "-e", "tcp.dstport", "-e", "tcp.len"));
    }

    @Test
    void shouldDissectServiceHeadersAndLabelsWithoutWarning() throws Exception {
        final byte[] context = Frames.hex("00000001 00000002 00000003 00000004");
        final List<byte[]> frames = List.of(
            inner(Frames.ethernet().nsh(0x12_3456, 254).ttl(62).context(context)),
            inner(Frames.ethernet().vlan(7).nsh(1, 255)
                .contextHeaders(Frames.hex("0102 03 05 6162636465 000000  fff6 01 00"))),
            inner(Frames.ethernet().nsh(0xff_ffff, 1).contextHeaders()
                .innerEthernet(Frames.SOURCE_MAC, Frames.DESTINATION_MAC)),
            inner(Frames.ethernet().mpls(511).mpls(16).ttl(64)));
        assertEquals(List.of(), tshark(frames, "-Y", WARNINGS));
        assertEquals(List.of("1193046|254|0x003e|1|", "1|255|0x003f|2|", "16777215|1|0x003f|2|", "||||511,16"),
            tshark(frames, "-Y", "udp.dstport == 53000", "-T", "fields", "-E", "separator=|", "-e", "nsh.spi",
                "-e", "nsh.si", "-e", "nsh.ttl", "-e", "nsh.mdtype", "-e", "mpls.label"));
    }

    private static byte[] inner(final Frames outer) {
        return outer.ipv4("10.0.0.1", "203.0.113.5").udp(40_000, 53_000).payload(5).bytes();
    }

    @Test
    void shouldFindTheWarningsOfMalformedFrames() throws Exception {
        final byte[] frame = Frames.ethernet().ipv4("10.0.0.1", "10.0.0.2").checksum(0xdead).udp(1, 2).bytes();
        assertFalse(tshark(List.of(frame), "-Y", WARNINGS).isEmpty());
    }

    private List<String> tshark(final List<byte[]> frames, final String... arguments)
            throws IOException, InterruptedException {
        final Path file = folder.resolve("frames.pcap");
        try (PcapWriter writer = PcapWriter.create(file)) {
            for (final byte[] frame : frames) {
                writer.write(frame, 1_700_000_000_000_000_000L);
            }
        }
        final List<String> command = new ArrayList<>(List.of("tshark", "-r", file.toString(),
            "-o", "ip.check_checksum:TRUE", "-o", "udp.check_checksum:TRUE", "-o", "tcp.check_checksum:TRUE"));
        command.addAll(List.of(arguments));
        return run(command);
    }

    private List<String> run(final List<String> command) throws IOException, InterruptedException {
        final Path out = folder.resolve("out");
        final Process process = new ProcessBuilder(command).redirectOutput(out.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD).start();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IOException("tshark does not end: " + command);
        }
        assertEquals(0, process.exitValue(), () -> "tshark failed: " + command);
        return Files.readAllLines(out);
    }
}
