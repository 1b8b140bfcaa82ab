package io.mecvswitch.qos.airtime;

import java.util.concurrent.atomic.AtomicLong;

/**
 * What an access point tells that a virtual interface took in an interval, on its way from control to the lane: a sum,
 * so that nothing has to wait where a lane has no reason to look.
 */
public final class IntervalAirtime {
    // written by control only
    private final AtomicLong toldNs = new AtomicLong();
    private final AtomicLong receivedNs = new AtomicLong();
    // written by the lane only
    private long heardNs;
    private long heardReceivedNs;

    /**
     * Tells of an interval. Control.
     *
     * @param airtimeNs of all frames since this was told last; nothing counts as 1 ns, so that it is heard
     */
    public void tell(final long airtimeNs) {
        toldNs.setRelease(toldNs.getPlain() + Math.max(1, airtimeNs));
    }

    /** Tells of frames that stations sent. Control. */
    public void tellReceived(final long airtimeNs) {
        receivedNs.setRelease(receivedNs.getPlain() + airtimeNs);
    }

    /** What stations sent since this was asked last. Lane. */
    long hearReceived() {
        final long nowNs = receivedNs.getAcquire();
        final long newNs = nowNs - heardReceivedNs;
        heardReceivedNs = nowNs;
        return newNs;
    }

    /** What was told since this was asked last; 0 if nothing was. Lane. */
    long hear() {
        final long nowNs = toldNs.getAcquire();
        final long newNs = nowNs - heardNs;
        heardNs = nowNs;
        return newNs;
    }
}
