package io.mecvswitch.classifier;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * The questions that share an entry of a {@link Tuple}, and the {@link RangeIndex} that tells them apart.
 *
 * <p>Immutable, control only. An index can't be added to. So the questions lie in parts with an index each, every part
 * at least {@value #RATIO} times as large as the next: what comes is put into the last parts, and the large ones, which
 * are dear to make, are shared with the questions as they were before (the logarithmic method; Bentley, Saxe 1980).
 * There are at most log₄ n parts for the n most there ever were; one, if all came at once. A part that loses a question
 * is made anew.
 */
final class Questions {
    static final Questions NONE = new Questions(List.of(), new int[0]);

    private static final int RATIO = 4;

    private final List<Part> parts;
    private final int firstRule;
    private final RangeIndex index;

    /** Questions, those of better rules first, and what finds among them; no index where nothing is asked of ranges. */
    private record Part(List<RangeIndex.Question> questions, RangeIndex index) {
        int firstRule() {
            return questions.getFirst().rule();
        }
    }

    private Questions(final List<Part> parts, final int[] ranks) {
        this.parts = parts;
        this.firstRule = parts.stream().mapToInt(Part::firstRule)
            .reduce((one, other) -> ranks[one] < ranks[other] ? one : other).orElse(-1);
        this.index = parts.isEmpty() || parts.getFirst().index == null ? null
            : RangeIndex.of(parts.stream().map(Part::index).toArray(RangeIndex[]::new), firstRule);
    }

    /** The best rule among them. */
    int firstRule() {
        return firstRule;
    }

    /** Finds among them, or null if nothing is asked of ranges. */
    RangeIndex index() {
        return index;
    }

    /** With some more. */
    Questions with(final List<RangeIndex.Question> more, final RangeField[] fields, final int[] ranks) {
        final List<Part> next = new ArrayList<>(parts);
        final List<RangeIndex.Question> last = new ArrayList<>(more);
        while (!next.isEmpty() && (fields.length == 0 || next.getLast().questions.size() < RATIO * last.size()
            || next.getLast().questions.size() + last.size() <= RangeIndex.FEW)) {
            last.addAll(next.removeLast().questions);
        }
        last.sort(Comparator.comparingInt(question -> ranks[question.rule()]));
        next.add(part(last, fields));
        return new Questions(next, ranks);
    }

    /** Without those of some rules. */
    Questions without(final Set<Integer> rules, final RangeField[] fields, final int[] ranks) {
        final List<Part> next = new ArrayList<>();
        for (final Part part : parts) {
            final List<RangeIndex.Question> kept =
                part.questions.stream().filter(question -> !rules.contains(question.rule())).toList();
            if (kept.size() == part.questions.size()) {
                next.add(part);
            } else if (!kept.isEmpty()) {
                next.add(part(kept, fields));
            }
        }
        return next.isEmpty() ? NONE : new Questions(next, ranks);
    }

    private static Part part(final List<RangeIndex.Question> questions, final RangeField[] fields) {
        return new Part(questions, fields.length == 0 ? null : RangeIndex.of(questions, Arrays.asList(fields)));
    }
}
