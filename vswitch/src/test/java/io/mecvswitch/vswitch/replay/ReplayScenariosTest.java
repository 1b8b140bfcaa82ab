package io.mecvswitch.vswitch.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.mecvswitch.capture.CapturedFrame;
import io.mecvswitch.header.Gtpu;
import io.mecvswitch.header.IpProtocol;
import io.mecvswitch.traffic.Frames;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the switch is for, seen from outside, with the configurations of {@code docs/examples}. */
@Tag("dpdk")
class ReplayScenariosTest {
    private static final long ENB_MAC = 0x0200_0000_0e01L;
    private static final long CORE_MAC = 0x0200_0000_0c01L;
    private static final long APP_MAC = 0x0200_0000_aa01L;
    /** Of the switch on the application's port: follows from its name. */
    private static final long SWITCH_MAC = 0x0200_0000_0000L | "app0".hashCode();

    private static final String ENB = "172.16.1.1";
    private static final String CORE = "172.16.0.1";
    private static final String SERVER = "203.0.113.5";

    @TempDir
    private Path folder;

    private static Frames uplink() {
        return Frames.ethernet(ENB_MAC, CORE_MAC).ipv4(ENB, CORE).udp(40_000, 2152);
    }

    private static Frames downlink() {
        return Frames.ethernet(CORE_MAC, ENB_MAC).ipv4(CORE, ENB).udp(2152, 2152);
    }

    /** As the switch pushes: an atomic datagram without UDP checksum. */
    private static Frames pushed(final long source, final long destination, final String from, final String to) {
        return Frames.ethernet(source, destination).ipv4(from, to).set(6, 0x40).udp(2152, 2152).checksum(0);
    }

    private static Frames toApplication() {
        return Frames.ethernet(SWITCH_MAC, APP_MAC);
    }

    private static Frames fromApplication() {
        return Frames.ethernet(APP_MAC, SWITCH_MAC);
    }

    private static byte[] request(final Frames frames, final String ue) {
        return frames.ipv4(ue, SERVER).tcp(40_000, 80).payload(100).bytes();
    }

    private static byte[] answer(final Frames frames, final String ue) {
        return frames.ipv4(SERVER, ue).tcp(80, 40_000).payload(200).bytes();
    }

    // Scenario 1: what no rule concerns passes.

    @Test
    void shouldPassEverythingByteForByte() {
        final byte[][] frames = {
            request(uplink().gtpu(1).extension(0x55, new byte[6]).extension(0xd5, new byte[2]), "10.45.0.7"),
            Frames.ethernet().serviceVlan(5).vlan(6).vlan(7).ipv4("10.0.0.1", "10.0.0.2").udp(1, 2).bytes(),
            Frames.ethernet().etherType(0x0806).payload(28).padded().bytes(),
            Frames.ethernet().etherType(0x88cc).payload(1_500).bytes(),
            Frames.ethernet().ipv6("2001:db8::1", "2001:db8::2").ipv6Extension(IpProtocol.HOP_BY_HOP).tcp(1, 2).bytes(),
            Frames.ethernet().ipv4("10.0.0.1", "10.0.0.2").checksum(0xbad).udp(1, 2).length(9_999).bytes(),
            new byte[] {1, 2, 3}};

        final ReplayRun.Outcome outcome = ReplayRun.ofExample(folder, "1-pass-through.xml")
            .in("access0", frames).in("core0", frames).run();

        outcome.assertSent("core0", frames);
        outcome.assertSent("access0", frames);
    }

    // Scenario 2: a local end-point.

    @Test
    void shouldBreakOutABearerOf4G() {
        breakOut(uplink().gtpu(4097), pushed(CORE_MAC, ENB_MAC, CORE, ENB).gtpu(8193));
    }

    @Test
    void shouldBreakOutAPduSessionOf5G() {
        breakOut(uplink().gtpu(4097).pduSessionContainer(Gtpu.PDU_TYPE_UPLINK, 5),
            pushed(CORE_MAC, ENB_MAC, CORE, ENB).gtpu(8193).pduSessionContainer(Gtpu.PDU_TYPE_DOWNLINK, 5));
    }

    private void breakOut(final Frames uplink, final Frames downlink) {
        final ReplayRun.Outcome outcome = ReplayRun.ofExample(folder, "2-local-breakout.xml")
            .in("access0", request(uplink, "10.45.0.7"))
            .in("app0", answer(fromApplication(), "10.45.0.7")).run();

        outcome.assertSent("core0");
        outcome.assertSent("app0", request(toApplication(), "10.45.0.7"));
        outcome.assertSent("access0", answer(downlink, "10.45.0.7"));
    }

    @Test
    void shouldLeaveOtherSubscribersAlone() {
        final byte[] other = uplink().gtpu(4098).ipv4("10.45.0.8", "192.0.2.99").tcp(1, 2).bytes();

        final ReplayRun.Outcome outcome =
            ReplayRun.ofExample(folder, "2-local-breakout.json").in("access0", other).run();

        outcome.assertSent("core0", other);
        outcome.assertSent("app0");
    }

    // Scenario 3: through an application, and back into the tunnel.

    @Test
    void shouldReinsertWithTheBearersOwnOuterHeader() {
        final Frames core = pushed(ENB_MAC, CORE_MAC, ENB, CORE).gtpu(4099);
        final Frames access = pushed(CORE_MAC, ENB_MAC, CORE, ENB).gtpu(8195);

        final ReplayRun.Outcome outcome = ReplayRun.ofExample(folder, "3-through-application.json")
            .in("access0", request(uplink().gtpu(4099).pduSessionContainer(Gtpu.PDU_TYPE_UPLINK, 3), "10.45.0.9"))
            .in("app0", request(fromApplication(), "10.45.0.9"))
            .in("core0", answer(downlink().gtpu(8195).pduSessionContainer(Gtpu.PDU_TYPE_DOWNLINK, 4), "10.45.0.9"))
            .in("app0", answer(fromApplication(), "10.45.0.9")).run();

        outcome.assertSent("app0", request(toApplication(), "10.45.0.9"), answer(toApplication(), "10.45.0.9"));
        outcome.assertSent("core0", request(core.pduSessionContainer(Gtpu.PDU_TYPE_UPLINK, 3), "10.45.0.9"));
        outcome.assertSent("access0", answer(access.pduSessionContainer(Gtpu.PDU_TYPE_DOWNLINK, 4), "10.45.0.9"));
    }

    @Test
    void shouldReinsertIntoATunnelNotSeenYetWithTheConfiguredQfi() {
        final ReplayRun.Outcome outcome = ReplayRun.ofExample(folder, "3-through-application.xml")
            .in("access0", request(uplink().gtpu(4099).pduSessionContainer(Gtpu.PDU_TYPE_UPLINK, 3), "10.45.0.9"))
            .in("app0", answer(fromApplication(), "10.45.0.9")).run();

        outcome.assertSent("access0", answer(pushed(CORE_MAC, ENB_MAC, CORE, ENB).gtpu(8195)
            .pduSessionContainer(Gtpu.PDU_TYPE_DOWNLINK, 9), "10.45.0.9"));
    }

    // SGi: the same without tunnels.

    /** Between the gateway of the mobile core and the world. */
    private static Frames sgi(final boolean tagged, final boolean uplink) {
        final Frames frame = uplink ? Frames.ethernet(ENB_MAC, CORE_MAC) : Frames.ethernet(CORE_MAC, ENB_MAC);
        return tagged ? frame.vlan(0x6064) : frame;
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldPassAndBreakOutWithoutTunnels(final boolean tagged) {
        final byte[] other = sgi(tagged, true).ipv4("10.45.0.7", "192.0.2.99").udp(2152, 2152).payload(9).bytes();
        final byte[] back = sgi(tagged, false).ipv4("192.0.2.99", "10.45.0.7").tcp(1, 2).bytes();

        final ReplayRun.Outcome outcome = ReplayRun.ofExample(folder, "4-sgi.xml")
            .in("access0", other, request(sgi(tagged, true), "10.45.0.7"), request6(sgi(tagged, true)))
            .in("core0", back)
            .in("app0", answer(fromApplication(), "10.45.0.7"), answer6(fromApplication())).run();

        outcome.assertSent("core0", other);
        outcome.assertSent("app0", request(toApplication(), "10.45.0.7"), request6(toApplication()));
        outcome.assertSent("access0", back, answer(sgi(tagged, false), "10.45.0.7"), answer6(sgi(tagged, false)));
    }

    private static byte[] request6(final Frames frames) {
        return frames.ipv6("2001:db8:45::7", "2001:db8:ed::1").tcp(40_000, 80).payload(100).bytes();
    }

    private static byte[] answer6(final Frames frames) {
        return frames.ipv6("2001:db8:ed::1", "2001:db8:45::7").tcp(80, 40_000).payload(200).bytes();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldReinsertWithoutTunnels(final boolean tagged) {
        final ReplayRun.Outcome outcome = ReplayRun.ofExample(folder, "4-sgi.json")
            .in("access0", request(sgi(tagged, true), "10.45.0.9"))
            .in("app0", request(fromApplication(), "10.45.0.9"))
            .in("core0", answer(sgi(tagged, false), "10.45.0.9"))
            .in("app0", answer(fromApplication(), "10.45.0.9")).run();

        outcome.assertSent("app0", request(toApplication(), "10.45.0.9"), answer(toApplication(), "10.45.0.9"));
        outcome.assertSent("core0", request(sgi(tagged, true), "10.45.0.9"));
        outcome.assertSent("access0", answer(sgi(tagged, false), "10.45.0.9"));
    }

    /** The last one puts the pop and the look at what it taught into two lanes. */
    @ParameterizedTest
    @ValueSource(strings = {
        "none", "parse", "parse,classify,match-bearer,decapsulate,steer,encapsulate", "match-bearer"})
    void shouldGiveTheSameBytesWhereverTheLineIsCut(final String cuts) {
        final ReplayRun run = ReplayRun.ofExample(folder, "2-local-breakout.xml");
        for (int i = 0; i < 200; i++) {
            run.in("access0", request(uplink().gtpu(i % 3 == 0 ? 4098 : 4097), "10.45.0." + (i % 3 == 0 ? 8 : 7)))
                .in("app0", answer(fromApplication(), "10.45.0.7"));
        }

        assertSame(run.out("as-configured").run(), run.out("as-configured-2").run());
        assertSame(run.out("as-configured").run(), run.out("cut").run("--cut-after", cuts));
    }

    private static void assertSame(final ReplayRun.Outcome one, final ReplayRun.Outcome other) {
        assertEquals(one.out(), other.out());
        for (final String port : List.of("access0", "core0", "app0")) {
            assertEquals(one.captured(port).stream().map(CapturedFrame::timeNs).toList(),
                other.captured(port).stream().map(CapturedFrame::timeNs).toList());
            other.assertSent(port, one.sent(port).toArray(byte[][]::new));
        }
    }
}
