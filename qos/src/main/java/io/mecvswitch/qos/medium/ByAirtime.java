package io.mecvswitch.qos.medium;

import io.mecvswitch.qos.airtime.AirtimeScheduler;

/** The scheduler that a switch has on a radio. */
public final class ByAirtime implements Discipline {
    private final boolean measured;
    private AirtimeScheduler scheduler;
    private int vif;
    private long idealNs;

    /**
     * @param scheduler its stations are the flows
     * @param measured  whether it is told what frames took, or only that they are gone
     */
    public ByAirtime(final AirtimeScheduler scheduler, final boolean measured) {
        this.scheduler = scheduler;
        this.measured = measured;
    }

    /** Lets another scheduler go on, with the same stations. */
    public void change(final AirtimeScheduler successor, final long nowNs) {
        successor.resume(scheduler, nowNs, flow -> flow);
        scheduler = successor;
    }

    @Override
    public boolean offer(final int flow, final int octets, final long nowNs) {
        return scheduler.offer(flow, octets, flow, nowNs);
    }

    @Override
    public int pick(final long nowNs) {
        final int slot = scheduler.pick(nowNs);
        if (slot == AirtimeScheduler.NONE) {
            return NONE;
        }
        vif = scheduler.vif(slot);
        idealNs = scheduler.idealNs(slot);
        return scheduler.tag(slot);
    }

    @Override
    public void done(final int flow, final Transmission transmission) {
        scheduler.complete(vif, 1, measured ? transmission.occupancyNs : idealNs, transmission.serviceNs,
            transmission.delivered);
    }
}
