package io.mecvswitch.gtpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

class RowIndexTest {
    private static final int ROWS = 4_000;

    private final Random random = new Random(7);
    private final long[] hashes = new long[ROWS];
    private final boolean[] present = new boolean[ROWS];
    private final RowIndex index = new RowIndex(row -> hashes[row]);

    /** As lanes do, without others who change it. */
    private int find(final int row) {
        final RowIndex.Slots slots = index.slots();
        int place = slots.start(hashes[row]);
        for (int word = slots.at(place); word != 0; word = slots.at(place)) {
            if (RowIndex.Slots.matches(word, hashes[row]) && RowIndex.Slots.reference(word) == row) {
                return row;
            }
            place = slots.next(place);
        }
        return RowIndex.NONE;
    }

    private void change(final int row) {
        if (present[row]) {
            index.remove(hashes[row], row);
        } else {
            hashes[row] = random.nextLong();
            index.add(hashes[row], row);
        }
        present[row] = !present[row];
    }

    private void shouldHaveWhatIsPresent() {
        for (int row = 0; row < ROWS; row++) {
            assertEquals(present[row] ? row : RowIndex.NONE, find(row));
        }
    }

    @Test
    void shouldFindWhatIsThereWhateverCameAndWent() {
        for (int round = 0; round < 100; round++) {
            for (int change = 0; change < 500; change++) {
                change(random.nextInt(ROWS));
            }
            shouldHaveWhatIsPresent();
        }
    }

    /** All of a kind: each one's probe leads through all others, round the end of the array. */
    @Test
    void shouldCloseTheGapInAProbeThatGoesRoundTheEnd() {
        for (int row = 0; row < 30; row++) {
            hashes[row] = (long) row << 57 | 60 + row % 3;
            index.add(hashes[row], row);
            present[row] = true;
        }
        for (int row = 0; row < 30; row += 2) {
            index.remove(hashes[row], row);
            present[row] = false;
            for (int other = 0; other < 30; other++) {
                assertEquals(present[other] ? other : RowIndex.NONE, find(other), row + " went");
            }
        }
    }

    @Test
    void shouldNotGrowByWhatComesAndGoes() {
        for (int row = 0; row < 1_000; row++) {
            change(row);
        }
        final long before = index.footprint();
        for (int round = 0; round < 1_000_000; round++) {
            final int row = random.nextInt(1_000);
            change(row);
            change(row);
        }
        assertEquals(before, index.footprint());
        assertEquals(1_000, index.size());
        assertTrue(longestProbe() < 100, "nothing is left of what went");
    }

    private int longestProbe() {
        final RowIndex.Slots slots = index.slots();
        int longest = 0;
        for (int start = 0; start < 2_048; start++) {
            int place = start;
            int length = 0;
            while (slots.at(place) != 0) {
                place = slots.next(place);
                length++;
            }
            longest = Math.max(longest, length);
        }
        return longest;
    }

    @Test
    void shouldTellThatEntriesMoved() {
        hashes[1] = 1L << 60;
        hashes[2] = 1L << 61;
        index.add(hashes[0], 0);
        index.add(hashes[1], 1);
        index.add(hashes[2], 2);
        final RowIndex.Slots slots = index.slots();
        final int before = slots.moves();
        index.remove(hashes[2], 2);
        assertEquals(before, slots.moves(), "the last one leaves no gap");
        index.remove(hashes[0], 0);
        assertTrue(slots.movedSince(before));
    }

    @Test
    void shouldRefuseToRemoveWhatIsNotThere() {
        assertThrows(IllegalStateException.class, () -> index.remove(1, 0));
    }
}
