package io.mecvswitch.qos;

import java.util.Arrays;

/**
 * Numbers for flows, by key: a number is given when a flow begins and given back when it ends. Open addressing, half
 * empty; who ends makes those behind it move up (Knuth, TAOCP 3, 6.4, algorithm R). Made once. Lane.
 */
final class FlowTable {
    static final int NONE = -1;

    private final int[] slots;
    private final long[] keys;
    private final int[] next;
    private int free;

    /**
     * @param capacity flows at most, at least one
     */
    FlowTable(final int capacity) {
        slots = new int[Integer.highestOneBit(capacity) << 2];
        keys = new long[capacity];
        next = new int[capacity];
        clear();
    }

    /** The flow of a key, or {@link #NONE}. */
    int find(final long key) {
        int at = home(key);
        while (slots[at] != NONE && keys[slots[at]] != key) {
            at = at + 1 & slots.length - 1;
        }
        return slots[at];
    }

    /** A number for a flow whose key is not there, or {@link #NONE} if all are given. */
    int add(final long key) {
        final int flow = free;
        if (flow == NONE) {
            return NONE;
        }
        free = next[flow];
        keys[flow] = key;
        int at = home(key);
        while (slots[at] != NONE) {
            at = at + 1 & slots.length - 1;
        }
        slots[at] = flow;
        return flow;
    }

    /** The key that a flow has. */
    long key(final int flow) {
        return keys[flow];
    }

    /** Ends a flow. */
    void remove(final int flow) {
        int hole = home(keys[flow]);
        while (slots[hole] != flow) {
            hole = hole + 1 & slots.length - 1;
        }
        for (int at = hole + 1 & slots.length - 1; slots[at] != NONE; at = at + 1 & slots.length - 1) {
            if ((at - home(keys[slots[at]]) & slots.length - 1) >= (at - hole & slots.length - 1)) {
                slots[hole] = slots[at];
                hole = at;
            }
        }
        slots[hole] = NONE;
        next[flow] = free;
        free = flow;
    }

    /** Ends all flows. */
    void clear() {
        Arrays.fill(slots, NONE);
        Arrays.setAll(next, flow -> flow + 1 < next.length ? flow + 1 : NONE);
        free = 0;
    }

    private int home(final long key) {
        final long mixed = key * 0x9e37_79b9_7f4a_7c15L;
        return (int) (mixed >>> 32) & slots.length - 1;
    }
}
