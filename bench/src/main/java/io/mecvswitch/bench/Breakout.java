package io.mecvswitch.bench;

import io.mecvswitch.config.BearerConfig;
import io.mecvswitch.config.BridgeConfig;
import io.mecvswitch.config.BridgeConfig.BridgePort;
import io.mecvswitch.config.ChainsConfig;
import io.mecvswitch.config.ChainsConfig.Ambiguity;
import io.mecvswitch.config.DataplaneConfig;
import io.mecvswitch.config.EthernetMatch;
import io.mecvswitch.config.FlowClassifier;
import io.mecvswitch.config.FlowMatch;
import io.mecvswitch.config.GtpuConfig;
import io.mecvswitch.config.HeaderRewrite;
import io.mecvswitch.config.IpAddress;
import io.mecvswitch.config.IpMatch;
import io.mecvswitch.config.IpPrefix;
import io.mecvswitch.config.LimiterConfig;
import io.mecvswitch.config.MacAddress;
import io.mecvswitch.config.PortChain;
import io.mecvswitch.config.PortConfig;
import io.mecvswitch.config.PortConfig.Role;
import io.mecvswitch.config.PortPair;
import io.mecvswitch.config.PortPairGroup;
import io.mecvswitch.config.QosConfig.Attachment;
import io.mecvswitch.config.QosConfig.Owner;
import io.mecvswitch.config.QosConfig;
import io.mecvswitch.config.RuleAction;
import io.mecvswitch.config.RuleConfig;
import io.mecvswitch.config.SwitchConfig;
import io.mecvswitch.config.TunnelMatch;
import io.mecvswitch.config.VlanMatch;
import io.mecvswitch.config.VlanMode;
import io.mecvswitch.config.WireConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The configuration that is measured: a wire from access to core, and a rule that pops the access side's G-PDUs for an
 * application.
 *
 * <pre>
 *   access ──── wire ──── core
 *      └─ local-breakout ──▶ application
 * </pre>
 */
public final class Breakout {
    /** Index of the radio side's port. */
    public static final int ACCESS = 0;
    /** Index of the core side's port. */
    public static final int CORE = 1;
    /** Index of the application's port. */
    public static final int APPLICATION = 2;

    private static final String ACCESS_NAME = "access";
    private static final String CORE_NAME = "core";
    private static final String APPLICATION_NAME = "application";
    private static final List<String> NAMES = List.of(ACCESS_NAME, CORE_NAME, APPLICATION_NAME);
    private static final List<Role> ROLES = List.of(Role.ACCESS, Role.CORE, Role.APPLICATION);
    private static final int MTU = 1_500;
    private static final int LAST_PRIORITY = 65_535;
    private static final int MOST_STATIONS = 131_072;
    private static final int AGEING_SECONDS = 3_600;
    private static final int FLOOD_RATE = 10_000;
    private static final int MOST_FLOWS = 65_536;
    private static final int FLOW_SECONDS = 300;
    private static final EthernetMatch IN_VLAN = new EthernetMatch(Optional.empty(), Optional.empty(),
        VlanMatch.of(Flows.VLAN), VlanMatch.ANY, Optional.empty());
    private static final int GPDU = 255;
    private static final int OTHER_NETWORK = 0xc6_12_00_00;

    private Breakout() {
    }

    /** Name of the port with this index. */
    public static String portName(final int index) {
        return NAMES.get(index);
    }

    /**
     * The whole configuration.
     *
     * @param layout  lanes and vector size
     * @param devices device arguments of the three ports, by index
     * @param rules   how many; the one that matches is the last to be considered
     * @param bearers that can be popped
     */
    public static SwitchConfig config(final DataplaneConfig layout, final List<String> devices, final int rules,
        final List<BearerConfig> bearers) {
        return new SwitchConfig(layout, ports(devices), wires(), rules(rules), bearers, GtpuConfig.NONE);
    }

    /** The same ports and wire with no rule at all: everything passes. */
    public static SwitchConfig wire(final DataplaneConfig layout, final List<String> devices) {
        return new SwitchConfig(
            layout, ports(devices.subList(ACCESS, APPLICATION)), wires(), List.of(), List.of(), GtpuConfig.NONE);
    }

    /** The same ports and wire, and a rule that gives what the access side sends new Ethernet addresses. */
    public static SwitchConfig macs(final DataplaneConfig layout, final List<String> devices) {
        final RuleConfig rule = new RuleConfig("new-addresses", 0,
            List.of(match(Optional.of(ACCESS_NAME), Optional.empty(), Optional.empty(), Optional.empty())),
            new RuleAction.Forward(CORE_NAME));
        return wire(layout, devices).withRules(List.of(rule.withRewrite(
            HeaderRewrite.macs(new MacAddress(Uplink.CORE_MAC), new MacAddress(Uplink.ACCESS_MAC)))));
    }

    /** The same ports and wire, and a rule for each server in {@link Flows#VLAN}, which forwards to the core side. */
    public static SwitchConfig servers(final DataplaneConfig layout, final List<String> devices, final int rules) {
        return wire(layout, devices).withRules(IntStream.range(0, rules).mapToObj(rule -> new RuleConfig(
            "server-" + rule, rule % (LAST_PRIORITY + 1), List.of(new FlowMatch(Optional.of(ACCESS_NAME), IN_VLAN,
            IpMatch.between(Optional.empty(), Optional.of(new IpPrefix(server(rule), 32))), TunnelMatch.ANY,
            IpMatch.ANY)), new RuleAction.Forward(CORE_NAME))).toList());
    }

    /** A limiter for each rule of {@link #servers}. */
    public static QosConfig limits(final int rules, final long bitsPerSecond, final long burst) {
        return new QosConfig(
            IntStream.range(0, rules).mapToObj(rule -> LimiterConfig.of("limit-" + rule, bitsPerSecond, burst))
                .toList(),
            IntStream.range(0, rules).mapToObj(rule ->
                new Attachment(Owner.RULE, "server-" + rule, "limit-" + rule)).toList());
    }

    /** Address of a server. */
    public static IpAddress server(final int rule) {
        return IpAddress.ofIpv4(Flows.server(rule));
    }

    /** The same two ports in a bridge domain. */
    public static SwitchConfig bridge(final DataplaneConfig layout, final List<String> devices, final int stations) {
        final List<BridgePort> ports = Stream.of(ACCESS_NAME, CORE_NAME)
            .map(port -> new BridgePort(port, new VlanMode.Transparent())).toList();
        return new SwitchConfig(layout, ports(devices), List.of(), List.of(), List.of(), GtpuConfig.NONE,
            List.of(new BridgeConfig("bridge", ports, AGEING_SECONDS, Math.min(2 * stations, MOST_STATIONS), FLOOD_RATE,
                List.of())));
    }

    /**
     * The same ports and wire, and a chain that leads what the access side sends through applications, frames as they
     * come.
     *
     * @param loops devices that give back what they take, one an application
     */
    public static SwitchConfig chain(final DataplaneConfig layout, final List<String> devices,
        final List<String> loops) {
        final List<PortConfig> ports = new ArrayList<>(ports(devices.subList(ACCESS, APPLICATION)));
        final List<PortPair> pairs = new ArrayList<>();
        for (final String loop : loops) {
            final String name = "application-" + pairs.size();
            ports.add(port(name, Role.APPLICATION, loop, Optional.of(new MacAddress(Uplink.ACCESS_MAC))));
            pairs.add(new PortPair("pair-" + pairs.size(), name, name));
        }
        final List<PortPairGroup> groups =
            pairs.stream().map(pair -> new PortPairGroup("group-of-" + pair.name(), List.of(pair.name()))).toList();
        final PortChain chain = new PortChain("chain", groups.stream().map(PortPairGroup::name).toList(),
            List.of("all")).ofFrames();
        final FlowClassifier all = new FlowClassifier("all",
            match(Optional.of(ACCESS_NAME), Optional.empty(), Optional.empty(), Optional.empty()));
        return new SwitchConfig(layout, ports, wires(), List.of(), List.of(), GtpuConfig.NONE).withChains(
            new ChainsConfig(Ambiguity.REJECT, MOST_FLOWS, FLOW_SECONDS, pairs, groups, List.of(all), List.of(chain),
                List.of()));
    }

    private static List<PortConfig> ports(final List<String> devices) {
        return IntStream.range(0, devices.size()).mapToObj(index -> port(index, devices.get(index))).toList();
    }

    private static PortConfig port(final int index, final String device) {
        final Optional<MacAddress> peer =
            index == APPLICATION ? Optional.of(new MacAddress(Uplink.ACCESS_MAC)) : Optional.empty();
        return port(portName(index), ROLES.get(index), device, peer);
    }

    private static PortConfig port(final String name, final Role role, final String device,
        final Optional<MacAddress> peer) {
        return new PortConfig(name, role, device, true, MTU, true, Optional.empty(), peer);
    }

    private static List<WireConfig> wires() {
        return List.of(new WireConfig("s1-u", ACCESS_NAME, CORE_NAME));
    }

    /** The rules that do not match ask for three kinds of things, as a site's rules would. */
    private static List<RuleConfig> rules(final int count) {
        final List<RuleConfig> rules = new ArrayList<>();
        for (int i = 1; i < count; i++) {
            final IpAddress address = IpAddress.ofIpv4(OTHER_NETWORK + (i << 8));
            final FlowMatch match = switch (i % 3) {
                case 0 -> inner(Optional.empty(), Optional.of(new IpPrefix(address, 24)));
                case 1 -> inner(Optional.empty(), Optional.of(new IpPrefix(address, 32)));
                default -> inner(Optional.of(new IpPrefix(address, 32)), Optional.empty());
            };
            rules.add(new RuleConfig("other-" + i, i, List.of(match), new RuleAction.Pass()));
        }
        rules.add(new RuleConfig("local-breakout", LAST_PRIORITY,
            List.of(match(Optional.of(ACCESS_NAME), Optional.of(GPDU), Optional.empty(), Optional.empty())),
            new RuleAction.ForwardDecapsulated(APPLICATION_NAME)));
        return rules;
    }

    private static FlowMatch inner(final Optional<IpPrefix> source, final Optional<IpPrefix> destination) {
        return match(Optional.empty(), Optional.empty(), source, destination);
    }

    private static FlowMatch match(final Optional<String> ingressPort, final Optional<Integer> messageType,
        final Optional<IpPrefix> innerSource, final Optional<IpPrefix> innerDestination) {
        return new FlowMatch(ingressPort, EthernetMatch.ANY, IpMatch.ANY,
            new TunnelMatch(Optional.empty(), messageType, Optional.empty()),
            IpMatch.between(innerSource, innerDestination));
    }
}
