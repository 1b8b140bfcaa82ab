package io.mecvswitch.gtpu;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The ways on which tunnels were seen: port, Ethernet addresses and VLAN tags, each distinct one with a small number.
 *
 * <p>A switch without addresses of its own learns from passing packets how to reach their peers. There are few ways and
 * many bearers, so a bearer keeps a number, which one store changes, and the way behind a number never changes: no
 * reader sees half of one. Lanes add and read, without a lock; what is full stays as it is.
 *
 * <pre>
 *   word 0   destination MAC, first 2 octets of source MAC      as the frame begins
 *   word 1   last 4 octets of source MAC, outer TCI, inner TCI
 *   word 2   ingress port (high half), TPIDs of the tags (0: no such tag)
 *   word 3,4 as 0 and 1 with the addresses exchanged
 * </pre>
 */
final class PathTable {
    /** There is no room for another way. */
    static final int FULL = -1;
    /** Of a way's words: the one with the TPIDs. */
    static final int TPIDS = 2;
    /** Of a way's words: the first two again, with the addresses exchanged. */
    static final int REVERSED = 3;

    private static final int CAPACITY = 1 << 14;

    private static final VarHandle SLOT = MethodHandles.arrayElementVarHandle(int[].class);
    private static final int WORDS = 5;

    private final int capacity;
    private final long[] words;
    // number + 1, or 0; twice as many as ways
    private final int[] slots;
    private final AtomicInteger size = new AtomicInteger();

    PathTable() {
        this(CAPACITY);
    }

    /**
     * @param capacity ways it holds at most, a power of two
     */
    PathTable(final int capacity) {
        this.capacity = capacity;
        words = new long[capacity * WORDS];
        slots = new int[capacity * 2];
    }

    /** The number of a way, a new one if it is seen for the first time, or {@link #FULL}. Any lane. */
    int intern(final long macs, final long macAndTags, final long portAndTpids) {
        final int mask = slots.length - 1;
        int place = (int) Hash.of(Hash.of(macs, macAndTags), portAndTpids) & mask;
        int made = FULL;
        while (true) {
            final int slot = (int) SLOT.getAcquire(slots, place);
            if (slot == 0) {
                made = made == FULL ? make(macs, macAndTags, portAndTpids) : made;
                if (made == FULL || SLOT.compareAndSet(slots, place, 0, made + 1)) {
                    return made;
                }
            } else if (is(slot - 1, macs, macAndTags, portAndTpids)) {
                return slot - 1;
            } else {
                place = place + 1 & mask;
            }
        }
    }

    private int make(final long macs, final long macAndTags, final long portAndTpids) {
        if (size.get() >= capacity) {
            return FULL;
        }
        final int number = size.getAndIncrement();
        if (number >= capacity) {
            size.set(capacity);
            return FULL;
        }
        final int at = number * WORDS;
        words[at] = macs;
        words[at + 1] = macAndTags;
        words[at + 2] = portAndTpids;
        words[at + 3] = source(macs, macAndTags) << 16 | destination(macs) >>> 32;
        words[at + 4] = destination(macs) << 32 | macAndTags & 0xffff_ffffL;
        return number;
    }

    /** Whether a number is that of a way. */
    boolean is(final int number, final long macs, final long macAndTags, final long portAndTpids) {
        final int at = number * WORDS;
        return words[at] == macs && words[at + 1] == macAndTags && words[at + 2] == portAndTpids;
    }

    private static long destination(final long macs) {
        return macs >>> 16;
    }

    private static long source(final long macs, final long macAndTags) {
        return (macs & 0xffff) << 32 | macAndTags >>> 32;
    }

    /** All words, for a lane that compares many; a number's begin {@link #at} it. */
    long[] words() {
        return words;
    }

    /** Where the words of a number begin. */
    static int at(final int number) {
        return number * WORDS;
    }

    /** The second word: last four octets of the source address, and both tags. */
    static long macAndTags(final int mac, final int tags) {
        return (long) mac << 32 | tags & 0xffff_ffffL;
    }

    /** First eight octets of the Ethernet header, as seen or with the addresses exchanged. */
    long macs(final int number, final boolean reversed) {
        return words[number * WORDS + (reversed ? 3 : 0)];
    }

    /** Last four octets of the source address and both tags, as seen or with the addresses exchanged. */
    long macAndTags(final int number, final boolean reversed) {
        return words[number * WORDS + (reversed ? 4 : 1)];
    }

    /** Port on which the way was seen. */
    int port(final int number) {
        return (int) (words[number * WORDS + 2] >>> 32);
    }

    /**
     * Port by which packets go that are pushed so: the own path leads on from where it was seen, the opposite tunnel's
     * back to where it was.
     *
     * @param way      that was {@linkplain Learned#seen seen}
     * @param partners by port index: index of its wire partner, or -1
     * @return -1 if the port has no partner
     */
    int egress(final long way, final int[] partners) {
        final int seenOn = port(Learned.path(way));
        return Learned.reversed(way) ? seenOn : partners[seenOn];
    }

    /** TPIDs of both tags: outermost in the high half; 0 where there is no tag. */
    int tpids(final int number) {
        return (int) words[number * WORDS + 2];
    }
}
