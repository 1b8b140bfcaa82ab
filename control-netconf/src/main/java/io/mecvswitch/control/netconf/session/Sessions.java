package io.mecvswitch.control.netconf.session;

import io.mecvswitch.control.netconf.notification.Events;
import io.mecvswitch.control.netconf.notification.ServerNews;
import io.mecvswitch.control.netconf.notification.ServerNews.Reason;
import io.mecvswitch.control.netconf.notification.Who;
import io.mecvswitch.control.netconf.operation.Operations;
import io.mecvswitch.control.netconf.tree.BranchBuilder;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** All sessions of a switch. Any thread. */
public final class Sessions implements AutoCloseable {
    private static final long WATCH_MS = 250;

    private final Operations operations;
    private final Limits limits;
    private final Consumer<Throwable> defects;
    private int lastNumber;
    private final Map<Integer, Session> open = new ConcurrentHashMap<>();
    /** Those that are being forgotten: what they held is given back in their name. */
    private final Map<Integer, Session> leaving = new ConcurrentHashMap<>();
    private final ServerNews news;
    private final LargeMessages largeMessages;
    private final Instant begin = Instant.now();
    private final MessageCounters past = new MessageCounters();
    private final LongAdder badHellos = new LongAdder();
    private final LongAdder dropped = new LongAdder();
    private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor(
        Thread.ofPlatform().name("netconf-watch").daemon().factory());

    /**
     * @param operations what sessions may do
     * @param limits     how much and how long
     * @param defects    gets exceptions that nobody meant to throw
     */
    public Sessions(final Operations operations, final Limits limits, final Consumer<Throwable> defects) {
        this.operations = operations;
        this.limits = limits;
        this.defects = defects;
        this.largeMessages = new LargeMessages(limits.largeMessages());
        operations.state().add(new Monitoring(this, operations));
        this.news = new ServerNews(operations.events(), this::who);
        operations.datastores().tell(news);
        watch.scheduleWithFixedDelay(this::watch, WATCH_MS, WATCH_MS, TimeUnit.MILLISECONDS);
    }

    /** A session on a connection, which has to be run; empty if there are too many already. */
    public synchronized Optional<Session> open(final Connection connection) {
        if (open.size() >= limits.sessions()) {
            return Optional.empty();
        }
        final Session session = new Session(++lastNumber, connection, operations, limits, this);
        operations.datastores().admit(session.number());
        open.put(session.number(), session);
        return Optional.of(session);
    }

    /** Where to tell all of them what happens. */
    public Events events() {
        return operations.events();
    }

    /** What clients may ask of the switch. */
    public Limits limits() {
        return limits;
    }

    /** The share of one more session in large messages. */
    LargeMessages.Share share() {
        return largeMessages.new Share();
    }

    /** How many there are. */
    public int count() {
        return open.size();
    }

    private Optional<Who> who(final int number) {
        return Optional.ofNullable(open.get(number)).or(() -> Optional.ofNullable(leaving.get(number)))
            .map(Session::who);
    }

    /** Tells that a session is ready. */
    void began(final Session session) {
        news.began(session.who());
    }

    /** Ends a session for another one; false if there is none of this number. */
    boolean kill(final int number, final int killer) {
        final Session session = open.get(number);
        if (session == null) {
            return false;
        }
        // From here on it can change nothing, whatever its thread is about; the caller may lock what it held.
        forget(session, true, Reason.KILLED, Optional.of(killer));
        end(session);
        return true;
    }

    /** Those that are open. */
    List<Session> all() {
        return List.copyOf(open.values());
    }

    /** Tells of all sessions there ever were (RFC 6022 §2.1.5). */
    synchronized void tell(final BranchBuilder there) {
        there.time("netconf-start-time", begin).value("in-sessions", lastNumber)
            .value("in-bad-hellos", badHellos.sum()).value("dropped-sessions", dropped.sum());
        MessageCounters.tell(Stream.concat(Stream.of(past), all().stream().map(Session::counters)).toList(), there);
    }

    /** Notes that a client did not say hello as it should. */
    void badHello() {
        badHellos.increment();
    }

    /**
     * Forgets a session, and gives back what it held.
     *
     * @param properly whether somebody asked for it
     */
    void ended(final Session session, final boolean properly) {
        forget(session, properly, session.reason(), Optional.empty());
    }

    private void forget(
        final Session session, final boolean properly, final Reason reason, final Optional<Integer> killer) {
        leaving.put(session.number(), session);
        final boolean first = open.remove(session.number()) != null;
        if (first) {
            past.add(session.counters());
            dropped.add(properly ? 0 : 1);
        }
        operations.datastores().release(session.number());
        leaving.remove(session.number());
        if (first) {
            news.ended(session.who(), reason, killer);
        }
    }

    /** Notes what nobody meant to happen. */
    void defect(final Throwable defect) {
        defects.accept(defect);
    }

    private void watch() {
        final long nowNs = System.nanoTime();
        operations.datastores().revertOverdue(nowNs).ifPresent(this::defect);
        open.values().stream().filter(session -> session.isStalled(nowNs))
            .forEach(session -> end(session, Reason.TIMEOUT));
    }

    /** Breaks one off; what goes wrong with it is none of the others' business. */
    private void end(final Session session) {
        end(session, session.reason());
    }

    private void end(final Session session, final Reason reason) {
        try {
            session.end(reason);
        } catch (final RuntimeException e) {
            defect(e);
        }
    }

    /** Ends all sessions. */
    @Override
    public void close() {
        watch.shutdownNow();
        open.values().forEach(this::end);
    }
}
