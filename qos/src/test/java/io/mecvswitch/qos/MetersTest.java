package io.mecvswitch.qos;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mecvswitch.memory.TableMemory;
import io.mecvswitch.qos.MeterProfile.Algorithm;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Meters on virtual time. */
class MetersTest {
    private static final long START_NS = 1_764_500_000_000_000_000L;
    private static final long SECOND = 1_000_000_000L;

    private final Meters meters = new Meters(1 << 20);

    private int meter(final int meter, final long nowNs, final int length, final int incoming) {
        final long settings = meters.settings(meter);
        final int colour = meters.colour(meter, settings, nowNs, length, incoming);
        meters.charge(meter, settings, nowNs, length, colour);
        return colour;
    }

    private void make(final int meter, final MeterProfile profile) {
        meters.fill(meter);
        meters.put(meter, profile, Meters.NONE);
    }

    static Stream<MeterProfile> profiles() {
        return Stream.of(Algorithm.values()).flatMap(algorithm -> Stream.of(false, true).map(aware ->
            new MeterProfile(algorithm, aware, Bucket.of(10_000_000, 20_000),
                Bucket.of(algorithm == Algorithm.SINGLE_RATE ? 10_000_000 : 17_000_000, 30_000))));
    }

    @ParameterizedTest
    @MethodSource("profiles")
    void shouldColourAsTheRfcsSay(final MeterProfile profile) {
        make(7, profile);
        final RfcMeter oracle = new RfcMeter(profile, START_NS);
        final Random random = new Random(42);
        final int[] seen = new int[3];
        long nowNs = START_NS;
        for (int packet = 0; packet < 200_000; packet++) {
            nowNs += random.nextInt(1000) == 0 ? SECOND / 30 : random.nextInt(350_000);
            final int length = 40 + random.nextInt(1461);
            final int incoming = random.nextInt(3);
            final int colour = meter(7, nowNs, length, incoming);
            assertEquals(oracle.meter(nowNs, length, incoming), colour, "packet " + packet);
            seen[colour]++;
        }
        assertTrue(seen[0] > 1000 && seen[1] > 1000 && seen[2] > 1000, "every colour comes up");
    }

    @ParameterizedTest
    @MethodSource("profiles")
    void shouldTakeAsTheRfcsSayOfPacketsWithoutColour(final MeterProfile profile) {
        make(7, profile);
        final RfcMeter oracle = new RfcMeter(profile, START_NS);
        final Random random = new Random(42);
        long nowNs = START_NS;
        for (int packet = 0; packet < 200_000; packet++) {
            nowNs += random.nextInt(1000) == 0 ? SECOND / 30 : random.nextInt(350_000);
            final int length = 40 + random.nextInt(1461);
            assertEquals(oracle.meter(nowNs, length, Colour.GREEN), meters.take(7, meters.settings(7), nowNs, length),
                "packet " + packet);
        }
    }

    /** What a limiter alone takes at once, and what several ask for and then take, is the same; also of one bucket. */
    @Test
    void shouldTakeAtOnceWhatItTakesInTwoSteps() {
        final MeterProfile profile = MeterProfile.rate(10_000_003, 20_000);
        make(7, profile);
        make(8, profile);
        final Random random = new Random(43);
        long nowNs = START_NS;
        int green = 0;
        for (int packet = 0; packet < 200_000; packet++) {
            nowNs += random.nextInt(1000) == 0 ? SECOND / 30 : random.nextInt(700_000) - 50_000;
            final int length = 40 + random.nextInt(1461);
            final int colour = meter(8, nowNs, length, Colour.GREEN);
            assertEquals(colour, meters.take(7, meters.settings(7), nowNs, length), "packet " + packet);
            green += colour == Colour.GREEN ? 1 : 0;
        }
        assertTrue(green > 10_000 && green < 190_000, green + " pass");
    }

    /** R1, from 64 kb/s to 25 Gb/s: what passes in 10 s after the burst is the rate's to a thousandth. */
    @ParameterizedTest
    @ValueSource(longs = {64_000, 1_000_000, 10_000_000, 999_999_937, 10_000_000_000L, 25_000_000_000L})
    void shouldPassTheRate(final long rate) {
        final int length = rate < 1_000_000 ? 100 : 1500;
        make(0, MeterProfile.rate(rate, 3000));
        final long gapNs = Math.max(1, length * 4 * SECOND / rate);
        final long packets = Math.min(20_000_000, 10 * SECOND / gapNs);
        long octets = 0;
        for (long packet = 0; packet < packets; packet++) {
            octets += meter(0, START_NS + packet * gapNs, length, Colour.GREEN) == Colour.GREEN ? length : 0;
        }
        final double ideal = rate / 8e9 * (packets - 1) * gapNs + 3000;
        assertEquals(1, octets / ideal, Math.max(1e-5, 1.0 * length / ideal));
    }

    /** R2: however packets come, no window has more than the rate's share of it, the burst and one packet. */
    @Test
    void shouldPassNoMoreThanRateAndBurstInAnyWindow() {
        make(0, MeterProfile.rate(8_000_000, 10_000));
        final Random random = new Random(7);
        // With the rate as 1 octet per microsecond: the most that octets were ahead of, and behind, the rate.
        long nowNs = START_NS;
        double passed = 0;
        double leastAhead = 0;
        double worst = 0;
        for (int packet = 0; packet < 300_000; packet++) {
            nowNs += random.nextInt(100) == 0 ? random.nextInt(20_000_000) : random.nextInt(400_000);
            final int length = 40 + random.nextInt(1461);
            leastAhead = Math.min(leastAhead, passed - (nowNs - START_NS) / 1000.0);
            passed += meter(0, nowNs, length, Colour.GREEN) == Colour.GREEN ? length : 0;
            worst = Math.max(worst, passed - (nowNs - START_NS) / 1000.0 - leastAhead);
        }
        assertTrue(worst <= 10_000.01, "worst window has " + worst + " octets more than its rate");
        assertTrue(worst > 9000, "the burst is used");
    }

    /** R3: who keeps to 99 % of the rate, with jitter less than the burst, loses nothing. */
    @Test
    void shouldPassAllOfWhoConforms() {
        make(0, MeterProfile.rate(10_000_000, 15_000));
        final Random random = new Random(3);
        for (int packet = 0; packet < 100_000; packet++) {
            // 1250 octets per ms at the rate; the burst is 12 ms.
            final long dueNs = START_NS + Math.round(packet * 1_000_000 / 0.99);
            final long sentNs = dueNs + packet % 10 * 1_000_000L / 1000 + random.nextInt(900_000);
            assertEquals(Colour.GREEN, meter(0, sentNs, 1250, Colour.GREEN), "packet " + packet);
        }
    }

    @ParameterizedTest
    @EnumSource(Algorithm.class)
    void shouldBeFullAgainAfterAnyIdleTime(final Algorithm algorithm) {
        make(0, new MeterProfile(algorithm, false, Bucket.of(1000, 1500), Bucket.of(1000, 1500)));
        meter(0, START_NS, 1500, Colour.GREEN);
        assertEquals(Colour.GREEN, meter(0, START_NS + 200L * 24 * 3600 * SECOND, 1500, Colour.GREEN));
    }

    @Test
    void shouldBeginAnewWithAClockThatWentBack() {
        make(0, MeterProfile.rate(8000, 1000));
        assertEquals(Colour.GREEN, meter(0, START_NS, 1000, Colour.GREEN));
        assertEquals(Colour.RED, meter(0, START_NS - SECOND / 2, 1000, Colour.GREEN), "a little: nothing is given");
        assertEquals(Colour.GREEN, meter(0, START_NS - 10 * SECOND, 1000, Colour.GREEN));
        assertEquals(Colour.RED, meter(0, START_NS - 10 * SECOND, 1000, Colour.GREEN), "no more than one burst");
    }

    /** R6: neither to raise nor to lower a rate gives more than one burst, and the next packet is under the new one. */
    @ParameterizedTest
    @ValueSource(longs = {1_000_000, 8_000_000, 80_000_000})
    void shouldKeepWhatBucketsHoldWhenTheRateChanges(final long rate) {
        make(0, MeterProfile.rate(8_000_000, 10_000));
        while (meter(0, START_NS, 1000, Colour.GREEN) == Colour.GREEN) { }
        long octets = 0;
        for (int change = 0; change < 100; change++) {
            meters.put(0, MeterProfile.rate(change % 2 == 0 ? rate : 8_000_000, 10_000), Meters.NONE);
            octets += meter(0, START_NS, 100, Colour.GREEN) == Colour.GREEN ? 100 : 0;
        }
        assertEquals(0, octets, "to change a rate fills no bucket");
        meters.put(0, MeterProfile.rate(rate, 10_000), Meters.NONE);
        for (int packet = 0; packet < 1_000_000; packet++) {
            octets += meter(0, START_NS + packet * 1000L, 100, Colour.GREEN) == Colour.GREEN ? 100 : 0;
        }
        assertEquals(rate / 8.0, octets, 100);
    }

    @Test
    void shouldInheritWhatAnotherHolds() {
        make(0, MeterProfile.rate(8_000_000, 10_000));
        while (meter(0, START_NS, 1000, Colour.GREEN) == Colour.GREEN) { }
        meters.inherit(1 << 14, 0);
        meters.put(1 << 14, MeterProfile.rate(8_000_000, 10_000), 3);
        assertEquals(Colour.RED, meter(1 << 14, START_NS + 999_000, 1000, Colour.GREEN));
        assertEquals(Colour.GREEN, meter(1 << 14, START_NS + 1_000_000, 1000, Colour.GREEN));
        assertEquals(3, Meters.outer(meters.settings(1 << 14)));
    }

    @Test
    void shouldShareAndForgetProfiles() {
        for (int meter = 0; meter < 1000; meter++) {
            make(meter, MeterProfile.rate(1_000_000 + meter % 2, 10_000));
        }
        assertEquals(2, meters.profileCount());
        for (int meter = 0; meter < 1000; meter++) {
            meters.put(meter, null, Meters.NONE);
        }
        assertEquals(0, meters.profileCount());
        assertEquals(Colour.GREEN, meter(5, START_NS, 65535, Colour.GREEN), "no profile lets all pass");
    }

    /** The rate that a word tells, at both ends of what may be asked. */
    @ParameterizedTest
    @ValueSource(longs = {Bucket.MIN_BITS_PER_SECOND, 64_000, 1_000_003, 25_000_000_000L, Bucket.MAX_BITS_PER_SECOND})
    void shouldCountOctetsToTwoToTheMinusTwenty(final long rate) {
        final double exact = 8e9 * (1 << Bucket.FRACTION_BITS) / rate;
        assertEquals(1, Bucket.of(rate, 1500).octetTime() / exact, 1.0 / (1 << 20));
    }

    // Rows of many meters.

    /** Memory that notes what it is asked to fetch, as the rows' profile words. */
    private static final class Notes extends TableMemory {
        private final List<Long> fetched = new ArrayList<>();

        @Override
        public MemorySegment take(final long length) {
            return ordinary().take(length);
        }

        @Override
        public void prefetchSlots(final MemorySegment slots, final int mask, final int wanted,
            final MemorySegment hashes, final int count) {
            throw new AssertionError("meters are found by number");
        }

        @Override
        public void prefetchRows(final MemorySegment table, final int shift, final MemorySegment rows,
            final int count) {
            for (int k = 0; k < count; k++) {
                fetched.add(table.get(JAVA_LONG, ((long) rows.getAtIndex(JAVA_INT, k) << shift) + 3 * Long.BYTES));
            }
        }
    }

    @Test
    void shouldHaveTheRowsFetchedOfTheMetersInHand() {
        final Notes notes = new Notes();
        final Meters many = new Meters(notes, 1 << 15);
        many.put(9_999, MeterProfile.rate(8_000, 3_000), 4);
        many.put(20_000, null, 7);
        many.prefetch(MemorySegment.ofArray(new int[] {20_000, 9_999, 5, 9_999}), 3);
        assertEquals(List.of(many.settings(20_000), many.settings(9_999), 0L), notes.fetched);
        assertEquals(7, Meters.outer(notes.fetched.getFirst()));
    }

    @Test
    void shouldHaveNothingFetchedThatCachesKeep() {
        meters.put(1_000, MeterProfile.rate(8_000, 3_000), Meters.NONE);
        assertFalse(meters.exceedCaches());
        meters.put(10_000, MeterProfile.rate(8_000, 3_000), Meters.NONE);
        meters.put(1_001, MeterProfile.rate(8_000, 3_000), Meters.NONE);
        assertTrue(meters.exceedCaches());
    }

    /** As many as tunnels can have references. */
    @Test
    void shouldMeterByTheHighestNumberAndByNoneBeyond() {
        final Meters all = new Meters(1 << 25);
        all.fill((1 << 25) - 1);
        all.put((1 << 25) - 1, MeterProfile.rate(8_000_000, 1_000), Meters.NONE);
        final long settings = all.settings((1 << 25) - 1);
        assertEquals(Colour.GREEN, all.take((1 << 25) - 1, settings, START_NS, 1_000));
        assertEquals(Colour.RED, all.take((1 << 25) - 1, settings, START_NS, 1_000));
        assertThrows(IndexOutOfBoundsException.class, () -> all.settings(1 << 25));
        assertThrows(IndexOutOfBoundsException.class, () -> all.settings(Meters.NONE));
    }
}
