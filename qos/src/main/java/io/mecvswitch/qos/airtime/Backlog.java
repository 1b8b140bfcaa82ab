package io.mecvswitch.qos.airtime;

/**
 * Frames that wait, in a queue per station, and frames in flight, in a queue per virtual interface: one pool of slots,
 * made once.
 *
 * <pre>
 *   free ──take──▶ waiting, per station ──fly──▶ in flight, per interface ──land──▶ free
 *
 *   frame    │ next │ tag │ octets │ ideal ns │       words of 32 bit: with the flight, a cache line
 *   flight   │ last │ frames │ station │ octets │ ideal ns │ estimate ns │ κ │ due ns, 64 bit │
 * </pre>
 *
 * <p>Frames that a station sent at once are a flight, which the slot of the first one tells of: what is told of all of
 * them concerns no other slot. {@link #cut} makes two flights of one. Free slots are a queue, too: they are taken out
 * of its front as they are linked, and freed so. What was freed last is taken first, so that few lines are in use.
 *
 * <p>Who reads a slot's next one first has fewer indexes checked. Lane.
 */
final class Backlog {
    private static final int NONE = -1;
    private static final int SHIFT = 4;
    private static final int TAG = 1;
    private static final int OCTETS = 2;
    private static final int IDEAL = 3;
    private static final int LAST = 4;
    private static final int FRAMES = 5;
    private static final int STATION = 6;
    private static final int FLIGHT_OCTETS = 7;
    private static final int FLIGHT_IDEAL = 8;
    private static final int ESTIMATE = 9;
    private static final int KAPPA = 10;
    private static final int DUE_LOW = 11;
    private static final int DUE_HIGH = 12;
    private static final long LOW = 0xffff_ffffL;

    private final int[] slots;
    private int free;
    private int freeCount;

    /**
     * @param capacity slots, 2^26 at most
     */
    Backlog(final int capacity) {
        slots = new int[capacity << SHIFT];
        for (int slot = 0; slot < capacity; slot++) {
            slots[slot << SHIFT] = slot + 1 < capacity ? slot + 1 : NONE;
        }
        free = capacity == 0 ? NONE : 0;
        freeCount = capacity;
    }

    /** Slots that are free. */
    int room() {
        return freeCount;
    }

    /** The slot that is taken first; the others follow it. */
    int firstFree() {
        return free;
    }

    /** Writes a frame into a slot that is to be taken. */
    void write(final int slot, final int octets, final int tag, final int idealNs) {
        final int at = slot << SHIFT;
        slots[at + TAG] = tag;
        slots[at + OCTETS] = octets;
        slots[at + IDEAL] = idealNs;
    }

    /**
     * Takes free slots for the end of a queue.
     *
     * @param upTo  the last one
     * @param after the next one
     */
    void take(final Turn<?> queue, final int upTo, final int after, final int count) {
        final int first = free;
        free = after;
        freeCount -= count;
        append(queue, first, upTo, count);
    }

    private void append(final Turn<?> queue, final int first, final int upTo, final int count) {
        if (queue.length == 0) {
            queue.first = first;
        } else {
            slots[queue.last << SHIFT] = first;
        }
        queue.last = upTo;
        queue.length += count;
    }

    /**
     * Moves the oldest of a queue behind another one.
     *
     * @param upTo  the last of them
     * @param after the next of the queue, if it has more
     */
    void move(final Turn<?> from, final Turn<?> to, final int upTo, final int after, final int count) {
        final int first = from.first;
        from.first = after;
        from.length -= count;
        append(to, first, upTo, count);
    }

    /** Frees the oldest of a queue, up to a slot of it. */
    void free(final Turn<?> from, final int upTo, final int count) {
        final int first = from.first;
        from.first = slots[upTo << SHIFT];
        from.length -= count;
        slots[upTo << SHIFT] = free;
        free = first;
        freeCount += count;
    }

    /** The next of the same queue. */
    int after(final int slot) {
        return slots[slot << SHIFT];
    }

    int tag(final int slot) {
        return slots[(slot << SHIFT) + TAG];
    }

    int octets(final int slot) {
        return slots[(slot << SHIFT) + OCTETS];
    }

    int idealNs(final int slot) {
        return slots[(slot << SHIFT) + IDEAL];
    }

    // Flights, by their first slots.

    /** Begins a flight that ends with a slot. */
    void fly(final int flight, final int last, final int frames, final int station) {
        final int at = flight << SHIFT;
        slots[at + LAST] = last;
        slots[at + FRAMES] = frames;
        slots[at + STATION] = station;
    }

    /**
     * Says what a flight is.
     *
     * @param octets     of all frames
     * @param idealNs    of all frames
     * @param estimateNs of all frames
     * @param kappaQ16   by which they were estimated
     * @param untilNs    until when they are believed to be in flight
     */
    void estimate(final int flight, final int octets, final int idealNs, final int estimateNs, final int kappaQ16,
        final long untilNs) {
        final int at = flight << SHIFT;
        slots[at + FLIGHT_OCTETS] = octets;
        slots[at + FLIGHT_IDEAL] = idealNs;
        slots[at + ESTIMATE] = estimateNs;
        slots[at + KAPPA] = kappaQ16;
        slots[at + DUE_LOW] = (int) untilNs;
        slots[at + DUE_HIGH] = (int) (untilNs >> Integer.SIZE);
    }

    /** Has a flight end after so many frames, if it has more; the others are another flight. */
    void cut(final int flight, final int count) {
        final int rest = frames(flight) - count;
        if (rest > 0) {
            final int kappaQ16 = kappaQ16(flight);
            int octets = 0;
            int idealNs = 0;
            int estimateNs = 0;
            int last = flight;
            int slot = flight;
            for (int i = 0; i < count; i++) {
                last = slot;
                octets += octets(slot);
                idealNs += idealNs(slot);
                estimateNs += Account.correctedNs(idealNs(slot), kappaQ16);
                slot = after(slot);
            }
            fly(slot, last(flight), rest, station(flight));
            estimate(slot, flightOctets(flight) - octets, flightIdealNs(flight) - idealNs,
                estimateNs(flight) - estimateNs, kappaQ16, dueNs(flight));
            fly(flight, last, count, station(flight));
            estimate(flight, octets, idealNs, estimateNs, kappaQ16, dueNs(flight));
        }
    }

    int last(final int flight) {
        return slots[(flight << SHIFT) + LAST];
    }

    int frames(final int flight) {
        return slots[(flight << SHIFT) + FRAMES];
    }

    int station(final int flight) {
        return slots[(flight << SHIFT) + STATION];
    }

    int flightOctets(final int flight) {
        return slots[(flight << SHIFT) + FLIGHT_OCTETS];
    }

    int flightIdealNs(final int flight) {
        return slots[(flight << SHIFT) + FLIGHT_IDEAL];
    }

    int estimateNs(final int flight) {
        return slots[(flight << SHIFT) + ESTIMATE];
    }

    int kappaQ16(final int flight) {
        return slots[(flight << SHIFT) + KAPPA];
    }

    long dueNs(final int flight) {
        final int at = flight << SHIFT;
        return (long) slots[at + DUE_HIGH] << Integer.SIZE | slots[at + DUE_LOW] & LOW;
    }
}
