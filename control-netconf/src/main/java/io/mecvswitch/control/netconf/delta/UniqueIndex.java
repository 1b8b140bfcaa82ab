package io.mecvswitch.control.netconf.delta;

import io.mecvswitch.control.netconf.tree.Branch;
import io.mecvswitch.control.netconf.tree.Differences;
import io.mecvswitch.control.netconf.tree.Entries;
import io.mecvswitch.control.netconf.tree.Node;
import io.mecvswitch.control.schema.LeafSchema;
import io.mecvswitch.control.schema.ListSchema.Descendant;
import io.mecvswitch.control.schema.SchemaNode;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;

/** Which entry of a list has which values in leafs that tell entries apart (RFC 7950 §7.8.3). One thread. */
final class UniqueIndex {
    private final List<Descendant> leafs;
    private final Map<String, String> holders = new HashMap<>();
    private Entries at;

    /**
     * @param leafs that tell entries apart
     * @param none  no entries
     */
    UniqueIndex(final List<Descendant> leafs, final Entries none) {
        this.leafs = leafs;
        this.at = none;
    }

    /** Whether entries have such values only where somebody wrote them. */
    static boolean covers(final List<Descendant> leafs) {
        return leafs.stream().allMatch(leaf ->
            leaf.steps().getLast() instanceof LeafSchema last && last.defaultValue().isEmpty());
    }

    /**
     * Finds what came into being with values that another entry has.
     *
     * @param former    entries that differ from each other
     * @param next      entries that follow on them
     * @param collision is given the keys of two entries
     */
    void check(final Entries former, final Entries next, final BiConsumer<String, String> collision) {
        follow(former);
        final Newcomers newcomers = new Newcomers();
        former.compare(next, newcomers);
        newcomers.values.forEach((values, key) -> {
            final String holder = holders.get(values);
            if (holder != null && !newcomers.gone.contains(holder)) {
                collision.accept(key, holder);
            }
        });
        newcomers.twins.forEach(collision);
    }

    /** What is new, and whose former values are free. */
    private final class Newcomers implements Differences {
        private final Map<String, String> values = new HashMap<>();
        private final Map<String, String> twins = new HashMap<>();
        private final Set<String> gone = new HashSet<>();

        @Override
        public void removed(final Node entry) {
            gone.add(entry.key());
        }

        @Override
        public void added(final Node entry) {
            values((Branch) entry).ifPresent(all -> {
                final String twin = values.putIfAbsent(all, entry.key());
                if (twin != null) {
                    twins.put(entry.key(), twin);
                }
            });
        }

        @Override
        public void changed(final Node former, final Node next) {
            removed(former);
            added(next);
        }
    }

    private void follow(final Entries next) {
        at.compare(next, new Differences() {
            @Override
            public void removed(final Node entry) {
                values((Branch) entry).ifPresent(all -> holders.remove(all, entry.key()));
            }

            @Override
            public void added(final Node entry) {
                values((Branch) entry).ifPresent(all -> holders.put(all, entry.key()));
            }

            @Override
            public void changed(final Node former, final Node entry) {
                removed(former);
                added(entry);
            }
        });
        at = next;
    }

    /** An entry that lacks one of the leafs is not compared. */
    private Optional<String> values(final Branch entry) {
        if (leafs.size() == 1) {
            return value(entry, leafs.getFirst());
        }
        final StringBuilder all = new StringBuilder();
        for (final Descendant leaf : leafs) {
            final Optional<String> value = value(entry, leaf);
            if (value.isEmpty()) {
                return Optional.empty();
            }
            all.append(value.get()).append('\0');
        }
        return Optional.of(all.toString());
    }

    private static Optional<String> value(final Branch entry, final Descendant leaf) {
        Optional<Node> at = Optional.of(entry);
        for (final SchemaNode step : leaf.steps()) {
            at = at.flatMap(node -> ((Branch) node).child(step));
        }
        return at.map(Node::key);
    }
}
