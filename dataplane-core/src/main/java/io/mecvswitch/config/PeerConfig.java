package io.mecvswitch.config;

import java.util.OptionalInt;

/**
 * A node whose path to an endpoint of the switch's is watched by Echo Requests (TS 29.281 §7.2.1).
 *
 * @param address    its GTP-U address
 * @param port       port by which it is reached
 * @param mac        Ethernet address by which it is reached there: its own, or a router's
 * @param vlanId     VLAN by which it is reached there, 1 to 4094; empty for none
 * @param intervalS  seconds from one Echo Request to the next, at least 60
 * @param responseS  seconds to wait for a response: T3-RESPONSE
 * @param requests   times a request is sent at most before the path is down: N3-REQUESTS
 */
public record PeerConfig(
    IpAddress address, String port, MacAddress mac, OptionalInt vlanId, int intervalS, int responseS, int requests) { }
