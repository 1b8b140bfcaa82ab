package io.mecvswitch.vswitch;

import static io.mecvswitch.traffic.FrameAssert.assertFrame;
import static io.mecvswitch.vswitch.ChainConfigs.aware;
import static io.mecvswitch.vswitch.ChainConfigs.chains;
import static io.mecvswitch.vswitch.Configs.ask;
import static io.mecvswitch.vswitch.Configs.bearer;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mecvswitch.capture.PcapWriter;
import io.mecvswitch.config.BearerConfig;
import io.mecvswitch.config.IpAddress;
import io.mecvswitch.config.PortChain;
import io.mecvswitch.config.PortPair.Correlation;
import io.mecvswitch.config.ServiceGraph;
import io.mecvswitch.config.ServiceGraph.Branch;
import io.mecvswitch.config.SliceConfig;
import io.mecvswitch.config.SlicesConfig;
import io.mecvswitch.header.Ethernet;
import io.mecvswitch.header.Gtpu;
import io.mecvswitch.header.Nsh;
import io.mecvswitch.header.Wire;
import io.mecvswitch.stage.DropReason;
import io.mecvswitch.traffic.Frames;
import java.io.File;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.function.LongUnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Packets through chains of applications that know network service headers or labels, octet by octet. */
class ChainAwareTest {
    private static final String ENB = "192.0.2.1";
    private static final String SGW = "192.0.2.100";
    private static final String UE = "10.45.0.2";
    private static final String SERVER = "203.0.113.5";
    private static final int ID = 77;
    private static final long APPLICATION = Configs.APPLICATION_MAC.bits();
    private static final long SWITCH = Configs.SWITCH_MAC.bits();

    private final SteppedSwitch vswitch = new SteppedSwitch(
        ChainConfigs.site(4, List.of(bearer("ue", UE, 0x8000_0001L, 2, OptionalInt.of(9)))));

    @AfterEach
    void shouldHaveLostNothing() {
        vswitch.assertConserved();
    }

    private void apply(final ChainConfigs.Builder builder) {
        vswitch.apply(vswitch.running().withChains(builder.build()));
    }

    private static ChainConfigs.Builder nsh() {
        final ChainConfigs.Builder builder = chains().applications(4)
            .classifier("fc", ask().innerSource(UE + "/32").match()).with(chain());
        for (int i = 1; i <= 3; i++) {
            builder.with(aware(i, Correlation.NSH));
        }
        return builder;
    }

    private static PortChain chain() {
        return new PortChain("chain", List.of("g1", "g2", "g3"), List.of("fc")).withId(ID)
            .withCorrelation(Correlation.NSH);
    }

    private static Frames uplink() {
        return Frames.ethernet(0x0200_0000_00e1L, 0x0200_0000_00c1L).ipv4(ENB, SGW).udp(2152, 2152).gtpu(0x8000_0001L)
            .pduSessionContainer(Gtpu.PDU_TYPE_UPLINK, 9);
    }

    private static Frames tPdu(final Frames frames) {
        return frames.ipv4(UE, SERVER).udp(4000, 53_000).payload(20);
    }

    private void enter() {
        vswitch.send("access", tPdu(uplink()).bytes());
    }

    private static byte[] metadata(final int ingress, final int qfi, final int plmn, final int bearer, final int teid) {
        return ByteBuffer.allocate(16).putInt(ingress << 16 | qfi).putInt(plmn).putInt(bearer).putInt(teid).array();
    }

    private static byte[] signed(final int ttl, final int index, final byte... metadata) {
        return tPdu(Frames.ethernet(SWITCH, APPLICATION).nsh(ID, index).ttl(ttl).context(metadata)
            .innerEthernet(SWITCH, APPLICATION)).bytes();
    }

    /** An application that does its work on what came, and says so in the service index (RFC 8300 §2.3). */
    private byte[] serve(final int application, final LongUnaryOperator change) {
        final List<byte[]> got = vswitch.sent("in" + application);
        assertEquals(1, got.size(), "packets at application " + application);
        final byte[] sent = got.getFirst().clone();
        final MemorySegment bytes = MemorySegment.ofArray(sent);
        Nsh.setWord0(bytes, Ethernet.HEADER_LENGTH, change.applyAsLong(Nsh.word0(bytes, Ethernet.HEADER_LENGTH)));
        vswitch.send("out" + application, sent);
        return got.getFirst();
    }

    @Test
    void shouldCountIndexAndTtlDownThroughThreeApplications() {
        apply(nsh());
        enter();
        final byte[] known = metadata(0, 9, 0, 0, 0x8000_0001);
        assertFrame(signed(63, 255, known), serve(1, Nsh::served));
        assertFrame(signed(62, 254, known), serve(2, Nsh::served));
        assertFrame(signed(61, 253, known), serve(3, Nsh::served));
        assertFrame(Golden.gpdu(tPdu(uplink())), vswitch.sent("core").getFirst());
        assertEquals(Map.of(), vswitch.drops());
    }

    /** Whole dissection: what applications got, and what left for the core. */
    @Test
    void shouldSatisfyWiresharkAllTheWay(@TempDir final Path folder) throws Exception {
        assumeTrue(Stream.of(System.getenv("PATH").split(File.pathSeparator))
            .anyMatch(place -> Files.isExecutable(Path.of(place, "tshark"))), "tshark is not installed");
        apply(nsh());
        enter();
        final List<byte[]> seen = new ArrayList<>();
        for (int i = 1; i <= 3; i++) {
            seen.add(serve(i, Nsh::served));
        }
        seen.addAll(vswitch.sent("core"));
        final Path file = folder.resolve("chain.pcap");
        try (PcapWriter writer = PcapWriter.create(file)) {
            for (final byte[] frame : seen) {
                writer.write(frame, 1_700_000_000_000_000_000L);
            }
        }
        assertEquals(List.of(), tshark(file, "-Y", "_ws.malformed || _ws.expert.severity >= \"Warning\""));
        assertEquals(List.of("77|255|0x003f|", "77|254|0x003e|", "77|253|0x003d|", "|||0x80000001"), tshark(file,
            "-T", "fields", "-E", "separator=|", "-e", "nsh.spi", "-e", "nsh.si", "-e", "nsh.ttl", "-e", "gtp.teid"));
    }

    private static List<String> tshark(final Path file, final String... arguments) throws Exception {
        final List<String> command = new ArrayList<>(List.of("tshark", "-r", file.toString()));
        command.addAll(List.of(arguments));
        final Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        final List<String> lines = process.inputReader().lines().toList();
        assertTrue(process.waitFor(30, TimeUnit.SECONDS));
        assertEquals(0, process.exitValue());
        return lines;
    }

    @Test
    void shouldTellTheSliceOfABearer() {
        vswitch.apply(vswitch.running()
            .withSlices(new SlicesConfig(6, List.of(new SliceConfig("001-01", List.of(IpAddress.parse(SGW)), false,
                List.of(), List.of()))))
            .withBearers(vswitch.running().bearers().stream().map(bearer -> inSlice(bearer)).toList())
            .withChains(nsh().build()));
        enter();
        assertFrame(signed(63, 255, metadata(0, 9, 1_001, 2, 0x8000_0001)), serve(1, Nsh::served));
        serve(2, Nsh::served);
        serve(3, Nsh::served);
    }

    private static BearerConfig inSlice(final BearerConfig bearer) {
        return new BearerConfig(bearer.name(), bearer.ueAddress(), bearer.coreEndpoint(), bearer.uplinkTeid(),
            bearer.accessEndpoint(), bearer.downlinkTeid(), bearer.qfi(), bearer.imsi(), bearer.push(),
            Optional.of("001-01"));
    }

    @Test
    void shouldSayTheSameInAContextHeaderOfType2() {
        apply(nsh().with(chain().withMetadata(2)));
        enter();
        final byte[] header = ByteBuffer.allocate(20).putInt(Nsh.contextHeader(0xfff6, 1, 16))
            .put(metadata(0, 9, 0, 0, 0x8000_0001)).array();
        assertFrame(tPdu(Frames.ethernet(SWITCH, APPLICATION).nsh(ID, 255).contextHeaders(header)
            .innerEthernet(SWITCH, APPLICATION)).bytes(), serve(1, Nsh::served));
        serve(2, Nsh::served);
        serve(3, Nsh::served);
        assertEquals(1, vswitch.sent("core").size());
    }

    @Test
    void shouldKeepWhatAnApplicationWroteIntoTheHeader() {
        apply(nsh());
        enter();
        final byte[] first = vswitch.sent("in1").getFirst();
        final MemorySegment bytes = MemorySegment.ofArray(first);
        // The unassigned bits of RFC 8300 figure 2: one behind the O bit, four in front of the MD type.
        Nsh.setWord0(bytes, 14, Nsh.served(Nsh.word0(bytes, 14)) | 1L << 60 | 5L << 44);
        Nsh.setContext(bytes, 14, 0x1122_3344_5566_7788L, -1);
        vswitch.send("out1", first);
        final MemorySegment second = MemorySegment.ofArray(serve(2, Nsh::served));
        assertEquals(1L << 60 | 5L << 44, Nsh.word0(second, 14) & (1L << 60 | 0xfL << 44));
        assertEquals(0x1122_3344, Nsh.context(second, 14, 0));
        assertEquals(-1, Nsh.context(second, 14, 3));
        serve(3, Nsh::served);
    }

    @Test
    void shouldBeTheProxyOfAnUnawareApplicationBetween() {
        apply(nsh().with(ChainConfigs.pair(2)));
        enter();
        serve(1, Nsh::served);
        final byte[] plain = vswitch.sent("in2").getFirst();
        assertFrame(tPdu(Frames.ethernet(SWITCH, APPLICATION)).bytes(), plain);
        vswitch.send("out2", plain);
        assertFrame(signed(61, 253, metadata(portIndex("out2"), 0, 0, 0, 0)), serve(3, Nsh::served));
        assertFrame(Golden.gpdu(tPdu(uplink())), vswitch.sent("core").getFirst());
    }

    private int portIndex(final String name) {
        return vswitch.running().ports().stream().map(port -> port.name()).toList().indexOf(name);
    }

    @Test
    void shouldLetALoopDie() {
        apply(nsh());
        enter();
        int visits = 0;
        for (List<byte[]> got = vswitch.sent("in1"); !got.isEmpty(); got = vswitch.sent("in1")) {
            visits++;
            vswitch.send("out1", got.getFirst());
        }
        assertEquals(63, visits);
        assertEquals(Map.of(DropReason.NSH_TTL, 1L), vswitch.drops());
    }

    @Test
    void shouldTakeATtlOf0ForOneOf64() {
        apply(nsh());
        enter();
        serve(1, word0 -> Nsh.served(word0) & ~(0x3fL << 54));
        assertEquals(63, Nsh.ttl(Nsh.word0(MemorySegment.ofArray(serve(2, Nsh::served)), 14)));
        serve(3, Nsh::served);
    }

    @ParameterizedTest
    @ValueSource(strings =
        {"version 1", "MD type 0", "MD type 15", "length 5", "next protocol 4", "next protocol 9"})
    void shouldDropAHeaderThatNobodyCanRead(final String defect) {
        shouldDrop(DropReason.NSH_MALFORMED, defect);
    }

    @Test
    void shouldDropOamPackets() {
        shouldDrop(DropReason.NSH_OAM, "O bit");
    }

    @Test
    void shouldDropWhatHasNoServicesLeft() {
        shouldDrop(DropReason.NSH_INDEX, "index 0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"index 7", "another path"})
    void shouldDropWhatIsNowhere(final String defect) {
        shouldDrop(DropReason.CHAIN_UNKNOWN, defect);
    }

    private void shouldDrop(final DropReason reason, final String defect) {
        apply(nsh());
        enter();
        serve(1, word0 -> spoil(word0, defect));
        assertEquals(Map.of(reason, 1L), vswitch.drops());
        assertEquals(List.of(), vswitch.sent("in2"));
    }

    private static long spoil(final long word0, final String defect) {
        return switch (defect) {
            case "version 1" -> word0 | 1L << 62;
            case "MD type 0" -> word0 & ~(0xfL << 40);
            case "MD type 15" -> word0 | 0xfL << 40;
            case "length 5" -> word0 & ~(0x3fL << 48) | 5L << 48;
            case "next protocol 4" -> Nsh.withNext(word0, Nsh.NEXT_NSH);
            case "next protocol 9" -> Nsh.withNext(word0, 9);
            case "O bit" -> word0 | 1L << 61;
            case "index 0" -> Nsh.withPath(word0, ID, 0);
            case "index 7" -> Nsh.withPath(word0, ID, 7);
            case "another path" -> Nsh.withPath(word0, ID + 1, 254);
            default -> throw new IllegalArgumentException(defect);
        };
    }

    @Test
    void shouldDropAHeaderThatIsCutOff() {
        apply(nsh());
        final byte[] whole = signed(63, 254, new byte[16]);
        for (int length = Ethernet.HEADER_LENGTH; length < Ethernet.HEADER_LENGTH + Nsh.MD1_LENGTH + 14; length++) {
            vswitch.send("out1", Arrays.copyOf(whole, length));
        }
        assertEquals(Map.of(DropReason.NSH_MALFORMED, (long) Nsh.MD1_LENGTH + 14), vswitch.drops());
    }

    @Test
    void shouldTakeAnIpPacketDirectlyBehindTheHeader() {
        apply(nsh());
        enter();
        vswitch.sent("in1");
        vswitch.send("out1", tPdu(Frames.ethernet(APPLICATION, SWITCH).nsh(ID, 254)).bytes());
        assertFrame(signed(62, 254, metadata(portIndex("out1"), 0, 0, 0, 0)), serve(2, Nsh::served));
        serve(3, Nsh::served);
        assertEquals(1, vswitch.sent("core").size());
    }

    @Test
    void shouldLetAnApplicationClassifyAgain() {
        apply(nsh().with(new PortChain("short", List.of("g3"), List.of()).withId(9).withCorrelation(Correlation.NSH)));
        enter();
        serve(1, word0 -> Nsh.withPath(word0, 9, 255));
        assertEquals(List.of(), vswitch.sent("in2"));
        serve(3, Nsh::served);
        assertEquals(1, vswitch.sent("core").size());
    }

    @Test
    void shouldBranchBehindTheLastApplicationOfAChain() {
        apply(nsh().with(ChainConfigs.aware(4, Correlation.NSH))
            .with(new PortChain("chain", List.of("g1"), List.of("fc")).withCorrelation(Correlation.NSH))
            .with(new PortChain("dns", List.of("g2", "g4"), List.of("to-dns")).withCorrelation(Correlation.NSH))
            .with(new PortChain("web", List.of("g3"), List.of("to-web")).withCorrelation(Correlation.NSH))
            .classifier("to-dns", ask().innerDestination(SERVER + "/32").match())
            .classifier("to-web", ask().innerDestination("203.0.113.6/32").match())
            .with(new ServiceGraph("graph", List.of(new Branch("chain", List.of("dns", "web"))))));
        enter();
        serve(1, Nsh::served);
        serve(2, Nsh::served);
        serve(4, Nsh::served);
        assertEquals(1, vswitch.sent("core").size());
        vswitch.send("access", uplink().ipv4(UE, "203.0.113.6").udp(4000, 80).payload(20).bytes());
        serve(1, Nsh::served);
        serve(3, Nsh::served);
        assertEquals(1, vswitch.sent("core").size());
        vswitch.send("access", uplink().ipv4(UE, "203.0.113.7").udp(4000, 80).payload(20).bytes());
        serve(1, Nsh::served);
        assertEquals(1, vswitch.sent("core").size());
        assertEquals(Map.of(), vswitch.drops());
    }

    @Test
    void shouldTellApplicationsByLabelsWhereAPacketIs() {
        apply(chains().applications(2).with(aware(1, Correlation.MPLS)).with(aware(2, Correlation.MPLS))
            .classifier("fc", ask().innerSource(UE + "/32").match())
            .with(new PortChain("chain", List.of("g1", "g2"), List.of("fc")).withId(1)));
        enter();
        for (int i = 1; i <= 2; i++) {
            final byte[] got = vswitch.sent("in" + i).getFirst();
            assertFrame(tPdu(Frames.ethernet(SWITCH, APPLICATION).mpls(512 - i)).bytes(), got);
            vswitch.send("out" + i, got);
        }
        assertFrame(Golden.gpdu(tPdu(uplink())), vswitch.sent("core").getFirst());
        assertEquals(Map.of(), vswitch.drops());
    }

    @Test
    void shouldDropLabelsThatSayNothing() {
        apply(chains().applications(1).with(aware(1, Correlation.MPLS))
            .classifier("fc", ask().innerSource(UE + "/32").match())
            .with(new PortChain("chain", List.of("g1"), List.of("fc")).withId(1)));
        final List<byte[]> bad = new ArrayList<>(List.of(
            tPdu(Frames.ethernet(APPLICATION, SWITCH).mpls(511).mpls(511)).bytes(),
            Frames.ethernet(APPLICATION, SWITCH).mpls(511).payload(20).bytes(),
            Frames.ethernet(APPLICATION, SWITCH).mpls(511).bytes()));
        vswitch.send("out1", bad.toArray(byte[][]::new));
        vswitch.send("out1", tPdu(Frames.ethernet(APPLICATION, SWITCH).mpls(300)).bytes(),
            tPdu(Frames.ethernet(APPLICATION, SWITCH).mpls(3 << 8 | 255)).bytes());
        assertEquals(Map.of(DropReason.MPLS_MALFORMED, 3L, DropReason.CHAIN_UNKNOWN, 2L), vswitch.drops());
    }

    @Test
    void shouldLetAnUnsignedPacketOfAnAwareApplicationGoItsWay() {
        apply(nsh());
        enter();
        serve(1, Nsh::served);
        serve(2, Nsh::served);
        serve(3, Nsh::served);
        vswitch.send("out1",
            Frames.ethernet(APPLICATION, SWITCH).ipv4(SERVER, UE).udp(53_000, 4000).payload(4).bytes());
        assertEquals(1, vswitch.sent("access").size());
    }

    @Test
    void shouldLeadFramesInNetworkServiceHeaders() {
        apply(chains().applications(1).with(aware(1, Correlation.NSH)).classifier("fc", ask().ingress("access").match())
            .with(new PortChain("chain", List.of("g1"), List.of("fc")).withId(ID).withCorrelation(Correlation.NSH)
                .ofFrames()));
        final byte[] arp = Frames.ethernet(1, 2).etherType(0x0806).payload(28).padded().bytes();
        vswitch.send("access", arp);
        final byte[] got = serve(1, Nsh::served);
        assertEquals(Ethernet.TYPE_NSH, Wire.u16(MemorySegment.ofArray(got), 12));
        assertFrame(arp, vswitch.sent("core").getFirst());
    }
}
