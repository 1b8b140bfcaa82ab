package io.mecvswitch.gtpu;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * The names of rows, and the rows of names. Control only.
 *
 * <p>A million names as strings in a map would take as much again as their bearers. Here they stand in cells of whole
 * words, which are used again.
 *
 * <pre>
 *   a cell in use:   length, octet, octet, octet │ octet, octet, ...     lowest octet first
 *   a free one:      next free cell of its size  │ ...                   0: there is none
 * </pre>
 */
final class Names {
    /** Rows, and words, that are made room for at once. */
    static final int CHUNK = 1 << 14;

    private static final int CHUNK_SHIFT = 14;
    private static final int LONGEST = 0xff;
    private static final int NO_CELL = 0;
    private static final long SPREAD = 0x9e37_79b9_7f4a_7c15L;

    private final RowIndex index = new RowIndex(row -> hash(chunk(cell(row)), at(cell(row))));
    // by row: the cell of its name
    private int[][] cells = new int[1][];
    private int[][] words = {new int[CHUNK]};
    private int wordChunks = 1;
    // the first that was never used; cell 0 is none
    private int fresh = 1;
    // by size: the first free cell
    private final int[] free = new int[size(LONGEST) + 1];
    // a name as it stands in a cell
    private final int[] sought = new int[size(LONGEST)];

    /** Makes room for the names of the next {@link #CHUNK} rows. */
    void addChunk(final int number) {
        if (number == cells.length) {
            cells = Arrays.copyOf(cells, 2 * number);
        }
        cells[number] = new int[CHUNK];
    }

    /** The row of a name, or {@link RowIndex#NONE}. */
    int row(final String name) {
        return write(name) ? find(sought, 0) : RowIndex.NONE;
    }

    /** The name of a row, if it has one. */
    Optional<String> name(final int row) {
        final int cell = cell(row);
        return cell == NO_CELL ? Optional.empty() : Optional.of(read(chunk(cell), at(cell)));
    }

    /**
     * Gives a name of {@value #LONGEST} octets at most to a row that has none.
     *
     * @return the row that had it, and keeps it until {@link #remove}, but is not found by it any more; or
     *     {@link RowIndex#NONE}
     */
    int put(final int row, final String name) {
        if (!write(name)) {
            throw new IllegalArgumentException("a name of more than " + LONGEST + " octets: " + name);
        }
        final int cell = takeCell(size(sought[0] & LONGEST));
        System.arraycopy(sought, 0, chunk(cell), at(cell), size(sought[0] & LONGEST));
        cells[row >>> CHUNK_SHIFT][row & CHUNK - 1] = cell;
        final int former = find(sought, 0);
        if (former == RowIndex.NONE) {
            index.add(hash(sought, 0), row);
        } else {
            index.replace(hash(sought, 0), former, row);
        }
        return former;
    }

    /** Takes a row's name away, if it has one. */
    void remove(final int row) {
        final int cell = cell(row);
        if (cell == NO_CELL) {
            return;
        }
        if (find(chunk(cell), at(cell)) == row) {
            index.remove(hash(chunk(cell), at(cell)), row);
        }
        cells[row >>> CHUNK_SHIFT][row & CHUNK - 1] = NO_CELL;
        final int size = size(chunk(cell)[at(cell)] & LONGEST);
        chunk(cell)[at(cell)] = free[size];
        free[size] = cell;
    }

    /** Bytes that all this takes. */
    long footprint() {
        final long chunks = wordChunks + Arrays.stream(cells).filter(chunk -> chunk != null).count();
        return chunks * CHUNK * Integer.BYTES + index.footprint();
    }

    private int find(final int[] name, final int at) {
        final RowIndex.Slots slots = index.slots();
        final long hash = hash(name, at);
        int place = slots.start(hash);
        for (int word = slots.at(place); word != 0; word = slots.at(place)) {
            if (RowIndex.Slots.matches(word, hash) && is(RowIndex.Slots.reference(word), name, at)) {
                return RowIndex.Slots.reference(word);
            }
            place = slots.next(place);
        }
        return RowIndex.NONE;
    }

    private boolean is(final int row, final int[] name, final int at) {
        final int cell = cell(row);
        final int size = size(name[at] & LONGEST);
        return Arrays.equals(chunk(cell), at(cell), Math.min(CHUNK, at(cell) + size), name, at, at + size);
    }

    private static long hash(final int[] name, final int at) {
        final int end = at + size(name[at] & LONGEST);
        long hash = 0;
        for (int k = at; k < end; k++) {
            hash = Long.rotateLeft((hash ^ name[k]) * SPREAD, Integer.SIZE);
        }
        return Hash.of(hash);
    }

    /** Writes a name as it stands in a cell; returns whether it can stand in one. */
    private boolean write(final String name) {
        final byte[] octets = name.getBytes(StandardCharsets.UTF_8);
        if (octets.length > LONGEST) {
            return false;
        }
        Arrays.fill(sought, 0, size(octets.length), 0);
        sought[0] = octets.length;
        for (int k = 0; k < octets.length; k++) {
            sought[k + 1 >>> 2] |= (octets[k] & 0xff) << (k + 1 & 3) * Byte.SIZE;
        }
        return true;
    }

    private static String read(final int[] chunk, final int at) {
        final byte[] octets = new byte[chunk[at] & LONGEST];
        for (int k = 0; k < octets.length; k++) {
            octets[k] = (byte) (chunk[at + (k + 1 >>> 2)] >>> (k + 1 & 3) * Byte.SIZE);
        }
        return new String(octets, StandardCharsets.UTF_8);
    }

    /** Words of a name's cell. */
    private static int size(final int octets) {
        return (octets >>> 2) + 1;
    }

    private int takeCell(final int size) {
        final int cell = free[size];
        if (cell != NO_CELL) {
            free[size] = chunk(cell)[at(cell)];
            return cell;
        }
        if (at(fresh) + size > CHUNK || at(fresh) == 0) {
            addWords();
        }
        fresh += size;
        return fresh - size;
    }

    /** A cell lies in one chunk. */
    private void addWords() {
        if (wordChunks == words.length) {
            words = Arrays.copyOf(words, 2 * wordChunks);
        }
        words[wordChunks] = new int[CHUNK];
        fresh = wordChunks++ << CHUNK_SHIFT;
    }

    private int cell(final int row) {
        return cells[row >>> CHUNK_SHIFT][row & CHUNK - 1];
    }

    private int[] chunk(final int cell) {
        return words[cell >>> CHUNK_SHIFT];
    }

    private static int at(final int cell) {
        return cell & CHUNK - 1;
    }
}
