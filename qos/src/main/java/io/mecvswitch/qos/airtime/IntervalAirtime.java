package io.mecvswitch.qos.airtime;

import java.util.concurrent.atomic.AtomicLong;

/**
 * What an access point tells that a virtual interface took in an interval, on its way from control to the lane: a sum,
 * so that nothing has to wait where a lane has no reason to look.
 */
public final class IntervalAirtime {
    // written by control only
    private final AtomicLong toldNs = new AtomicLong();
    // written by the lane only
    private long heardNs;

    /**
     * Tells of an interval. Control.
     *
     * @param airtimeNs of all frames since this was told last; nothing counts as 1 ns, so that it is heard
     */
    public void tell(final long airtimeNs) {
        toldNs.setRelease(toldNs.getPlain() + Math.max(1, airtimeNs));
    }

    /** What was told since this was asked last; 0 if nothing was. Lane. */
    long hear() {
        final long nowNs = toldNs.getAcquire();
        final long newNs = nowNs - heardNs;
        heardNs = nowNs;
        return newNs;
    }
}
