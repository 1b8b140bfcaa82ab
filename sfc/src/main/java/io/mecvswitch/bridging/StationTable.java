package io.mecvswitch.bridging;

import java.util.concurrent.ThreadLocalRandom;

/**
 * Where stations are: the port behind which each (VLAN, address) was last seen, and when.
 *
 * <p>Open addressing with linear probing, at most half full. One lane reads and writes it; control fills in the static
 * entries before. A station that was silent for longer than the ageing time is not found any more, at once and exactly;
 * its place is cleared when room is needed.
 *
 * <pre>
 *    63     59           48 47                             0
 *   ┌───┬──────┬───────────┬───────────────────────────────┐
 *   │ 1 │  0   │ VLAN      │ Ethernet address              │   word 0: the key; 0 in a free slot
 *   ├───┴──────┴─────────┬─┼──┬────────────────────────────┤
 *   │ port               │ s│  │ last seen, 2^20 ns         │   word 1; s, bit 47: static
 *   └────────────────────┴──┴──────────────────────────────┘
 *    63                48 47   43                         0
 * </pre>
 */
final class StationTable {
    /** {@link #find}: no station of this key. */
    static final int NONE = -1;

    /** What became of a station that was seen. */
    enum Learned {
        /** It is where it was. */
        KNOWN,
        /** It is new. */
        NEW,
        /** It is behind another port than before. */
        MOVED,
        /** There is no room for it. */
        NO_ROOM
    }

    private static final long SEED = ThreadLocalRandom.current().nextLong();
    private static final long OCCUPIED = 1L << 63;
    private static final int VLAN_SHIFT = 48;
    private static final int PORT_SHIFT = 48;
    private static final long STATIC = 1L << 47;
    private static final int TIME_SHIFT = 20;
    private static final long SECOND = 1_000_000_000L >>> TIME_SHIFT;

    // set once by control
    private final long[] slots;
    private final int mask;
    private final int capacity;
    private final long ageing;
    // written by the lane
    private int size;
    private boolean cleared;
    private long clearedAt;

    /**
     * @param capacity      stations at most
     * @param ageingSeconds after which one is forgotten
     */
    StationTable(final int capacity, final int ageingSeconds) {
        this.capacity = capacity;
        this.ageing = ageingSeconds * 1_000_000_000L >>> TIME_SHIFT;
        final int places = Integer.highestOneBit(Math.max(capacity, 4)) * 4;
        this.mask = places - 1;
        this.slots = new long[places * 2];
    }

    /** The key of an address in a VLAN. */
    static long key(final int vlan, final long address) {
        return OCCUPIED | (long) vlan << VLAN_SHIFT | address;
    }

    /** VLAN of a key. */
    static int vlan(final long key) {
        return (int) (key >>> VLAN_SHIFT) & VlanMap.IDS - 1;
    }

    /** Stations in it, forgotten ones included that are not cleared yet. */
    int size() {
        return size;
    }

    /** Adds a station that never ages and never moves. Control. */
    void addStatic(final long key, final int port) {
        insert(place(key), key, (long) port << PORT_SHIFT | STATIC);
    }

    /**
     * Reads the slots of many keys, so that their cache misses overlap; what is found later is found in the cache.
     *
     * @param words receives what was read, and is of no use but to have it read
     */
    void touch(final long[] keys, final int count, final long[] words) {
        for (int k = 0; k < count; k++) {
            words[k] = slots[start(keys[k])];
        }
    }

    /** Port of a station, or {@link #NONE}. */
    int find(final long key, final long nowNs) {
        final int place = place(key);
        return slots[place] == key && isLive(slots[place + 1], nowNs) ? port(slots[place + 1]) : NONE;
    }

    /** Remembers where a station was seen just now. */
    Learned learn(final long key, final int port, final long nowNs) {
        final int place = place(key);
        final long word = (long) port << PORT_SHIFT | nowNs >>> TIME_SHIFT;
        if (slots[place] != key) {
            return add(place, key, word, nowNs);
        }
        final long former = slots[place + 1];
        if ((former & STATIC) != 0) {
            return Learned.KNOWN;
        }
        slots[place + 1] = word;
        return port(former) == port ? Learned.KNOWN : isLive(former, nowNs) ? Learned.MOVED : Learned.NEW;
    }

    private Learned add(final int place, final long key, final long word, final long nowNs) {
        if (size < capacity) {
            insert(place, key, word);
            return Learned.NEW;
        }
        if (mayClear(nowNs) && clear(nowNs)) {
            insert(place(key), key, word);
            return Learned.NEW;
        }
        return Learned.NO_ROOM;
    }

    /** Looking for what can be cleared takes time, so a full table is gone through once a second at most. */
    private boolean mayClear(final long nowNs) {
        final long since = age(clearedAt, nowNs);
        return !cleared || since > SECOND || since < 0;
    }

    /** Clears the places of forgotten stations; returns whether there were any. */
    private boolean clear(final long nowNs) {
        cleared = true;
        clearedAt = nowNs >>> TIME_SHIFT;
        final int before = size;
        for (int place = 0; place < slots.length; place += 2) {
            while (slots[place] != 0 && !isLive(slots[place + 1], nowNs)) {
                remove(place);
            }
        }
        return size < before;
    }

    /** Takes over the learned stations of another table that a filter lets pass, as far as there is room. */
    void takeOver(final StationTable other, final Filter filter) {
        for (int place = 0; place < other.slots.length && size < capacity; place += 2) {
            final long key = other.slots[place];
            final long word = other.slots[place + 1];
            if (key != 0 && (word & STATIC) == 0 && filter.keeps(vlan(key), port(word))
                && slots[place(key)] != key) {
                insert(place(key), key, word);
            }
        }
    }

    /** Which stations stay. */
    interface Filter {
        /** Whether one of this VLAN behind this port does. */
        boolean keeps(int vlan, int port);
    }

    private void insert(final int place, final long key, final long word) {
        slots[place] = key;
        slots[place + 1] = word;
        size++;
    }

    /** Moves back what stands behind the free place and would not be found any more (Knuth, TAOCP 6.4, algorithm R). */
    private void remove(final int removed) {
        int free = removed;
        for (int place = next(free); slots[place] != 0; place = next(place)) {
            final int start = start(slots[place]);
            final boolean reachable = free <= place ? free < start && start <= place : free < start || start <= place;
            if (!reachable) {
                slots[free] = slots[place];
                slots[free + 1] = slots[place + 1];
                free = place;
            }
        }
        slots[free] = 0;
        size--;
    }

    /** Where a key stands, or the free place where it would. */
    private int place(final long key) {
        int place = start(key);
        while (slots[place] != 0 && slots[place] != key) {
            place = next(place);
        }
        return place;
    }

    private int start(final long key) {
        return ((int) spread(key) & mask) << 1;
    }

    private int next(final int place) {
        return place + 2 & (mask << 1 | 1);
    }

    private boolean isLive(final long word, final long nowNs) {
        return (word & STATIC) != 0 || age(word, nowNs) <= ageing;
    }

    /** Time since the one in a word; negative if the clock went back. */
    private static long age(final long word, final long nowNs) {
        return (nowNs >>> TIME_SHIFT) - word << TIME_SHIFT >> TIME_SHIFT;
    }

    private static int port(final long word) {
        return (int) (word >>> PORT_SHIFT);
    }

    /** The finaliser of SplitMix64 over a seed that nobody outside knows: nobody can choose keys that collide. */
    private static long spread(final long key) {
        long hash = key ^ SEED;
        hash = (hash ^ hash >>> 30) * 0xbf58476d1ce4e5b9L;
        hash = (hash ^ hash >>> 27) * 0x94d049bb133111ebL;
        return hash ^ hash >>> 31;
    }
}
