package io.mecvswitch.config;

import java.util.Optional;

/**
 * What is asked of an Ethernet header.
 *
 * @param source      source address
 * @param destination destination address
 * @param vlan        the outermost tag
 * @param innerVlan   the second tag
 * @param etherType   EtherType behind the tags
 */
public record EthernetMatch(
    Optional<MacMatch> source,
    Optional<MacMatch> destination,
    VlanMatch vlan,
    VlanMatch innerVlan,
    Optional<Integer> etherType) {

    /** Matches every header. */
    public static final EthernetMatch ANY =
        new EthernetMatch(Optional.empty(), Optional.empty(), VlanMatch.ANY, VlanMatch.ANY, Optional.empty());

    /** What the frames that go the opposite way have. */
    public EthernetMatch reversed() {
        return new EthernetMatch(destination, source, vlan, innerVlan, etherType);
    }
}
