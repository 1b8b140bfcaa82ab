package io.mecvswitch.qos.airtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mecvswitch.qos.medium.AccessPoint;
import io.mecvswitch.qos.medium.ByAirtime;
import io.mecvswitch.qos.medium.Flow;
import io.mecvswitch.qos.medium.Medium;
import io.mecvswitch.qos.medium.SaturatedStation;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Shares of airtime on the simulated medium: virtual time, the same seeds, the same nanoseconds. */
class AirtimeSharesTest {
    private static final long SECOND_NS = 1_000_000_000;
    private static final long MS_NS = 1_000_000;
    private static final long DIFS_NS = 34_000;
    private static final long SLOT_NS = 9_000;
    private static final PhyRate FAST = PhyRate.ofdm(540);
    private static final PhyRate SLOW = PhyRate.ofdm(60);

    /** An access point with a tenant per share, and whoever else is on the channel. */
    private static final class Cell {
        final Medium medium;
        final AccessPoint point;
        final AirtimeScheduler scheduler;
        final ByAirtime discipline;
        final int tenants;

        Cell(final int[] shares, final List<Flow> flows, final int foreign, final Limits limits,
            final boolean measured) {
            tenants = shares.length;
            scheduler = new AirtimeScheduler(vifs(shares, flows), limits);
            discipline = new ByAirtime(scheduler, measured);
            point = new AccessPoint(discipline, flows, 11);
            medium = new Medium(1, DIFS_NS, SLOT_NS);
            medium.join(point, 15, 1_023);
            final Exchange exchange = Exchange.of(Band.GHZ_5, FAST, Answer.ACK);
            for (int i = 0; i < foreign; i++) {
                medium.join(new SaturatedStation(exchange.data().ns(1_538), exchange.tailNs()), 15, 1_023);
            }
        }

        Cell(final int[] shares, final List<Flow> flows, final int foreign) {
            this(shares, flows, foreign, Limits.USUAL, true);
        }

        static List<Vif> vifs(final int[] shares, final List<Flow> flows) {
            final List<Vif> vifs = new ArrayList<>();
            for (int tenant = 0; tenant < shares.length; tenant++) {
                final int number = tenant;
                vifs.add(new Vif("tenant " + tenant, shares[tenant] * 10_000, IntStream.range(0, flows.size())
                    .filter(flow -> flows.get(flow).tenant() == number)
                    .mapToObj(flow -> new Station(flow, FrameCost.of(Band.GHZ_5, flows.get(flow).rate(), 0, 1)))
                    .toList()));
            }
            return vifs;
        }

        /** Airtime of each tenant in each of so many windows. */
        List<long[]> windows(final long lengthNs, final int count) {
            final List<long[]> windows = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                windows.add(window(lengthNs));
            }
            return windows;
        }

        long[] window(final long lengthNs) {
            final long[] before = used();
            medium.advance(medium.nowNs() + lengthNs);
            final long[] after = used();
            return IntStream.range(0, tenants).mapToLong(i -> after[i] - before[i]).toArray();
        }

        long[] used() {
            return IntStream.range(0, tenants).mapToLong(point::airtimeNs).toArray();
        }
    }

    private static double percent(final long[] airtime, final int tenant) {
        return 100.0 * airtime[tenant] / LongStream.of(airtime).sum();
    }

    /** Percentage points by which tenants are off, the p-th of all windows. */
    private static double error(final List<long[]> windows, final int[] shares, final double p) {
        final double[] errors = windows.stream().mapToDouble(window -> IntStream.range(0, shares.length)
            .mapToDouble(i -> Math.abs(percent(window, i) - shares[i])).max().orElseThrow()).sorted().toArray();
        return errors[(int) Math.ceil(p * errors.length) - 1];
    }

    private static PhyRate rate(final int megabits) {
        return PhyRate.ofdm(10 * megabits);
    }

    private static int[] shares(final int... percent) {
        return percent;
    }

    /** L2, E1, E2. How far a window can be off depends on the airtime that is won in it: of others' there is less. */
    @ParameterizedTest
    @CsvSource({"6, 0", "6, 3", "6, 10", "54, 0", "54, 3", "54, 10"})
    void shouldGiveSharesWhateverTheRateAndWhoeverElseIsThere(final int megabits, final int foreign) {
        final int[] shares = {30, 70};
        final Cell cell =
            new Cell(shares, List.of(Flow.saturated(0, rate(megabits)), Flow.saturated(1, FAST)), foreign);
        final List<long[]> windows = cell.windows(100 * MS_NS, 100);
        assertTrue(error(List.of(sum(windows)), shares, 1) <= 0.5);
        if (foreign == 0) {
            assertTrue(error(seconds(windows), shares, 0.99) <= 0.5);
            assertTrue(error(windows, shares, 0.99) <= 3);
        }
    }

    /** L3, E4: what one does not take the other has. */
    @Test
    void shouldLoseNothingThatSomebodyWants() {
        final Cell alone = new Cell(shares(30, 70), List.of(Flow.saturated(1, FAST)), 0);
        final Cell both = new Cell(shares(30, 70),
            List.of(Flow.saturated(0, FAST).every(4 * MS_NS), Flow.saturated(1, FAST)), 0);
        final Cell idle = new Cell(shares(30, 70), List.of(Flow.saturated(0, FAST), Flow.saturated(1, FAST)), 0);
        idle.point.activate(0, false, 0);
        final long solo = alone.window(10 * SECOND_NS)[1];
        assertTrue(idle.window(10 * SECOND_NS)[1] >= 0.99 * solo);
        assertTrue(LongStream.of(both.window(10 * SECOND_NS)).sum() >= 0.99 * solo);
    }

    /** L4, E5. The seconds that a commit takes are not in it. */
    @Test
    void shouldGiveOtherSharesAtOnce() {
        final List<Flow> flows = List.of(Flow.saturated(0, FAST), Flow.saturated(1, FAST));
        final Cell cell = new Cell(shares(30, 70), flows, 0);
        cell.window(SECOND_NS);
        final AirtimeScheduler next = new AirtimeScheduler(Cell.vifs(shares(60, 40), flows), Limits.USUAL);
        cell.discipline.change(next, cell.medium.nowNs());
        assertEquals(60, percent(cell.window(100 * MS_NS), 0), 3);
        assertEquals(next.usage().radioUsedNs(), LongStream.of(cell.used()).sum());
    }

    /** L5, E3: who loses frames pays for all attempts, if the radio tells, and else others pay. */
    @ParameterizedTest
    @CsvSource({"true, 50.0, 0.5", "false, 58.8, 1"})
    void shouldChargeEveryAttempt(final boolean measured, final double percent, final double tolerance) {
        final Cell cell = new Cell(shares(50, 50),
            List.of(Flow.saturated(0, FAST).withLoss(300_000), Flow.saturated(1, FAST)), 0, Limits.USUAL, measured);
        assertEquals(percent, percent(cell.window(10 * SECOND_NS), 0), tolerance);
        assertEquals(measured ? 1 / 0.7 : 1, cell.scheduler.usage().kappa(0), measured ? 0.5 : 0);
        assertEquals(1, cell.scheduler.usage().kappa(1), 0.01);
    }

    /** L6, E8: no credit is saved up for later. */
    @Test
    void shouldNotCatchUpAfterAPause() {
        final Cell cell = new Cell(shares(30, 70), List.of(Flow.saturated(0, FAST), Flow.saturated(1, FAST)), 0);
        cell.window(SECOND_NS);
        cell.point.activate(1, false, cell.medium.nowNs());
        cell.window(2 * SECOND_NS);
        cell.point.activate(1, true, cell.medium.nowNs());
        assertTrue(percent(cell.window(100 * MS_NS), 1) <= 72);
    }

    /** L7, E9: who sends little does not wait for who sends much, however long rounds are. */
    @ParameterizedTest
    @CsvSource({"1, 2", "1, 15", "4, 2", "4, 15"})
    void shouldLetSparseFramesGoFirst(final long quantumMs, final int load) {
        final Cell cell = new Cell(shares(30, 70),
            List.of(Flow.saturated(0, FAST).every(39_750_000 / load), Flow.saturated(1, FAST)), 0,
            Limits.USUAL.withQuantum(quantumMs * MS_NS), true);
        cell.window(60 * SECOND_NS);
        assertTrue(percentile(cell.point.delaysNs(0), 0.99) <= MS_NS);
    }

    private static long percentile(final List<Long> values, final double p) {
        return values.stream().sorted().skip((long) (p * values.size())).findFirst().orElseThrow();
    }

    /** L8, E10, in one interface and in an interface for each. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldGiveEqualStationsEqualAirtime(final boolean together) {
        final int[] rates = {6, 24, 54, 54};
        final List<Flow> flows = IntStream.range(0, 4)
            .mapToObj(i -> Flow.saturated(together ? 0 : i, rate(rates[i]))).toList();
        final Cell cell = new Cell(together ? shares(100) : shares(25, 25, 25, 25), flows, 0);
        cell.window(10 * SECOND_NS);
        final double[] airtimes = IntStream.range(0, 4).mapToDouble(flow -> cell.point.octets(flow) / 1_500.0
            * Exchange.of(Band.GHZ_5, flows.get(flow).rate(), Answer.ACK).occupancyNs(1_538)).toArray();
        assertTrue(jain(airtimes) >= 0.999);
        final long octets = IntStream.range(0, 4).mapToLong(cell.point::octets).sum();
        assertEquals(21.88, octets * 8 / 10e6, 0.1);
    }

    private static double jain(final double[] values) {
        final double sum = DoubleStream.of(values).sum();
        return sum * sum / (values.length * DoubleStream.of(values).map(x -> x * x).sum());
    }

    /** L9, E7. */
    @Test
    void shouldShareBetweenSix() {
        final int[] shares = {5, 10, 15, 20, 25, 25};
        final int[] rates = {6, 12, 18, 24, 36, 54};
        final Cell cell = new Cell(shares,
            IntStream.range(0, 6).mapToObj(i -> Flow.saturated(i, rate(rates[i]))).toList(), 0);
        assertTrue(error(cell.windows(SECOND_NS, 60), shares, 0.99) <= 0.5);
    }

    /** L11: what interfaces have used is what the radio has, and what the medium says. */
    @Test
    void shouldAccountForEveryNanosecond() {
        final Cell cell = new Cell(shares(10, 20, 70), List.of(Flow.saturated(0, SLOW).withLoss(200_000),
            Flow.saturated(1, rate(24)), Flow.saturated(2, FAST).every(3 * MS_NS)), 3);
        cell.window(10 * SECOND_NS);
        final Usage usage = cell.scheduler.usage();
        for (int tenant = 0; tenant < 3; tenant++) {
            assertEquals(cell.point.airtimeNs(tenant), usage.usedNs(tenant));
        }
        assertEquals(LongStream.of(cell.used()).sum(), usage.radioUsedNs());
        assertEquals(cell.point.frames(), usage.frames(0) + usage.frames(1) + usage.frames(2));
    }

    /** The channel's time over one's own: 4 alike have a quarter each. */
    @Test
    void shouldTellHowCongestedTheChannelIs() {
        final Cell cell = new Cell(shares(100), List.of(Flow.saturated(0, FAST)), 3);
        cell.window(10 * SECOND_NS);
        final double alone = 397.5 / 296;
        assertTrue(cell.scheduler.usage().congestion(0) > 2 * alone);
    }

    /** Ten times the share on offer, against a tenant that keeps to its own. */
    @Test
    void shouldIsolateATenantFromTheOverloadOfAnother() {
        final Flow within = Flow.saturated(0, FAST).every(2 * MS_NS);
        final Cell alone = new Cell(shares(30, 70), List.of(within, Flow.saturated(1, FAST).every(MS_NS)), 0);
        final Cell flooded = new Cell(shares(30, 70), List.of(within, Flow.saturated(1, FAST)), 0);
        alone.window(60 * SECOND_NS);
        flooded.window(60 * SECOND_NS);
        assertEquals(alone.point.octets(0), flooded.point.octets(0), 0.01 * alone.point.octets(0));
        assertEquals(percentile(alone.point.delaysNs(0), 0.99), percentile(flooded.point.delaysNs(0), 0.99), MS_NS);
    }

    /** A ceiling goes by the clock, whoever is there, and ends by itself. */
    @Test
    void shouldKeepToACeilingUntilItEnds() {
        final Cell cell = new Cell(shares(30, 70), List.of(Flow.saturated(0, FAST)), 0);
        cell.scheduler.setCeiling(0, 250_000, 0, 10 * SECOND_NS);
        assertEquals(0.25, cell.window(10 * SECOND_NS)[0] / 10e9, 0.001);
        assertTrue(cell.window(SECOND_NS)[0] > 0.7 * SECOND_NS);
        assertEquals(1_000_000, cell.scheduler.ceilingPpm(0));
    }

    private static long[] sum(final List<long[]> windows) {
        return windows.stream().reduce((a, b) ->
            IntStream.range(0, a.length).mapToLong(i -> a[i] + b[i]).toArray()).orElseThrow();
    }

    private static List<long[]> seconds(final List<long[]> windows) {
        return IntStream.range(0, windows.size() / 10).mapToObj(i -> sum(windows.subList(10 * i, 10 * i + 10)))
            .toList();
    }
}
