package io.mecvswitch.control.netconf.tree;

import io.mecvswitch.control.schema.LeafListSchema;
import io.mecvswitch.control.schema.ListSchema;
import io.mecvswitch.control.schema.SchemaNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where a node is, in whatever tree: the way to it from the root by kinds and keys.
 *
 * @param steps from the root
 * @param path  as a value of type instance-identifier is kept: each name with that of its module
 */
public record Spot(List<Step> steps, String path) {
    /**
     * One step.
     *
     * @param kind of the node
     * @param key  of an entry; empty of anything else
     */
    public record Step(SchemaNode kind, String key) { }

    /** Where an expression has found a node. */
    public static Spot of(final Place place) {
        final List<Step> steps = new ArrayList<>();
        final StringBuilder path = new StringBuilder();
        append(place, steps, path);
        return new Spot(List.copyOf(steps), path.isEmpty() ? "/" : path.toString());
    }

    private static void append(final Place place, final List<Step> steps, final StringBuilder path) {
        if (place.parent() == null) {
            return;
        }
        append(place.parent(), steps, path);
        final Node node = place.node();
        steps.add(new Step(node.schema(), node.schema().isMany() ? node.key() : ""));
        path.append('/').append(node.schema().name());
        switch (node.schema()) {
            case ListSchema list -> list.keys().forEach(key -> path.append('[').append(key.name()).append('=')
                .append(quoted(((Branch) node).child(key).orElseThrow().key())).append(']'));
            case LeafListSchema _ -> path.append("[.=").append(quoted(node.key())).append(']');
            default -> { }
        }
    }

    private static String quoted(final String value) {
        return value.contains("'") ? '"' + value + '"' : "'" + value + "'";
    }

    /** What is there in a tree; one node is there as long as nobody has changed it or what is below. */
    public Optional<Node> in(final Branch root) {
        Optional<Node> node = Optional.of(root);
        for (final Step step : steps) {
            node = node.flatMap(above -> step.kind.isMany() ? ((Branch) above).entries(step.kind).get(step.key)
                : ((Branch) above).child(step.kind));
        }
        return node;
    }

    /** Whether one of both is, or is above, the other. */
    public boolean overlaps(final Spot other) {
        final int common = Math.min(steps.size(), other.steps.size());
        return steps.subList(0, common).equals(other.steps.subList(0, common));
    }
}
