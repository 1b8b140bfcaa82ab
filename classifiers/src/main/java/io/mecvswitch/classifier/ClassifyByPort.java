package io.mecvswitch.classifier;

import io.mecvswitch.stage.Action;
import io.mecvswitch.stage.DropReason;
import io.mecvswitch.stage.PacketVector;
import io.mecvswitch.stage.Stage;
import io.mecvswitch.stage.StageName;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * What {@link Classify} and Steer do where the port that packets came in by says it all: finds the rule, counts, and
 * chooses the egress, once for a vector.
 *
 * <p>It stands in a line in which nobody asks what was decided for a single packet.
 */
public final class ClassifyByPort extends Stage {
    private static final int NOWHERE = -1;

    private final MemorySegment counters;
    // by index of the port
    private final int[] rules;
    private final long[] decisions;
    private final int[] egresses;

    /**
     * @param rules     index of the rule that concerns the packets of each port, or {@link PacketVector#NO_RULE}
     * @param decisions what each rule decides, by index: that packets pass, are dropped, or go to a port
     * @param partners  index of each port's wire partner; negative where it has none
     */
    public ClassifyByPort(final int[] rules, final Decisions decisions, final int[] partners) {
        this.rules = rules;
        this.counters = decisions.counters();
        this.decisions = Arrays.stream(rules)
            .mapToLong(rule -> rule == PacketVector.NO_RULE ? Decisions.NONE : decisions.words()[rule]).toArray();
        this.egresses = IntStream.range(0, rules.length)
            .map(port -> Decisions.action(this.decisions[port]) == Action.FORWARD
                ? Decisions.egress(this.decisions[port]) : Math.max(partners[port], NOWHERE)).toArray();
    }

    @Override
    public StageName name() {
        return StageName.CLASSIFY;
    }

    @Override
    public boolean looksAtPackets() {
        return false;
    }

    @Override
    public void process(final PacketVector vector) {
        final int port = vector.ingress;
        final long decision = decisions[port];
        final int egress = egresses[port];
        vector.decide(rules[port], Decisions.action(decision), egress, (decision & Decisions.REWRITES) != 0);
        if (rules[port] != PacketVector.NO_RULE) {
            Decisions.count(counters, decision, vector.size, vector.octets(0, vector.size));
        }
        if ((decision & Decisions.DROPS) != 0) {
            vector.leaveAll(DropReason.RULE_DROP);
        } else if (egress == NOWHERE) {
            vector.leaveAll(DropReason.NO_WIRE);
        }
    }
}
