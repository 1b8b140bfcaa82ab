package io.mecvswitch.qos.airtime;

import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/**
 * By what rates an access point tells that frames of a virtual interface go now, on their way from control to the lane:
 * all that are told, in place of those of before.
 */
public final class ToldRates {
    /**
     * What frames to a station take now.
     *
     * @param mac  of the station
     * @param cost of a frame
     */
    public record Told(long mac, FrameCost cost) { }

    private final AtomicReference<Told[]> all = new AtomicReference<>(new Told[0]);

    /** Tells of all stations whose rate is not that of the configuration. Control. */
    public void tell(final List<Told> rates) {
        all.setRelease(rates.toArray(Told[]::new));
    }

    /** All that are told; the same array as long as nothing else is. Lane. */
    Told[] hear() {
        return all.getAcquire();
    }
}
