package io.mecvswitch.control.netconf.notification;

import io.mecvswitch.control.netconf.tree.Branch;
import io.mecvswitch.control.netconf.tree.BranchBuilder;
import io.mecvswitch.control.schema.Schema;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * The last events, for replay and for everybody who listens: subscribers have a place in it and nothing of their own,
 * so that a slow one costs nothing. Who is so slow that what he is to read next is gone, is told so.
 *
 * <p>Any thread. Holds {@link #MAX_EVENTS} and {@link #MAX_CHARACTERS}, whichever is less.
 */
public final class EventLog implements Events {
    /** Events it holds. */
    static final int MAX_EVENTS = 4_096;
    /** Characters of all messages together. */
    static final long MAX_CHARACTERS = 8 << 20;

    private final Schema schema;
    private final Consumer<Throwable> defects;
    private final Instant created = Instant.now();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition more = lock.newCondition();
    // under the lock
    private final Deque<Kept> kept = new ArrayDeque<>();
    private long characters;
    private long next;

    private record Kept(long number, Notice notice, int characters) { }

    /**
     * @param schema  the model
     * @param defects gets exceptions that nobody meant to throw
     */
    public EventLog(final Schema schema, final Consumer<Throwable> defects) {
        this.schema = schema;
        this.defects = defects;
    }

    /** Since when it is there. */
    public Instant created() {
        return created;
    }

    @Override
    public void publish(final Event event) {
        publish(event, Optional.empty());
    }

    /** The same for an event that is about nodes of the configuration. */
    void publish(final Event event, final Optional<Branch> touched) {
        try {
            add(notice(event, touched));
        } catch (final RuntimeException e) {
            defects.accept(e);
        }
    }

    private Notice notice(final Event event, final Optional<Branch> touched) {
        return new Notice(event.time(), content(event.name(), event.fill()), touched);
    }

    /** A notification. */
    Branch content(final String name, final Consumer<BranchBuilder> fill) {
        return new BranchBuilder(Branch.empty(schema.notifications())).container(name, fill).branch();
    }

    private void add(final Notice notice) {
        final int length = notice.message().length();
        lock.lock();
        try {
            kept.addLast(new Kept(next++, notice, length));
            characters += length;
            while (kept.size() > MAX_EVENTS || characters > MAX_CHARACTERS && kept.size() > 1) {
                characters -= kept.removeFirst().characters;
            }
            more.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** The place after the last event. */
    long end() {
        lock.lock();
        try {
            return next;
        } finally {
            lock.unlock();
        }
    }

    /** The place of the first event that it still has of those from a moment on. */
    long from(final Instant time) {
        lock.lock();
        try {
            return kept.stream().filter(one -> !one.notice.time().isBefore(time)).mapToLong(Kept::number).findFirst()
                .orElse(next);
        } finally {
            lock.unlock();
        }
    }

    /**
     * The event at a place. Waits for it for a while.
     *
     * @return empty if it has not come
     * @throws LaggingException if it was there and is gone
     */
    Optional<Notice> at(final long place, final long patienceNs) throws InterruptedException, LaggingException {
        lock.lockInterruptibly();
        try {
            long left = patienceNs;
            while (place >= next && left > 0) {
                left = more.awaitNanos(left);
            }
            return place < next ? Optional.of(find(place)) : Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    private Notice find(final long place) throws LaggingException {
        if (kept.isEmpty() || place < kept.getFirst().number) {
            throw new LaggingException();
        }
        return kept.stream().skip(place - kept.getFirst().number).findFirst().orElseThrow().notice;
    }

    /** Somebody reads more slowly than things happen. */
    static final class LaggingException extends Exception {
        private static final long serialVersionUID = 1L;

        LaggingException() {
            super("events were lost before a subscriber took them; its session ends, so that it can ask for a replay");
        }
    }
}
