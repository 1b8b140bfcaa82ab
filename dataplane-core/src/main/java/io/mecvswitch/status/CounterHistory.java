package io.mecvswitch.status;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntToLongFunction;
import org.agrona.concurrent.status.CountersReader;

/**
 * What counters showed a while ago, so that there are rates, and when they changed last.
 *
 * <p>It looks every few seconds and remembers the last two looks, so a rate is over five to ten seconds. It remembers
 * the first {@link #MOST} counters of the file: a look at more would fetch more of them from memory than packets leave
 * room for. One thread of management looks, others ask; workers notice nothing of it.
 */
public final class CounterHistory {
    /** Counters remembered at most. */
    public static final int MOST = 32_768;
    /** Time between looks. */
    public static final long INTERVAL_MS = 5_000;

    private static final double MS_PER_SECOND = 1e3;

    private final StatusReader reader;
    private Look before = Look.NONE;
    private Look last = Look.NONE;
    /** By counter: when it was found changed, in milliseconds since 1970; 0 if that was before anybody looked. */
    private long[] changedMs = {};

    /** What was seen at one time, by counter. */
    record Look(long timeMs, long[] registrations, long[] values) {
        static final Look NONE = new Look(0, new long[0], new long[0]);

        boolean has(final int id, final long registration) {
            return id < values.length && registrations[id] == registration;
        }
    }

    /**
     * How fast a counter grows, and since when it is as it is.
     *
     * @param perSecond what came in a second, of all counters with the label
     * @param changedMs when the last of them was found changed, in milliseconds since 1970; 0 if it is not known
     */
    public record Pace(double perSecond, long changedMs) {
        private Pace and(final Pace other) {
            return new Pace(perSecond + other.perSecond, Math.max(changedMs, other.changedMs));
        }
    }

    /** Of a file. */
    public CounterHistory(final StatusReader reader) {
        this.reader = reader;
    }

    /**
     * Looks, if it is time.
     *
     * @param nowMs milliseconds since 1970
     */
    public synchronized void look(final long nowMs) {
        if (nowMs - last.timeMs >= INTERVAL_MS) {
            final Look now = reader.look(nowMs);
            changedMs = Arrays.copyOf(changedMs, now.values.length);
            for (int id = 0; id < now.values.length; id++) {
                note(id, now);
            }
            before = last;
            last = now;
        }
    }

    private void note(final int id, final Look now) {
        if (!last.has(id, now.registrations[id])) {
            changedMs[id] = 0;
        } else if (last.values[id] != now.values[id]) {
            changedMs[id] = now.timeMs;
        }
    }

    /** What one look sees: registration and value of each counter that is in use. */
    static Look seen(final CountersReader counters, final IntToLongFunction values, final long nowMs) {
        int size = 0;
        final int most = Math.min(MOST, counters.maxCounterId() + 1);
        while (size < most && counters.getCounterState(size) != CountersReader.RECORD_UNUSED) {
            size++;
        }
        final Look look = new Look(nowMs, new long[size], new long[size]);
        for (int id = 0; id < size; id++) {
            look.registrations[id] = counters.getCounterRegistrationId(id);
            look.values[id] = values.applyAsLong(id);
        }
        return look;
    }

    /**
     * How fast counters of a type grow, by label; without those that were not seen twice.
     *
     * @param nowMs milliseconds since 1970
     */
    public synchronized Map<String, Pace> paces(final CounterType type, final long nowMs) {
        final Map<String, Pace> paces = new HashMap<>();
        final Look past = before.timeMs > 0 ? before : last;
        reader.each(EnumSet.of(type), (id, registration, label, value) -> {
            if (past.has(id, registration) && nowMs > past.timeMs) {
                final double perSecond = (value - past.values[id]) * MS_PER_SECOND / (nowMs - past.timeMs);
                paces.merge(label, new Pace(perSecond, changedMs(id, value, nowMs)), Pace::and);
            }
        });
        return paces;
    }

    private long changedMs(final int id, final long value, final long nowMs) {
        return id < last.values.length && last.values[id] != value ? nowMs : changedMs[id];
    }
}
