package io.mecvswitch.config;

import java.util.Optional;

/**
 * What packets a chain serves.
 *
 * @param name        unique
 * @param priority    0 to 65535, 0 is the highest; among those of traffic rules
 * @param match       what is asked of a packet; its ingress port is networking-sfc's logical source port
 * @param destination name of networking-sfc's logical destination port: where packets of the opposite direction come in
 */
public record FlowClassifier(String name, int priority, FlowMatch match, Optional<String> destination) {
    /** Between the rules that have to win, and those that have to give way. */
    public static final int DEFAULT_PRIORITY = 32_768;

    /** One for one direction. */
    public FlowClassifier(final String name, final FlowMatch match) {
        this(name, DEFAULT_PRIORITY, match, Optional.empty());
    }
}
