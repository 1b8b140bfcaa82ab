package io.mecvswitch.control.netconf.tree;

import io.mecvswitch.control.schema.ListSchema;
import io.mecvswitch.control.schema.Schema;
import io.mecvswitch.control.schema.SchemaNode;
import java.util.List;
import java.util.function.Predicate;

/**
 * Keeps those nodes of which something holds, and what is above them with its keys (RFC 8526 §3.1.1: config-filter,
 * origin-filter).
 *
 * @param asked what has to hold
 */
public record Kept(Predicate<Node> asked) {
    /** What is configured. */
    public static final Kept CONFIGURATION = new Kept(node -> node.schema().config());
    /** What is not. */
    public static final Kept STATE = new Kept(node -> !node.schema().config());

    /** State, and configuration of these origins or of those derived from them. */
    public static Kept ofOrigins(final List<String> origins, final Schema schema) {
        return new Kept(node -> Origin.of(node).map(origin -> isOneOf(origin, origins, schema)).orElse(true));
    }

    /** State, and configuration of any other origin. */
    public static Kept ofOtherOrigins(final List<String> origins, final Schema schema) {
        return new Kept(node -> Origin.of(node).map(origin -> !isOneOf(origin, origins, schema)).orElse(true));
    }

    private static boolean isOneOf(final String origin, final List<String> origins, final Schema schema) {
        return origins.stream().anyMatch(other -> origin.equals(other) || schema.derivedFrom(origin, other));
    }

    /** What is kept of a tree. */
    public Branch of(final Branch branch) {
        Branch kept = branch;
        for (final SchemaNode kind : branch.schema().children()) {
            if (!(branch.schema() instanceof ListSchema list && list.keys().contains(kind))) {
                for (final Node child : branch.children(kind)) {
                    kept = keep(kept, child);
                }
            }
        }
        return kept;
    }

    private Branch keep(final Branch parent, final Node child) {
        if (child instanceof Branch branch) {
            final Branch below = of(branch);
            if (asked.test(branch) || hasMoreThanKeys(below)) {
                return below == branch ? parent : parent.with(below);
            }
        } else if (asked.test(child)) {
            return parent;
        }
        return without(parent, child);
    }

    private static Branch without(final Branch parent, final Node child) {
        final SchemaNode kind = child.schema();
        return kind.isMany() ? parent.with(kind, parent.entries(kind).without(child.key())) : parent.without(kind);
    }

    private static boolean hasMoreThanKeys(final Branch branch) {
        return branch.schema().children().stream().anyMatch(kind -> branch.children(kind).iterator().hasNext()
            && !(branch.schema() instanceof ListSchema list && list.keys().contains(kind)));
    }
}
