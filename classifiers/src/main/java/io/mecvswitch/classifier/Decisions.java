package io.mecvswitch.classifier;

import io.mecvswitch.stage.Action;
import java.util.Arrays;
import org.agrona.concurrent.AtomicBuffer;
import org.agrona.concurrent.status.AtomicCounter;
import org.agrona.concurrent.status.CountersReader;

/**
 * What each rule decides, and where its packets are counted.
 *
 * <p>Two words for each rule's index, side by side: a packet whose rule is another one than its neighbour's touches one
 * cache line here, and one for each of its counters. Control fills it in, then lanes read.
 *
 * <pre>
 *            63     56 55      35 34  33  32 31                       0
 *   word 0  │ action  │ 0        │ D │ W │ C │ index of the egress port │   D: drops, W: rewrites, C: copies
 *   word 1  │ offset of the counter of packets │ … of octets            │
 * </pre>
 */
public final class Decisions {
    /** What is decided where no rule is met. */
    static final long NONE = (long) Action.NONE << Decisions.ACTION_SHIFT;
    /** Of word 0: its packets leave here. */
    static final long DROPS = 1L << 34;
    /** Of word 0: its packets are changed as they leave. */
    static final long REWRITES = 1L << 33;
    /** Of word 0: its packets are copied. */
    static final long COPIES = 1L << 32;

    private static final int ACTION_SHIFT = 56;
    private static final int WORDS = 2;

    private final AtomicBuffer counters;
    private final long[] words;

    /**
     * @param rules    how many there are, or indexes of them
     * @param counters memory of all counters
     */
    public Decisions(final int rules, final AtomicBuffer counters) {
        this.counters = counters;
        words = new long[rules * WORDS];
    }

    /**
     * What was decided before, to be changed for some rules.
     *
     * @param former decisions, which stay as they are
     * @param rules  how many there are now, or indexes of them
     */
    public Decisions(final Decisions former, final int rules) {
        counters = former.counters;
        words = Arrays.copyOf(former.words, rules * WORDS);
    }

    /** The rule of this index drops. */
    public void drop(final int rule) {
        words[at(rule)] = DROPS;
    }

    /** The rule of this index does an {@link Action}; the egress counts where the action names one. */
    public void act(final int rule, final int action, final int egress) {
        words[at(rule)] = (long) action << ACTION_SHIFT | egress;
    }

    /** The rule of this index, which does something, changes its packets as they leave. */
    public void rewrite(final int rule) {
        words[at(rule)] |= REWRITES;
    }

    /** The rule of this index, which does something, has its packets copied. */
    public void copy(final int rule) {
        words[at(rule)] |= COPIES;
    }

    /** Counters of the rule of this index. */
    public void count(final int rule, final AtomicCounter packets, final AtomicCounter octets) {
        words[at(rule) + 1] = (long) CountersReader.counterOffset(packets.id()) << Integer.SIZE
            | CountersReader.counterOffset(octets.id());
    }

    /** Memory of all counters. */
    AtomicBuffer counters() {
        return counters;
    }

    /** The words of all rules, for a lane that reads many; those of an index begin {@link #at} it. */
    long[] words() {
        return words;
    }

    /** Where the words of an index begin. */
    static int at(final int rule) {
        return rule * WORDS;
    }

    /** Of word 0: the {@link Action}. */
    static int action(final long decision) {
        return (int) (decision >>> ACTION_SHIFT);
    }

    /** Of word 0: the egress port. */
    static int egress(final long decision) {
        return (int) decision;
    }

    /** Of word 1: where packets are counted. */
    static int packets(final long places) {
        return (int) (places >>> Integer.SIZE);
    }

    /** Of word 1: where octets are counted. */
    static int octets(final long places) {
        return (int) places;
    }
}
