package io.mecvswitch.vswitch;

import static io.mecvswitch.traffic.FrameAssert.assertFrame;
import static io.mecvswitch.vswitch.Configs.ask;
import static io.mecvswitch.vswitch.Configs.rule;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.mecvswitch.config.EthernetMatch;
import io.mecvswitch.config.FlowMatch;
import io.mecvswitch.config.MacAddress;
import io.mecvswitch.config.MacMatch;
import io.mecvswitch.config.RuleAction;
import io.mecvswitch.config.VlanMatch;
import io.mecvswitch.traffic.Frames;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Forwarding by rules: by destination address, IP prefix, VLAN, (endpoint, TEID), and (TEID, inner destination). What
 * matches goes to the application's port as it is, what differs in one of them goes on along the wire.
 */
class StaticForwardingTest {
    private static final long SOURCE = 0x0200_0000_0001L;
    private static final long STATION = 0x0200_0000_0002L;

    private final SteppedSwitch vswitch = new SteppedSwitch(Configs.wired(List.of(), List.of()));

    @AfterEach
    void shouldHaveLostNothing() {
        vswitch.assertConserved();
    }

    private void assertForwards(final FlowMatch match, final Frames matching, final Frames... others) {
        vswitch.apply(Configs.wired(List.of(rule("r", 1, new RuleAction.Forward("app"), match)), List.of()));
        vswitch.send("access", matching.bytes());
        assertFrame(matching.bytes(), vswitch.sent("app").getFirst());
        assertEquals(List.of(), vswitch.sent("core"));
        for (final Frames other : others) {
            vswitch.send("access", other.bytes());
            assertFrame(other.bytes(), vswitch.sent("core").getFirst());
            assertEquals(List.of(), vswitch.sent("app"));
        }
    }

    private static Frames to(final String destination) {
        return Frames.ethernet(SOURCE, STATION).ipv4("10.45.0.1", destination).udp(1, 2).payload(9);
    }

    private static Frames tunnel(final String endpoint, final long teid, final String inner) {
        return Frames.ethernet(SOURCE, STATION).ipv4("192.0.2.1", endpoint).udp(2152, 2152).gtpu(teid)
            .ipv4("10.45.0.1", inner).udp(1, 2).payload(9);
    }

    @Test
    void shouldForwardByDestinationAddress() {
        final FlowMatch any = FlowMatch.ANY;
        final EthernetMatch to = new EthernetMatch(Optional.empty(),
            Optional.of(new MacMatch(new MacAddress(STATION), MacMatch.EXACT)), VlanMatch.ANY, VlanMatch.ANY,
            Optional.empty());
        assertForwards(new FlowMatch(any.ingressPort(), to, any.outer(), any.tunnel(), any.inner()),
            Frames.ethernet(SOURCE, STATION).etherType(0x88b5).payload(46),
            Frames.ethernet(SOURCE, STATION + 1).etherType(0x88b5).payload(46),
            Frames.ethernet(STATION, SOURCE).etherType(0x88b5).payload(46));
    }

    @Test
    void shouldForwardByIpPrefix() {
        assertForwards(ask().outerDestination("198.51.100.0/25").match(), to("198.51.100.127"), to("198.51.100.128"),
            to("198.51.99.127"));
    }

    @Test
    void shouldForwardByVlan() {
        assertForwards(ask().vlan(10).match(),
            Frames.ethernet(SOURCE, STATION).vlan(0xa00a).etherType(0x88b5).payload(46),
            Frames.ethernet(SOURCE, STATION).vlan(0xa00b).etherType(0x88b5).payload(46),
            Frames.ethernet(SOURCE, STATION).etherType(0x88b5).payload(46));
    }

    @Test
    void shouldForwardByEndpointAndTeid() {
        assertForwards(ask().outerDestination("192.0.2.100/32").teid(7).match(),
            tunnel("192.0.2.100", 7, "203.0.113.1"), tunnel("192.0.2.100", 8, "203.0.113.1"),
            tunnel("192.0.2.101", 7, "203.0.113.1"));
    }

    @Test
    void shouldForwardByTeidAndInnerDestination() {
        assertForwards(ask().teid(0xffff_ffffL).innerDestination("203.0.113.0/24").match(),
            tunnel("192.0.2.100", 0xffff_ffffL, "203.0.113.1"), tunnel("192.0.2.100", 0xffff_fffeL, "203.0.113.1"),
            tunnel("192.0.2.100", 0xffff_ffffL, "203.0.112.1"), to("203.0.113.1"));
    }
}
