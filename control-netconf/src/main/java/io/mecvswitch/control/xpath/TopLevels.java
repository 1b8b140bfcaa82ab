package io.mecvswitch.control.xpath;

import io.mecvswitch.control.schema.SchemaNode;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.opendaylight.yangtools.yang.xpath.api.QNameReferent;
import org.opendaylight.yangtools.yang.xpath.api.YangLocationPath;
import org.opendaylight.yangtools.yang.xpath.api.YangXPathAxis;

/**
 * Which top-level nodes an expression may look at, by the first step of each path that begins at the root: what it
 * can't look at need not be gathered. An expression that goes up, or begins with anything but a name, may look at all.
 */
final class TopLevels {
    private static final Set<YangXPathAxis> DOWN = Set.of(YangXPathAxis.CHILD, YangXPathAxis.SELF,
        YangXPathAxis.DESCENDANT, YangXPathAxis.DESCENDANT_OR_SELF, YangXPathAxis.ATTRIBUTE);
    private static final Set<String> ELSEWHERE = Set.of("current", "deref");

    private final Set<String> names = new HashSet<>();
    private boolean all;
    private int paths;
    private List<Query.Way> way = List.of();

    /** Notes a path that begins at the root. */
    void fromRoot(final YangLocationPath path) {
        paths++;
        if (!path.getSteps().isEmpty() && path.getSteps().get(0) instanceof QNameReferent name
            && path.getSteps().get(0).getAxis() == YangXPathAxis.CHILD) {
            name(name);
        } else {
            all = true;
        }
    }

    /** Notes the name of a child of the root. */
    void name(final QNameReferent name) {
        names.add(name.getQName().getLocalName());
    }

    /** Notes that all of the expression is a path that begins with these steps. */
    void is(final List<Query.Way> steps) {
        way = steps;
    }

    /** The steps with which it begins, if it looks nowhere else. */
    List<Query.Way> way() {
        return all || paths > 1 ? List.of() : way;
    }

    /** Notes a step. */
    void step(final YangXPathAxis axis) {
        all |= !DOWN.contains(axis);
    }

    /** Notes a call of a function. */
    void call(final String function) {
        all |= ELSEWHERE.contains(function);
    }

    /** Whether a top-level node is among them. */
    boolean includes(final SchemaNode kind) {
        return all || names.contains(kind.name().local());
    }
}
