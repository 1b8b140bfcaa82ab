package io.mecvswitch.bench.endtoend;

/** Between which addresses the captures' tunnels are, in the words of commands; those of {@code Uplink}. */
final class Tunnels {
    /** Where uplink tunnels end. */
    static final String CORE = "192.0.2.2";
    /** Where they begin. */
    static final String ACCESS = "192.0.2.1";
    /** Of the network that both are in. */
    static final String PREFIX = "/24";
    /** Ethernet address of the access side. */
    static final String ACCESS_MAC = "02:00:00:00:00:01";

    private Tunnels() {
    }
}
