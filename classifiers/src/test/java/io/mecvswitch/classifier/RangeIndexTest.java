package io.mecvswitch.classifier;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mecvswitch.config.ValueRange;
import io.mecvswitch.stage.PacketVector;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rules that differ in nothing but ranges, against an oracle that asks each in turn. */
class RangeIndexTest {
    private static final int MANY = 16_000;
    private static final int PACKETS = 1_000;

    private final Random random = new Random(2_474);
    private final long[][] key = new long[FlowKey.WORDS][1];

    @Test
    void shouldTellAdjacentPortRangesApart() {
        check(MANY, i -> Map.of(RangeField.SOURCE_PORT, new ValueRange(i * 4L, i * 4L + 3)));
    }

    @Test
    void shouldTellTeidRangesApart() {
        check(MANY, i -> Map.of(RangeField.TEID, new ValueRange(i * 268_435L, i * 268_435L + 100_000)));
    }

    @Test
    void shouldFindBoundsThatCrowdInACorner() {
        check(MANY, i -> Map.of(RangeField.TEID,
            i == 0 ? new ValueRange(0xffff_fffeL, 0xffff_ffffL) : new ValueRange(i * 3L, i * 3L + 1)));
    }

    @Test
    void shouldPreferTheBestOfNestedRanges() {
        check(MANY, i -> Map.of(RangeField.INNER_DESTINATION_PORT, new ValueRange(32_000 - i, 32_000 + i)));
        check(MANY, i -> Map.of(RangeField.INNER_DESTINATION_PORT, new ValueRange(i, 65_535 - i - 1)));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 8, 9, 10, 100, 3_000})
    void shouldFindTheBestOfOverlappingRanges(final int count) {
        for (final RangeField field : RangeField.values()) {
            check(count, i -> Map.of(field, range(field)));
        }
    }

    @Test
    void shouldCombineTwoRanges() {
        check(MANY, i -> ranges(RangeField.SOURCE_PORT, RangeField.DESTINATION_PORT));
        check(MANY, i -> Map.of(RangeField.TEID, new ValueRange(i, 0xffff_ffffL - i - 1),
            RangeField.INNER_SOURCE_PORT, range(RangeField.INNER_SOURCE_PORT)));
    }

    @Test
    void shouldCombineThreeRanges() {
        check(2_000, i -> ranges(RangeField.TEID, RangeField.INNER_SOURCE_PORT, RangeField.INNER_DESTINATION_PORT));
    }

    @Test
    void shouldCombineAllRanges() {
        check(2_000, i -> ranges(RangeField.values()));
    }

    @Test
    void shouldCombineManyWithOneOfFew() {
        check(MANY, i -> Map.of(RangeField.TEID, new ValueRange(1_000, 2_000),
            RangeField.INNER_SOURCE_PORT, new ValueRange(i, i + 2)));
    }

    private void check(final int count, final IntFunction<Map<RangeField, ValueRange>> ranges) {
        // Pairs share a rule, as filters of one rule do.
        final List<RangeIndex.Question> questions = IntStream.range(0, count)
            .mapToObj(i -> new RangeIndex.Question(new EnumMap<>(ranges.apply(i)), i / 2)).toList();
        final List<RangeField> fields = List.copyOf(questions.getFirst().ranges().keySet());
        final RangeIndex index = RangeIndex.of(questions, fields);
        final int[] ranks = IntStream.range(0, count).toArray();
        int hits = 0;
        for (int packet = 0; packet < PACKETS; packet++) {
            meet(fields, questions.get(random.nextInt(count)));
            final int expected = linear(questions);
            assertEquals(expected, index.best(key, 0, ranks, PacketVector.NO_RULE));
            assertEquals(Math.min(expected, 7), index.best(key, 0, ranks, 7));
            hits += expected == PacketVector.NO_RULE ? 0 : 1;
        }
        assertTrue(hits > PACKETS / 10);
    }

    /** A packet near the bounds of a question. */
    private void meet(final List<RangeField> fields, final RangeIndex.Question question) {
        for (final long[] column : key) {
            column[0] = random.nextLong();
        }
        for (final RangeField field : fields) {
            final ValueRange range = question.of(field);
            final long value = Math.clamp((random.nextBoolean() ? range.first() : range.last())
                + random.nextInt(8) / 6 * (random.nextInt(3) - 1), 0, field.highest);
            key[field.word][0] = key[field.word][0] & ~(field.highest << field.shift) | value << field.shift;
        }
    }

    private int linear(final List<RangeIndex.Question> questions) {
        for (final RangeIndex.Question question : questions) {
            if (isAnswered(question.ranges())) {
                return question.rule();
            }
        }
        return PacketVector.NO_RULE;
    }

    private boolean isAnswered(final Map<RangeField, ValueRange> ranges) {
        for (final Map.Entry<RangeField, ValueRange> asked : ranges.entrySet()) {
            if (!isIn(asked.getKey(), asked.getValue())) {
                return false;
            }
        }
        return true;
    }

    private boolean isIn(final RangeField field, final ValueRange range) {
        final long value = key[field.word][0] >>> field.shift & field.highest;
        return range.first() <= value && value <= range.last();
    }

    private Map<RangeField, ValueRange> ranges(final RangeField... fields) {
        final Map<RangeField, ValueRange> ranges = new EnumMap<>(RangeField.class);
        for (final RangeField field : fields) {
            ranges.put(field, range(field));
        }
        return ranges;
    }

    private ValueRange range(final RangeField field) {
        final long one = random.nextLong(field.highest);
        final long other = random.nextLong(field.highest);
        return new ValueRange(Math.min(one, other), Math.max(one, other));
    }
}
