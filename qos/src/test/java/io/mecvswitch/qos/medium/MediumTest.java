package io.mecvswitch.qos.medium;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.mecvswitch.qos.airtime.Answer;
import io.mecvswitch.qos.airtime.Band;
import io.mecvswitch.qos.airtime.Exchange;
import io.mecvswitch.qos.airtime.PhyRate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MediumTest {
    private static final long SECOND_NS = 1_000_000_000;
    private static final long DIFS_NS = 34_000;
    private static final long SLOT_NS = 9_000;

    /**
     * Throughput of 802.11a by Bianchi's closed form (JSAC 2000, with the correction of 2005) for PSDUs of 1534 octets
     * that are never given up: the values that ns-3 checks its own model against, with the same tolerance.
     */
    @ParameterizedTest
    @CsvSource({" 60, 5,  4.7087", " 60, 10,  4.3453", " 60, 20,  3.9899", " 60, 50,  3.5071",
        "240, 5, 16.2470", "240, 10, 15.1426", "240, 20, 14.0072", "240, 50, 12.4144",
        "540, 5, 29.8324", "540, 10, 28.1519", "540, 20, 26.2925", "540, 50, 23.5618"})
    void shouldAgreeWithBianchi(final int rate, final int stations, final double megabits) {
        final Exchange exchange = Exchange.of(Band.GHZ_5, PhyRate.ofdm(rate), Answer.ACK);
        final Medium medium = new Medium(1, DIFS_NS, SLOT_NS);
        final List<SaturatedStation> all = new ArrayList<>();
        for (int i = 0; i < stations; i++) {
            all.add(new SaturatedStation(exchange.data().ns(1_534), exchange.tailNs()));
            medium.join(all.get(i), 15, 1_023, Integer.MAX_VALUE);
        }
        medium.advance(60 * SECOND_NS);
        final long deliveries = all.stream().mapToLong(SaturatedStation::deliveries).sum();
        assertEquals(megabits, deliveries * 12_000 / 60e6, 0.015 * megabits);
    }

    @Test
    void shouldDoTheSameAgain() {
        assertEquals(deliveries(3), deliveries(3));
    }

    private static long deliveries(final long seed) {
        final Medium medium = new Medium(seed, DIFS_NS, SLOT_NS);
        final SaturatedStation watched = new SaturatedStation(248_000, 44_000);
        medium.join(watched, 15, 1_023);
        medium.join(new SaturatedStation(2_072_000, 60_000), 15, 1_023);
        medium.advance(SECOND_NS);
        return watched.deliveries() * SECOND_NS + medium.nowNs();
    }

    /** One frame after another, each lost half the time: given up after seven attempts, or delivered before. */
    @Test
    void shouldGiveAFrameUpAfterSevenAttempts() {
        final Lossy sender = new Lossy();
        final Medium medium = new Medium(5, DIFS_NS, SLOT_NS);
        medium.join(sender, 15, 1_023);
        medium.advance(60 * SECOND_NS);
        assertEquals(7, sender.longest);
        assertEquals(1 / 128.0, (double) sender.lost / sender.frames, 0.001);
        // (1 − p^7) / (1 − p) attempts on average.
        assertEquals(127 / 64.0, (double) sender.attempts / sender.frames, 0.02);
        assertEquals(sender.attempts * 296_000, sender.occupancyNs);
    }

    private static final class Lossy implements Sender {
        private long frames;
        private long lost;
        private long attempts;
        private int longest;
        private long occupancyNs;

        @Override
        public boolean next(final long nowNs, final Transmission into) {
            into.txNs = 252_000;
            into.tailNs = 44_000;
            into.lossPpm = 500_000;
            return true;
        }

        @Override
        public void done(final long nowNs, final Transmission transmission) {
            frames++;
            lost += transmission.delivered ? 0 : 1;
            attempts += transmission.attempts;
            longest = Math.max(longest, transmission.attempts);
            occupancyNs += transmission.occupancyNs;
        }
    }
}
