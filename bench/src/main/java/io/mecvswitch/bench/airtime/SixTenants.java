package io.mecvswitch.bench.airtime;

import io.mecvswitch.qos.airtime.AirtimeScheduler;
import io.mecvswitch.qos.airtime.Answer;
import io.mecvswitch.qos.airtime.Band;
import io.mecvswitch.qos.airtime.Exchange;
import io.mecvswitch.qos.airtime.FrameCost;
import io.mecvswitch.qos.airtime.Limits;
import io.mecvswitch.qos.airtime.PhyRate;
import io.mecvswitch.qos.airtime.Station;
import io.mecvswitch.qos.airtime.Vif;
import io.mecvswitch.qos.medium.AccessPoint;
import io.mecvswitch.qos.medium.ByAirtime;
import io.mecvswitch.qos.medium.Flow;
import io.mecvswitch.qos.medium.Medium;
import io.mecvswitch.qos.medium.SaturatedStation;
import io.mecvswitch.vswitch.airtime.GlobalShares;
import io.mecvswitch.vswitch.airtime.GlobalShares.Place;
import io.mecvswitch.vswitch.airtime.GlobalShares.Seen;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Six tenants on three nodes, beside two foreign stations: how far the worst of 22 seconds is off, with the controller,
 * and with ceilings that stay what they have to be, as of a controller that knows everything.
 */
final class SixTenants {
    private static final long SECOND_NS = 1_000_000_000;
    private static final int SECONDS = 30;
    private static final int SETTLED = 8;
    /** In which the controller looks and decides. */
    private static final int STEPS_A_SECOND = 10;
    private static final double PPM = 1_000_000;
    private static final String[] TENANTS = {"a", "b", "c", "d", "e", "f"};
    private static final double[] AGREED = {5, 10, 15, 20, 25, 25};
    private static final int[] RATES = {540, 240, 360, 540, 480, 540};
    private static final int PER_NODE = 2;

    private final Medium medium;
    private final List<AirtimeScheduler> schedulers = new ArrayList<>();
    private final long[] before = new long[TENANTS.length];
    private double worst;

    private SixTenants(final long seed) {
        medium = new Medium(seed, 34_000, 9_000);
        for (int first = 0; first < TENANTS.length; first += PER_NODE) {
            final List<Vif> vifs = new ArrayList<>();
            final List<Flow> flows = new ArrayList<>();
            for (int i = first; i < first + PER_NODE; i++) {
                final PhyRate rate = PhyRate.ofdm(RATES[i]);
                vifs.add(new Vif(TENANTS[i], (int) (PPM * AGREED[i] / (AGREED[first] + AGREED[first + 1])),
                    List.of(new Station(Station.OTHERS, FrameCost.of(Band.GHZ_5, rate, 0, 1)))));
                flows.add(Flow.saturated(i - first, rate));
            }
            schedulers.add(new AirtimeScheduler(vifs, Limits.USUAL));
            medium.join(new AccessPoint(new ByAirtime(schedulers.getLast(), true), flows, first), 15, 1_023);
        }
        final Exchange exchange = Exchange.of(Band.GHZ_5, PhyRate.ofdm(540), Answer.ACK);
        for (int i = 0; i < 2; i++) {
            medium.join(new SaturatedStation(exchange.data().ns(1_538), exchange.tailNs()), 15, 1_023);
        }
    }

    /** Points by which the worst second is off with the controller, and with constant ceilings. */
    static double[] worst(final long seed) {
        final Map<String, Double> weights = new HashMap<>();
        for (int i = 0; i < TENANTS.length; i++) {
            weights.put(TENANTS[i], AGREED[i]);
        }
        final SixTenants controlled = new SixTenants(seed);
        controlled.run(new GlobalShares(weights, 1.0 / STEPS_A_SECOND)::decide);
        final double part = controlled.schedulers.stream().mapToLong(each -> each.usage().radioUsedNs()).sum()
            / (double) controlled.medium.nowNs();
        final SixTenants constant = new SixTenants(seed);
        final Map<Place, Double> ceilings = new HashMap<>();
        for (int i = 0; i < TENANTS.length; i++) {
            ceilings.put(place(i), part * AGREED[i] / 100);
        }
        constant.run(_ -> ceilings);
        return new double[] {controlled.worst, constant.worst};
    }

    private static Place place(final int tenant) {
        return new Place("" + tenant / PER_NODE, "ap", TENANTS[tenant]);
    }

    private void run(final Function<List<Seen>, Map<Place, Double>> controller) {
        for (int second = 0; second < SECONDS; second++) {
            final double[] used = new double[TENANTS.length];
            for (int step = 0; step < STEPS_A_SECOND; step++) {
                set(controller.apply(step(used)));
            }
            for (int i = 0; i < TENANTS.length && second >= SETTLED; i++) {
                worst = Math.max(worst, Math.abs(100 * used[i] / Arrays.stream(used).sum() - AGREED[i]));
            }
        }
    }

    private void set(final Map<Place, Double> ceilings) {
        for (int i = 0; i < TENANTS.length; i++) {
            schedulers.get(i / PER_NODE).setCeiling(i % PER_NODE, (int) (PPM * ceilings.getOrDefault(place(i), 1.0)),
                medium.nowNs(), medium.nowNs() + 4 * SECOND_NS);
        }
    }

    /** Adds what tenants use in a step. */
    private List<Seen> step(final double[] sums) {
        final long fromNs = medium.nowNs();
        medium.advance(fromNs + SECOND_NS / STEPS_A_SECOND);
        final double passedNs = medium.nowNs() - fromNs;
        final List<Seen> seen = new ArrayList<>();
        for (int i = 0; i < TENANTS.length; i++) {
            final long usedNs = schedulers.get(i / PER_NODE).usage().usedNs(i % PER_NODE);
            final double used = usedNs - before[i];
            before[i] = usedNs;
            sums[i] += used;
            seen.add(new Seen(place(i), TENANTS[i], used / passedNs, 1));
        }
        return seen;
    }
}
