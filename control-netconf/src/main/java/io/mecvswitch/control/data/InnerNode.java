package io.mecvswitch.control.data;

import io.mecvswitch.control.problem.Location;
import io.mecvswitch.control.schema.InnerSchema;
import io.mecvswitch.control.schema.LeafSchema;
import io.mecvswitch.control.schema.ListSchema;
import io.mecvswitch.control.schema.Schema;
import io.mecvswitch.control.schema.SchemaNode;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The root, a container, or an entry of a list. */
public final class InnerNode extends DataNode {
    private final InnerSchema schema;
    /** By slot of the child's schema: a node, or for lists and leaf-lists the nodes by key; null for none. */
    private final Object[] slots;

    private InnerNode(final InnerSchema schema, final Location location, final boolean byDefault) {
        super(location, byDefault);
        this.schema = schema;
        this.slots = new Object[schema.children().size()];
    }

    /** An empty configuration. */
    public static InnerNode root(final Schema schema) {
        return new InnerNode(schema.root(), Location.NOWHERE, false);
    }

    /** A container or entry somebody wrote. */
    public static InnerNode written(final InnerSchema schema, final Location location) {
        return new InnerNode(schema, location, false);
    }

    /** A container without presence, which exists where its parent does (RFC 7950 §7.5.1). */
    public static InnerNode ofDefault(final InnerSchema schema) {
        return new InnerNode(schema, Location.NOWHERE, true);
    }

    @Override
    public InnerSchema schema() {
        return schema;
    }

    @Override
    public String text() {
        return children().map(DataNode::text).collect(Collectors.joining());
    }

    /**
     * Adds a child behind its likes.
     *
     * @return false if the same is there already: the container, the leaf, the value, or an entry of this key
     */
    public boolean add(final DataNode child) {
        final boolean added = child.schema().isMany()
            ? many(child.schema()).putIfAbsent(keyOf(child), child) == null : addOne(child);
        if (added) {
            child.hangBelow(this);
        }
        return added;
    }

    private boolean addOne(final DataNode child) {
        final int slot = child.schema().slot();
        if (slots[slot] != null) {
            return false;
        }
        slots[slot] = child;
        return true;
    }

    /** Takes a child away. */
    public void remove(final DataNode child) {
        if (child.schema().isMany()) {
            many(child.schema()).remove(keyOf(child));
        } else {
            slots[child.schema().slot()] = null;
        }
    }

    /** The children of one kind: none or one container or leaf, any number of entries or values. */
    public Collection<DataNode> children(final SchemaNode kind) {
        final Object slot = slots[kind.slot()];
        if (slot == null) {
            return List.of();
        }
        return slot instanceof DataNode node ? List.of(node) : many(kind).values();
    }

    /** All children. */
    public Stream<DataNode> children() {
        return schema.children().stream().flatMap(kind -> children(kind).stream());
    }

    /** The entry with this key, or the value of a leaf-list. */
    public Optional<DataNode> child(final SchemaNode kind, final String key) {
        return slots[kind.slot()] == null ? Optional.empty() : Optional.ofNullable(many(kind).get(key));
    }

    /** Whether there is any child of this kind. */
    public boolean has(final SchemaNode kind) {
        final Object slot = slots[kind.slot()];
        return slot instanceof Map<?, ?> map ? !map.isEmpty() : slot != null;
    }

    /** Shows all children, which must not be added or removed meanwhile. */
    public void forEach(final Consumer<DataNode> visitor) {
        for (final Object slot : slots) {
            if (slot instanceof DataNode node) {
                visitor.accept(node);
            } else if (slot instanceof Map<?, ?> map) {
                map.values().forEach(node -> visitor.accept((DataNode) node));
            }
        }
    }

    /** The value of a leaf, by its name in the form of RFC 7951. */
    public Optional<String> text(final String leaf) {
        return children(leaf).map(DataNode::text).findFirst();
    }

    /** Children by their name in the form of RFC 7951: with the module where it differs from this node's. */
    public Stream<DataNode> children(final String qualified) {
        return schema.child(qualified).map(kind -> children(kind).stream()).orElseThrow(
            () -> new IllegalArgumentException(schema + " has no child " + qualified));
    }

    /** The entries of a list, or the one container, by name. */
    public Stream<InnerNode> inner(final String qualified) {
        return children(qualified).map(InnerNode.class::cast);
    }

    /** The key of an entry whose key leafs are {@code keys}. */
    static String key(final List<String> keys) {
        return String.join("\0", keys);
    }

    private static String keyOf(final DataNode child) {
        return child instanceof InnerNode entry ? entry.key() : child.text();
    }

    private String key() {
        return key(((ListSchema) schema).keys().stream().map(this::keyText).toList());
    }

    private String keyText(final LeafSchema key) {
        return children(key).iterator().next().text();
    }

    @SuppressWarnings("unchecked") // the slot of a list or leaf-list never holds anything else
    private Map<String, DataNode> many(final SchemaNode kind) {
        if (slots[kind.slot()] == null) {
            slots[kind.slot()] = new LinkedHashMap<String, DataNode>();
        }
        return (Map<String, DataNode>) slots[kind.slot()];
    }
}
