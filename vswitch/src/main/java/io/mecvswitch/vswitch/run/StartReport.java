package io.mecvswitch.vswitch.run;

import io.mecvswitch.config.DataplaneConfig;
import io.mecvswitch.config.PortConfig;
import io.mecvswitch.config.RuleAction;
import io.mecvswitch.config.RuleConfig;
import io.mecvswitch.config.SwitchConfig;
import io.mecvswitch.config.TunnelEnd;
import io.mecvswitch.config.WireConfig;
import io.mecvswitch.vswitch.FlowRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a switch says when it has started: one line per port, and what becomes of that port's packets. */
final class StartReport {
    private StartReport() {
    }

    /** The lines; how to configure it, if there is nothing to do. */
    static List<String> of(final SwitchConfig config) {
        if (config.ports().isEmpty()) {
            return List.of("The switch runs without ports. Write a configuration (docs/examples has some) and start it"
                + " with 'mec-vswitch run --config FILE'.");
        }
        final List<String> lines = new ArrayList<>();
        config.ports().forEach(port -> lines.add(line(config, port)));
        return lines;
    }

    /** Whose the workers' processors are; nothing where workers have none of their own. */
    static Optional<String> processors(final DataplaneConfig layout, final boolean free) {
        if (layout.workerCpus().isEmpty()) {
            return Optional.empty();
        }
        final String cpus = layout.workerCpus().stream().map(String::valueOf).collect(Collectors.joining(", "));
        return Optional.of(free ? "Workers have processors " + cpus + "; all else of this process keeps off them."
            : "Workers have processors " + cpus + ", and the process no other ones: whatever else it does, waits for"
                + " them or keeps them waiting. Leave it one more.");
    }

    private static String line(final SwitchConfig config, final PortConfig port) {
        final String start = String.format(Locale.ROOT, "Port %s (%s side, %s): ", port.name(),
            port.role().name().toLowerCase(Locale.ROOT), port.device());
        if (!port.enabled()) {
            return start + "disabled.";
        }
        final List<String> rules = new FlowRules(config).packetRules(config.rules()).stream()
            .filter(rule -> concerns(rule, port)).map(rule -> rule.name() + " " + action(rule.action())).toList();
        return start + otherwise(config, port)
            + (rules.isEmpty() ? "." : ", unless a rule says otherwise: " + String.join(", ", rules) + ".");
    }

    private static boolean concerns(final RuleConfig rule, final PortConfig port) {
        return rule.matches().stream()
            .anyMatch(match -> match.ingressPort().isEmpty() || match.ingressPort().get().equals(port.name()));
    }

    private static String action(final RuleAction action) {
        return switch (action) {
            case RuleAction.Pass() -> "passes";
            case RuleAction.Drop() -> "drops";
            case RuleAction.Forward(String to) -> "forwards to " + to;
            case RuleAction.ForwardEncapsulated(TunnelEnd tunnel) -> "puts into " + tunnel;
            case RuleAction.DuplicateEncapsulated(TunnelEnd tunnel, Optional<String> original) ->
                "copies into " + tunnel + original(original);
            case RuleAction.ForwardChain(String chain, var _, var _) -> "leads through the chain " + chain;
            case RuleAction.ForwardDecapsulated(String to) -> "decapsulates to " + to;
            case RuleAction.Duplicate(String to, Optional<String> original) ->
                "copies to " + to + original(original);
            case RuleAction.DuplicateDecapsulated(String to, Optional<String> original) ->
                "copies decapsulated to " + to + original(original);
        };
    }

    private static String original(final Optional<String> original) {
        return original.map(port -> ", forwards to " + port).orElse("");
    }

    private static String otherwise(final SwitchConfig config, final PortConfig port) {
        if (port.role() == PortConfig.Role.APPLICATION) {
            return "what comes from it goes into the bearer of its UE"
                + (config.wires().stream().anyMatch(WireConfig::isPlain) ? ", or its way without tunnels" : "");
        }
        return config.wires().stream()
            .flatMap(wire -> Stream.of(List.of(wire.access(), wire.core()), List.of(wire.core(), wire.access())))
            .filter(ends -> ends.getFirst().equals(port.name())).findFirst()
            .map(ends -> "passes to " + ends.getLast()).orElse("drops, as it is in no wire");
    }
}
