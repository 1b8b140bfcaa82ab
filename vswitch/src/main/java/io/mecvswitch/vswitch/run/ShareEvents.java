package io.mecvswitch.vswitch.run;

import static io.mecvswitch.vswitch.run.SwitchState.value;

import io.mecvswitch.control.netconf.notification.Event;
import io.mecvswitch.control.netconf.notification.EventSource;
import io.mecvswitch.control.netconf.notification.Events;
import io.mecvswitch.control.netconf.notification.Throttle;
import io.mecvswitch.status.CounterType;
import io.mecvswitch.status.StatusReader;
import io.mecvswitch.vswitch.show.Sample;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/**
 * Tells of virtual interfaces that want airtime and get less than their shares of what their radio's interfaces take,
 * as the status file shows it: the notification sla-violation.
 *
 * <p>It compares what was ten seconds ago with what is, so it tells of one no more often than that. The thread of
 * management that looks.
 */
final class ShareEvents implements EventSource {
    private static final long INTERVAL_NS = TimeUnit.SECONDS.toNanos(10);
    private static final double WANTS = 0.9;
    private static final double TOLERANCE_PPM = 20_000;
    private static final int NO_CEILING = 1_000_000;
    private static final double ALL_PPM = 1e6;
    private static final Set<CounterType> SEEN = EnumSet.of(CounterType.VIF_USED_NS, CounterType.VIF_BACKLOGGED_NS,
        CounterType.VIF_CEILING, CounterType.VIF_SHARE);

    private final StatusReader status;
    private final LongSupplier clock;
    private final Throttle looks = new Throttle(INTERVAL_NS);
    private Map<String, Seen> before = Map.of();
    private long beforeNs;

    /** How a virtual interface stands. */
    private record Seen(String radio, String vif, long usedNs, long backloggedNs, long ceilingPpm, long sharePpm) { }

    /** What came of one in an interval; its share is the lower one of both ends. */
    private record Interval(Seen vif, long usedNs, long backloggedNs, boolean ceiling, long sharePpm) {
        static Interval between(final Seen first, final Seen last) {
            return new Interval(last, last.usedNs - first.usedNs, last.backloggedNs - first.backloggedNs,
                Math.min(first.ceilingPpm, last.ceilingPpm) < NO_CEILING, Math.min(first.sharePpm, last.sharePpm));
        }
    }

    /** Of a status file. */
    ShareEvents(final StatusReader status) {
        this(status, System::nanoTime);
    }

    ShareEvents(final StatusReader status, final LongSupplier clock) {
        this.status = status;
        this.clock = clock;
    }

    @Override
    public void look(final Events events) {
        final long nowNs = clock.getAsLong();
        if (looks.admits("", nowNs)) {
            final Map<String, Seen> now = seen(Sample.of(status, SEEN));
            radios(now).forEach(radio -> look(radio, nowNs - beforeNs, events));
            before = now;
            beforeNs = nowNs;
        }
    }

    private static Map<String, Seen> seen(final Sample sample) {
        final Map<String, Seen> seen = new HashMap<>();
        for (final String label : sample.labels(CounterType.VIF_SHARE)) {
            final String[] names = label.split(" ");
            seen.put(label, new Seen(names[0], names[1], value(sample, CounterType.VIF_USED_NS, label),
                value(sample, CounterType.VIF_BACKLOGGED_NS, label), value(sample, CounterType.VIF_CEILING, label),
                value(sample, CounterType.VIF_SHARE, label)));
        }
        return seen;
    }

    /** The virtual interfaces that are there now and were then, by their radios. */
    private Iterable<List<Interval>> radios(final Map<String, Seen> now) {
        final List<Interval> intervals = new ArrayList<>();
        now.forEach((label, last) -> {
            final Seen first = before.get(label);
            if (first != null && first.usedNs <= last.usedNs) {
                intervals.add(Interval.between(first, last));
            }
        });
        return intervals.stream().collect(Collectors.groupingBy(interval -> interval.vif.radio)).values();
    }

    private static void look(final List<Interval> radio, final long tookNs, final Events events) {
        final double allNs = radio.stream().mapToLong(Interval::usedNs).sum();
        for (final Interval vif : radio) {
            final double receivedPpm = allNs == 0 ? 0 : ALL_PPM * vif.usedNs / allNs;
            if (!vif.ceiling && vif.backloggedNs >= WANTS * tookNs && receivedPpm < vif.sharePpm - TOLERANCE_PPM) {
                tell(vif, Math.round(receivedPpm), events);
            }
        }
    }

    private static void tell(final Interval interval, final long receivedPpm, final Events events) {
        events.publish(Event.now("mec-vswitch-notifications:sla-violation", event ->
            event.value("interface", interval.vif.radio).value("vif", interval.vif.vif)
                .value("share", RadioState.decimal(interval.sharePpm, 4))
                .value("received", RadioState.decimal(receivedPpm, 4))));
    }
}
