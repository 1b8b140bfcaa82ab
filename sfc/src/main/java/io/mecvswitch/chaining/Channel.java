package io.mecvswitch.chaining;

/**
 * One way by which packets come back from an application: its port, a tag or address at its port, or what an aware one
 * signs them with. All of them are of one {@link Visit}, as long as the configuration stays.
 *
 * <p>When the configuration changes, packets are inside the application that were led there before, and they go on as
 * the configuration had it that led them. What goes in first comes out first; so a run of packets on one visit is as
 * long when it comes back as it was when it went.
 *
 * <pre>
 *   led    1 2 3 4 5 │ 6 7 8        runs: visit a until 5, then visit b
 *   back   1 2 3 …                  is of visit a
 * </pre>
 *
 * <p>Where an application loses packets, what comes back is counted too low. So a run is over {@link #DRAIN_NS} after
 * its last packet went in at the latest, and the count is set right where nothing went in for so long.
 */
final class Channel {
    /** How long packets may be inside an application. */
    static final long DRAIN_NS = 1_000_000_000L;
    /** Runs that may be inside at once; of more, the oldest two are one. A power of two. */
    private static final int RUNS = 64;

    /** What tells it from others. */
    final Key key;
    /** What its packets are on, if nothing was led there lately; null if they are on none. */
    final Visit visit;
    /** Compilations that found it without a visit. */
    final int idle;

    // written by the lane that leads packets only
    private long led;
    private long back;
    private long ledNs;
    private Visit last;
    private Visit[] runs;
    private long[] ends;
    private long[] deadlines;
    private int first;
    private int count;

    /**
     * @param port index of the port by which packets come back
     * @param kind what tells them from others there
     * @param id   VLAN identifier, Ethernet address, or {@link #sign}; 0 for a whole port
     */
    record Key(int port, Kind kind, long id) { }

    /** What tells packets of one channel from those of others. */
    enum Kind {
        /** Nothing: all of the port are of it. */
        PORT,
        /** VLAN identifier. */
        VLAN,
        /** Ethernet address. */
        MAC,
        /** Service path identifier and step. */
        SIGN
    }

    /** What tells packets that an aware application signs: their path, and how many steps are behind them. */
    static long sign(final int id, final int steps) {
        return (long) id << 8 | steps;
    }

    Channel(final Key key, final Visit visit, final int idle) {
        this.key = key;
        this.visit = visit;
        this.idle = idle;
        this.runs = new Visit[RUNS];
        this.ends = new long[RUNS];
        this.deadlines = new long[RUNS];
    }

    /** Goes on where the channel of the configuration before left off. */
    void resume(final Channel former) {
        led = former.led;
        back = former.back;
        ledNs = former.ledNs;
        last = former.last;
        runs = former.runs;
        ends = former.ends;
        deadlines = former.deadlines;
        first = former.first;
        count = former.count;
    }

    /** Packets go there. */
    void lead(final Visit to, final int packets, final long nowNs) {
        if (isEmpty(nowNs)) {
            back = led;
            count = 0;
            last = to;
        } else if (to != last) {
            end(nowNs);
            last = to;
        }
        ledNs = nowNs;
        led += packets;
    }

    /** Whether nothing can be inside any more. */
    private boolean isEmpty(final long nowNs) {
        return last == null || nowNs - ledNs > DRAIN_NS;
    }

    private void end(final long nowNs) {
        if (count == RUNS) {
            first = first + 1 & RUNS - 1;
            count--;
        }
        final int at = first + count & RUNS - 1;
        runs[at] = last;
        ends[at] = led;
        deadlines[at] = nowNs + DRAIN_NS;
        count++;
    }

    /**
     * The visit that whatever comes back now was on; null if it was on none, or if that depends on how many have come.
     * Who takes that for an answer says so by {@link #backTogether}.
     */
    Visit ofAll(final long nowNs) {
        return isEmpty(nowNs) ? visit : count == 0 ? last : null;
    }

    /** Packets have come back that were all on one visit. */
    void backTogether(final int packets) {
        back = Math.min(back + packets, led);
    }

    /** A packet has come back; returns the visit it was on, or null if it was on none. */
    Visit back(final long nowNs) {
        if (isEmpty(nowNs)) {
            return visit;
        }
        back = Math.min(back + 1, led);
        while (count > 0 && (back > ends[first] || nowNs - deadlines[first] > 0)) {
            back = Math.max(back, ends[first] + 1);
            runs[first] = null;
            first = first + 1 & RUNS - 1;
            count--;
        }
        return count == 0 ? last : runs[first];
    }
}
