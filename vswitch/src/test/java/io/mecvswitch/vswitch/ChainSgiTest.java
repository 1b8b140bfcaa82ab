package io.mecvswitch.vswitch;

import static io.mecvswitch.traffic.FrameAssert.assertFrame;
import static io.mecvswitch.vswitch.ChainConfigs.chains;
import static io.mecvswitch.vswitch.Configs.ask;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.mecvswitch.config.IpPrefix;
import io.mecvswitch.config.PortChain;
import io.mecvswitch.config.SwitchConfig;
import io.mecvswitch.stage.DropReason;
import io.mecvswitch.traffic.Frames;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Chains on a wire without tunnels: UEs' packets lose their Ethernet headers on the way in, and get them back. */
class ChainSgiTest {
    private static final long GATEWAY = 0x0200_0000_00a1L;
    private static final long ROUTER = 0x0200_0000_00b1L;
    private static final String UE = "10.45.0.2";
    private static final String UE_6 = "2001:db8:45::2";
    private static final String SERVER = "203.0.113.5";
    private static final String SERVER_6 = "2001:db8:ed::7";

    private final SteppedSwitch vswitch = new SteppedSwitch(site());

    private static SwitchConfig site() {
        final SwitchConfig site = ChainConfigs.site(3, List.of());
        final List<IpPrefix> ues = List.of(IpPrefix.parse("10.45.0.0/16"), IpPrefix.parse("2001:db8:45::/48"));
        return new SwitchConfig(site.dataplane(), site.ports(),
            site.wires().stream().map(wire -> wire.withUes(ues)).toList(), site.rules(), site.bearers(), site.gtpu());
    }

    @AfterEach
    void shouldHaveLostNothing() {
        vswitch.assertConserved();
    }

    private void apply(final ChainConfigs.Builder builder) {
        vswitch.apply(vswitch.running().withChains(builder.build()));
    }

    private static PortChain symmetric(final String... groups) {
        return new PortChain("chain", List.of(groups), List.of("fc")).asSymmetric();
    }

    private static ChainConfigs.Builder of(final String ues, final PortChain chain) {
        return chains().applications(3).classifier("fc", ask().ingress("access").innerSource(ues).match(), "core")
            .with(chain);
    }

    private static Frames fromUes() {
        return Frames.ethernet(GATEWAY, ROUTER).vlan(0x6064);
    }

    private static Frames toUes() {
        return Frames.ethernet(ROUTER, GATEWAY).vlan(0x6064);
    }

    private static Frames toApplication() {
        return Frames.ethernet(Configs.SWITCH_MAC.bits(), Configs.APPLICATION_MAC.bits());
    }

    private static byte[] up(final Frames frames) {
        return frames.ipv4(UE, SERVER).trafficClass(0xb8).udp(4000, 53).payload(20).bytes();
    }

    private static byte[] down(final Frames frames) {
        return frames.ipv4(SERVER, UE).udp(53, 4000).payload(30).bytes();
    }

    private static byte[] up6(final Frames frames) {
        return frames.ipv6(UE_6, SERVER_6).tcp(4000, 80).payload(41).bytes();
    }

    private static byte[] down6(final Frames frames) {
        return frames.ipv6(SERVER_6, UE_6).tcp(80, 4000).payload(33).bytes();
    }

    /** An application that sends by one port what it gets by the other, as a bridge does. */
    private byte[] serve(final String ingress, final String egress) {
        final List<byte[]> got = vswitch.sent(ingress);
        assertEquals(1, got.size(), "packets at " + ingress);
        vswitch.send(egress, got.getFirst());
        return got.getFirst();
    }

    @Test
    void shouldLeadUesPacketsBothWaysAndBackOntoTheirWire() {
        apply(of("10.45.0.0/16", symmetric("g1", "g2")));
        vswitch.send("access", up(fromUes()));
        assertFrame(up(toApplication()), serve("in1", "out1"));
        assertFrame(up(toApplication()), serve("in2", "out2"));
        assertFrame(up(fromUes()), vswitch.sent("core").getFirst());
        vswitch.send("core", down(toUes()));
        assertFrame(down(toApplication()), serve("out2", "in2"));
        assertFrame(down(toApplication()), serve("out1", "in1"));
        assertFrame(down(toUes()), vswitch.sent("access").getFirst());
        assertEquals(Map.of(), vswitch.drops());
    }

    @Test
    void shouldLeadIpv6PacketsBothWays() {
        apply(of("2001:db8:45::/48", symmetric("g1", "g2")));
        vswitch.send("access", up6(fromUes()));
        assertFrame(up6(toApplication()), serve("in1", "out1"));
        serve("in2", "out2");
        assertFrame(up6(fromUes()), vswitch.sent("core").getFirst());
        vswitch.send("core", down6(toUes()));
        serve("out2", "in2");
        assertFrame(down6(toApplication()), serve("out1", "in1"));
        assertFrame(down6(toUes()), vswitch.sent("access").getFirst());
        assertEquals(Map.of(), vswitch.drops());
    }

    @Test
    void shouldLeadFramesAsTheyCome() {
        apply(chains().applications(3).classifier("fc", ask().ingress("access").match(), "core")
            .with(symmetric("g1", "g2").ofFrames()));
        vswitch.send("access", up(fromUes()));
        assertFrame(up(fromUes()), serve("in1", "out1"));
        assertFrame(up(fromUes()), serve("in2", "out2"));
        assertFrame(up(fromUes()), vswitch.sent("core").getFirst());
        vswitch.send("core", down6(toUes()));
        assertFrame(down6(toUes()), serve("out2", "in2"));
        serve("out1", "in1");
        assertFrame(down6(toUes()), vswitch.sent("access").getFirst());
        assertEquals(Map.of(), vswitch.drops());
    }

    @Test
    void shouldDropWhatIsOfNoUe() {
        apply(chains().applications(1).classifier("fc", ask().ingress("access").match())
            .with(new PortChain("chain", List.of("g1"), List.of("fc"))));
        vswitch.send("access", fromUes().ipv4("192.0.2.7", SERVER).udp(1, 2).payload(9).bytes());
        assertEquals(List.of(), vswitch.sent("in1"));
        assertEquals(Map.of(DropReason.UE_UNKNOWN, 1L), vswitch.drops());
    }

    @Test
    void shouldCopyToATapWithoutTouchingWhatPasses() {
        apply(of("10.45.0.0/16", symmetric("g1")).with(ChainConfigs.group(1).asTap()));
        vswitch.send("access", up(fromUes()));
        assertFrame(up(toApplication()), vswitch.sent("in1").getFirst());
        assertFrame(up(fromUes()), vswitch.sent("core").getFirst());
        assertEquals(Map.of(), vswitch.drops());
    }
}
