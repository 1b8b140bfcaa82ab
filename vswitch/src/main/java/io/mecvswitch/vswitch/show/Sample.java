package io.mecvswitch.vswitch.show;

import io.mecvswitch.status.CounterType;
import io.mecvswitch.status.CounterValue;
import io.mecvswitch.status.DistinctError;
import io.mecvswitch.status.StatusReader;
import io.mecvswitch.status.StatusSnapshot;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What was read from a status file, together with what was read before it, so that there are rates.
 *
 * <p>Values are found by label (of a port, a rule, a lane) and are sums over the queues of a port.
 */
public final class Sample {
    private static final double NS_PER_SECOND = 1e9;

    private final StatusSnapshot snapshot;
    private final List<DistinctError> errors;
    private final long timeNs;
    private final Map<CounterType, Map<String, Long>> now;
    private final Map<CounterType, Map<String, Long>> before;
    private final long spanNs;

    private Sample(final StatusSnapshot snapshot, final List<DistinctError> errors, final long timeNs,
        final Map<CounterType, Map<String, Long>> before, final long spanNs) {
        this.snapshot = snapshot;
        this.errors = errors;
        this.timeNs = timeNs;
        this.now = sums(snapshot);
        this.before = before;
        this.spanNs = spanNs;
    }

    private static Map<CounterType, Map<String, Long>> sums(final StatusSnapshot snapshot) {
        final Map<CounterType, Map<String, Long>> sums = new EnumMap<>(CounterType.class);
        for (final CounterValue counter : snapshot.counters()) {
            sums.computeIfAbsent(counter.type(), _ -> new LinkedHashMap<>())
                .merge(counter.label(), counter.value(), Long::sum);
        }
        return sums;
    }

    /** Without a past. */
    public static Sample first(final StatusReader reader) {
        return new Sample(reader.snapshot(), reader.errors(), System.nanoTime(), Map.of(), 0);
    }

    /** Without a past, of some types only. */
    public static Sample of(final StatusReader reader, final Set<CounterType> types) {
        return new Sample(reader.snapshot(types), reader.errors(), System.nanoTime(), Map.of(), 0);
    }

    /** The next one; without a past if another process writes there now. */
    public Sample next(final StatusReader reader) {
        final Sample next = first(reader);
        final boolean same = next.snapshot.pid() == snapshot.pid()
            && next.snapshot.startedMs() == snapshot.startedMs();
        return same ? new Sample(next.snapshot, next.errors, next.timeNs, now, next.timeNs - timeNs) : next;
    }

    /** The same with values less those given; without a past. As it was read, {@link #snapshot} stays. */
    public Sample less(final Map<CounterType, Map<String, Long>> bases) {
        final Sample less = new Sample(snapshot, errors, timeNs, Map.of(), 0);
        bases.forEach((type, values) -> {
            final Map<String, Long> present = less.now.getOrDefault(type, new LinkedHashMap<>());
            values.forEach((label, base) -> present.computeIfPresent(label, (_, value) -> value - base));
        });
        return less;
    }

    /** Whether there is any counter of a type. */
    public boolean has(final CounterType type) {
        return now.containsKey(type);
    }

    /** As it was read. */
    public StatusSnapshot snapshot() {
        return snapshot;
    }

    /** What went wrong so far. */
    public List<DistinctError> errors() {
        return errors;
    }

    /** Whether there are rates. */
    boolean hasPast() {
        return spanNs > 0;
    }

    /** Labels of a type, in the order of their keys. */
    public Set<String> labels(final CounterType type) {
        return now.getOrDefault(type, Map.of()).keySet();
    }

    /** How it stands; null if there is no such counter. */
    public Long value(final CounterType type, final String label) {
        return now.getOrDefault(type, Map.of()).get(label);
    }

    /** What came since the last sample, or since the start where there is none. */
    long added(final CounterType type, final String label) {
        return now.getOrDefault(type, Map.of()).getOrDefault(label, 0L)
            - before.getOrDefault(type, Map.of()).getOrDefault(label, 0L);
    }

    /** What comes in a second; only with a past. */
    double perSecond(final CounterType type, final String label) {
        return added(type, label) * NS_PER_SECOND / spanNs;
    }

    /** What came of one for each of another since the last sample; null where none of the other came. */
    Double ratio(final CounterType type, final CounterType each, final String label) {
        final long divisor = added(each, label);
        return divisor == 0 ? null : (double) added(type, label) / divisor;
    }
}
