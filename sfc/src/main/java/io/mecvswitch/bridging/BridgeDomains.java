package io.mecvswitch.bridging;

import io.mecvswitch.config.BridgeConfig;
import io.mecvswitch.config.BridgeConfig.BridgePort;
import io.mecvswitch.status.BridgeCounters;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * All bridge domains of a configuration, and the {@link EgressLists} of their frames. Made by control.
 *
 * <p>They are made anew only where something they depend on is other than it was, and a domain that stays as it is
 * keeps the table of its stations even then.
 */
public final class BridgeDomains {
    private final Settings settings;
    private final Map<String, BridgeDomain> domains = new LinkedHashMap<>();
    private final EgressLists lists;

    /**
     * What domains and lists are made of.
     *
     * @param configs     checked; at least one
     * @param indexes     of the domains' ports, by name
     * @param live        indexes of the ports that have a device: floods leave out the others
     * @param portIndexes port indexes ever given
     */
    private record Settings(
        List<BridgeConfig> configs, Map<String, Integer> indexes, Set<Integer> live, int portIndexes) { }

    private BridgeDomains(
        final Settings settings, final Map<String, BridgeDomain> former,
        final Function<String, BridgeCounters> counters) {
        this.settings = settings;
        this.lists = new EgressLists(settings.portIndexes);
        settings.configs.forEach(config -> domains.put(config.name(), new BridgeDomain(config, settings.indexes,
            settings.live::contains, lists, counters.apply(config.name()),
            Optional.ofNullable(former.get(config.name())))));
    }

    /**
     * The domains of a configuration.
     *
     * @param former      those of the configuration before; empty if there were none
     * @param configs     checked; at least one
     * @param ports       indexes of all ports, by name
     * @param live        indexes of the ports that have a device: floods leave out the others
     * @param portIndexes port indexes ever given
     * @param counters    a domain's own, by its name
     */
    public static BridgeDomains of(final Optional<BridgeDomains> former, final List<BridgeConfig> configs,
        final Map<String, Integer> ports, final Set<Integer> live, final int portIndexes,
        final Function<String, BridgeCounters> counters) {
        final Map<String, Integer> indexes = new HashMap<>();
        configs.stream().flatMap(config -> config.ports().stream()).map(BridgePort::port)
            .forEach(port -> indexes.put(port, ports.get(port)));
        final Settings settings = new Settings(configs, indexes, live, portIndexes);
        return former.filter(before -> before.settings.equals(settings)).orElseGet(() ->
            new BridgeDomains(settings, former.map(before -> before.domains).orElse(Map.of()), counters));
    }

    /** The domains, by name. */
    Map<String, BridgeDomain> domains() {
        return domains;
    }

    /** Port indexes ever given. */
    int portIndexes() {
        return settings.portIndexes;
    }

    /** Where frames between their ports go. */
    EgressLists lists() {
        return lists;
    }
}
