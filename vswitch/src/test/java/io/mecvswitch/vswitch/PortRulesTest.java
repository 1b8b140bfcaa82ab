package io.mecvswitch.vswitch;

import static io.mecvswitch.vswitch.Configs.ask;
import static io.mecvswitch.vswitch.Configs.rule;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mecvswitch.config.DataplaneConfig;
import io.mecvswitch.config.GtpuConfig;
import io.mecvswitch.config.HeaderRewrite;
import io.mecvswitch.config.PortConfig.Role;
import io.mecvswitch.config.RuleAction;
import io.mecvswitch.config.RuleConfig;
import io.mecvswitch.config.SwitchConfig;
import io.mecvswitch.config.TagRewrite;
import io.mecvswitch.config.WireConfig;
import io.mecvswitch.stage.DropReason;
import io.mecvswitch.stage.Placement;
import io.mecvswitch.stage.StageName;
import io.mecvswitch.traffic.Frames;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where rules ask for the port alone nobody looks into packets, and what becomes of them is the same. */
class PortRulesTest {
    private static final List<String> PORTS = List.of("access", "core");
    private static final HeaderRewrite MACS = HeaderRewrite.macs(Configs.APPLICATION_MAC, Configs.SWITCH_MAC);
    private static final RuleConfig NEW_MACS =
        rule("new-macs", 9, new RuleAction.Forward("core"), ask().ingress("access").match()).withRewrite(MACS);
    private static final RuleConfig WORSE =
        rule("worse", 10, new RuleAction.Drop(), ask().ingress("access").match());
    private static final RuleConfig DROP = rule("drop", 8, new RuleAction.Drop(), ask().ingress("core").match());
    private static final RuleConfig NEW_SOURCE =
        rule("new-source", 7, new RuleAction.Forward("core"), ask().ingress("access").match()).withRewrite(
            new HeaderRewrite(Optional.of(Configs.SWITCH_MAC), Optional.empty(), new TagRewrite.Keep(),
                Optional.empty()));
    private static final RuleConfig PASS = rule("pass", 8, new RuleAction.Pass(), ask().match());
    /** Concerns nothing, but makes the switch look. */
    private static final RuleConfig LOOK = rule("look", 1, new RuleAction.Drop(), ask().vlan(4_000).match());

    private static SwitchConfig config(final RuleConfig... rules) {
        return config(List.of(new WireConfig("wire", "access", "core")), rules);
    }

    private static SwitchConfig config(final List<WireConfig> wires, final RuleConfig... rules) {
        return new SwitchConfig(DataplaneConfig.DEFAULT,
            List.of(Configs.port("access", Role.ACCESS), Configs.port("core", Role.CORE)), wires, List.of(rules),
            List.of(), GtpuConfig.NONE);
    }

    private static boolean parses(final RuleConfig... rules) {
        final SteppedSwitch vswitch = SteppedSwitch.withCaptureTime(Placement.UNCUT, 8, 7);
        vswitch.apply(config(rules));
        return vswitch.stages().contains(StageName.PARSE);
    }

    @Test
    void shouldLookIntoPacketsOnlyWhereSomebodyAsks() {
        assertEquals(List.of(false, false, true, true, true), List.of(parses(NEW_MACS, WORSE, DROP), parses(PASS),
            parses(NEW_MACS, LOOK), parses(PASS.withRewrite(new HeaderRewrite(Optional.empty(), Optional.empty(),
            new TagRewrite.Pop(), Optional.empty()))), parses(PASS.withRewrite(new HeaderRewrite(Optional.empty(),
            Optional.empty(), new TagRewrite.Keep(), Optional.of(46))))));
    }

    private record Outcome(Map<String, List<String>> sent, Map<DropReason, Long> drops, Map<String, Long> octets) { }

    @ParameterizedTest
    @ValueSource(ints = {1, 8, 32})
    void shouldDecideAsIfItHadLooked(final int vectorSize) {
        final Outcome looked = run(vectorSize, NEW_MACS, WORSE, DROP, LOOK);
        assertEquals(looked, run(vectorSize, NEW_MACS, WORSE, DROP));
        assertTrue(looked.sent().get("core").size() > 100, () -> looked.drops().toString());
        assertEquals(Set.of(DropReason.RULE_DROP, DropReason.ETHERNET_TRUNCATED), looked.drops().keySet());
    }

    @Test
    void shouldDoSoWhereOneAddressIsNew() {
        assertEquals(run(8, NEW_SOURCE, PASS, LOOK), run(8, NEW_SOURCE, PASS));
    }

    @Test
    void shouldPassWhatNoRuleConcerns() {
        final Outcome looked = run(8, LOOK);
        assertEquals(looked, run(8));
        assertEquals(Map.of(), looked.drops());
    }

    @Test
    void shouldDropWhatHasNoWire() {
        final Outcome looked = run(Placement.UNCUT, false, 8, config(List.of(), LOOK));
        assertEquals(looked, run(Placement.UNCUT, false, 8, config(List.of())));
        assertEquals(Map.of(DropReason.NO_WIRE, 400L), looked.drops());
    }

    @ParameterizedTest
    @EnumSource(names = {"PARSE", "CLASSIFY", "STEER", "REWRITE"})
    void shouldDoSoBehindACut(final StageName place) {
        final Placement cut = new Placement(Set.of(place));
        assertEquals(run(cut, false, 8, config(NEW_MACS, WORSE, DROP, LOOK)),
            run(cut, false, 8, config(NEW_MACS, WORSE, DROP)));
        assertEquals(run(cut, false, 8, config(LOOK)), run(cut, false, 8, config()));
    }

    private static Outcome run(final int vectorSize, final RuleConfig... rules) {
        final Outcome timed = run(Placement.UNCUT, true, vectorSize, config(rules));
        assertEquals(timed, run(Placement.UNCUT, false, vectorSize, config(rules)));
        return timed;
    }

    private static Outcome run(final Placement placement, final boolean timed, final int vectorSize,
        final SwitchConfig config) {
        final SteppedSwitch vswitch = timed ? SteppedSwitch.withCaptureTime(placement, vectorSize, 7)
            : new SteppedSwitch(placement, vectorSize, 7);
        vswitch.apply(config);
        final Random random = new Random(23);
        final Map<String, List<String>> sent = new TreeMap<>();
        for (final String port : PORTS) {
            for (int i = 0; i < 200; i++) {
                vswitch.port(port).offer(frame(random), i * 1_000L);
            }
            vswitch.run();
        }
        PORTS.forEach(port -> sent.put(port, new ArrayList<>(
            vswitch.sent(port).stream().map(HexFormat.of()::formatHex).toList())));
        vswitch.assertConserved();
        final Map<String, Long> octets = new TreeMap<>();
        config.rules().stream().filter(rule -> rule != LOOK).forEach(rule ->
            octets.put(rule.name(), vswitch.status().ruleCounters(rule.name()).bytes().get()));
        return new Outcome(sent, vswitch.drops(), octets);
    }

    /** One in ten has no whole Ethernet header. */
    private static byte[] frame(final Random random) {
        final Frames ethernet = random.nextBoolean() ? Frames.ethernet()
            : Frames.ethernet().vlan(1 + random.nextInt(9));
        final byte[] frame = ethernet.ipv4("10.0.0.1", "10.0.0.2").udp(1, 2).payload(random.nextInt(60)).bytes();
        return random.nextInt(10) == 0 ? Arrays.copyOf(frame, 1 + random.nextInt(13)) : frame;
    }
}
