package io.mecvswitch.bench.endtoend;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A rate that is measured once it has come to rest: when four half seconds agree within two percent, or when patience
 * is at its end.
 *
 * @param mpps          million packets per second
 * @param warmUpSeconds that went by before it was measured
 */
record SteadyRate(double mpps, double warmUpSeconds) {
    private static final double SECOND_NS = 1e9;
    private static final int MS_PER_SECOND = 1_000;
    private static final int LOOK_MS = 500;
    private static final int STEADY_LOOKS = 4;
    private static final double STEADY_WITHIN = 0.02;

    /** Packets sent since some moment. */
    interface Count {
        /** The count now. */
        long packets() throws IOException, InterruptedException;
    }

    /** Waits and measures. */
    static SteadyRate measure(final Count count, final Effort effort) throws IOException, InterruptedException {
        final List<Double> rates = new ArrayList<>();
        do {
            rates.add(mpps(count, LOOK_MS));
        } while (rates.size() * LOOK_MS < effort.patienceSeconds() * MS_PER_SECOND && !steady(rates));
        return new SteadyRate(mpps(count, effort.seconds() * MS_PER_SECOND),
            rates.size() * LOOK_MS / (double) MS_PER_SECOND);
    }

    private static boolean steady(final List<Double> rates) {
        if (rates.size() < STEADY_LOOKS) {
            return false;
        }
        final List<Double> last = rates.subList(rates.size() - STEADY_LOOKS, rates.size());
        final double low = last.stream().mapToDouble(rate -> rate).min().orElse(0);
        final double high = last.stream().mapToDouble(rate -> rate).max().orElse(0);
        return low > high * (1 - STEADY_WITHIN);
    }

    private static double mpps(final Count count, final int ms) throws IOException, InterruptedException {
        final long before = count.packets();
        final long start = System.nanoTime();
        Thread.sleep(ms);
        return (count.packets() - before) * (SECOND_NS / 1e6) / (System.nanoTime() - start);
    }
}
