package io.mecvswitch.control.xpath;

import io.mecvswitch.control.data.DataNode;
import io.mecvswitch.control.data.InnerNode;
import io.mecvswitch.control.data.ValueNode;
import io.mecvswitch.control.schema.LeafSchema;
import io.mecvswitch.control.schema.ListSchema;
import io.mecvswitch.control.schema.Schema;
import io.mecvswitch.control.schema.SchemaNode;
import io.mecvswitch.control.schema.ValueType.LeafrefType;
import io.mecvswitch.control.xpath.Expression.Context;
import java.util.List;
import org.opendaylight.yangtools.yang.xpath.api.YangLocationPath;
import org.opendaylight.yangtools.yang.xpath.api.YangXPathAxis;

/** Finds the leafs that a leafref points to. */
public interface Leafref {
    /** The leafs with the value of {@code reference}, at the place that its type names. */
    List<DataNode> targets(ValueNode reference);

    /** Where the path ends in the key of a list it was not filtered on, the entry is found by its key. */
    static Leafref compile(final LeafrefType type, final Schema schema) {
        return type.target().get() instanceof LeafSchema leaf && endsInKey(type.path(), leaf)
            ? byKey(type, leaf, schema) : byValue(type, schema);
    }

    private static boolean endsInKey(final YangLocationPath path, final LeafSchema leaf) {
        final int size = path.getSteps().size();
        return leaf.parent() instanceof ListSchema list && list.keys().equals(List.of(leaf)) && size >= 2
            && path.getSteps().subList(size - 2, size).stream().allMatch(
                step -> step.getAxis() == YangXPathAxis.CHILD && step.getPredicates().isEmpty());
    }

    private static Leafref byKey(final LeafrefType type, final LeafSchema key, final Schema schema) {
        final List<YangLocationPath.Step> steps = type.path().getSteps().subList(0, type.path().getSteps().size() - 2);
        final Expression lists = XPathCompiler.compile(
            type.path().isAbsolute() ? YangLocationPath.absolute(steps) : YangLocationPath.relative(steps),
            type.module(), schema);
        return reference -> lists.nodes(new Context(reference, 1, 1, reference)).stream()
            .flatMap(parent -> ((InnerNode) parent).child(key.parent(), reference.text()).stream())
            .flatMap(entry -> ((InnerNode) entry).children((SchemaNode) key).stream()).toList();
    }

    private static Leafref byValue(final LeafrefType type, final Schema schema) {
        final Expression path = XPathCompiler.compile(type.path(), type.module(), schema);
        return reference -> path.nodes(new Context(reference, 1, 1, reference)).stream()
            .filter(node -> node.text().equals(reference.text())).toList();
    }
}
