package io.mecvswitch.vswitch;

import static io.mecvswitch.traffic.FrameAssert.assertFrame;
import static io.mecvswitch.vswitch.Configs.ask;
import static io.mecvswitch.vswitch.Configs.bearer;
import static io.mecvswitch.vswitch.Configs.rule;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.mecvswitch.config.BearerConfig;
import io.mecvswitch.config.GtpuConfig;
import io.mecvswitch.config.IpAddress;
import io.mecvswitch.config.RuleAction;
import io.mecvswitch.config.RuleConfig;
import io.mecvswitch.config.SwitchConfig;
import io.mecvswitch.stage.DropReason;
import io.mecvswitch.traffic.Frames;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Congestion marks through tunnels (RFC 6040). Not-ECT is 0, ECT(1) 1, ECT(0) 2, CE 3. */
class CongestionTest {
    private static final String UE = "10.45.0.2";
    private static final String UE6 = "2001:db8:45::2";
    private static final String EDGE = "198.51.100.7";
    private static final String EDGE6 = "2001:db8:ed::7";
    private static final int DSCP = 46 << 2;
    private static final RuleConfig TO_EDGE = rule("to-edge", 10, new RuleAction.ForwardDecapsulated("app"),
        ask().innerDestination(EDGE + "/32").match(), ask().innerDestination(EDGE6 + "/128").match());
    private static final List<BearerConfig> BEARERS = List.of(bearer("four", UE, 1, 2, OptionalInt.empty()),
        new BearerConfig("six", IpAddress.parse(UE6), IpAddress.parse("2001:db8::100"), 1,
            IpAddress.parse("2001:db8::1"), 2, OptionalInt.empty(), Optional.empty()));
    private static final SwitchConfig CONFIG = Configs.wired(List.of(TO_EDGE), BEARERS);

    private final SteppedSwitch vswitch = new SteppedSwitch(CONFIG.withGtpu(new GtpuConfig(List.of(), true)));

    @AfterEach
    void shouldHaveLostNothing() {
        vswitch.assertConserved();
    }

    private static Frames uplink4(final int mark) {
        return Frames.ethernet().ipv4("192.0.2.1", "192.0.2.100").trafficClass(mark).udp(2152, 2152).gtpu(1);
    }

    private static Frames uplink6(final int mark) {
        return Frames.ethernet().ipv6("2001:db8::1", "2001:db8::100").trafficClass(mark).udp(2152, 2152).gtpu(1);
    }

    private static Frames tpdu4(final Frames frames, final int mark) {
        return frames.ipv4(UE, EDGE).trafficClass(DSCP | mark).udp(7, 8).payload(9);
    }

    private static Frames tpdu6(final Frames frames, final int mark) {
        return frames.ipv6(UE6, EDGE6).trafficClass(DSCP | mark).udp(7, 8).payload(9);
    }

    private static Frames popped() {
        return Frames.ethernet(Configs.SWITCH_MAC.bits(), Configs.APPLICATION_MAC.bits());
    }

    private static Frames fromApplication() {
        return Frames.ethernet(Configs.APPLICATION_MAC.bits(), Configs.SWITCH_MAC.bits());
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0, 0", "0, 2, 0", "0, 1, 0", "2, 0, 2", "2, 2, 2", "2, 1, 1", "2, 3, 3", "1, 0, 1", "1, 2, 1", "1, 1, 1",
        "1, 3, 3", "3, 0, 3", "3, 2, 3", "3, 1, 3", "3, 3, 3"})
    @DisplayName("G51 pop: the table of RFC 6040 §4.2, checksum right, DSCP as it was")
    void shouldCombineMarksOnPop(final int inner, final int outer, final int expected) {
        vswitch.send("access", tpdu4(uplink4(outer), inner).bytes(), tpdu6(uplink6(outer), inner).bytes());
        final List<byte[]> sent = vswitch.sent("app");
        assertFrame(tpdu4(popped(), expected).bytes(), sent.get(0));
        assertFrame(tpdu6(popped(), expected).bytes(), sent.get(1));
        assertEquals(Map.of(), vswitch.drops());
    }

    @Test
    @DisplayName("G51 pop: outer CE over inner Not-ECT is dropped")
    void shouldDropWhereTheTransportWouldNotSeeCongestion() {
        vswitch.send("access", tpdu4(uplink4(3), 0).bytes(), tpdu6(uplink6(3), 0).bytes());
        assertEquals(List.of(), vswitch.sent("app"));
        assertEquals(Map.of(DropReason.CONGESTION, 2L), vswitch.drops());
    }

    @Test
    @DisplayName("G51 pop: a wrong inner checksum stays wrong by as much")
    void shouldNotRepairAChecksum() {
        vswitch.send("access", uplink4(3).ipv4(UE, EDGE).trafficClass(2).checksum(0x1234).udp(7, 8).bytes());
        final int checksum = 0x1233;
        assertFrame(popped().ipv4(UE, EDGE).trafficClass(3).checksum(checksum).udp(7, 8).bytes(),
            vswitch.sent("app").getFirst());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    @DisplayName("G51 push: the outer header gets the inner mark")
    void shouldCopyTheMarkOnPush(final int mark) {
        vswitch.send("access", tpdu4(uplink4(DSCP), 0).bytes(), tpdu6(uplink6(DSCP), 0).bytes());
        vswitch.send("app", fromApplication().ipv4(EDGE, UE).trafficClass(mark).udp(8, 7).payload(4).bytes(),
            fromApplication().ipv6(EDGE6, UE6).trafficClass(mark).udp(8, 7).payload(4).bytes());
        final List<byte[]> sent = vswitch.sent("access");
        assertFrame(Golden.gpdu(back().ipv4("192.0.2.100", "192.0.2.1").trafficClass(DSCP | mark).udp(2152, 2152)
            .gtpu(2).ipv4(EDGE, UE).trafficClass(mark).udp(8, 7).payload(4)), sent.get(0));
        assertFrame(Golden.gpdu(back().ipv6("2001:db8::100", "2001:db8::1").trafficClass(DSCP | mark).udp(2152, 2152)
            .gtpu(2).ipv6(EDGE6, UE6).trafficClass(mark).udp(8, 7).payload(4)), sent.get(1));
    }

    private static Frames back() {
        return Frames.ethernet(Frames.DESTINATION_MAC, Frames.SOURCE_MAC);
    }

    @Test
    void shouldLeaveMarksAloneUnlessAsked() {
        vswitch.apply(CONFIG);
        vswitch.send("access", tpdu4(uplink4(3), 0).bytes(), tpdu4(uplink4(3), 2).bytes());
        final List<byte[]> sent = vswitch.sent("app");
        assertFrame(tpdu4(popped(), 0).bytes(), sent.get(0));
        assertFrame(tpdu4(popped(), 2).bytes(), sent.get(1));
        vswitch.send("app", fromApplication().ipv4(EDGE, UE).trafficClass(3).udp(8, 7).payload(4).bytes());
        assertFrame(Golden.gpdu(back().ipv4("192.0.2.100", "192.0.2.1").udp(2152, 2152)
            .gtpu(2).ipv4(EDGE, UE).trafficClass(3).udp(8, 7).payload(4)), vswitch.sent("access").getFirst());
    }
}
