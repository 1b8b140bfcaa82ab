package io.mecvswitch.control.netconf.tree;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mecvswitch.control.Documents;
import io.mecvswitch.control.schema.InnerSchema;
import io.mecvswitch.control.schema.LeafListSchema;
import io.mecvswitch.control.schema.SchemaNode;
import io.mecvswitch.control.schema.ValueSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SortedEntriesTest {
    private static final ValueSchema KIND = kinds(Documents.SCHEMA.root())
        .filter(LeafListSchema.class::isInstance).map(ValueSchema.class::cast).findFirst().orElseThrow();

    private static Stream<SchemaNode> kinds(final SchemaNode node) {
        return Stream.concat(Stream.of(node), node instanceof InnerSchema inner
            ? inner.children().stream().flatMap(SortedEntriesTest::kinds) : Stream.empty());
    }

    private static Value value(final int number) {
        return new Value(KIND, Integer.toString(number));
    }

    private static List<Node> list(final Entries entries) {
        final List<Node> list = new ArrayList<>();
        entries.forEach(list::add);
        return list;
    }

    @Test
    void shouldBehaveAsASortedMap() {
        final Random random = new Random(2);
        final TreeMap<String, Node> oracle = new TreeMap<>();
        SortedEntries entries = SortedEntries.EMPTY;
        for (int step = 0; step < 20_000; step++) {
            final Value value = value(random.nextInt(500));
            if (random.nextInt(step / 5_000 % 2 == 0 ? 3 : 2) == 0) {
                entries = entries.without(value.key());
                oracle.remove(value.key());
            } else {
                entries = entries.with(value);
                oracle.put(value.key(), value);
            }
            assertEquals(oracle.size(), entries.size());
            assertEquals(oracle.containsKey("7"), entries.get("7").isPresent());
        }
        assertEquals(List.copyOf(oracle.values()), list(entries));
    }

    @Test
    void shouldStayLowWhateverTheOrder() {
        SortedEntries up = SortedEntries.EMPTY;
        for (int i = 0; i < 100_000; i++) {
            up = up.with(value(i + 100_000));
        }
        // What balance with a factor of three promises: height at most log2(n) / log2(4 / 3).
        assertTrue(up.height() <= 2.41 * 17, () -> "too high");
        for (int i = 0; i < 90_000; i++) {
            up = up.without(value(i + 100_000).key());
        }
        assertEquals(10_000, up.size());
        assertTrue(up.height() <= 2.41 * 14);
    }

    @Test
    void shouldNotChangeWhatSomebodyElseHolds() {
        final SortedEntries before = SortedEntries.EMPTY.with(value(1)).with(value(2));
        final SortedEntries after = before.with(value(3)).without("1");
        assertEquals(List.of(value(1), value(2)), list(before));
        assertEquals(List.of(value(2), value(3)), list(after));
        assertFalse(before.get("3").isPresent());
    }
}
