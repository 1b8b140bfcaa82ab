package io.mecvswitch.qos;

import io.mecvswitch.qos.MeterProfile.Algorithm;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/** Two lanes borrow of one meter at once. */
public final class BorrowedMetersStress {
    private static final long NOW_NS = 1_000_000_000;

    private BorrowedMetersStress() {
    }

    /** A meter of 8 Mb/s, at which an octet takes a microsecond, and two lanes. */
    private abstract static class Shared {
        final long[] words = new long[1 << Profiles.SHIFT];
        final Meters meters = new Meters(1);
        final BorrowedMeters first = new BorrowedMeters(meters, 2);
        final BorrowedMeters second = new BorrowedMeters(meters, 2);

        Shared(final MeterProfile profile) {
            Profiles.write(profile, words, 0);
            meters.fill(0);
            first.begin(0);
            second.begin(0);
        }

        final int pass(final BorrowedMeters lane, final int length) {
            int packets = 0;
            int colour = lane.colour(0, words, 0, NOW_NS, length, Colour.GREEN);
            while (colour != Colour.RED) {
                lane.charge(0, words, 0, NOW_NS, length, colour);
                packets++;
                colour = lane.colour(0, words, 0, NOW_NS, length, Colour.GREEN);
            }
            return packets;
        }
    }

    /** Three packets are in the bucket. */
    @JCStressTest
    @Outcome(id = {"3, 0, 0", "0, 3, 0", "1, 2, 0", "2, 1, 0"}, expect = Expect.ACCEPTABLE, desc = "Three pass.")
    @Outcome(id = "1, 1, 0", expect = Expect.ACCEPTABLE, desc = "Of the third each lane has a part in hand.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "What was in the bucket was lent twice, or lost.")
    @State
    public static class OneBucket extends Shared {
        public OneBucket() {
            super(MeterProfile.rate(8_000_000, 3_000));
        }

        @Actor
        public void one(final III_Result result) {
            result.r1 = pass(first, 1_000);
        }

        @Actor
        public void other(final III_Result result) {
            result.r2 = pass(second, 1_000);
        }

        @Arbiter
        public void left(final III_Result result) {
            result.r3 = pass(first, 1_000) + pass(second, 1_000);
        }
    }

    /** RFC 2697: a packet is in the committed bucket, and two are that it could not take. */
    @JCStressTest
    @Outcome(id = {"3, 0, 0", "0, 3, 0", "1, 2, 0", "2, 1, 0"}, expect = Expect.ACCEPTABLE, desc = "Three pass.")
    @Outcome(id = {"0, 1, 2", "1, 0, 2", "1, 1, 1", "0, 2, 1", "2, 0, 1"}, expect = Expect.ACCEPTABLE,
        desc = "One lane had moved the point, and not yet stored what overflowed.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "What overflowed was stored twice, or lost.")
    @State
    public static class Overflow extends Shared {
        public Overflow() {
            super(new MeterProfile(Algorithm.SINGLE_RATE, false, Bucket.of(8_000_000, 1_000),
                Bucket.of(8_000_000, 2_000)));
        }

        @Actor
        public void one(final III_Result result) {
            result.r1 = pass(first, 1_000);
        }

        @Actor
        public void other(final III_Result result) {
            result.r2 = pass(second, 1_000);
        }

        @Arbiter
        public void left(final III_Result result) {
            result.r3 = pass(first, 1_000) + pass(second, 1_000);
        }
    }
}
