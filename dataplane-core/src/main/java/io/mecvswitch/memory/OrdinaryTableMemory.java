package io.mecvswitch.memory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Table memory as Java alone gives it: private copies of the pages of an empty file, which is deleted at once. Nothing
 * is ever written to the file.
 */
final class OrdinaryTableMemory extends TableMemory {
    static final TableMemory INSTANCE = new OrdinaryTableMemory();

    private static final long SMALL = 1 << 20;

    private OrdinaryTableMemory() {
    }

    @Override
    public MemorySegment take(final long length) {
        return length <= SMALL ? Arena.ofAuto().allocate(length, LINE) : map(length);
    }

    private static MemorySegment map(final long length) {
        try {
            final Path file = Files.createTempFile("tables", null);
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
                return channel.map(MapMode.PRIVATE, 0, length, Arena.ofAuto());
            } finally {
                Files.delete(file);
            }
        } catch (final IOException e) {
            throw new UncheckedIOException("No memory for tables: is java.io.tmpdir writable?", e);
        }
    }

    @Override
    public void prefetchSlots(final MemorySegment slots, final int mask, final int wanted, final MemorySegment hashes,
        final int count) {
        // Java has no word for it.
    }

    @Override
    public void prefetchRows(final MemorySegment table, final int shift, final MemorySegment rows, final int count) {
        // Java has no word for it.
    }
}
