package io.mecvswitch.status;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import org.agrona.concurrent.EpochClock;

/**
 * Where the values of counters stand that are written together: side by side in rows, row after row, in pages that one
 * writer has to itself.
 *
 * <p>A counter of its own has 128 octets, so that writers don't meet in a cache line. Ten thousand rules of two
 * counters would touch 20 000 lines so; in rows of 16 octets they touch 2 500, and nobody else's.
 *
 * <pre>
 *   page of rules, line 0   │ packets, octets │ packets, octets │ …
 *   page of limiters        │ green, octets   │ green, octets   │ …
 * </pre>
 *
 * <p>Control only.
 */
final class CounterRows {
    /** Octets that one writer gets at a time. */
    private static final int PAGE = 512;
    /** Pages that are begun, at most; so many pools may have one that is not full. */
    private static final int BEGUN = 256;
    /** Octets that a counter takes at most: a limiter's five have rows of two and of four. */
    private static final int MOST_OCTETS = 2 * Long.BYTES;

    private final int length;
    private final EpochClock clock;
    private final long restMs;
    private final Map<Pool, Rows> pools = new HashMap<>();
    private int paged;

    /** What rows are for. */
    enum Use {
        /** Packets and octets of a rule. */
        RULE(2),
        /** What a limiter counts of most packets. */
        LIMITER(2),
        /** What it counts of the others. */
        LIMITER_RARE(4);

        private final int octets;

        Use(final int counters) {
            octets = counters * Long.BYTES;
        }
    }

    /** Rows of one use and one writer. */
    private record Pool(Use use, int line) { }

    /** A row that may be used again. */
    private record Freed(int place, long atMs) { }

    /** Rows of a pool: the rest of its last page, and those that came back. */
    private static final class Rows {
        private final Queue<Freed> freed = new ArrayDeque<>();
        private int next;
        private int end;
    }

    /**
     * @param length of the memory for rows, see {@link #length}
     * @param restMs that a row rests before it is somebody else's
     */
    CounterRows(final int length, final EpochClock clock, final long restMs) {
        this.length = length;
        this.clock = clock;
        this.restMs = restMs;
    }

    /** Octets in which every row finds room that so many counters need. */
    static int length(final int counters) {
        return Math.addExact(Math.multiplyExact(counters, MOST_OCTETS), BEGUN * PAGE);
    }

    /**
     * Gives a row.
     *
     * @param line whose lane writes it
     * @return where it begins
     * @throws StatusException if there is no room
     */
    int take(final Use use, final int line) {
        final Rows rows = pools.computeIfAbsent(new Pool(use, line), _ -> new Rows());
        if (!rows.freed.isEmpty() && clock.time() - rows.freed.peek().atMs >= restMs) {
            return rows.freed.remove().place;
        }
        if (rows.next == rows.end) {
            rows.next = page();
            rows.end = rows.next + PAGE;
        }
        final int place = rows.next;
        rows.next += use.octets;
        return place;
    }

    private int page() {
        if (length - paged < PAGE) {
            throw new StatusException("The status file has no room for more counters of rules and limiters: configure"
                + " fewer of them.");
        }
        paged += PAGE;
        return paged - PAGE;
    }

    /** Takes a row back that nobody writes any more. */
    void give(final Use use, final int line, final int place) {
        pools.get(new Pool(use, line)).freed.add(new Freed(place, clock.time()));
    }
}
