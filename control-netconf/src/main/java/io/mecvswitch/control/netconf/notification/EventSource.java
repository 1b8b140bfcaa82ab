package io.mecvswitch.control.netconf.notification;

/** Notices what happened, where that only shows in how things are. One thread, the same each time. */
@FunctionalInterface
public interface EventSource {
    /** Looks, and publishes what has changed since the last look. Called a few times a second. */
    void look(Events events);
}
