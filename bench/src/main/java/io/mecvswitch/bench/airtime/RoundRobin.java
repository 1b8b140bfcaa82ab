package io.mecvswitch.bench.airtime;

import io.mecvswitch.qos.medium.Discipline;
import io.mecvswitch.qos.medium.Transmission;

/** Frames of all flows in turn: what an access point does that knows nothing of airtime. */
final class RoundRobin implements Discipline {
    private final int[] waiting;
    private int last;

    RoundRobin(final int flows) {
        waiting = new int[flows];
    }

    @Override
    public boolean offer(final int flow, final int octets, final long nowNs) {
        waiting[flow]++;
        return true;
    }

    @Override
    public int pick(final long nowNs) {
        for (int i = 1; i <= waiting.length; i++) {
            final int flow = (last + i) % waiting.length;
            if (waiting[flow] > 0) {
                waiting[flow]--;
                last = flow;
                return flow;
            }
        }
        return NONE;
    }

    @Override
    public void done(final int flow, final Transmission transmission) {
    }
}
