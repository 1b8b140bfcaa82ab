package io.mecvswitch.control.netconf.tree;

import io.mecvswitch.control.schema.InnerSchema;
import io.mecvswitch.control.schema.LeafSchema;
import io.mecvswitch.control.schema.ListSchema;
import io.mecvswitch.control.schema.SchemaNode;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The root, a container, or an entry of a list. */
public final class Branch implements Node {
    private final InnerSchema schema;
    /** By slot of the child's schema: a node, or for lists and leaf-lists entries that are not empty; null for none. */
    private final Object[] slots;

    private Branch(final InnerSchema schema, final Object... slots) {
        this.schema = schema;
        this.slots = slots;
    }

    /** A container or entry in which nothing is. */
    public static Branch empty(final InnerSchema schema) {
        return new Branch(schema, new Object[schema.children().size()]);
    }

    @Override
    public InnerSchema schema() {
        return schema;
    }

    /**
     * Of an entry: the canonical values of its keys, or of all that is in it, if it has none (RFC 7950 §7.8.2); of
     * anything else nothing.
     */
    @Override
    public String key() {
        if (!(schema instanceof ListSchema list)) {
            return "";
        }
        if (list.keys().isEmpty()) {
            return content();
        }
        return list.keys().size() == 1 ? keyText(list.keys().getFirst())
            : list.keys().stream().map(this::keyText).collect(Collectors.joining("\0"));
    }

    private String content() {
        final StringBuilder content = new StringBuilder();
        for (final SchemaNode kind : schema.children()) {
            for (final Node child : children(kind)) {
                content.append(kind.slot()).append(child instanceof Branch branch ? branch.content() : child.key())
                    .append('\0');
            }
        }
        return content.toString();
    }

    private String keyText(final LeafSchema key) {
        return child(key).map(Node::key).orElseThrow();
    }

    /** Whether there is nothing in it. */
    public boolean isEmpty() {
        for (final Object slot : slots) {
            if (slot != null) {
                return false;
            }
        }
        return true;
    }

    /** Whether there is any child of a kind. */
    public boolean has(final SchemaNode kind) {
        return slots[kind.slot()] != null;
    }

    /** The container or leaf of a kind. */
    public Optional<Node> child(final SchemaNode kind) {
        return Optional.ofNullable((Node) slots[kind.slot()]);
    }

    /** The entries or values of a list or leaf-list. */
    public Entries entries(final SchemaNode kind) {
        final Object slot = slots[kind.slot()];
        if (slot != null) {
            return (Entries) slot;
        }
        return kind.userOrdered() ? OrderedEntries.EMPTY : SortedEntries.EMPTY;
    }

    /** All children of a kind. */
    public Iterable<Node> children(final SchemaNode kind) {
        return switch (slots[kind.slot()]) {
            case null -> List.of();
            case Entries entries -> entries;
            case final Object node -> List.of((Node) node);
        };
    }

    /** The same with this child in the place of the one it replaces, if there is one. */
    public Branch with(final Node child) {
        if (!child.schema().isMany()) {
            return set(child.schema(), child);
        }
        final Entries entries = entries(child.schema());
        return entries.get(child.key()).filter(child::equals).isPresent() ? this
            : set(child.schema(), entries.with(child));
    }

    /** The same with these entries. */
    public Branch with(final SchemaNode kind, final Entries entries) {
        return set(kind, entries.size() == 0 ? null : entries);
    }

    /** The same without any child of a kind. */
    public Branch without(final SchemaNode kind) {
        return set(kind, null);
    }

    private Branch set(final SchemaNode kind, final Object content) {
        if (slots[kind.slot()] == content) {
            return this;
        }
        final Object[] changed = slots.clone();
        changed[kind.slot()] = content;
        return new Branch(schema, changed);
    }
}
