package io.mecvswitch.gtpu;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;
import org.openjdk.jcstress.infra.results.ZZZ_Result;

/** Two lanes intern paths at once. A lane reads the words behind a number as soon as it has it. */
public final class PathTableStress {
    private PathTableStress() {
    }

    /** A small table and the numbers that two lanes got from it. */
    private abstract static class Paths {
        private static final int CAPACITY = 4;
        private static final long PORT = 1L << 32;
        final PathTable table = new PathTable(CAPACITY);
        // each written by one lane
        int first;
        int second;

        /** All words of a path derive from one, so a path whose words don't belong together shows. */
        final int intern(final long path) {
            return table.intern(path << 16 | path, path << 32 | path, PORT | path);
        }

        final boolean isWhole(final int number, final long path) {
            return table.macs(number, false) == (path << 16 | path)
                && table.macAndTags(number, false) == (path << 32 | path)
                && table.port(number) == 1 && table.tpids(number) == path
                && table.macs(number, true) == (path << 48 | path << 16)
                && table.macAndTags(number, true) == (path << 32 | path);
        }
    }

    /** Both see the same path for the first time. */
    @JCStressTest
    @Outcome(id = "true, true, true", expect = Expect.ACCEPTABLE, desc = "One number, with a whole path behind.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "One path has two numbers, or a lane saw part of it.")
    @State
    public static class Same extends Paths {
        private static final long PATH = 0xabc;

        @Actor
        public void one(final ZZZ_Result result) {
            first = intern(PATH);
            result.r1 = isWhole(first, PATH);
        }

        @Actor
        public void other(final ZZZ_Result result) {
            second = intern(PATH);
            result.r2 = isWhole(second, PATH);
        }

        @Arbiter
        public void same(final ZZZ_Result result) {
            result.r3 = first == second && intern(PATH) == first;
        }
    }

    /** Each sees another path. */
    @JCStressTest
    @Outcome(id = "true, true, true", expect = Expect.ACCEPTABLE, desc = "Two numbers, each with its path behind.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Two paths share a number, or a lane saw part of its own.")
    @State
    public static class Different extends Paths {
        private static final long ONE = 0xabc;
        private static final long OTHER = 0x123;

        @Actor
        public void one(final ZZZ_Result result) {
            first = intern(ONE);
            result.r1 = isWhole(first, ONE);
        }

        @Actor
        public void other(final ZZZ_Result result) {
            second = intern(OTHER);
            result.r2 = isWhole(second, OTHER);
        }

        @Arbiter
        public void different(final ZZZ_Result result) {
            result.r3 = first != second && intern(ONE) == first && intern(OTHER) == second
                && isWhole(first, ONE) && isWhole(second, OTHER);
        }
    }

    /** One place is left, and each sees another path. */
    @JCStressTest
    @Outcome(id = {"true, false", "false, true"}, expect = Expect.ACCEPTABLE, desc = "One got it, the other was told.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Both got the last number, or nobody did.")
    @State
    public static class Last extends Paths {
        private static final long ONE = 0xabc;
        private static final long OTHER = 0x123;

        public Last() {
            intern(1);
            intern(2);
            intern(3);
        }

        @Actor
        public void one(final ZZ_Result result) {
            final int number = intern(ONE);
            result.r1 = number != PathTable.FULL && isWhole(number, ONE);
        }

        @Actor
        public void other(final ZZ_Result result) {
            final int number = intern(OTHER);
            result.r2 = number != PathTable.FULL && isWhole(number, OTHER);
        }
    }
}
