package io.mecvswitch.qos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mecvswitch.qos.MeterProfile.Algorithm;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Several lanes and one meter, on virtual time. */
class BorrowedMetersTest {
    private static final long START_NS = 1_764_500_000_000_000_000L;
    private static final long SECOND = 1_000_000_000L;
    private static final int METER = 20_000;
    private static final long RATE = 100_000_000;
    private static final long BURST = 60_000;
    private static final int LONGEST = 1_500;

    private final Meters meters = new Meters(1 << 15);
    private final long[] words = new long[1 << Profiles.SHIFT];

    private List<BorrowedMeters> lanes(final int count, final MeterProfile profile) {
        meters.fill(METER);
        Profiles.write(profile, words, 0);
        return IntStream.range(0, count).mapToObj(_ -> {
            final BorrowedMeters lane = new BorrowedMeters(meters, count);
            lane.begin(METER);
            return lane;
        }).toList();
    }

    private int meter(final BorrowedMeters lane, final long nowNs, final int length, final int incoming) {
        final int colour = lane.colour(METER, words, 0, nowNs, length, incoming);
        if (colour != Colour.RED) {
            lane.charge(METER, words, 0, nowNs, length, colour);
        }
        return colour;
    }

    private boolean passes(final BorrowedMeters lane, final long nowNs, final int length) {
        return meter(lane, nowNs, length, Colour.GREEN) == Colour.GREEN;
    }

    /** What lanes may have in hand, octets. */
    private static long error(final int lanes) {
        return lanes * (Math.min(BURST / (8 * lanes), 7 * LONGEST) + LONGEST);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 8})
    void shouldPassTheRateInTheLongRun(final int count) {
        final List<BorrowedMeters> lanes = lanes(count, MeterProfile.rate(RATE, BURST));
        final SplittableRandom random = new SplittableRandom(count);
        long octets = 0;
        long nowNs = START_NS;
        while (nowNs < START_NS + 20 * SECOND) {
            nowNs += random.nextInt(1, 60_000);
            final int length = random.nextInt(40, LONGEST + 1);
            octets += passes(lanes.get(random.nextInt(count)), nowNs, length) ? length : 0;
        }
        assertEquals(20 * RATE / 8 + BURST, octets, error(count) + LONGEST);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void shouldPassNoMoreThanRateAndBurstAndWhatLanesHaveInHandInAnyWindow(final int count) {
        final List<BorrowedMeters> lanes = lanes(count, MeterProfile.rate(RATE, BURST));
        final SplittableRandom random = new SplittableRandom(7);
        long nowNs = START_NS;
        double ahead = 0;
        double least = 0;
        double most = 0;
        for (int packet = 0; packet < 400_000; packet++) {
            nowNs += random.nextInt(500) == 0 ? 10_000_000 : random.nextInt(30_000);
            final int length = random.nextInt(3) == 0 ? LONGEST : random.nextInt(40, LONGEST);
            if (passes(lanes.get(random.nextInt(count)), nowNs, length)) {
                final double given = (nowNs - START_NS) * (RATE / 8e9);
                least = Math.min(least, ahead - given);
                ahead += length;
                most = Math.max(most, ahead - given - least);
            }
        }
        assertTrue(most > BURST, "bursts come: " + most);
        assertTrue(most <= BURST + error(count), "beyond the rate: " + most);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 4})
    void shouldPassAllOfWhoConforms(final int count) {
        final List<BorrowedMeters> lanes = lanes(count, MeterProfile.rate(RATE, BURST));
        final SplittableRandom random = new SplittableRandom(3);
        final long gapNs = (long) (LONGEST * 8e9 / (0.99 * RATE));
        for (int packet = 0; packet < 200_000; packet++) {
            final long nowNs = START_NS + packet * gapNs + random.nextInt((int) (20 * gapNs));
            assertTrue(passes(lanes.get(random.nextInt(count)), nowNs, LONGEST), "packet " + packet);
        }
    }

    /** A burst of two packets leaves no room for chunks, and the packets still pass. */
    @Test
    void shouldPassLongPacketsThroughShortBursts() {
        final List<BorrowedMeters> lanes = lanes(2, MeterProfile.rate(1_000_000, 2L * LONGEST));
        long octets = 0;
        for (int ms = 0; ms < 10_000; ms++) {
            octets += passes(lanes.get(ms & 1), START_NS + ms * 1_000_000L, LONGEST) ? LONGEST : 0;
        }
        assertEquals(10 * 1_000_000 / 8, octets, 6 * LONGEST);
    }

    static Stream<MeterProfile> profiles() {
        return Stream.of(Algorithm.values()).flatMap(algorithm -> Stream.of(false, true).map(aware ->
            new MeterProfile(algorithm, aware, Bucket.of(10_000_000, 200_000),
                Bucket.of(algorithm == Algorithm.SINGLE_RATE ? 10_000_000 : 17_000_000, 300_000))));
    }

    /** Two lanes colour as many octets as one meter would. */
    @ParameterizedTest
    @MethodSource("profiles")
    void shouldColourAsTheRfcsSayAllInAll(final MeterProfile profile) {
        final List<BorrowedMeters> lanes = lanes(2, profile);
        final RfcMeter oracle = new RfcMeter(profile, START_NS);
        final SplittableRandom random = new SplittableRandom(42);
        final long[] seen = new long[3];
        final long[] expected = new long[3];
        long nowNs = START_NS;
        int pauses = 0;
        for (int packet = 0; packet < 200_000; packet++) {
            final boolean pause = random.nextInt(2_000) == 0;
            pauses += pause ? 1 : 0;
            nowNs += pause ? SECOND / 3 : random.nextInt(350_000);
            final int length = random.nextInt(40, LONGEST + 1);
            final int incoming = random.nextInt(3);
            expected[oracle.meter(nowNs, length, incoming)] += length;
            seen[meter(lanes.get(random.nextInt(2)), nowNs, length, incoming)] += length;
        }
        // In a pause both buckets become full, while lanes have something of each in hand.
        final long error = 2L * (pauses + 1) * 2 * (300_000 / 16 + LONGEST);
        for (int colour = Colour.GREEN; colour <= Colour.RED; colour++) {
            assertTrue(expected[colour] > 1_000_000, "every colour comes up");
            assertEquals(expected[colour], seen[colour], Math.min(error, 0.03 * expected[colour]), "colour " + colour);
        }
    }

    /** RFC 2697: what the committed bucket could not take is in the excess one, once, whichever lane finds it. */
    @Test
    void shouldStoreWhatOverflowsOnce() {
        final List<BorrowedMeters> lanes = lanes(2, new MeterProfile(Algorithm.SINGLE_RATE, false,
            Bucket.of(8_000_000, 20_000), Bucket.of(8_000_000, 1_000_000)));
        long nowNs = START_NS;
        drain(lanes, nowNs);
        nowNs += SECOND / 10;
        assertEquals(100_000, drain(lanes, nowNs), 4 * LONGEST, "100 000 octets came: 20 000 of them green");
        assertEquals(0, drain(lanes, nowNs), 0.0);
    }

    private long drain(final List<BorrowedMeters> lanes, final long nowNs) {
        long octets = 0;
        for (final BorrowedMeters lane : lanes) {
            while (meter(lane, nowNs, 1_000, Colour.GREEN) != Colour.RED) {
                octets += 1_000;
            }
        }
        return octets;
    }

    /** What another limiter drops takes nothing: it is asked for again and again, and never charged. */
    @ParameterizedTest
    @EnumSource(Algorithm.class)
    void shouldTakeNothingUnlessCharged(final Algorithm algorithm) {
        final List<BorrowedMeters> lanes = lanes(2, new MeterProfile(algorithm, false, Bucket.of(RATE, BURST),
            Bucket.of(RATE, 2 * BURST)));
        for (int i = 0; i < 1_000; i++) {
            lanes.get(0).colour(METER, words, 0, START_NS, LONGEST, Colour.GREEN);
        }
        long octets = 0;
        while (passes(lanes.get(1), START_NS, LONGEST)) {
            octets += LONGEST;
        }
        assertTrue(octets >= BURST - error(2), "left of the burst: " + octets);
    }

    @Test
    void shouldBeFullAgainWithAClockThatWentBack() {
        final List<BorrowedMeters> lanes = lanes(2, MeterProfile.rate(RATE, BURST));
        drain(lanes, START_NS);
        assertEquals(0, drain(lanes, START_NS - SECOND / 2), "a lane that is behind");
        assertTrue(drain(lanes, START_NS - 2 * SECOND) >= BURST - 1_000, "a new clock");
    }

    @Test
    void shouldHoldNoMoreThanOneBurstWhenTheRateChanges() {
        final List<BorrowedMeters> lanes = lanes(2, MeterProfile.rate(RATE, BURST));
        passes(lanes.get(0), START_NS, 100);
        Profiles.write(MeterProfile.rate(RATE / 10, 3_000), words, 0);
        assertTrue(drain(lanes, START_NS) <= 3_000 + 3_000 / 8 + LONGEST);
    }

    /**
     * Threads for lanes, whose clock is one that each of them moves on; the slowest is behind by less than a second.
     */
    @Test
    void shouldKeepTheBoundAmongThreads() throws InterruptedException {
        final int count = 4;
        final List<BorrowedMeters> lanes = lanes(count, MeterProfile.rate(RATE, BURST));
        final AtomicLong clockNs = new AtomicLong(START_NS);
        final AtomicLong octets = new AtomicLong();
        final List<Thread> threads = new ArrayList<>();
        for (final BorrowedMeters lane : lanes) {
            threads.add(Thread.ofPlatform().start(() -> {
                long passed = 0;
                for (int packet = 0; packet < 200_000; packet++) {
                    passed += passes(lane, clockNs.addAndGet(1_000), 1_000) ? 1_000 : 0;
                }
                octets.addAndGet(passed);
            }));
        }
        for (final Thread thread : threads) {
            thread.join();
        }
        final double given = (clockNs.get() - START_NS) * (RATE / 8e9);
        assertTrue(octets.get() <= given + BURST + error(count), "passed " + octets + " of " + given);
        assertTrue(octets.get() >= 0.9 * given, "passed " + octets + " of " + given);
    }
}
