package io.mecvswitch.vswitch.demo;

/**
 * Where the change of the configuration in mid-run stands.
 *
 * <pre>
 *   BEFORE ──begin──▶ UNDERWAY ──done──▶ DONE
 *   core only          either             application only, for requests sent from here on
 * </pre>
 *
 * <p>Control moves it on; the simulation's thread asks.
 */
final class Move {
    private enum State { BEFORE, UNDERWAY, DONE }

    // written by control
    private volatile State state = State.BEFORE;
    // written by the simulation's thread
    private long firstAfter = Long.MAX_VALUE;

    /** The new configuration is about to be applied. */
    void begin() {
        state = State.UNDERWAY;
    }

    /** Every lane runs the new configuration. */
    void done() {
        state = State.DONE;
    }

    /** Notes that a request is sent now; whether it must go to the application. */
    boolean sending(final long sequence) {
        if (state == State.DONE && firstAfter == Long.MAX_VALUE) {
            firstAfter = sequence;
        }
        return isAfter(sequence);
    }

    /** Whether a request was sent after the change, so that it must go to the application. */
    boolean isAfter(final long sequence) {
        return sequence >= firstAfter;
    }

    /** Whether a request may go to the application. */
    boolean begun() {
        return state != State.BEFORE;
    }
}
