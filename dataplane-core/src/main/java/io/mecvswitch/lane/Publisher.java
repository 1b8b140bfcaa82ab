package io.mecvswitch.lane;

import io.mecvswitch.stage.Pipeline;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * The one reference through which lanes learn of a new configuration.
 *
 * <p>Control publishes with one release store; the receiving lane looks at its next step. The other lanes learn it from
 * the vectors that reach them, so no packet ever meets two configurations.
 */
public final class Publisher {
    private static final VarHandle CURRENT;

    static {
        try {
            CURRENT = MethodHandles.lookup().findVarHandle(Publisher.class, "current", Pipeline.class);
        } catch (final ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private Pipeline current;

    /**
     * @param initial what lanes run until something is published
     */
    public Publisher(final Pipeline initial) {
        publish(initial);
    }

    /** Makes a pipeline the one to run. Control thread. */
    public void publish(final Pipeline pipeline) {
        CURRENT.setRelease(this, pipeline);
    }

    /** The newest pipeline. Any thread. */
    public Pipeline current() {
        return (Pipeline) CURRENT.getAcquire(this);
    }
}
