package io.mecvswitch.control.netconf.tree;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Entries whose order means something ({@code ordered-by user}): the filters of a rule, the processors of workers. They
 * are few, so a change copies the array and a search walks it.
 */
final class OrderedEntries implements Entries {
    /** Without entries. */
    static final OrderedEntries EMPTY = new OrderedEntries(List.of());

    private final List<Node> list;

    private OrderedEntries(final List<Node> list) {
        this.list = list;
    }

    @Override
    public int size() {
        return list.size();
    }

    @Override
    public Optional<Node> get(final String key) {
        return list.stream().filter(entry -> entry.key().equals(key)).findFirst();
    }

    /** Where the one with this key stands, from 0; -1 if there is none. */
    int indexOf(final String key) {
        return IntStream.range(0, list.size()).filter(i -> list.get(i).key().equals(key)).findFirst().orElse(-1);
    }

    @Override
    public OrderedEntries with(final Node entry) {
        final int index = indexOf(entry.key());
        if (index < 0) {
            return at(list.size(), entry);
        }
        final List<Node> changed = new ArrayList<>(list);
        changed.set(index, entry);
        return new OrderedEntries(changed);
    }

    /** With one more, which stands at this place. */
    OrderedEntries at(final int index, final Node entry) {
        final List<Node> changed = new ArrayList<>(list);
        changed.add(index, entry);
        return new OrderedEntries(changed);
    }

    @Override
    public OrderedEntries without(final String key) {
        return new OrderedEntries(list.stream().filter(entry -> !entry.key().equals(key)).toList());
    }

    @Override
    public void compare(final Entries next, final Differences differences) {
        for (final Node entry : list) {
            final Optional<Node> then = next.get(entry.key());
            if (then.isEmpty()) {
                differences.removed(entry);
            } else if (!then.get().equals(entry)) {
                differences.changed(entry, then.get());
            }
        }
        for (final Node entry : next) {
            if (get(entry.key()).isEmpty()) {
                differences.added(entry);
            }
        }
    }

    @Override
    public Iterator<Node> iterator() {
        return list.iterator();
    }
}
