package io.mecvswitch.config;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * When packets leave by a port: at a rate, shared by classes.
 *
 * @param port       name of the port
 * @param rate       bits per second of all that leaves
 * @param burst      octets that leave at once at most, where the lane comes late
 * @param length     octets that count, {@code L2} or {@code WIRE}
 * @param maxPackets packets that rest at most
 * @param maxDelayMs how long a packet rests at most for its bearer's rate, milliseconds
 * @param markAfterMs how long a packet rests until it is told by ECN, milliseconds; 0 if never
 * @param earlyDrop  what keeps queues from standing
 * @param classes    in any order; what is in none shares what is left, with weight 1
 */
public record ShaperConfig(String port, long rate, long burst, LimiterConfig.Length length, int maxPackets,
    int maxDelayMs, int markAfterMs, Optional<EarlyDrop> earlyDrop, List<ShapedClass> classes) {

    /** One that drops nothing early. */
    public ShaperConfig(final String port, final long rate, final long burst, final LimiterConfig.Length length,
        final int maxPackets, final int maxDelayMs, final int markAfterMs, final List<ShapedClass> classes) {
        this(port, rate, burst, length, maxPackets, maxDelayMs, markAfterMs, Optional.empty(), classes);
    }

    /** The same with early drop. */
    public ShaperConfig withEarlyDrop(final EarlyDrop early) {
        return new ShaperConfig(
            port, rate, burst, length, maxPackets, maxDelayMs, markAfterMs, Optional.of(early), classes);
    }

    /**
     * Controlled delay (RFC 8289).
     *
     * @param targetUs   how long packets may rest, microseconds
     * @param intervalMs for how long they may rest longer, milliseconds
     * @param ecn        whether those are told of it that understand, instead of dropped
     */
    public record EarlyDrop(int targetUs, int intervalMs, boolean ecn) { }

    /**
     * A tenant, a slice, or whatever rules, slices and ports tell apart.
     *
     * @param name       unique among the shaper's
     * @param guaranteed bits per second that it has whoever else wants to send
     * @param maximum    bits per second that it has at most, though nobody else wants to send
     * @param weight     its share of what is left, 1 to 1000
     * @param maxPackets of it that rest at most
     * @param bearerRate bits per second that each of its bearers has at most; without it they share as one queue
     * @param rules      names of traffic rules whose packets are of it
     * @param ingresses  names of ports from which packets are of it, if neither rule nor slice says anything else
     * @param slices     PLMNs of RAN slices whose packets are of it, if their rule says nothing else
     * @param within     name of the class that it shares with those beside it; what has others within has no packets of
     *                   its own
     */
    public record ShapedClass(String name, OptionalLong guaranteed, OptionalLong maximum, int weight, int maxPackets,
        OptionalLong bearerRate, List<String> rules, List<String> slices, List<String> ingresses,
        Optional<String> within) {

        /** One of the port's. */
        public ShapedClass(final String name, final OptionalLong guaranteed, final OptionalLong maximum,
            final int weight, final int maxPackets, final OptionalLong bearerRate, final List<String> rules,
            final List<String> ingresses) {
            this(name, guaranteed, maximum, weight, maxPackets, bearerRate, rules, List.of(), ingresses,
                Optional.empty());
        }

        /** The same with packets of RAN slices. */
        public ShapedClass ofSlices(final List<String> plmns) {
            return new ShapedClass(name, guaranteed, maximum, weight, maxPackets, bearerRate, rules, plmns, ingresses,
                within);
        }

        /** The same within another one. */
        public ShapedClass within(final String outer) {
            return new ShapedClass(name, guaranteed, maximum, weight, maxPackets, bearerRate, rules, slices, ingresses,
                Optional.of(outer));
        }
    }
}
