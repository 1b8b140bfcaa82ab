package io.mecvswitch.classifier;

import io.mecvswitch.memory.PacketMemory;
import io.mecvswitch.memory.TableMemory;
import io.mecvswitch.stage.DropReason;
import io.mecvswitch.stage.PacketVector;
import io.mecvswitch.stage.Stage;
import io.mecvswitch.stage.StageName;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.util.Arrays;

/**
 * Finds the one rule that concerns each packet, and writes down what it decides.
 *
 * <p>Later stages read the decision from the columns; none of them knows rules. A packet that a rule drops leaves here.
 */
public final class Classify extends Stage {
    /** Of so many rules the counters take twice what the innermost cache holds: they are fetched ahead. */
    private static final int CACHED = 1 << 12;

    private final Ruleset ruleset;
    private final MemorySegment bytes;
    private final long[] decisions;
    private final MemorySegment counters;
    private final TableMemory tables;
    // of a number of packets, those whose counters are fetched: all bits or none, and no branch for the JIT to learn
    private final int fetched;
    private final Ruleset.Scratch scratch;
    // of the vector in hand: what is decided of each packet, and where that is counted
    private final long[] decided;
    private final int[] rows;
    private final MemorySegment rowSegment;
    private final int[] rulesByPort;

    /**
     * @param ruleset    the rules
     * @param decisions  what each rule decides, by index
     * @param memory     where the packets are
     * @param tables     fetches ahead what is looked up at random
     * @param ports      port indexes are less than this
     * @param vectorSize packets of one vector at most
     */
    public Classify(final Ruleset ruleset, final Decisions decisions, final PacketMemory memory,
        final TableMemory tables, final int ports, final int vectorSize) {
        this.ruleset = ruleset;
        this.bytes = memory.bytes();
        this.decisions = decisions.words();
        this.counters = decisions.counters();
        this.tables = tables;
        this.fetched = decisions.words().length > CACHED ? -1 : 0;
        this.scratch = new Ruleset.Scratch(vectorSize);
        this.decided = new long[vectorSize];
        this.rows = new int[vectorSize];
        this.rowSegment = MemorySegment.ofArray(rows);
        this.rulesByPort = ruleset.rulesByPort(ports).orElse(null);
    }

    @Override
    public StageName name() {
        return StageName.CLASSIFY;
    }

    /** Not where the port says it all: octets are counted by vectors then. */
    @Override
    public boolean looksAtPackets() {
        return rulesByPort == null;
    }

    @Override
    public void process(final PacketVector vector) {
        if (rulesByPort != null) {
            Arrays.fill(vector.rule, 0, vector.size, rulesByPort[vector.ingress]);
            decideTogether(vector);
            return;
        }
        ruleset.match(vector, bytes, scratch);
        if (meetsOneRule(vector)) {
            decideTogether(vector);
        } else {
            decideEach(vector);
            countEach(vector);
        }
    }

    private static boolean meetsOneRule(final PacketVector vector) {
        final int[] rules = vector.rule;
        final int size = vector.size;
        final int first = rules[0];
        int differences = 0;
        for (int i = 0; i < size; i++) {
            differences |= rules[i] ^ first;
        }
        return differences == 0;
    }

    private void decideTogether(final PacketVector vector) {
        final int rule = vector.rule[0];
        final int size = vector.size;
        final long decision = rule == PacketVector.NO_RULE ? Decisions.NONE : decisions[rule];
        Arrays.fill(vector.action, 0, size, Decisions.action(decision));
        Arrays.fill(vector.egress, 0, size, Decisions.egress(decision));
        note(vector, 1 << Decisions.action(decision), decision);
        if (rule != PacketVector.NO_RULE) {
            Decisions.count(counters, decision, size, vector.octets(0, size));
        }
    }

    /**
     * Where neighbours meet different rules. One loop that only reads decisions, so that their cache misses overlap;
     * then the counters' lines are on their way while columns are written.
     */
    private void decideEach(final PacketVector vector) {
        final long[] decisions = this.decisions;
        final long[] decided = this.decided;
        final int[] rows = this.rows;
        final int[] rules = vector.rule;
        final int size = vector.size;
        for (int i = 0; i < size; i++) {
            final int rule = rules[i];
            decided[i] = rule == PacketVector.NO_RULE ? Decisions.NONE : decisions[rule];
            rows[i] = Decisions.row(decided[i]);
        }
        tables.prefetchRows(counters, Decisions.ROW_SHIFT, rowSegment, size & fetched);
        final int[] actions = vector.action;
        final int[] egresses = vector.egress;
        int acted = 0;
        long all = 0;
        for (int i = 0; i < size; i++) {
            final long decision = decided[i];
            actions[i] = Decisions.action(decision);
            egresses[i] = Decisions.egress(decision);
            acted |= 1 << Decisions.action(decision);
            all |= decision;
        }
        note(vector, acted, all);
    }

    /**
     * Tells later stages what there may be to do.
     *
     * @param acted   bit {@code 1 << action} of each action
     * @param decided bits of all decisions
     */
    private void note(final PacketVector vector, final int acted, final long decided) {
        vector.beginActions();
        vector.acted(acted);
        vector.rewrites = (decided & Decisions.REWRITES) != 0;
        vector.duplicates = (decided & Decisions.COPIES) != 0;
        if ((decided & Decisions.DROPS) != 0) {
            drop(vector);
        }
    }

    private void drop(final PacketVector vector) {
        final int[] rules = vector.rule;
        final int size = vector.size;
        for (int i = 0; i < size; i++) {
            if (rules[i] != PacketVector.NO_RULE && (decisions[rules[i]] & Decisions.DROPS) != 0) {
                vector.leave(i, DropReason.RULE_DROP);
            }
        }
    }

    private void countEach(final PacketVector vector) {
        final MemorySegment counters = this.counters;
        final int[] rows = this.rows;
        final int[] rules = vector.rule;
        final int[] length = vector.length;
        final int size = vector.size;
        for (int i = 0; i < size; i++) {
            if (rules[i] != PacketVector.NO_RULE) {
                Decisions.countAt(counters, rows[i], 1, length[i]);
            }
        }
        VarHandle.releaseFence();
    }
}
