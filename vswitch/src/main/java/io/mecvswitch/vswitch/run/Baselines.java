package io.mecvswitch.vswitch.run;

import io.mecvswitch.control.netconf.operation.SwitchCommands.Counted;
import io.mecvswitch.control.netconf.operation.SwitchCommands.Counted.Kind;
import io.mecvswitch.status.CounterType;
import io.mecvswitch.vswitch.show.Sample;
import java.time.Instant;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What counters showed when somebody cleared them. Clients are told the difference; the counters themselves, and with
 * them the books, the status file's readers and what is told of events, go on. Any thread.
 *
 * <p>A counter that shows less than it did was made anew, and counts from 0.
 */
public final class Baselines {
    private static final Set<CounterType> RULES = EnumSet.of(CounterType.RULE_PACKETS, CounterType.RULE_BYTES);
    private static final Map<Kind, Set<CounterType>> TYPES = new EnumMap<>(Map.of(
        Kind.INTERFACE, EnumSet.of(CounterType.PORT_RX_PACKETS, CounterType.PORT_RX_BYTES, CounterType.PORT_TX_PACKETS,
            CounterType.PORT_TX_BYTES, CounterType.DEVICE_RX_MISSED, CounterType.DEVICE_RX_ERRORS,
            CounterType.DEVICE_RX_NO_BUFFER, CounterType.DEVICE_TX_ERRORS, CounterType.PORT_REFUSED,
            CounterType.PORT_TURNED_AWAY, CounterType.SHAPER_PACKETS, CounterType.SHAPER_BYTES,
            CounterType.SHAPER_DROPPED, CounterType.SHAPER_MARKED),
        Kind.TRAFFIC_RULE, RULES,
        Kind.FLOW_CLASSIFIER, RULES,
        Kind.PORT_CHAIN, EnumSet.of(CounterType.CHAIN_ENTERED, CounterType.CHAIN_LEFT, CounterType.HOP_IN,
            CounterType.HOP_OUT),
        Kind.LIMITER, EnumSet.of(CounterType.LIMITER_GREEN, CounterType.LIMITER_YELLOW, CounterType.LIMITER_RED,
            CounterType.LIMITER_DROPPED, CounterType.LIMITER_BYTES),
        Kind.BRIDGE_DOMAIN, EnumSet.of(CounterType.BRIDGE_MOVES, CounterType.BRIDGE_UNLEARNED,
            CounterType.BRIDGE_FLOODED),
        Kind.SLICE, EnumSet.of(CounterType.SLICE_PACKETS, CounterType.SLICE_BYTES),
        Kind.PATH, EnumSet.of(CounterType.PATH_REQUESTS, CounterType.PATH_RESPONSES, CounterType.PATH_FAILURES),
        Kind.VIF, EnumSet.of(CounterType.VIF_USED_NS, CounterType.VIF_BACKLOGGED_NS, CounterType.VIF_FRAMES,
            CounterType.VIF_BYTES, CounterType.VIF_LOST, CounterType.VIF_ESTIMATED, CounterType.VIF_ATTEMPTS,
            CounterType.VIF_SUCCESSES, CounterType.VIF_RECEIVED_NS),
        Kind.DROPS, EnumSet.of(CounterType.DROPPED)));

    private final Map<CounterType, Map<String, Long>> values = new EnumMap<>(CounterType.class);
    private final Map<Counted, Instant> times = new HashMap<>();

    Baselines() { }

    /**
     * Lets counters begin again at 0.
     *
     * @param subjects what they count
     * @param now      all that there is
     */
    synchronized void clear(final List<Counted> subjects, final Sample now) {
        final Instant time = Instant.now();
        for (final Counted subject : subjects) {
            times.keySet().removeIf(former -> former.kind() == subject.kind() && subject.name().isEmpty());
            times.put(subject, time);
            TYPES.get(subject.kind()).forEach(type -> clear(subject, type, now));
        }
    }

    private void clear(final Counted subject, final CounterType type, final Sample now) {
        for (final String label : now.labels(type)) {
            if (isOf(subject, label)) {
                values.computeIfAbsent(type, _ -> new HashMap<>()).put(label, now.value(type, label));
            }
        }
    }

    /**
     * Labels begin with a name, and go on behind a space; of classifiers the name is the second of names with slashes.
     */
    private static boolean isOf(final Counted subject, final String label) {
        final boolean classifier = label.contains("/");
        return switch (subject.kind()) {
            case TRAFFIC_RULE -> !classifier && isOf(subject.name(), label);
            case FLOW_CLASSIFIER -> classifier && isOf(subject.name(), label.split("/")[1]);
            default -> isOf(subject.name(), label);
        };
    }

    private static boolean isOf(final String name, final String label) {
        return name.isEmpty() || label.equals(name) || label.startsWith(name + " ");
    }

    /** When something was cleared last; empty if it never was. */
    synchronized Optional<Instant> clearedAt(final Kind kind, final String name) {
        final Instant own = times.get(new Counted(kind, name));
        final Instant all = times.get(Counted.all(kind));
        return Optional.ofNullable(own == null || all != null && all.isAfter(own) ? all : own);
    }

    /** A sample less what its counters showed when they were cleared. */
    synchronized Sample since(final Sample sample) {
        values.forEach((type, bases) -> bases.entrySet().removeIf(base -> isGone(sample, type, base)));
        return values.isEmpty() ? sample : sample.less(values);
    }

    private static boolean isGone(final Sample sample, final CounterType type, final Map.Entry<String, Long> base) {
        final Long value = sample.value(type, base.getKey());
        return sample.has(type) && (value == null || value < base.getValue());
    }
}
