package io.mecvswitch.control.schema;

import java.util.function.Supplier;
import org.opendaylight.yangtools.yang.common.QName;
import org.opendaylight.yangtools.yang.xpath.api.YangLocationPath;
import org.opendaylight.yangtools.yang.xpath.api.YangLocationPath.QNameStep;
import org.opendaylight.yangtools.yang.xpath.api.YangLocationPath.ResolvedQNameStep;
import org.opendaylight.yangtools.yang.xpath.api.YangLocationPath.Step;
import org.opendaylight.yangtools.yang.xpath.api.YangXPathAxis;

/** The leaf a leafref points to. It may stand later in the model, so it is found when the whole tree is there. */
final class LeafrefTarget implements Supplier<ValueSchema> {
    private final YangLocationPath path;
    private ValueSchema target;

    LeafrefTarget(final YangLocationPath path) {
        this.path = path;
    }

    /**
     * Follows the path from the leaf that has the type.
     *
     * @param root where absolute paths begin
     */
    void resolve(final ValueSchema from, final SchemaNode root) {
        SchemaNode node = path.isAbsolute() ? root : from;
        for (final Step step : path.getSteps()) {
            node = step.getAxis() == YangXPathAxis.PARENT ? node.parent() : child(node, step, from);
        }
        target = (ValueSchema) node;
    }

    private static SchemaNode child(final SchemaNode node, final Step step, final ValueSchema from) {
        final QNameStep named = (QNameStep) step;
        return ((InnerSchema) node).children().stream().filter(child -> is(child, named, from)).findFirst().orElseThrow(
            () -> new IllegalStateException(from + ": its leafref leads nowhere at " + step));
    }

    private static boolean is(final SchemaNode node, final QNameStep step, final ValueSchema from) {
        final String namespace = node.name().module().namespace();
        if (step instanceof ResolvedQNameStep resolved) {
            final QName name = resolved.getQName();
            return name.getLocalName().equals(node.name().local()) && name.getNamespace().toString().equals(namespace);
        }
        return step.getQName().getLocalName().equals(node.name().local())
            && from.name().module().namespace().equals(namespace);
    }

    @Override
    public ValueSchema get() {
        return target;
    }
}
