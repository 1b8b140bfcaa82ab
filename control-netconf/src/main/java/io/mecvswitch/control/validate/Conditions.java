package io.mecvswitch.control.validate;

import io.mecvswitch.control.data.Instance;
import io.mecvswitch.control.schema.Condition;
import io.mecvswitch.control.schema.Schema;
import io.mecvswitch.control.schema.ValueType.LeafrefType;
import io.mecvswitch.control.xpath.Expression;
import io.mecvswitch.control.xpath.Leafrefs;
import io.mecvswitch.control.xpath.XPathCompiler;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/** Evaluates the conditions of the model, each compiled once. */
final class Conditions {
    private final Schema schema;
    private final Map<Condition, Expression> expressions = new IdentityHashMap<>();
    private final Leafrefs leafrefs;

    Conditions(final Schema schema) {
        this.schema = schema;
        this.leafrefs = new Leafrefs(schema);
    }

    /** Whether a condition of a node holds. The node need not be in the tree, only hang below its parent. */
    boolean holds(final Condition condition, final Instance node) {
        return holdsFrom(condition, condition.onParent() ? node.parent() : node);
    }

    /** Whether a condition holds with this context node. */
    boolean holdsFrom(final Condition condition, final Instance context) {
        return expressions.computeIfAbsent(condition, key -> XPathCompiler.compile(key, schema, leafrefs))
            .evaluate(context).bool();
    }

    /** Whether all conditions for a node's existence hold. */
    boolean mayExist(final Instance node) {
        for (final Condition when : node.schema().whens()) {
            if (!holds(when, node)) {
                return false;
            }
        }
        return true;
    }

    /** The leafs a leafref points to. */
    List<? extends Instance> targets(final LeafrefType type, final Instance reference) {
        return leafrefs.targets(type, reference);
    }
}
