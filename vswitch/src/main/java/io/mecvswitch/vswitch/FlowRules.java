package io.mecvswitch.vswitch;

import io.mecvswitch.config.BridgeConfig.BridgePort;
import io.mecvswitch.config.EthernetMatch;
import io.mecvswitch.config.FlowMatch;
import io.mecvswitch.config.IpMatch;
import io.mecvswitch.config.PortConfig;
import io.mecvswitch.config.PortConfig.Role;
import io.mecvswitch.config.RuleAction;
import io.mecvswitch.config.RuleConfig;
import io.mecvswitch.config.SwitchConfig;
import io.mecvswitch.config.TunnelEnd;
import io.mecvswitch.config.TunnelMatch;
import io.mecvswitch.header.Gtpu;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Makes packet rules of flow rules: a rule about flows asks for the packets that its filters match, and for those that
 * go the opposite way. So there is no memory of flows, and the first packet, of whichever direction, is treated as the
 * last.
 *
 * <pre>
 *   filter         opposite way                                   filter            refused: its sender chooses it
 *   source         destination   addresses, ports, MACs           TEID, QFI         for this direction alone
 *   protocol       protocol      VLAN identifiers, EtherType      DSCP, PCP
 *   ingress port   other end of its wire, other ports of its      ports of a tunnel's UDP header
 *                  bridge domain
 * </pre>
 *
 * <p>A rule that steers (passes, forwards) concerns what comes in by access and core ports: what an application sends
 * is on its way back from there. A rule that drops or copies concerns what applications send as well; to ask about
 * T-PDUs is to ask about their packets there.
 *
 * <p>A pure function of ports, wires and bridge domains; control only.
 */
public final class FlowRules {
    private final Set<String> applications;
    private final List<String> sides;
    private final Map<String, Set<String>> opposites = new HashMap<>();

    /**
     * @param config with any ports, wires and bridge domains
     */
    public FlowRules(final SwitchConfig config) {
        final Map<Boolean, List<String>> names = config.ports().stream().collect(Collectors.partitioningBy(
            port -> port.role() == Role.APPLICATION, Collectors.mapping(PortConfig::name, Collectors.toList())));
        applications = new HashSet<>(names.get(true));
        sides = names.get(false);
        config.wires().forEach(wire -> join(List.of(wire.access(), wire.core())));
        config.bridges().forEach(bridge -> join(bridge.ports().stream().map(BridgePort::port).toList()));
    }

    private void join(final List<String> ports) {
        for (final String port : ports) {
            final Set<String> others = opposites.computeIfAbsent(port, _ -> new LinkedHashSet<>());
            ports.stream().filter(other -> !other.equals(port)).forEach(others::add);
        }
    }

    /** The same rules, all about packets. Those that are already are the same objects. */
    public List<RuleConfig> packetRules(final List<RuleConfig> rules) {
        return areAboutPackets(rules) ? rules : rules.stream().map(this::packetRule).toList();
    }

    /** Whether none of the rules is about flows: then they mean the same whatever ports there are beside theirs. */
    static boolean areAboutPackets(final List<RuleConfig> rules) {
        return rules.stream().noneMatch(FlowRules::isAboutFlows);
    }

    private static boolean isAboutFlows(final RuleConfig rule) {
        return rule.filterType() == RuleConfig.FilterType.FLOW;
    }

    private RuleConfig packetRule(final RuleConfig rule) {
        if (!isAboutFlows(rule)) {
            return rule;
        }
        final Set<FlowMatch> both = new LinkedHashSet<>();
        for (final FlowMatch match : rule.matches()) {
            if (steers(rule.action())) {
                addSteered(match, both);
            } else {
                addEverywhere(match, both);
            }
        }
        return new RuleConfig(rule.name(), rule.priority(), List.copyOf(both), rule.action(), rule.rewrite());
    }

    private static boolean steers(final RuleAction action) {
        return switch (action) {
            case RuleAction.Pass() -> true;
            case RuleAction.Forward _ -> true;
            case RuleAction.ForwardDecapsulated _ -> true;
            case RuleAction.ForwardEncapsulated _ -> true;
            case RuleAction.ForwardChain _ -> true;
            case RuleAction.DuplicateEncapsulated _ -> false;
            case RuleAction.Drop() -> false;
            case RuleAction.Duplicate _ -> false;
            case RuleAction.DuplicateDecapsulated _ -> false;
        };
    }

    private void addSteered(final FlowMatch match, final Set<FlowMatch> both) {
        if (match.ingressPort().isPresent() || match.looksIntoTunnel() || applications.isEmpty()) {
            addBoth(match, both);
        } else {
            sides.forEach(port -> add(match, List.of(port), both));
            sides.forEach(port -> add(match.reversed(), List.of(port), both));
        }
    }

    private void addEverywhere(final FlowMatch match, final Set<FlowMatch> both) {
        addBoth(match, both);
        if (match.ingressPort().isEmpty() && isAboutTpdus(match)) {
            final FlowMatch plain = new FlowMatch(
                match.ingressPort(), match.ethernet(), match.inner(), TunnelMatch.ANY, IpMatch.ANY);
            add(plain, applications, both);
            add(plain.reversed(), applications, both);
        }
    }

    /** Whether an application's packet has everything that is asked for, as its only headers. */
    private static boolean isAboutTpdus(final FlowMatch match) {
        return !match.inner().equals(IpMatch.ANY) && match.outer().equals(IpMatch.ANY)
            && match.ethernet().equals(EthernetMatch.ANY);
    }

    private void addBoth(final FlowMatch match, final Set<FlowMatch> both) {
        both.add(match);
        if (match.ingressPort().isEmpty()) {
            both.add(match.reversed());
        } else {
            add(match.reversed(), opposites.getOrDefault(match.ingressPort().get(), Set.of()), both);
        }
    }

    private static void add(final FlowMatch match, final Collection<String> ports, final Set<FlowMatch> both) {
        ports.forEach(port -> both.add(match.from(port)));
    }

    // What can't be told of the opposite direction.

    /**
     * Says what of a rule about flows can't be honoured.
     *
     * @param path       of the rule
     * @param violations takes path and sentence
     */
    void check(final RuleConfig rule, final String path, final BiConsumer<String, String> violations) {
        rule.matches().stream().flatMap(this::refusals).distinct()
            .forEach(sentence -> violations.accept(path + "/filter-type", sentence
                + " Leave it out, or use filter-type packet with a filter for each direction."));
        destinations(rule.action()).filter(opposites::containsKey).distinct().forEach(port ->
            violations.accept(path + "/filter-type", "Both directions of a flow would leave by '" + port + "', and one"
                + " of them comes from there. Name an interface that is in no wire or bridge domain, or use"
                + " filter-type packet."));
        if (rule.action() instanceof RuleAction.ForwardEncapsulated) {
            violations.accept(path + "/filter-type", "Both directions of a flow would go into the same tunnel. Use"
                + " filter-type packet, with a rule for each direction.");
        }
        if (rule.action() instanceof RuleAction.Pass
            && (rule.rewrite().source().isPresent() || rule.rewrite().destination().isPresent())) {
            violations.accept(path + "/rewrite", "Both directions of a flow would get the same Ethernet address. Use"
                + " filter-type packet, with a rule for each direction.");
        }
    }

    private static Stream<String> destinations(final RuleAction action) {
        return switch (action) {
            case RuleAction.Forward(String port) -> Stream.of(port);
            case RuleAction.Duplicate(String port, Optional<String> original) ->
                Stream.concat(Stream.of(port), original.stream());
            case RuleAction.DuplicateDecapsulated(String port, Optional<String> original) -> original.stream();
            case RuleAction.DuplicateEncapsulated(TunnelEnd _, Optional<String> original) -> original.stream();
            default -> Stream.empty();
        };
    }

    private Stream<String> refusals(final FlowMatch match) {
        final Stream.Builder<String> refusals = Stream.builder();
        refuse(match.tunnel().teid().isPresent(), "The opposite direction of a tunnel has a TEID of its own.",
            refusals);
        refuse(match.tunnel().qfi().isPresent(), "The opposite direction may have another QFI.", refusals);
        refuse(match.tunnel().messageType().filter(type -> type != Gtpu.GPDU).isPresent(),
            "No GTP-U message but a G-PDU (255) is of a flow.", refusals);
        refuse(match.outer().dscp().or(match.inner()::dscp).isPresent(),
            "The opposite direction may have another DSCP.", refusals);
        refuse(match.ethernet().vlan().priority().or(match.ethernet().innerVlan()::priority).isPresent(),
            "The opposite direction may have another VLAN priority.", refusals);
        refuse(match.looksIntoTunnel() && match.outer().sourcePort().or(match.outer()::destinationPort).isPresent(),
            "The UDP ports of a tunnel are not exchanged in the opposite direction.", refusals);
        refuse(match.ingressPort().filter(applications::contains).isPresent(),
            "What an application sends has its opposite direction in tunnels of any interface.", refusals);
        return refusals.build();
    }

    private static void refuse(final boolean asked, final String sentence, final Stream.Builder<String> refusals) {
        if (asked) {
            refusals.add(sentence);
        }
    }
}
