package io.mecvswitch.control.netconf.notification;

import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Has sources of events look around, a few times a second, on a thread of its own. */
public final class EventWatch implements AutoCloseable {
    private static final long PERIOD_MS = 250;

    private final List<EventSource> sources;
    private final Events events;
    private final Consumer<Throwable> defects;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
        Thread.ofPlatform().name("netconf-events").daemon().factory());

    /**
     * Begins.
     *
     * @param sources look around
     * @param events  gets what they notice
     * @param defects gets exceptions that nobody meant to throw
     */
    public EventWatch(final List<EventSource> sources, final Events events, final Consumer<Throwable> defects) {
        this.sources = sources;
        this.events = events;
        this.defects = defects;
        thread.scheduleWithFixedDelay(this::look, 0, PERIOD_MS, TimeUnit.MILLISECONDS);
    }

    private void look() {
        sources.forEach(this::look);
    }

    /** What goes wrong with one is none of the others' business. */
    private void look(final EventSource source) {
        try {
            source.look(events);
        } catch (final RuntimeException e) {
            defects.accept(e);
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
