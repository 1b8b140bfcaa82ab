package io.mecvswitch.vswitch.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mecvswitch.header.Ethernet;
import io.mecvswitch.header.Gtpu;
import io.mecvswitch.traffic.Frames;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes into tunnels, and which of them (3GPP TS 29.281), and how rules tell tunnels apart. */
@Tag("dpdk")
class ReplayPushTest {
    private static final String ACCESS = "\"ingress-interface\" : \"access0\"";
    private static final String ENB = "172.16.1.1";
    private static final String CORE = "172.16.0.1";
    private static final String UE = "10.45.0.1";
    private static final String SERVER = "203.0.113.5";
    private static final String WARNINGS = "_ws.malformed || _ws.expert.severity >= \"Warning\"";

    @TempDir
    private Path folder;

    private static Frames outer(final String core) {
        return Frames.ethernet().ipv4(ENB, core).udp(2152, 2152);
    }

    private static byte[] request(final Frames tunnel, final String ue) {
        return tunnel.ipv4(ue, SERVER).udp(1, 2).payload(30).bytes();
    }

    private static Frames fromApplication() {
        return Frames.ethernet(EdgeConfig.APP_MAC, EdgeConfig.SWITCH_MAC);
    }

    private static byte[] answer(final Frames tunnel, final String ue) {
        return tunnel.ipv4(SERVER, ue).udp(2, 1).payload(30).bytes();
    }

    private static Frames pushed(final String core, final long teid) {
        return Frames.ethernet(Frames.DESTINATION_MAC, Frames.SOURCE_MAC).ipv4(core, ENB).set(6, 0x40)
            .udp(2152, 2152).checksum(0).gtpu(teid);
    }

    /** G15, G17, G56: the peer's TEID, unsigned, and no sequence number even where the uplink has them. */
    @ParameterizedTest
    @ValueSource(longs = {1, 0x7fff_ffffL, 0x8000_0000L, 0xffff_ffffL})
    void shouldPushTheTeidOfTheAccessNode(final long teid) {
        ReplayRun.of(folder, new EdgeConfig().pop(ACCESS).bearer(UE, CORE, 5, ENB, teid).in(folder))
            .in("access0", request(outer(CORE).gtpu(5).sequence(9), UE)).in("app0", answer(fromApplication(), UE))
            .run().assertSent("access0", answer(pushed(CORE, teid), UE));
    }

    /** G16. */
    @Test
    void shouldTellEqualTeidsOfTwoEndpointsApart() {
        final String other = "172.16.0.2";
        final Path config = new EdgeConfig().pop(ACCESS).bearer(UE, CORE, 5, ENB, 6)
            .bearer("10.45.0.2", other, 5, ENB, 7).in(folder);

        ReplayRun.of(folder, config)
            .in("access0", request(outer(CORE).gtpu(5), UE), request(outer(other).gtpu(5), "10.45.0.2"))
            .in("app0", answer(fromApplication(), "10.45.0.2"), answer(fromApplication(), UE))
            .run().assertSent("access0", answer(pushed(other, 7), "10.45.0.2"), answer(pushed(CORE, 6), UE));
    }

    /** G32, G40: flags 0x34, octets 9-11 zero, next type 0x85, container {1, type << 4, QFI, 0}. */
    @ParameterizedTest
    @CsvSource({"16, 63, 3f", "16, 9, 09", "0, 73, 09", "0, 255, 3f"})
    void shouldPushTheQfiWithoutTheBitsBesideIt(final int pduType, final int qfi, final String pushed) {
        final ReplayRun.Outcome outcome =
            ReplayRun.of(folder, new EdgeConfig().pop(ACCESS).bearer(UE, CORE, 5, ENB, 6).in(folder))
                .in("access0", request(outer(CORE).gtpu(5)
                    .extension(Gtpu.EXTENSION_PDU_SESSION_CONTAINER, (byte) pduType, (byte) qfi), UE))
                .in("app0", answer(fromApplication(), UE)).run();

        final byte[] tunnel = Frames.hex("34ff 0042 00000006 000000 85 01 00" + pushed + "00");
        final byte[] expected = Frames.ethernet(Frames.DESTINATION_MAC, Frames.SOURCE_MAC).ipv4(CORE, ENB)
            .set(6, 0x40).udp(2152, 2152).checksum(0)
            .payload(joined(tunnel, tpdu(answer(fromApplication(), UE)))).bytes();
        outcome.assertSent("access0", expected);
    }

    private static byte[] tpdu(final byte[] frame) {
        return Arrays.copyOfRange(frame, Ethernet.HEADER_LENGTH, frame.length);
    }

    private static byte[] joined(final byte[] one, final byte[] other) {
        final byte[] joined = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, joined, one.length, other.length);
        return joined;
    }

    /** G52: as documented, whatever the DF bit says. */
    @Test
    void shouldDropWhatTheTunnelMakesLongerThanTheMtu() {
        final byte[] fits = fromApplication().ipv4(SERVER, UE).udp(2, 1).payload(1_500 + 8 - 36 - 28).bytes();
        final byte[] tooLong = fromApplication().ipv4(SERVER, UE).udp(2, 1).payload(1_500 + 9 - 36 - 28).bytes();

        final ReplayRun.Outcome outcome =
            ReplayRun.of(folder, new EdgeConfig().pop(ACCESS).bearer(UE, CORE, 5, ENB, 6).in(folder))
                .in("access0", request(outer(CORE).gtpu(5), UE)).in("app0", fits, tooLong).run();

        assertEquals(1, outcome.sent("access0").size());
        assertEquals(1, outcome.dropped("PACKET_TOO_BIG"));
    }

    /** G12: the message type is a match key. */
    @Test
    void shouldTellMessageTypesApart() {
        final Path config = new EdgeConfig().drop("\"gtpu\" : { \"message-type\" : 254 }")
            .forward("\"gtpu\" : { \"message-type\" : 1 }").pop("\"gtpu\" : { \"message-type\" : 255 }")
            .bearer(UE, CORE, 5, ENB, 6).in(folder);
        final byte[] endMarker = outer(CORE).gtpu(5).messageType(Gtpu.END_MARKER).bytes();
        final byte[] echo = outer(CORE).gtpu(0).messageType(Gtpu.ECHO_REQUEST).sequence(1).bytes();
        final byte[] error = outer(CORE).gtpu(0).messageType(Gtpu.ERROR_INDICATION).sequence(1)
            .payload(Frames.hex("10 00000005 85 0004 ac100001")).bytes();

        final ReplayRun.Outcome outcome = ReplayRun.of(folder, config)
            .in("access0", endMarker, echo, error, request(outer(CORE).gtpu(5), UE)).run();

        assertEquals(1, outcome.dropped("RULE_DROP"));
        outcome.assertSent("app0", echo,
            request(Frames.ethernet(EdgeConfig.SWITCH_MAC, EdgeConfig.APP_MAC), UE));
        outcome.assertSent("core0", error);
    }

    /** G60: the same flow in two tunnels, and in two VLANs, is two flows. */
    @Test
    void shouldTellEqualFlowsInTwoTunnelsAndVlansApart() {
        final Path config = new EdgeConfig().drop("\"gtpu\" : { \"teid\" : 6 }")
            .drop("\"ethernet\" : { \"vlan-id\" : 200 }").pop("\"gtpu\" : { \"teid\" : 5 }")
            .bearer(UE, CORE, 5, ENB, 6).in(folder);
        final byte[] inVlan100 = Frames.ethernet().vlan(100).ipv4(UE, SERVER).udp(1, 2).bytes();
        final byte[] inVlan200 = Frames.ethernet().vlan(200).ipv4(UE, SERVER).udp(1, 2).bytes();

        final ReplayRun.Outcome outcome = ReplayRun.of(folder, config).in("access0",
            request(outer(CORE).gtpu(5), UE), request(outer(CORE).gtpu(6), UE), inVlan100, inVlan200).run();

        outcome.assertSent("app0", request(Frames.ethernet(EdgeConfig.SWITCH_MAC, EdgeConfig.APP_MAC), UE));
        outcome.assertSent("core0", inVlan100);
        assertEquals(2, outcome.dropped("RULE_DROP"));
    }

    /** G57: what is pushed and popped again is what it was. */
    @Test
    void shouldGiveBackWhatWasPushed() {
        final byte[][] packets = answers(2_000);
        final EdgeConfig config = new EdgeConfig().pop(ACCESS).pop("\"ingress-interface\" : \"core0\"")
            .bearer(UE, CORE, 5, ENB, 6);

        final ReplayRun.Outcome pushed = ReplayRun.of(folder, config.in(folder))
            .in("access0", request(outer(CORE).gtpu(5), UE)).in("app0", packets).out("pushed").run();
        final ReplayRun.Outcome popped = ReplayRun.of(folder, config.in(folder))
            .in("core0", pushed.folder().resolve("access0.pcap")).run();

        final List<byte[]> expected = new ArrayList<>();
        for (final byte[] packet : packets) {
            expected.add(joined(
                Frames.ethernet(EdgeConfig.SWITCH_MAC, EdgeConfig.APP_MAC).etherType(0x0800).bytes(), tpdu(packet)));
        }
        popped.assertSent("app0", expected.toArray(byte[][]::new));
    }

    private static byte[][] answers(final int count) {
        final RandomGenerator random = RandomGeneratorFactory.of("Xoshiro256PlusPlus").create(7);
        return Stream.generate(() -> fromApplication().ipv4(0xcb00_7100 | random.nextInt(256), 0x0a2d_0001)
            .ttl(1 + random.nextInt(255)).trafficClass(random.nextInt(256)).tcp(80, random.nextInt(65_536))
            .payload(random.nextInt(1_400)).bytes()).limit(count).toArray(byte[][]::new);
    }

    /** Over IPv4 and IPv6, with and without container and tags, as Wireshark sees it. */
    @Test
    void shouldPushWhatWiresharkFindsSound() throws IOException, InterruptedException {
        assumeTrue(Stream.of(System.getenv("PATH").split(File.pathSeparator))
            .anyMatch(place -> Files.isExecutable(Path.of(place, "tshark"))), "tshark is not installed");
        final String enb6 = "2001:db8::e1";
        final String core6 = "2001:db8::c1";
        final String ue6 = "2001:db8:45::1";
        final Path config = new EdgeConfig().pop(ACCESS).bearer(UE, CORE, 5, ENB, 6)
            .bearer("10.45.0.2", CORE, 15, ENB, 16).bearer(ue6, core6, 5, enb6, 6).in(folder);
        final ReplayRun run = ReplayRun.of(folder, config)
            .in("access0", request(Frames.ethernet().serviceVlan(5).vlan(6).ipv4(ENB, CORE).trafficClass(0xb8)
                .udp(2152, 2152).gtpu(5).pduSessionContainer(Gtpu.PDU_TYPE_UPLINK, 9), UE))
            .in("access0", request(outer(CORE).gtpu(15), "10.45.0.2"))
            .in("access0", Frames.ethernet().vlan(6).ipv6(enb6, core6).udp(2152, 2152).gtpu(5)
                .pduSessionContainer(Gtpu.PDU_TYPE_UPLINK, 9).ipv6(ue6, "2001:db8::5").udp(1, 2).payload(3).bytes());
        for (int length = 0; length < 300; length++) {
            run.in("app0", fromApplication().ipv4(SERVER, UE).udp(2, 1).payload(length).padded().bytes(),
                fromApplication().ipv4(SERVER, "10.45.0.2").tcp(80, 1_000 + length).payload(length).padded().bytes(),
                fromApplication().ipv6("2001:db8::5", ue6).udp(2, 1).payload(length).bytes());
        }

        final ReplayRun.Outcome outcome = run.run();

        assertEquals(900, outcome.sent("access0").size());
        assertEquals(List.of(), tshark(outcome.folder().resolve("access0.pcap"), WARNINGS));
        assertEquals(600, tshark(outcome.folder().resolve("access0.pcap"),
            "gtp.ext_hdr.pdu_ses_con.pdu_type == 0 && gtp.ext_hdr.pdu_ses_con.qos_flow_id == 9").size());
    }

    private List<String> tshark(final Path file, final String filter) throws IOException, InterruptedException {
        final Path out = folder.resolve("tshark");
        final Process process = new ProcessBuilder("tshark", "-r", file.toString(), "-o", "ip.check_checksum:TRUE",
            "-o", "udp.check_checksum:TRUE", "-o", "tcp.check_checksum:TRUE", "-Y", filter)
            .redirectOutput(out.toFile()).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
        assertEquals(0, process.exitValue());
        return Files.readAllLines(out);
    }
}
