package io.mecvswitch.control.netconf.tree;

import io.mecvswitch.control.data.DataNode;
import io.mecvswitch.control.data.InnerNode;
import io.mecvswitch.control.data.ValueNode;
import io.mecvswitch.control.schema.ContainerSchema;
import io.mecvswitch.control.schema.InnerSchema;
import io.mecvswitch.control.schema.LeafSchema;
import io.mecvswitch.control.schema.Schema;
import io.mecvswitch.control.schema.SchemaNode;
import io.mecvswitch.control.validate.Defaults;
import java.util.function.Predicate;

/**
 * Puts into a configuration what holds by default (RFC 7950 §7.6.1), marked as such, and takes out what only repeats it
 * (RFC 6243 §2).
 */
public final class Completion {
    private Completion() { }

    /** The same with defaults. */
    public static Branch complete(final Branch root, final Schema schema) {
        return complete(root, root, schema, _ -> true);
    }

    /**
     * A part of a configuration with defaults.
     *
     * @param part  of it, with fewer entries
     * @param root  the configuration, to which conditions look
     * @param asked the top-level nodes that are completed
     */
    public static Branch complete(
        final Branch part, final Branch root, final Schema schema, final Predicate<SchemaNode> asked) {
        return complete(part, View.of(root, new Defaults(schema)), asked);
    }

    private static Branch complete(final Branch branch, final InnerNode seen, final Predicate<SchemaNode> asked) {
        Branch all = branch;
        for (final SchemaNode kind : branch.schema().children()) {
            if (kind.config() && asked.test(kind)) {
                all = branch.has(kind) ? inside(all, kind, seen) : absent(all, kind, seen);
            }
        }
        return all;
    }

    private static Branch inside(final Branch parent, final SchemaNode kind, final InnerNode seen) {
        if (!(kind instanceof InnerSchema)) {
            return parent;
        }
        Branch all = parent;
        for (final Node child : parent.children(kind)) {
            final InnerNode shown = (InnerNode) (kind.isMany() ? seen.child(kind, child.key()).orElseThrow()
                : seen.children(kind).iterator().next());
            final Branch filled = complete((Branch) child, shown, _ -> true);
            all = filled == child ? all : all.with(filled);
        }
        return all;
    }

    /** A leaf that has a default, or a container that is there if something is in it. */
    private static Branch absent(final Branch parent, final SchemaNode kind, final InnerNode seen) {
        Branch all = parent;
        for (final DataNode missing : seen.children(kind)) {
            switch (missing) {
                case ValueNode value -> all = all.with(new Value(value.schema(), value.text(), true));
                case InnerNode inner -> {
                    final Branch filled = complete(Branch.empty(inner.schema()), inner, _ -> true);
                    all = filled.isEmpty() ? all : all.with(filled);
                }
            }
        }
        return all;
    }

    private static boolean isSet(final Branch parent, final SchemaNode kind) {
        for (final Node child : parent.children(kind)) {
            if (!isByDefault(child)) {
                return true;
            }
        }
        return false;
    }

    /** Whether a node is there by default only. */
    static boolean isByDefault(final Node node) {
        return switch (node) {
            case Value value -> value.byDefault();
            case Branch branch -> branch.schema() instanceof ContainerSchema container && !container.presence()
                && branch.schema().children().stream().noneMatch(kind -> isSet(branch, kind));
        };
    }

    /** Without the leafs that say what would hold without them, and the containers that are empty then. */
    public static Branch trim(final Branch branch) {
        Branch trimmed = branch;
        for (final SchemaNode kind : branch.schema().children()) {
            for (final Node child : branch.children(kind)) {
                trimmed = trim(trimmed, child);
            }
        }
        return trimmed;
    }

    private static Branch trim(final Branch parent, final Node child) {
        return switch (child) {
            case Value value -> value.schema() instanceof LeafSchema leaf && leaf.config()
                && leaf.defaultValue().filter(value.text()::equals).isPresent() ? parent.without(leaf) : parent;
            case Branch branch -> {
                final Branch trimmed = trim(branch);
                yield trimmed == branch ? parent
                    : Trees.isNothing(trimmed) ? parent.without(branch.schema()) : parent.with(trimmed);
            }
        };
    }

    /** The same with what holds by default set. */
    public static Branch set(final Branch branch) {
        Branch set = branch;
        for (final SchemaNode kind : branch.schema().children()) {
            for (final Node child : branch.children(kind)) {
                set = switch (child) {
                    case Value value -> value.byDefault() ? set.with(new Value(value.schema(), value.text())) : set;
                    case Branch inner -> {
                        final Branch below = set(inner);
                        yield below == inner ? set : set.with(below);
                    }
                };
            }
        }
        return set;
    }
}
