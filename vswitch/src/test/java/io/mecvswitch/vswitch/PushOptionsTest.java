package io.mecvswitch.vswitch;

import static io.mecvswitch.traffic.FrameAssert.assertFrame;
import static io.mecvswitch.vswitch.Configs.ask;
import static io.mecvswitch.vswitch.Configs.rule;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mecvswitch.config.BearerConfig;
import io.mecvswitch.config.GtpuConfig;
import io.mecvswitch.config.IpAddress;
import io.mecvswitch.config.PushConfig;
import io.mecvswitch.config.RuleAction;
import io.mecvswitch.config.SwitchConfig;
import io.mecvswitch.header.Gtpu;
import io.mecvswitch.header.IpProtocol;
import io.mecvswitch.traffic.Frames;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * What pushed packets look like where a bearer asks for more than what was seen on its tunnels. Octets are those that
 * scapy 2.5.0 makes of the same fields.
 */
class PushOptionsTest {
    private static final long ENB_MAC = 0x0200_0000_00e1L;
    private static final long SGW_MAC = 0x0200_0000_00c1L;
    private static final String UE = "10.45.0.2";
    private static final String UE_5G = "10.45.0.3";
    private static final String UE6 = "2001:db8:45::2";
    private static final String EDGE = "198.51.100.7";
    private static final String EDGE6 = "2001:db8:e::7";
    private static final int OUTER_UDP = 34;
    private static final PushConfig NUMBERED = new PushConfig(true, PushConfig.SourcePort.FIXED,
        PushConfig.Dscp.INNER, 32);
    private static final String FROM_EDGE =
        "02005e00000102005e00000a080045b8002100010000401145aac63364070a2d000200350fa0000d77c368656c6c6f";
    private static final String FROM_EDGE_5G =
        "02005e00000102005e00000a0800450000210001000040114661c63364070a2d000300350fa0000d77c268656c6c6f";
    private static final String FROM_EDGE6 =
        "02005e00000102005e00000a86dd6b800000000d114020010db8000e0000000000000000000720010db8004500000000"
        + "00000000000200350fa0000d505f68656c6c6f";

    private final SteppedSwitch vswitch = new SteppedSwitch(config(NUMBERED));

    private static SwitchConfig config(final PushConfig fourG) {
        final IpAddress core = IpAddress.parse("192.0.2.100");
        final IpAddress access = IpAddress.parse("192.0.2.1");
        return Configs.wired(List.of(
            rule("to-edge", 1, new RuleAction.ForwardDecapsulated("app"),
                ask().innerDestination(EDGE + "/32").match(), ask().innerDestination(EDGE6 + "/128").match())),
            List.of(
                new BearerConfig("4g", IpAddress.parse(UE), core, 4, access, 5, OptionalInt.empty(), Optional.empty(),
                    fourG),
                new BearerConfig("5g", IpAddress.parse(UE_5G), core, 6, access, 7, OptionalInt.of(9),
                    Optional.empty(),
                    new PushConfig(true, PushConfig.SourcePort.FIXED, PushConfig.Dscp.QFI, 64)),
                new BearerConfig("6", IpAddress.parse(UE6), IpAddress.parse("2001:db8::100"), 4,
                    IpAddress.parse("2001:db8::1"), 5, OptionalInt.empty(), Optional.empty(),
                    new PushConfig(true, PushConfig.SourcePort.FIXED, PushConfig.Dscp.INNER, 255))))
            .withGtpu(new GtpuConfig(List.of(), false, Map.of(9, 46), Map.of(46, 34)));
    }

    @AfterEach
    void shouldHaveLostNothing() {
        vswitch.assertConserved();
    }

    private static Frames tunnel(final Frames ethernet) {
        return ethernet.ipv4("192.0.2.1", "192.0.2.100").udp(2152, 2152);
    }

    private void learn(final Frames gpdu) {
        vswitch.send("access", gpdu.bytes());
        assertEquals(1, vswitch.sent("app").size());
    }

    private void learn4g() {
        learn(tunnel(Frames.ethernet(ENB_MAC, SGW_MAC)).gtpu(4).ipv4(UE, EDGE).udp(4_000, 53).payload(9));
    }

    private void assertPushed(final String expected, final String fromEdge) {
        vswitch.send("app", Frames.hex(fromEdge));
        assertFrame(Frames.hex(expected), vswitch.sent("access").getFirst());
    }

    @Test
    @DisplayName("G56 numbers for a bearer that asks; TTL, and DSCP by that of the T-PDU")
    void shouldNumberWhatIsPushedIntoA4gBearer() {
        learn4g();
        assertPushed("0200000000e10200000000c1080045880049000040002011d5b6c0000264c0000201086808680035000032ff0025"
            + "000000050000000045b8002100010000401145aac63364070a2d000200350fa0000d77c368656c6c6f", FROM_EDGE);
        assertPushed("0200000000e10200000000c1080045880049000040002011d5b6c0000264c0000201086808680035000032ff0025"
            + "000000050001000045b8002100010000401145aac63364070a2d000200350fa0000d77c368656c6c6f", FROM_EDGE);
    }

    @Test
    @DisplayName("G56 G40 numbers beside a PDU session container; DSCP by QFI")
    void shouldNumberWhatIsPushedIntoA5gBearer() {
        learn(tunnel(Frames.ethernet(ENB_MAC, SGW_MAC).vlan(100)).gtpu(6).pduSessionContainer(1, 9)
            .ipv4(UE_5G, EDGE).udp(4_000, 53).payload(9));
        assertPushed("0200000000e10200000000c181000064080045b8004d000040004011b582c0000264c0000201086808680039000036"
            + "ff0029000000070000008501000900450000210001000040114661c63364070a2d000300350fa0000d77c268656c6c6f",
            FROM_EDGE_5G);
        assertPushed("0200000000e10200000000c181000064080045b8004d000040004011b582c0000264c0000201086808680039000036"
            + "ff0029000000070001008501000900450000210001000040114661c63364070a2d000300350fa0000d77c268656c6c6f",
            FROM_EDGE_5G);
    }

    @Test
    void shouldNumberWhatIsPushedOverIpv6() {
        learn(Frames.ethernet(ENB_MAC, SGW_MAC).ipv6("2001:db8::1", "2001:db8::100").udp(2152, 2152).gtpu(4)
            .ipv6(UE6, EDGE6).udp(4_000, 53).payload(9));
        assertPushed("0200000000e10200000000c186dd68800000004911ff20010db800000000000000000000010020010db80000000000"
            + "0000000000000108680868"
            + "0049e22c32ff003900000005000000006b800000000d114020010db8000e0000000000000000000720010db80045000000"
            + "0000000000000200350fa0000d505f68656c6c6f", FROM_EDGE6);
    }

    @Test
    void shouldKeepTheDscpSeenWhereTheMapHasNone() {
        learn(Frames.ethernet(ENB_MAC, SGW_MAC).ipv4("192.0.2.1", "192.0.2.100").trafficClass(10 << 2).udp(2152, 2152)
            .gtpu(4).ipv4(UE, EDGE).udp(4_000, 53).payload(9));
        vswitch.send("app", fromEdge(1, 0).bytes());
        assertEquals(10 << 2, vswitch.sent("access").getFirst()[15]);
    }

    @Test
    void shouldNumberOnWhenTheBearerChangesButNotTheTunnel() {
        learn4g();
        vswitch.send("app", fromEdge(1, 0).bytes(), fromEdge(1, 0).bytes());
        vswitch.apply(config(new PushConfig(true, PushConfig.SourcePort.FIXED, PushConfig.Dscp.LEARNED, 200)));
        vswitch.send("app", fromEdge(1, 0).bytes());
        final List<byte[]> sent = vswitch.sent("access");
        for (int i = 0; i < 3; i++) {
            assertEquals(i, sent.get(i)[OUTER_UDP + 17], "number " + i);
        }
        assertEquals((byte) 200, sent.getLast()[22]);
    }

    @Test
    void shouldBeginAgainBehindTheLastNumber() {
        learn4g();
        for (int i = 0; i <= 0xffff; i++) {
            vswitch.port("app").offer(fromEdge(1, 0).bytes());
        }
        vswitch.send("app", fromEdge(1, 0).bytes());
        final List<byte[]> sent = vswitch.sent("access");
        assertEquals("ffff", octets(sent.get(0xffff), OUTER_UDP + 16, 2));
        assertEquals("0000", octets(sent.get(0x10000), OUTER_UDP + 16, 2));
    }

    @Test
    void shouldSpreadFlowsOverSourcePortsAndKeepEachOnItsOwn() {
        vswitch.apply(config(new PushConfig(false, PushConfig.SourcePort.FLOW, PushConfig.Dscp.LEARNED, 64)));
        learn4g();
        final Set<String> ports = new HashSet<>();
        for (int flow = 0; flow < 200; flow++) {
            vswitch.send("app", fromEdge(flow, 0).bytes(), fromEdge(flow, 77).bytes());
            final List<byte[]> sent = vswitch.sent("access");
            final String port = octets(sent.getFirst(), OUTER_UDP, 2);
            assertEquals(port, octets(sent.getLast(), OUTER_UDP, 2));
            assertTrue(Integer.parseInt(port, 16) >= 49_152, port);
            ports.add(port);
        }
        assertTrue(ports.size() > 190, () -> "ports of 200 flows: " + ports.size());
    }

    @Test
    void shouldKeepAllFragmentsOfADatagramOnOneSourcePort() {
        vswitch.apply(config(new PushConfig(false, PushConfig.SourcePort.FLOW, PushConfig.Dscp.LEARNED, 64)));
        learn4g();
        vswitch.send("app", edge().ipv4(EDGE, UE).fragment(0, true, 7).udp(53, 4_000).payload(32).bytes(),
            edge().ipv4(EDGE, UE).fragment(40, false, 7).protocol(IpProtocol.UDP).payload(32).bytes());
        final List<byte[]> sent = vswitch.sent("access");
        assertEquals(octets(sent.getFirst(), OUTER_UDP, 4), octets(sent.getLast(), OUTER_UDP, 4));
    }

    @Test
    void shouldLeaveTheNumbersOfWhatPassesAlone() {
        learn4g();
        final byte[] passing = tunnel(Frames.ethernet(ENB_MAC, SGW_MAC)).gtpu(4).messageType(Gtpu.GPDU).sequence(513)
            .ipv4(UE, "203.0.113.5").udp(1, 2).payload(5).bytes();
        vswitch.send("access", passing);
        assertFrame(passing, vswitch.sent("core").getFirst());
    }

    private static Frames edge() {
        return Frames.ethernet(Configs.APPLICATION_MAC.bits(), Configs.SWITCH_MAC.bits());
    }

    private static Frames fromEdge(final int flow, final int payload) {
        return edge().ipv4(EDGE, UE).udp(5_000 + flow, 4_000).payload(payload);
    }

    private static String octets(final byte[] frame, final int from, final int count) {
        return HexFormat.of().formatHex(Arrays.copyOfRange(frame, from, from + count));
    }
}
