package io.mecvswitch.qos;

import java.util.Arrays;

/**
 * Says which packets of a queue leave too late for the queue to be a good one: CoDel (RFC 8289).
 *
 * <p>A burst may wait; a queue that stands may not. When packets have waited for longer than the target for a whole
 * interval, one is hit, and from then on one after the other, the time between them shorter each time by the control
 * law, until one packet has waited for less. What befalls who is hit, to be dropped or told by ECN, is the caller's.
 *
 * <pre>
 *   calm ── waited ≥ target for an interval: hit ──▶ dropping ─┐ a hit at each time of the control law
 *    ▲                                                  │    ▲─┘
 *    └── waited for less, or less than a packet rests ──┘
 * </pre>
 *
 * <p>Lane.
 */
final class EarlyDrop {
    /** Who begins again so many intervals after a hit goes on with the frequency that sufficed (RFC 8289 §5.4). */
    private static final int REMEMBERED_INTERVALS = 16;
    private static final long CALM = Long.MIN_VALUE;

    private final long targetNs;
    private final long intervalNs;
    // by queue
    private final long[] hitsFromNs;
    private final long[] nextNs;
    private final int[] counts;
    private final int[] formerCounts;
    private final boolean[] dropping;

    /**
     * @param queues     numbers of queues that there are
     * @param targetNs   how long packets may wait
     * @param intervalNs for how long they may wait longer
     */
    EarlyDrop(final int queues, final long targetNs, final long intervalNs) {
        this.targetNs = targetNs;
        this.intervalNs = intervalNs;
        hitsFromNs = new long[queues];
        nextNs = new long[queues];
        counts = new int[queues];
        formerCounts = new int[queues];
        dropping = new boolean[queues];
        Arrays.fill(hitsFromNs, CALM);
    }

    /** A queue begins, and nothing is known of it. */
    void begin(final int queue) {
        hitsFromNs[queue] = CALM;
        counts[queue] = 0;
        formerCounts[queue] = 0;
        dropping[queue] = false;
    }

    /**
     * Whether the packet that is about to leave is hit.
     *
     * @param waitedNs how long it has rested
     * @param little   whether no more than a packet rests in the queue, which is never too much
     */
    boolean hits(final int queue, final long waitedNs, final boolean little, final long nowNs) {
        if (!standsAtLeastAnInterval(queue, waitedNs, little, nowNs)) {
            dropping[queue] = false;
            return false;
        }
        if (!dropping[queue]) {
            begin(queue, nowNs);
            return true;
        }
        if (nowNs < nextNs[queue]) {
            return false;
        }
        nextNs[queue] += gapNs(++counts[queue]);
        return true;
    }

    private boolean standsAtLeastAnInterval(final int queue, final long waitedNs, final boolean little,
        final long nowNs) {
        if (waitedNs < targetNs || little) {
            hitsFromNs[queue] = CALM;
            return false;
        }
        if (hitsFromNs[queue] == CALM) {
            hitsFromNs[queue] = nowNs + intervalNs;
            return false;
        }
        return nowNs >= hitsFromNs[queue];
    }

    private void begin(final int queue, final long nowNs) {
        final int sinceLastTime = counts[queue] - formerCounts[queue];
        final boolean recently = nowNs - nextNs[queue] < REMEMBERED_INTERVALS * intervalNs;
        counts[queue] = sinceLastTime > 1 && recently ? sinceLastTime : 1;
        formerCounts[queue] = counts[queue];
        nextNs[queue] = nowNs + gapNs(counts[queue]);
        dropping[queue] = true;
    }

    /** The control law: so many hits, and the next one comes so much later (RFC 8289 §3.3). */
    private long gapNs(final int count) {
        return (long) (intervalNs / Math.sqrt(count));
    }
}
