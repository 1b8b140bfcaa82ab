package io.mecvswitch.config;

import java.util.Optional;

/**
 * How it is found out whether a member of a group serves. The link of its ports is always looked at.
 *
 * @param probe      what is asked of it, if anything
 * @param address    for a probe: the member's IP address, the same for every member of the group
 * @param source     for a probe: the address that the switch asks from
 * @param passive    whether it is down when packets go in and none comes back
 * @param intervalMs between two looks, 10 to 60000
 * @param count      looks without an answer after which it is down, 1 to 10
 * @param holdDownMs for how long a member that was down stays so at least, 0 to 3600000
 * @param preempt    whether a member that is back gets its old flows back at once, not only new ones
 */
public record HealthCheck(Probe probe, Optional<IpAddress> address, Optional<IpAddress> source, boolean passive,
    int intervalMs, int count, int holdDownMs, boolean preempt) {

    /** The link alone, as often as it is looked at by default. */
    public static final HealthCheck LINK =
        new HealthCheck(Probe.NONE, Optional.empty(), Optional.empty(), false, 30, 3, 1_000, false);

    /** What is asked of a member. */
    public enum Probe {
        /** Nothing. */
        NONE,
        /** An ARP Request for its address. */
        ARP,
        /** An ICMP Echo Request to its address. */
        ICMP
    }
}
