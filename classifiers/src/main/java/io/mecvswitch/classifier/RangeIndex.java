package io.mecvswitch.classifier;

import io.mecvswitch.config.ValueRange;
import io.mecvswitch.stage.PacketVector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * Questions that differ in nothing but ranges, so arranged that the best answered one is found without asking all.
 *
 * <p>A few are asked one by one. Of many that have one range each, the best is worked out beforehand for every
 * {@linkplain Axis elementary interval}. With more ranges a segment tree over one field has at each node an index over
 * the others (Bentley 1977). For n questions:
 *
 * <pre>
 *   ranges in a question │ look-up                │ memory
 *   1                    │ the search in an Axis  │ n
 *   2                    │ × log n                │ × log n
 *   3                    │ × log² n               │ × log² n
 *   more                 │ the two most varied fields as a tree, the others one by one
 * </pre>
 *
 * <p>Immutable, made by control, shared by lanes. Rules are known by their index, which they keep; which of two is the
 * better one does not change either, so an index serves for as long as it has the right questions. {@link Questions}
 * makes others when they change.
 */
abstract sealed class RangeIndex {
    /** So many are asked one by one. */
    static final int FEW = 8;

    private static final int TREES = 2;

    /** The best rule in it. */
    final int first;

    private RangeIndex(final int first) {
        this.first = first;
    }

    /**
     * A question.
     *
     * @param ranges what it asks of each field
     * @param rule   index of the rule whose it is
     */
    record Question(Map<RangeField, ValueRange> ranges, int rule) {
        ValueRange of(final RangeField field) {
            return ranges.get(field);
        }
    }

    /**
     * @param questions those of better rules first, at least one
     * @param fields    what each of them asks for
     */
    static RangeIndex of(final List<Question> questions, final List<RangeField> fields) {
        return questions.size() <= FEW ? new Few(questions, fields)
            : index(questions, ordered(questions, fields), TREES);
    }

    /** Fields with few different bounds first, because each level of a tree is paid for by all levels below. */
    private static List<RangeField> ordered(final List<Question> questions, final List<RangeField> fields) {
        final Comparator<RangeField> variety =
            Comparator.comparingInt(field -> Axis.of(questions, field).size());
        return fields.stream().sorted(fields.size() > TREES + 1 ? variety.reversed() : variety).toList();
    }

    private static RangeIndex index(final List<Question> questions, final List<RangeField> fields, final int trees) {
        if (questions.size() <= FEW || trees == 0 && fields.size() > 1) {
            return new Few(questions, fields);
        }
        return fields.size() == 1 ? new Intervals(questions, fields.getFirst()) : new Tree(questions, fields, trees);
    }

    /**
     * The best rule that a packet answers.
     *
     * @param key   columns by word
     * @param i     index of the packet
     * @param ranks of rules, by index
     * @param bound a rank; a rule as good as this is of no interest any more
     * @return the rank of the rule, or {@code bound}
     */
    abstract int best(long[][] key, int i, int[] ranks, int bound);

    /**
     * Several in the place of one.
     *
     * @param parts at least one
     * @param first the best rule in them
     */
    static RangeIndex of(final RangeIndex[] parts, final int first) {
        return parts.length == 1 ? parts[0] : new Parts(parts, first);
    }

    /** Whatever one of them finds. */
    private static final class Parts extends RangeIndex {
        private final RangeIndex[] parts;

        Parts(final RangeIndex[] parts, final int first) {
            super(first);
            this.parts = parts;
        }

        @Override
        int best(final long[][] key, final int i, final int[] ranks, final int bound) {
            int best = bound;
            for (final RangeIndex part : parts) {
                if (ranks[part.first] < best) {
                    best = part.best(key, i, ranks, best);
                }
            }
            return best;
        }
    }

    /** One after the other. */
    private static final class Few extends RangeIndex {
        private final RangeField[] fields;
        private final int[] rules;
        private final long[] bounds;

        Few(final List<Question> questions, final List<RangeField> fields) {
            super(questions.getFirst().rule);
            this.fields = fields.toArray(RangeField[]::new);
            this.rules = questions.stream().mapToInt(Question::rule).toArray();
            this.bounds = new long[rules.length * this.fields.length * 2];
            int at = 0;
            for (final Question question : questions) {
                for (final RangeField field : this.fields) {
                    bounds[at++] = question.of(field).first();
                    bounds[at++] = question.of(field).last();
                }
            }
        }

        @Override
        int best(final long[][] key, final int i, final int[] ranks, final int bound) {
            for (int question = 0; question < rules.length; question++) {
                final int rank = ranks[rules[question]];
                if (rank >= bound) {
                    return bound;
                }
                if (isAnswered(question, key, i)) {
                    return rank;
                }
            }
            return bound;
        }

        private boolean isAnswered(final int question, final long[][] key, final int i) {
            int at = question * fields.length * 2;
            for (final RangeField field : fields) {
                final long value = field.of(key, i);
                if (value < bounds[at] || value > bounds[at + 1]) {
                    return false;
                }
                at += 2;
            }
            return true;
        }
    }

    /** The best rule of each elementary interval of the only field. */
    private static final class Intervals extends RangeIndex {
        private final RangeField field;
        private final Axis axis;
        private final int[] rules;

        Intervals(final List<Question> questions, final RangeField field) {
            super(questions.getFirst().rule);
            this.field = field;
            this.axis = Axis.of(questions, field);
            this.rules = new int[axis.size()];
            Arrays.fill(rules, PacketVector.NO_RULE);
            // Whoever comes first keeps an interval; "next" leads over those that are taken.
            final int[] next = new int[axis.size() + 1];
            Arrays.setAll(next, interval -> interval);
            for (final Question question : questions) {
                take(question, next);
            }
        }

        private void take(final Question question, final int[] next) {
            final ValueRange range = question.of(field);
            final int last = axis.find(range.last());
            for (int at = free(next, axis.find(range.first())); at <= last; at = free(next, at)) {
                rules[at] = question.rule;
                next[at] = at + 1;
            }
        }

        private static int free(final int[] next, final int from) {
            int at = from;
            while (next[at] != at) {
                next[at] = next[next[at]];
                at = next[at];
            }
            return at;
        }

        @Override
        int best(final long[][] key, final int i, final int[] ranks, final int bound) {
            final int rule = rules[axis.find(field.of(key, i))];
            return rule == PacketVector.NO_RULE ? bound : Math.min(bound, ranks[rule]);
        }
    }

    /**
     * A segment tree over the first field. Node n is the parent of nodes 2n and 2n+1; the leaves are the elementary
     * intervals. A question lies at the fewest nodes that together cover its range; a packet meets it at one of them on
     * the way from its interval to the root.
     */
    private static final class Tree extends RangeIndex {
        private final RangeField field;
        private final Axis axis;
        private final RangeIndex[] nodes;

        Tree(final List<Question> questions, final List<RangeField> fields, final int trees) {
            super(questions.getFirst().rule);
            this.field = fields.getFirst();
            this.axis = Axis.of(questions, field);
            this.nodes = new RangeIndex[axis.size() * 2];
            final List<List<Question>> lists = new ArrayList<>(nodes.length);
            for (int node = 0; node < nodes.length; node++) {
                lists.add(new ArrayList<>(0));
            }
            questions.forEach(question -> hang(question, lists));
            for (int node = 0; node < nodes.length; node++) {
                nodes[node] = lists.get(node).isEmpty() ? null
                    : index(lists.get(node), fields.subList(1, fields.size()), trees - 1);
            }
        }

        private void hang(final Question question, final List<List<Question>> lists) {
            final ValueRange range = question.of(field);
            int from = axis.size() + axis.find(range.first());
            int to = axis.size() + axis.find(range.last()) + 1;
            for (; from < to; from >>= 1, to >>= 1) {
                if ((from & 1) != 0) {
                    lists.get(from++).add(question);
                }
                if ((to & 1) != 0) {
                    lists.get(--to).add(question);
                }
            }
        }

        @Override
        int best(final long[][] key, final int i, final int[] ranks, final int bound) {
            int best = bound;
            for (int node = axis.size() + axis.find(field.of(key, i)); node != 0; node >>= 1) {
                final RangeIndex index = nodes[node];
                if (index != null && ranks[index.first] < best) {
                    best = index.best(key, i, ranks, best);
                }
            }
            return best;
        }
    }
}
