package io.mecvswitch.control.xpath;

import io.mecvswitch.control.data.Instance;
import io.mecvswitch.control.schema.LeafSchema;
import io.mecvswitch.control.schema.ListSchema;
import io.mecvswitch.control.schema.Schema;
import io.mecvswitch.control.schema.ValueType.LeafrefType;
import io.mecvswitch.control.xpath.Expression.Context;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.opendaylight.yangtools.yang.xpath.api.YangLocationPath;
import org.opendaylight.yangtools.yang.xpath.api.YangXPathAxis;

/** Finds the leafs that leafrefs point to; each path is compiled once. Used by one thread. */
public final class Leafrefs {
    private final Schema schema;
    private final Map<LeafrefType, Target> targets = new IdentityHashMap<>();

    /** For the leafrefs of a model. */
    public Leafrefs(final Schema schema) {
        this.schema = schema;
    }

    /** The leafs with the value of {@code reference}, at the place that its type names. */
    public List<? extends Instance> targets(final LeafrefType type, final Instance reference) {
        return targets.computeIfAbsent(type, this::compile).of(reference);
    }

    /** How one path is followed. */
    private interface Target {
        List<? extends Instance> of(Instance reference);
    }

    /** Where the path ends in the key of a list it was not filtered on, the entry is found by its key. */
    private Target compile(final LeafrefType type) {
        return type.target().get() instanceof LeafSchema leaf && endsInKey(type.path(), leaf)
            ? byKey(type, leaf) : byValue(type);
    }

    private static boolean endsInKey(final YangLocationPath path, final LeafSchema leaf) {
        final int size = path.getSteps().size();
        return leaf.parent() instanceof ListSchema list && list.keys().equals(List.of(leaf)) && size >= 2
            && path.getSteps().subList(size - 2, size).stream().allMatch(
                step -> step.getAxis() == YangXPathAxis.CHILD && step.getPredicates().isEmpty());
    }

    private Target byKey(final LeafrefType type, final LeafSchema key) {
        final List<YangLocationPath.Step> steps = type.path().getSteps().subList(0, type.path().getSteps().size() - 2);
        final Expression parents = XPathCompiler.compile(
            type.path().isAbsolute() ? YangLocationPath.absolute(steps) : YangLocationPath.relative(steps),
            type.module(), schema, this);
        return reference -> {
            final List<Instance> found = new ArrayList<>(1);
            for (final Instance parent : parents.nodes(context(reference))) {
                parent.child(key.parent(), reference.text()).ifPresent(entry -> found.addAll(entry.children(key)));
            }
            return found;
        };
    }

    private Target byValue(final LeafrefType type) {
        final Expression path = XPathCompiler.compile(type.path(), type.module(), schema, this);
        return reference -> path.nodes(context(reference)).stream()
            .filter(node -> node.text().equals(reference.text())).toList();
    }

    private static Context context(final Instance reference) {
        return new Context(reference, 1, 1, reference, Cost.unlimited());
    }
}
