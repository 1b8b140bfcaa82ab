package io.mecvswitch.vswitch;

import io.mecvswitch.config.ConfigPaths;
import io.mecvswitch.config.DrainOrder;
import io.mecvswitch.config.PortConfig;
import io.mecvswitch.config.PortConfig.Role;
import io.mecvswitch.config.PortPair;
import io.mecvswitch.config.SwitchConfig;
import io.mecvswitch.config.Violation;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Ports and members of chains that somebody drains at run time, apart from the configuration: from one configuration to
 * the next, for as long as it has them. Control thread.
 */
final class Drains {
    private final Set<String> ports = new HashSet<>();
    private final Set<String> members = new HashSet<>();

    /**
     * Takes an order.
     *
     * @return why it can't be followed; nothing has changed then
     */
    List<Violation> take(final DrainOrder order, final SwitchConfig running) {
        final List<Violation> refused = switch (order.kind()) {
            case PORT -> refusedPort(order, running);
            case MEMBER -> refusedMember(order, running);
        };
        if (refused.isEmpty()) {
            final Set<String> names = order.kind() == DrainOrder.Kind.PORT ? ports : members;
            if (order.end()) {
                names.remove(order.name());
            } else {
                names.add(order.name());
            }
        }
        return refused;
    }

    private static List<Violation> refusedPort(final DrainOrder order, final SwitchConfig running) {
        final String path = ConfigPaths.port(order.name());
        return running.ports().stream().filter(port -> port.name().equals(order.name())).findFirst()
            .map(port -> port.role() == Role.APPLICATION ? List.<Violation>of() : List.of(new Violation(path,
                "It is an end of wires, whose traffic has nowhere else to go. Drain ports of applications; of others"
                    + " change the wire, or disable the port.")))
            .orElseGet(() -> List.of(new Violation(path, "There is no port of this name.")));
    }

    private static List<Violation> refusedMember(final DrainOrder order, final SwitchConfig running) {
        return running.chains().pairs().stream().anyMatch(pair -> pair.name().equals(order.name())) ? List.of()
            : List.of(new Violation(ConfigPaths.portPair(order.name()), "There is no port pair of this name."));
    }

    /** Ports that drain. */
    Set<String> ports() {
        return Set.copyOf(ports);
    }

    /** Whether a member is to get no new flows: because it, or its port, drains. */
    boolean has(final PortPair pair) {
        return members.contains(pair.name()) || ports.contains(pair.ingress());
    }

    /** Forgets what a configuration has not. */
    void retain(final SwitchConfig next) {
        if (!ports.isEmpty()) {
            ports.retainAll(next.ports().stream().map(PortConfig::name).collect(Collectors.toSet()));
        }
        if (!members.isEmpty()) {
            members.retainAll(next.chains().pairs().stream().map(PortPair::name).collect(Collectors.toSet()));
        }
    }
}
