package io.mecvswitch.vswitch;

import static io.mecvswitch.vswitch.Configs.ask;
import static io.mecvswitch.vswitch.Configs.bearer;
import static io.mecvswitch.vswitch.Configs.rule;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.mecvswitch.config.BearerConfig;
import io.mecvswitch.config.BearerPage.Query;
import io.mecvswitch.config.BearerState;
import io.mecvswitch.config.BearerState.Traffic;
import io.mecvswitch.config.BearerUpdate;
import io.mecvswitch.config.GtpuConfig;
import io.mecvswitch.config.RuleAction;
import io.mecvswitch.config.RuleConfig;
import io.mecvswitch.config.SwitchConfig;
import io.mecvswitch.traffic.Frames;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Traffic by bearer and direction, where it is counted. */
class BearerTrafficTest {
    private static final String UE = "10.45.0.2";
    private static final String EDGE = "198.51.100.7";
    private static final RuleConfig TO_EDGE = rule("to-edge", 10, new RuleAction.ForwardDecapsulated("app"),
        ask().innerDestination(EDGE + "/32").match());
    private static final SwitchConfig CONFIG =
        Configs.wired(List.of(TO_EDGE), List.of(bearer("ue", UE, 1, 2, OptionalInt.empty())));
    /** IPv4, UDP and payload. */
    private static final int T_PDU = 20 + 8 + 20;

    private final SteppedSwitch vswitch = new SteppedSwitch(CONFIG.withGtpu(GtpuConfig.NONE.withCounting()));

    @AfterEach
    void shouldHaveLostNothing() {
        vswitch.assertConserved();
    }

    private static Frames of(final int teid) {
        final boolean up = teid % 2 == 1;
        return Frames.ethernet().ipv4(up ? "192.0.2.1" : "192.0.2.100", up ? "192.0.2.100" : "192.0.2.1")
            .udp(2152, 2152).gtpu(teid);
    }

    /** A packet of the UE, and the answer of the application. */
    private void exchange() {
        vswitch.send("core", of(2).ipv4("203.0.113.5", UE).udp(80, 4000).payload(20).bytes());
        vswitch.send("access", of(1).ipv4(UE, EDGE).udp(4000, 53).payload(20).bytes());
        vswitch.send("app", Frames.ethernet(Configs.APPLICATION_MAC.bits(), Configs.SWITCH_MAC.bits()).ipv4(EDGE, UE)
            .udp(53, 4000).payload(20).bytes());
    }

    private BearerState inUse(final String name) {
        return vswitch.bearers(new Query(0, 1, Optional.of(name), Optional.empty(), Optional.empty()))
            .bearers().getFirst();
    }

    private void assertCounted(final String name, final int packets) {
        final Optional<Traffic> counted = Optional.of(new Traffic(packets, (long) packets * T_PDU));
        assertEquals(List.of(counted, counted),
            List.of(inUse(name).uplink().traffic(), inUse(name).downlink().traffic()));
    }

    @Test
    void shouldCountWhatIsPoppedAndPushedAndNotWhatPasses() {
        exchange();
        exchange();
        assertCounted("ue", 2);
    }

    @Test
    void shouldCountOnWhereABearerChanges() {
        exchange();
        vswitch.apply(Configs.wired(List.of(TO_EDGE), List.of(bearer("ue", UE, 1, 2, OptionalInt.of(9))))
            .withGtpu(GtpuConfig.NONE.withCounting()));
        assertCounted("ue", 1);
        exchange();
        assertCounted("ue", 2);
    }

    @Test
    void shouldBeginWithNothingForABearerThatComes() {
        exchange();
        vswitch.apply(Configs.wired(List.of(TO_EDGE), List.of()).withGtpu(GtpuConfig.NONE.withCounting()));
        final BearerConfig other = bearer("other", UE, 1, 2, OptionalInt.empty());
        assertEquals(List.of(), vswitch.update(new BearerUpdate.Put(other)));
        assertCounted("other", 0);
        exchange();
        assertCounted("other", 1);
    }

    @Test
    void shouldCountFromNothingWhenItIsWantedAgain() {
        exchange();
        vswitch.apply(CONFIG);
        exchange();
        assertEquals(Optional.empty(), inUse("ue").uplink().traffic());
        vswitch.apply(CONFIG.withGtpu(GtpuConfig.NONE.withCounting()));
        assertCounted("ue", 0);
        exchange();
        assertCounted("ue", 1);
    }

    /** A rule for all of them lets vectors take the short way (decision 28). */
    @Test
    void shouldCountWhatTakesTheShortWay() {
        vswitch.apply(Configs.wired(List.of(rule("all", 10, new RuleAction.ForwardDecapsulated("app"),
            ask().ingress("access").match())), List.of(bearer("ue", UE, 1, 2, OptionalInt.empty())))
            .withGtpu(GtpuConfig.NONE.withCounting()));
        for (int i = 0; i < 5; i++) {
            vswitch.send("access", of(1).ipv4(UE, EDGE).udp(4000, 53).payload(20).bytes());
        }
        assertEquals(Optional.of(new Traffic(5, 5L * T_PDU)), inUse("ue").uplink().traffic());
        for (int i = 0; i < 3; i++) {
            vswitch.send("app", Frames.ethernet().ipv4(EDGE, UE).udp(53, 4000).payload(20).bytes());
        }
        assertEquals(Optional.of(new Traffic(3, 3L * T_PDU)), inUse("ue").downlink().traffic());
    }
}
