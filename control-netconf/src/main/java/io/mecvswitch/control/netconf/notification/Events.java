package io.mecvswitch.control.netconf.notification;

/** Tells clients what happened. Any thread but a worker's. */
@FunctionalInterface
public interface Events {
    /** Takes note of an event, and returns at once: whoever listens is told by somebody else. Throws nothing. */
    void publish(Event event);
}
