package io.mecvswitch.config;

import java.util.List;
import java.util.Optional;

/**
 * Ports joined as a learning bridge (IEEE 802.1Q §8).
 *
 * @param name          unique; the key of its counters
 * @param ports         its ports, none of them in a wire or another bridge domain
 * @param ageingSeconds after which a station that sent nothing is forgotten
 * @param maxStations   that are remembered at most, beside the static ones
 * @param floodRate     frames per second that are flooded at most, 0 for none
 * @param stations      static entries
 */
public record BridgeConfig(
    String name,
    List<BridgePort> ports,
    int ageingSeconds,
    int maxStations,
    int floodRate,
    List<Station> stations) {

    /**
     * A port of the domain.
     *
     * @param port  name of the port
     * @param vlans what tags mean there
     */
    public record BridgePort(String port, VlanMode vlans) { }

    /**
     * A station that is known to be behind a port.
     *
     * @param mac  its address
     * @param vlan VLAN of the domain; in a domain without VLAN modes the tag's identifier, or 0 for untagged frames
     * @param port name of the port
     */
    public record Station(MacAddress mac, int vlan, String port) { }

    /** The port of this name, if it is one of the domain's. */
    public Optional<BridgePort> port(final String name) {
        return ports.stream().filter(port -> port.port().equals(name)).findFirst();
    }
}
