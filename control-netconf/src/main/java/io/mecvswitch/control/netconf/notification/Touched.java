package io.mecvswitch.control.netconf.notification;

import io.mecvswitch.control.netconf.access.Access;
import io.mecvswitch.control.netconf.tree.Branch;
import io.mecvswitch.control.netconf.tree.Differences;
import io.mecvswitch.control.netconf.tree.Node;
import io.mecvswitch.control.netconf.tree.Operation;
import io.mecvswitch.control.netconf.tree.Value;
import io.mecvswitch.control.schema.LeafListSchema;
import io.mecvswitch.control.schema.LeafSchema;
import io.mecvswitch.control.schema.ListSchema;
import io.mecvswitch.control.schema.SchemaNode;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The nodes that a change touched: of what came and went the topmost, of what changed its value the leaf. What both
 * trees share is not looked at. One thread, once.
 */
final class Touched {
    /** More than that, and only the top-level nodes are named. */
    static final int MAX_EDITS = 256;
    private static final String EDIT = "edit";
    private static final String TARGET = "target";

    private final Map<String, Operation> edits = new LinkedHashMap<>();

    /**
     * What was touched.
     *
     * @param nodes the touched nodes, with those above them and nothing but keys
     * @param edits what was done, by path
     */
    record Change(Branch nodes, Map<String, Operation> edits) { }

    /** The difference between two configurations. */
    static Change between(final Branch before, final Branch after) {
        final Touched all = new Touched();
        final Branch nodes = all.inside(before, after, "");
        return all.edits.size() > MAX_EDITS ? topOf(nodes) : new Change(nodes, all.edits);
    }

    private static Change topOf(final Branch nodes) {
        final Map<String, Operation> edits = new LinkedHashMap<>();
        Branch top = Branch.empty(nodes.schema());
        for (final SchemaNode kind : nodes.schema().children()) {
            for (final Node child : nodes.children(kind)) {
                top = top.with(bare(child));
                edits.put(step(child), Operation.MERGE);
            }
        }
        return new Change(top, edits);
    }

    private Branch inside(final Branch before, final Branch after, final String at) {
        Branch touched = bare(after);
        for (final SchemaNode kind : after.schema().children()) {
            if (!isKey(after, kind)) {
                touched = kind.isMany() ? entries(touched, before, after, kind, at)
                    : single(touched, before.child(kind).orElse(null), after.child(kind).orElse(null), at);
            }
        }
        return touched;
    }

    private Branch single(final Branch touched, final Node before, final Node after, final String at) {
        if (before == after) {
            return touched;
        }
        if (before == null || after == null) {
            return note(touched, before == null ? after : before, at,
                before == null ? Operation.CREATE : Operation.DELETE);
        }
        return changed(touched, before, after, at);
    }

    private Branch changed(final Branch touched, final Node before, final Node after, final String at) {
        if (isTooMuch()) {
            return withOne(touched, after);
        }
        if (after instanceof Branch branch) {
            final int known = edits.size();
            final Branch below = inside((Branch) before, branch, at + step(after));
            return edits.size() == known ? touched : touched.with(below);
        }
        return after.equals(before) ? touched : note(touched, after, at, Operation.REPLACE);
    }

    private Branch entries(
        final Branch touched, final Branch before, final Branch after, final SchemaNode kind, final String at) {
        final Branch[] all = {touched};
        before.entries(kind).compare(after.entries(kind), new Differences() {
            @Override
            public void removed(final Node entry) {
                all[0] = note(all[0], entry, at, Operation.DELETE);
            }

            @Override
            public void added(final Node entry) {
                all[0] = note(all[0], entry, at, Operation.CREATE);
            }

            @Override
            public void changed(final Node former, final Node next) {
                all[0] = Touched.this.changed(all[0], former, next, at);
            }
        });
        return kind.userOrdered() && all[0] == touched && !before.entries(kind).equals(after.entries(kind))
            ? moved(touched, before, after, kind, at) : all[0];
    }

    /** Of entries that only changed places, the first that stands elsewhere. */
    private Branch moved(
        final Branch touched, final Branch before, final Branch after, final SchemaNode kind, final String at) {
        final Iterator<Node> former = before.children(kind).iterator();
        for (final Node entry : after.children(kind)) {
            if (former.hasNext() && !former.next().key().equals(entry.key())) {
                return note(touched, entry, at, Operation.REPLACE);
            }
        }
        return touched;
    }

    private Branch note(final Branch touched, final Node node, final String at, final Operation operation) {
        if (isTooMuch()) {
            return withOne(touched, node);
        }
        edits.put(at + step(node), operation);
        return touched.with(bare(node));
    }

    /** Whether there are more than will be named one by one; then one of each kind stands for all. */
    private boolean isTooMuch() {
        return edits.size() > MAX_EDITS;
    }

    private static Branch withOne(final Branch touched, final Node node) {
        return touched.has(node.schema()) ? touched : touched.with(bare(node));
    }

    /** A node with nothing in it but its keys. */
    private static Node bare(final Node node) {
        return node instanceof Branch branch ? bare(branch) : node;
    }

    private static Branch bare(final Branch branch) {
        Branch bare = Branch.empty(branch.schema());
        if (branch.schema() instanceof ListSchema list) {
            for (final LeafSchema key : list.keys()) {
                bare = bare.with(branch.child(key).orElseThrow());
            }
        }
        return bare;
    }

    private static boolean isKey(final Branch branch, final SchemaNode kind) {
        return branch.schema() instanceof ListSchema list && list.keys().contains(kind);
    }

    /** With the name of its module before each name, as a value of type instance-identifier is kept. */
    private static String step(final Node node) {
        final StringBuilder step = new StringBuilder("/").append(node.schema().name());
        switch (node.schema()) {
            case ListSchema list -> list.keys().forEach(key -> step.append('[').append(key.name()).append('=')
                .append(quoted(((Branch) node).child(key).orElseThrow().key())).append(']'));
            case LeafListSchema _ -> step.append("[.=").append(quoted(node.key())).append(']');
            default -> { }
        }
        return step.toString();
    }

    private static String quoted(final String value) {
        return value.contains("'") ? '"' + value + '"' : "'" + value + "'";
    }

    // What somebody may know of it.

    /**
     * A notification without the edits of nodes that its reader may not read.
     *
     * @return empty if all of them are such
     */
    static Optional<Branch> visible(final Branch content, final Branch touched, final Access access) {
        final Branch readable = access.readable(touched);
        if (readable == touched) {
            return Optional.of(content);
        }
        final Set<String> paths = new HashSet<>();
        collect(readable, "", paths);
        for (final SchemaNode kind : content.schema().children()) {
            if (content.has(kind)) {
                return visible((Branch) content.child(kind).orElseThrow(), paths).map(content::with);
            }
        }
        return Optional.empty();
    }

    private static void collect(final Branch branch, final String at, final Set<String> paths) {
        for (final SchemaNode kind : branch.schema().children()) {
            for (final Node child : branch.children(kind)) {
                final String path = at + step(child);
                paths.add(path);
                if (child instanceof Branch inner) {
                    collect(inner, path, paths);
                }
            }
        }
    }

    private static Optional<Branch> visible(final Branch event, final Set<String> paths) {
        final SchemaNode edit = event.schema().child(EDIT).orElseThrow();
        Branch kept = event.without(edit);
        for (final Node one : event.children(edit)) {
            final SchemaNode target = ((Branch) one).schema().child(TARGET).orElseThrow();
            if (((Branch) one).child(target).filter(path -> paths.contains(path.key())).isPresent()) {
                kept = kept.with(one);
            }
        }
        return kept.has(edit) ? Optional.of(kept) : Optional.empty();
    }
}
