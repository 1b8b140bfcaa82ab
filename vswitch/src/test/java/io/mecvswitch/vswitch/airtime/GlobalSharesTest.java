package io.mecvswitch.vswitch.airtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Several access points on one simulated channel, and who sees them all. */
class GlobalSharesTest {
    private static final long SECOND_NS = 1_000_000_000;
    /** In which the controller looks and decides. */
    private static final long STEP_NS = SECOND_NS / 10;
    private static final long SEED = 6;
    private static final PhyRate FAST = PhyRate.ofdm(540);
    private static final PhyRate SLOW = PhyRate.ofdm(60);

    /** A tenant on a node: virtual interface and flow have the tenant's place among those of the node. */
    private record Tenancy(String tenant, PhyRate rate) { }

    private static final class Channel {
        final Medium medium;
        final List<AccessPoint> points = new ArrayList<>();
        final List<AirtimeScheduler> schedulers = new ArrayList<>();
        final List<List<Tenancy>> nodes;
        final Map<GlobalShares.Place, long[]> last = new HashMap<>();
        final GlobalShares shares;
        final Map<String, Double> weights;

        Channel(final Map<String, Double> weights, final int foreign, final List<List<Tenancy>> nodes) {
            this(SEED, weights, foreign, nodes);
        }

        Channel(final long seed, final Map<String, Double> weights, final int foreign,
            final List<List<Tenancy>> nodes) {
            this.medium = new Medium(seed, 34_000, 9_000);
            this.nodes = nodes;
            this.weights = weights;
            this.shares = new GlobalShares(weights, STEP_NS / 1e9);
            for (final List<Tenancy> node : nodes) {
                add(node, weights);
            }
            final Exchange exchange = Exchange.of(Band.GHZ_5, FAST, Answer.ACK);
            for (int i = 0; i < foreign; i++) {
                medium.join(new SaturatedStation(exchange.data().ns(1_538), exchange.tailNs()), 15, 1_023);
            }
        }

        private void add(final List<Tenancy> node, final Map<String, Double> weights) {
            final double sum = node.stream().mapToDouble(each -> weights.get(each.tenant())).sum();
            final List<Vif> vifs = new ArrayList<>();
            final List<Flow> flows = new ArrayList<>();
            for (final Tenancy each : node) {
                vifs.add(new Vif(each.tenant(), (int) (1_000_000 * weights.get(each.tenant()) / sum),
                    List.of(new Station(Station.OTHERS, FrameCost.of(Band.GHZ_5, each.rate(), 0, 1)))));
                flows.add(Flow.saturated(flows.size(), each.rate()));
            }
            schedulers.add(new AirtimeScheduler(vifs, Limits.USUAL));
            points.add(new AccessPoint(new ByAirtime(schedulers.getLast(), true), flows, 10 * points.size()));
            medium.join(points.getLast(), 15, 1_023);
        }

        /** Airtime of each tenant in a period, and what was seen of every interface. */
        Map<String, Long> period(final long ns, final List<GlobalShares.Seen> seen) {
            final long from = medium.nowNs();
            medium.advance(from + ns);
            final double took = medium.nowNs() - from;
            final Map<String, Long> airtime = new TreeMap<>();
            for (int node = 0; node < nodes.size(); node++) {
                for (int vif = 0; vif < nodes.get(node).size(); vif++) {
                    final GlobalShares.Place place =
                        new GlobalShares.Place("" + node, "ap", nodes.get(node).get(vif).tenant());
                    final long[] now = {schedulers.get(node).usage().usedNs(vif),
                        schedulers.get(node).backloggedNs(vif, medium.nowNs())};
                    final long[] before = last.getOrDefault(place, new long[2]);
                    last.put(place, now);
                    airtime.merge(place.vif(), now[0] - before[0], Long::sum);
                    seen.add(new GlobalShares.Seen(place, place.vif(), (now[0] - before[0]) / took,
                        (now[1] - before[1]) / took));
                }
            }
            return airtime;
        }

        /** A second, and what is decided in each step of it for the next. */
        Map<String, Long> controlled() {
            final Map<String, Long> airtime = new TreeMap<>();
            for (long left = SECOND_NS; left > 0; left -= STEP_NS) {
                final List<GlobalShares.Seen> seen = new ArrayList<>();
                period(STEP_NS, seen).forEach((tenant, used) -> airtime.merge(tenant, used, Long::sum));
                set(shares.decide(seen), seen, 3 * SECOND_NS);
            }
            return airtime;
        }

        void set(final Map<GlobalShares.Place, Double> ceilings, final List<GlobalShares.Seen> seen, final long ns) {
            for (final GlobalShares.Seen each : seen) {
                final int node = Integer.parseInt(each.place().node());
                final int vif = nodes.get(node).stream().map(Tenancy::tenant).toList().indexOf(each.tenant());
                final double ceiling = ceilings.getOrDefault(each.place(), 1.0);
                schedulers.get(node).setCeiling(vif, (int) (ceiling * 1_000_000), medium.nowNs(), medium.nowNs() + ns);
            }
        }

        long usedNs() {
            return schedulers.stream().mapToLong(each -> each.usage().radioUsedNs()).sum();
        }

        long octets() {
            long sum = 0;
            for (int node = 0; node < nodes.size(); node++) {
                for (int vif = 0; vif < nodes.get(node).size(); vif++) {
                    sum += points.get(node).octets(vif);
                }
            }
            return sum;
        }
    }

    private static double percent(final Map<String, Long> airtime, final String tenant) {
        return 100.0 * airtime.get(tenant) / airtime.values().stream().mapToLong(x -> x).sum();
    }

    private static List<Tenancy> node(final Object... tenantsAndRates) {
        final List<Tenancy> node = new ArrayList<>();
        for (int i = 0; i < tenantsAndRates.length; i += 2) {
            node.add(new Tenancy((String) tenantsAndRates[i], (PhyRate) tenantsAndRates[i + 1]));
        }
        return node;
    }

    private static final Map<String, Double> AGREED = Map.of("a", 30.0, "b", 70.0);

    /** G1: figure 21 of D3.1. */
    @Test
    void shouldBeHalfAndHalfWhereNobodySeesBothNodes() {
        final Channel channel = new Channel(AGREED, 0, List.of(node("a", FAST), node("b", FAST)));
        final List<GlobalShares.Seen> seen = new ArrayList<>();
        assertEquals(50, percent(channel.period(10 * SECOND_NS, seen), "a"), 2);
        assertEquals(List.of("b"), channel.shares.violated(seen, 0.02));
    }

    /** G2 and G4. */
    @Test
    void shouldBeAsAgreedFromTheThirdPeriodOnAndLoseNoThroughput() {
        final Channel free = new Channel(AGREED, 0, List.of(node("a", FAST), node("b", FAST)));
        free.period(30 * SECOND_NS, new ArrayList<>());
        final Channel channel = new Channel(AGREED, 0, List.of(node("a", FAST), node("b", FAST)));
        for (int period = 0; period < 3; period++) {
            channel.controlled();
        }
        double sum = 0;
        final long before = channel.octets();
        for (int period = 0; period < 30; period++) {
            final double off = percent(channel.controlled(), "a") - 30;
            sum += off;
            assertTrue(Math.abs(off) <= 1, "off by " + off);
        }
        assertEquals(0, sum / 30, 0.2);
        assertTrue(channel.octets() - before >= 0.98 * free.octets());
    }

    /** G3. */
    @Test
    void shouldLetWhoIsLeftAloneHaveEverythingTwoPeriodsLater() {
        final Channel solo = new Channel(AGREED, 0, List.of(node("a", FAST)));
        final long alone = solo.period(SECOND_NS, new ArrayList<>()).get("a");
        final Channel channel = new Channel(AGREED, 0, List.of(node("a", FAST), node("b", FAST)));
        for (int period = 0; period < 5; period++) {
            channel.controlled();
        }
        channel.points.get(1).activate(0, false, channel.medium.nowNs());
        channel.controlled();
        channel.controlled();
        assertTrue(channel.controlled().get("a") >= 0.99 * alone);
    }

    /** G5. */
    @Test
    void shouldEndTheAnomalyInFourPeriods() {
        final Channel channel = new Channel(AGREED, 0, List.of(node("a", SLOW), node("b", FAST)));
        assertEquals(88, percent(channel.period(SECOND_NS, new ArrayList<>()), "a"), 2);
        for (int period = 0; period < 3; period++) {
            channel.controlled();
        }
        for (int period = 0; period < 10; period++) {
            assertEquals(30, percent(channel.controlled(), "a"), 2);
        }
    }

    /** G6: nobody decides any more, and after three seconds nobody remembers. */
    @Test
    void shouldBeAsBeforeWhenNobodyDecidesAnyMore() {
        final Channel channel = new Channel(AGREED, 0, List.of(node("a", FAST), node("b", FAST)));
        for (int period = 0; period < 5; period++) {
            channel.controlled();
        }
        final List<GlobalShares.Seen> seen = new ArrayList<>();
        assertEquals(30, percent(channel.period(SECOND_NS, seen), "a"), 3);
        channel.period(2 * SECOND_NS, seen);
        assertEquals(50, percent(channel.period(5 * SECOND_NS, seen), "a"), 2);
    }

    /** G7: six tenants on three nodes, beside two foreign stations, whatever the channel's luck. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void shouldServeSixTenantsOnThreeNodes(final long seed) {
        final Channel channel = new Channel(seed, SIX, 2, List.of(
            node("a", FAST, "b", PhyRate.ofdm(240)), node("c", PhyRate.ofdm(360), "d", FAST),
            node("e", PhyRate.ofdm(480), "f", FAST)));
        final DoubleSummaryStatistics off = worst(channel, 8, 22);
        assertTrue(off.getAverage() <= 1, off::toString);
        assertTrue(off.getMax() <= 2, off::toString);
    }

    /** Tenants with virtual interfaces on two nodes each. */
    @Test
    void shouldServeTenantsThatAreOnSeveralNodes() {
        final Map<String, Double> weights = Map.of("a", 20.0, "b", 30.0, "c", 50.0);
        final Channel channel = new Channel(SEED, weights, 0, List.of(
            node("a", FAST, "b", FAST), node("b", FAST, "c", FAST), node("a", FAST)));
        final DoubleSummaryStatistics off = worst(channel, 3, 20);
        assertTrue(off.getMax() <= 1, off::toString);
    }

    /** By how many points the tenant that is off most is off in each second. */
    private static DoubleSummaryStatistics worst(final Channel channel, final int before, final int seconds) {
        for (int second = 0; second < before; second++) {
            channel.controlled();
        }
        final DoubleSummaryStatistics off = new DoubleSummaryStatistics();
        for (int second = 0; second < seconds; second++) {
            final Map<String, Long> airtime = channel.controlled();
            off.accept(airtime.keySet().stream()
                .mapToDouble(tenant -> Math.abs(percent(airtime, tenant) - channel.weights.get(tenant))).max()
                .orElseThrow());
        }
        return off;
    }

    private static final Map<String, Double> SIX =
        Map.of("a", 5.0, "b", 10.0, "c", 15.0, "d", 20.0, "e", 25.0, "f", 25.0);
}
