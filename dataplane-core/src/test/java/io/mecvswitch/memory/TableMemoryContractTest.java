package io.mecvswitch.memory;

import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** What a table may rely on, wherever its memory comes from. */
public abstract class TableMemoryContractTest {
    private static final long LARGE = 1L << 30;
    private static final int ROW_SHIFT = 4;

    /** The memory to be tested. */
    protected abstract TableMemory memory();

    @Test
    void shouldBeZeroAndHoldWhatIsWrittenFromEndToEnd() {
        for (final long length : new long[] {Long.BYTES, 4_096, 3L << 20, LARGE}) {
            final MemorySegment table = memory().take(length);
            assertEquals(length, table.byteSize());
            assertEquals(0, table.address() % TableMemory.LINE);
            final long[] offsets = {0, length / 2 & -Long.BYTES, length - Long.BYTES};
            for (final long offset : offsets) {
                assertEquals(0, table.get(JAVA_LONG, offset));
            }
            for (final long offset : offsets) {
                table.set(JAVA_LONG, offset, length + offset);
                assertEquals(length + offset, table.get(JAVA_LONG, offset));
            }
        }
    }

    @Test
    void shouldEndWhereItWasAskedToEnd() {
        final MemorySegment table = memory().take(3L << 20);
        assertThrows(IndexOutOfBoundsException.class, () -> table.get(JAVA_LONG, 3L << 20));
        assertThrows(IndexOutOfBoundsException.class, () -> table.set(JAVA_LONG, -Long.BYTES, 1));
    }

    @Test
    void shouldGiveEachTableMemoryOfItsOwn() {
        final MemorySegment one = memory().take(LARGE);
        final MemorySegment other = memory().take(LARGE);
        for (long offset = 0; offset < LARGE; offset += LARGE / 8) {
            one.set(JAVA_LONG, offset, 1);
            other.set(JAVA_LONG, offset, 2);
            assertEquals(1, one.get(JAVA_LONG, offset));
        }
    }

    @Test
    void shouldTakeNoRoomForWhatIsNotWritten() throws IOException {
        final MemorySegment table = memory().take(2 * LARGE);
        table.set(JAVA_LONG, 0, 1);
        table.set(JAVA_LONG, 2 * LARGE - Long.BYTES, 1);
        final long resident = resident(table);
        assertTrue(resident > 0 && resident < 16 << 20, () -> "it takes " + resident);
    }

    /** Octets of a table that are in memory. */
    private static long resident(final MemorySegment table) throws IOException {
        long octets = 0;
        boolean inside = false;
        for (final String line : Files.readAllLines(Path.of("/proc/self/smaps"))) {
            if (line.matches("[0-9a-f]+-[0-9a-f]+ .*")) {
                final long from = Long.parseUnsignedLong(line.substring(0, line.indexOf('-')), 16);
                inside = from >= table.address() && from < table.address() + table.byteSize();
            } else if (inside && line.startsWith("Rss:")) {
                octets += Long.parseLong(line.replaceAll("\\D", "")) << 10;
            }
        }
        return octets;
    }

    /** Rows that are not there, too: far behind the end, and in front of the first one. */
    @Test
    void shouldChangeNothingByHavingItFetched() {
        final MemorySegment table = memory().take(3L << 20);
        final int[] rows = {0, 1, (3 << 20 >> ROW_SHIFT) - 1, 3 << 20 >> ROW_SHIFT, -1, Integer.MAX_VALUE};
        final int[] slots = {1, 2, 3, 4, 5, 6, 7, 8};
        final long[] hashes = {0, 7, -1, Long.MAX_VALUE};
        table.set(JAVA_LONG, 0, 11);
        memory().prefetchRows(table, ROW_SHIFT, MemorySegment.ofArray(rows), rows.length);
        memory().prefetchSlots(MemorySegment.ofArray(slots), 7, 4, MemorySegment.ofArray(hashes), hashes.length);
        assertEquals(11, table.get(JAVA_LONG, 0));
        assertEquals(0, table.get(JAVA_LONG, 1 << ROW_SHIFT));
        assertEquals(36, Arrays.stream(slots).sum());
        assertEquals(-1, hashes[2]);
    }
}
