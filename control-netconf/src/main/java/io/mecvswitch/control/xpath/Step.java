package io.mecvswitch.control.xpath;

import io.mecvswitch.control.data.DataNode;
import io.mecvswitch.control.data.InnerNode;
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
record Step(Function<DataNode, Stream<DataNode>> axis, Predicate<SchemaNode> test, List<Expression> predicates) {
    /** The child axis looks at the model first, so that a step over a hundred thousand siblings costs nothing. */
    static Stream<DataNode> children(final DataNode node, final Predicate<SchemaNode> test) {
        return node instanceof InnerNode inner
            ? inner.schema().children().stream().filter(test).flatMap(kind -> inner.children(kind).stream())
            : Stream.empty();
    }

    static Stream<DataNode> parent(final DataNode node) {
        return Stream.ofNullable(node.parent());
    }

    static Stream<DataNode> ancestorsOrSelf(final DataNode node) {
        return Stream.iterate(node, found -> found != null, DataNode::parent);
    }

    static Stream<DataNode> descendants(final DataNode node) {
        return node instanceof InnerNode inner ? inner.children().flatMap(Step::descendantsOrSelf) : Stream.empty();
    }

    static Stream<DataNode> descendantsOrSelf(final DataNode node) {
        return Stream.concat(Stream.of(node), descendants(node));
    }

    /** Takes the step from each of some nodes. */
    List<DataNode> from(final List<DataNode> nodes, final Context context) {
        if (nodes.size() == 1) {
            return from(nodes.getFirst(), context);
        }
        final Set<DataNode> found = new LinkedHashSet<>();
        nodes.forEach(node -> found.addAll(from(node, context)));
        return List.copyOf(found);
    }

    private List<DataNode> from(final DataNode node, final Context context) {
        List<DataNode> found = axis.apply(node).filter(other -> test.test(other.schema())).toList();
        for (final Expression predicate : predicates) {
            found = filter(found, predicate, context);
        }
        return found;
    }

    /** Those nodes for which a predicate holds. */
    static List<DataNode> filter(final List<DataNode> nodes, final Expression predicate, final Context context) {
        final List<DataNode> kept = new ArrayList<>();
        for (int i = 0; i < nodes.size(); i++) {
            final Value value = predicate.evaluate(context.at(nodes.get(i), i + 1, nodes.size()));
            if (value instanceof Value.Num number ? number.number() == i + 1 : value.bool()) {
                kept.add(nodes.get(i));
            }
        }
        return kept;
    }
}
