package io.mecvswitch.vswitch;

import static io.mecvswitch.vswitch.Configs.ask;
import static io.mecvswitch.vswitch.Configs.bearer;
import static io.mecvswitch.vswitch.Configs.port;
import static io.mecvswitch.vswitch.Configs.rule;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mecvswitch.config.BearerConfig;
import io.mecvswitch.config.BridgeConfig;
import io.mecvswitch.config.ConfigPaths;
import io.mecvswitch.config.EthernetMatch;
import io.mecvswitch.config.FlowMatch;
import io.mecvswitch.config.HeaderRewrite;
import io.mecvswitch.config.IpAddress;
import io.mecvswitch.config.IpMatch;
import io.mecvswitch.config.MacAddress;
import io.mecvswitch.config.PortConfig;
import io.mecvswitch.config.PortConfig.Role;
import io.mecvswitch.config.RuleAction;
import io.mecvswitch.config.RuleConfig;
import io.mecvswitch.config.SwitchConfig;
import io.mecvswitch.config.TagRewrite;
import io.mecvswitch.config.TunnelMatch;
import io.mecvswitch.config.Violation;
import io.mecvswitch.config.VlanMatch;
import io.mecvswitch.config.VlanMode;
import io.mecvswitch.config.WireConfig;
import io.mecvswitch.port.MemoryPort;
import io.mecvswitch.stage.DropReason;
import io.mecvswitch.status.CounterType;
import io.mecvswitch.status.StatusException;
import io.mecvswitch.traffic.Frames;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** From one configuration to the next. */
class DataplaneTest {
    private static final SwitchConfig WIRED = Configs.wired(List.of(), List.of());
    private static final RuleAction TO_CORE = new RuleAction.Forward("core");
    private static final HeaderRewrite EXPEDITED = new HeaderRewrite(
        Optional.empty(), Optional.empty(), new TagRewrite.Keep(), Optional.of(46));
    private static final byte[] FRAME = Frames.ethernet().ipv4("10.0.0.1", "10.0.0.2").udp(1, 2).payload(9).bytes();

    private final SteppedSwitch vswitch = new SteppedSwitch(WIRED);

    private List<Violation> refused(final SwitchConfig config) {
        final SwitchConfig before = vswitch.running();
        final ConfigRefusedException refusal =
            assertThrows(ConfigRefusedException.class, () -> vswitch.apply(config));
        assertEquals(before, vswitch.running());
        vswitch.send("access", FRAME);
        assertEquals(1, vswitch.sent("core").size(), "forwards as before");
        return refusal.violations();
    }

    private void assertRefused(final String path, final String part, final SwitchConfig config) {
        final List<Violation> violations = refused(config);
        assertTrue(violations.stream().anyMatch(v -> v.path().equals(path) && v.message().contains(part)),
            violations::toString);
    }

    private static SwitchConfig withPorts(final PortConfig... ports) {
        final List<PortConfig> all = new ArrayList<>(WIRED.ports());
        all.addAll(List.of(ports));
        return new SwitchConfig(WIRED.dataplane(), all, WIRED.wires(), WIRED.rules(), WIRED.bearers(), WIRED.gtpu());
    }

    private static PortConfig device(final String name, final String device) {
        final PortConfig port = port(name, Role.ACCESS);
        return new PortConfig(name, port.role(), device, true, port.mtu(), port.promiscuous(), port.mac(),
            Optional.empty());
    }

    @Test
    void shouldAddAndRemoveAPortUnderTraffic() {
        vswitch.apply(withPorts(port("access-2", Role.ACCESS)));
        final MemoryPort added = vswitch.port("access-2");
        vswitch.send("access-2", FRAME);
        assertEquals(Map.of(DropReason.NO_WIRE, 1L), vswitch.drops());
        vswitch.apply(WIRED);
        added.offer(FRAME);
        vswitch.send("access", FRAME);
        assertEquals(1, added.waiting(), "nobody polls a removed port");
        vswitch.assertConserved();
    }

    @Test
    void shouldRefuseADeviceThatCannotBeOpened() {
        assertRefused("/ietf-interfaces:interfaces/interface[name='x']/mec-vswitch-ports:port/device",
            "There is no device 'missing'", withPorts(port("fine", Role.ACCESS), device("x", "missing")));
    }

    @Test
    void shouldRefuseAnotherDeviceUnderAnOpenPort() {
        final List<PortConfig> ports = new ArrayList<>(WIRED.ports());
        ports.set(0, device("access", "other"));
        assertRefused("/ietf-interfaces:interfaces/interface[name='access']/mec-vswitch-ports:port",
            "Remove the interface in one change", new SwitchConfig(
                WIRED.dataplane(), ports, WIRED.wires(), List.of(), List.of(), WIRED.gtpu()));
    }

    @Test
    void shouldRefuseWiresThatJoinTheWrongPorts() {
        final SwitchConfig config = new SwitchConfig(WIRED.dataplane(), WIRED.ports(),
            List.of(new WireConfig("a", "access", "app"), new WireConfig("b", "access", "nowhere")), List.of(),
            List.of(), WIRED.gtpu());
        assertRefused("/mec-vswitch-ports:wires/wire[name='a']/core", "has not the role core", config);
        assertRefused("/mec-vswitch-ports:wires/wire[name='b']/core", "There is no interface 'nowhere'", config);
        assertRefused("/mec-vswitch-ports:wires/wire[name='b']/access", "one wire only", config);
    }

    @Test
    void shouldRefuseDecapsulationTowardsACorePort() {
        assertRefused("/mec-vswitch-rules:traffic-rules/traffic-rule[name='r']/destination-interface",
            "role application", Configs.wired(List.of(
                rule("r", 1, new RuleAction.ForwardDecapsulated("core"), ask().match())), List.of()));
    }

    @Test
    void shouldRefuseDecapsulationWithoutADestinationAddress() {
        final List<PortConfig> ports = new ArrayList<>(WIRED.ports());
        final PortConfig app = ports.get(2);
        ports.set(2, new PortConfig("app", app.role(), app.device(), true, app.mtu(), true, app.mac(),
            Optional.empty()));
        assertRefused("/ietf-interfaces:interfaces/interface[name='app']/mec-vswitch-ports:port/peer-mac-address",
            "Give the Ethernet address", new SwitchConfig(WIRED.dataplane(), ports, WIRED.wires(), List.of(
                rule("r", 1, new RuleAction.ForwardDecapsulated("app"), ask().match())), List.of(), WIRED.gtpu()));
    }

    @Test
    void shouldRefuseToRewriteWhatIsDropped() {
        assertRewriteRefused("", "nothing to change", new RuleAction.Drop(), EXPEDITED, ask().match());
    }

    @Test
    void shouldRefuseACopyThatCanGoNowhere() {
        final String path = "/mec-vswitch-rules:traffic-rules/traffic-rule[name='r']";
        final SwitchConfig nowhere = Configs.wired(List.of(
            rule("r", 1, new RuleAction.Duplicate("nowhere", Optional.of("elsewhere")), ask().match())), List.of());
        assertRefused(path + "/destination-interface", "no interface 'nowhere'", nowhere);
        assertRefused(path + "/original-interface", "no interface 'elsewhere'", nowhere);
        assertRefused(path + "/destination-interface", "role application", Configs.wired(List.of(rule("r", 1,
            new RuleAction.DuplicateDecapsulated("core", Optional.empty()), ask().match())), List.of()));
        assertRefused(path + "/original-interface", "no interface 'elsewhere'", Configs.wired(List.of(rule("r", 1,
            new RuleAction.DuplicateDecapsulated("app", Optional.of("elsewhere")), ask().match())), List.of()));
    }

    @Test
    void shouldRefuseAGroupAddressAsSource() {
        assertRewriteRefused("/source-mac-address", "no frame comes from a group", TO_CORE,
            HeaderRewrite.macs(MacAddress.parse("03:00:00:00:00:01"), Configs.APPLICATION_MAC), ask().match());
    }

    @Test
    void shouldRefuseADscpForWhatHasNone() {
        final EthernetMatch arp = new EthernetMatch(Optional.empty(), Optional.empty(), VlanMatch.ANY, VlanMatch.ANY,
            Optional.of(0x0806));
        assertRewriteRefused("/dscp", "ethertype without DSCP", TO_CORE, EXPEDITED,
            new FlowMatch(Optional.empty(), arp, IpMatch.ANY, TunnelMatch.ANY, IpMatch.ANY));
    }

    @Test
    void shouldRefuseToChangeATagThatIsNotThere() {
        final TagRewrite change =
            new TagRewrite.Change(Optional.empty(), Optional.of(5), Optional.empty(), Optional.empty());
        final RuleAction decapsulate = new RuleAction.ForwardDecapsulated("app");
        assertRewriteRefused("/pop-vlan", "untagged", TO_CORE, tags(new TagRewrite.Pop()), ask().vlan(0).match());
        assertRewriteRefused("/change-vlan", "untagged", TO_CORE, tags(change), ask().vlan(0).match());
        assertRewriteRefused("/pop-vlan", "has no tag", decapsulate, tags(new TagRewrite.Pop()), ask().match());
        assertRewriteRefused("/change-vlan", "has no tag", decapsulate, tags(change), ask().match());
    }

    @Test
    void shouldRefuseToPushAThirdTag() {
        final EthernetMatch two = new EthernetMatch(Optional.empty(), Optional.empty(), VlanMatch.ANY,
            VlanMatch.of(5), Optional.empty());
        assertRewriteRefused("/push-vlan", "no frame can leave with three", TO_CORE,
            tags(new TagRewrite.Push(TagRewrite.Type.C_VLAN, 1, 0, false)), ask().match(),
            new FlowMatch(Optional.empty(), two, IpMatch.ANY, TunnelMatch.ANY, IpMatch.ANY));
    }

    private void assertRewriteRefused(final String leaf, final String sentence, final RuleAction action,
        final HeaderRewrite rewrite, final FlowMatch... matches) {
        assertRefused("/mec-vswitch-rules:traffic-rules/traffic-rule[name='r']/rewrite" + leaf, sentence,
            Configs.wired(List.of(rule("r", 1, action, matches).withRewrite(rewrite)), List.of()));
    }

    private static HeaderRewrite tags(final TagRewrite tags) {
        return new HeaderRewrite(Optional.empty(), Optional.empty(), tags, Optional.empty());
    }

    @Test
    void shouldRefuseTwoBearersInOneTunnel() {
        assertRefused("/mec-vswitch-bearers:bearers/bearer[name='b']/uplink", "'a' has the tunnel",
            Configs.wired(List.of(), List.of(
                bearer("a", "10.45.0.1", 1, 1, OptionalInt.empty()),
                bearer("b", "10.45.0.2", 1, 2, OptionalInt.empty()))));
    }

    @Test
    void shouldRefuseATunnelToWhatIsNoSingleNode() {
        final BearerConfig bearer = new BearerConfig("b", IpAddress.parse("10.45.0.1"), IpAddress.parse("224.0.0.1"), 1,
            IpAddress.parse("0.0.0.1"), 1, OptionalInt.empty(), Optional.empty());
        final SwitchConfig config = Configs.wired(List.of(), List.of(bearer));
        assertRefused("/mec-vswitch-bearers:bearers/bearer[name='b']/uplink/endpoint", "224.0.0.1 is no", config);
        assertRefused("/mec-vswitch-bearers:bearers/bearer[name='b']/downlink/endpoint", "0.0.0.1 is no", config);
    }

    @Test
    void shouldRefuseNamesThatStandTwice() {
        assertRefused("/mec-vswitch-rules:traffic-rules/traffic-rule[name='r']", "stands 2 times",
            Configs.wired(List.of(rule("r", 1, new RuleAction.Drop(), ask().vlan(7).match()),
                rule("r", 2, new RuleAction.Drop(), ask().vlan(8).match())), List.of()));
    }

    @Test
    void shouldSayEverythingThatIsWrongAtOnce() {
        assertEquals(2, refused(Configs.wired(List.of(
            rule("a", 1, new RuleAction.Forward("nowhere"), ask().match()),
            rule("b", 1, new RuleAction.Drop(), ask().ingress("elsewhere").match())), List.of())).size());
    }

    @Test
    void shouldRefuseEntriesThatCollideWithThoseThatRun() {
        final RuleConfig rule = rule("r", 1, new RuleAction.Pass(), ask().match());
        final BearerConfig bearer = Configs.bearer("b", "10.0.0.1", 1, 1, OptionalInt.empty());
        final SwitchConfig running = Configs.wired(List.of(rule), List.of(bearer));
        vswitch.apply(running);
        assertRefused(ConfigPaths.rule("r"), "2 times", running.withRules(List.of(rule, rule)));
        assertRefused(ConfigPaths.rule("s"), "no traffic filter",
            running.withRules(List.of(rule, rule("s", 1, new RuleAction.Pass()))));
        assertRefused(ConfigPaths.bearer("b"), "2 times", running.withBearers(List.of(bearer, bearer)));
        assertRefused(ConfigPaths.bearer("c") + "/ue-address", "'b'",
            running.withBearers(List.of(bearer, Configs.bearer("c", "10.0.0.1", 2, 2, OptionalInt.empty()))));
        assertRefused(ConfigPaths.bearer("c") + "/downlink", "'b'",
            running.withBearers(List.of(bearer, Configs.bearer("c", "10.0.0.2", 2, 1, OptionalInt.empty()))));
    }

    @Test
    void shouldLetABearerHaveWhatAnotherLeaves() {
        final BearerConfig one = Configs.bearer("one", "10.0.0.1", 1, 1, OptionalInt.empty());
        final BearerConfig other = Configs.bearer("other", "10.0.0.2", 2, 2, OptionalInt.empty());
        final BearerConfig heir = Configs.bearer("heir", "10.0.0.1", 1, 1, OptionalInt.empty());
        vswitch.apply(Configs.wired(List.of(), List.of(one, other)));
        vswitch.apply(Configs.wired(List.of(), List.of(heir, other)));
        vswitch.apply(Configs.wired(List.of(), List.of(
            Configs.bearer("heir", "10.0.0.2", 2, 2, OptionalInt.empty()),
            Configs.bearer("other", "10.0.0.1", 1, 1, OptionalInt.empty()))));
        assertRefused(ConfigPaths.bearer("one") + "/uplink", "'other'", Configs.wired(List.of(), List.of(
            Configs.bearer("heir", "10.0.0.2", 2, 2, OptionalInt.empty()),
            Configs.bearer("other", "10.0.0.1", 1, 1, OptionalInt.empty()),
            Configs.bearer("one", "10.0.0.3", 1, 3, OptionalInt.empty()))));
    }

    @Test
    void shouldRefuseTwoNewBearersThatCollide() {
        final BearerConfig running = Configs.bearer("running", "10.0.0.1", 1, 1, OptionalInt.empty());
        vswitch.apply(Configs.wired(List.of(), List.of(running)));
        assertRefused(ConfigPaths.bearer("second") + "/uplink", "'first'", Configs.wired(List.of(), List.of(running,
            Configs.bearer("first", "10.0.0.2", 2, 2, OptionalInt.empty()),
            Configs.bearer("second", "10.0.0.3", 2, 3, OptionalInt.empty()))));
    }

    @Test
    void shouldRefuseRulesThatTheStatusFileHasNoRoomFor() {
        final RuleConfig kept = rule("kept", 1, new RuleAction.Pass(), ask().match());
        vswitch.apply(Configs.wired(List.of(kept), List.of()));
        final List<RuleConfig> many = new ArrayList<>(List.of(kept));
        for (int i = 0; i < 4_096; i++) {
            many.add(rule("rule-" + i, 1, new RuleAction.Pass(), ask().match()));
        }
        assertRefused(ConfigPaths.RULES, "fewer rules", vswitch.running().withRules(many));
        assertTrue(vswitch.status().reader().snapshot().find(CounterType.RULE_PACKETS, "rule-0").isEmpty(),
            "given back");
    }

    @Test
    void shouldKeepCountingWhereARuleStays() {
        final SwitchConfig config =
            Configs.wired(List.of(rule("r", 1, new RuleAction.Pass(), ask().match())), List.of());
        vswitch.apply(config);
        vswitch.send("access", FRAME);
        vswitch.apply(Configs.with(config, rules -> {
            rules.add(rule("first", 0, new RuleAction.Drop(), ask().vlan(5).match()));
            return rules;
        }));
        vswitch.send("access", FRAME, FRAME);
        assertEquals(3, vswitch.status().ruleCounters("r").packets().get());
        assertEquals(3 * FRAME.length, vswitch.status().ruleCounters("r").bytes().get());
    }

    @Test
    void shouldChangeAHundredTimesUnderTrafficAndLoseNothing() {
        for (int i = 0; i < 100; i++) {
            vswitch.port("access").offer(FRAME);
            vswitch.receiveAll();
            vswitch.apply(i % 2 == 0 ? WIRED : withPorts(port("access-2", Role.ACCESS)));
        }
        vswitch.run();
        assertEquals(100, vswitch.sent("core").size());
        assertEquals(Map.of(), vswitch.drops());
        vswitch.assertConserved();
    }

    /** The status file has room for the rule's counters, and none for the domain's: the rule's are given back. */
    @Test
    void shouldCountARuleThatCameWithARefusedConfiguration() {
        final SwitchConfig base = withPorts(port("p", Role.ACCESS));
        vswitch.apply(base);
        final SwitchConfig ruled = base.withRules(List.of(rule("r", 1, new RuleAction.Pass(), ask().match())));
        final int room = room(new SteppedSwitch(base));
        for (int i = 0; i < room - 5; i++) {
            vswitch.status().handoffOccupancy(1_000 + i);
        }
        assertRefused(ConfigPaths.RULES, "fewer rules", ruled.withBridges(List.of(new BridgeConfig("lan",
            List.of(new BridgeConfig.BridgePort("p", new VlanMode.Transparent())), 300, 4_096, 100, List.of()))));
        vswitch.apply(ruled);
        vswitch.send("access", FRAME);
        assertEquals(1, vswitch.status().ruleCounters("r").packets().get());
    }

    /** How many counters can be had. */
    private static int room(final SteppedSwitch vswitch) {
        int room = 0;
        try {
            while (true) {
                vswitch.status().handoffOccupancy(1_000 + room);
                room++;
            }
        } catch (final StatusException e) {
            return room;
        }
    }
}
