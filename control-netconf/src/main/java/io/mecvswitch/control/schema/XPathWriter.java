package io.mecvswitch.control.schema;

import java.util.List;
import javax.xml.xpath.XPathExpressionException;
import org.opendaylight.yangtools.yang.common.QName;
import org.opendaylight.yangtools.yang.common.UnresolvedQName;
import org.opendaylight.yangtools.yang.xpath.api.QNameReferent;
import org.opendaylight.yangtools.yang.xpath.api.YangBinaryExpr;
import org.opendaylight.yangtools.yang.xpath.api.YangBooleanConstantExpr;
import org.opendaylight.yangtools.yang.xpath.api.YangExpr;
import org.opendaylight.yangtools.yang.xpath.api.YangFilterExpr;
import org.opendaylight.yangtools.yang.xpath.api.YangFunctionCallExpr;
import org.opendaylight.yangtools.yang.xpath.api.YangLiteralExpr;
import org.opendaylight.yangtools.yang.xpath.api.YangLocationPath;
import org.opendaylight.yangtools.yang.xpath.api.YangNaryExpr;
import org.opendaylight.yangtools.yang.xpath.api.YangNegateExpr;
import org.opendaylight.yangtools.yang.xpath.api.YangNumberExpr;
import org.opendaylight.yangtools.yang.xpath.api.YangPathExpr;
import org.opendaylight.yangtools.yang.xpath.api.YangQNameExpr;
import org.opendaylight.yangtools.yang.xpath.api.YangXPathExpression;

/**
 * Writes the syntax tree of an XPath expression down, and what identities it names; {@link XPathReader} makes it again.
 * Every node is a {@link Kind}, what is its own, and its operands.
 */
final class XPathWriter {
    /** What a node is. */
    enum Kind { LITERAL, NUMBER, BOOLEAN, NEGATION, BINARY, NARY, ABSOLUTE, RELATIVE, PATH, FILTER, NAME, CALL }

    /** What a step tests. */
    enum Test { NAME, TYPE, NOTHING }

    private final ModelOutput out;

    XPathWriter(final ModelOutput out) {
        this.out = out;
    }

    /** Writes an expression of the model. */
    void write(final YangXPathExpression expression) {
        write(expression.getRootExpr());
        final Literals identities = Literals.thatNameIdentities(expression.getRootExpr());
        out.all(identities.found(), literal -> name(out.text(literal.getLiteral()), meant(expression, literal)));
    }

    private static QNameReferent meant(final YangXPathExpression expression, final YangLiteralExpr literal) {
        try {
            return expression.interpretAsQName(literal);
        } catch (final XPathExpressionException e) {
            throw SchemaLoader.wrong(e);
        }
    }

    /** Writes a syntax tree. */
    ModelOutput write(final YangExpr expression) {
        return switch (expression) {
            case YangLiteralExpr literal -> kind(Kind.LITERAL).text(literal.getLiteral());
            case YangNumberExpr number -> kind(Kind.NUMBER).text(number.getNumber().toString());
            case YangBooleanConstantExpr bool -> kind(Kind.BOOLEAN).flag(bool.getValue());
            case YangNegateExpr negation -> with(kind(Kind.NEGATION), negation.getSubExpr());
            case YangBinaryExpr binary -> with(kind(Kind.BINARY).text(binary.getOperator().name()),
                binary.getLeftExpr(), binary.getRightExpr());
            case YangNaryExpr nary -> kind(Kind.NARY).word(nary.getOperator()).all(nary.getExpressions(), this::write);
            case YangLocationPath path ->
                kind(path.isAbsolute() ? Kind.ABSOLUTE : Kind.RELATIVE).all(path.getSteps(), this::step);
            case YangPathExpr path ->
                with(kind(Kind.PATH), path.getFilterExpr()).<YangExpr>maybe(path.getLocationPath(), this::write);
            case YangFilterExpr filter ->
                with(kind(Kind.FILTER), filter.getExpr()).all(filter.getPredicates(), this::write);
            case YangQNameExpr name -> name(kind(Kind.NAME), name);
            case YangFunctionCallExpr call ->
                kind(Kind.CALL).name(call.getName()).all(call.getArguments(), this::write);
            default -> throw unknown(expression);
        };
    }

    private ModelOutput with(final ModelOutput begun, final YangExpr... operands) {
        List.of(operands).forEach(this::write);
        return begun;
    }

    private ModelOutput kind(final Kind kind) {
        return out.word(kind);
    }

    private void step(final YangLocationPath.Step step) {
        out.word(step.getAxis());
        final ModelOutput tested = switch (step) {
            case YangLocationPath.QNameStep named -> name(out.word(Test.NAME), named);
            case YangLocationPath.NodeTypeStep typed -> out.word(Test.TYPE).word(typed.getNodeType());
            case YangLocationPath.AxisStep _ -> out.word(Test.NOTHING);
            default -> throw unknown(step);
        };
        tested.all(step.getPredicates(), this::write);
    }

    /** With its module, or without where the expression gives it no prefix. */
    private static ModelOutput name(final ModelOutput begun, final QNameReferent name) {
        return switch (name.getQName()) {
            case QName resolved -> begun.flag(true).name(resolved);
            case UnresolvedQName.Unqualified local -> begun.flag(false).text(local.getLocalName());
            default -> throw unknown(name);
        };
    }

    private static IllegalStateException unknown(final Object what) {
        return new IllegalStateException(
            what + " is in no expression the switch's model has had; teach it to XPathWriter and XPathReader first");
    }
}
