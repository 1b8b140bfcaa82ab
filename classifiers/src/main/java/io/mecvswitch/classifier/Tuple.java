package io.mecvswitch.classifier;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;

/**
 * All questions that ask for the same bits: one hash table, so that their number does not matter to a look-up
 * (tuple space search; Srinivasan, Suri, Varghese 1999).
 *
 * <p>Immutable once {@link Builder#build built}. Looking up goes over a whole vector, word by word: the loops are plain
 * enough for the JIT to vectorise, and the table's cache misses of one packet overlap with those of the next.
 *
 * <pre>
 *   slot   │ tag: upper half of the hash │ entry + 1 │      entry   │ value of word 0 │ … of word n-1 │ → best rule
 *                                                                                                    → ranges
 * </pre>
 *
 * <p>Questions may ask for ranges besides, all of them of the same fields. Those that agree in their bits then share an
 * entry, and a {@link RangeIndex} tells them apart.
 */
final class Tuple {
    // Differs from process to process: nobody outside can choose packets that collide.
    private static final long SEED = ThreadLocalRandom.current().nextLong();
    private static final long MULTIPLIER = 0x9e3779b97f4a7c15L;
    private static final int NO_ENTRY = -1;

    private final int[] words;
    private final long[] masks;
    private final long[] slots;
    private final long[] values;
    private final int[] rules;
    private final RangeField[] fields;
    private final RangeIndex[] ranges;
    private final int firstRule;
    private final boolean single;

    private Tuple(final Builder builder) {
        words = builder.words;
        masks = builder.masks;
        fields = builder.fields;
        final int count = builder.questions.size();
        slots = new long[Integer.highestOneBit(count) * 4];
        values = new long[count * words.length];
        rules = new int[count];
        final List<List<RangeIndex.Question>> groups = new ArrayList<>();
        for (final Builder.Question question : builder.questions) {
            final int entry = enter(question, groups.size());
            if (entry == groups.size()) {
                rules[entry] = question.ranges.rule();
                groups.add(new ArrayList<>(1));
            }
            groups.get(entry).add(question.ranges);
        }
        ranges = fields.length == 0 ? null
            : groups.stream().map(group -> RangeIndex.of(group, List.of(fields))).toArray(RangeIndex[]::new);
        firstRule = rules[0];
        single = groups.size() == 1;
    }

    /** Collects the questions of one shape, those of better rules first. */
    static final class Builder {
        private final int[] words;
        private final long[] masks;
        private final RangeField[] fields;
        private final List<Question> questions = new ArrayList<>();

        private record Question(long[] value, RangeIndex.Question ranges) { }

        /**
         * @param key a question of the shape
         */
        Builder(final FlowKey key) {
            words = IntStream.range(0, FlowKey.WORDS).filter(word -> key.mask[word] != 0).toArray();
            masks = select(key.mask);
            fields = key.ranges.keySet().toArray(RangeField[]::new);
        }

        void add(final FlowKey key, final int rule) {
            questions.add(new Question(select(key.value), new RangeIndex.Question(key.ranges, rule)));
        }

        private long[] select(final long[] all) {
            final long[] selected = new long[words.length];
            for (int k = 0; k < words.length; k++) {
                selected[k] = all[words[k]];
            }
            return selected;
        }

        Tuple build() {
            return new Tuple(this);
        }
    }

    /** Finds the entry of a question's bits, or makes it. */
    private int enter(final Builder.Question question, final int free) {
        long hash = SEED;
        for (final long word : question.value) {
            hash = mix(hash, word);
        }
        hash = finish(hash);
        int place = start(hash);
        while (slots[place] != 0) {
            final int other = (int) slots[place] - 1;
            final int at = other * words.length;
            if (Arrays.equals(values, at, at + words.length, question.value, 0, words.length)) {
                return other;
            }
            place = next(place);
        }
        slots[place] = hash & 0xffff_ffff_0000_0000L | free + 1;
        System.arraycopy(question.value, 0, values, free * words.length, words.length);
        return free;
    }

    /** Words of the key that are needed, perhaps one twice. */
    IntStream words() {
        return IntStream.concat(Arrays.stream(words), Arrays.stream(fields).mapToInt(field -> field.word));
    }

    /** Whether it asks for the T-PDU's DSCP, protocol or ports. */
    boolean looksBehindTpdu() {
        return IntStream.range(0, words.length).anyMatch(k -> FlowKey.isBehindTpdu(words[k], masks[k]));
    }

    /** The best of its rules. */
    int firstRule() {
        return firstRule;
    }

    /** Columns of one lane, used by one tuple after the other. */
    static final class Scratch {
        private final long[] hash;
        private final long[] difference;
        private final int[] entry;

        Scratch(final int vectorSize) {
            hash = new long[vectorSize];
            difference = new long[vectorSize];
            entry = new int[vectorSize];
        }
    }

    /**
     * Improves the rule of each packet.
     *
     * <p>Every packet's first slot is looked at, then every entry compared, so that cache misses overlap and each loop is
     * a plain one. Few keys stand elsewhere than in their first slot; those are looked for one by one.
     *
     * @param key  columns by word; those of {@link #words} are filled
     * @param size packets
     * @param rule best rule so far, by packet
     */
    void match(final long[][] key, final int size, final Scratch scratch, final int[] rule) {
        Arrays.fill(scratch.difference, 0, size, 0);
        if (single && words.length <= 2 && ranges == null) {
            matchSingle(words.length == 0 ? scratch.difference : key[words[0]],
                words.length < 2 ? scratch.difference : key[words[1]], size, rule);
        } else {
            hash(key, size, scratch.hash);
            firstEntries(scratch, size);
            for (int k = 0; k < words.length; k++) {
                compare(key[words[k]], k, size, scratch);
            }
            improve(key, size, scratch, rule);
        }
    }

    /** What a switch with few rules has most: one question about a word or two. */
    private void matchSingle(final long[] first, final long[] second, final int size, final int[] rule) {
        final long firstMask = words.length == 0 ? 0 : masks[0];
        final long firstValue = words.length == 0 ? 0 : values[0];
        final long secondMask = words.length < 2 ? 0 : masks[1];
        final long secondValue = words.length < 2 ? 0 : values[1];
        for (int i = 0; i < size; i++) {
            final long difference = first[i] & firstMask ^ firstValue | second[i] & secondMask ^ secondValue;
            rule[i] = difference == 0 ? Math.min(rule[i], firstRule) : rule[i];
        }
    }

    private void improve(final long[][] key, final int size, final Scratch scratch, final int[] rule) {
        for (int i = 0; i < size; i++) {
            if (rule[i] > firstRule) {
                rule[i] = better(scratch, key, i, rule[i]);
            }
        }
    }

    private void hash(final long[][] key, final int size, final long[] hash) {
        Arrays.fill(hash, 0, size, SEED);
        for (int k = 0; k < words.length; k++) {
            mix(key[words[k]], masks[k], hash, size);
        }
        for (int i = 0; i < size; i++) {
            hash[i] = finish(hash[i]);
        }
    }

    private static void mix(final long[] column, final long mask, final long[] hash, final int size) {
        for (int i = 0; i < size; i++) {
            hash[i] = mix(hash[i], column[i] & mask);
        }
    }

    private static long mix(final long hash, final long word) {
        final long mixed = (hash ^ word) * MULTIPLIER;
        return mixed ^ mixed >>> 32;
    }

    private static long finish(final long hash) {
        return hash * MULTIPLIER;
    }

    /** The entry in each packet's first slot, {@link #NO_ENTRY} where that is empty. */
    private void firstEntries(final Scratch scratch, final int size) {
        final long[] hash = scratch.hash;
        final int[] entry = scratch.entry;
        for (int i = 0; i < size; i++) {
            entry[i] = (int) slots[start(hash[i])] - 1;
        }
    }

    private void compare(final long[] column, final int k, final int size, final Scratch scratch) {
        final int[] entry = scratch.entry;
        final long[] difference = scratch.difference;
        final long mask = masks[k];
        final int length = words.length;
        for (int i = 0; i < size; i++) {
            difference[i] |= column[i] & mask ^ values[Math.max(entry[i], 0) * length + k];
        }
    }

    private int better(final Scratch scratch, final long[][] key, final int i, final int rule) {
        int entry = scratch.entry[i];
        if (entry != NO_ENTRY && scratch.difference[i] != 0) {
            entry = find(key, i, scratch.hash[i]);
        }
        if (entry == NO_ENTRY || rules[entry] >= rule) {
            return rule;
        }
        return ranges == null ? rules[entry] : ranges[entry].best(key, i, rule);
    }

    private int find(final long[][] key, final int i, final long hash) {
        int place = start(hash);
        for (long slot = slots[place]; slot != 0; slot = slots[place]) {
            final int entry = (int) slot - 1;
            if ((slot ^ hash) >>> 32 == 0 && is(entry, key, i)) {
                return entry;
            }
            place = next(place);
        }
        return NO_ENTRY;
    }

    private boolean is(final int entry, final long[][] key, final int i) {
        final int at = entry * words.length;
        for (int k = 0; k < words.length; k++) {
            if ((key[words[k]][i] & masks[k]) != values[at + k]) {
                return false;
            }
        }
        return true;
    }

    private int start(final long hash) {
        return (int) (hash >>> 32) & slots.length - 1;
    }

    private int next(final int place) {
        return place + 1 & slots.length - 1;
    }
}
