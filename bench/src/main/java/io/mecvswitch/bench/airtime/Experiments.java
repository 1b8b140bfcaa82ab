package io.mecvswitch.bench.airtime;

import io.mecvswitch.bench.airtime.Plot.Axis;
import io.mecvswitch.bench.airtime.Plot.Mark;
import io.mecvswitch.bench.airtime.Plot.Series;
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
import io.mecvswitch.qos.medium.Discipline;
import io.mecvswitch.qos.medium.Flow;
import io.mecvswitch.qos.medium.Medium;
import io.mecvswitch.qos.medium.SaturatedStation;
import io.mecvswitch.vswitch.airtime.GlobalShares;
import io.mecvswitch.vswitch.airtime.GlobalShares.Place;
import io.mecvswitch.vswitch.airtime.GlobalShares.Seen;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** What is asked of the scheduler of a radio, and of who looks after several: a plot of each. */
final class Experiments {
    private static final long MS_NS = 1_000_000;
    private static final long SECOND_NS = 1_000_000_000;
    /** In which the controller of several nodes looks and decides. */
    private static final int STEPS_A_SECOND = 10;
    private static final long STEP_NS = SECOND_NS / STEPS_A_SECOND;
    private static final long DIFS_NS = 34_000;
    private static final long SLOT_NS = 9_000;
    private static final PhyRate FAST = PhyRate.ofdm(540);
    private static final PhyRate SLOW = PhyRate.ofdm(60);

    private Experiments() { }

    static List<Plot> all() {
        final List<Plot> plots = new ArrayList<>(List.of(
            shares(0, "airtime-shares", "The channel is the node's own"),
            shares(3, "airtime-shares-shared-channel", "Three foreign stations share the channel"), windows(), delays(),
            global(), luck()));
        plots.addAll(isolation());
        return plots;
    }

    private static Medium medium(final Discipline discipline, final List<Flow> flows, final int foreign,
        final List<AccessPoint> points) {
        final Medium medium = new Medium(1, DIFS_NS, SLOT_NS);
        points.add(new AccessPoint(discipline, flows, 11));
        medium.join(points.getFirst(), 15, 1_023);
        final Exchange exchange = Exchange.of(Band.GHZ_5, FAST, Answer.ACK);
        for (int i = 0; i < foreign; i++) {
            medium.join(new SaturatedStation(exchange.data().ns(1_538), exchange.tailNs()), 15, 1_023);
        }
        return medium;
    }

    private static AirtimeScheduler scheduler(final List<Flow> flows, final Limits limits, final int... shares) {
        final List<Vif> vifs = IntStream.range(0, flows.size()).mapToObj(i -> new Vif("vif" + i, shares[i] * 10_000,
            List.of(new Station(Station.OTHERS, FrameCost.of(Band.GHZ_5, flows.get(i).rate(), 0, 1))))).toList();
        return new AirtimeScheduler(vifs, limits);
    }

    /** E1, E2, E5: share over time, by three disciplines. */
    private static Plot shares(final int foreign, final String name, final String title) {
        final List<Flow> flows = List.of(Flow.saturated(0, SLOW), Flow.saturated(1, FAST));
        final ByAirtime airtime = new ByAirtime(scheduler(flows, Limits.USUAL, 30, 70), true);
        return new Plot(name, title, "A (6 Mb/s) has 30 %, from 5 s on 60 %; B (54 Mb/s) the rest; windows of 200 ms",
            new Axis("time [s]", 0, 10), new Axis("airtime of A [%]", 0, 100),
            List.of(new Mark("agreed at first", 30), new Mark("agreed from 5 s on", 60)), List.of(
            shares("frames in turn", new RoundRobin(2), flows, foreign, () -> { }),
            shares("credits by the clock", new CycleCredits(0.3, 0.7), flows, foreign, () -> { }),
            shares("airtime rounds", airtime, flows, foreign,
                () -> airtime.change(scheduler(flows, Limits.USUAL, 60, 40), 5 * SECOND_NS))));
    }

    private static Series shares(final String name, final Discipline discipline, final List<Flow> flows,
        final int foreign, final Runnable change) {
        final List<AccessPoint> points = new ArrayList<>();
        final Medium medium = medium(discipline, flows, foreign, points);
        final List<double[]> line = new ArrayList<>();
        for (int window = 0; window < 50; window++) {
            if (window == 25) {
                change.run();
            }
            final long a = points.getFirst().airtimeNs(0);
            final long b = points.getFirst().airtimeNs(1);
            medium.advance((window + 1) * 200 * MS_NS);
            final double ownA = points.getFirst().airtimeNs(0) - a;
            final double ownB = points.getFirst().airtimeNs(1) - b;
            line.add(new double[] {0.2 * window, 100 * ownA / Math.max(1, ownA + ownB)});
        }
        return new Series(name, line);
    }

    /** E6: how far a window may be off, by its length and the quantum. */
    private static Plot windows() {
        final List<Series> series = new ArrayList<>();
        for (final int quantumUs : new int[] {250, 1_000, 4_000, 12_000}) {
            final List<double[]> line = new ArrayList<>();
            for (final int windowMs : new int[] {20, 50, 100, 200, 500, 1_000}) {
                line.add(new double[] {windowMs, error(quantumUs, windowMs)});
            }
            series.add(new Series("rounds of " + quantumUs / 1_000.0 + " ms", line));
        }
        return new Plot("airtime-window-error", "How far a window may be off",
            "A (6 Mb/s) 30 %, B (54 Mb/s) 70 %, both saturated; the worst but one in a hundred of 60 s",
            new Axis("window [ms]", 20, 1_000, true), new Axis("p99 of errors [points]", 0, 20), List.of(), series);
    }

    private static double error(final int quantumUs, final int windowMs) {
        final List<Flow> flows = List.of(Flow.saturated(0, SLOW), Flow.saturated(1, FAST));
        final List<AccessPoint> points = new ArrayList<>();
        final Medium medium = medium(
            new ByAirtime(scheduler(flows, Limits.USUAL.withQuantum(quantumUs * 1_000L), 30, 70), true), flows, 0,
            points);
        final double[] errors = new double[60_000 / windowMs];
        for (int i = 0; i < errors.length; i++) {
            final long a = points.getFirst().airtimeNs(0);
            final long b = points.getFirst().airtimeNs(1);
            medium.advance((i + 1) * windowMs * MS_NS);
            final double ownA = points.getFirst().airtimeNs(0) - a;
            errors[i] = Math.abs(100 * ownA / (ownA + points.getFirst().airtimeNs(1) - b) - 30);
        }
        return percentile(errors, 0.99);
    }

    private static double percentile(final double[] values, final double p) {
        Arrays.sort(values);
        return values[Math.min(values.length - 1, (int) (p * values.length))];
    }

    /** E9: delay of a tenant that sends little, beside one that always sends. */
    private static Plot delays() {
        final List<double[]> median = new ArrayList<>();
        final List<double[]> p99 = new ArrayList<>();
        for (final int load : new int[] {2, 5, 10, 15, 20, 25}) {
            final List<Flow> flows =
                List.of(Flow.saturated(0, FAST).every(39_750_000 / load), Flow.saturated(1, FAST));
            final List<AccessPoint> points = new ArrayList<>();
            medium(new ByAirtime(scheduler(flows, Limits.USUAL, 30, 70), true), flows, 0, points)
                .advance(60 * SECOND_NS);
            final double[] delays =
                points.getFirst().delaysNs(0).stream().mapToDouble(delay -> delay / (double) MS_NS).toArray();
            median.add(new double[] {load, percentile(delays, 0.5)});
            p99.add(new double[] {load, percentile(delays, 0.99)});
        }
        return new Plot("airtime-delay", "Delay of who sends little",
            "A (30 %) beside a saturated B (70 %), both at 54 Mb/s; up to 25 % of the channel",
            new Axis("load of A [%]", 0, 25), new Axis("delay [ms]", 0, 2), List.of(new Mark("asked: p99", 1)),
            List.of(new Series("median", median), new Series("p99", p99)));
    }

    /** G1 to G3: two nodes with a tenant each; a controller comes after 5 s, and B pauses from 20 s to 25 s. */
    private static Plot global() {
        final Medium medium = new Medium(6, DIFS_NS, SLOT_NS);
        final List<AirtimeScheduler> schedulers = new ArrayList<>();
        final List<AccessPoint> points = new ArrayList<>();
        for (int node = 0; node < 2; node++) {
            final List<Flow> flows = List.of(Flow.saturated(0, FAST));
            schedulers.add(scheduler(flows, Limits.USUAL, 100));
            points.add(new AccessPoint(new ByAirtime(schedulers.get(node), true), flows, node));
            medium.join(points.get(node), 15, 1_023);
        }
        final List<List<double[]>> lines = List.of(new ArrayList<>(), new ArrayList<>());
        final GlobalShares shares = new GlobalShares(Map.of("A", 30.0, "B", 70.0), 1.0 / STEPS_A_SECOND);
        for (int second = 0; second < 35; second++) {
            points.get(1).activate(0, second < 20 || second >= 25, medium.nowNs());
            final long[] usedNs = used(schedulers);
            for (int step = 0; step < STEPS_A_SECOND; step++) {
                final List<Seen> seen = step(medium, schedulers, second * SECOND_NS + (step + 1) * STEP_NS);
                if (second >= 5) {
                    set(schedulers, shares.decide(seen), seen, medium.nowNs());
                }
            }
            add(lines, second, usedNs, used(schedulers));
        }
        return new Plot("airtime-global", "Two nodes on one channel",
            "A and B on a node each, agreed 30/70; a controller comes at 5 s; B pauses from 20 to 25 s; windows of 1 s",
            new Axis("time [s]", 0, 35), new Axis("airtime [%]", 0, 100),
            List.of(new Mark("agreed with A", 30), new Mark("agreed with B", 70)),
            List.of(new Series("A", lines.getFirst()), new Series("B", lines.getLast())));
    }

    /** G7: what a controller can do about the luck of a channel that five share. */
    private static Plot luck() {
        final int seeds = 40;
        final double[] controlled = new double[seeds];
        final double[] constant = new double[seeds];
        for (int seed = 0; seed < seeds; seed++) {
            final double[] worst = SixTenants.worst(seed + 1);
            controlled[seed] = worst[0];
            constant[seed] = worst[1];
        }
        return new Plot("airtime-global-luck", "The worst second of 22, by the channel's luck",
            "Six tenants on three nodes beside two foreign stations; 40 seeds, the luckiest first",
            new Axis("seeds [%]", 0, 100),
            new Axis("worst tenant is off by [points]", 0, 5), List.of(new Mark("asked", 2)),
            List.of(new Series("controller", sorted(controlled)), new Series("constant ceilings", sorted(constant))));
    }

    private static List<double[]> sorted(final double[] values) {
        Arrays.sort(values);
        return IntStream.range(0, values.length)
            .mapToObj(i -> new double[] {100.0 * (i + 1) / values.length, values[i]}).toList();
    }

    /** Isolation: B keeps to its share while A offers up to ten times its own. */
    private static List<Plot> isolation() {
        final List<double[]> throughput = new ArrayList<>();
        final List<double[]> p99 = new ArrayList<>();
        double alone = 0;
        for (final int times : new int[] {1, 2, 3, 4, 5, 6, 8, 10}) {
            final Flow flood = Flow.saturated(0, FAST).every(397_500L * 100 / 70 / times);
            final List<Flow> flows = List.of(flood, Flow.saturated(1, FAST).every(2 * MS_NS));
            final List<AccessPoint> points = new ArrayList<>();
            medium(new ByAirtime(scheduler(flows, Limits.USUAL, 70, 30), true), flows, 0, points)
                .advance(60 * SECOND_NS);
            final double megabits = points.getFirst().octets(1) * 8 / 60e6;
            alone = times == 1 ? megabits : alone;
            throughput.add(new double[] {times, 100 * megabits / alone});
            p99.add(new double[] {times, percentile(points.getFirst().delaysNs(1).stream()
                .mapToDouble(delay -> delay / (double) MS_NS).toArray(), 0.99)});
        }
        final Axis offered = new Axis("offered by A [times its share]", 1, 10);
        final String under =
            "A has 70 % and offers more and more; B has 30 % and offers 20 %; both at 54 Mb/s, 60 s each";
        return List.of(
            new Plot("airtime-isolation-throughput", "B's throughput while A floods the radio", under, offered,
                new Axis("throughput of B [%]", 95, 105), List.of(new Mark("asked: 99 to 101", 99), new Mark("", 101)),
                List.of(new Series("B", throughput))),
            new Plot("airtime-isolation-delay", "B's delay while A floods the radio", under, offered,
                new Axis("p99 of B's delay [ms]", 0, 3), List.of(new Mark("asked: 1 ms more", p99.getFirst()[1] + 1)),
                List.of(new Series("B", p99))));
    }

    private static long[] used(final List<AirtimeScheduler> schedulers) {
        return schedulers.stream().mapToLong(each -> each.usage().usedNs(0)).toArray();
    }

    private static void set(final List<AirtimeScheduler> schedulers, final Map<Place, Double> ceilings,
        final List<Seen> seen, final long nowNs) {
        for (int node = 0; node < 2; node++) {
            schedulers.get(node).setCeiling(0,
                (int) (ceilings.getOrDefault(seen.get(node).place(), 1.0) * 1_000_000), nowNs, nowNs + 4 * SECOND_NS);
        }
    }

    private static List<Seen> step(final Medium medium, final List<AirtimeScheduler> schedulers, final long untilNs) {
        final long fromNs = medium.nowNs();
        final long[] usedNs = used(schedulers);
        final long[] backloggedNs =
            schedulers.stream().mapToLong(each -> each.backloggedNs(0, fromNs)).toArray();
        medium.advance(untilNs);
        final double passedNs = medium.nowNs() - fromNs;
        final List<Seen> seen = new ArrayList<>();
        for (int node = 0; node < 2; node++) {
            seen.add(new Seen(new Place("" + node, "ap", "vif0"), node == 0 ? "A" : "B",
                (schedulers.get(node).usage().usedNs(0) - usedNs[node]) / passedNs,
                (schedulers.get(node).backloggedNs(0, medium.nowNs()) - backloggedNs[node]) / passedNs));
        }
        return seen;
    }

    private static void add(final List<List<double[]>> lines, final int second, final long[] before,
        final long[] after) {
        final double a = after[0] - before[0];
        final double b = after[1] - before[1];
        lines.getFirst().add(new double[] {second, 100 * a / Math.max(1, a + b)});
        lines.getLast().add(new double[] {second, 100 * b / Math.max(1, a + b)});
    }
}
