package io.mecvswitch.vswitch;

import static io.mecvswitch.vswitch.ChainConfigs.chains;
import static io.mecvswitch.vswitch.Configs.ask;
import static io.mecvswitch.vswitch.Configs.bearer;
import static io.mecvswitch.vswitch.Configs.rule;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mecvswitch.config.BearerConfig;
import io.mecvswitch.config.DrainOrder;
import io.mecvswitch.config.DrainOrder.Kind;
import io.mecvswitch.config.PortChain;
import io.mecvswitch.config.PortPairGroup;
import io.mecvswitch.config.RuleAction;
import io.mecvswitch.config.RuleConfig;
import io.mecvswitch.config.SwitchConfig;
import io.mecvswitch.config.Violation;
import io.mecvswitch.header.Tcp;
import io.mecvswitch.stage.Placement;
import io.mecvswitch.status.CounterType;
import io.mecvswitch.traffic.Frames;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Ports of applications, and members of chains, that get no new flows while those that they have go on. */
class DrainTest {
    /** Where TCP begins, behind Ethernet, IPv4, UDP, GTP-U and IPv4. */
    private static final int TCP = 14 + 20 + 8 + 8 + 20;
    private static final String UE = "10.45.0.2";
    private static final String EDGE = "198.51.100.7";
    private static final RuleConfig TO_EDGE = rule("to-edge", 10, new RuleAction.ForwardDecapsulated("app"),
        ask().innerDestination(EDGE + "/32").match());
    private static final List<BearerConfig> BEARERS = List.of(bearer("ue", UE, 1, 2, OptionalInt.empty()));
    private static final DrainOrder DRAIN = new DrainOrder(Kind.PORT, "app", false);
    private static final DrainOrder END = new DrainOrder(Kind.PORT, "app", true);

    private final SteppedSwitch vswitch = new SteppedSwitch(Placement.UNCUT, 32, 1);

    DrainTest() {
        vswitch.stopClock();
        vswitch.apply(Configs.wired(List.of(TO_EDGE), BEARERS));
    }

    @AfterEach
    void shouldHaveLostNothing() {
        vswitch.assertConserved();
    }

    private static Frames uplink() {
        return Frames.ethernet().ipv4("192.0.2.1", "192.0.2.100").udp(2152, 2152).gtpu(1).ipv4(UE, EDGE);
    }

    private static byte[] udp(final int port) {
        return uplink().udp(port, 53).payload(20).bytes();
    }

    private static byte[] tcp(final int port, final int flags) {
        final byte[] frame = uplink().tcp(port, 80).payload(20).bytes();
        frame[TCP + Tcp.FLAGS_OFFSET] = (byte) flags;
        return frame;
    }

    /** Where a frame goes. */
    private String way(final byte[] frame) {
        vswitch.send("access", frame);
        final int served = vswitch.sent("app").size();
        final int passed = vswitch.sent("core").size();
        assertEquals(1, served + passed);
        return served > 0 ? "app" : "core";
    }

    private void drain() {
        assertEquals(List.of(), vswitch.drain(DRAIN));
    }

    @Test
    void shouldPassNewFlowsToTheirEndAndServeThoseThatAreThere() {
        assertEquals("app", way(tcp(1000, Tcp.SYN)));
        drain();
        assertEquals("core", way(tcp(1001, Tcp.SYN)), "a new connection");
        assertEquals("core", way(tcp(1001, Tcp.ACK)), "and what follows on it");
        assertEquals("app", way(tcp(1000, Tcp.ACK)), "a connection that was there");
        assertEquals("core", way(tcp(1000, Tcp.SYN)), "the same ports again");
        assertEquals(3, vswitch.status().drainCounters(0, "app").turnedAway().get());
    }

    @Test
    void shouldKnowFlowsWithoutBeginningsByTheGraceTime() {
        drain();
        assertEquals("app", way(udp(1000)));
        vswitch.passTime(TimeUnit.SECONDS.toNanos(11));
        assertEquals("app", way(udp(1000)));
        assertEquals("core", way(udp(1001)));
        vswitch.passTime(TimeUnit.SECONDS.toNanos(301));
        assertEquals("core", way(udp(1000)), "it was silent for too long");
    }

    @Test
    void shouldRememberOverCommits() {
        drain();
        assertEquals("core", way(tcp(1001, Tcp.SYN)));
        vswitch.apply(Configs.wired(List.of(TO_EDGE, rule("other", 20, new RuleAction.Drop(),
            ask().innerDestination("198.51.100.99/32").match())), BEARERS));
        assertEquals("core", way(tcp(1001, Tcp.ACK)));
    }

    @Test
    void shouldServeAllAgainWhenItEnds() {
        drain();
        assertEquals(1, states());
        assertEquals(List.of(), vswitch.drain(END));
        assertEquals("app", way(tcp(1001, Tcp.SYN)));
        assertEquals(0, states());
    }

    /** Ports that the status file says drain. */
    private int states() {
        return vswitch.status().reader().snapshot().of(CounterType.PORT_DRAIN_SINCE).size();
    }

    @Test
    void shouldForgetADrainWithItsPort() {
        drain();
        final SwitchConfig whole = vswitch.running();
        vswitch.apply(SwitchConfig.EMPTY);
        assertEquals(0, states());
        vswitch.apply(whole);
        assertEquals("app", way(tcp(1001, Tcp.SYN)));
    }

    @Test
    void shouldRefuseWhatCannotBeDrained() {
        assertRefused(new DrainOrder(Kind.PORT, "core", false), "end of wires");
        assertRefused(new DrainOrder(Kind.PORT, "none", false), "no port");
        assertRefused(new DrainOrder(Kind.MEMBER, "none", false), "no port pair");
    }

    private void assertRefused(final DrainOrder order, final String reason) {
        final List<Violation> refused = vswitch.drain(order);
        assertTrue(refused.getFirst().message().contains(reason), refused::toString);
        assertEquals(0, states());
    }

    @Test
    void shouldLeadNewFlowsOfAChainToOtherMembers() {
        vswitch.apply(ChainConfigs.site(2, BEARERS));
        vswitch.apply(vswitch.running().withChains(chains().applications(2)
            .with(new PortPairGroup("g2", List.of())).with(new PortPairGroup("g1", List.of("pp1", "pp2")))
            .classifier("fc", ask().innerSource(UE + "/32").match())
            .with(new PortChain("chain", List.of("g1"), List.of("fc"))).build()));
        assertEquals(Map.of("in1", true, "in2", true), led());
        assertEquals(List.of(), vswitch.drain(new DrainOrder(Kind.MEMBER, "pp1", false)));
        assertEquals(Map.of("in1", false, "in2", true), led());
        assertEquals(List.of(), vswitch.drain(new DrainOrder(Kind.MEMBER, "pp1", true)));
        assertEquals(Map.of("in1", true, "in2", true), led());
        assertEquals(List.of(), vswitch.drain(new DrainOrder(Kind.PORT, "in2", false)));
        assertEquals(Map.of("in1", true, "in2", false), led(), "a member drains with its port");
    }

    /** Which members get any of many flows. */
    private Map<String, Boolean> led() {
        for (int port = 1000; port < 1100; port++) {
            vswitch.send("access", udp(port));
        }
        return Map.of("in1", !vswitch.sent("in1").isEmpty(), "in2", !vswitch.sent("in2").isEmpty());
    }
}
