package io.mecvswitch.control.netconf.tree;

import io.mecvswitch.control.schema.LeafSchema;
import io.mecvswitch.control.schema.ListSchema;
import io.mecvswitch.control.schema.SchemaNode;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/** Selected nodes and the way to them. One thread. */
final class Selection {
    private final Node node;
    private boolean whole;
    private final Map<SchemaNode, Map<String, Selection>> children = new LinkedHashMap<>();

    /** Nothing of a node yet. */
    Selection(final Node node) {
        this.node = node;
    }

    /** Adds a node, at whatever depth below this one, with all below it. */
    void add(final Place place) {
        step(place).whole = true;
    }

    private Selection step(final Place place) {
        return place.parent() == null ? this : step(place.parent()).child(place.node());
    }

    private Selection child(final Node child) {
        return children.computeIfAbsent(child.schema(), _ -> new LinkedHashMap<>())
            .computeIfAbsent(child.schema().isMany() ? child.key() : "", _ -> new Selection(child));
    }

    /** What was selected, and the nodes above it. */
    Branch branch(final Depth depth) {
        return whole ? depth.below((Branch) node) : part(depth);
    }

    private Branch part(final Depth depth) {
        Branch part = withKeys(Branch.empty(((Branch) node).schema()), (Branch) node);
        for (final Map.Entry<SchemaNode, Map<String, Selection>> kind : children.entrySet()) {
            part = kind.getKey().userOrdered() ? ordered(part, kind.getKey(), kind.getValue(), depth)
                : all(part, kind.getValue().values(), depth);
        }
        return part;
    }

    private static Branch all(final Branch part, final Collection<Selection> selected, final Depth depth) {
        Branch more = part;
        for (final Selection child : selected) {
            more = more.with(child.tree(depth));
        }
        return more;
    }

    /** In the order of the tree, whatever the order in which they were found. */
    private Branch ordered(
        final Branch part, final SchemaNode kind, final Map<String, Selection> selected, final Depth depth) {
        Branch more = part;
        for (final Node child : ((Branch) node).children(kind)) {
            final Selection found = selected.get(child.key());
            more = found == null ? more : more.with(found.tree(depth));
        }
        return more;
    }

    private Node tree(final Depth depth) {
        return whole ? depth.cut(node) : part(depth);
    }

    /** The same with the keys of the entry that it is a part of, so that entries can be told apart. */
    static Branch withKeys(final Branch selected, final Branch from) {
        Branch named = selected;
        if (from.schema() instanceof ListSchema list) {
            for (final LeafSchema key : list.keys()) {
                named = named.with(from.child(key).orElseThrow());
            }
        }
        return named;
    }
}
