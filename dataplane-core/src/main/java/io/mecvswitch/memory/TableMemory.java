package io.mecvswitch.memory;

import java.lang.foreign.MemorySegment;

/**
 * Where tables lie that lanes look into at random places: native memory, at an address that never changes.
 *
 * <p>A table takes as much as it may ever need and uses it from the front on; what was not written yet takes no room.
 * So a row's address is one addition, and a table grows without a reader noticing. What is taken is bounded: a row's
 * number that escaped a check ends in an exception.
 *
 * <p>And the way to have lines fetched before they are read. A lane says so for a whole vector, which costs one call;
 * what is fetched no instruction waits for.
 */
public abstract class TableMemory {
    /** Octets of a cache line, at which what is taken begins. */
    public static final int LINE = 64;

    /** For subclasses. */
    protected TableMemory() {
    }

    /** Memory without DPDK, for tests and tools: in ordinary pages, and nothing is fetched ahead. Any thread. */
    public static TableMemory ordinary() {
        return OrdinaryTableMemory.INSTANCE;
    }

    /**
     * Takes memory, all zero, that is given back when nobody refers to it any more. Control.
     *
     * @param length octets, at least 1
     */
    public abstract MemorySegment take(long length);

    /**
     * Says that slots of a hash table will be read soon: their lines are fetched while the caller does something else.
     * It changes nothing. Any lane.
     *
     * @param slots  a column of ints
     * @param mask   of a hash, to make the number of its first slot
     * @param wanted slots that will be read from there on
     * @param hashes a column of longs
     * @param count  of the hashes
     */
    public abstract void prefetchSlots(MemorySegment slots, int mask, int wanted, MemorySegment hashes, int count);

    /**
     * The same of rows, which lie in one line each and need not exist.
     *
     * @param table as it was taken
     * @param shift binary logarithm of a row's octets
     * @param rows  numbers of rows, a column of ints
     * @param count of the rows
     */
    public abstract void prefetchRows(MemorySegment table, int shift, MemorySegment rows, int count);
}
