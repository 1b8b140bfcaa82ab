package io.mecvswitch.classifier;

import io.mecvswitch.config.ListChange;
import io.mecvswitch.config.RuleConfig;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Rules with their indexes, and which of them is better.
 *
 * <p>Immutable, made by control. A rule's index stays the same from one ranking to the next; its rank, 0 for the best,
 * moves whenever a better rule comes or goes. So tables hold indexes, and only the arrays here are made anew.
 */
final class Ranking {
    static final Ranking EMPTY = new Ranking(new RuleConfig[0], new int[0], new int[0]);

    private static final Comparator<RuleConfig> BETTER_FIRST = Ranking::compare;

    /** By index; null where no rule has it. */
    final RuleConfig[] rules;
    /** Indexes by rank. */
    final int[] ranked;
    /** Ranks by index. */
    final int[] ranks;
    /** Indexes given since the ranking before, those of better rules first. */
    final int[] fresh;

    private Ranking(final RuleConfig[] rules, final int[] ranked, final int[] fresh) {
        this.rules = rules;
        this.ranked = ranked;
        this.fresh = fresh;
        this.ranks = new int[rules.length];
        for (int rank = 0; rank < ranked.length; rank++) {
            ranks[ranked[rank]] = rank;
        }
    }

    private static int compare(final RuleConfig one, final RuleConfig other) {
        return one.priority() != other.priority() ? Integer.compare(one.priority(), other.priority())
            : one.name().compareTo(other.name());
    }

    /** The next ranking. An index that becomes free is given again. */
    Ranking with(final ListChange<RuleConfig> change) {
        final List<RuleConfig> added = change.added().stream().sorted(BETTER_FIRST).toList();
        final int size = ranked.length - change.removed().size() + added.size();
        final RuleConfig[] next = Arrays.copyOf(rules, Math.max(rules.length, size));
        change.removed().forEach(rule -> next[index(rule)] = null);
        final int[] kept = kept(next, size - added.size());
        final int[] given = new int[added.size()];
        int index = 0;
        for (int k = 0; k < given.length; k++) {
            while (next[index] != null) {
                index++;
            }
            next[index] = added.get(k);
            given[k] = index;
        }
        return new Ranking(next, merge(kept, given, next), given);
    }

    private int[] kept(final RuleConfig[] next, final int count) {
        final int[] kept = new int[count];
        int k = 0;
        for (final int index : ranked) {
            if (next[index] != null) {
                kept[k++] = index;
            }
        }
        return kept;
    }

    /** Finds the place of each rule that comes; what stands between two of them is moved as a whole. */
    private static int[] merge(final int[] kept, final int[] given, final RuleConfig[] rules) {
        final int[] merged = new int[kept.length + given.length];
        int done = 0;
        for (int g = 0; g < given.length; g++) {
            final int place = place(kept, done, kept.length, rules, rules[given[g]]);
            System.arraycopy(kept, done, merged, done + g, place - done);
            merged[place + g] = given[g];
            done = place;
        }
        System.arraycopy(kept, done, merged, done + given.length, kept.length - done);
        return merged;
    }

    /** The first place, from one to before another, whose rule is not better. */
    private static int place(final int[] ranked, final int from, final int to, final RuleConfig[] rules,
        final RuleConfig rule) {
        int low = from;
        int high = to;
        while (low < high) {
            final int middle = low + high >>> 1;
            if (compare(rules[ranked[middle]], rule) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** Index of one of its rules. */
    int index(final RuleConfig rule) {
        return ranked[place(ranked, 0, ranked.length, rules, rule)];
    }
}
