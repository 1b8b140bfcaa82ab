package io.mecvswitch.classifier;

import io.mecvswitch.config.FlowMatch;
import io.mecvswitch.config.RuleConfig;
import io.mecvswitch.stage.PacketVector;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Traffic rules, compiled: the best rule of every packet of a vector in one pass.
 *
 * <p>Immutable, made by control, shared by lanes. Rules that ask for the same bits share a {@link Tuple}; a look-up
 * costs per kind of question, not per rule, and the same for the first packet of a flow as for the thousandth: nothing is
 * cached, so nothing can be driven out of a cache. Rules that differ only in ranges are told apart by a
 * {@link RangeIndex}.
 *
 * <p>A rule's index is its rank: 0 is the best. It is what {@link PacketVector#rule} holds.
 */
public final class Ruleset {
    private final List<RuleConfig> rules;
    private final Tuple[] tuples;
    private final int[] words;

    /**
     * @param rules in any order
     * @param ports index of each port, by name
     */
    public Ruleset(final List<RuleConfig> rules, final Map<String, Integer> ports) {
        this.rules = rules.stream().sorted(Ruleset::compare).toList();
        this.tuples = tuples(this.rules, ports);
        this.words = Arrays.stream(tuples).flatMapToInt(Tuple::words).distinct().sorted().toArray();
    }

    private static int compare(final RuleConfig one, final RuleConfig other) {
        return one.priority() != other.priority() ? Integer.compare(one.priority(), other.priority())
            : one.name().compareTo(other.name());
    }

    private static Tuple[] tuples(final List<RuleConfig> ranked, final Map<String, Integer> ports) {
        final Map<FlowKey.Shape, Tuple.Builder> shapes = new LinkedHashMap<>();
        for (int rank = 0; rank < ranked.size(); rank++) {
            for (final FlowMatch match : ranked.get(rank).matches()) {
                final FlowKey key = new FlowKey(match, ports);
                shapes.computeIfAbsent(key.shape(), shape -> new Tuple.Builder(key)).add(key, rank);
            }
        }
        return shapes.values().stream().map(Tuple.Builder::build)
            .sorted(Comparator.comparingInt(Tuple::firstRule)).toArray(Tuple[]::new);
    }

    /** Whether any rule asks for the T-PDU's DSCP, protocol or ports. */
    public boolean looksBehindTpdu() {
        return Arrays.stream(tuples).anyMatch(Tuple::looksBehindTpdu);
    }

    /** By rank. */
    public List<RuleConfig> rules() {
        return rules;
    }

    /** Scratch space of one lane. */
    static final class Scratch {
        private final long[][] filled;
        private final long[][] key = new long[FlowKey.WORDS][];
        private final Tuple.Scratch tuple;

        Scratch(final int vectorSize) {
            filled = new long[FlowKey.WORDS][vectorSize];
            tuple = new Tuple.Scratch(vectorSize);
        }
    }

    /** Writes {@link PacketVector#rule} of every packet. */
    void match(final PacketVector vector, final MemorySegment bytes, final Scratch scratch) {
        for (final int word : words) {
            scratch.key[word] = FlowKey.column(word, vector, bytes, scratch.filled[word]);
        }
        final int[] rule = vector.rule;
        Arrays.fill(rule, 0, vector.size, PacketVector.NO_RULE);
        for (final Tuple tuple : tuples) {
            tuple.match(scratch.key, vector.size, scratch.tuple, rule);
        }
    }
}
