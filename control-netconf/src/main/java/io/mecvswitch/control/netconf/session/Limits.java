package io.mecvswitch.control.netconf.session;

import java.time.Duration;

/**
 * What clients may ask of the switch.
 *
 * @param sessions      at the same time
 * @param strangers     connections that have not logged in, at the same time
 * @param messageLength octets of a message
 * @param largeMessages of more than a quarter of a MiB, taken in at the same time; others wait
 * @param helloLength   octets of the client's hello
 * @param helloTime     from the beginning of a session to the end of the client's hello
 * @param messageTime   from the first octet of a message to its last, in either direction
 */
public record Limits(
    int sessions,
    int strangers,
    int messageLength,
    int largeMessages,
    int helloLength,
    Duration helloTime,
    Duration messageTime) {
    /**
     * For a switch: a message holds a hundred thousand bearers. To answer two such at a time makes garbage faster than
     * a heap of less than a GiB is cleared, and then the collector stops the lanes as well.
     */
    public static final Limits DEFAULT = new Limits(64, 32, 32 << 20,
        Runtime.getRuntime().maxMemory() < 1L << 30 ? 1 : 2, 64 << 10, Duration.ofSeconds(20), Duration.ofSeconds(120));
}
