package io.mecvswitch.control.xpath;

import io.mecvswitch.control.data.Instance;
import io.mecvswitch.control.schema.Condition;
import io.mecvswitch.control.schema.Name;
import io.mecvswitch.control.schema.Schema;
import io.mecvswitch.control.schema.SchemaNode;
import io.mecvswitch.control.schema.YangModule;
import io.mecvswitch.control.xpath.Value.Bool;
import io.mecvswitch.control.xpath.Value.Nodes;
import io.mecvswitch.control.xpath.Value.Num;
import io.mecvswitch.control.xpath.Value.Text;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.DoubleBinaryOperator;
import java.util.function.Predicate;
import javax.xml.xpath.XPathExpressionException;
import org.opendaylight.yangtools.yang.common.QName;
import org.opendaylight.yangtools.yang.xpath.api.QNameReferent;
import org.opendaylight.yangtools.yang.xpath.api.YangBinaryExpr;
import org.opendaylight.yangtools.yang.xpath.api.YangBooleanConstantExpr;
import org.opendaylight.yangtools.yang.xpath.api.YangExpr;
import org.opendaylight.yangtools.yang.xpath.api.YangFilterExpr;
import org.opendaylight.yangtools.yang.xpath.api.YangFunctionCallExpr;
import org.opendaylight.yangtools.yang.xpath.api.YangLiteralExpr;
import org.opendaylight.yangtools.yang.xpath.api.YangLocationPath;
import org.opendaylight.yangtools.yang.xpath.api.YangLocationPath.NodeTypeStep;
import org.opendaylight.yangtools.yang.xpath.api.YangNaryExpr;
import org.opendaylight.yangtools.yang.xpath.api.YangNegateExpr;
import org.opendaylight.yangtools.yang.xpath.api.YangNumberExpr;
import org.opendaylight.yangtools.yang.xpath.api.YangPathExpr;
import org.opendaylight.yangtools.yang.xpath.api.YangQNameExpr;
import org.opendaylight.yangtools.yang.xpath.api.YangXPathAxis;
import org.opendaylight.yangtools.yang.xpath.api.YangXPathExpression;

/**
 * Makes an {@link Expression} of a syntax tree of yangtools.
 *
 * <p>yangtools gives the operands of {@code or}, {@code and} and {@code |}, and predicates, as sets in the order of
 * writing; a name without prefix stays unresolved there and belongs to the module of the node that has the expression.
 */
public final class XPathCompiler {
    private final Schema schema;
    /** Of names without prefix; empty if they may be in any. */
    private final Optional<YangModule> module;
    private final IdentityReader identities;
    private final Leafrefs leafrefs;

    private final TopLevels reach;
    /** Predicates around what is being compiled. */
    private int nesting;

    private XPathCompiler(final Schema schema, final Optional<YangModule> module, final IdentityReader identities,
        final Leafrefs leafrefs) {
        this(schema, module, identities, leafrefs, new TopLevels());
    }

    private XPathCompiler(final Schema schema, final Optional<YangModule> module, final IdentityReader identities,
        final Leafrefs leafrefs, final TopLevels reach) {
        this.reach = reach;
        this.schema = schema;
        this.module = module;
        this.identities = identities;
        this.leafrefs = leafrefs;
    }

    /** Resolves the prefix in a string that names an identity. */
    private interface IdentityReader {
        YangQNameExpr read(YangLiteralExpr literal) throws XPathExpressionException;
    }

    /** Compiles a must or when. */
    public static Expression compile(final Condition condition, final Schema schema, final Leafrefs leafrefs) {
        return new XPathCompiler(
            schema, Optional.of(condition.module()), condition.expression()::interpretAsQName, leafrefs)
            .compile(condition.expression().getRootExpr());
    }

    /** Compiles what somebody sent, where names without prefix may be in any module. */
    static Expression compile(final YangXPathExpression expression, final Schema schema, final TopLevels reach) {
        final XPathCompiler compiler =
            new XPathCompiler(schema, Optional.empty(), expression::interpretAsQName, new Leafrefs(schema), reach);
        if (expression.getRootExpr() instanceof YangLocationPath path) {
            reach.is(compiler.way(path));
        }
        return compiler.compile(expression.getRootExpr());
    }

    /** Compiles a path, such as a leafref's. */
    static Expression compile(
        final YangLocationPath path, final YangModule module, final Schema schema, final Leafrefs leafrefs) {
        return new XPathCompiler(schema, Optional.of(module), literal -> {
            throw new XPathExpressionException("the path of a leafref names no identities (RFC 7950 §9.9.2)");
        }, leafrefs).compile(path);
    }

    private Expression compile(final YangExpr expression) {
        final Expression compiled = compileUnmetered(expression);
        return module.isPresent() ? compiled : context -> {
            context.cost().spend(1);
            return compiled.evaluate(context);
        };
    }

    private Expression compileUnmetered(final YangExpr expression) {
        return switch (expression) {
            case YangLiteralExpr literal -> constant(new Text(literal.getLiteral()));
            case YangNumberExpr number -> constant(new Num(number.getNumber().doubleValue()));
            case YangBooleanConstantExpr bool -> constant(new Bool(bool.getValue()));
            case YangNegateExpr negation -> negate(compile(negation.getSubExpr()));
            case YangBinaryExpr binary -> binary(binary);
            case YangNaryExpr nary -> nary(nary);
            case YangLocationPath path -> path(path);
            case YangPathExpr path -> path(path);
            case YangFilterExpr filter -> filter(compile(filter.getExpr()), predicates(filter.getPredicates()));
            case YangQNameExpr name -> child(name);
            case YangFunctionCallExpr call -> call(call.getName().getLocalName(), call.getArguments());
            default -> throw unknown(expression);
        };
    }

    private List<Expression> compile(final Iterable<YangExpr> expressions) {
        final List<Expression> compiled = new ArrayList<>();
        expressions.forEach(expression -> compiled.add(compile(expression)));
        return compiled;
    }

    private List<Expression> predicates(final Iterable<YangExpr> expressions) {
        nesting++;
        final List<Expression> compiled = compile(expressions);
        nesting--;
        return compiled;
    }

    private static Expression constant(final Value value) {
        return context -> value;
    }

    private static Expression negate(final Expression operand) {
        return context -> new Num(-operand.evaluate(context).number());
    }

    private Expression call(final String name, final List<YangExpr> arguments) {
        reach.call(name);
        final List<Expression> compiled = compile(arguments);
        if (name.startsWith("derived-from") && arguments.get(1) instanceof YangLiteralExpr identity) {
            compiled.set(1, constant(new Text(identity(identity))));
        }
        return Functions.find(new Functions.Environment(schema, leafrefs), name, compiled);
    }

    /** The identity that a string names, in canonical form. */
    private String identity(final YangLiteralExpr literal) {
        try {
            final YangQNameExpr name = identities.read(literal);
            return (name instanceof YangQNameExpr.Resolved resolved ? moduleOf(resolved.getQName(), schema) : module)
                .map(of -> new Name(of, name.getQName().getLocalName()).toString()).orElse(literal.getLiteral());
        } catch (final XPathExpressionException | RuntimeException e) {
            throw new XPathException("'" + literal.getLiteral() + "' names no identity; declare its prefix");
        }
    }

    private static Optional<YangModule> moduleOf(final QName name, final Schema schema) {
        return schema.moduleOfNamespace(name.getNamespace().toString());
    }

    // Operators.

    private Expression binary(final YangBinaryExpr expression) {
        final Expression left = compile(expression.getLeftExpr());
        final Expression right = compile(expression.getRightExpr());
        return switch (expression.getOperator()) {
            case EQUALS -> comparison(Comparison.EQUAL, left, right);
            case NOT_EQUALS -> comparison(Comparison.NOT_EQUAL, left, right);
            case LT -> comparison(Comparison.LESS, left, right);
            case LTE -> comparison(Comparison.LESS_OR_EQUAL, left, right);
            case GT -> comparison(Comparison.GREATER, left, right);
            case GTE -> comparison(Comparison.GREATER_OR_EQUAL, left, right);
            case PLUS -> arithmetic(Double::sum, left, right);
            case MINUS -> arithmetic((one, other) -> one - other, left, right);
            case MUL -> arithmetic((one, other) -> one * other, left, right);
            case DIV -> arithmetic((one, other) -> one / other, left, right);
            case MOD -> arithmetic((one, other) -> one % other, left, right);
        };
    }

    private static Expression comparison(final Comparison how, final Expression left, final Expression right) {
        return context -> {
            final Value one = left.evaluate(context);
            final Value other = right.evaluate(context);
            if (one instanceof Nodes nodes && other instanceof Nodes others) {
                context.cost().spend((long) nodes.list().size() * others.list().size());
            }
            return new Bool(how.test(one, other));
        };
    }

    private static Expression arithmetic(
        final DoubleBinaryOperator how, final Expression left, final Expression right) {
        return context ->
            new Num(how.applyAsDouble(left.evaluate(context).number(), right.evaluate(context).number()));
    }

    private Expression nary(final YangNaryExpr expression) {
        final List<Expression> operands = compile(expression.getExpressions());
        return switch (expression.getOperator()) {
            case OR -> context -> new Bool(any(operands, true, context));
            case AND -> context -> new Bool(!any(operands, false, context));
            case UNION -> context -> union(operands, context);
        };
    }

    private static boolean any(
        final List<Expression> operands, final boolean wanted, final Expression.Context context) {
        for (final Expression operand : operands) {
            if (operand.evaluate(context).bool() == wanted) {
                return true;
            }
        }
        return false;
    }

    private static Value union(final List<Expression> operands, final Expression.Context context) {
        final Set<Instance> nodes = new LinkedHashSet<>();
        operands.forEach(operand -> nodes.addAll(operand.nodes(context)));
        return new Nodes(List.copyOf(nodes));
    }

    // Paths.

    private Expression path(final YangLocationPath path) {
        if (path.isAbsolute() || nesting == 0) {
            reach.fromRoot(path);
        }
        final List<Step> steps = path.getSteps().stream().map(this::step).toList();
        return path.isAbsolute()
            ? context -> walk(steps, List.of(context.current().root()), context)
            : context -> walk(steps, List.of(context.node()), context);
    }

    private Expression path(final YangPathExpr path) {
        final Expression start = compile(path.getFilterExpr());
        final List<Step> steps = path.getLocationPath()
            .map(location -> location.getSteps().stream().map(this::step).toList()).orElse(List.of());
        return steps.isEmpty() ? start : context -> walk(steps, start.nodes(context), context);
    }

    private static Value walk(
        final List<Step> steps, final List<? extends Instance> start, final Expression.Context context) {
        List<? extends Instance> nodes = start;
        for (final Step step : steps) {
            nodes = step.from(nodes, context);
        }
        return new Nodes(nodes);
    }

    private static Expression filter(final Expression nodes, final List<Expression> predicates) {
        return context -> {
            List<? extends Instance> kept = nodes.nodes(context);
            for (final Expression predicate : predicates) {
                kept = Step.filter(kept, predicate, context);
            }
            return new Nodes(kept);
        };
    }

    /** In the predicates of a leafref's path the key stands as a mere name. */
    private Expression child(final YangQNameExpr name) {
        if (nesting == 0) {
            reach.name(name);
        }
        final Predicate<SchemaNode> test = test(name);
        return context -> {
            final List<Instance> found = new ArrayList<>(1);
            Step.children(context.node(), test, found::add);
            return new Nodes(found);
        };
    }

    private Step step(final YangLocationPath.Step step) {
        reach.step(step.getAxis());
        final Predicate<SchemaNode> test = test(step);
        return new Step(axis(step, test), test, predicates(step.getPredicates()));
    }

    /** The steps with which a path goes down by name. */
    private List<Query.Way> way(final YangLocationPath path) {
        return path.getSteps().stream()
            .takeWhile(step -> step instanceof QNameReferent && step.getAxis() == YangXPathAxis.CHILD)
            .map(step -> new Query.Way(test((QNameReferent) step), equal(step))).toList();
    }

    /** The child and the value that the first predicate of a step asks for, if it is that simple. */
    private Optional<Query.Equal> equal(final YangLocationPath.Step step) {
        return step.getPredicates().stream().findFirst()
            .flatMap(first -> first instanceof YangBinaryExpr binary && isEquality(binary)
                && binary.getRightExpr() instanceof YangLiteralExpr value ? childName(binary.getLeftExpr())
                .map(name -> new Query.Equal(test(name), value.getLiteral())) : Optional.empty());
    }

    private static boolean isEquality(final YangBinaryExpr expression) {
        return switch (expression.getOperator()) {
            case EQUALS -> true;
            default -> false;
        };
    }

    private static Optional<QNameReferent> childName(final YangExpr expression) {
        return switch (expression) {
            case YangQNameExpr name -> Optional.of(name);
            case YangLocationPath path when !path.isAbsolute() && path.getSteps().size() == 1
                && path.getSteps().get(0) instanceof QNameReferent name
                && path.getSteps().get(0).getAxis() == YangXPathAxis.CHILD
                && path.getSteps().get(0).getPredicates().isEmpty() -> Optional.of(name);
            default -> Optional.empty();
        };
    }

    private Predicate<SchemaNode> test(final YangLocationPath.Step step) {
        if (step instanceof QNameReferent name) {
            return test(name);
        }
        if (step instanceof NodeTypeStep || step instanceof YangLocationPath.AxisStep) {
            return kind -> true;
        }
        throw unknown(step);
    }

    private Predicate<SchemaNode> test(final QNameReferent name) {
        return test(name, module, schema);
    }

    /** Whether a kind of node has a name; without prefix it is one of this module. */
    static Predicate<SchemaNode> test(final QNameReferent name, final YangModule module, final Schema schema) {
        return test(name, Optional.of(module), schema);
    }

    private static Predicate<SchemaNode> test(
        final QNameReferent name, final Optional<YangModule> module, final Schema schema) {
        final String local = name.getQName().getLocalName();
        if (name.getQName() instanceof QName resolved) {
            return inModule(moduleOf(resolved, schema), local);
        }
        return module.isPresent() ? inModule(module, local) : kind -> kind.name().local().equals(local);
    }

    private static Predicate<SchemaNode> inModule(final Optional<YangModule> wanted, final String local) {
        final YangModule only = wanted.orElse(null);
        return kind -> kind.name().local().equals(local) && kind.name().module().equals(only);
    }

    private Step.Axis axis(
        final YangLocationPath.Step step, final Predicate<SchemaNode> test) {
        final Optional<Query.Equal> key = equal(step);
        return switch (step.getAxis()) {
            case CHILD -> key.isPresent() ? (node, found) -> Step.children(node, test, key.get(), found)
                : (node, found) -> Step.children(node, test, found);
            case PARENT -> Step::parent;
            case SELF -> (node, found) -> found.accept(node);
            case ANCESTOR -> Step::ancestors;
            case ANCESTOR_OR_SELF -> Step::ancestorsOrSelf;
            case DESCENDANT -> Step::descendants;
            case DESCENDANT_OR_SELF -> Step::descendantsOrSelf;
            case ATTRIBUTE, NAMESPACE -> (node, found) -> { };
            default -> module.isPresent() ? unknownAxis(step) : sideways(step);
        };
    }

    /** What a condition of the model may look at has to be known beforehand, and {@link Reach} knows no siblings. */
    private static Step.Axis unknownAxis(final YangLocationPath.Step step) {
        throw unknown(step);
    }

    private static Step.Axis sideways(final YangLocationPath.Step step) {
        return switch (step.getAxis()) {
            case FOLLOWING_SIBLING -> (node, found) -> Step.siblings(node, true, found);
            case PRECEDING_SIBLING -> (node, found) -> Step.siblings(node, false, found);
            case FOLLOWING -> (node, found) -> Step.beyond(node, true, found);
            case PRECEDING -> (node, found) -> Step.beyond(node, false, found);
            default -> throw unknown(step);
        };
    }

    private static XPathException unknown(final Object what) {
        return new XPathException("the switch does not evaluate such XPath: " + what);
    }
}
