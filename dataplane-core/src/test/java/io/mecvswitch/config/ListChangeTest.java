package io.mecvswitch.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ListChangeTest {
    private record Entry(String name, int value) { }

    private static ListChange<Entry> between(final List<Entry> former, final List<Entry> next) {
        return ListChange.between(former, next, Entry::name);
    }

    @Test
    void shouldFindNothingWhereNothingChanged() {
        final List<Entry> entries = List.of(new Entry("a", 1), new Entry("b", 2));
        assertTrue(between(entries, entries).isEmpty());
        assertTrue(between(entries, List.of(new Entry("a", 1), new Entry("b", 2))).isEmpty());
        assertTrue(between(entries, entries.reversed()).isEmpty());
    }

    @Test
    void shouldRemoveAndAddAnEntryThatChanged() {
        final ListChange<Entry> change = between(List.of(new Entry("a", 1), new Entry("b", 2), new Entry("c", 3)),
            List.of(new Entry("a", 1), new Entry("b", 4), new Entry("c", 3)));
        assertEquals(new ListChange<>(List.of(new Entry("b", 2)), List.of(new Entry("b", 4))), change);
    }

    @Test
    void shouldAddAnEntryThatStandsThereTwice() {
        final Entry entry = new Entry("a", 1);
        final Entry other = new Entry("b", 1);
        assertEquals(List.of(entry), between(List.of(entry), List.of(entry, entry)).added());
        assertEquals(List.of(entry), between(List.of(entry, other), List.of(other, entry, entry)).added());
    }

    @Test
    void shouldLeadFromOneListToTheOther() {
        final Random random = new Random(4);
        for (int round = 0; round < 1_000; round++) {
            final List<Entry> former = entries(random);
            final List<Entry> next = entries(random);
            final ListChange<Entry> change = between(former, next);
            final Set<Entry> led = new HashSet<>(former);
            change.removed().forEach(entry -> assertTrue(led.remove(entry)));
            change.added().forEach(entry -> assertTrue(led.add(entry)));
            assertEquals(new HashSet<>(next), led);
        }
    }

    @Test
    void shouldShareWhatBeginningsAndEndsHaveInCommon() {
        final List<Entry> former = List.of(new Entry("a", 1), new Entry("b", 2), new Entry("c", 3));
        final List<Entry> next = List.of(new Entry("a", 1), new Entry("d", 4), new Entry("c", 3));
        final List<Entry> shared = ListChange.sharing(former, next);
        assertEquals(next, shared);
        assertSame(former.get(0), shared.get(0));
        assertSame(next.get(1), shared.get(1));
        assertSame(former.get(2), shared.get(2));
    }

    @Test
    void shouldShareWithoutChangingAnything() {
        final Random random = new Random(5);
        for (int round = 0; round < 1_000; round++) {
            final List<Entry> next = entries(random);
            assertEquals(next, ListChange.sharing(entries(random), next));
        }
    }

    private static List<Entry> entries(final Random random) {
        final List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            if (random.nextInt(4) > 0) {
                entries.add(random.nextInt(entries.size() + 1), new Entry("entry-" + i, random.nextInt(3)));
            }
        }
        return entries;
    }
}
