package io.mecvswitch.qos.airtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TxTimeTest {
    /** Frames of 14 to 98 944 octets; what ns-3 asserts of the same ones stands in the last column. */
    @ParameterizedTest(name = "{0}: {1} {2} MHz, MCS {3}, {4} streams, {5} ns, {6} octets take {7} ns, in ns-3 {8}")
    @CsvSource({
        " 1, OFDM,  20,  60, 1,  800,    14,   44000,   44000",
        " 2, OFDM,  20, 240, 1,  800,    14,   28000,   28000",
        " 3, OFDM,  20, 240, 1,  800,    32,   32000,   32000",
        " 4, OFDM,  20,  60, 1,  800,  1542, 2080000, 2080000",
        " 5, OFDM,  20, 540, 1,  800,  1542,  252000,  252000",
        " 7, HT,    20,   0, 1,  800,  1542, 1940000, 1940000",
        " 8, HT,    20,   7, 1,  800,  1542,  228000,  228000",
        " 9, HT,    20,   7, 1,  400,  1542,  212000,  208800",
        "10, HT,    40,   7, 2,  400,  1542,   84000,   83200",
        "11, HT,    20,   7, 2,  800, 30840, 1940000, 1940000",
        "12, VHT,   20,   8, 1,  800,  1546,  200000,  196000",
        "13, VHT,   80,   0, 1,  800,  1546,  464000,  460000",
        "14, VHT,   80,   9, 1,  800,  1546,   72000,   68000",
        "15, VHT,   80,   9, 2,  400,  1546,   60000,   54400",
        "16, VHT,   80,   9, 2,  400, 49472,  504000,  497200",
        "17, VHT,  160,   9, 4,  400, 98944,  284000,  278400",
        "18, HE,    20,   0, 1,  800,  1546, 1484800, 1485600",
        "19, HE,    20,  11, 1,  800,  1546,  138400,  139200",
        "20, HE,    80,  11, 2,  800,  1546,   64000,   65600",
        "21, HE,    80,  11, 2,  800, 98944,  716800,  718400",
        "22, HE,   160,   9, 2, 1600, 98944,  498400,  498400",
        "23, HE,    80,   7, 2, 3200, 49472,  724000,  708000",
        "24, HE,    40,   5, 1,  800,    80,   56800,   57600"})
    void shouldTakeAsLongAsTheStandardSays(final int row, final Format format, final int width, final int index,
        final int streams, final int guardNs, final int octets, final long ieeeNs, final long ns3Ns) {
        final PhyRate rate = rate(format, width, index, streams, guardNs);
        assertEquals(ieeeNs, TxTime.of(Band.GHZ_5, rate).ns(octets));
        assertEquals(ns3Ns, TxTime.of(Band.GHZ_5, rate, Convention.NS3).ns(octets));
    }

    private static PhyRate rate(final Format format, final int width, final int index, final int streams,
        final int guardNs) {
        return switch (format) {
            case DSSS -> PhyRate.dsss(index, false);
            case OFDM -> PhyRate.ofdm(width, index);
            case HT -> PhyRate.ht(width, index, streams, guardNs);
            case VHT -> PhyRate.vht(width, index, streams, guardNs);
            case HE -> PhyRate.he(width, index, streams, guardNs);
        };
    }

    /** Row 6 of the same oracle. */
    @Test
    void shouldExtendTheSignalInTheLowerBand() {
        assertEquals(258_000, TxTime.of(Band.GHZ_2_4, PhyRate.ofdm(540)).ns(1_542));
        assertEquals(234_000, TxTime.of(Band.GHZ_2_4, PhyRate.ht(20, 7, 1, 800)).ns(1_542));
        assertEquals(144_400, TxTime.of(Band.GHZ_2_4, PhyRate.he(20, 11, 1, 800)).ns(1_546));
    }

    @ParameterizedTest
    @CsvSource({"10, 14, 304", "10, 1542, 12528", "20, 1542, 6360", "55, 1542, 2435", "110, 1542, 1314", "110, 1, 193"})
    void shouldRoundChipsUpToMicroseconds(final int rate, final int octets, final long microseconds) {
        assertEquals(1_000 * microseconds, TxTime.of(Band.GHZ_2_4, PhyRate.dsss(rate, false)).ns(octets));
    }

    /** 1 Mb/s has the long preamble only (§16.2.2.3). */
    @Test
    void shouldSaveHalfOfThePreambleIfItIsShort() {
        assertEquals(1_218_000, TxTime.of(Band.GHZ_2_4, PhyRate.dsss(110, true)).ns(1_542));
        assertEquals(304_000, TxTime.of(Band.GHZ_2_4, PhyRate.dsss(10, true)).ns(14));
    }

    @Test
    void shouldClockSlowerInNarrowChannels() {
        assertEquals(2 * 252_000, TxTime.of(Band.GHZ_5, PhyRate.ofdm(10, 540)).ns(1_542));
        assertEquals(4 * 252_000, TxTime.of(Band.GHZ_5, PhyRate.ofdm(5, 540)).ns(1_542));
    }

    @Test
    void shouldSendAnEvenNumberOfSymbolsWithSpaceTimeBlockCode() {
        final PhyRate rate = PhyRate.ht(20, 7, 1, 800);
        assertEquals(36_000 + 4_000 * 7, TxTime.of(Band.GHZ_5, rate).ns(207));
        assertEquals(40_000 + 4_000 * 8, TxTime.of(Band.GHZ_5, rate.withStbc()).ns(207));
    }

    @Test
    void shouldHaveNoTailWithLowDensityParityCheck() {
        final PhyRate rate = PhyRate.ht(20, 7, 1, 800);
        // 8 · 63 + 16 bits fill two symbols of 260; the tail would need a third.
        assertEquals(36_000 + 4_000 * 3, TxTime.of(Band.GHZ_5, rate).ns(63));
        assertEquals(36_000 + 4_000 * 2, TxTime.of(Band.GHZ_5, rate.withLdpc(true)).ns(63));
    }

    @Test
    void shouldAddThePacketExtension() {
        final PhyRate rate = PhyRate.he(80, 11, 2, 800);
        assertEquals(64_000 + 16_000, TxTime.of(Band.GHZ_5, rate.withExtension(16_000)).ns(1_546));
    }

    /** Numbers of encoders that the tables of §21.5 give and the general rule does not. */
    @ParameterizedTest
    @CsvSource({" 80, 7, 2, 3", " 80, 7, 7, 6", " 80, 7, 8, 6", " 80, 8, 7, 6", "160, 4, 7, 6", "160, 5, 8, 8",
        "160, 6, 7, 8", "160, 7, 3, 4", "160, 7, 4, 6", "160, 7, 5, 7", "160, 7, 7, 9", "160, 7, 8, 12",
        "160, 7, 9, 12"})
    void shouldTakeAsManyEncodersAsDealOutEvenly(final int width, final int streams, final int mcs,
        final int encoders) {
        final PhyRate rate = PhyRate.vht(width, mcs, streams, 800);
        final int bits = rate.bitsPerSymbol();
        // The longest PSDU that fits 20 symbols with this many tails, and one octet more.
        final int octets = (20 * bits - 16 - 6 * encoders) / 8;
        final TxTime time = TxTime.of(Band.GHZ_5, rate);
        assertEquals(time.fixedNs() + 20 * 4_000, time.ns(octets));
        assertEquals(time.fixedNs() + 21 * 4_000, time.ns(octets + 1));
    }

    @ParameterizedTest
    @CsvSource({"VHT, 20, 9, 1, 800, 802.11ac has no MCS 9 with 1 streams in 20 MHz",
        "VHT, 80, 6, 3, 800, 802.11ac has no MCS 6 with 3 streams in 80 MHz",
        "HT, 20, 8, 1, 800, 802.11n has MCS 0 to 7", "HT, 80, 7, 1, 800, 802.11n has channels of 20 to 40 MHz",
        "HE, 20, 0, 1, 400, '802.11ax has guard intervals of [800, 1600, 3200] ns'",
        "HE, 20, 0, 9, 800, 802.11ax has 1 to 8 streams",
        "OFDM, 20, 70, 1, 800, '802.11a and g have 6, 9, 12, 18, 24, 36, 48 and 54 Mb/s'",
        "OFDM, 40, 60, 1, 800, '802.11a and g have channels of 5, 10 and 20 MHz'",
        "DSSS, 22, 30, 1, 800, '802.11b has 1, 2, 5.5 and 11 Mb/s'"})
    void shouldKnowNoRateThatTheStandardLeavesOut(final Format format, final int width, final int index,
        final int streams, final int guardNs, final String sentence) {
        assertEquals(sentence, assertThrows(IllegalArgumentException.class,
            () -> rate(format, width, index, streams, guardNs)).getMessage());
    }

    /** The multiplication that stands for a division against the division itself. */
    @Test
    void shouldDivideExactly() {
        final SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < 200_000; i++) {
            final PhyRate rate = PhyRate.he(20 << random.nextInt(4), random.nextInt(12), 1 + random.nextInt(8), 800);
            final TxTime time = TxTime.of(Band.GHZ_5, rate);
            final int octets = random.nextInt(6_500_631);
            final long symbols = (8L * octets + 16 + rate.bitsPerSymbol() - 1) / rate.bitsPerSymbol();
            assertEquals(time.fixedNs() + 13_600 * symbols, time.ns(octets));
        }
    }

    @Test
    void shouldCountNoMoreThanTheLongestPsdu() {
        final TxTime time = TxTime.of(Band.GHZ_5, PhyRate.ofdm(60));
        assertEquals(time.ns(4_095), time.ns(Integer.MAX_VALUE));
    }
}
