package io.mecvswitch.gtpu;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A hash index from keys to row references, read by lanes without a lock while one control thread changes it.
 *
 * <p>Open addressing with linear probing, at most half full. A slot is one word, so every change is one atomic store.
 * The keys stand in the rows, not here: a reader compares the row a slot points to, which it needs anyway.
 *
 * <pre>
 *    63              32 31              0
 *   ┌──────────────────┬─────────────────┐
 *   │ tag: upper half  │ reference + 1   │     0: never used, ends a probe
 *   │ of the hash      │ (0: removed)    │
 *   └──────────────────┴─────────────────┘
 * </pre>
 */
final class RowIndex {
    /** End of a probe. */
    static final int NONE = -1;

    private static final VarHandle SLOT = MethodHandles.arrayElementVarHandle(long[].class);
    private static final long REMOVED = 1L << 63;
    private static final int SMALLEST = 64;

    /** What readers take: an array whose length never changes. */
    static final class Slots {
        private final long[] slots;
        private final int mask;

        private Slots(final int capacity) {
            slots = new long[capacity];
            mask = capacity - 1;
        }

        /** Where the probe of a hash starts: at its tag, so that a word alone knows its place. */
        int start(final long hash) {
            return (int) (hash >>> 32) & mask;
        }

        /** The place after this one. */
        int next(final int place) {
            return place + 1 & mask;
        }

        /** The word at a place; whoever sees a reference also sees the row behind it. */
        long at(final int place) {
            return (long) SLOT.getAcquire(slots, place);
        }

        /**
         * The word that each key most likely leads to; whoever sees a reference in one also sees the row behind it.
         *
         * <p>It is the first of the probe or, where that has another tag, the second: one of both is right for all but a
         * few keys in a hundred. It is chosen without a branch, which nobody could predict.
         */
        void likely(final long[] keys, final int count, final long[] words) {
            final long[] slots = this.slots;
            for (int k = 0; k < count; k++) {
                final long hash = Hash.of(keys[k]);
                final int place = start(hash);
                final long first = (long) SLOT.getOpaque(slots, place);
                final long second = (long) SLOT.getOpaque(slots, next(place));
                final long difference = (first ^ hash) >>> 32;
                words[k] = first ^ (first ^ second) & -difference >> 63;
            }
            VarHandle.acquireFence();
        }

        /** Whether the word may be the one searched. */
        static boolean matches(final long word, final long hash) {
            return (word ^ hash) >>> 32 == 0 && (int) word != 0;
        }

        /** The reference in a word; {@link #NONE} if it has none. */
        static int reference(final long word) {
            return (int) word - 1;
        }
    }

    // written by control only
    private volatile Slots current = new Slots(SMALLEST);
    private int live;
    private int used;

    /** The slots to search, for the length of a vector. Any thread. */
    Slots slots() {
        return current;
    }

    /** Entries in the index. */
    int size() {
        return live;
    }

    /** Adds a reference whose key is not there yet; its row is complete. Control. */
    void add(final long hash, final int reference) {
        if ((used + 1) * 2 > current.slots.length) {
            rebuild();
        }
        insert(current, word(hash, reference));
        live++;
        used++;
    }

    /** Removes a reference. Its row must stay as it is until every lane has begun a new vector. Control. */
    void remove(final long hash, final int reference) {
        SLOT.setRelease(current.slots, find(hash, reference), REMOVED);
        live--;
    }

    /** Makes a key point to another row, in one store. Control. */
    void replace(final long hash, final int former, final int reference) {
        SLOT.setRelease(current.slots, find(hash, former), word(hash, reference));
    }

    private int find(final long hash, final int reference) {
        final Slots slots = current;
        final long word = word(hash, reference);
        int place = slots.start(hash);
        while (slots.slots[place] != word) {
            if (slots.slots[place] == 0) {
                throw new IllegalStateException("reference " + reference + " is not in the index");
            }
            place = slots.next(place);
        }
        return place;
    }

    /** Doubles the slots where they are needed, else only clears out the removed ones. */
    private void rebuild() {
        final long[] former = current.slots;
        final Slots slots = new Slots(live * 4 >= former.length ? former.length * 2 : former.length);
        for (final long word : former) {
            if ((int) word != 0) {
                insert(slots, word);
            }
        }
        used = live;
        current = slots;
    }

    private static void insert(final Slots slots, final long word) {
        int place = slots.start(word);
        while (slots.slots[place] != 0) {
            place = slots.next(place);
        }
        SLOT.setRelease(slots.slots, place, word);
    }

    private static long word(final long hash, final int reference) {
        return hash & 0xffff_ffff_0000_0000L | reference + 1;
    }
}
