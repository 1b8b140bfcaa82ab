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

/**
 * The root, a container, or an entry of a list. Its children were added, or come from a {@link Supply} when asked for.
 */
public final class InnerNode extends DataNode {
    private static final Object NOTHING = new Object();

    private final InnerSchema schema;
    /** Null for one to which everything is added. */
    private final Supply supply;
    /**
     * By slot of the child's schema: a node, or for lists and leaf-lists the nodes by key; null if none was added, or
     * none was asked for yet.
     */
    private final Object[] slots;

    private InnerNode(
        final InnerSchema schema, final Location location, final boolean byDefault, final Supply supply) {
        super(location, byDefault);
        this.schema = schema;
        this.supply = supply;
        this.slots = new Object[schema.children().size()];
    }

    /** What a node consists of that nobody added. */
    public interface Supply {
        /** Whether somebody wrote anything of a kind. */
        boolean isWritten(SchemaNode kind);

        /** The container or leaf of a kind; is asked once. */
        Optional<DataNode> one(InnerNode parent, SchemaNode kind);

        /** The entries or values of a kind by key; is asked once. */
        Map<String, DataNode> many(InnerNode parent, SchemaNode kind);
    }

    /** An empty configuration. */
    public static InnerNode root(final Schema schema) {
        return new InnerNode(schema.root(), Location.NOWHERE, false, null);
    }

    /** A container or entry somebody wrote. */
    public static InnerNode written(final InnerSchema schema, final Location location) {
        return new InnerNode(schema, location, false, null);
    }

    /** A container without presence, which exists where its parent does (RFC 7950 §7.5.1). */
    public static InnerNode ofDefault(final InnerSchema schema) {
        return new InnerNode(schema, Location.NOWHERE, true, null);
    }

    /** One that consists of what somebody has; nothing may be added to it. */
    public static InnerNode supplied(final InnerSchema schema, final boolean byDefault, final Supply supply) {
        return new InnerNode(schema, Location.NOWHERE, byDefault, supply);
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
        final boolean added = child.schema().isMany() ? addEntry(child) : addOne(child);
        if (added) {
            child.hangBelow(this);
        }
        return added;
    }

    private boolean addEntry(final DataNode child) {
        final int slot = child.schema().slot();
        if (slots[slot] == null) {
            slots[slot] = new LinkedHashMap<String, DataNode>();
        }
        return many(child.schema()).putIfAbsent(keyOf(child), child) == null;
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
    @Override
    public Collection<DataNode> children(final SchemaNode kind) {
        if (kind.isMany()) {
            return many(kind).values();
        }
        final DataNode one = one(kind);
        return one == null ? List.of() : List.of(one);
    }

    /** All children. */
    public Stream<DataNode> children() {
        return schema.children().stream().flatMap(kind -> children(kind).stream());
    }

    @Override
    public Optional<DataNode> child(final SchemaNode kind, final String key) {
        return Optional.ofNullable(many(kind).get(key));
    }

    /** Whether there is any child of this kind. */
    public boolean has(final SchemaNode kind) {
        return kind.isMany() ? !many(kind).isEmpty() : one(kind) != null;
    }

    /**
     * Whether somebody wrote a child of this kind. Entries and values are never there by default, so one tells of all.
     */
    public boolean hasWritten(final SchemaNode kind) {
        return supply != null ? supply.isWritten(kind)
            : children(kind).stream().limit(1).anyMatch(child -> !child.byDefault());
    }

    /** Shows all children, which must not be added or removed meanwhile. */
    public void forEach(final Consumer<DataNode> visitor) {
        for (final SchemaNode kind : schema.children()) {
            if (kind.isMany()) {
                many(kind).values().forEach(visitor);
            } else {
                final DataNode one = one(kind);
                if (one != null) {
                    visitor.accept(one);
                }
            }
        }
    }

    /** The value of a leaf, by its name in the form of RFC 7951. */
    public Optional<String> text(final String leaf) {
        return first(leaf).map(DataNode::text);
    }

    /** The child of this name, or the first of several. */
    public Optional<DataNode> first(final String qualified) {
        final SchemaNode kind = kind(qualified);
        if (kind.isMany()) {
            return children(kind).stream().findFirst();
        }
        return Optional.ofNullable(one(kind));
    }

    /** Children by their name in the form of RFC 7951: with the module where it differs from this node's. */
    public Stream<DataNode> children(final String qualified) {
        return children(kind(qualified)).stream();
    }

    private SchemaNode kind(final String qualified) {
        return schema.child(qualified).orElseThrow(
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

    /** Null if there is none. Who asks for a node while it is being supplied finds nothing. */
    private DataNode one(final SchemaNode kind) {
        final int slot = kind.slot();
        if (slots[slot] == null && supply != null) {
            slots[slot] = NOTHING;
            final Optional<DataNode> supplied = supply.one(this, kind);
            if (supplied.isPresent()) {
                slots[slot] = supplied.get();
            }
        }
        return slots[slot] instanceof DataNode node ? node : null;
    }

    @SuppressWarnings("unchecked") // the slot of a list or leaf-list never holds anything else
    private Map<String, DataNode> many(final SchemaNode kind) {
        if (slots[kind.slot()] == null) {
            if (supply == null) {
                return Map.of();
            }
            slots[kind.slot()] = supply.many(this, kind);
        }
        return (Map<String, DataNode>) slots[kind.slot()];
    }
}
