package io.mecvswitch.control.netconf.notification;

import io.mecvswitch.control.netconf.access.Access;
import io.mecvswitch.control.netconf.error.RpcException;
import io.mecvswitch.control.netconf.notification.EventLog.LaggingException;
import io.mecvswitch.control.netconf.tree.Branch;
import io.mecvswitch.control.netconf.tree.Depth;
import io.mecvswitch.control.netconf.tree.Filter;
import io.mecvswitch.control.schema.Name;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Tells a session what happens (RFC 5277 §2.1, §3).
 *
 * <pre>
 *   startTime given:  what was ─▶ replayComplete ─▶ what happens ─▶ stopTime: notificationComplete
 *   else:                                           what happens
 * </pre>
 *
 * <p>An event passes as a whole or not at all: if its user may have it (RFC 8341 §3.4.6), and if the filter selects
 * something of it. It runs on a thread of its own, which may be interrupted.
 */
public final class Subscription implements Runnable {
    private static final String MODULE = "nc-notifications:";
    /** How long it waits for something to happen before it looks at the time. */
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(1);

    private final EventLog log;
    private final Filter filter;
    private final Optional<Instant> stop;
    private final boolean replaying;
    /** Where what was ends and what happens begins. */
    private final long present;
    private long place;
    private Listener listener;

    /**
     * @param log    has the events
     * @param filter selects events
     * @param start  from when on there is a replay
     * @param stop   until when
     */
    public Subscription(
        final EventLog log, final Filter filter, final Optional<Instant> start, final Optional<Instant> stop) {
        this.log = log;
        this.filter = filter;
        this.stop = stop;
        this.replaying = start.isPresent();
        this.present = log.end();
        this.place = start.map(log::from).orElse(present);
    }

    /** Says whom it tells; before it runs. */
    public Subscription to(final Listener told) {
        listener = told;
        return this;
    }

    @Override
    public void run() {
        try {
            if (replaying) {
                while (place < present) {
                    tell(log.at(place++, 0).orElseThrow());
                }
                tellAlways("replayComplete");
            }
            while (!isOver()) {
                final Optional<Notice> notice = log.at(place, patienceNs());
                if (notice.isPresent()) {
                    place++;
                    tell(notice.get());
                }
            }
            // First, so that whoever reads that it is over may subscribe again.
            listener.complete();
            tellAlways("notificationComplete");
        } catch (final LaggingException | IOException | RuntimeException e) {
            listener.fail(e);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isOver() {
        return stop.filter(end -> !Instant.now().isBefore(end)).isPresent() && place >= log.end();
    }

    private long patienceNs() {
        final Instant now = Instant.now();
        return stop.filter(end -> end.isBefore(now.plusNanos(PATIENCE_NS)))
            .map(end -> Math.max(1, Duration.between(now, end).toNanos())).orElse(PATIENCE_NS);
    }

    /** Of what happened after the end, nothing. */
    private void tell(final Notice notice) throws IOException {
        if (stop.filter(notice.time()::isAfter).isPresent()) {
            return;
        }
        final Optional<Notice> passed = allowed(notice, listener.access()).filter(this::isAsked);
        if (passed.isPresent()) {
            listener.send(passed.get().message());
        }
    }

    private static Optional<Notice> allowed(final Notice notice, final Access access) {
        final Name name = notice.event().schema().name();
        if (!access.mayReceive(name.module().name(), name.local())) {
            return Optional.empty();
        }
        return notice.touched().isEmpty() ? Optional.of(notice)
            : Touched.visible(notice.content(), notice.touched().get(), access).map(notice::with);
    }

    private boolean isAsked(final Notice notice) {
        try {
            return !filter.select(notice.content(), Depth.UNBOUNDED).isEmpty();
        } catch (final RpcException e) {
            // Of this event it selects nothing at a cost that is worth it.
            return false;
        }
    }

    /** No filter and no rule holds these back (RFC 5277 §3.3.2; RFC 8341 §3.4.6). */
    private void tellAlways(final String name) throws IOException {
        final Branch content = log.content(MODULE + name, _ -> { });
        listener.send(new Notice(Instant.now(), content, Optional.empty()).message());
    }
}
