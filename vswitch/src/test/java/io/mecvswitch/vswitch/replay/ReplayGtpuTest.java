package io.mecvswitch.vswitch.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.mecvswitch.capture.CapturedFrame;
import io.mecvswitch.header.Ethernet;
import io.mecvswitch.header.Gtpu;
import io.mecvswitch.header.IpProtocol;
import io.mecvswitch.stage.DropReason;
import io.mecvswitch.traffic.FrameAssert;
import io.mecvswitch.traffic.Frames;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * What comes out of tunnels and what does not (3GPP TS 29.281), where a rule wants everything from the access side
 * taken out for an application.
 *
 * <p>All checks are one replay; the time at which a packet leaves tells whose it is.
 */
@Tag("dpdk")
class ReplayGtpuTest {
    private static final String UE = "10.45.0.1";
    private static final String SERVER = "203.0.113.5";
    private static final String ENB = "172.16.1.1";
    private static final String CORE = "172.16.0.1";
    private static final String OTHER = "172.16.0.2";
    private static final String ENB6 = "2001:db8::e1";
    private static final String CORE6 = "2001:db8::c1";
    private static final long TEID = 77;
    private static final long[] TEIDS = {1, 0x7fff_ffffL, 0x8000_0000L, 0xffff_ffffL};

    private static final byte[] V4 = tpdu(Frames.ethernet().ipv4(UE, SERVER).udp(9, 9).payload(20));
    private static final byte[] V6 =
        tpdu(Frames.ethernet().ipv6("2001:db8:45::1", "2001:db8:99::5").tcp(9, 80).payload(20));

    private static final int EXTENSION_UNKNOWN = 0x55;
    private static final int EXTENSION_UNKNOWN_REQUIRED = 0xd5;

    /** Where a packet leaves, as what; or why it does not. */
    private record Check(String name, byte[] frame, String port, byte[] leaving, DropReason reason) { }

    private final List<Check> checks = new ArrayList<>();

    private static byte[] tpdu(final Frames frames) {
        final byte[] frame = frames.bytes();
        return Arrays.copyOfRange(frame, Ethernet.HEADER_LENGTH, frame.length);
    }

    private static Frames outer() {
        return Frames.ethernet().ipv4(ENB, CORE).udp(2152, 2152);
    }

    private static Frames tunnel() {
        return outer().gtpu(TEID);
    }

    private static Frames flags(final int flags, final int... optional) {
        final Frames frames = outer().gtpu(TEID).sequence(0).set(0, flags);
        for (int i = 0; i < optional.length; i++) {
            frames.set(Gtpu.SEQUENCE_OFFSET + i, optional[i]);
        }
        return frames;
    }

    private void popped(final String name, final Frames tunnel, final byte[] tpdu) {
        popped(name, tunnel.payload(tpdu).bytes(), tpdu);
    }

    private void popped(final String name, final byte[] frame, final byte[] tpdu) {
        final byte[] leaving = Frames.ethernet(EdgeConfig.SWITCH_MAC, EdgeConfig.APP_MAC)
            .etherType(tpdu[0] >> 4 == 4 ? Ethernet.TYPE_IPV4 : Ethernet.TYPE_IPV6).payload(tpdu).bytes();
        checks.add(new Check(name, frame, "app0", leaving, DropReason.NONE));
    }

    private void passed(final String name, final Frames frames) {
        passed(name, frames.bytes());
    }

    private void passed(final String name, final byte[] frame) {
        checks.add(new Check(name, frame, "core0", frame, DropReason.NONE));
    }

    private void dropped(final String name, final DropReason reason, final Frames frames) {
        dropped(name, reason, frames.bytes());
    }

    private void dropped(final String name, final DropReason reason, final byte[] frame) {
        checks.add(new Check(name, frame, "none", new byte[0], reason));
    }

    private void lengths() {
        popped("G01 G03 shouldPopExactlyTheLengthOctets", tunnel(), V4);
        popped("G01 shouldPopAnIpv6Packet", tunnel(), V6);
        popped("G07 shouldNotForwardTheSurplusOfAShortLength",
            tunnel().length(V4.length).payload(Arrays.copyOf(V4, V4.length + 9)).bytes(), V4);
        popped("G58 shouldNotForwardEthernetPadding", tunnel().trailer(new byte[6]), V4);
        dropped("G08 shouldDropALengthBeyondTheUdpPayload", DropReason.GTPU_LENGTH,
            tunnel().length(V4.length + 1).payload(V4));
        for (int flags = 1; flags < 8; flags++) {
            for (int length = 0; length < Gtpu.OPTIONAL_LENGTH; length++) {
                dropped("G09 shouldDropALengthWithoutRoomForOptionalOctets flags " + flags + " length " + length,
                    DropReason.GTPU_LENGTH, flags(0x30 | flags).length(length).payload(V4));
            }
        }
        for (int length = 0; length < Gtpu.HEADER_LENGTH; length++) {
            dropped("G10 shouldDropATruncatedHeader of " + length, DropReason.GTPU_TRUNCATED,
                outer().payload(Arrays.copyOf(new byte[] {0x30, (byte) 0xff}, length)));
        }
        dropped("G39 shouldNotSendAnEmptyPacket", DropReason.INNER_TRUNCATED, tunnel());
        dropped("G39 shouldNotSendAnEmptyPacketBehindARanContainer", DropReason.INNER_TRUNCATED,
            tunnel().extension(Gtpu.EXTENSION_RAN_CONTAINER, new byte[2]));
    }

    private void flags() {
        for (int flags = 1; flags < 8; flags++) {
            popped("G02 shouldCountAllOptionalOctetsWithAnyFlag " + flags, flags(0x30 | flags, 1, 2, 3, 0), V4);
        }
        popped("G02 shouldNotReadTheNextTypeWithoutE", flags(0x33, 1, 2, 3, 0xc1), V4);
        popped("G04 shouldIgnoreTheSpareBit", tunnel().set(0, 0x38), V4);
        for (final int version : new int[] {0, 2, 3, 4, 5, 6, 7}) {
            passed("G05 shouldNotPopVersion " + version, tunnel().set(0, version << 5 | 0x10).payload(V4));
        }
        passed("G06 shouldNotPopGtpPrime", tunnel().set(0, 0x20).payload(V4));
    }

    private void signalling() {
        passed("G30 shouldPassAnEchoRequest", outer().gtpu(0).messageType(Gtpu.ECHO_REQUEST).sequence(7));
        passed("G30 shouldPassAnEchoResponse",
            outer().gtpu(0).messageType(Gtpu.ECHO_RESPONSE).sequence(7).payload(Frames.hex("0e00")));
        passed("G23 shouldPassAnOddEchoRequest", outer().gtpu(5).messageType(Gtpu.ECHO_REQUEST));
        passed("G20 G30 shouldPassAnErrorIndication", outer().gtpu(0).messageType(Gtpu.ERROR_INDICATION).sequence(0)
            .payload(Frames.hex("10 0000004d 85 0004 ac100001")));
        passed("G20 shouldPassASupportedExtensionHeadersNotification",
            outer().gtpu(0).messageType(Gtpu.SUPPORTED_EXTENSIONS).sequence(0).payload(Frames.hex("8d 01 85")));
        passed("G30 G43 shouldPassAnEndMarker", tunnel().messageType(Gtpu.END_MARKER));
        passed("G42 shouldPassAnEndMarkerOfAnUnknownTunnel", outer().gtpu(666).messageType(Gtpu.END_MARKER)
            .pduSessionContainer(Gtpu.PDU_TYPE_DOWNLINK, 1));
        popped("G44 shouldPopAfterAnEndMarker", tunnel(), V4);
        for (final int type : new int[] {0, 3, 4, 27, 32, 33, 99, 252, 253}) {
            passed("G11 shouldPassMessageType " + type, tunnel().messageType(type).payload(V4));
        }
    }

    private void tunnels() {
        dropped("G13 shouldDropAnUnknownTeid", DropReason.BEARER_UNKNOWN, outer().gtpu(666).payload(V4));
        dropped("G13 shouldDropAnUnknownTeidOverIpv6", DropReason.BEARER_UNKNOWN,
            Frames.ethernet().ipv6(ENB6, CORE6).udp(2152, 2152).gtpu(666).payload(V4));
        dropped("G14 shouldDropTeid0", DropReason.BEARER_UNKNOWN, outer().gtpu(0).payload(V4));
        dropped("G16 shouldDropATeidOfAnotherEndpoint", DropReason.BEARER_UNKNOWN,
            Frames.ethernet().ipv4(ENB, OTHER).udp(2152, 2152).gtpu(TEID).payload(V4));
        for (final long teid : TEIDS) {
            popped("G17 shouldPopTeid " + teid, outer().gtpu(teid), V4);
        }
        popped("G45 shouldAcceptAnySourcePort", Frames.ethernet().ipv4(ENB, CORE).udp(1, 2152).gtpu(TEID), V4);
        passed("G45 shouldPassOtherDestinationPorts",
            Frames.ethernet().ipv4(ENB, CORE).udp(2152, 2153).gtpu(TEID).payload(V4));
    }

    private void extensions() {
        popped("G31 shouldWalkTheChain", tunnel().extension(Gtpu.EXTENSION_UDP_PORT, (byte) 8, (byte) 104)
            .extension(Gtpu.EXTENSION_SERVICE_CLASS, new byte[6]).extension(Gtpu.EXTENSION_RAN_CONTAINER, new byte[42])
            .pduSessionContainer(Gtpu.PDU_TYPE_UPLINK, 9), V4);
        popped("G31 shouldCountLengthsInUnitsOfFourOctets",
            tunnel().extension(EXTENSION_UNKNOWN, new byte[255 * 4 - 2]), V6);
        popped("G32 shouldPopBehindAnUplinkContainer", tunnel().pduSessionContainer(Gtpu.PDU_TYPE_UPLINK, 63), V4);
        popped("G32 shouldPopBehindADownlinkContainerWithRqi",
            tunnel().extension(Gtpu.EXTENSION_PDU_SESSION_CONTAINER, (byte) 0, (byte) 0x49), V4);
        popped("G32 shouldPopBehindADownlinkContainerWithPpp", tunnel().extension(Gtpu.EXTENSION_PDU_SESSION_CONTAINER,
            (byte) 0, (byte) 0x89, (byte) 0x20, (byte) 0, (byte) 0, (byte) 0), V4);
        popped("G33 shouldSkipAnUnknownExtension", tunnel().extension(EXTENSION_UNKNOWN, new byte[2]), V4);
        dropped("G34 shouldDropBehindAnUnknownExtensionToBeUnderstood", DropReason.GTPU_EXTENSION_REQUIRED,
            tunnel().extension(EXTENSION_UNKNOWN_REQUIRED, new byte[2]).payload(V4));
        dropped("G36 shouldDropAnExtensionOfLength0", DropReason.GTPU_EXTENSION_LENGTH,
            tunnel().extension(EXTENSION_UNKNOWN, new byte[2]).length(0).payload(V4));
        dropped("G37 shouldDropAnExtensionBeyondTheLength", DropReason.GTPU_EXTENSION_LENGTH,
            tunnel().extension(EXTENSION_UNKNOWN, new byte[2]).length(V4.length / 4 + 2).payload(V4));
        dropped("G37 shouldDropAnExtensionThatTheLengthCutsOff", DropReason.GTPU_EXTENSION_LENGTH,
            flags(0x34, 0, 0, 0, 0x40).length(4).payload(Frames.hex("01080400")));
        popped("G38 shouldWalk32Extensions", chain(32), V4);
        dropped("G38 shouldNotWalk300Extensions", DropReason.GTPU_EXTENSIONS_TOO_MANY, chain(300).payload(V4));
    }

    private static Frames chain(final int count) {
        final Frames frames = tunnel();
        for (int i = 0; i < count; i++) {
            frames.extension(Gtpu.EXTENSION_UDP_PORT, (byte) 8, (byte) 104);
        }
        return frames;
    }

    private void outsides() {
        for (int tags = 0; tags <= 2; tags++) {
            for (final byte[] tpdu : List.of(V4, V6)) {
                final String name = "G46 shouldPopIpv" + (tpdu[0] >> 4) + " with " + tags + " tags over IPv";
                popped(name + 4, tagged(tags).ipv4(ENB, CORE).udp(2152, 2152).gtpu(TEID), tpdu);
                popped(name + 6, tagged(tags).ipv6(ENB6, CORE6).udp(2152, 2152).gtpu(TEID), tpdu);
            }
        }
        popped("G47 shouldAcceptNoUdpChecksum", outer().checksum(0).gtpu(TEID), V4);
        popped("G47 shouldAcceptNoUdpChecksumOverIpv6",
            Frames.ethernet().ipv6(ENB6, CORE6).udp(2152, 2152).checksum(0).gtpu(TEID), V4);
        popped("G48 shouldNotVerifyTheUdpChecksum", outer().checksum(0xbad).gtpu(TEID), V4);
        popped("G59 shouldSkipIpv4Options",
            Frames.ethernet().ipv4(ENB, CORE).options(new byte[40]).udp(2152, 2152).gtpu(TEID), V4);
        popped("G59 shouldSkipIpv6HopByHopOptions", Frames.ethernet().ipv6(ENB6, CORE6)
            .ipv6Extension(IpProtocol.HOP_BY_HOP, new byte[6]).udp(2152, 2152).gtpu(TEID), V4);
    }

    private static Frames tagged(final int tags) {
        final Frames frames = Frames.ethernet();
        return tags == 0 ? frames : tags == 1 ? frames.vlan(100) : frames.serviceVlan(5).vlan(100);
    }

    private void insides() {
        popped("G50 shouldLeaveTtlDscpAndChecksumsAlone", tunnel(),
            tpdu(Frames.ethernet().ipv4(UE, SERVER).ttl(1).trafficClass(0xbb).checksum(0xbad)
                .udp(9, 9).checksum(0xbad)));
        dropped("G53 shouldDropAnEthernetPacketInTheTunnel", DropReason.INNER_NOT_IP,
            tunnel().payload(Frames.ethernet().ipv4(UE, SERVER).bytes()));
        popped("G54 shouldPopATpduWhoseIpv4LengthLies", tunnel(),
            tpdu(Frames.ethernet().ipv4(UE, SERVER).length(9_999).udp(9, 9)));
        popped("G54 shouldPopATpduWhoseIpv6LengthLies", tunnel(),
            tpdu(Frames.ethernet().ipv6(ENB6, CORE6).length(1).udp(9, 9).payload(30)));
        dropped("G54 shouldDropATpduShorterThanItsIpHeader", DropReason.INNER_TRUNCATED,
            tunnel().payload(Arrays.copyOf(V4, 19)));
        popped("G55 shouldPopOneLevel", tunnel(), tpdu(tunnel().payload(V4)));
    }

    private void fragments() {
        for (final byte[] fragment : Frames.fragments(tunnel().payload(V4).bytes(), 24, 5)) {
            dropped("G49 shouldDropFragmentsOfATunnel", DropReason.FRAGMENT, fragment);
        }
        dropped("G49 shouldDropAnIpv6FragmentOfATunnel", DropReason.FRAGMENT, Frames.ethernet().ipv6(ENB6, CORE6)
            .ipv6Fragment(0, true, 1).udp(2152, 2152).gtpu(TEID).payload(V4).bytes());
        for (final byte[] fragment : Frames.fragments(
            Frames.ethernet().ipv4(UE, SERVER).tcp(9, 80).payload(100).bytes(), 40, 5)) {
            passed("G49 shouldPassFragmentsOfTcp", fragment);
        }
        passed("G49 shouldPassTheFirstFragmentToAnotherUdpPort",
            Frames.ethernet().ipv4(UE, SERVER).fragment(0, true, 6).udp(2152, 9).payload(16).bytes());
        passed("G49 shouldPassAnIpv6FragmentOfTcp",
            Frames.ethernet().ipv6(ENB6, CORE6).ipv6Fragment(64, true, 1).protocol(IpProtocol.TCP).payload(16).bytes());
    }

    private static EdgeConfig config() {
        final EdgeConfig config = new EdgeConfig().pop("\"ingress-interface\" : \"access0\"")
            .bearer(UE, CORE, TEID, ENB, TEID).bearer("2001:db8:45::1", CORE6, TEID, ENB6, TEID);
        for (int i = 0; i < TEIDS.length; i++) {
            config.bearer("10.46.0." + i, CORE, TEIDS[i], ENB, TEIDS[i]);
        }
        return config;
    }

    @TestFactory
    Stream<DynamicTest> checks(@TempDir final Path folder) {
        lengths();
        flags();
        signalling();
        tunnels();
        extensions();
        outsides();
        insides();
        fragments();
        final ReplayRun run = ReplayRun.of(folder, config().in(folder));
        checks.forEach(check -> run.in("access0", check.frame()));
        final ReplayRun.Outcome outcome = run.run();
        return Stream.concat(checks(outcome), Stream.of(
            dynamicTest("shouldAnswerNothing", () -> outcome.assertSent("access0")),
            dynamicTest("shouldNameEveryLoss", () -> assertEquals(losses(), counted(outcome)))));
    }

    private Stream<DynamicTest> checks(final ReplayRun.Outcome outcome) {
        final Map<Long, CapturedFrame> popped = byTime(outcome.captured("app0"));
        final Map<Long, CapturedFrame> passed = byTime(outcome.captured("core0"));
        final List<DynamicTest> tests = new ArrayList<>();
        long timeNs = ReplayRun.START_NS;
        for (final Check check : checks) {
            final CapturedFrame app = popped.get(timeNs);
            final CapturedFrame core = passed.get(timeNs);
            tests.add(dynamicTest(check.name(), () -> {
                assertLeaving(check, "app0", app);
                assertLeaving(check, "core0", core);
            }));
            timeNs += ReplayRun.GAP_NS;
        }
        return tests.stream();
    }

    private static Map<Long, CapturedFrame> byTime(final List<CapturedFrame> frames) {
        final Map<Long, CapturedFrame> byTime = new TreeMap<>();
        frames.forEach(frame -> assertEquals(null, byTime.put(frame.timeNs(), frame)));
        return byTime;
    }

    private static void assertLeaving(final Check check, final String port, final CapturedFrame frame) {
        assertEquals(check.port().equals(port), frame != null, () -> check.name() + ": leaves by " + port);
        if (frame != null) {
            FrameAssert.assertFrame(check.leaving(), frame.bytes());
        }
    }

    private Map<DropReason, Long> losses() {
        final Map<DropReason, Long> losses = new TreeMap<>();
        checks.stream().filter(check -> check.reason() != DropReason.NONE)
            .forEach(check -> losses.merge(check.reason(), 1L, Long::sum));
        return losses;
    }

    private static Map<DropReason, Long> counted(final ReplayRun.Outcome outcome) {
        final Map<DropReason, Long> counted = new TreeMap<>();
        for (final DropReason reason : DropReason.values()) {
            if (outcome.dropped(reason.name()) > 0) {
                counted.put(reason, outcome.dropped(reason.name()));
            }
        }
        return counted;
    }
}
