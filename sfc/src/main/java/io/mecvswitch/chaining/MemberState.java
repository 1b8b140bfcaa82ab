package io.mecvswitch.chaining;

import java.util.Locale;

/** How a member of a group stands. The order is part of the status file: append, never reorder. */
public enum MemberState {
    /** It serves. */
    UP,
    /** It serves, but has not been heard of for longer than it should. */
    DEGRADED,
    /** It does not serve: it gets no packet. */
    DOWN,
    /** It serves the flows it has, and gets no new ones. */
    DRAIN;

    private static final MemberState[] STATES = values();

    /** The state that a counter names. */
    public static MemberState of(final long ordinal) {
        return STATES[(int) ordinal];
    }

    /** What people call it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether flows that it has stay with it. */
    public boolean serves() {
        return this != DOWN;
    }

    /** Whether it may get new flows. */
    public boolean takesFlows() {
        return this == UP || this == DEGRADED;
    }
}
