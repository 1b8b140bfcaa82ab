package io.mecvswitch.vswitch;

/** A lane did not take over a configuration in time: its thread hangs or has died. */
public final class LaneStuckException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /**
     * @param lane number of the first lane that did not
     */
    public LaneStuckException(final int lane) {
        super("Lane " + lane + " does not move: it did not take over the configuration in time. See `mec-vswitch show"
            + " errors` and `show lanes`; restart the switch.");
    }
}
