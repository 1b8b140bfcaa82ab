package io.mecvswitch.control.xpath;

import io.mecvswitch.control.data.Instance;
import io.mecvswitch.control.schema.InnerSchema;
import io.mecvswitch.control.schema.SchemaNode;
import io.mecvswitch.control.xpath.Expression.Context;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A step of a location path: the nodes on an axis that pass a test and all predicates.
 *
 * @param axis       from a node to nodes, nearest first
 * @param test       asks the kind of a node
 * @param predicates a number asks for a position, anything else is taken as boolean
 */
record Step(
    Function<Instance, Stream<? extends Instance>> axis, Predicate<SchemaNode> test, List<Expression> predicates) {

    /** The child axis looks at the model first, so that a step over a hundred thousand siblings costs nothing. */
    static Stream<? extends Instance> children(final Instance node, final Predicate<SchemaNode> test) {
        return kinds(node).filter(test).flatMap(kind -> node.children(kind).stream());
    }

    private static Stream<SchemaNode> kinds(final Instance node) {
        return node.schema() instanceof InnerSchema inner ? inner.children().stream() : Stream.empty();
    }

    /** The same where predicates ask for the value of a key: the entry is found without visiting the others. */
    static Stream<? extends Instance> children(
        final Instance node, final Predicate<SchemaNode> test, final Query.Equal key) {
        return kinds(node).filter(test).flatMap(kind ->
            key.isKeyOf(kind) ? node.child(kind, key.value()).stream() : node.children(kind).stream());
    }

    static Stream<Instance> parent(final Instance node) {
        return Stream.ofNullable(node.parent());
    }

    static Stream<Instance> ancestorsOrSelf(final Instance node) {
        return Stream.iterate(node, found -> found != null, Instance::parent);
    }

    static Stream<? extends Instance> descendants(final Instance node) {
        return kinds(node).flatMap(kind -> node.children(kind).stream()).flatMap(Step::descendantsOrSelf);
    }

    static Stream<? extends Instance> descendantsOrSelf(final Instance node) {
        return Stream.concat(Stream.of(node), descendants(node));
    }

    /** The nodes beside one, behind it or before it, nearest first. */
    static Stream<? extends Instance> siblings(final Instance node, final boolean behind) {
        if (node.parent() == null) {
            return Stream.empty();
        }
        final List<? extends Instance> all =
            kinds(node.parent()).flatMap(kind -> node.parent().children(kind).stream()).toList();
        final int at = all.indexOf(node);
        return behind ? all.subList(at + 1, all.size()).stream() : all.subList(0, at).reversed().stream();
    }

    /** All nodes behind one or before it in the document but its descendants and ancestors, nearest first. */
    static Stream<? extends Instance> beyond(final Instance node, final boolean behind) {
        return ancestorsOrSelf(node).flatMap(above -> siblings(above, behind)).flatMap(sibling ->
            behind ? descendantsOrSelf(sibling) : descendantsOrSelf(sibling).toList().reversed().stream());
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
        List<? extends Instance> found = axis.apply(node).peek(_ -> context.cost().spend(1))
            .filter(other -> test.test(other.schema())).toList();
        for (final Expression predicate : predicates) {
            found = filter(found, predicate, context);
        }
        return found;
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
