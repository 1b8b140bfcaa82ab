package io.mecvswitch.vswitch;

import static io.mecvswitch.traffic.FrameAssert.assertFrame;
import static io.mecvswitch.vswitch.Configs.ask;
import static io.mecvswitch.vswitch.Configs.bearer;
import static io.mecvswitch.vswitch.Configs.rule;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.mecvswitch.config.BearerConfig;
import io.mecvswitch.config.ConfigPaths;
import io.mecvswitch.config.BearerUpdate;
import io.mecvswitch.config.EndpointConfig;
import io.mecvswitch.config.GtpuConfig;
import io.mecvswitch.config.IpAddress;
import io.mecvswitch.config.PortConfig;
import io.mecvswitch.config.PortConfig.Role;
import io.mecvswitch.config.RuleAction;
import io.mecvswitch.config.SwitchConfig;
import io.mecvswitch.config.Violation;
import io.mecvswitch.config.WireConfig;
import io.mecvswitch.header.InternetChecksum;
import io.mecvswitch.header.IpProtocol;
import io.mecvswitch.stage.DropReason;
import io.mecvswitch.traffic.Frames;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Who asks for an Ethernet address and is told. Octets are those that scapy 2.5.0 makes of the same fields; the switch
 * is 02:00:5e:00:00:01 everywhere, a gateway at the application, and 192.0.2.100 and 2001:db8::100 in GTP-U.
 */
class ResolveTest {
    private static final String ARP =
        "ffffffffffff02005e00000a0806000108000604000102005e00000ac6336407000000000000c6336401";
    private static final String SOLICITATION =
        "3333ff00000102005e00000a86dd6000000000203aff20010db8000e00000000000000000007ff020000000000000000"
        + "0001ff0000018700bdfd0000000020010db8000e00000000000000000001010102005e00000a";
    private static final String ARP_OF_ENB =
        "ffffffffffff0200000000e181006064080600010800060400010200000000e1c0000201000000000000c0000264";
    private static final int ETHERNET = 14;
    private static final int ICMP = ETHERNET + 40;

    private final SteppedSwitch vswitch = new SteppedSwitch(config(true));

    private static SwitchConfig config(final boolean proxy) {
        final PortConfig app = Configs.port("app", Role.APPLICATION);
        final IpAddress six = IpAddress.parse("2001:db8::1");
        return new SwitchConfig(Configs.wired(List.of(), List.of()).dataplane(), List.of(
            Configs.port("access", Role.ACCESS), Configs.port("core", Role.CORE),
            new PortConfig("app", Role.APPLICATION, app.device(), true, app.mtu(), true, app.mac(), app.peerMac(),
                List.of(IpAddress.parse("198.51.100.1"), IpAddress.parse("2001:db8:e::1")), proxy)),
            List.of(new WireConfig("wire", "access", "core")), List.of(),
            List.of(bearer("four", "10.45.0.2", 1, 2, OptionalInt.empty()),
                new BearerConfig("six", IpAddress.parse("2001:db8:45::2"), six, 1, six, 2, OptionalInt.empty(),
                    Optional.empty())),
            new GtpuConfig(List.of(endpoint("192.0.2.100", true), endpoint("2001:db8::100", true)), false));
    }

    private static EndpointConfig endpoint(final String address, final boolean neighbours) {
        return new EndpointConfig(IpAddress.parse(address), Optional.empty(), true, 100, false, neighbours);
    }

    @AfterEach
    void shouldHaveLostNothing() {
        vswitch.assertConserved();
    }

    private void assertAnswered(final String port, final String answer, final String request) {
        vswitch.send(port, Frames.hex(request));
        assertFrame(Frames.hex(answer), vswitch.sent(port).getFirst());
        assertEquals(Map.of(), vswitch.drops());
    }

    /** On a wire it passes, as if the switch were not there. */
    private void assertPasses(final byte[] request) {
        vswitch.send("access", request);
        assertEquals(List.of(), vswitch.sent("access"));
        assertFrame(request, vswitch.sent("core").getFirst());
    }

    private void assertUnanswered(final byte[] request) {
        vswitch.send("app", request);
        assertEquals(List.of(), vswitch.sent("app"));
    }

    private static byte[] with(final String frame, final int offset, final String octets) {
        final byte[] bytes = Frames.hex(frame);
        final byte[] patch = Frames.hex(octets);
        System.arraycopy(patch, 0, bytes, offset, patch.length);
        return bytes;
    }

    private static byte[] checksummed(final byte[] frame) {
        final MemorySegment memory = MemorySegment.ofArray(frame);
        final int length = frame.length - ICMP;
        Arrays.fill(frame, ICMP + 2, ICMP + 4, (byte) 0);
        final int checksum = InternetChecksum.finish(
            InternetChecksum.ipv6PseudoHeader(memory, ETHERNET, IpProtocol.ICMPV6, length)
                + InternetChecksum.sum(memory, ICMP, length));
        frame[ICMP + 2] = (byte) (checksum >>> 8);
        frame[ICMP + 3] = (byte) checksum;
        return frame;
    }

    @Test
    void shouldAnswerForAGateway() {
        assertAnswered("app", "02005e00000a02005e0000010806000108000604000202005e000001c633640102005e00000ac6336407",
            ARP);
        assertAnswered("app",
            "02005e00000a02005e00000186dd6000000000203aff20010db8000e0000000000000000000120010db8000e00"
            + "0000000000000000078800ac43e000000020010db8000e00000000000000000001020102005e000001", SOLICITATION);
    }

    @Test
    void shouldAnswerForAGtpuEndpointInTheVlanOfWhoAsks() {
        assertAnswered("access",
            "0200000000e102005e000001810060640806000108000604000202005e000001c00002640200000000e1c0000201", ARP_OF_ENB);
        assertAnswered("core",
            "0200000000e102005e00000186dd6000000000203aff20010db800000000000000000000010020010db80000"
            + "0000000000000000000188002a766000000020010db8000000000000000000000100020102005e000001",
            "3333ff0001000200000000e186dd6000000000203aff20010db8000000000000000000000001ff020000000000000000"
            + "0001ff0001008700194b0000000020010db800000000000000000000010001010200000000e1");
    }

    @Test
    void shouldStandForUesAtAnApplicationThatWantsIt() {
        final byte[] arp = with(ARP, 38, "0a2d0002");
        vswitch.send("app", arp);
        assertFrame(with("02005e00000a02005e0000010806000108000604000202005e000001c633640102005e00000ac6336407", 28,
            "0a2d0002"), vswitch.sent("app").getFirst());
        final String solicitation =
            "3333ff00000202005e00000a86dd6000000000203aff20010db8000e00000000000000000007ff02000000"
            + "00000000000001ff0000028700bdc40000000020010db8004500000000000000000002010102005e00000a";
        assertAnswered("app",
            "02005e00000a02005e00000186dd6000000000203aff20010db800450000000000000000000220010db8000e00"
            + "00000000000000000788004bd44000000020010db8004500000000000000000002020102005e000001", solicitation);

        vswitch.apply(config(false));
        assertUnanswered(arp);
        assertUnanswered(Frames.hex(solicitation));
        assertEquals(Map.of(DropReason.NOT_IP, 1L, DropReason.UE_UNKNOWN, 1L), vswitch.drops());
    }

    @Test
    void shouldTellWhoProbesThatAnAddressIsTaken() {
        vswitch.send("app", with(ARP, 28, "00000000"));
        assertFrame(with("02005e00000a02005e0000010806000108000604000202005e000001c633640102005e00000ac6336407", 38,
            "00000000"), vswitch.sent("app").getFirst());
        assertAnswered("app",
            "33330000000102005e00000186dd6000000000203aff20010db8000e00000000000000000001ff020000000000"
            + "00000000000000000188001b0ea000000020010db8000e00000000000000000001020102005e000001",
            "3333ff00000102005e00000a86dd6000000000183aff00000000000000000000000000000000ff02000000000000000000"
            + "01ff00000187004cdf0000000020010db8000e00000000000000000001");
    }

    @Test
    void shouldAnswerWhoPollsTheSwitchAlone() {
        vswitch.send("app", with(ARP, 0, "02005e000001"), Frames.hex(
            "02005e00000102005e00000a86dd6000000000183aff20010db8000e0000000000000000000720010db8000e0000000000000000"
            + "00018700ef4e0000000020010db8000e00000000000000000001"));
        assertEquals(2, vswitch.sent("app").size());
    }

    @Test
    void shouldLeaveNoPaddingInAnAnswer() {
        final byte[] padded = Arrays.copyOf(Frames.hex(ARP), 60);
        vswitch.send("app", padded);
        assertEquals(42, vswitch.sent("app").getFirst().length);
    }

    @ParameterizedTest
    @CsvSource({"14,0006", "16,86dd", "18,07", "19,06", "20,0002", "20,0003", "22,020000000b01", "28,c0000264",
        "28,e0000001",
        "38,c0000265", "0,0200000000c1", "6,0300000000e1"})
    void shouldNotAnswerAnUnsoundOrForeignArpRequest(final int offset, final String octets) {
        final String untagged = ARP_OF_ENB.substring(0, 24) + ARP_OF_ENB.substring(32);
        vswitch.send("access", Frames.hex(untagged));
        assertEquals(1, vswitch.sent("access").size());
        assertPasses(with(untagged, offset, octets));
    }

    @Test
    void shouldNotAnswerAnAnnouncementOrACutOffRequest() {
        final byte[] announcement = with(ARP_OF_ENB, 32, "c0000264");
        assertPasses(announcement);
        assertPasses(Arrays.copyOf(Frames.hex(ARP_OF_ENB), 45));
    }

    /** What RFC 4861 §7.1.1 asks of a solicitation, and who it is from and to. */
    @ParameterizedTest
    @CsvSource({"21,fe", "54,86", "54,88", "55,01", "79,00", "79,02", "80,02005e00000b",
        "38,ff020000000000000000000000000001", "38,20010db8000e00000000000000000009",
        "22,20010db8000e00000000000000000001", "22,ff020000000000000000000000000007",
        "22,00000000000000000000000000000000", "0,33330000000a", "6,03005e00000a"})
    void shouldNotAnswerAnUnsoundOrForeignSolicitation(final int offset, final String octets) {
        assertUnanswered(checksummed(with(SOLICITATION, offset, octets)));
        assertUnanswered(with(SOLICITATION, ICMP + 2, "bdfe"));
        assertAnsweredOnce(Frames.hex(SOLICITATION));
    }

    private void assertAnsweredOnce(final byte[] request) {
        vswitch.send("app", request);
        assertEquals(1, vswitch.sent("app").size());
    }

    @Test
    void shouldLeaveTheRulesTheirSay() {
        vswitch.apply(Configs.with(vswitch.running(), rules -> {
            rules.add(rule("none", 1, new RuleAction.Drop(), ask().ingress("app").match()));
            return rules;
        }));
        assertUnanswered(Frames.hex(ARP));
        assertEquals(Map.of(DropReason.RULE_DROP, 1L), vswitch.drops());
    }

    @Test
    void shouldNotAnswerForAnEndpointThatDoesNotWantIt() {
        vswitch.apply(vswitch.running().withGtpu(new GtpuConfig(List.of(endpoint("192.0.2.100", false)), false)));
        assertPasses(Frames.hex(ARP_OF_ENB));
    }

    @Test
    void shouldAnswerAFloodAThousandTimesASecond() {
        vswitch.stopClock();
        for (int i = 0; i < 1_100; i++) {
            vswitch.port("app").offer(Frames.hex(ARP));
        }
        vswitch.run();
        assertEquals(1_000, vswitch.sent("app").size());
        assertEquals(Map.of(DropReason.RESOLUTION_RATE, 100L), vswitch.drops());
        vswitch.apply(config(false));
        vswitch.passTime(10_000_000);
        vswitch.send("app", Frames.hex(ARP));
        assertEquals(1, vswitch.sent("app").size());
    }

    @Test
    void shouldRefuseGatewaysThatAreNobodysOrAnothers() {
        final PortConfig core = Configs.port("core", Role.CORE);
        final PortConfig app = Configs.port("app", Role.APPLICATION);
        final List<IpAddress> wrong = List.of(IpAddress.parse("224.0.0.1"), IpAddress.parse("10.45.0.2"));
        final SwitchConfig config = config(true);
        assertEquals(List.of("four']/ue-address", "core']/mec-vswitch-ports:port",
            "app']/mec-vswitch-ports:port/gateway-address"), ConfigCheck.violations(new SwitchConfig(config.dataplane(),
                List.of(config.ports().getFirst(),
                    new PortConfig("core", Role.CORE, "memory", true, 1_500, true, core.mac(), Optional.empty(),
                        List.of(), true),
                    new PortConfig("app", Role.APPLICATION, "memory", true, 1_500, true, app.mac(), app.peerMac(),
                        wrong, false)),
                config.wires(), List.of(), config.bearers(), config.gtpu())).stream().map(Violation::path)
                .map(path -> path.substring(path.indexOf('\'') + 1)).toList());
    }

    private static BearerConfig atTheGateway() {
        return bearer("thief", "198.51.100.1", 7, 8, OptionalInt.empty());
    }

    @Test
    void shouldGiveNoUeTheAddressOfAGateway() {
        final String path = ConfigPaths.bearer("thief") + "/ue-address";
        final List<BearerConfig> bearers = new ArrayList<>(vswitch.running().bearers());
        bearers.add(atTheGateway());
        assertEquals(List.of(path), assertThrows(ConfigRefusedException.class,
            () -> vswitch.apply(vswitch.running().withBearers(bearers))).violations().stream()
            .map(Violation::path).toList());
        assertEquals(List.of(path), vswitch.update(new BearerUpdate.Put(atTheGateway())).stream()
            .map(Violation::path).toList());
    }

    @Test
    void shouldEndARunTimeBearerWhoseAddressBecomesAGateways() {
        final SwitchConfig withGateway = vswitch.running();
        vswitch.apply(Configs.wired(List.of(), List.of()));
        assertEquals(List.of(), vswitch.update(new BearerUpdate.Put(atTheGateway())));
        vswitch.apply(withGateway);
        assertEquals(List.of(ConfigPaths.bearer("thief")),
            vswitch.update(new BearerUpdate.Remove("thief")).stream().map(Violation::path).toList(), "it is gone");
    }
}
