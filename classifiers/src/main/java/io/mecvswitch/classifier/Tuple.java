package io.mecvswitch.classifier;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * All questions that ask for the same bits: one hash table, so that their number does not matter to a look-up
 * (tuple space search; Srinivasan, Suri, Varghese 1999).
 *
 * <p>Immutable once {@link Builder#build built}. Looking up goes over a whole vector, word by word: the loops are plain
 * enough for the JIT to vectorise, and the table's cache misses of one packet overlap with those of the next.
 *
 * <pre>
 *   slot   │ tag: upper half of the hash │ entry + 1 │      entry   │ value of word 0 │ … of word n-1 │ → rule
 * </pre>
 */
final class Tuple {
    // Differs from process to process: nobody outside can choose packets that collide.
    private static final long SEED = ThreadLocalRandom.current().nextLong();
    private static final long MULTIPLIER = 0x9e3779b97f4a7c15L;

    private final int[] words;
    private final long[] masks;
    private final long[] slots;
    private final long[] values;
    private final int[] rules;
    private final int firstRule;

    private Tuple(final Builder builder) {
        words = builder.words;
        masks = builder.masks;
        final int count = builder.questions.size();
        slots = new long[Integer.highestOneBit(Math.max(1, count)) * 4];
        values = new long[count * words.length];
        rules = new int[count];
        int first = Integer.MAX_VALUE;
        int entries = 0;
        for (int i = 0; i < count; i++) {
            final int rule = builder.rules.get(i);
            first = Math.min(first, rule);
            if (insert(builder.questions.get(i), rule, entries)) {
                entries++;
            }
        }
        firstRule = first;
    }

    /** Collects the questions of one shape, those of better rules first. */
    static final class Builder {
        private final int[] words;
        private final long[] masks;
        private final List<long[]> questions = new ArrayList<>();
        private final List<Integer> rules = new ArrayList<>();

        Builder(final long[] mask) {
            int count = 0;
            final int[] asked = new int[mask.length];
            for (int word = 0; word < mask.length; word++) {
                if (mask[word] != 0) {
                    asked[count++] = word;
                }
            }
            words = Arrays.copyOf(asked, count);
            masks = Arrays.stream(words).mapToLong(word -> mask[word]).toArray();
        }

        void add(final long[] value, final int rule) {
            questions.add(Arrays.stream(words).mapToLong(word -> value[word]).toArray());
            rules.add(rule);
        }

        Tuple build() {
            return new Tuple(this);
        }
    }

    /** Of equal questions only that of the best rule can ever be answered. */
    private boolean insert(final long[] question, final int rule, final int entry) {
        long hash = SEED;
        for (final long word : question) {
            hash = mix(hash, word);
        }
        hash = finish(hash);
        int place = start(hash);
        while (slots[place] != 0) {
            final int other = (int) slots[place] - 1;
            final int at = other * words.length;
            if (Arrays.equals(values, at, at + words.length, question, 0, words.length)) {
                return false;
            }
            place = next(place);
        }
        slots[place] = hash & 0xffff_ffff_0000_0000L | entry + 1;
        System.arraycopy(question, 0, values, entry * words.length, words.length);
        rules[entry] = rule;
        return true;
    }

    /** Words of the key that are asked for. */
    int[] words() {
        return words;
    }

    /** The best of its rules. */
    int firstRule() {
        return firstRule;
    }

    /**
     * Improves the rule of each packet.
     *
     * @param key  columns by word; those of {@link #words} are filled
     * @param size packets
     * @param hash scratch
     * @param rule best rule so far, by packet
     */
    void match(final long[][] key, final int size, final long[] hash, final int[] rule) {
        Arrays.fill(hash, 0, size, SEED);
        for (int k = 0; k < words.length; k++) {
            mix(key[words[k]], masks[k], hash, size);
        }
        for (int i = 0; i < size; i++) {
            if (rule[i] > firstRule) {
                rule[i] = Math.min(rule[i], find(key, i, finish(hash[i])));
            }
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

    private int find(final long[][] key, final int i, final long hash) {
        int place = start(hash);
        for (long slot = slots[place]; slot != 0; slot = slots[place]) {
            final int entry = (int) slot - 1;
            if ((slot ^ hash) >>> 32 == 0 && is(entry, key, i)) {
                return rules[entry];
            }
            place = next(place);
        }
        return Integer.MAX_VALUE;
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
