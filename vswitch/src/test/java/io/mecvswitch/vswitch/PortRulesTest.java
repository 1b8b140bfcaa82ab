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
    private static final RuleConfig PASS = rule("pass", 8, new RuleAction.Pass(), ask().match());
    /** Concerns nothing, but makes the switch look. */
    private static final RuleConfig LOOK = rule("look", 1, new RuleAction.Drop(), ask().vlan(4_000).match());

    private static SwitchConfig config(final RuleConfig... rules) {
        return new SwitchConfig(DataplaneConfig.DEFAULT,
            List.of(Configs.port("access", Role.ACCESS), Configs.port("core", Role.CORE)),
            List.of(new WireConfig("wire", "access", "core")), List.of(rules), List.of(), GtpuConfig.NONE);
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

    private static Outcome run(final int vectorSize, final RuleConfig... rules) {
        final SteppedSwitch vswitch = SteppedSwitch.withCaptureTime(Placement.UNCUT, vectorSize, 7);
        vswitch.apply(config(rules));
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
        List.of(NEW_MACS, WORSE, DROP).forEach(rule ->
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
