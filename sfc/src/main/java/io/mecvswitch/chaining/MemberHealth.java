package io.mecvswitch.chaining;

import io.mecvswitch.config.HealthCheck;
import java.util.concurrent.TimeUnit;

/**
 * Whether a member serves: from for how long signs of life have been due, and whether its link is up.
 *
 * <pre>
 *   state      │ silent for less than  │ for half of the limit │ for the limit,
 *              │ half of the limit     │ and longer            │ or link lost
 *   ───────────┼───────────────────────┼───────────────────────┼───────────────
 *   UP         │                       │ DEGRADED              │ DOWN
 *   DEGRADED   │ UP                    │                       │ DOWN
 *   DOWN       │ UP, after it was so   │                       │
 *              │ for the hold time     │                       │
 * </pre>
 *
 * <p>The limit is the check's count times its interval. The hold time is what the check says; it doubles, up to 64
 * times that, each time a member goes down again before it was up for ten times as long as it was held, so one that
 * comes and goes moves flows a few times and no more. While it drains, DRAIN stands for UP and DEGRADED. It is UP to
 * begin with: nobody is out of service because the switch was started. One that was not there yet is not held when it
 * comes.
 *
 * <p>Control; time is given.
 */
public final class MemberHealth {
    private static final int TRIAL = 10;
    private static final int LONGEST_HOLD = 64;

    private final long limitNs;
    private final long holdDownNs;
    private final boolean draining;
    private MemberState found = MemberState.UP;
    private long holdNs;
    private boolean seen;
    private boolean returned;
    private long returnedNs;
    private boolean well;
    private long wellNs;

    /**
     * @param check    says what the limit and the hold time are
     * @param draining whether it is to get no new flows
     */
    public MemberHealth(final HealthCheck check, final boolean draining) {
        this.limitNs = limitNs(check);
        this.holdDownNs = TimeUnit.MILLISECONDS.toNanos(check.holdDownMs());
        this.holdNs = holdDownNs;
        this.draining = draining;
    }

    /** Time without a sign of life after which a member is down. */
    static long limitNs(final HealthCheck check) {
        return TimeUnit.MILLISECONDS.toNanos((long) check.intervalMs() * check.count());
    }

    /** How it stands. */
    public MemberState state() {
        return draining && found.serves() ? MemberState.DRAIN : found;
    }

    /**
     * Takes note of how it is at the moment.
     *
     * @param linked   whether its links are up
     * @param silentNs for how long a sign of life has been due
     * @return whether {@link #state} is another one now
     */
    public boolean look(final boolean linked, final long silentNs, final long nowNs) {
        final MemberState before = state();
        if (!linked || silentNs >= limitNs) {
            fail(nowNs);
        } else if (found == MemberState.DOWN) {
            recover(silentNs < limitNs / 2, nowNs);
        } else {
            seen = true;
            found = silentNs < limitNs / 2 ? MemberState.UP : MemberState.DEGRADED;
        }
        return state() != before;
    }

    private void fail(final long nowNs) {
        if (found != MemberState.DOWN) {
            final boolean again = returned && nowNs - returnedNs < TRIAL * holdNs;
            holdNs = again ? Math.min(2 * holdNs, LONGEST_HOLD * holdDownNs) : holdDownNs;
            found = MemberState.DOWN;
        }
        well = false;
    }

    private void recover(final boolean heard, final long nowNs) {
        if (!heard) {
            well = false;
        } else if (!well) {
            well = true;
            wellNs = nowNs;
        }
        if (well && (!seen || nowNs - wellNs >= holdNs)) {
            found = MemberState.UP;
            returned = seen;
            returnedNs = nowNs;
            seen = true;
        }
    }

    /** Goes on as another left off: the same member, under a configuration that changed something else. */
    public void resume(final MemberHealth former) {
        found = former.found;
        seen = former.seen;
        returned = former.returned;
        returnedNs = former.returnedNs;
        well = former.well;
        wellNs = former.wellNs;
        holdNs = Math.clamp(former.holdNs, holdDownNs, LONGEST_HOLD * holdDownNs);
    }
}
