package io.mecvswitch.control.schema;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Stream;
import org.opendaylight.yangtools.yang.xpath.api.YangBinaryExpr;
import org.opendaylight.yangtools.yang.xpath.api.YangExpr;
import org.opendaylight.yangtools.yang.xpath.api.YangFilterExpr;
import org.opendaylight.yangtools.yang.xpath.api.YangFunctionCallExpr;
import org.opendaylight.yangtools.yang.xpath.api.YangLiteralExpr;
import org.opendaylight.yangtools.yang.xpath.api.YangLocationPath;
import org.opendaylight.yangtools.yang.xpath.api.YangNaryExpr;
import org.opendaylight.yangtools.yang.xpath.api.YangNegateExpr;
import org.opendaylight.yangtools.yang.xpath.api.YangPathExpr;

/** Strings in an expression that name identities: only there a prefix means something (RFC 7950 §10.4). */
final class Literals {
    private final Set<YangLiteralExpr> found = new LinkedHashSet<>();

    private Literals() { }

    /** Those below a node of a syntax tree. */
    static Literals thatNameIdentities(final YangExpr root) {
        final Literals literals = new Literals();
        literals.look(root);
        return literals;
    }

    /** Each once, in the order of the expression. */
    Set<YangLiteralExpr> found() {
        return found;
    }

    private void look(final YangExpr expression) {
        if (expression instanceof YangFunctionCallExpr call && call.getName().getLocalName().startsWith("derived-from")
            && call.getArguments().get(1) instanceof YangLiteralExpr identity) {
            found.add(identity);
        }
        operands(expression).forEach(this::look);
    }

    private static Stream<YangExpr> operands(final YangExpr expression) {
        return switch (expression) {
            case YangNegateExpr negation -> Stream.of(negation.getSubExpr());
            case YangBinaryExpr binary -> Stream.of(binary.getLeftExpr(), binary.getRightExpr());
            case YangNaryExpr nary -> nary.getExpressions().stream();
            case YangLocationPath path -> path.getSteps().stream().flatMap(step -> step.getPredicates().stream());
            case YangPathExpr path -> Stream.concat(Stream.of(path.getFilterExpr()), path.getLocationPath().stream());
            case YangFilterExpr filter ->
                Stream.concat(Stream.of(filter.getExpr()), filter.getPredicates().stream());
            case YangFunctionCallExpr call -> call.getArguments().stream();
            default -> Stream.of();
        };
    }
}
