package io.mecvswitch.config;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Applications that do the same, of which each flow meets one: a hop of service function chains.
 *
 * @param name      unique
 * @param pairs     names of its members; none is a group that is out of order
 * @param balancing how a flow finds its member
 * @param tap       whether the member gets copies, and nothing is expected back
 * @param endPoint  whether members answer by themselves, so that nothing that is led to them comes back
 * @param position  by what a packet that comes back shows where in which chain it is
 * @param failMode  what happens to packets while no member can take them
 * @param backup    name of the chain they go to then, where {@link FailMode#BACKUP} says so
 * @param mapping   what members change in packets, of what flows are known by
 * @param health    how it is found out whether members serve
 */
public record PortPairGroup(
    String name,
    List<String> pairs,
    Balancing balancing,
    boolean tap,
    boolean endPoint,
    Position position,
    FailMode failMode,
    Optional<String> backup,
    Optional<TupleMapping> mapping,
    HealthCheck health) {

    /**
     * How a flow finds its member.
     *
     * @param mode     which member a new flow gets
     * @param key      what a flow is
     * @param fields   for {@link Key#FIELDS}: of a packet of the forward direction; never empty then
     * @param affinity whether a flow keeps its member when others come
     */
    public record Balancing(Mode mode, Key key, Set<Field> fields, boolean affinity) {
        /** By 5-tuple, by hash, without memory. */
        public static final Balancing DEFAULT = new Balancing(Mode.HASH, Key.FLOW, Set.of(), false);
    }

    /** Which member a new flow gets. */
    public enum Mode {
        /** The one that a consistent hash says. */
        HASH,
        /** The next in turn. */
        ROUND_ROBIN
    }

    /** What is the same of all packets of a flow, in both directions. */
    public enum Key {
        /** Both addresses, both ports, the protocol. */
        FLOW,
        /** The address of the UE: the source of what goes forward. */
        UE_ADDRESS,
        /** What {@link Balancing#fields} say. */
        FIELDS
    }

    /** Fields that a flow may be known by: networking-sfc's lb_fields. */
    public enum Field {
        /** Ethernet source. */
        ETH_SRC,
        /** Ethernet destination. */
        ETH_DST,
        /** IP source. */
        IP_SRC,
        /** IP destination. */
        IP_DST,
        /** TCP source port. */
        TCP_SRC,
        /** TCP destination port. */
        TCP_DST,
        /** UDP source port. */
        UDP_SRC,
        /** UDP destination port. */
        UDP_DST
    }

    /** By what a packet that an unaware application sends shows where it is. */
    public enum Position {
        /** The port it comes from: it is in one place of one chain only. */
        PORT,
        /** The VLAN tag that it went with. */
        VLAN,
        /** The Ethernet address of the chain that it went with. */
        MAC,
        /** Its flow, which is remembered. */
        FLOW
    }

    /** What happens while no member can take a packet. */
    public enum FailMode {
        /** The hop is left out. */
        BYPASS,
        /** The packet is dropped. */
        DROP,
        /** The packet enters another chain. */
        BACKUP
    }

    /**
     * What the members change: packets with the one go in and come out with the other.
     *
     * @param ingress what packets have that go to the application
     * @param egress  what they have when they come back
     */
    public record TupleMapping(IpMatch ingress, IpMatch egress) { }

    /** One of these members with nothing else said. */
    public PortPairGroup(final String name, final List<String> pairs) {
        this(name, pairs, Balancing.DEFAULT, false, false, Position.PORT, FailMode.DROP, Optional.empty(),
            Optional.empty(), HealthCheck.LINK);
    }

    /** The same as a tap. */
    public PortPairGroup asTap() {
        return new PortPairGroup(name, pairs, balancing, true, endPoint, position, failMode, backup, mapping, health);
    }

    /** The same as an end point. */
    public PortPairGroup asEndPoint() {
        return new PortPairGroup(name, pairs, balancing, tap, true, position, failMode, backup, mapping, health);
    }

    /** The same with other members. */
    public PortPairGroup withPairs(final List<String> others) {
        return new PortPairGroup(
            name, others, balancing, tap, endPoint, position, failMode, backup, mapping, health);
    }

    /** The same with another way of balancing. */
    public PortPairGroup withBalancing(final Balancing other) {
        return new PortPairGroup(name, pairs, other, tap, endPoint, position, failMode, backup, mapping, health);
    }

    /** The same with positions kept otherwise. */
    public PortPairGroup withPosition(final Position other) {
        return new PortPairGroup(name, pairs, balancing, tap, endPoint, other, failMode, backup, mapping, health);
    }

    /** The same with another thing to do while no member can take a packet. */
    public PortPairGroup withFailMode(final FailMode other, final Optional<String> chain) {
        return new PortPairGroup(name, pairs, balancing, tap, endPoint, position, other, chain, mapping, health);
    }

    /** The same with members that change packets. */
    public PortPairGroup withMapping(final TupleMapping other) {
        return new PortPairGroup(
            name, pairs, balancing, tap, endPoint, position, failMode, backup, Optional.of(other), health);
    }

    /** The same with another health check. */
    public PortPairGroup withHealth(final HealthCheck other) {
        return new PortPairGroup(name, pairs, balancing, tap, endPoint, position, failMode, backup, mapping, other);
    }
}
