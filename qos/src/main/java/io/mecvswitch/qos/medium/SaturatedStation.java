package io.mecvswitch.qos.medium;

/** A foreign station that always has a frame to send, all alike. */
public final class SaturatedStation implements Sender {
    private final long txNs;
    private final long tailNs;
    private long deliveries;

    /**
     * @param txNs   time on air of a frame
     * @param tailNs SIFS and the answer
     */
    public SaturatedStation(final long txNs, final long tailNs) {
        this.txNs = txNs;
        this.tailNs = tailNs;
    }

    @Override
    public boolean next(final long nowNs, final Transmission into) {
        into.txNs = txNs;
        into.tailNs = tailNs;
        into.lossPpm = 0;
        return true;
    }

    @Override
    public void done(final long nowNs, final Transmission transmission) {
        deliveries += transmission.delivered ? 1 : 0;
    }

    /** Frames that arrived. */
    public long deliveries() {
        return deliveries;
    }
}
