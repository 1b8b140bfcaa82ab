package io.mecvswitch.config;

/**
 * That something shall get no new flows, or may get some again.
 *
 * @param kind what it is
 * @param name of the port, or of the port pair
 * @param end  whether it may get new flows again
 */
public record DrainOrder(Kind kind, String name, boolean end) {
    /** The order that takes this one back. */
    public DrainOrder undone() {
        return new DrainOrder(kind, name, !end);
    }

    /** What can be drained. */
    public enum Kind {
        /** A port of an application. */
        PORT,
        /** A member of service function chains' groups. */
        MEMBER
    }
}
