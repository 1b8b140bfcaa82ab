package io.mecvswitch.gtpu;

import io.mecvswitch.status.PathCounters;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * What is known of the path between an endpoint of the switch's and a peer.
 *
 * <pre>
 *             interval over            answered
 *   RESTING ───────────────▶ ASKING ───────────────▶ RESTING, up
 *                 request    │    ▲
 *                            └────┘ T3 over, fewer than N3 requests: the same request again
 *                            │
 *                            └───── T3 over, N3 requests ──▶ RESTING, down
 * </pre>
 *
 * <p>The receiving lane asks, the answering lane says what came. It outlives configurations that have the path.
 */
public final class EchoPath {
    private static final VarHandle ANSWERED;
    private static final int THERE = 1 << 16;
    private static final int SEQUENCES = 0xffff;

    static {
        try {
            ANSWERED = MethodHandles.lookup().findVarHandle(EchoPath.class, "answered", int.class);
        } catch (final ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final PathCounters counters;
    // written by the answering lane: sequence number of the last response, and that there was one
    private int answered;
    // written by the receiving lane only
    private boolean started;
    private boolean asking;
    private int sequence = SEQUENCES;
    private int sent;
    private long askedNs;
    private long dueNs;

    /**
     * @param counters tell operators
     */
    EchoPath(final PathCounters counters) {
        this.counters = counters;
    }

    /** An Echo Response of the peer's came. The answering lane. */
    void answer(final int sequence) {
        ANSWERED.setRelease(this, THERE | sequence);
    }

    /**
     * Whether an Echo Request with {@link #sequence} is to be sent now. The receiving lane.
     *
     * @param nowNs      time
     * @param intervalNs from one request to the next that is not its repetition
     * @param responseNs to wait for a response
     * @param requests   how often one is sent at most
     */
    boolean isDue(final long nowNs, final long intervalNs, final long responseNs, final int requests) {
        if (asking && (int) ANSWERED.getAcquire(this) == (THERE | sequence)) {
            counters.responses().incrementRelease();
            rest(PathCounters.UP, intervalNs);
        }
        if (started && nowNs - dueNs < 0) {
            return false;
        }
        if (asking && sent >= requests) {
            counters.failures().incrementRelease();
            rest(PathCounters.DOWN, intervalNs);
            return false;
        }
        ask(nowNs, responseNs);
        return true;
    }

    private void rest(final long state, final long intervalNs) {
        asking = false;
        counters.state().setRelease(state);
        dueNs = askedNs + intervalNs;
    }

    private void ask(final long nowNs, final long responseNs) {
        if (!asking) {
            sequence = sequence + 1 & SEQUENCES;
            sent = 0;
            askedNs = nowNs;
            asking = true;
            started = true;
        }
        sent++;
        dueNs = nowNs + responseNs;
        counters.requests().incrementRelease();
    }

    /** Number of the request that is being asked, the same in all its repetitions. The receiving lane. */
    int sequence() {
        return sequence;
    }
}
