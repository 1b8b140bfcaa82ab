package io.mecvswitch.classifier;

import io.mecvswitch.memory.PacketMemory;
import io.mecvswitch.stage.Action;
import io.mecvswitch.stage.DropReason;
import io.mecvswitch.stage.PacketVector;
import io.mecvswitch.stage.Stage;
import io.mecvswitch.stage.StageName;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.agrona.concurrent.status.AtomicCounter;

/**
 * Finds the one rule that concerns each packet, and writes down what it decides.
 *
 * <p>Later stages read the decision from the columns; none of them knows rules. A packet that a rule drops leaves here.
 */
public final class Classify extends Stage {
    private static final int DROP = -1;

    private final Ruleset ruleset;
    private final MemorySegment bytes;
    private final int[] actions;
    private final int[] egresses;
    private final boolean[] rewrites;
    private final boolean[] duplicates;
    private final AtomicCounter[] packets;
    private final AtomicCounter[] octets;
    private final Ruleset.Scratch scratch;

    /** What a rule decides, and what counts its packets. */
    public static final class Decisions {
        private final int[] actions;
        private final int[] egresses;
        private final boolean[] rewrites;
        private final boolean[] duplicates;
        private final AtomicCounter[] packets;
        private final AtomicCounter[] octets;

        /**
         * @param rules how many there are, or indexes of them
         */
        public Decisions(final int rules) {
            actions = new int[rules];
            egresses = new int[rules];
            rewrites = new boolean[rules];
            duplicates = new boolean[rules];
            packets = new AtomicCounter[rules];
            octets = new AtomicCounter[rules];
        }

        /**
         * What was decided before, to be changed for some rules.
         *
         * @param former decisions, which stay as they are
         * @param rules  how many there are now, or indexes of them
         */
        public Decisions(final Decisions former, final int rules) {
            actions = Arrays.copyOf(former.actions, rules);
            egresses = Arrays.copyOf(former.egresses, rules);
            packets = Arrays.copyOf(former.packets, rules);
            octets = Arrays.copyOf(former.octets, rules);
            rewrites = Arrays.copyOf(former.rewrites, rules);
            duplicates = Arrays.copyOf(former.duplicates, rules);
        }

        /** The rule of this index drops. */
        public void drop(final int rule) {
            actions[rule] = DROP;
        }

        /** The rule of this index does an {@link Action}; the egress counts where the action names one. */
        public void act(final int rule, final int action, final int egress) {
            actions[rule] = action;
            egresses[rule] = egress;
        }

        /** Whether the rule of this index changes its packets as they leave. */
        public void rewrite(final int rule, final boolean rewrites) {
            this.rewrites[rule] = rewrites;
        }

        /** Whether the rule of this index has its packets copied. */
        public void duplicate(final int rule, final boolean duplicates) {
            this.duplicates[rule] = duplicates;
        }

        /** Counters of the rule of this index. */
        public void count(final int rule, final AtomicCounter packets, final AtomicCounter octets) {
            this.packets[rule] = packets;
            this.octets[rule] = octets;
        }
    }

    /**
     * @param ruleset    the rules
     * @param decisions  what each rule decides, by index
     * @param memory     where the packets are
     * @param vectorSize packets of one vector at most
     */
    public Classify(final Ruleset ruleset, final Decisions decisions, final PacketMemory memory,
        final int vectorSize) {
        this.ruleset = ruleset;
        this.bytes = memory.bytes();
        this.actions = decisions.actions;
        this.egresses = decisions.egresses;
        this.rewrites = decisions.rewrites;
        this.duplicates = decisions.duplicates;
        this.packets = decisions.packets;
        this.octets = decisions.octets;
        this.scratch = new Ruleset.Scratch(vectorSize);
    }

    @Override
    public StageName name() {
        return StageName.CLASSIFY;
    }

    @Override
    public void process(final PacketVector vector) {
        ruleset.match(vector, bytes, scratch);
        vector.beginActions();
        decide(vector);
    }

    /** Neighbours mostly meet the same rule, so a run of them is counted and decided at once. */
    private void decide(final PacketVector vector) {
        final int[] rules = vector.rule;
        final int size = vector.size;
        int from = 0;
        while (from < size) {
            final int rule = rules[from];
            int to = from + 1;
            while (to < size && rules[to] == rule) {
                to++;
            }
            decide(vector, rule, from, to);
            from = to;
        }
    }

    private void decide(final PacketVector vector, final int rule, final int from, final int to) {
        if (rule == PacketVector.NO_RULE) {
            vector.act(from, to, Action.NONE);
            return;
        }
        packets[rule].getAndAddRelease(to - from);
        octets[rule].getAndAddRelease(vector.octets(from, to));
        if (actions[rule] == DROP) {
            for (int i = from; i < to; i++) {
                vector.leave(i, DropReason.RULE_DROP);
            }
        } else {
            vector.act(from, to, actions[rule]);
            Arrays.fill(vector.egress, from, to, egresses[rule]);
            vector.rewrites |= rewrites[rule];
            vector.duplicates |= duplicates[rule];
        }
    }
}
