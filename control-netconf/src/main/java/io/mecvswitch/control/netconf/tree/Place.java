package io.mecvswitch.control.netconf.tree;

import io.mecvswitch.control.data.Instance;
import io.mecvswitch.control.schema.SchemaNode;
import io.mecvswitch.control.xpath.Cost;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * A node of a tree where expressions found it. Nodes do not know their parents, and may be part of several trees;
 * places are made as somebody looks for them, and each look costs something. One thread.
 */
public final class Place implements Instance {
    private final Place parent;
    private final Node node;
    private final Cost cost;

    private Place(final Place parent, final Node node, final Cost cost) {
        this.parent = parent;
        this.node = node;
        this.cost = cost;
    }

    /** The root of a tree, for an evaluation that may cost so much. */
    public static Place root(final Branch root, final Cost cost) {
        return new Place(null, root, cost);
    }

    /** What is there. */
    Node node() {
        return node;
    }

    @Override
    public SchemaNode schema() {
        return node.schema();
    }

    @Override
    public Place parent() {
        return parent;
    }

    @Override
    public String text() {
        if (node instanceof Value value) {
            return value.text();
        }
        final StringBuilder text = new StringBuilder();
        append(text, (Branch) node);
        return text.toString();
    }

    private void append(final StringBuilder text, final Branch branch) {
        for (final SchemaNode kind : branch.schema().children()) {
            for (final Node child : branch.children(kind)) {
                cost.spend(1);
                switch (child) {
                    case Value value -> text.append(value.text());
                    case Branch inner -> append(text, inner);
                }
            }
        }
    }

    @Override
    public Collection<Place> children(final SchemaNode kind) {
        if (!(node instanceof Branch branch)) {
            return List.of();
        }
        final List<Place> children = new ArrayList<>();
        for (final Node child : branch.children(kind)) {
            cost.spend(1);
            children.add(new Place(this, child, cost));
        }
        return children;
    }

    @Override
    public Optional<Place> child(final SchemaNode kind, final String key) {
        cost.spend(1);
        return node instanceof Branch branch
            ? branch.entries(kind).get(key).map(child -> new Place(this, child, cost)) : Optional.empty();
    }

    @Override
    public boolean equals(final Object other) {
        return this == other || other instanceof Place place && node == place.node
            && (parent == null ? place.parent == null : parent.equals(place.parent));
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(node);
    }
}
