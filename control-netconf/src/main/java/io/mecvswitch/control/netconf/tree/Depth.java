package io.mecvswitch.control.netconf.tree;

import io.mecvswitch.control.schema.ListSchema;
import io.mecvswitch.control.schema.SchemaNode;

/**
 * How many levels of a selected node are wanted (RFC 8526 §3.1.1, max-depth): with 1 only itself, an entry with its
 * keys.
 *
 * @param levels at least 1
 */
public record Depth(int levels) {
    /** All of them. */
    public static final Depth UNBOUNDED = new Depth(Integer.MAX_VALUE);

    /** A selected node. */
    Node cut(final Node node) {
        return levels == UNBOUNDED.levels || node instanceof Value ? node : cut((Branch) node, levels);
    }

    /** A root whose children are selected. */
    Branch below(final Branch root) {
        return levels == UNBOUNDED.levels ? root : cut(root, levels + 1);
    }

    private static Branch cut(final Branch branch, final int levels) {
        Branch cut = Branch.empty(branch.schema());
        for (final SchemaNode kind : branch.schema().children()) {
            if (levels > 1 || branch.schema() instanceof ListSchema list && list.keys().contains(kind)) {
                for (final Node child : branch.children(kind)) {
                    cut = cut.with(child instanceof Branch inner ? cut(inner, levels - 1) : child);
                }
            }
        }
        return cut;
    }
}
