package io.mecvswitch.vswitch;

import static io.mecvswitch.vswitch.ChainConfigs.chains;
import static io.mecvswitch.vswitch.Configs.ask;
import static io.mecvswitch.vswitch.Configs.bearer;
import static io.mecvswitch.vswitch.Configs.rule;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.mecvswitch.config.ChainsConfig;
import io.mecvswitch.config.LimiterConfig;
import io.mecvswitch.config.PortChain;
import io.mecvswitch.config.PortPair.Correlation;
import io.mecvswitch.config.QosConfig;
import io.mecvswitch.config.QosConfig.Attachment;
import io.mecvswitch.config.QosConfig.Owner;
import io.mecvswitch.config.RuleAction;
import io.mecvswitch.config.RuleConfig;
import io.mecvswitch.config.ServiceGraph;
import io.mecvswitch.config.SwitchConfig;
import io.mecvswitch.config.Violation;
import io.mecvswitch.stage.DropReason;
import io.mecvswitch.traffic.Frames;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Limiters of chains. A burst is three frames; no time passes. */
class ChainLimitTest {
    private static final byte[] WEB =
        Frames.ethernet().ipv4("10.0.0.1", "10.0.0.2").tcp(4000, 80).payload(970).bytes();
    private static final byte[] BACK =
        Frames.ethernet().ipv4("10.0.0.2", "10.0.0.1").tcp(80, 4000).payload(970).bytes();
    private static final int BURST = 3 * (WEB.length + 4);

    /** Behind Ethernet, the base header and the service path identifier (RFC 8300 §2.3). */
    private static final int SERVICE_INDEX = 14 + 4 + 3;
    private static final String UE = "10.45.0.2";

    private final SteppedSwitch vswitch = new SteppedSwitch(
        ChainConfigs.site(2, List.of(bearer("ue", UE, 1, 2, OptionalInt.empty()))));

    @AfterEach
    void shouldHaveLostNothing() {
        vswitch.assertConserved();
    }

    private static PortChain frames(final String name, final boolean symmetric, final String... groups) {
        final PortChain chain = new PortChain(name, List.of(groups), List.of(name)).ofFrames();
        return symmetric ? chain.asSymmetric() : chain;
    }

    private static LimiterConfig limiter(final String name) {
        return LimiterConfig.of(name, 1_000_000, BURST);
    }

    private void apply(final ChainsConfig chains, final List<RuleConfig> rules, final Attachment... attachments) {
        vswitch.stopClock();
        final List<LimiterConfig> limiters = List.of(attachments).stream().map(Attachment::limiter).distinct()
            .map(ChainLimitTest::limiter).toList();
        vswitch.apply(vswitch.running().withRules(rules).withChains(chains)
            .withQos(new QosConfig(limiters, List.of(attachments))));
    }

    private void send(final String port, final byte[] frame) {
        for (int packet = 0; packet < 5; packet++) {
            vswitch.send(port, frame);
        }
    }

    /** Takes what an application was sent, lets it come back, and returns how much that was. */
    private int serve(final String ingress, final String egress) {
        final List<byte[]> got = vswitch.sent(ingress);
        got.forEach(frame -> vswitch.send(egress, frame));
        return got.size();
    }

    /** The same of an application that knows network service headers: the service index is one less. */
    private int serveAware(final int application) {
        final List<byte[]> got = vswitch.sent("in" + application);
        got.forEach(frame -> {
            frame[SERVICE_INDEX]--;
            vswitch.send("out" + application, frame);
        });
        return got.size();
    }

    @Test
    void shouldLimitWhatEntersAChainOnce() {
        apply(chains().applications(2).classifier("web", ask().ingress("access").match(), "core")
            .with(frames("web", true, "g1", "g2")).build(), List.of(), new Attachment(Owner.CHAIN, "web", "up"),
            new Attachment(Owner.CHAIN_REVERSE, "web", "down"));
        send("access", WEB);
        assertEquals(List.of(3, 3), List.of(serve("in1", "out1"), serve("in2", "out2")));
        assertEquals(3, vswitch.sent("core").size());
        send("core", BACK);
        assertEquals(List.of(3, 3), List.of(serve("out2", "in2"), serve("out1", "in1")), "this direction has its own");
        assertEquals(3, vswitch.sent("access").size());
        assertEquals(Map.of(DropReason.LIMIT_EXCEEDED, 4L), vswitch.drops());
        assertEquals(3, vswitch.status().limiterCounters("up").green().get());
    }

    @Test
    void shouldLimitWhatARuleLeadsIntoAChainOnce() {
        apply(chains().applications(2).with(new PortChain("web", List.of("g1", "g2"), List.of())).build(),
            List.of(rule("web", 1, new RuleAction.ForwardChain("web", true), ask().innerSource(UE + "/32").match())),
            new Attachment(Owner.CHAIN, "web", "up"));
        send("access", Frames.ethernet().ipv4("192.0.2.1", "192.0.2.100").udp(2152, 2152).gtpu(1)
            .ipv4(UE, "10.0.0.2").tcp(4000, 80).payload(970).bytes());
        assertEquals(List.of(3, 3), List.of(serve("in1", "out1"), serve("in2", "out2")));
        assertEquals(3, vswitch.sent("core").size());
        assertEquals(Map.of(DropReason.LIMIT_EXCEEDED, 2L), vswitch.drops());
    }

    @Test
    void shouldLimitABranchWhereItIsEntered() {
        apply(chains().applications(2)
            .with(ChainConfigs.aware(1, Correlation.NSH)).with(ChainConfigs.aware(2, Correlation.NSH))
            .classifier("all", ask().ingress("access").match())
            .classifier("web", ask().outerDestination("10.0.0.2/32").match())
            .with(frames("all", false, "g1").withCorrelation(Correlation.NSH))
            .with(frames("web", false, "g2").withCorrelation(Correlation.NSH))
            .with(new ServiceGraph("graph", List.of(new ServiceGraph.Branch("all", List.of("web"))))).build(),
            List.of(), new Attachment(Owner.CHAIN, "web", "up"));
        send("access", WEB);
        assertEquals(List.of(5, 3), List.of(serveAware(1), serveAware(2)));
        assertEquals(3, vswitch.sent("core").size());
    }

    @Test
    void shouldRefuseALimiterOfAChainThatIsNot() {
        final SwitchConfig config = vswitch.running()
            .withQos(new QosConfig(List.of(limiter("a")), List.of(new Attachment(Owner.CHAIN, "x", "a"))));
        assertEquals(
            List.of("/mec-vswitch-chains:service-function-chains/port-chain[name='x']/mec-vswitch-qos:limiter"),
            ConfigCheck.violations(config).stream().map(Violation::path).toList());
    }
}
