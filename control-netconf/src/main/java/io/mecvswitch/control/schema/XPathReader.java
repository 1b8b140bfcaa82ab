package io.mecvswitch.control.schema;

import io.mecvswitch.control.schema.XPathWriter.Kind;
import io.mecvswitch.control.schema.XPathWriter.Test;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.xml.xpath.XPathExpressionException;
import org.opendaylight.yangtools.yang.common.UnresolvedQName;
import org.opendaylight.yangtools.yang.common.YangVersion;
import org.opendaylight.yangtools.yang.xpath.api.YangBinaryOperator;
import org.opendaylight.yangtools.yang.xpath.api.YangBooleanConstantExpr;
import org.opendaylight.yangtools.yang.xpath.api.YangExpr;
import org.opendaylight.yangtools.yang.xpath.api.YangFilterExpr;
import org.opendaylight.yangtools.yang.xpath.api.YangFunctionCallExpr;
import org.opendaylight.yangtools.yang.xpath.api.YangLiteralExpr;
import org.opendaylight.yangtools.yang.xpath.api.YangLocationPath;
import org.opendaylight.yangtools.yang.xpath.api.YangNaryOperator;
import org.opendaylight.yangtools.yang.xpath.api.YangNegateExpr;
import org.opendaylight.yangtools.yang.xpath.api.YangPathExpr;
import org.opendaylight.yangtools.yang.xpath.api.YangQNameExpr;
import org.opendaylight.yangtools.yang.xpath.api.YangXPathAxis;
import org.opendaylight.yangtools.yang.xpath.api.YangXPathExpression;
import org.opendaylight.yangtools.yang.xpath.api.YangXPathMathMode;
import org.opendaylight.yangtools.yang.xpath.api.YangXPathNodeType;

/** Makes the syntax tree of an XPath expression again that {@link XPathWriter} has written down. */
final class XPathReader {
    private static final Kind[] KINDS = Kind.values();
    private static final Test[] TESTS = Test.values();
    private static final YangXPathAxis[] AXES = YangXPathAxis.values();
    private static final YangXPathNodeType[] TYPES = YangXPathNodeType.values();
    private static final YangNaryOperator[] NARY = YangNaryOperator.values();

    private final ModelInput in;

    XPathReader(final ModelInput in) {
        this.in = in;
    }

    /** An expression of the model. */
    YangXPathExpression expression() {
        final YangExpr root = tree();
        final Map<String, YangQNameExpr> identities = new HashMap<>();
        final int count = in.number();
        for (int i = 0; i < count; i++) {
            identities.put(in.text(), name());
        }
        return new Known(root, identities);
    }

    /** A syntax tree. */
    YangExpr tree() {
        return switch (in.word(KINDS)) {
            case LITERAL -> YangLiteralExpr.of(in.text());
            case NUMBER -> YangXPathMathMode.IEEE754.getSupport().createNumber(in.text());
            case BOOLEAN -> YangBooleanConstantExpr.of(in.flag());
            case NEGATION -> YangNegateExpr.of(tree());
            case BINARY -> YangBinaryOperator.valueOf(in.text()).exprWith(tree(), tree());
            case NARY -> in.word(NARY).exprWith(in.all(this::tree));
            case ABSOLUTE -> YangLocationPath.absolute(in.all(this::step));
            case RELATIVE -> YangLocationPath.relative(in.all(this::step));
            case PATH -> path();
            case FILTER -> YangFilterExpr.of(tree(), in.all(this::tree));
            case NAME -> name();
            case CALL -> YangFunctionCallExpr.of(in.yangName(), in.all(this::tree));
        };
    }

    private YangExpr path() {
        final YangExpr start = tree();
        return in.maybe(this::tree)
            .map(steps -> YangPathExpr.of(start, (YangLocationPath.Relative) steps))
            .orElseGet(() -> YangPathExpr.of(start));
    }

    private YangLocationPath.Step step() {
        final YangXPathAxis axis = in.word(AXES);
        return switch (in.word(TESTS)) {
            case NAME -> in.flag() ? axis.asStep(in.yangName(), predicates())
                : axis.asStep(UnresolvedQName.Unqualified.of(in.text()), predicates());
            case TYPE -> axis.asStep(in.word(TYPES), predicates());
            case NOTHING -> axis.asStep(predicates());
        };
    }

    private List<YangExpr> predicates() {
        return in.all(this::tree);
    }

    private YangQNameExpr name() {
        return in.flag() ? YangQNameExpr.of(in.yangName())
            : YangQNameExpr.of(UnresolvedQName.Unqualified.of(in.text()));
    }

    /**
     * An expression of which is known what its strings mean that name identities; nobody asks for more.
     *
     * @param root       its syntax tree
     * @param identities what those strings mean
     */
    private record Known(YangExpr root, Map<String, YangQNameExpr> identities) implements YangXPathExpression {
        @Override
        public YangExpr getRootExpr() {
            return root;
        }

        @Override
        public YangXPathMathMode getMathMode() {
            return YangXPathMathMode.IEEE754;
        }

        @Override
        public YangVersion getYangVersion() {
            return YangVersion.VERSION_1_1;
        }

        @Override
        public YangQNameExpr interpretAsQName(final YangLiteralExpr literal) throws XPathExpressionException {
            final YangQNameExpr name = identities.get(literal.getLiteral());
            if (name == null) {
                throw new XPathExpressionException("'" + literal.getLiteral() + "' was not known to name an identity");
            }
            return name;
        }

        @Override
        public YangLocationPath interpretAsInstanceIdentifier(final YangLiteralExpr literal)
            throws XPathExpressionException {
            throw new XPathExpressionException("'" + literal.getLiteral() + "' names no node");
        }
    }
}
