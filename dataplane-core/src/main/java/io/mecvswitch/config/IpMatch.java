package io.mecvswitch.config;

import java.util.Optional;

/**
 * What is asked of an IP packet.
 *
 * <p>Only UDP, TCP and SCTP have ports, and of a fragment no ports are seen: its other parts could not be told by them.
 *
 * @param source          source address
 * @param destination     destination address
 * @param protocol        protocol, or last next header of IPv6
 * @param dscp            differentiated services code point, 0 to 63, of IPv4's or IPv6's traffic class (RFC 2474 §3)
 * @param sourcePort      source port, 0 to 65535
 * @param destinationPort destination port, 0 to 65535
 */
public record IpMatch(
    Optional<IpPrefix> source,
    Optional<IpPrefix> destination,
    Optional<Integer> protocol,
    Optional<Integer> dscp,
    Optional<ValueRange> sourcePort,
    Optional<ValueRange> destinationPort) {

    /** Matches every packet. */
    public static final IpMatch ANY = between(Optional.empty(), Optional.empty());

    /** What the packets that go the opposite way have. */
    public IpMatch reversed() {
        return new IpMatch(destination, source, protocol, dscp, destinationPort, sourcePort);
    }

    /** A packet with these addresses. */
    public static IpMatch between(final Optional<IpPrefix> source, final Optional<IpPrefix> destination) {
        return new IpMatch(
            source, destination, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }
}
