package io.mecvswitch.control.netconf.tree;

import io.mecvswitch.control.data.DataNode;
import io.mecvswitch.control.data.InnerNode;
import io.mecvswitch.control.data.ValueNode;
import io.mecvswitch.control.problem.Location;
import io.mecvswitch.control.schema.ContainerSchema;
import io.mecvswitch.control.schema.InnerSchema;
import io.mecvswitch.control.schema.Schema;
import io.mecvswitch.control.schema.SchemaNode;

/** From one form of a configuration to the other. */
public final class Trees {
    private Trees() { }

    /** What somebody wrote of a configuration that may have been completed with defaults. */
    public static Branch of(final InnerNode node) {
        Branch branch = Branch.empty(node.schema());
        for (final SchemaNode kind : node.schema().children()) {
            for (final DataNode child : node.children(kind)) {
                branch = switch (child) {
                    case InnerNode inner -> adopt(branch, of(inner));
                    case ValueNode value when !value.byDefault() ->
                        branch.with(new Value(value.schema(), value.text()));
                    case ValueNode _ -> branch;
                };
            }
        }
        return branch;
    }

    private static Branch adopt(final Branch parent, final Branch child) {
        return isNothing(child) ? parent : parent.with(child);
    }

    /** Whether it means nothing by itself and nothing is in it (RFC 7950 §7.5.1). */
    static boolean isNothing(final Branch branch) {
        return branch.schema() instanceof ContainerSchema container && !container.presence() && branch.isEmpty();
    }

    /** A configuration that may be completed, validated and mapped. */
    public static InnerNode data(final Branch root, final Schema schema) {
        final InnerNode data = InnerNode.root(schema);
        fill(data, root);
        return data;
    }

    private static void fill(final InnerNode node, final Branch branch) {
        final InnerSchema schema = branch.schema();
        for (final SchemaNode kind : schema.children()) {
            for (final Node child : branch.children(kind)) {
                node.add(switch (child) {
                    case Branch inner -> {
                        final InnerNode below = InnerNode.written(inner.schema(), Location.NOWHERE);
                        fill(below, inner);
                        yield below;
                    }
                    case Value value -> ValueNode.written(value.schema(), value.text(), Location.NOWHERE);
                });
            }
        }
    }
}
