package io.mecvswitch.control.netconf.access;

import io.mecvswitch.control.netconf.tree.Branch;
import io.mecvswitch.control.netconf.tree.Node;
import io.mecvswitch.control.netconf.tree.Value;
import io.mecvswitch.control.schema.ListSchema;
import io.mecvswitch.control.schema.SchemaNode;
import java.util.Iterator;
import java.util.Optional;

/**
 * Leaves out of a tree what its reader may not read, with all below it (RFC 8341 §3.2.4). The keys of an entry can be
 * read where the entry can.
 */
final class ReadFilter {
    private ReadFilter() { }

    /** The part of a branch that can be read, where the branch itself can. */
    static Branch readable(final Branch branch, final Position at) {
        if (at.isUniform()) {
            return branch;
        }
        Branch readable = branch;
        for (final SchemaNode kind : branch.schema().children()) {
            final Iterator<Node> children = branch.children(kind).iterator();
            if (children.hasNext() && !isKey(branch, kind)) {
                readable = ofKind(readable, kind, branch, at);
            }
        }
        return readable;
    }

    private static Branch ofKind(final Branch readable, final SchemaNode kind, final Branch from, final Position at) {
        if (!at.tellsApart(kind)) {
            final Position any = at.to(from.children(kind).iterator().next());
            if (!any.permits(Right.READ)) {
                return readable.without(kind);
            }
            if (any.isUniform()) {
                return readable;
            }
        }
        Branch selected = readable.without(kind);
        for (final Node child : from.children(kind)) {
            final Optional<Node> part = readable(child, at.to(child));
            if (part.isPresent()) {
                selected = selected.with(part.get());
            }
        }
        return selected;
    }

    private static Optional<Node> readable(final Node node, final Position at) {
        if (!at.permits(Right.READ)) {
            return Optional.empty();
        }
        return Optional.of(switch (node) {
            case Branch branch -> readable(branch, at);
            case Value value -> value;
        });
    }

    /** Whether a kind is a key of the entry that a branch is. */
    static boolean isKey(final Branch branch, final SchemaNode kind) {
        return branch.schema() instanceof ListSchema list && list.keys().contains(kind);
    }
}
