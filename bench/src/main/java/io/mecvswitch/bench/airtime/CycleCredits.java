package io.mecvswitch.bench.airtime;

import io.mecvswitch.qos.medium.Discipline;
import io.mecvswitch.qos.medium.Transmission;
import java.util.Arrays;

/**
 * The vif scheduler of 5GCity as D3.1 §4.2.2.1 tells it: in each cycle of the clock a tenant has its part of the cycle
 * as credit; what nobody has credit for is sent all the same. One reading of it; a flow per tenant.
 */
final class CycleCredits implements Discipline {
    private static final long CYCLE_NS = 20_000_000;

    private final double[] shares;
    private final double[] creditNs;
    private final int[] waiting;
    private long cycle = -1;
    private int last;

    CycleCredits(final double... shares) {
        this.shares = shares.clone();
        creditNs = new double[shares.length];
        waiting = new int[shares.length];
    }

    @Override
    public boolean offer(final int flow, final int octets, final long nowNs) {
        waiting[flow]++;
        return true;
    }

    @Override
    public int pick(final long nowNs) {
        if (nowNs / CYCLE_NS != cycle) {
            cycle = nowNs / CYCLE_NS;
            Arrays.setAll(creditNs, i -> Math.min(0, creditNs[i]) + shares[i] * CYCLE_NS);
        }
        final int entitled = next(true);
        return entitled == NONE ? next(false) : entitled;
    }

    private int next(final boolean withCredit) {
        for (int i = 1; i <= waiting.length; i++) {
            final int flow = (last + i) % waiting.length;
            if (waiting[flow] > 0 && (creditNs[flow] > 0 || !withCredit)) {
                waiting[flow]--;
                last = flow;
                return flow;
            }
        }
        return NONE;
    }

    @Override
    public void done(final int flow, final Transmission transmission) {
        creditNs[flow] -= transmission.occupancyNs;
    }
}
