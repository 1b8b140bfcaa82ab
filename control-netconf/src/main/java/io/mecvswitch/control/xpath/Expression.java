package io.mecvswitch.control.xpath;

import io.mecvswitch.control.data.Instance;
import java.util.List;

/** A compiled expression, or a part of one. */
@FunctionalInterface
public interface Expression {
    /** The value in a context. */
    Value evaluate(Context context);

    /** The value with this node as context node and current(). */
    default Value evaluate(final Instance node) {
        return evaluate(node, Cost.unlimited());
    }

    /** The same at a limited cost. */
    default Value evaluate(final Instance node, final Cost cost) {
        return evaluate(new Context(node, 1, 1, node, cost));
    }

    /** The nodes it yields. */
    default List<? extends Instance> nodes(final Context context) {
        if (evaluate(context) instanceof Value.Nodes nodes) {
            return nodes.list();
        }
        throw new XPathException("the expression yields no nodes where nodes are needed");
    }

    /**
     * Where an expression is evaluated (XPath 1.0 §1).
     *
     * @param node     context node
     * @param position context position, from 1
     * @param size     context size
     * @param current  what current() is
     * @param cost     what is left to spend
     */
    record Context(Instance node, int position, int size, Instance current, Cost cost) {
        Context at(final Instance other, final int newPosition, final int newSize) {
            return new Context(other, newPosition, newSize, current, cost);
        }
    }
}
