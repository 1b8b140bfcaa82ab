package io.mecvswitch.config;

/**
 * How fragments are put together that a rule or an endpoint needs to see into.
 *
 * @param datagrams datagrams in progress at most, 1 to 65536
 * @param timeoutMs how long the fragments of one may take, in milliseconds, 1 to 60000
 */
public record ReassemblyConfig(int datagrams, int timeoutMs) {
    /** What holds where only that it is asked for is configured. */
    public static final ReassemblyConfig DEFAULT = new ReassemblyConfig(1_024, 2_000);
}
