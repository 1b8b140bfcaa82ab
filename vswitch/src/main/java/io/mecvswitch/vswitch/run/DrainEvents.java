package io.mecvswitch.vswitch.run;

import static io.mecvswitch.vswitch.run.SwitchState.value;

import io.mecvswitch.control.netconf.notification.Event;
import io.mecvswitch.control.netconf.notification.EventSource;
import io.mecvswitch.control.netconf.notification.Events;
import io.mecvswitch.control.netconf.notification.Throttle;
import io.mecvswitch.status.CounterType;
import io.mecvswitch.status.StatusReader;
import io.mecvswitch.vswitch.show.Sample;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Tells of ports that drain: that one begins to, that it has sent nothing for ten seconds and so is drained, that it
 * ends. The thread of management that looks.
 *
 * <pre>
 *   draining ──10 s without a packet──▶ drained ──a packet──▶ draining      either ──end──▶ ended
 * </pre>
 */
final class DrainEvents implements EventSource {
    private static final long LOOK_NS = TimeUnit.SECONDS.toNanos(1);
    private static final long QUIET_NS = TimeUnit.SECONDS.toNanos(10);
    private static final Set<CounterType> SEEN =
        EnumSet.of(CounterType.PORT_DRAIN_SINCE, CounterType.PORT_TX_PACKETS);

    private final StatusReader status;
    private final LongSupplier clock;
    private final Throttle looks = new Throttle(LOOK_NS);
    private final Map<String, Draining> ports = new HashMap<>();

    /** A port that drains: what it has sent so far, since when, and whether that was told. */
    private record Draining(long sent, long sinceNs, boolean drained) { }

    DrainEvents(final StatusReader status, final LongSupplier clock) {
        this.status = status;
        this.clock = clock;
    }

    @Override
    public void look(final Events events) {
        final long nowNs = clock.getAsLong();
        if (looks.admits("", nowNs)) {
            final Sample sample = Sample.of(status, SEEN);
            final Set<String> draining = sample.labels(CounterType.PORT_DRAIN_SINCE);
            for (final String port : List.copyOf(ports.keySet())) {
                if (!draining.contains(port)) {
                    ports.remove(port);
                    tell(port, "ended", events);
                }
            }
            draining.forEach(port -> look(port, value(sample, CounterType.PORT_TX_PACKETS, port), nowNs, events));
        }
    }

    private void look(final String port, final long sent, final long nowNs, final Events events) {
        final Draining before = ports.get(port);
        if (before == null || before.sent != sent) {
            ports.put(port, new Draining(sent, nowNs, false));
            if (before == null || before.drained) {
                tell(port, "draining", events);
            }
        } else if (!before.drained && nowNs - before.sinceNs >= QUIET_NS) {
            ports.put(port, new Draining(sent, before.sinceNs, true));
            tell(port, "drained", events);
        }
    }

    private static void tell(final String port, final String state, final Events events) {
        events.publish(Event.now("mec-vswitch-notifications:drain-state",
            event -> event.value("interface", port).value("state", state)));
    }
}
