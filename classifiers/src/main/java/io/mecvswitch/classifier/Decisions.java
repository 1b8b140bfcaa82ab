package io.mecvswitch.classifier;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.mecvswitch.stage.Action;
import io.mecvswitch.status.RuleCounters;
import io.mecvswitch.status.StatusFile;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.util.Arrays;

/**
 * What each rule decides, and where its packets are counted.
 *
 * <p>A word for each rule's index: a packet whose rule is another one than its neighbour's touches one cache line here,
 * and one in which it is counted. Control fills it in, then lanes read.
 *
 * <pre>
 *   63     56 55        35 34  33  32 31                       0
 *  │ action  │ place / 16 │ D │ W │ C │ index of the egress port │   D: drops, W: rewrites, C: copies
 * </pre>
 *
 * <p>At the place its packets are counted, and behind them its octets ({@link RuleCounters#place}).
 */
public final class Decisions {
    /** What is decided where no rule is met. */
    static final long NONE = (long) Action.NONE << Decisions.ACTION_SHIFT;
    /** Its packets leave here. */
    static final long DROPS = 1L << 34;
    /** Its packets are changed as they leave. */
    static final long REWRITES = 1L << 33;
    /** Its packets are copied. */
    static final long COPIES = 1L << 32;
    /** Binary logarithm of the octets of a {@link #row}. */
    static final int ROW_SHIFT = 4;

    private static final int ACTION_SHIFT = 56;
    private static final int PLACE_SHIFT = 35;
    private static final int PLACES = 1 << ACTION_SHIFT - PLACE_SHIFT;
    private static final long PLACE = PLACES - 1L << PLACE_SHIFT;
    private static final VarHandle COUNTER = JAVA_LONG.varHandle();

    private final MemorySegment counters;
    private final long[] words;

    /**
     * @param rules    how many there are, or indexes of them
     * @param counters memory of their counters, {@link StatusFile#rowMemory}
     */
    public Decisions(final int rules, final MemorySegment counters) {
        this.counters = counters;
        words = new long[rules];
    }

    /**
     * What was decided before, to be changed for some rules.
     *
     * @param former decisions, which stay as they are
     * @param rules  how many there are now, or indexes of them
     */
    public Decisions(final Decisions former, final int rules) {
        counters = former.counters;
        words = Arrays.copyOf(former.words, rules);
    }

    /** The rule of this index drops. */
    public void drop(final int rule) {
        decide(rule, DROPS);
    }

    /** The rule of this index does an {@link Action}; the egress counts where the action names one. */
    public void act(final int rule, final int action, final int egress) {
        decide(rule, (long) action << ACTION_SHIFT | egress);
    }

    private void decide(final int rule, final long decision) {
        words[rule] = words[rule] & PLACE | decision;
    }

    /** The rule of this index, which does something, changes its packets as they leave. */
    public void rewrite(final int rule) {
        words[rule] |= REWRITES;
    }

    /** The rule of this index, which does something, has its packets copied. */
    public void copy(final int rule) {
        words[rule] |= COPIES;
    }

    /** Counters of the rule of this index. */
    public void count(final int rule, final RuleCounters of) {
        final int unit = of.place() >> ROW_SHIFT;
        if (unit >= PLACES || unit << ROW_SHIFT != of.place()) {
            throw new IllegalArgumentException("counters at " + of.place());
        }
        words[rule] = words[rule] & ~PLACE | (long) unit << PLACE_SHIFT;
    }

    /** Memory of the counters. */
    MemorySegment counters() {
        return counters;
    }

    /** The words of all rules, for a lane that reads many, by index. */
    long[] words() {
        return words;
    }

    /** The {@link Action}. */
    static int action(final long decision) {
        return (int) (decision >>> ACTION_SHIFT);
    }

    /** The egress port. */
    static int egress(final long decision) {
        return (int) decision;
    }

    /** Counts packets and octets of a decision's rule, whose counters nobody else writes. */
    static void count(final MemorySegment counters, final long decision, final int packets, final int octets) {
        final long place = (long) row(decision) << ROW_SHIFT;
        COUNTER.setRelease(counters, place, counters.get(JAVA_LONG, place) + packets);
        COUNTER.setRelease(counters, place + Long.BYTES, counters.get(JAVA_LONG, place + Long.BYTES) + octets);
    }

    /**
     * The same at a {@link #row}, for who counts many packets one by one: nothing is ordered, so that what is read does
     * not wait for what was written. A fence behind the last of them lets others see it.
     */
    static void countAt(final MemorySegment counters, final int row, final int packets, final int octets) {
        final long place = (long) row << ROW_SHIFT;
        counters.set(JAVA_LONG, place, counters.get(JAVA_LONG, place) + packets);
        counters.set(JAVA_LONG, place + Long.BYTES, counters.get(JAVA_LONG, place + Long.BYTES) + octets);
    }

    /** Number of the row in which packets and octets are counted. */
    static int row(final long decision) {
        return (int) (decision >>> PLACE_SHIFT) & PLACES - 1;
    }
}
