package io.mecvswitch.classifier;

import io.mecvswitch.stage.PacketVector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;

/**
 * All questions that ask for the same bits: one hash table, so that their number does not matter to a look-up
 * (tuple space search; Srinivasan, Suri, Varghese 1999).
 *
 * <p>Immutable; a {@link Change} makes another one of it, by copying its tables. Looking up goes over a whole vector,
 * word by word: the loops are plain enough for the JIT to vectorise, and the table's cache misses of one packet overlap
 * with those of the next. The row in which a packet's entry would stand is known without a search ({@link
 * PerfectHash}), so no packet costs more than another.
 *
 * <pre>
 *   row of a place   │ value of word 0 │ … of word n-1 │ entry + 1 │ best rule │     entry 0: nobody's place
 *                                                           → ranges
 *   slot, control only   │ tag: bits of the hash │ entry + 1 │
 * </pre>
 *
 * <p>A row has only those words in which questions differ, which often is an address alone: in what all have in common
 * a packet is compared with one value. So caches hold more of them.
 *
 * <p>Questions may ask for ranges besides, all of them of the same fields. Those that agree in their bits share an
 * entry, and a {@link RangeIndex} tells them apart.
 */
final class Tuple {
    // Differs from process to process: nobody outside can choose packets that collide.
    private static final long SEED = ThreadLocalRandom.current().nextLong();
    private static final long MULTIPLIER = 0x9e3779b97f4a7c15L;
    private static final long MARK_MULTIPLIER = SEED | 1;
    private static final long LOWER_HALF = 0xffff_ffffL;
    private static final int MARKS_PER_ENTRY = 32;
    private static final int MARKS_SHIFT = 6;
    private static final int FEW = 4;
    private static final int NO_ENTRY = -1;

    private final int[] words;
    private final long[] masks;
    private final RangeField[] fields;
    // for control, who changes questions by their bits
    private final int[] slots;
    // by entry, as many as there are words
    private final long[] values;
    // for lanes: the places of the words of which rows have values, and of those that all questions have in common
    private final int[] differing;
    private final int[] common;
    private final PerfectHash hash;
    // what is added to each word that differs before it is hashed
    private final long[] secrets;
    // by place
    private final long[] rows;
    private final int rowLength;
    // bits, of which each entry has set the one at its mark; null where all questions have the same bits
    private final long[] marks;
    private final int markShift;
    // by entry
    private final int[] rules;
    private final RangeIndex[] ranges;
    private final Questions[] questions;
    private final int firstRule;
    // headers that a packet must have for any of the questions to concern it
    private final long layers;

    private Tuple(final Builder builder, final int[] ranks, final Tuple former) {
        words = builder.words;
        masks = builder.masks;
        fields = builder.fields;
        slots = builder.slots;
        values = builder.values;
        questions = builder.questions;
        rules = new int[builder.count];
        ranges = fields.length == 0 ? null : new RangeIndex[builder.count];
        int first = 0;
        for (int entry = 0; entry < builder.count; entry++) {
            rules[entry] = questions[entry].firstRule();
            first = ranks[rules[entry]] < ranks[rules[first]] ? entry : first;
            if (ranges != null) {
                ranges[entry] = questions[entry].index();
            }
        }
        firstRule = rules[first];
        layers = common(FlowKey.TUNNEL) & FlowKey.LAYERS;
        differing = IntStream.range(0, words.length).filter(this::differs).toArray();
        common = IntStream.range(0, words.length).filter(k -> !differs(k)).toArray();
        hash = PerfectHash.of(rules.length, this::hash,
            former != null && Arrays.equals(former.differing, differing) ? former.hash : null);
        secrets = IntStream.range(0, differing.length).mapToLong(place -> secret(hash.seed(), place)).toArray();
        rowLength = differing.length + 1;
        rows = rows();
        markShift = Long.numberOfLeadingZeros((long) rules.length * MARKS_PER_ENTRY);
        marks = differing.length == 0 ? null : marks();
    }

    private boolean differs(final int k) {
        for (int at = k; at < rules.length * words.length; at += words.length) {
            if (values[at] != values[k]) {
                return true;
            }
        }
        return false;
    }

    private long[] rows() {
        final long[] made = new long[hash.size() * rowLength];
        for (int row = 0; row < made.length; row += rowLength) {
            made[row + differing.length] = PacketVector.NO_RULE;
        }
        for (int entry = 0; entry < rules.length; entry++) {
            final int row = hash.place(hash(entry, hash.seed())) * rowLength;
            for (int k = 0; k < differing.length; k++) {
                made[row + k] = value(entry, k);
            }
            made[row + differing.length] = entry + 1L << Integer.SIZE | rules[entry];
        }
        return made;
    }

    private long value(final int entry, final int place) {
        return values[entry * words.length + differing[place]];
    }

    private long hash(final int entry, final long seed) {
        long sum = 0;
        for (int place = 0; place < differing.length; place++) {
            sum += term(value(entry, place), secret(seed, place));
        }
        return spread(sum);
    }

    private long[] marks() {
        final long[] made = new long[Math.max(1, 1 << Long.SIZE - markShift >>> MARKS_SHIFT)];
        for (int entry = 0; entry < rules.length; entry++) {
            long sum = 0;
            for (int place = 0; place < differing.length; place++) {
                sum = sum(sum, value(entry, place));
            }
            final long mark = sum >>> markShift;
            made[(int) mark >>> MARKS_SHIFT] |= 1L << mark;
        }
        return made;
    }

    /** The bits of a word that every question wants set. */
    private long common(final int word) {
        final int k = Arrays.binarySearch(words, word);
        long common = k < 0 ? 0 : masks[k];
        for (int at = k; common != 0 && at < rules.length * words.length; at += words.length) {
            common &= values[at];
        }
        return common;
    }

    /**
     * Whether any question may concern any packet of a vector.
     *
     * @param together all bits of their {@link PacketVector#tunnel} columns
     */
    boolean concerns(final long together) {
        return (together & layers) == layers;
    }

    /** What makes another tuple of one. */
    static final class Change {
        private final FlowKey shape;
        private final int[] ranks;
        private final Map<Value, Set<Integer>> removed = new LinkedHashMap<>();
        private final Map<Value, List<RangeIndex.Question>> added = new LinkedHashMap<>();

        /**
         * @param shape a question of the shape
         * @param ranks by rule, of those that stay and those that come
         */
        Change(final FlowKey shape, final int[] ranks) {
            this.shape = shape;
            this.ranks = ranks;
        }

        /** A rule's question goes. */
        void remove(final FlowKey key, final int rule) {
            removed.computeIfAbsent(new Value(key.value), _ -> new HashSet<>()).add(rule);
        }

        /** A rule's question comes; those of better rules first. */
        void add(final FlowKey key, final int rule) {
            added.computeIfAbsent(new Value(key.value), _ -> new ArrayList<>(1))
                .add(new RangeIndex.Question(key.ranges, rule));
        }

        /** What is asked for, by its bits. A hundred thousand of them may differ in the upper half of one word only. */
        private record Value(long[] words) {
            @Override
            public boolean equals(final Object other) {
                return other instanceof Value(long[] others) && Arrays.equals(words, others);
            }

            @Override
            public int hashCode() {
                long hash = SEED;
                for (final long word : words) {
                    hash = mix(hash, word);
                }
                return (int) hash;
            }
        }

        /**
         * The tuple with this change.
         *
         * @param former null if there is none yet
         * @return null if no question is left
         */
        Tuple apply(final Tuple former) {
            final Builder builder = former == null ? new Builder(shape) : new Builder(former);
            removed.forEach((value, rules) -> builder.remove(value.words, rules, ranks));
            builder.reserve(added.size());
            added.forEach((value, questions) -> builder.add(value.words, questions, ranks));
            return builder.count == 0 ? null : new Tuple(builder, ranks, former);
        }
    }

    /** A tuple in the making: copies of the former one's tables. */
    private static final class Builder {
        private static final int MINIMUM_SLOTS = 4;

        private final int[] words;
        private final long[] masks;
        private final RangeField[] fields;
        private int[] slots;
        private long[] values;
        private Questions[] questions;
        private int count;

        Builder(final FlowKey shape) {
            words = IntStream.range(0, FlowKey.WORDS).filter(word -> shape.mask[word] != 0).toArray();
            masks = Arrays.stream(words).mapToLong(word -> shape.mask[word]).toArray();
            fields = shape.ranges.keySet().toArray(RangeField[]::new);
            slots = new int[MINIMUM_SLOTS];
            values = new long[0];
            questions = new Questions[0];
        }

        Builder(final Tuple former) {
            words = former.words;
            masks = former.masks;
            fields = former.fields;
            slots = former.slots.clone();
            values = former.values.clone();
            questions = former.questions.clone();
            count = former.rules.length;
        }

        /** Makes room for entries to come: at most every other slot is taken. */
        void reserve(final int more) {
            final int room = Math.max(1, count + more);
            values = Arrays.copyOf(values, room * words.length);
            questions = Arrays.copyOf(questions, room);
            if (slots.length < room * 2 || slots.length > room * 16) {
                slots = new int[Integer.highestOneBit(room) * MINIMUM_SLOTS];
                for (int entry = 0; entry < count; entry++) {
                    final long hash = hash(entry);
                    slots[free(hash)] = word(hash, entry);
                }
            }
        }

        void add(final long[] key, final List<RangeIndex.Question> more, final int[] ranks) {
            final int entry = enter(key);
            questions[entry] = (questions[entry] == null ? Questions.NONE : questions[entry]).with(more, fields, ranks);
        }

        /** Finds the entry of a question's bits, or makes it. */
        private int enter(final long[] key) {
            final int place = find(key);
            if (slots[place] != 0) {
                return entry(place);
            }
            for (int k = 0; k < words.length; k++) {
                values[count * words.length + k] = key[words[k]];
            }
            slots[place] = word(hash(key), count);
            return count++;
        }

        void remove(final long[] key, final Set<Integer> rules, final int[] ranks) {
            final int place = find(key);
            final int entry = entry(place);
            questions[entry] = questions[entry].without(rules, fields, ranks);
            if (questions[entry] == Questions.NONE) {
                clear(place);
                moveLast(entry);
            }
        }

        /** Gives a slot free, and moves into it what would not be found any more. */
        private void clear(final int freed) {
            int gap = freed;
            slots[gap] = 0;
            for (int place = next(gap); slots[place] != 0; place = next(place)) {
                final int distance = place - start(hash(entry(place))) & slots.length - 1;
                if (distance >= (place - gap & slots.length - 1)) {
                    slots[gap] = slots[place];
                    slots[place] = 0;
                    gap = place;
                }
            }
        }

        /** The last entry takes the number of one that is gone. */
        private void moveLast(final int entry) {
            final int last = --count;
            if (entry != last) {
                final long hash = hash(last);
                int place = start(hash);
                while (entry(place) != last) {
                    place = next(place);
                }
                slots[place] = word(hash, entry);
                System.arraycopy(values, last * words.length, values, entry * words.length, words.length);
                questions[entry] = questions[last];
            }
            questions[last] = null;
        }

        /** The slot of a question's bits, or the free one where they would stand. */
        private int find(final long[] key) {
            int place = start(hash(key));
            while (slots[place] != 0 && !is(entry(place), key)) {
                place = next(place);
            }
            return place;
        }

        private boolean is(final int entry, final long[] key) {
            for (int k = 0; k < words.length; k++) {
                if (values[entry * words.length + k] != key[words[k]]) {
                    return false;
                }
            }
            return true;
        }

        private int free(final long hash) {
            int place = start(hash);
            while (slots[place] != 0) {
                place = next(place);
            }
            return place;
        }

        private long hash(final long[] key) {
            long hash = SEED;
            for (final int word : words) {
                hash = mix(hash, key[word]);
            }
            return finish(hash);
        }

        private long hash(final int entry) {
            long hash = SEED;
            for (int k = 0; k < words.length; k++) {
                hash = mix(hash, values[entry * words.length + k]);
            }
            return finish(hash);
        }

        private int word(final long hash, final int entry) {
            return tag(hash, slots.length) | entry + 1;
        }

        private int entry(final int place) {
            return Tuple.entry(slots[place], slots.length);
        }

        private int start(final long hash) {
            return (int) (hash >>> 32) & slots.length - 1;
        }

        private int next(final int place) {
            return place + 1 & slots.length - 1;
        }
    }

    /** Words of the key that are needed, perhaps one twice. */
    IntStream words() {
        return IntStream.concat(Arrays.stream(words), Arrays.stream(fields).mapToInt(field -> field.word));
    }

    /** Whether what is asked here is answered by what is known of a packet. */
    boolean isAnswered(final KnownBits known) {
        return fields.length == 0 && IntStream.range(0, words.length).allMatch(k -> known.know(words[k], masks[k]));
    }

    /**
     * Rank of the best rule that packets with these bits may meet here, if it is better than one; else that one's.
     * Control.
     */
    int best(final KnownBits known, final int[] ranks, final int rank) {
        if (ranks[firstRule] >= rank) {
            return rank;
        }
        int best = rank;
        for (int entry = 0; entry < rules.length; entry++) {
            if (ranks[rules[entry]] < best && mayMeet(entry, known)) {
                best = ranks[rules[entry]];
            }
        }
        return best;
    }

    private boolean mayMeet(final int entry, final KnownBits known) {
        for (int k = 0; k < words.length; k++) {
            if (!known.mayBe(words[k], masks[k], values[entry * words.length + k])) {
                return false;
            }
        }
        return true;
    }

    /** How far into a packet it has to be looked. */
    Depth depth() {
        return IntStream.range(0, words.length).mapToObj(k -> FlowKey.depth(words[k], masks[k]))
            .reduce(Depth.LINK, Depth::and);
    }

    /** The best of its rules. */
    int firstRule() {
        return firstRule;
    }

    /** Columns of one lane, used by one tuple after the other. */
    static final class Scratch {
        private final long[] hash;
        private final long[] difference;
        private final int[] place;
        private final int[] marked;

        Scratch(final int vectorSize) {
            hash = new long[vectorSize];
            marked = new int[vectorSize];
            difference = new long[vectorSize];
            place = new int[vectorSize];
        }
    }

    /**
     * Improves the rule of each packet, which is known by its rank.
     *
     * <p>Every packet's place is computed, then every row there compared, so that cache misses overlap and each loop
     * is a plain one. Where few packets have a mark those are looked for one by one.
     *
     * @param key   columns by word; those of {@link #words} are filled
     * @param size  packets
     * @param ranks of rules, by index
     * @param best  rank of the best rule so far, by packet
     */
    void match(final long[][] key, final int size, final Scratch scratch, final int[] ranks, final int[] best) {
        if (rules.length == 1 && words.length <= 2 && ranges == null) {
            matchSingle(key, size, scratch, ranks[firstRule], best);
            return;
        }
        final int marked = marks == null ? size : findMarked(key, size, scratch);
        if (marked * FEW > size) {
            compare(key, size, scratch);
            improve(key, size, scratch, ranks, best);
        } else {
            improveMarked(key, marked, scratch, ranks, best);
        }
    }

    /**
     * Notes the packets that have the mark of an entry: all that a question concerns, and one in dozens of the others.
     * So packets that none concerns cost little, which are most where there are many kinds of questions.
     */
    private int findMarked(final long[][] key, final int size, final Scratch scratch) {
        final int last = differing.length - 1;
        final long[] sums = scratch.hash;
        Arrays.fill(sums, 0, size, 0);
        for (int place = 0; place < last; place++) {
            sum(key[words[differing[place]]], masks[differing[place]], sums, size);
        }
        return findMarked(key[words[differing[last]]], masks[differing[last]], sums, size, scratch.marked);
    }

    private static void sum(final long[] column, final long mask, final long[] sums, final int size) {
        for (int i = 0; i < size; i++) {
            sums[i] = sum(sums[i], column[i] & mask);
        }
    }

    private static long sum(final long sum, final long word) {
        return (sum ^ word) * MARK_MULTIPLIER;
    }

    private int findMarked(final long[] column, final long mask, final long[] sums, final int size,
        final int[] marked) {
        final long[] marks = this.marks;
        final int shift = markShift;
        int count = 0;
        for (int i = 0; i < size; i++) {
            final long mark = sum(sums[i], column[i] & mask) >>> shift;
            marked[count] = i;
            count += (int) (marks[(int) mark >>> MARKS_SHIFT] >>> mark) & 1;
        }
        return count;
    }

    private void improveMarked(final long[][] key, final int marked, final Scratch scratch, final int[] ranks,
        final int[] best) {
        final int first = ranks[firstRule];
        for (int k = 0; k < marked; k++) {
            final int i = scratch.marked[k];
            if (best[i] > first) {
                best[i] = better(find(key, i), key, i, ranks, best[i]);
            }
        }
    }

    /** Whether the rules of packets that only these questions may concern can be told without comparing ranks. */
    boolean decidesAlone() {
        return ranges == null;
    }

    /**
     * {@link #match} of packets that no other tuple concerns, where this one {@linkplain #decidesAlone decides alone}.
     *
     * @param found index of each packet's rule
     */
    void matchAlone(final long[][] key, final int size, final Scratch scratch, final int[] found) {
        compare(key, size, scratch);
        final long[] rows = this.rows;
        final int length = rowLength;
        final int last = length - 1;
        final long[] differences = scratch.difference;
        final int[] places = scratch.place;
        for (int i = 0; i < size; i++) {
            final long difference = differences[i];
            final int differs = (int) ((difference | -difference) >> Long.SIZE - 1);
            final int rule = (int) rows[places[i] * length + last];
            found[i] = rule ^ (rule ^ PacketVector.NO_RULE) & differs;
        }
    }

    /** Notes the one row in which each packet's entry may be, and how the packet differs from it. */
    private void compare(final long[][] key, final int size, final Scratch scratch) {
        hash(key, size, scratch.hash);
        hash.place(scratch.hash, size, scratch.place);
        Arrays.fill(scratch.difference, 0, size, 0);
        for (final int k : common) {
            compare(key[words[k]], masks[k], values[k], size, scratch.difference);
        }
        for (int place = 0; place < differing.length; place++) {
            final int k = differing[place];
            compare(key[words[k]], masks[k], place, size, scratch);
        }
    }

    /** What a switch with few rules has most: one question about a word or two. */
    private void matchSingle(final long[][] key, final int size, final Scratch scratch, final int rank,
        final int[] best) {
        if (words.length < 2) {
            Arrays.fill(scratch.difference, 0, size, 0);
        }
        final long[] first = words.length == 0 ? scratch.difference : key[words[0]];
        final long[] second = words.length < 2 ? scratch.difference : key[words[1]];
        final long firstMask = words.length == 0 ? 0 : masks[0];
        final long firstValue = words.length == 0 ? 0 : values[0];
        final long secondMask = words.length < 2 ? 0 : masks[1];
        final long secondValue = words.length < 2 ? 0 : values[1];
        for (int i = 0; i < size; i++) {
            final long difference = first[i] & firstMask ^ firstValue | second[i] & secondMask ^ secondValue;
            best[i] = difference == 0 ? Math.min(best[i], rank) : best[i];
        }
    }

    private void improve(final long[][] key, final int size, final Scratch scratch, final int[] ranks,
        final int[] best) {
        final int first = ranks[firstRule];
        for (int i = 0; i < size; i++) {
            if (best[i] > first) {
                final int entry = scratch.difference[i] == 0 ? entryAt(scratch.place[i]) : NO_ENTRY;
                best[i] = better(entry, key, i, ranks, best[i]);
            }
        }
    }

    private void hash(final long[][] key, final int size, final long[] hashes) {
        Arrays.fill(hashes, 0, size, 0);
        for (int place = 0; place < differing.length; place++) {
            final int k = differing[place];
            addTerms(key[words[k]], masks[k], secrets[place], hashes, size);
        }
        for (int i = 0; i < size; i++) {
            hashes[i] = spread(hashes[i]);
        }
    }

    private static void addTerms(final long[] column, final long mask, final long secret, final long[] sums,
        final int size) {
        for (int i = 0; i < size; i++) {
            sums[i] += term(column[i] & mask, secret);
        }
    }

    /**
     * A word's part of a hash: the product of its halves, after a secret was added (NH; Black, Halevi, Krawczyk,
     * Krovetz, Rogaway: UMAC, 1999). Whoever chose two questions, sums of such terms are the same for few of the
     * secrets, about one in 2^32, so another seed tells them apart. With {@link #mix} there are questions that none
     * does.
     */
    private static long term(final long word, final long secret) {
        final long sum = word + secret;
        return (sum & LOWER_HALF) * (sum >>> Integer.SIZE);
    }

    /** Lets all bits of a sum of terms have a part in the upper ones. */
    private static long spread(final long sum) {
        return (sum ^ sum >>> Integer.SIZE) * MULTIPLIER;
    }

    private static long secret(final long seed, final int place) {
        return mix(mix(seed, place), MULTIPLIER);
    }

    private static long mix(final long hash, final long word) {
        final long mixed = (hash ^ word) * MULTIPLIER;
        return mixed ^ mixed >>> 32;
    }

    private static long finish(final long hash) {
        return hash * MULTIPLIER;
    }

    private static void compare(final long[] column, final long mask, final long value, final int size,
        final long[] difference) {
        for (int i = 0; i < size; i++) {
            difference[i] |= column[i] & mask ^ value;
        }
    }

    private void compare(final long[] column, final long mask, final int place, final int size,
        final Scratch scratch) {
        final int[] places = scratch.place;
        final long[] difference = scratch.difference;
        final long[] rows = this.rows;
        final int length = rowLength;
        for (int i = 0; i < size; i++) {
            difference[i] |= column[i] & mask ^ rows[places[i] * length + place];
        }
    }

    /** The entry whose row is at a place; {@link #NO_ENTRY} if none is. */
    private int entryAt(final int place) {
        return (int) (rows[place * rowLength + rowLength - 1] >>> Integer.SIZE) - 1;
    }

    private int better(final int entry, final long[][] key, final int i, final int[] ranks, final int best) {
        if (entry == NO_ENTRY) {
            return best;
        }
        final int rank = ranks[rules[entry]];
        if (rank >= best) {
            return best;
        }
        return ranges == null ? rank : ranges[entry].best(key, i, ranks, best);
    }

    private int find(final long[][] key, final int i) {
        long sum = 0;
        for (int place = 0; place < differing.length; place++) {
            final int k = differing[place];
            sum += term(key[words[k]][i] & masks[k], secrets[place]);
        }
        final int entry = entryAt(hash.place(spread(sum)));
        return entry != NO_ENTRY && is(entry, key, i) ? entry : NO_ENTRY;
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

    /** The bits of a hash that don't say where it starts: as many as a slot has place for beside an entry. */
    private static int tag(final long hash, final int slots) {
        return tag((int) (hash >>> 32), slots);
    }

    private static int tag(final int slot, final int slots) {
        return slot & -slots;
    }

    /** The entry that a slot has; {@link #NO_ENTRY} if it is empty. Entries are fewer than slots. */
    private static int entry(final int slot, final int slots) {
        return (slot & slots - 1) - 1;
    }
}
