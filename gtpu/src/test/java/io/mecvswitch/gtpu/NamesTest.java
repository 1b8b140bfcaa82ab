package io.mecvswitch.gtpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NamesTest {
    private static final int CHUNKS = 3;

    private final Names names = new Names();

    @BeforeEach
    void makeRoom() {
        for (int chunk = 0; chunk < CHUNKS; chunk++) {
            names.addChunk(chunk);
        }
    }

    @Test
    void shouldAgreeWithAMapWhateverComesAndGoes() {
        final Random random = new Random(5);
        final Map<Integer, String> expected = new HashMap<>();
        for (int change = 0; change < 300_000; change++) {
            final int row = random.nextInt(CHUNKS * Names.CHUNK);
            if (expected.remove(row) != null) {
                names.remove(row);
            } else {
                final String name = row + "x".repeat(random.nextInt(64));
                assertEquals(RowIndex.NONE, names.put(row, name));
                expected.put(row, name);
            }
        }
        for (int row = 0; row < CHUNKS * Names.CHUNK; row++) {
            assertEquals(Optional.ofNullable(expected.get(row)), names.name(row));
        }
        expected.forEach((row, name) -> assertEquals(row, names.row(name)));
        assertEquals(RowIndex.NONE, names.row("another"));
    }

    @Test
    void shouldTellWhoseNameWasTaken() {
        assertEquals(RowIndex.NONE, names.put(1, "a"));
        assertEquals(1, names.put(2, "a"));
        assertEquals(Optional.of("a"), names.name(1), "until it is removed");
        names.remove(1);
        assertEquals(Optional.empty(), names.name(1));
        assertEquals(2, names.row("a"));
    }

    @Test
    void shouldKeepNamesApartThatBeginAlike() {
        names.put(1, "abc");
        names.put(2, "abcd");
        names.put(3, "");
        names.put(4, "é".repeat(127));
        assertEquals(1, names.row("abc"));
        assertEquals(2, names.row("abcd"));
        assertEquals(3, names.row(""));
        assertEquals(Optional.of("é".repeat(127)), names.name(4));
        assertEquals(RowIndex.NONE, names.row("ab"));
    }

    @Test
    void shouldUseTheCellsOfFormerNamesAgain() {
        for (int row = 0; row < Names.CHUNK; row++) {
            names.put(row, "bearer-" + row);
        }
        final long before = names.footprint();
        for (int round = 0; round < 10 * Names.CHUNK; round++) {
            final int row = round % Names.CHUNK;
            names.remove(row);
            names.put(row, "bearer-" + row);
        }
        assertEquals(before, names.footprint());
    }

    @Test
    void shouldRefuseANameThatNoCellCanHold() {
        assertEquals(RowIndex.NONE, names.row("x".repeat(256)));
        assertThrows(IllegalArgumentException.class, () -> names.put(1, "x".repeat(256)));
    }
}
