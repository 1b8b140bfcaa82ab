package io.mecvswitch.config;

import java.util.List;
import java.util.Optional;

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
 * @param gtpu      the switch's own part in GTP-U
 * @param bridges   bridge domains, in any order
 * @param slices    who has access to whose core
 * @param chains    through which applications packets are led
 * @param qos       how much may pass, and when it leaves
 * @param radios    ports with an access point behind them, in any order
 */
public record SwitchConfig(
    DataplaneConfig dataplane,
    List<PortConfig> ports,
    List<WireConfig> wires,
    List<RuleConfig> rules,
    List<BearerConfig> bearers,
    GtpuConfig gtpu,
    List<BridgeConfig> bridges,
    SlicesConfig slices,
    ChainsConfig chains,
    QosConfig qos,
    List<RadioConfig> radios) {

    /** No ports, nothing to do: what a switch without a configuration runs. */
    public static final SwitchConfig EMPTY = new SwitchConfig(
        DataplaneConfig.DEFAULT, List.of(), List.of(), List.of(), List.of(), GtpuConfig.NONE, List.of());

    /** One without bridge domains. */
    public SwitchConfig(final DataplaneConfig dataplane, final List<PortConfig> ports, final List<WireConfig> wires,
        final List<RuleConfig> rules, final List<BearerConfig> bearers, final GtpuConfig gtpu) {
        this(dataplane, ports, wires, rules, bearers, gtpu, List.of());
    }

    /** One without slices. */
    public SwitchConfig(final DataplaneConfig dataplane, final List<PortConfig> ports, final List<WireConfig> wires,
        final List<RuleConfig> rules, final List<BearerConfig> bearers, final GtpuConfig gtpu,
        final List<BridgeConfig> bridges) {
        this(dataplane, ports, wires, rules, bearers, gtpu, bridges, SlicesConfig.NONE);
    }

    /** One without chains. */
    public SwitchConfig(final DataplaneConfig dataplane, final List<PortConfig> ports, final List<WireConfig> wires,
        final List<RuleConfig> rules, final List<BearerConfig> bearers, final GtpuConfig gtpu,
        final List<BridgeConfig> bridges, final SlicesConfig slices) {
        this(dataplane, ports, wires, rules, bearers, gtpu, bridges, slices, ChainsConfig.NONE);
    }

    /** One without limits. */
    public SwitchConfig(final DataplaneConfig dataplane, final List<PortConfig> ports, final List<WireConfig> wires,
        final List<RuleConfig> rules, final List<BearerConfig> bearers, final GtpuConfig gtpu,
        final List<BridgeConfig> bridges, final SlicesConfig slices, final ChainsConfig chains) {
        this(dataplane, ports, wires, rules, bearers, gtpu, bridges, slices, chains, QosConfig.NONE);
    }

    /** One without radios. */
    public SwitchConfig(final DataplaneConfig dataplane, final List<PortConfig> ports, final List<WireConfig> wires,
        final List<RuleConfig> rules, final List<BearerConfig> bearers, final GtpuConfig gtpu,
        final List<BridgeConfig> bridges, final SlicesConfig slices, final ChainsConfig chains, final QosConfig qos) {
        this(dataplane, ports, wires, rules, bearers, gtpu, bridges, slices, chains, qos, List.of());
    }

    /** The same on another layout. */
    public SwitchConfig withDataplane(final DataplaneConfig layout) {
        return new SwitchConfig(layout, ports, wires, rules, bearers, gtpu, bridges, slices, chains, qos, radios);
    }

    /** The same with other rules. */
    public SwitchConfig withRules(final List<RuleConfig> others) {
        return new SwitchConfig(dataplane, ports, wires, others, bearers, gtpu, bridges, slices, chains, qos, radios);
    }

    /** The same with other bearers. */
    public SwitchConfig withBearers(final List<BearerConfig> others) {
        return new SwitchConfig(dataplane, ports, wires, rules, others, gtpu, bridges, slices, chains, qos, radios);
    }

    /** The same with other slices. */
    public SwitchConfig withSlices(final SlicesConfig others) {
        return new SwitchConfig(dataplane, ports, wires, rules, bearers, gtpu, bridges, others, chains, qos, radios);
    }

    /** Whether another differs from this only in what changes often: rules, bearers, slices, limits and radios. */
    public boolean differsInEntriesOnly(final SwitchConfig other) {
        return withRules(other.rules).withBearers(other.bearers).withSlices(other.slices).withQos(other.qos)
            .withRadios(other.radios).equals(other);
    }

    /**
     * The same, of whose ports, wires, bridge domains and chains those that another has, too, are the other's objects:
     * what a commit asks of each of them is answered at once then.
     */
    public SwitchConfig sharing(final SwitchConfig other) {
        return new SwitchConfig(dataplane, ListChange.sharing(other.ports, ports),
            ListChange.sharing(other.wires, wires), rules, bearers, gtpu,
            ListChange.sharing(other.bridges, bridges), slices, chains.sharing(other.chains), qos, radios);
    }

    /** Name of the port at which an address is a gateway of the switch's own; empty if it is none. */
    public Optional<String> gatewayPort(final IpAddress address) {
        return ports.stream().filter(port -> port.gateways().contains(address)).map(PortConfig::name).findFirst();
    }

    /** The same with another part in GTP-U. */
    public SwitchConfig withGtpu(final GtpuConfig other) {
        return new SwitchConfig(dataplane, ports, wires, rules, bearers, other, bridges, slices, chains, qos, radios);
    }

    /** The same with other bridge domains. */
    public SwitchConfig withBridges(final List<BridgeConfig> others) {
        return new SwitchConfig(dataplane, ports, wires, rules, bearers, gtpu, others, slices, chains, qos, radios);
    }

    /** The same with other chains. */
    public SwitchConfig withChains(final ChainsConfig others) {
        return new SwitchConfig(dataplane, ports, wires, rules, bearers, gtpu, bridges, slices, others, qos, radios);
    }

    /** The same with other limits. */
    public SwitchConfig withQos(final QosConfig others) {
        return new SwitchConfig(dataplane, ports, wires, rules, bearers, gtpu, bridges, slices, chains, others, radios);
    }

    /** The same with other radios. */
    public SwitchConfig withRadios(final List<RadioConfig> others) {
        return new SwitchConfig(dataplane, ports, wires, rules, bearers, gtpu, bridges, slices, chains, qos, others);
    }
}
