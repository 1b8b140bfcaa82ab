package io.mecvswitch.qos.airtime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AirtimeSchedulerTest {
    private static final int FRAME = 1_514;
    private static final long SLOW_NS = 2_136_000;
    private static final long FAST_NS = 296_000;
    private static final FrameCost SLOW = FrameCost.of(Band.GHZ_5, PhyRate.ofdm(60), Mpdu.OPEN, 1);
    private static final FrameCost FAST = FrameCost.of(Band.GHZ_5, PhyRate.ofdm(540), Mpdu.OPEN, 1);
    private static final FrameCost AGGREGATED =
        FrameCost.of(Band.GHZ_5, PhyRate.vht(80, 9, 2, 400), Mpdu.CCMP, 16);
    private static final List<Vif> TWO = List.of(
        new Vif("a", 300_000, List.of(new Station(Station.OTHERS, SLOW))),
        new Vif("b", 700_000, List.of(new Station(Station.OTHERS, FAST), new Station(2, FAST))));
    private static final int A = 0;
    private static final int B = 1;

    private static AirtimeScheduler scheduler(final Limits limits) {
        return new AirtimeScheduler(TWO, limits);
    }

    private static void fill(final AirtimeScheduler scheduler, final int station, final int frames) {
        for (int i = 0; i < frames; i++) {
            assertTrue(scheduler.offer(station, FRAME, 100 * station + i, 0));
        }
    }

    private static List<Integer> picks(final AirtimeScheduler scheduler, final long nowNs) {
        final List<Integer> vifs = new ArrayList<>();
        for (int slot = scheduler.pick(nowNs); slot >= 0; slot = scheduler.pick(nowNs)) {
            vifs.add(scheduler.vif(slot));
        }
        return vifs;
    }

    @Test
    void shouldGiveFramesOfAStationInOrder() {
        final AirtimeScheduler scheduler = scheduler(Limits.USUAL);
        fill(scheduler, 1, 3);
        assertEquals(100, scheduler.tag(scheduler.pick(0)));
        assertEquals(101, scheduler.tag(scheduler.pick(0)));
        assertEquals(102, scheduler.tag(scheduler.pick(0)));
        assertEquals(AirtimeScheduler.NONE, scheduler.pick(0));
    }

    @Test
    void shouldLetNoMoreFlyThanIsEnoughForARadio() {
        final AirtimeScheduler scheduler = scheduler(Limits.USUAL);
        fill(scheduler, 0, 60);
        fill(scheduler, 1, 200);
        final List<Integer> vifs = picks(scheduler, 0);
        assertTrue(scheduler.inFlightNs() >= 12_000_000 && scheduler.inFlightNs() < 24_000_000 + SLOW_NS);
        final long a = SLOW_NS * vifs.stream().filter(vif -> vif == A).count();
        final long b = FAST_NS * vifs.stream().filter(vif -> vif == B).count();
        assertEquals(0.3, (double) a / (a + b), 0.1);
    }

    /** What is full in one interface does not let another one take the next rounds. */
    @Test
    void shouldEndNoRoundWhileSomebodyWithCreditWaitsForAnswers() {
        final AirtimeScheduler scheduler = scheduler(Limits.USUAL);
        fill(scheduler, 0, 60);
        fill(scheduler, 1, 500);
        long a = 0;
        long b = 0;
        final List<Integer> flying = new ArrayList<>(picks(scheduler, 0));
        for (int i = 0; i < 150; i++) {
            final int vif = flying.removeFirst();
            scheduler.complete(vif, 1, vif == A ? SLOW_NS : FAST_NS, 0, true);
            a += vif == A ? SLOW_NS : 0;
            b += vif == B ? FAST_NS : 0;
            flying.addAll(picks(scheduler, 0));
        }
        assertEquals(0.3, (double) a / (a + b), 0.05);
    }

    @Test
    void shouldGoAtThePaceOfEstimatesWhereNobodyTells() {
        final AirtimeScheduler scheduler = scheduler(Limits.USUAL.withoutFeedback());
        fill(scheduler, 1, 400);
        int sent = 0;
        for (long nowNs = 0; nowNs < 100_000_000; nowNs += 10_000) {
            sent += picks(scheduler, nowNs).size();
        }
        // In 100 ms, and what is ahead of the clock: a frame, its wait, and 12 ms in flight.
        assertEquals((100_000_000 + 12_000_000) / (FAST_NS + 110_500), sent, 20);
        final Usage usage = scheduler.usage();
        assertEquals(usage.frames(B), usage.estimatedFrames(B));
        assertEquals(usage.frames(B) * FAST_NS, usage.usedNs(B));
    }

    @Test
    void shouldChargeTheEstimateOfWhatNobodyToldOfInTime() {
        final AirtimeScheduler scheduler = scheduler(Limits.USUAL);
        fill(scheduler, 1, 2);
        picks(scheduler, 0);
        scheduler.complete(B, 1, 500_000, 0, true);
        scheduler.pick(499_999_999);
        assertEquals(500_000, scheduler.usage().usedNs(B));
        scheduler.pick(500_000_000);
        assertEquals(2, scheduler.usage().frames(B));
        assertEquals(1, scheduler.usage().estimatedFrames(B));
        assertEquals(0, scheduler.inFlightNs());
    }

    @Test
    void shouldTakeNoteOfNothingThatWasNotSent() {
        final AirtimeScheduler scheduler = scheduler(Limits.USUAL);
        scheduler.complete(B, 5, 500_000, 0, true);
        fill(scheduler, 1, 1);
        picks(scheduler, 0);
        scheduler.complete(B, Integer.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE, true);
        assertEquals(1, scheduler.usage().frames(B));
        assertEquals(1_000_000_000, scheduler.usage().usedNs(B));
        scheduler.complete(B, -3, -1, -1, true);
        assertEquals(1_000_000_000, scheduler.usage().radioUsedNs());
    }

    @Test
    void shouldDivideWhatAnAggregateTookToTheNanosecond() {
        final AirtimeScheduler scheduler = scheduler(Limits.USUAL);
        fill(scheduler, 1, 3);
        fill(scheduler, 2, 4);
        picks(scheduler, 0);
        scheduler.complete(B, 7, 1_000_003, 2_000_000, true);
        assertEquals(1_000_003, scheduler.usage().radioUsedNs());
        assertEquals(7, scheduler.usage().frames(B));
        assertEquals(0, scheduler.inFlightNs());
    }

    /** Those of a station that come together are taken, refused, sent and charged as if they came one by one. */
    @Test
    void shouldTakeFramesTogetherAsOneByOne() {
        final SplittableRandom random = new SplittableRandom(11);
        final AirtimeScheduler together = scheduler(Limits.USUAL.withFrames(60));
        final AirtimeScheduler alone = scheduler(Limits.USUAL.withFrames(60));
        final int[] octets = new int[40];
        final int[] tags = new int[40];
        final int[] sent = new int[16];
        final int[] expected = new int[16];
        int refused = 0;
        for (int step = 0; step < 20_000; step++) {
            final int station = random.nextInt(3);
            final int from = random.nextInt(20);
            final int count = random.nextInt(1, 20);
            int taken = 0;
            for (int i = from; i < from + count; i++) {
                octets[i] = random.nextInt(60, 1_515);
                tags[i] = 20 * step + i - from;
                taken += i - from == taken && alone.offer(station, octets[i], tags[i], step) ? 1 : 0;
            }
            assertEquals(taken, together.offer(station, octets, tags, from, count, step));
            refused += count - taken;
            final int picked = alone.pick(expected, sent.length, step);
            assertEquals(picked, together.pick(sent, sent.length, step));
            assertArrayEquals(expected, sent);
            final int vif = random.nextInt(2);
            final long takenNs = random.nextLong(3_000_000);
            alone.complete(vif, count, takenNs, 0, true);
            together.complete(vif, count, takenNs, 0, true);
            assertEquals(alone.inFlightNs(), together.inFlightNs());
            assertEquals(alone.usage().octets(vif), together.usage().octets(vif));
            assertEquals(alone.waiting(vif), together.waiting(vif));
        }
        assertTrue(refused > 1_000, refused + " refused");
    }

    /** What waits may not take too long, however many come at once. */
    @Test
    void shouldTakeOfThoseThatComeTogetherOnlyWhatDoesNotWaitTooLong() {
        final AirtimeScheduler scheduler = scheduler(Limits.USUAL);
        final int[] octets = new int[200];
        Arrays.fill(octets, FRAME);
        final int frames = scheduler.offer(A, octets, new int[200], 0, 200, 0);
        assertEquals((Limits.USUAL.waitingNs() + SLOW.ns(FRAME) - 1) / SLOW.ns(FRAME), frames);
        assertEquals(0, scheduler.room(A));
    }

    @Test
    void shouldRefuseLimitsOfMoreThanASecond() {
        assertThrows(IllegalArgumentException.class,
            () -> new Limits(1_000_000, 5_000_000, 12_000_000, 24_000_000, 8, 1_000_000_001, 0));
        assertThrows(IllegalArgumentException.class,
            () -> new Limits(1_000_000, 5_000_000, 12_000_000, 1_000_000_001, 8, 200_000_000, 0));
    }

    private static AirtimeScheduler aggregating() {
        return new AirtimeScheduler(List.of(new Vif("a", 1_000_000,
            List.of(new Station(Station.OTHERS, AGGREGATED), new Station(2, AGGREGATED)))), Limits.USUAL);
    }

    /** What is sent as one A-MPDU may be told of in parts, some of which are lost, and parts of two at once. */
    @Test
    void shouldChargePartsOfAnAggregateAndSeveralTogether() {
        final AirtimeScheduler scheduler = aggregating();
        fill(scheduler, 0, 5);
        fill(scheduler, 1, 5);
        final int[] tags = new int[10];
        assertEquals(10, scheduler.pick(tags, 10, 0));
        assertEquals(List.of(0, 1, 2, 3, 4, 100, 101, 102, 103, 104),
            IntStream.of(tags).boxed().sorted().toList());
        assertEquals(10 * AGGREGATED.ns(FRAME), scheduler.inFlightNs());
        scheduler.complete(0, 2, 30_000, 0, true);
        assertEquals(8 * AGGREGATED.ns(FRAME), scheduler.inFlightNs());
        scheduler.complete(0, 5, 100_001, 0, false);
        assertEquals(3 * AGGREGATED.ns(FRAME), scheduler.inFlightNs());
        assertEquals(5, scheduler.usage().lost(0));
        scheduler.complete(0, 9, 70_000, 0, true);
        assertEquals(0, scheduler.inFlightNs());
        assertEquals(10, scheduler.usage().frames(0));
        assertEquals(10 * FRAME, scheduler.usage().octets(0));
        assertEquals(200_001, scheduler.usage().radioUsedNs());
    }

    @Test
    void shouldChargeFramesOfAnAggregateOneByOne() {
        final AirtimeScheduler scheduler = aggregating();
        long octets = 0;
        for (int i = 0; i < 8; i++) {
            assertTrue(scheduler.offer(0, 100 + 150 * i, i, 0));
        }
        assertEquals(8, scheduler.pick(new int[8], 8, 0));
        for (int i = 0; i < 8; i++) {
            final long inFlightNs = scheduler.inFlightNs();
            scheduler.complete(0, 1, 10_000 + i, 0, i % 3 > 0);
            octets += 100 + 150 * i;
            assertEquals(AGGREGATED.ns(100 + 150 * i), inFlightNs - scheduler.inFlightNs());
            assertEquals(octets, scheduler.usage().octets(0));
            assertEquals(1 + i / 3, scheduler.usage().lost(0));
        }
        assertEquals(0, scheduler.inFlightNs());
        assertEquals(80_028, scheduler.usage().usedNs(0));
    }

    /** Of what was sent at once nobody tells but of the first frame: the others are charged as estimated. */
    @Test
    void shouldChargeAsEstimatedWhatIsLeftOfAnAggregate() {
        final AirtimeScheduler scheduler = aggregating();
        fill(scheduler, 0, 5);
        fill(scheduler, 1, 5);
        assertEquals(10, scheduler.pick(new int[10], 10, 0));
        scheduler.complete(0, 1, 20_000, 0, true);
        scheduler.pick(1_000_000_000);
        assertEquals(0, scheduler.inFlightNs());
        assertEquals(9, scheduler.usage().estimatedFrames(0));
        assertEquals(20_000 + 9 * AGGREGATED.ns(FRAME), scheduler.usage().usedNs(0));
    }

    /** An A-MPDU that is told of in part under one configuration may be told of under the next. */
    @Test
    void shouldKeepAnAggregateInFlightOverConfigurations() {
        final AirtimeScheduler former = aggregating();
        fill(former, 0, 6);
        assertEquals(6, former.pick(new int[6], 6, 0));
        former.complete(0, 1, 20_000, 0, true);
        final AirtimeScheduler next = aggregating();
        next.resume(former, 0, tag -> tag);
        assertEquals(5 * AGGREGATED.ns(FRAME), next.inFlightNs());
        next.complete(0, 5, 100_000, 0, true);
        assertEquals(0, next.inFlightNs());
        assertEquals(6 * FRAME, next.usage().octets(0));
        assertEquals(120_000, next.usage().radioUsedNs());
    }

    /** Whatever is said of whatever part: every frame is in flight until somebody tells of it, and nothing else is. */
    @Test
    void shouldConserveFramesAndTimeWhateverPartsAreToldOf() {
        final SplittableRandom random = new SplittableRandom(7);
        final AirtimeScheduler scheduler = aggregating();
        final int[] tags = new int[64];
        long offered = 0;
        long offeredOctets = 0;
        long told = 0;
        long toldNs = 0;
        for (int step = 0; step < 20_000; step++) {
            final int octets = random.nextInt(60, 1_515);
            if (scheduler.offer(random.nextInt(2), octets, step, step)) {
                offered++;
                offeredOctets += octets;
            }
            final int picked = step % 20 == 0 ? scheduler.pick(tags, tags.length, step) : 0;
            assertEquals(picked, IntStream.of(tags).limit(picked).distinct().count());
            final long inFlight = offered - scheduler.waiting(0) - told;
            final int frames = random.nextInt(4);
            final long takenNs = random.nextLong(100_000);
            scheduler.complete(0, frames, takenNs, 0, random.nextBoolean());
            told += Math.min(frames, inFlight);
            toldNs += Math.min(frames, inFlight) > 0 ? takenNs : 0;
            assertEquals(told, scheduler.usage().frames(0));
            assertEquals(offered - scheduler.waiting(0) == told, scheduler.inFlightNs() == 0);
        }
        while (scheduler.waiting(0) > 0 || scheduler.inFlightNs() > 0) {
            scheduler.pick(tags, tags.length, 20_000);
            scheduler.complete(0, 7, 50_000, 0, true);
            toldNs += 50_000;
        }
        assertEquals(offered, scheduler.usage().frames(0));
        assertEquals(offeredOctets, scheduler.usage().octets(0));
        assertEquals(toldNs, scheduler.usage().radioUsedNs());
    }

    /** Told of an interval: what was charged by estimate becomes what it was, but what has been told never shrinks. */
    @Test
    void shouldMakeGoodWhatAReportSays() {
        final AirtimeScheduler scheduler = scheduler(Limits.USUAL.withoutFeedback());
        fill(scheduler, 1, 10);
        picks(scheduler, 0);
        scheduler.pick(1_000_000_000);
        assertEquals(10 * FAST_NS, scheduler.usage().usedNs(B));
        scheduler.report(B, 15 * FAST_NS);
        assertEquals(15 * FAST_NS, scheduler.usage().usedNs(B));
        assertEquals(1.25, scheduler.usage().kappa(B), 0.001);
        scheduler.report(B, 0);
        fill(scheduler, 1, 10);
        picks(scheduler, 1_000_000_000);
        scheduler.pick(2_000_000_000);
        final long chargedNs = scheduler.usage().usedNs(B) - 15 * FAST_NS;
        scheduler.report(B, chargedNs - FAST_NS);
        assertEquals(15 * FAST_NS + chargedNs, scheduler.usage().usedNs(B));
        fill(scheduler, 1, 1);
        picks(scheduler, 2_000_000_000);
        scheduler.pick(3_000_000_000L);
        assertTrue(scheduler.usage().usedNs(B) < 15 * FAST_NS + chargedNs + FAST_NS / 2);
    }

    /** Each attempt counts as one of the frames that were charged, or of those before where none were. */
    @Test
    void shouldMakeGoodWhatAttemptsSay() {
        final AirtimeScheduler scheduler = scheduler(Limits.USUAL.withoutFeedback());
        fill(scheduler, 1, 10);
        picks(scheduler, 0);
        scheduler.pick(1_000_000_000);
        scheduler.report(B, 0, 13);
        assertEquals(13 * FAST_NS, scheduler.usage().usedNs(B));
        scheduler.report(B, 0, 2);
        assertEquals(15 * FAST_NS, scheduler.usage().usedNs(B));
        scheduler.report(B, FAST_NS, 1);
        assertEquals(17 * FAST_NS, scheduler.usage().usedNs(B));
        scheduler.report(B, 0, Long.MAX_VALUE);
        assertEquals(17 * FAST_NS + 1_000_000_000, scheduler.usage().usedNs(B));
        assertEquals(scheduler.usage().radioUsedNs(), scheduler.usage().usedNs(B));
    }

    /** Half of what is left: a station that is flooded leaves room for others of its interface. */
    @Test
    void shouldNotLetAStationTakeAllPlaces() {
        final AirtimeScheduler scheduler = scheduler(Limits.USUAL.withFrames(64));
        int first = 0;
        while (scheduler.offer(1, 60, 0, 0)) {
            first++;
        }
        assertEquals(32, first);
        assertTrue(scheduler.offer(2, 60, 0, 0));
        assertTrue(scheduler.offer(0, 60, 0, 0));
    }

    @Test
    void shouldNotKeepMoreThanItsTimeIsWorth() {
        final AirtimeScheduler scheduler = scheduler(Limits.USUAL);
        int frames = 0;
        while (scheduler.offer(0, FRAME, 0, 0)) {
            frames++;
        }
        assertEquals(200_000_000 / SLOW_NS + 1, frames);
    }

    @Test
    void shouldGoOnWithFramesCreditAndAccountsUnderTheNextConfiguration() {
        final AirtimeScheduler former = scheduler(Limits.USUAL);
        fill(former, 0, 3);
        fill(former, 1, 3);
        fill(former, 2, 3);
        picks(former, 0);
        fill(former, 2, 2);
        former.complete(B, 1, FAST_NS, 0, true);
        final List<Vif> vifs = List.of(new Vif("b", 500_000, List.of(new Station(2, FAST))),
            new Vif("c", 500_000, List.of(new Station(Station.OTHERS, FAST))));
        final AirtimeScheduler scheduler = new AirtimeScheduler(vifs, Limits.USUAL);
        scheduler.resume(former, 0, tag -> 1_000 + tag);
        assertEquals(AirtimeScheduler.NONE, former.remove(0));
        assertEquals(5 * FAST_NS, scheduler.inFlightNs());
        assertEquals(FAST_NS, scheduler.usage().usedNs(0));
        scheduler.complete(0, 5, 5 * FAST_NS, 0, true);
        assertEquals(1_200, scheduler.tag(scheduler.pick(0)));
        assertEquals(1_201, scheduler.tag(scheduler.pick(0)));
        assertEquals(8, scheduler.usage().frames(0) + 2);
    }

    @Test
    void shouldLeaveFramesOfAnInterfaceThatIsGone() {
        final AirtimeScheduler former = scheduler(Limits.USUAL);
        fill(former, 0, 3);
        final AirtimeScheduler scheduler = new AirtimeScheduler(TWO.subList(1, 2), Limits.USUAL);
        scheduler.resume(former, 0, tag -> tag);
        assertEquals(AirtimeScheduler.NONE, scheduler.pick(0));
        assertEquals(List.of(0, 1, 2, AirtimeScheduler.NONE),
            List.of(former.remove(0), former.remove(0), former.remove(0), former.remove(0)));
    }

    @Test
    void shouldBeginACeilingsTimeAnewWhenItIsRenewed() {
        final AirtimeScheduler first = withCeiling(new Ceiling(100_000, 1_000, 1));
        first.pick(0);
        final AirtimeScheduler same = withCeiling(new Ceiling(100_000, 1_000, 1));
        same.resume(first, 900, tag -> tag);
        assertTrue(ends(same, 1_000));
        final AirtimeScheduler renewed = withCeiling(new Ceiling(100_000, 1_000, 2));
        renewed.resume(first, 0, tag -> tag);
        renewed.pick(900);
        assertFalse(ends(renewed, 1_899));
        assertTrue(ends(renewed, 1_900));
    }

    private static AirtimeScheduler withCeiling(final Ceiling ceiling) {
        return new AirtimeScheduler(List.of(
            new Vif("a", 1_000_000, Optional.of(ceiling), List.of(new Station(Station.OTHERS, FAST)))), Limits.USUAL);
    }

    private static boolean ends(final AirtimeScheduler scheduler, final long nowNs) {
        scheduler.offer(0, FRAME, 0, nowNs);
        scheduler.pick(nowNs);
        return scheduler.ceilingPpm(0) == 1_000_000;
    }

    /** Whatever comes, in whatever order: nothing is lost, nothing is given twice, accounts agree. */
    @Test
    void shouldKeepItsBooksUnderAnything() {
        final SplittableRandom random = new SplittableRandom(3);
        AirtimeScheduler scheduler = scheduler(Limits.USUAL);
        long nowNs = 0;
        int offered = 0;
        int picked = 0;
        long told = 0;
        for (int i = 0; i < 200_000; i++) {
            nowNs += random.nextInt(50_000);
            switch (random.nextInt(4)) {
                case 0 -> offered += scheduler.offer(random.nextInt(3), 60 + random.nextInt(1_455), i, nowNs) ? 1 : 0;
                case 1 -> picked += scheduler.pick(nowNs) >= 0 ? 1 : 0;
                case 2 -> {
                    final long before = scheduler.usage().radioUsedNs();
                    scheduler.complete(random.nextInt(2), 1 + random.nextInt(3), random.nextInt(3_000_000), 1, true);
                    told += scheduler.usage().radioUsedNs() - before;
                }
                default -> {
                    if (random.nextInt(1_000) == 0) {
                        final AirtimeScheduler next = scheduler(Limits.USUAL);
                        next.resume(scheduler, nowNs, tag -> tag);
                        scheduler = next;
                    }
                }
            }
            assertEquals(offered - picked, scheduler.waiting(A) + scheduler.waiting(B));
        }
        assertTrue(told > 0 && picked > 10_000);
        assertEquals(scheduler.usage().usedNs(A) + scheduler.usage().usedNs(B), scheduler.usage().radioUsedNs());
    }

    /** L10: a frame's way makes no garbage. */
    @Test
    void shouldAllocateNothing() {
        final AirtimeScheduler scheduler = scheduler(Limits.USUAL);
        run(scheduler, 100_000);
        final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        final long before = threads.getCurrentThreadAllocatedBytes();
        run(scheduler, 100_000);
        final long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        // What asking itself takes.
        assertTrue(allocated < 1_000, allocated + " bytes");
    }

    private static void run(final AirtimeScheduler scheduler, final int frames) {
        for (int i = 0; i < frames; i++) {
            scheduler.offer(i % 3, FRAME, i, i);
            final int slot = scheduler.pick(i);
            if (slot >= 0) {
                scheduler.complete(scheduler.vif(slot), 1, FAST_NS, FAST_NS, true);
            }
        }
    }
}
