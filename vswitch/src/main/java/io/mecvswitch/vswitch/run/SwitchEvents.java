package io.mecvswitch.vswitch.run;

import static io.mecvswitch.stage.DropReason.BEARER_UNKNOWN;
import static io.mecvswitch.stage.DropReason.ERROR_INDICATED;
import static io.mecvswitch.stage.DropReason.LINK_LOCAL;
import static io.mecvswitch.stage.DropReason.NO_OTHER_PORT;
import static io.mecvswitch.stage.DropReason.PATH_UNKNOWN;
import static io.mecvswitch.stage.DropReason.PROBE_ANSWERED;
import static io.mecvswitch.stage.DropReason.REASSEMBLED;
import static io.mecvswitch.stage.DropReason.RULE_DROP;
import static io.mecvswitch.stage.DropReason.SAME_PORT;
import static io.mecvswitch.stage.DropReason.SIGNALLING_CONSUMED;
import static io.mecvswitch.stage.DropReason.TUNNEL_NOT_SEEN;
import static io.mecvswitch.stage.DropReason.UE_UNKNOWN;

import io.mecvswitch.chaining.MemberState;
import io.mecvswitch.control.netconf.notification.Event;
import io.mecvswitch.control.netconf.notification.EventSource;
import io.mecvswitch.control.netconf.notification.Events;
import io.mecvswitch.control.netconf.notification.Throttle;
import io.mecvswitch.control.netconf.tree.BranchBuilder;
import io.mecvswitch.stage.DropReason;
import io.mecvswitch.status.CounterType;
import io.mecvswitch.status.PathCounters;
import io.mecvswitch.status.StatusReader;
import io.mecvswitch.vswitch.show.Sample;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * What the switch tells clients of what happens, as its status file shows it: the notifications of module
 * mec-vswitch-notifications.
 *
 * <p>It looks once a second. States are told when they change; what is counted is told when it begins, and then every
 * ten seconds with what was counted since. The thread of management that looks; workers notice nothing of it.
 */
final class SwitchEvents implements EventSource {
    private static final String MODULE = "mec-vswitch-notifications:";
    private static final long LOOK_NS = TimeUnit.SECONDS.toNanos(1);
    private static final long TELL_NS = TimeUnit.SECONDS.toNanos(10);

    /** What it looks at: of rules and bearers there may be a great many. */
    private static final Set<CounterType> SEEN = EnumSet.of(CounterType.DEVICE_LINK, CounterType.PATH_STATE,
        CounterType.MEMBER_STATE, CounterType.DROPPED, CounterType.DEVICE_RX_MISSED, CounterType.LIMITER_DROPPED);

    private static final Set<DropReason> BEARER =
        EnumSet.of(BEARER_UNKNOWN, UE_UNKNOWN, PATH_UNKNOWN, ERROR_INDICATED, TUNNEL_NOT_SEEN);
    /** Somebody configured them, or they are how things are done. */
    private static final Set<DropReason> ORDINARY =
        EnumSet.of(RULE_DROP, SIGNALLING_CONSUMED, PROBE_ANSWERED, REASSEMBLED, LINK_LOCAL, SAME_PORT, NO_OTHER_PORT);

    private final StatusReader status;
    private final LongSupplier clock;
    private final Throttle looks = new Throttle(LOOK_NS);
    private final Throttle news = new Throttle(TELL_NS);
    private final Map<String, Long> told = new HashMap<>();
    private final Set<String> errors = new HashSet<>();
    private boolean started;

    /** Of a status file. */
    SwitchEvents(final StatusReader status) {
        this(status, System::nanoTime);
    }

    SwitchEvents(final StatusReader status, final LongSupplier clock) {
        this.status = status;
        this.clock = clock;
    }

    @Override
    public void look(final Events events) {
        if (looks.admits("", clock.getAsLong())) {
            look(Sample.of(status, SEEN), events);
        }
    }

    private void look(final Sample sample, final Events events) {
        start(sample, events);
        states(sample, CounterType.DEVICE_LINK, "link", (port, state) -> link(port, state, events));
        states(sample, CounterType.PATH_STATE, "path", (path, state) -> path(path, state, events));
        states(sample, CounterType.MEMBER_STATE, "member", (member, state) -> member(member, state, events));
        drops(sample, events);
        counts(sample, CounterType.DEVICE_RX_MISSED, "port-overload", "interface", events);
        counts(sample, CounterType.LIMITER_DROPPED, "limiter-overload", "limiter", events);
        errors(sample, events);
        started = true;
    }

    private void start(final Sample sample, final Events events) {
        if (!started) {
            events.publish(Event.now(MODULE + "switch-started", event ->
                event.time("start-time", Instant.ofEpochMilli(sample.snapshot().startedMs()))));
        }
    }

    // States.

    private void states(
        final Sample sample, final CounterType type, final String kind, final BiConsumer<String, Long> tell) {
        for (final String label : sample.labels(type)) {
            final long state = sample.value(type, label);
            final Long before = told.put(kind + ' ' + label, state);
            if (before == null ? started : before != state) {
                tell.accept(label, state);
            }
        }
        told.keySet().removeIf(key -> key.startsWith(kind + ' ')
            && !sample.labels(type).contains(key.substring(kind.length() + 1)));
    }

    private static void link(final String port, final long state, final Events events) {
        events.publish(Event.now(MODULE + "link-state", event ->
            event.value("interface", port).value("oper-status", state == 0 ? "down" : "up")));
    }

    private static void path(final String ends, final long state, final Events events) {
        if (state != PathCounters.UNKNOWN) {
            final String[] addresses = ends.split(" ");
            events.publish(Event.now(MODULE + "path-state", event -> event.value("endpoint", addresses[0])
                .value("peer", addresses[1]).value("state", PathCounters.word(state))));
        }
    }

    private static void member(final String label, final long state, final Events events) {
        final String[] names = label.split(" ");
        events.publish(Event.now(MODULE + "member-state", event -> event.value("group", names[0])
            .value("port-pair", names[1]).value("state", MemberState.of(state).word())));
    }

    // Counts.

    private void drops(final Sample sample, final Events events) {
        for (final String name : sample.labels(CounterType.DROPPED)) {
            final DropReason reason = DropReason.valueOf(name);
            if (!ORDINARY.contains(reason)) {
                final String notification = BEARER.contains(reason) ? "bearer-error" : "packets-dropped";
                count(notification, name, sample.value(CounterType.DROPPED, name), events,
                    event -> event.value("reason", name).value("meaning", reason.sentence()));
            }
        }
    }

    private void counts(final Sample sample, final CounterType type, final String notification, final String leaf,
        final Events events) {
        sample.labels(type).forEach(label -> count(notification, label, sample.value(type, label), events,
            event -> event.value(leaf, label)));
    }

    /** Tells of what was counted since it was told last; a counter that began again counts from 0. */
    private void count(final String notification, final String label, final long value, final Events events,
        final Consumer<BranchBuilder> fill) {
        final String key = notification + ' ' + label;
        final long before = told.getOrDefault(key, 0L);
        final long more = value < before ? value : value - before;
        if (more > 0 && news.admits(key, clock.getAsLong())) {
            told.put(key, value);
            events.publish(Event.now(MODULE + notification, event -> {
                fill.accept(event);
                event.value("packets", more);
            }));
        }
    }

    private void errors(final Sample sample, final Events events) {
        sample.errors().forEach(error -> {
            // What follows the first line is for who reads the log.
            final String text = error.text().strip().lines().findFirst().orElse("");
            if (errors.add(text)) {
                events.publish(Event.now(MODULE + "error-logged", event -> event.value("text", text)));
            }
        });
    }

    /** All there is to notice. */
    static List<EventSource> of(final StatusReader status) {
        return List.of(new SwitchEvents(status), new ShareEvents(status),
            new DrainEvents(status, System::nanoTime));
    }
}
