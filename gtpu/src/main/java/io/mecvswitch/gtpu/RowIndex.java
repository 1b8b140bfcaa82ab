package io.mecvswitch.gtpu;

import io.mecvswitch.memory.TableMemory;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A hash index from keys to row references, read by lanes without a lock while one control thread changes it.
 *
 * <p>Open addressing with linear probing, at most half full. A slot is one word, so every change is one atomic store.
 * The keys stand in the rows, not here: a reader compares the row a slot points to, which it needs anyway.
 *
 * <pre>
 *    31        25 24                      0
 *   ┌────────────┬─────────────────────────┐
 *   │ tag: upper │ reference + 1           │     0: empty, ends a probe
 *   │ 7 bits of  │                         │
 *   │ the hash   │                         │
 *   └────────────┴─────────────────────────┘
 * </pre>
 *
 * <p>Nothing is left where an entry was removed: one that stands further along its probe moves there, so that searches
 * stay short however often entries come and go. It is stored in its new place, the {@linkplain Slots#moves() moves} are
 * counted, and then its former place is stored over. A reader who finds nothing has to ask whether entries moved while
 * it searched: one might have passed it.
 */
final class RowIndex {
    /** End of a probe. */
    static final int NONE = -1;

    private static final VarHandle SLOT = MethodHandles.arrayElementVarHandle(int[].class);
    private static final VarHandle MOVES = moves();
    private static final int TAG_SHIFT = 25;
    private static final int TAG_OF_HASH = Long.SIZE - Integer.SIZE + TAG_SHIFT;
    private static final int REFERENCE = (1 << TAG_SHIFT) - 1;
    private static final int SMALLEST = 64;
    // slots of a probe in which a key mostly is
    private static final int LIKELY = 4;
    /** References are below. */
    static final int REFERENCES = REFERENCE;

    /** Tells the hash of the key that stands in the row of a reference. */
    @FunctionalInterface
    interface Hashes {
        /** The hash of a reference's key. */
        long of(int reference);
    }

    /** What readers take: an array whose length never changes. */
    static final class Slots {
        private final int[] slots;
        private final MemorySegment segment;
        private final int mask;
        // written by control only
        private int moves;

        private Slots(final int capacity) {
            slots = new int[capacity];
            segment = MemorySegment.ofArray(slots);
            mask = capacity - 1;
        }

        /** Where the probe of a hash starts. */
        int start(final long hash) {
            return (int) hash & mask;
        }

        /** The place after this one. */
        int next(final int place) {
            return place + 1 & mask;
        }

        /** The word at a place; whoever sees a reference also sees the row behind it. */
        int at(final int place) {
            return (int) SLOT.getAcquire(slots, place);
        }

        /** How many entries have moved yet; to be asked before a search. */
        int moves() {
            return (int) MOVES.getAcquire(this);
        }

        /** Whether entries have moved since, so that a search that found nothing has to be repeated. */
        boolean movedSince(final int moves) {
            return (int) MOVES.getAcquire(this) != moves;
        }

        /** Has those slots fetched that {@link #likely} will look at, for a column of hashes. */
        void prefetch(final TableMemory memory, final MemorySegment hashes, final int count) {
            memory.prefetchSlots(segment, mask, LIKELY, hashes, count);
        }

        /**
         * The reference that each key most likely leads to, or {@link #NONE}; whoever sees one also sees the row behind
         * it.
         *
         * <p>It is the first of four slots of the probe that has the key's tag, else the fourth: the right one for all
         * but one key in a hundred where a third of the slots is taken, for all but three where half are. It is chosen
         * without a branch, which nobody could predict.
         */
        void likely(final long[] hashes, final int count, final int[] references) {
            final int[] slots = this.slots;
            final int mask = slots.length - 1;
            for (int k = 0; k < count; k++) {
                final long hash = hashes[k];
                final int tag = (int) (hash >>> Integer.SIZE);
                final int first = (int) SLOT.getOpaque(slots, (int) hash & mask);
                final int second = (int) SLOT.getOpaque(slots, (int) hash + 1 & mask);
                final int third = (int) SLOT.getOpaque(slots, (int) hash + 2 & mask);
                final int fourth = (int) SLOT.getOpaque(slots, (int) hash + 3 & mask);
                references[k] = reference(tagged(first, tag, tagged(second, tag, tagged(third, tag, fourth))));
            }
            VarHandle.acquireFence();
        }

        /** The word if it has the tag, else the other one. */
        private static int tagged(final int word, final int tag, final int other) {
            return word ^ (word ^ other) & -((word ^ tag) >>> TAG_SHIFT) >> 31;
        }

        /** Whether the word may be the one searched. */
        static boolean matches(final int word, final long hash) {
            return (word ^ (int) (hash >>> Integer.SIZE)) >>> TAG_SHIFT == 0;
        }

        /** The reference in a word; {@link #NONE} if it has none. */
        static int reference(final int word) {
            return (word & REFERENCE) - 1;
        }
    }

    // set once by control
    private final Hashes hashes;
    // written by control only
    private volatile Slots current = new Slots(SMALLEST);
    private int size;

    /**
     * @param hashes asked of references that are in the index
     */
    RowIndex(final Hashes hashes) {
        this.hashes = hashes;
    }

    private static VarHandle moves() {
        try {
            return MethodHandles.lookup().findVarHandle(Slots.class, "moves", int.class);
        } catch (final ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** The slots to search, for the length of a vector. Any thread. */
    Slots slots() {
        return current;
    }

    /** Entries in the index. */
    int size() {
        return size;
    }

    /** Bytes of its slots. */
    long footprint() {
        return (long) current.slots.length * Integer.BYTES;
    }

    /** Adds a reference, below {@link #REFERENCES}, whose key is not there yet; its row is complete. Control. */
    void add(final long hash, final int reference) {
        if ((size + 1) * 2 > current.slots.length) {
            grow();
        }
        insert(current, hash, reference);
        size++;
    }

    /** Removes a reference. Its row must stay as it is until every lane has begun a new vector. Control. */
    void remove(final long hash, final int reference) {
        final Slots slots = current;
        final int end = close(slots, find(hash, reference));
        SLOT.setRelease(slots.slots, end, 0);
        size--;
    }

    /** Makes a key point to another row, in one store. Control. */
    void replace(final long hash, final int former, final int reference) {
        SLOT.setRelease(current.slots, find(hash, former), word(hash, reference));
    }

    /** Lets entries behind a gap move up; returns where the gap is then, behind which nobody misses anything. */
    private int close(final Slots slots, final int start) {
        int gap = start;
        int place = slots.next(gap);
        for (int word = slots.slots[place]; word != 0; word = slots.slots[place]) {
            final int from = slots.start(hashes.of(Slots.reference(word)));
            // Whether the probe that leads here comes by the gap: distances are taken round the end of the array.
            if ((place - from & slots.mask) >= (place - gap & slots.mask)) {
                SLOT.setRelease(slots.slots, gap, word);
                MOVES.setRelease(slots, slots.moves + 1);
                gap = place;
            }
            place = slots.next(place);
        }
        return gap;
    }

    private int find(final long hash, final int reference) {
        final Slots slots = current;
        final int word = word(hash, reference);
        int place = slots.start(hash);
        while (slots.slots[place] != word) {
            if (slots.slots[place] == 0) {
                throw new IllegalStateException("reference " + reference + " is not in the index");
            }
            place = slots.next(place);
        }
        return place;
    }

    private void grow() {
        final int[] former = current.slots;
        final Slots slots = new Slots(former.length * 2);
        for (final int word : former) {
            if (word != 0) {
                final int reference = Slots.reference(word);
                insert(slots, hashes.of(reference), reference);
            }
        }
        current = slots;
    }

    private static void insert(final Slots slots, final long hash, final int reference) {
        int place = slots.start(hash);
        while (slots.slots[place] != 0) {
            place = slots.next(place);
        }
        SLOT.setRelease(slots.slots, place, word(hash, reference));
    }

    private static int word(final long hash, final int reference) {
        return (int) (hash >>> TAG_OF_HASH) << TAG_SHIFT | reference + 1;
    }
}
