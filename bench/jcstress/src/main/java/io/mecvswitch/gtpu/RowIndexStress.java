package io.mecvswitch.gtpu;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/**
 * Control changes a {@link RowIndex} while a lane searches it, as {@link TunnelTable} does: the key stands in the row,
 * which control writes by plain stores before the index shows it.
 */
public final class RowIndexStress {
    private static final int MISSED = 0;
    private static final int HALF_FILLED = -1;

    private RowIndexStress() {
    }

    /** An index over two rows of two words. */
    private abstract static class Rows {
        final RowIndex index = new RowIndex();
        private final long[] words = new long[4];

        final void fill(final int row, final long value) {
            words[2 * row] = value;
            words[2 * row + 1] = value;
        }

        /** The value of the row that a hash leads to. */
        final int find(final long hash) {
            final RowIndex.Slots slots = index.slots();
            int place = slots.start(hash);
            for (long word = slots.at(place); word != 0; word = slots.at(place)) {
                if (RowIndex.Slots.matches(word, hash)) {
                    return value(RowIndex.Slots.reference(word));
                }
                place = slots.next(place);
            }
            return MISSED;
        }

        private int value(final int row) {
            final long value = words[2 * row + 1];
            return words[2 * row] == value && value != 0 ? (int) value : HALF_FILLED;
        }
    }

    /** A new key appears. */
    @JCStressTest
    @Outcome(id = "0", expect = Expect.ACCEPTABLE, desc = "It is not there yet.")
    @Outcome(id = "1", expect = Expect.ACCEPTABLE, desc = "It is found, and its row is complete.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "It is found before its row is complete.")
    @State
    public static class Add extends Rows {
        private static final long HASH = 5L << 32;

        @Actor
        public void control() {
            fill(0, 1);
            index.add(HASH, 0);
        }

        @Actor
        public void lane(final I_Result result) {
            result.r1 = find(HASH);
        }
    }

    /** A key gets another row. */
    @JCStressTest
    @Outcome(id = "1", expect = Expect.ACCEPTABLE, desc = "It leads to the former row.")
    @Outcome(id = "2", expect = Expect.ACCEPTABLE, desc = "It leads to the new row, which is complete.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "It is missed, or leads to a row that is not complete.")
    @State
    public static class Replace extends Rows {
        private static final long HASH = 7L << 32;

        public Replace() {
            fill(0, 1);
            index.add(HASH, 0);
        }

        @Actor
        public void control() {
            fill(1, 2);
            index.replace(HASH, 0, 1);
        }

        @Actor
        public void lane(final I_Result result) {
            result.r1 = find(HASH);
        }
    }

    /** The key before goes, in whose place the probe begins. */
    @JCStressTest
    @Outcome(id = "1", expect = Expect.ACCEPTABLE, desc = "The neighbour is found.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "The neighbour is missed.")
    @State
    public static class RemoveNeighbour extends Rows {
        private static final long GOING = 3L << 32;
        private static final long STAYING = GOING + (1L << 62);

        public RemoveNeighbour() {
            fill(0, 2);
            fill(1, 1);
            index.add(GOING, 0);
            index.add(STAYING, 1);
        }

        @Actor
        public void control() {
            index.remove(GOING, 0);
        }

        @Actor
        public void lane(final I_Result result) {
            result.r1 = find(STAYING);
        }
    }

    /** The index grows. */
    @JCStressTest
    @Outcome(id = "1", expect = Expect.ACCEPTABLE, desc = "A key is found whether in the former slots or the new.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "A key is missed while the slots are rebuilt.")
    @State
    public static class Grow extends Rows {
        private static final int HALF = 32;

        public Grow() {
            fill(0, 1);
            for (long tag = 0; tag < HALF; tag++) {
                index.add(tag << 32, 0);
            }
        }

        @Actor
        public void control() {
            index.add((long) HALF << 32, 0);
        }

        @Actor
        public void lane(final I_Result result) {
            result.r1 = Math.min(find(0), find((long) HALF - 1 << 32));
        }
    }
}
