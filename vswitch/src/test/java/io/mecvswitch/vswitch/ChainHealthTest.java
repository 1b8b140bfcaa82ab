package io.mecvswitch.vswitch;

import static io.mecvswitch.vswitch.ChainConfigs.chains;
import static io.mecvswitch.vswitch.Configs.ask;
import static io.mecvswitch.vswitch.Configs.bearer;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mecvswitch.chaining.MemberState;
import io.mecvswitch.config.HealthCheck;
import io.mecvswitch.config.HealthCheck.Probe;
import io.mecvswitch.config.IpAddress;
import io.mecvswitch.config.PortChain;
import io.mecvswitch.config.PortPair;
import io.mecvswitch.config.PortPair.Correlation;
import io.mecvswitch.config.PortPairGroup.FailMode;
import io.mecvswitch.header.Ethernet;
import io.mecvswitch.stage.DropReason;
import io.mecvswitch.traffic.Frames;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A chain of two applications, of which the second is looked after. */
class ChainHealthTest {
    private static final long MS = 1_000_000L;
    private static final String UE = "10.45.0.2";

    private final SteppedSwitch vswitch = new SteppedSwitch(
        ChainConfigs.site(3, List.of(bearer("ue", UE, 1, 2, OptionalInt.empty()))));
    private boolean alive = true;
    private int atSecond;
    private int atCore;

    @BeforeEach
    void letTimeBeOurs() {
        vswitch.stopClock();
    }

    @AfterEach
    void shouldHaveLostNothing() {
        vswitch.assertConserved();
    }

    private static HealthCheck check(final Probe probe, final boolean passive) {
        final boolean asks = probe != Probe.NONE;
        return new HealthCheck(probe, asks ? Optional.of(IpAddress.parse("192.0.2.2")) : Optional.empty(),
            asks ? Optional.of(IpAddress.parse("192.0.2.1")) : Optional.empty(), passive, 30, 3, 1_000, false);
    }

    private void apply(final HealthCheck check, final PortPair... pairs) {
        final ChainConfigs.Builder builder = chains().applications(3)
            .classifier("fc", ask().innerSource(UE + "/32").match())
            .with(ChainConfigs.group(2).withHealth(check).withFailMode(FailMode.BYPASS, Optional.empty()))
            .with(new PortChain("chain", List.of("g1", "g2"), List.of("fc")));
        List.of(pairs).forEach(builder::with);
        vswitch.apply(vswitch.running().withChains(builder.build()));
    }

    /** A packet every millisecond; the applications pass on what they get. */
    private void run(final int ms) {
        for (int i = 0; i < ms; i++) {
            vswitch.passTime(MS);
            vswitch.send("access", Frames.ethernet().ipv4("192.0.2.1", "192.0.2.100").udp(2152, 2152).gtpu(1)
                .ipv4(UE, "203.0.113.5").udp(4_000, 53).bytes());
            vswitch.sent("in1").forEach(frame -> vswitch.send("out1", frame));
            vswitch.sent("in2").forEach(this::onSecond);
            atCore += vswitch.sent("core").size();
        }
    }

    private void onSecond(final byte[] frame) {
        atSecond += Ethernet.type(MemorySegment.ofArray(frame), 0) == Ethernet.TYPE_IPV4 ? 1 : 0;
        if (alive) {
            vswitch.send("out2", frame);
        }
    }

    private MemberState state(final String member) {
        return MemberState.of(vswitch.status().memberCounters(member).state().get());
    }

    private long drops(final DropReason reason) {
        return vswitch.drops().getOrDefault(reason, 0L);
    }

    @Test
    void shouldTakeAnswersIn() {
        apply(check(Probe.ARP, false));
        run(300);
        assertEquals(300, atCore);
        assertEquals(300, atSecond);
        assertTrue(drops(DropReason.PROBE_ANSWERED) >= 12, () -> vswitch.drops().toString());
        assertEquals(1, vswitch.drops().size(), () -> vswitch.drops().toString());
    }

    /** The last packet to a dead application is sent within 100 ms, and the group fails open then. */
    @Test
    void shouldLeadPastAMemberThatDoesNotAnswer() {
        apply(check(Probe.ARP, false));
        run(200);
        alive = false;
        run(300);
        assertEquals(MemberState.DOWN, state("g2 pp2"));
        assertTrue(atSecond <= 300, atSecond - 200 + " packets to the dead");
        assertEquals(500 - (atSecond - 200), atCore, "the others are led past it");
        assertEquals(MemberState.UP, state("g1 pp1"));
    }

    @Test
    void shouldLeadThroughAMemberThatIsBack() {
        apply(check(Probe.ARP, false));
        run(100);
        alive = false;
        run(200);
        alive = true;
        atSecond = 0;
        run(900);
        assertEquals(0, atSecond, "it is held");
        run(200);
        assertEquals(MemberState.UP, state("g2 pp2"));
        assertTrue(atSecond > 50);
        assertTrue(vswitch.status().memberCounters("g2 pp2").changed().get() > 0);
    }

    @Test
    void shouldLeadPastAMemberThatGivesNothingBack() {
        apply(check(Probe.NONE, true));
        run(200);
        assertEquals(200, atCore);
        alive = false;
        run(300);
        assertEquals(MemberState.DOWN, state("g2 pp2"));
        assertTrue(atSecond <= 300);
    }

    @Test
    void shouldReviveNobodyByACommit() {
        apply(check(Probe.ARP, false));
        run(100);
        alive = false;
        run(200);
        atSecond = 0;
        apply(check(Probe.ARP, false), new PortPair("pp3", "in3", "out3", Correlation.NONE, 5, false));
        run(200);
        assertEquals(MemberState.DOWN, state("g2 pp2"));
        assertEquals(0, atSecond);
    }

    @Test
    void shouldTellThatAMemberDrains() {
        apply(check(Probe.NONE, false), new PortPair("pp2", "in2", "out2", Correlation.NONE, 1, true));
        assertEquals(MemberState.DRAIN, state("g2 pp2"));
        apply(check(Probe.NONE, false), new PortPair("pp2", "in2", "out2", Correlation.NONE, 0, false));
        assertEquals(MemberState.DRAIN, state("g2 pp2"));
        apply(check(Probe.NONE, false));
        assertEquals(MemberState.UP, state("g2 pp2"));
    }

    @Test
    void shouldAskNobodyWithoutChains() {
        apply(check(Probe.ARP, false));
        run(10);
        vswitch.apply(vswitch.running().withChains(chains().build()));
        vswitch.passTime(100 * MS);
        vswitch.run();
        assertEquals(0, vswitch.sent("in2").size());
    }
}
