package io.mecvswitch.vswitch;

import static io.mecvswitch.traffic.FrameAssert.assertFrame;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mecvswitch.config.EndpointConfig;
import io.mecvswitch.config.GtpuConfig;
import io.mecvswitch.config.IpAddress;
import io.mecvswitch.config.MacAddress;
import io.mecvswitch.config.PeerConfig;
import io.mecvswitch.config.RuleAction;
import io.mecvswitch.config.SwitchConfig;
import io.mecvswitch.config.Violation;
import io.mecvswitch.header.Gtpu;
import io.mecvswitch.stage.DropReason;
import io.mecvswitch.stage.Placement;
import io.mecvswitch.stage.StageName;
import io.mecvswitch.status.Conservation;
import io.mecvswitch.status.PathCounters;
import io.mecvswitch.traffic.Frames;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * How the switch watches the paths to its peers (TS 29.281 §7.2.1, §7.2.2): here every 60 s, three requests with 3 s
 * for each. Octets are those that scapy 2.5.0 makes of the same fields.
 */
class PathManagementTest {
    private static final long ENB_MAC = 0x0200_0000_00e1L;
    private static final String ENB = "192.0.2.1";
    private static final String OWN = "192.0.2.100";
    private static final String REQUEST_0 =
        "0200000000e102005e000001080045000028000040004011b65fc0000264c000020108680868"
        + "0014388b320100040000000000000000";
    private static final String REQUEST_1 =
        "0200000000e102005e000001080045000028000040004011b65fc0000264c000020108680868"
        + "0014388a320100040000000000010000";
    private static final String REQUEST_IPV6 =
        "0200000000e102005e0000018100006486dd600000000014114020010db800000000000000"
        + "000000010020010db8000000000000000000000001086808680014607e320100040000000000000000";
    private static final long SECOND_NS = 1_000_000_000L;

    private final SteppedSwitch vswitch = new SteppedSwitch(Placement.UNCUT, 32, 1);

    private static PeerConfig peer(final String address, final OptionalInt vlan) {
        return new PeerConfig(IpAddress.parse(address), "access", MacAddress.parse("02:00:00:00:00:e1"), vlan, 60, 3,
            3);
    }

    private static EndpointConfig endpoint(final String address, final PeerConfig... peers) {
        return new EndpointConfig(IpAddress.parse(address), Optional.empty(), true, 100, false, true, List.of(peers));
    }

    private static SwitchConfig config(final EndpointConfig... endpoints) {
        return Configs.wired(List.of(), List.of()).withGtpu(new GtpuConfig(List.of(endpoints), false));
    }

    private static SwitchConfig watching() {
        return config(endpoint(OWN, peer(ENB, OptionalInt.empty())));
    }

    @BeforeEach
    void begin() {
        vswitch.stopClock();
        vswitch.apply(watching());
    }

    @AfterEach
    void shouldHaveLostNothing() {
        vswitch.assertConserved();
    }

    private void assertRequested(final String request) {
        vswitch.run();
        final List<byte[]> sent = vswitch.sent("access");
        assertEquals(1, sent.size());
        assertFrame(Frames.hex(request), sent.getFirst());
    }

    private void assertQuietFor(final int seconds) {
        vswitch.passTime(seconds * SECOND_NS - 1);
        vswitch.run();
        assertEquals(List.of(), vswitch.sent("access"));
        vswitch.passTime(1);
    }

    private static Frames response(final int sequence) {
        return Frames.ethernet(ENB_MAC, Configs.SWITCH_MAC.bits()).ipv4(ENB, OWN).udp(2152, 2152).gtpu(0)
            .messageType(Gtpu.ECHO_RESPONSE).sequence(sequence).payload(Frames.hex("0e 2a"));
    }

    private void respond(final Frames response) {
        vswitch.send("access", response.bytes());
        vswitch.run();
    }

    private PathCounters path() {
        return vswitch.status().pathCounters(OWN + " " + ENB);
    }

    private void assertPath(final long state, final long requests, final long responses, final long failures) {
        assertEquals(List.of(state, requests, responses, failures), List.of(path().state().get(),
            path().requests().get(), path().responses().get(), path().failures().get()));
    }

    @Test
    @DisplayName("G26 a request every 60 s, each with a number of its own")
    void shouldAskOnceAMinute() {
        assertRequested(REQUEST_0);
        assertPath(0, 1, 0, 0);
        respond(response(0));
        assertPath(1, 1, 1, 0);
        assertQuietFor(60);
        assertRequested(REQUEST_1);
        assertEquals(Map.of(DropReason.SIGNALLING_CONSUMED, 1L), vswitch.drops());
    }

    @Test
    @DisplayName("G26 a request is repeated under the same number, and the path is down after the last")
    void shouldRepeatARequestAndGiveUp() {
        assertRequested(REQUEST_0);
        assertQuietFor(3);
        assertRequested(REQUEST_0);
        assertQuietFor(3);
        assertRequested(REQUEST_0);
        assertQuietFor(3);
        assertPath(0, 3, 0, 0);
        assertQuietFor(51);
        assertPath(2, 3, 0, 1);
        assertRequested(REQUEST_1);
        respond(response(1));
        assertPath(1, 4, 1, 1);
    }

    @Test
    void shouldTakeAResponseToARepetition() {
        assertRequested(REQUEST_0);
        assertQuietFor(3);
        assertRequested(REQUEST_0);
        respond(response(0));
        assertPath(1, 2, 1, 0);
        assertQuietFor(57);
        assertRequested(REQUEST_1);
    }

    @Test
    @DisplayName("G25 whatever a peer's restart counter says, nothing follows")
    void shouldIgnoreTheRestartCounter() {
        assertRequested(REQUEST_0);
        respond(response(0).payload(Frames.hex("0e 2b")));
        assertPath(1, 1, 1, 0);
    }

    @Test
    void shouldTakeNoOtherResponse() {
        assertRequested(REQUEST_0);
        final Frames elsewhere = Frames.ethernet(ENB_MAC, 1).ipv4("192.0.2.2", OWN).udp(2152, 2152).gtpu(0)
            .messageType(Gtpu.ECHO_RESPONSE).sequence(0);
        final Frames unnumbered = Frames.ethernet(ENB_MAC, 1).ipv4(ENB, OWN).udp(2152, 2152).gtpu(0)
            .messageType(Gtpu.ECHO_RESPONSE);
        respond(elsewhere);
        respond(unnumbered);
        respond(response(1));
        assertPath(0, 1, 0, 0);
    }

    @Test
    void shouldAskOverIpv6AndInAVlan() {
        vswitch.apply(config(endpoint("2001:db8::100", peer("2001:db8::1", OptionalInt.of(100)))));
        vswitch.run();
        final List<byte[]> sent = vswitch.sent("access");
        assertFrame(Frames.hex(REQUEST_IPV6), sent.getLast());
    }

    @Test
    void shouldGoOnWithAPathWhenTheConfigurationChanges() {
        assertRequested(REQUEST_0);
        respond(response(0));
        vswitch.apply(config(endpoint(OWN, peer(ENB, OptionalInt.empty())), endpoint("192.0.2.101")));
        assertQuietFor(60);
        assertRequested(REQUEST_1);
        vswitch.apply(config(endpoint(OWN)));
        assertQuietFor(600);
    }

    @Test
    void shouldAskWhereverTheLineIsCut() {
        final EnumSet<StageName> everywhere = EnumSet.complementOf(EnumSet.of(StageName.TRANSMIT));
        final SteppedSwitch cut = new SteppedSwitch(new Placement(everywhere), 4, 7);
        cut.stopClock();
        cut.apply(watching());
        cut.run();
        assertFrame(Frames.hex(REQUEST_0), cut.sent("access").getFirst());
        cut.send("access", response(0).bytes());
        cut.run();
        assertEquals(1, cut.status().pathCounters(OWN + " " + ENB).state().get());
        cut.assertConserved();
    }

    @Test
    void shouldCountWhatItMakes() {
        assertRequested(REQUEST_0);
        final Conservation books = Conservation.of(vswitch.status().reader().snapshot());
        assertEquals(new Conservation(0, 1, 1, 0, 0, 0), books);
    }

    @Test
    void shouldLeaveTheRulesTheirSay() {
        vswitch.apply(Configs.with(watching(), rules -> {
            rules.add(Configs.rule("silence", 1, new RuleAction.Drop(),
                Configs.ask().messageType(Gtpu.ECHO_REQUEST).match()));
            return rules;
        }));
        vswitch.run();
        vswitch.sent("access");
        vswitch.passTime(3 * SECOND_NS);
        vswitch.run();
        assertEquals(List.of(), vswitch.sent("access"));
        assertTrue(vswitch.drops().get(DropReason.RULE_DROP) >= 1);
    }

    @Test
    void shouldBeSilentInReplay() {
        final SteppedSwitch replay = SteppedSwitch.withCaptureTime(Placement.UNCUT, 32, 1);
        replay.apply(watching());
        replay.run();
        assertEquals(List.of(), replay.sent("access"));
    }

    @Test
    void shouldRefuseAPeerThatCanNotBeWatched() {
        final PeerConfig good = peer(ENB, OptionalInt.empty());
        final EndpointConfig onCore = new EndpointConfig(IpAddress.parse("192.0.2.102"), Optional.of("core"), true, 100,
            false, true, List.of(good));
        final List<String> paths = ConfigCheck.violations(config(
            endpoint(OWN, peer("224.0.0.1", OptionalInt.empty()), peer("2001:db8::1", OptionalInt.empty()),
                peer(OWN, OptionalInt.empty()),
                new PeerConfig(IpAddress.parse("192.0.2.3"), "app", good.mac(), OptionalInt.empty(), 60, 3, 3),
                new PeerConfig(IpAddress.parse("192.0.2.4"), "access", good.mac(), OptionalInt.empty(), 59, 3, 3),
                new PeerConfig(IpAddress.parse("192.0.2.5"), "access", good.mac(), OptionalInt.empty(), 60, 10, 7)),
            onCore)).stream().map(Violation::path)
            .map(path -> path.replace("/mec-vswitch-gtpu:gtpu/endpoint[address='192.0.2.", "")).toList();
        assertEquals(List.of("100']/peer[address='224.0.0.1']", "100']/peer[address='2001:db8::1']",
            "100']/peer[address='192.0.2.100']", "100']/peer[address='192.0.2.3']/interface",
            "100']/peer[address='192.0.2.4']", "100']/peer[address='192.0.2.5']",
            "102']/peer[address='192.0.2.1']/interface"), paths);
    }
}
