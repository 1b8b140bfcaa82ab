package io.mecvswitch.bench;

import io.mecvswitch.qos.airtime.AirtimeScheduler;
import io.mecvswitch.qos.airtime.Band;
import io.mecvswitch.qos.airtime.FrameCost;
import io.mecvswitch.qos.airtime.Limits;
import io.mecvswitch.qos.airtime.Mpdu;
import io.mecvswitch.qos.airtime.PhyRate;
import io.mecvswitch.qos.airtime.Station;
import io.mecvswitch.qos.airtime.Vif;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What a frame's way through the scheduler of a radio takes: in, picked, charged.
 *
 * <p>Interfaces have eight stations each, and 256 frames of 60 to 1 514 octets wait. A burst of 32 comes for random
 * stations, one by one or so many for a station one after the other, 32 are picked, and the access point tells what
 * they took: of each frame where it has 802.11a, of each A-MPDU, the frames to a station that were picked one after the
 * other, where it has 802.11ac. Where they come one by one A-MPDUs are short, of 1.6 frames on average; where 16 come
 * for a station, of 8.5.
 *
 * <p>Frames are offered as {@link io.mecvswitch.qos.airtime.RadioScheduler} offers those of a vector, which asks for
 * room besides: those for a station that follow each other at once. To see that they do, and to add up what those of an
 * A-MPDU took, is the benchmark's own work, some 45 instructions a frame of those that it measures.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(AirtimeBenchmark.BURST)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 2, jvmArgsAppend = {"-Xms512m", "-Xmx512m", "-XX:+UseZGC"})
public class AirtimeBenchmark {
    static final int BURST = 32;
    private static final int STATIONS = 8;
    private static final int FRAMES = 1 << 12;
    private static final int WAITING = 256;
    private static final long STEP_NS = 32 * 100_000;
    private static final PhyRate ALONE = PhyRate.ofdm(540);
    private static final PhyRate AGGREGATED = PhyRate.vht(80, 9, 2, 400);

    /** Virtual interfaces of the radio. */
    @Param({"4", "16"})
    public int interfaces;

    /** How frames go: alone at 54 Mb/s, or some 16 together at 867. */
    @Param({"a", "ac"})
    public String standard;

    /** Frames that come for a station one after the other. */
    @Param({"1", "16"})
    public int run;

    private final int[] stations = new int[FRAMES];
    private final int[] octets = new int[FRAMES];
    private final int[] tags = new int[FRAMES];
    private final int[] picks = new int[BURST];
    private final long[] takenNs = new long[FRAMES];
    private AirtimeScheduler scheduler;
    private boolean aggregated;
    private int next;
    private long nowNs = 1;

    @Setup
    public void make() {
        aggregated = "ac".equals(standard);
        final FrameCost cost = aggregated ? FrameCost.of(Band.GHZ_5, AGGREGATED, Mpdu.CCMP, 16)
            : FrameCost.of(Band.GHZ_5, ALONE, Mpdu.CCMP, 1);
        final List<Vif> all = new ArrayList<>();
        for (int vif = 0; vif < interfaces; vif++) {
            final List<Station> own = new ArrayList<>();
            for (int station = 0; station < STATIONS; station++) {
                own.add(new Station(station, cost));
            }
            all.add(new Vif("vif" + vif, 1_000_000 / interfaces, own));
        }
        scheduler = new AirtimeScheduler(all, Limits.USUAL);
        final SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < FRAMES; i++) {
            stations[i] = i % run == 0 ? random.nextInt(interfaces * STATIONS) : stations[i - 1];
            octets[i] = random.nextInt(60, 1_515);
            takenNs[i] = cost.ns(octets[i]);
            tags[i] = i;
        }
        for (int i = 0; i < WAITING; i++) {
            scheduler.offer(stations[i], octets[i], i, nowNs);
        }
    }

    /** Frames come, are picked, and the access point tells what each took. */
    @Benchmark
    public long way() {
        nowNs += STEP_NS;
        offer();
        final int picked = scheduler.pick(picks, BURST, nowNs);
        complete(picked);
        return picked;
    }

    /** Frames of a station that come one after the other are offered together. */
    private void offer() {
        final AirtimeScheduler to = scheduler;
        final int[] receivers = stations;
        final int[] lengths = octets;
        final int[] names = tags;
        final long now = nowNs;
        final int end = next + BURST;
        int from = next;
        while (from < end) {
            final int station = receivers[from];
            int until = from + 1;
            while (until < end && receivers[until] == station) {
                until++;
            }
            to.offer(station, lengths, names, from, until - from, now);
            from = until;
        }
        next = end & FRAMES - 1;
    }

    private void complete(final int picked) {
        final int[] frames = picks;
        final int[] receivers = stations;
        final long[] ownNs = takenNs;
        final AirtimeScheduler told = scheduler;
        final int most = aggregated ? BURST : 1;
        int i = 0;
        while (i < picked) {
            final int station = receivers[frames[i]];
            final int end = Math.min(picked, i + most);
            long sumNs = ownNs[frames[i]];
            int to = i + 1;
            while (to < end && receivers[frames[to]] == station) {
                sumNs += ownNs[frames[to++]];
            }
            told.complete(station / STATIONS, to - i, sumNs, 2 * sumNs, true);
            i = to;
        }
    }
}
