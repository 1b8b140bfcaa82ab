package io.mecvswitch.config;

import java.util.List;

/**
 * All that the dataplane is told: the seam between management and packet path.
 *
 * <p>An immutable value of plain records, so that it can be compared, kept, and one day sent from another process. Who
 * makes one has checked its form (types, ranges, references); what the dataplane can't honour, the pipeline compiler
 * says as {@link Violation}s.
 *
 * @param dataplane layout on the machine
 * @param ports     in the order of their indexes
 * @param wires     pairs of ports
 * @param rules     in any order
 * @param bearers   in any order
 */
public record SwitchConfig(
    DataplaneConfig dataplane,
    List<PortConfig> ports,
    List<WireConfig> wires,
    List<RuleConfig> rules,
    List<BearerConfig> bearers) {

    /** No ports, nothing to do: what a switch without a configuration runs. */
    public static final SwitchConfig EMPTY =
        new SwitchConfig(DataplaneConfig.DEFAULT, List.of(), List.of(), List.of(), List.of());
}
