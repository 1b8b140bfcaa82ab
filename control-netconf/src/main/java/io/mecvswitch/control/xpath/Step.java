package io.mecvswitch.control.xpath;

import io.mecvswitch.control.data.Instance;
import io.mecvswitch.control.schema.InnerSchema;
import io.mecvswitch.control.schema.SchemaNode;
import io.mecvswitch.control.xpath.Expression.Context;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * A step of a location path: the nodes on an axis that pass a test and all predicates.
 *
 * @param axis       from a node to nodes
 * @param test       asks the kind of a node
 * @param predicates a number asks for a position, anything else is taken as boolean
 */
record Step(Axis axis, Predicate<SchemaNode> test, List<Expression> predicates) {

    /** From a node to nodes, nearest first. */
    @FunctionalInterface
    interface Axis {
        /** Shows each of them. */
        void from(Instance node, Consumer<Instance> found);
    }

    /** The child axis looks at the model first, so that a step over a hundred thousand siblings costs nothing. */
    static void children(final Instance node, final Predicate<SchemaNode> test, final Consumer<Instance> found) {
        for (final SchemaNode kind : kinds(node)) {
            if (test.test(kind)) {
                node.children(kind).forEach(found);
            }
        }
    }

    private static List<SchemaNode> kinds(final Instance node) {
        return node.schema() instanceof InnerSchema inner ? inner.children() : List.of();
    }

    /** The same where predicates ask for the value of a key: the entry is found without visiting the others. */
    static void children(final Instance node, final Predicate<SchemaNode> test, final Query.Equal key,
        final Consumer<Instance> found) {
        for (final SchemaNode kind : kinds(node)) {
            if (test.test(kind) && key.isKeyOf(kind)) {
                node.child(kind, key.value()).ifPresent(found);
            } else if (test.test(kind)) {
                node.children(kind).forEach(found);
            }
        }
    }

    static void parent(final Instance node, final Consumer<Instance> found) {
        if (node.parent() != null) {
            found.accept(node.parent());
        }
    }

    static void ancestors(final Instance node, final Consumer<Instance> found) {
        for (Instance at = node.parent(); at != null; at = at.parent()) {
            found.accept(at);
        }
    }

    static void ancestorsOrSelf(final Instance node, final Consumer<Instance> found) {
        found.accept(node);
        ancestors(node, found);
    }

    static void descendants(final Instance node, final Consumer<Instance> found) {
        for (final SchemaNode kind : kinds(node)) {
            node.children(kind).forEach(child -> descendantsOrSelf(child, found));
        }
    }

    static void descendantsOrSelf(final Instance node, final Consumer<Instance> found) {
        found.accept(node);
        descendants(node, found);
    }

    /** The nodes beside one, behind it or before it, nearest first. */
    static void siblings(final Instance node, final boolean behind, final Consumer<Instance> found) {
        if (node.parent() != null) {
            final List<Instance> all = new ArrayList<>();
            children(node.parent(), _ -> true, all::add);
            final int at = all.indexOf(node);
            (behind ? all.subList(at + 1, all.size()) : all.subList(0, at).reversed()).forEach(found);
        }
    }

    /** All nodes behind one or before it in the document but its descendants and ancestors, nearest first. */
    static void beyond(final Instance node, final boolean behind, final Consumer<Instance> found) {
        ancestorsOrSelf(node, above -> siblings(above, behind, sibling -> {
            if (behind) {
                descendantsOrSelf(sibling, found);
            } else {
                final List<Instance> all = new ArrayList<>();
                descendantsOrSelf(sibling, all::add);
                all.reversed().forEach(found);
            }
        }));
    }

    /** Takes the step from each of some nodes. */
    List<? extends Instance> from(final List<? extends Instance> nodes, final Context context) {
        if (nodes.size() == 1) {
            return from(nodes.getFirst(), context);
        }
        final Set<Instance> found = new LinkedHashSet<>();
        nodes.forEach(node -> found.addAll(from(node, context)));
        return List.copyOf(found);
    }

    private List<? extends Instance> from(final Instance node, final Context context) {
        final List<Instance> found = new ArrayList<>(1);
        axis.from(node, other -> {
            context.cost().spend(1);
            if (test.test(other.schema())) {
                found.add(other);
            }
        });
        List<? extends Instance> kept = found;
        for (final Expression predicate : predicates) {
            kept = filter(kept, predicate, context);
        }
        return kept;
    }

    /** Those nodes for which a predicate holds. */
    static List<Instance> filter(
        final List<? extends Instance> nodes, final Expression predicate, final Context context) {
        final List<Instance> kept = new ArrayList<>();
        for (int i = 0; i < nodes.size(); i++) {
            final Value value = predicate.evaluate(context.at(nodes.get(i), i + 1, nodes.size()));
            if (value instanceof Value.Num number ? number.number() == i + 1 : value.bool()) {
                kept.add(nodes.get(i));
            }
        }
        return kept;
    }
}
