package io.mecvswitch.control.xpath;

import io.mecvswitch.control.data.DataNode;
import java.util.List;

/** A compiled expression, or a part of one. */
@FunctionalInterface
public interface Expression {
    /** The value in a context. */
    Value evaluate(Context context);

    /** The value with this node as context node and current(). */
    default Value evaluate(final DataNode node) {
        return evaluate(new Context(node, 1, 1, node));
    }

    /** The nodes it yields; the model's own fault if it yields something else. */
    default List<DataNode> nodes(final Context context) {
        if (evaluate(context) instanceof Value.Nodes nodes) {
            return nodes.list();
        }
        throw new IllegalStateException("an expression of the model yields no nodes where nodes are needed");
    }

    /**
     * Where an expression is evaluated (XPath 1.0 §1).
     *
     * @param node     context node
     * @param position context position, from 1
     * @param size     context size
     * @param current  what current() is
     */
    record Context(DataNode node, int position, int size, DataNode current) {
        Context at(final DataNode other, final int newPosition, final int newSize) {
            return new Context(other, newPosition, newSize, current);
        }
    }
}
