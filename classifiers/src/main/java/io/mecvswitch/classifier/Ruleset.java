package io.mecvswitch.classifier;

import io.mecvswitch.config.FlowMatch;
import io.mecvswitch.config.ListChange;
import io.mecvswitch.config.RuleConfig;
import io.mecvswitch.stage.PacketVector;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.function.BiConsumer;

/**
 * Traffic rules, compiled: the best rule of every packet of a vector in one pass.
 *
 * <p>Immutable, made by control, shared by lanes. Rules that ask for the same bits share a {@link Tuple}; a look-up
 * costs per kind of question, not per rule, and the same for the first packet of a flow as for the thousandth: nothing
 * is cached, so nothing can be driven out of a cache. A kind that asks for a header that no packet of a vector has is
 * passed over. Rules that differ only in ranges are told apart by a {@link RangeIndex}.
 *
 * <p>A rule keeps its index, which {@link PacketVector#rule} holds, for as long as it is the same rule, from one
 * ruleset to the {@linkplain #with next}. Tables hold indexes and are shared by all rulesets in which they are equal.
 * Which of two rules is the better one, their {@link Ranking} says.
 *
 * <pre>
 *   tuples ──▶ index of a rule ──▶ ranks[index] ──▶ the least one ──▶ ranked[rank] = index
 * </pre>
 */
public final class Ruleset {
    private final Map<String, Integer> ports;
    private final Ranking ranking;
    private final Map<FlowKey.Shape, Tuple> shapes;
    private final Tuple[] tuples;
    private final int[] words;

    /**
     * A rule's index is its rank.
     *
     * @param rules in any order
     * @param ports index of each port, by name
     */
    public Ruleset(final List<RuleConfig> rules, final Map<String, Integer> ports) {
        this(Map.copyOf(ports), Ranking.EMPTY, Map.of(), new ListChange<>(List.of(), rules));
    }

    private Ruleset(final Map<String, Integer> ports, final Ranking former,
        final Map<FlowKey.Shape, Tuple> formerShapes, final ListChange<RuleConfig> change) {
        this.ports = ports;
        this.ranking = former.with(change);
        this.shapes = new LinkedHashMap<>(formerShapes);
        changes(former, change).forEach((shape, tuple) -> shapes.compute(shape, (_, known) -> tuple.apply(known)));
        this.tuples = shapes.values().stream()
            .sorted(Comparator.comparingInt(tuple -> ranking.ranks[tuple.firstRule()])).toArray(Tuple[]::new);
        this.words = Arrays.stream(tuples).flatMapToInt(Tuple::words).distinct().sorted().toArray();
    }

    private Map<FlowKey.Shape, Tuple.Change> changes(final Ranking former, final ListChange<RuleConfig> change) {
        final Map<FlowKey.Shape, Tuple.Change> changes = new LinkedHashMap<>();
        for (final RuleConfig rule : change.removed()) {
            final int index = former.index(rule);
            for (final FlowMatch match : rule.matches()) {
                final FlowKey key = new FlowKey(match, ports);
                change(changes, key).remove(key, index);
            }
        }
        for (final int index : ranking.fresh) {
            for (final FlowMatch match : ranking.rules[index].matches()) {
                final FlowKey key = new FlowKey(match, ports);
                change(changes, key).add(key, index);
            }
        }
        return changes;
    }

    private Tuple.Change change(final Map<FlowKey.Shape, Tuple.Change> changes, final FlowKey key) {
        return changes.computeIfAbsent(key.shape(), _ -> new Tuple.Change(key, ranking.ranks));
    }

    /**
     * The ruleset that has some rules more, or fewer. It costs what has changed, and a copy of each table concerned.
     *
     * @param change from this ruleset's rules, for the same ports
     */
    public Ruleset with(final ListChange<RuleConfig> change) {
        return with(change, ports);
    }

    /**
     * {@link #with(ListChange)} where ports have come.
     *
     * @param more indexes of those that this ruleset is for, and of others
     */
    public Ruleset with(final ListChange<RuleConfig> change, final Map<String, Integer> more) {
        return new Ruleset(more, ranking, shapes, change);
    }

    /** How far into a packet the rules make one look. */
    public Depth depth() {
        return Arrays.stream(tuples).map(Tuple::depth).reduce(Depth.LINK, Depth::and);
    }

    /**
     * The rule that concerns every packet with these bits, whatever its others.
     *
     * @return its index, or {@link PacketVector#NO_RULE}; empty if it depends on other bits
     */
    public OptionalInt ruleOf(final KnownBits known) {
        final int certain = best(known, true, PacketVector.NO_RULE);
        if (best(known, false, certain) < certain) {
            return OptionalInt.empty();
        }
        return OptionalInt.of(certain == PacketVector.NO_RULE ? PacketVector.NO_RULE : ranking.ranked[certain]);
    }

    /**
     * The rules of all packets of each port, where no rule asks for more than the port.
     *
     * @param ports indexes are less than this
     * @return by index of the port: the rule's index, or {@link PacketVector#NO_RULE}; empty where a rule asks for more
     */
    public Optional<int[]> rulesByPort(final int ports) {
        final KnownBits anyPort = KnownBits.ofPort(0);
        return Arrays.stream(tuples).allMatch(tuple -> tuple.isAnswered(anyPort))
            ? Optional.of(IntStream.range(0, ports).map(port -> ruleOf(KnownBits.ofPort(port)).getAsInt()).toArray())
            : Optional.empty();
    }

    /** Rank of the best rule that packets may meet among those whose question is answered, or among the others. */
    private int best(final KnownBits known, final boolean answered, final int rank) {
        int best = rank;
        for (final Tuple tuple : tuples) {
            if (tuple.isAnswered(known) == answered) {
                best = tuple.best(known, ranking.ranks, best);
            }
        }
        return best;
    }

    /** Best first. */
    public List<RuleConfig> rules() {
        return Arrays.stream(ranking.ranked).mapToObj(this::rule).toList();
    }

    /** The rule of an index; null where no rule has it. */
    public RuleConfig rule(final int index) {
        return ranking.rules[index];
    }

    /** Each rule, with its index. */
    public void forEach(final BiConsumer<Integer, RuleConfig> consumer) {
        for (int index = 0; index < ranking.rules.length; index++) {
            if (ranking.rules[index] != null) {
                consumer.accept(index, ranking.rules[index]);
            }
        }
    }

    /** Indexes are less than this. */
    public int indexCount() {
        return ranking.rules.length;
    }

    /** Indexes of the rules that the ruleset it was made from did not have. Not to be changed. */
    public int[] fresh() {
        return ranking.fresh;
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
        final long together = together(vector);
        final int first = concerning(0, together);
        if (first == tuples.length) {
            Arrays.fill(vector.rule, 0, vector.size, PacketVector.NO_RULE);
            return;
        }
        fill(vector, bytes, scratch);
        if (tuples[first].decidesAlone() && concerning(first + 1, together) == tuples.length) {
            tuples[first].matchAlone(scratch.key, vector.size, scratch.tuple, vector.rule);
        } else {
            match(vector, first, together, scratch);
        }
    }

    /** Place of the next tuple that may concern a packet of the vector, or how many there are. */
    private int concerning(final int from, final long together) {
        int place = from;
        while (place < tuples.length && !tuples[place].concerns(together)) {
            place++;
        }
        return place;
    }

    private void match(final PacketVector vector, final int first, final long together, final Scratch scratch) {
        final int[] rule = vector.rule;
        Arrays.fill(rule, 0, vector.size, PacketVector.NO_RULE);
        for (int place = first; place < tuples.length; place = concerning(place + 1, together)) {
            tuples[place].match(scratch.key, vector.size, scratch.tuple, ranking.ranks, rule);
        }
        nameRules(rule, vector.size);
    }
    private static long together(final PacketVector vector) {
        final long[] tunnel = vector.tunnel;
        final int size = vector.size;
        long together = 0;
        for (int i = 0; i < size; i++) {
            together |= tunnel[i];
        }
        return together;
    }

    private void fill(final PacketVector vector, final MemorySegment bytes, final Scratch scratch) {
        for (final int word : words) {
            scratch.key[word] = FlowKey.column(word, vector, bytes, scratch.filled[word]);
        }
    }

    /** From ranks to indexes. */
    private void nameRules(final int[] rule, final int size) {
        final int[] ranked = ranking.ranked;
        for (int i = 0; i < size; i++) {
            rule[i] = rule[i] == PacketVector.NO_RULE ? PacketVector.NO_RULE : ranked[rule[i]];
        }
    }
}
