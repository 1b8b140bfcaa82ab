package io.mecvswitch.qos.airtime;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExchangeTest {
    private static final int MPDU = Mpdu.octets(1_514, Mpdu.OPEN);
    private static final PhyRate FAST = PhyRate.ofdm(540);
    private static final PhyRate SLOW = PhyRate.ofdm(60);

    @Test
    void shouldWrapAFrameAsAQosDataMpdu() {
        assertEquals(1_538, MPDU);
        assertEquals(1_554, Mpdu.octets(1_514, Mpdu.CCMP));
        assertEquals(1_562, Mpdu.octets(1_514, Mpdu.GCMP_256));
    }

    @Test
    void shouldPadAllMpdusOfAnAggregateButTheLast() {
        assertEquals(4 + 1_538, Mpdu.aggregated(1, 1_538));
        assertEquals(15 * 1_544 + 1_542, Mpdu.aggregated(16, 1_538));
    }

    @ParameterizedTest
    @CsvSource({"60, ACK, 44", "120, ACK, 32", "240, ACK, 28", "540, ACK, 28", "90, ACK, 44", "180, ACK, 32",
        "60, BLOCK_ACK, 68", "120, BLOCK_ACK, 44", "540, BLOCK_ACK, 32"})
    void shouldAnswerAtTheHighestBasicRateThatIsNotAboveTheDatas(final int rate, final Answer answer,
        final long microseconds) {
        assertEquals(1_000 * microseconds, Exchange.of(Band.GHZ_5, PhyRate.ofdm(rate), answer).answerNs());
    }

    @ParameterizedTest
    @CsvSource({"0, 44", "1, 32", "2, 32", "3, 28", "11, 28"})
    void shouldAnswerAnMcsAtTheRateOfItsModulation(final int mcs, final long microseconds) {
        assertEquals(1_000 * microseconds,
            Exchange.of(Band.GHZ_5, PhyRate.he(20, mcs, 1, 800), Answer.ACK).answerNs());
    }

    @ParameterizedTest
    @CsvSource({"BK, 79", "BE, 43", "VI, 34", "VO, 34", "DCF, 34"})
    void shouldWaitForAifs(final AccessCategory category, final long microseconds) {
        assertEquals(1_000 * microseconds, category.aifsNs(Band.GHZ_5, Format.OFDM));
    }

    @Test
    void shouldDoubleTheWindowUpToItsEnd() {
        assertEquals(15, AccessCategory.BE.window(0));
        assertEquals(31, AccessCategory.BE.window(1));
        assertEquals(1_023, AccessCategory.BE.window(6));
        assertEquals(1_023, AccessCategory.BE.window(60));
        assertEquals(7, AccessCategory.VO.window(5));
    }

    /** Occupancy and cycle of 1500 octets of IP at 5 GHz, and the rate of a station that is alone. */
    @ParameterizedTest(name = "{2} frames by {0} {1}")
    @CsvSource({
        "OFDM, 540, 1, ACK, DCF, 296000, 397500, 30.19", "OFDM, 60, 1, ACK, DCF, 2136000, 2237500, 5.36",
        "OFDM, 540, 1, ACK, BE, 296000, 406500, 29.52", "HT, 7, 16, BLOCK_ACK, BE, 3128000, 3238500, 59.29",
        "VHT, 9, 32, BLOCK_ACK, BE, 552000, 662500, 579.6", "HE, 11, 64, BLOCK_ACK, BE, 764800, 875300, 877.4",
        "HE, 11, 1, BLOCK_ACK, BE, 112000, 222500, 53.9"})
    void shouldTakeWhatIsWorkedOut(final Format format, final int index, final int frames, final Answer answer,
        final AccessCategory category, final long occupancyNs, final long cycleNs, final double megabits) {
        final PhyRate rate = switch (format) {
            case DSSS, OFDM -> PhyRate.ofdm(index);
            case HT -> PhyRate.ht(20, index, 1, 800);
            case VHT -> PhyRate.vht(80, index, 2, 400);
            case HE -> PhyRate.he(80, index, 2, 800);
        };
        final Exchange exchange = Exchange.of(Band.GHZ_5, rate, answer);
        final int octets = answer == Answer.ACK ? MPDU : Mpdu.aggregated(frames, MPDU);
        assertEquals(occupancyNs, exchange.occupancyNs(octets));
        assertEquals(cycleNs, exchange.cycleNs(octets, category));
        assertEquals(megabits, frames * 12e6 / exchange.cycleNs(octets, category), 0.05);
    }

    /** 802.11's performance anomaly: who takes turns by frames is as slow as the slowest. */
    @Test
    void shouldShowTheAnomalyAndItsEnd() {
        final Exchange fast = Exchange.of(Band.GHZ_5, FAST, Answer.ACK);
        final Exchange slow = Exchange.of(Band.GHZ_5, SLOW, Answer.ACK);
        final double fastNs = fast.cycleNs(MPDU, AccessCategory.DCF);
        final double slowNs = slow.cycleNs(MPDU, AccessCategory.DCF);
        assertEquals(4.554, 12e6 / (fastNs + slowNs), 0.0005);
        final double airtime = fast.occupancyNs(MPDU) + slow.occupancyNs(MPDU);
        assertEquals(0.1217, fast.occupancyNs(MPDU) / airtime, 0.00005);
        assertEquals(15.09, 12e6 / fastNs / 2, 0.005);
        assertEquals(2.68, 12e6 / slowNs / 2, 0.005);
    }

    @Test
    void shouldEstimateAFrameThatGoesAloneExactly() {
        assertEquals(296_000, FrameCost.of(Band.GHZ_5, FAST, Mpdu.OPEN, 1).ns(1_514));
        assertEquals(2_076_000, FrameCost.ofGroup(Band.GHZ_5, SLOW, Mpdu.OPEN).ns(1_514));
        assertEquals(110_500, FrameCost.of(Band.GHZ_5, FAST, Mpdu.OPEN, 1).waitNs());
    }

    /** Up to a symbol's part, and the padding that the last MPDU does not have. */
    @Test
    void shouldEstimateAPartOfAnAggregate() {
        final FrameCost cost = FrameCost.of(Band.GHZ_5, PhyRate.ht(20, 7, 1, 800), Mpdu.OPEN, 16);
        assertEquals(3_128_000, 16 * cost.ns(1_514), 4_000);
    }
}
