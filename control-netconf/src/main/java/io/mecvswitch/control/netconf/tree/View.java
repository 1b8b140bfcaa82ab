package io.mecvswitch.control.netconf.tree;

import io.mecvswitch.control.data.DataNode;
import io.mecvswitch.control.data.InnerNode;
import io.mecvswitch.control.data.ValueNode;
import io.mecvswitch.control.problem.Location;
import io.mecvswitch.control.schema.ContainerSchema;
import io.mecvswitch.control.schema.SchemaNode;
import io.mecvswitch.control.validate.Defaults;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * A tree as conditions, the validator and the mapping see it: with parents and defaults. Nodes are made as they are
 * looked at, so that who looks at one entry of a hundred thousand makes a handful. One thread.
 */
public final class View implements InnerNode.Supply {
    private final Branch branch;
    private final Completion defaults;

    private View(final Branch branch, final Completion defaults) {
        this.branch = branch;
        this.defaults = defaults;
    }

    /** A whole configuration. */
    public static InnerNode of(final Branch root, final Defaults defaults) {
        return InnerNode.supplied(root.schema(), false, new View(root, defaults::missing));
    }

    /** A whole configuration as it was written, without defaults. */
    public static InnerNode of(final Branch root) {
        return InnerNode.supplied(root.schema(), false, new View(root, (_, _, _) -> Optional.empty()));
    }

    /** Says what is there though nobody wrote it. */
    private interface Completion {
        Optional<DataNode> missing(InnerNode parent, SchemaNode kind, Function<ContainerSchema, InnerNode> container);
    }

    @Override
    public boolean isWritten(final SchemaNode kind) {
        return branch.has(kind);
    }

    @Override
    public Optional<DataNode> one(final InnerNode parent, final SchemaNode kind) {
        final Optional<Node> child = branch.child(kind);
        return child.isPresent() ? Optional.of(shown(child.get(), parent))
            : defaults.missing(parent, kind, this::empty);
    }

    private InnerNode empty(final ContainerSchema kind) {
        return InnerNode.supplied(kind, true, new View(Branch.empty(kind), defaults));
    }

    private DataNode shown(final Node node, final InnerNode parent) {
        final DataNode shown = switch (node) {
            case Branch inner -> InnerNode.supplied(inner.schema(), false, new View(inner, defaults));
            case Value value -> ValueNode.written(value.schema(), value.text(), Location.NOWHERE);
        };
        shown.hangBelow(parent);
        return shown;
    }

    @Override
    public Map<String, DataNode> many(final InnerNode parent, final SchemaNode kind) {
        return branch.has(kind) ? new Shown(branch.entries(kind), parent) : Map.of();
    }

    /** The entries of a list: how many there are, and each by its key, is known without a look at the others. */
    private final class Shown extends AbstractMap<String, DataNode> {
        private final Entries entries;
        private final InnerNode parent;
        private final Map<String, DataNode> shown = new HashMap<>();

        Shown(final Entries entries, final InnerNode parent) {
            this.entries = entries;
            this.parent = parent;
        }

        @Override
        public int size() {
            return entries.size();
        }

        @Override
        public boolean containsKey(final Object key) {
            return entries.get((String) key).isPresent();
        }

        @Override
        public DataNode get(final Object key) {
            final DataNode known = shown.get(key);
            return known != null ? known
                : entries.get((String) key).map(entry -> show((String) key, entry)).orElse(null);
        }

        private DataNode show(final String key, final Node entry) {
            return shown.computeIfAbsent(key, _ -> View.this.shown(entry, parent));
        }

        @Override
        public Set<Entry<String, DataNode>> entrySet() {
            return new AbstractSet<>() {
                @Override
                public int size() {
                    return entries.size();
                }

                @Override
                public Iterator<Entry<String, DataNode>> iterator() {
                    final Iterator<Node> nodes = entries.iterator();
                    return new Iterator<>() {
                        @Override
                        public boolean hasNext() {
                            return nodes.hasNext();
                        }

                        @Override
                        public Entry<String, DataNode> next() {
                            final Node entry = nodes.next();
                            return Map.entry(entry.key(), show(entry.key(), entry));
                        }
                    };
                }
            };
        }
    }
}
