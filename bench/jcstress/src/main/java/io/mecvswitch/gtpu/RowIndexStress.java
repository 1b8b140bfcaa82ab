package io.mecvswitch.gtpu;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
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

    /** An index over rows of two words, whose hashes are told apart. */
    private abstract static class Rows {
        private static final int ROWS = 40;

        final RowIndex index = new RowIndex(this::hash);
        private final long[] words = new long[2 * ROWS];
        private final long[] hashes = new long[ROWS];

        private long hash(final int row) {
            return hashes[row];
        }

        final void fill(final int row, final long hash, final long value) {
            hashes[row] = hash;
            words[2 * row] = value;
            words[2 * row + 1] = value;
        }

        /** The value of the row that a hash leads to. */
        final int find(final long hash) {
            final RowIndex.Slots slots = index.slots();
            int value;
            int moves;
            do {
                moves = slots.moves();
                value = search(slots, hash);
            } while (value == MISSED && slots.movedSince(moves));
            return value;
        }

        private int search(final RowIndex.Slots slots, final long hash) {
            int place = slots.start(hash);
            for (int word = slots.at(place); word != 0; word = slots.at(place)) {
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
        private static final long HASH = 5L | 5L << 57;

        @Actor
        public void control() {
            fill(0, HASH, 1);
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
        private static final long HASH = 7L | 7L << 57;

        public Replace() {
            fill(0, HASH, 1);
            index.add(HASH, 0);
        }

        @Actor
        public void control() {
            fill(1, HASH, 2);
            index.replace(HASH, 0, 1);
        }

        @Actor
        public void lane(final I_Result result) {
            result.r1 = find(HASH);
        }
    }

    /** The key before goes, and others move up in its place. */
    @JCStressTest
    @Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "Those that move are found.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "One that moves is missed.")
    @State
    public static class Move extends Rows {
        private static final long GOING = 3;
        private static final long NEXT = 3 | 1L << 62;
        private static final long LAST = 4 | 1L << 61;

        public Move() {
            fill(0, GOING, 2);
            fill(1, NEXT, 1);
            fill(2, LAST, 1);
            index.add(GOING, 0);
            index.add(NEXT, 1);
            index.add(LAST, 2);
        }

        @Actor
        public void control() {
            index.remove(GOING, 0);
        }

        @Actor
        public void lane(final II_Result result) {
            result.r1 = find(NEXT);
            result.r2 = find(LAST);
        }
    }

    /** What moved up is removed, and another comes in its place. */
    @JCStressTest
    @Outcome(id = "1", expect = Expect.ACCEPTABLE, desc = "Whatever goes and comes beside it, it is found.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "It is missed.")
    @State
    public static class MoveAgain extends Rows {
        private static final long FIRST = 3;
        private static final long SECOND = 3 | 1L << 62;
        private static final long STAYING = 3 | 1L << 61;

        public MoveAgain() {
            fill(0, FIRST, 2);
            fill(1, SECOND, 2);
            fill(2, STAYING, 1);
            index.add(FIRST, 0);
            index.add(SECOND, 1);
            index.add(STAYING, 2);
        }

        @Actor
        public void control() {
            index.remove(FIRST, 0);
            index.remove(SECOND, 1);
            index.add(FIRST, 0);
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
            for (int row = 0; row <= HALF; row++) {
                fill(row, row, 1);
            }
            for (int row = 0; row < HALF; row++) {
                index.add(row, row);
            }
        }

        @Actor
        public void control() {
            index.add(HALF, HALF);
        }

        @Actor
        public void lane(final I_Result result) {
            result.r1 = Math.min(find(0), find(HALF - 1));
        }
    }
}
