package io.mecvswitch.control.xpath;

import io.mecvswitch.control.schema.Condition;
import io.mecvswitch.control.schema.InnerSchema;
import io.mecvswitch.control.schema.Schema;
import io.mecvswitch.control.schema.SchemaNode;
import io.mecvswitch.control.schema.ValueSchema;
import io.mecvswitch.control.schema.ValueType.LeafrefType;
import io.mecvswitch.control.schema.YangModule;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.opendaylight.yangtools.yang.xpath.api.QNameReferent;
import org.opendaylight.yangtools.yang.xpath.api.YangBinaryExpr;
import org.opendaylight.yangtools.yang.xpath.api.YangExpr;
import org.opendaylight.yangtools.yang.xpath.api.YangFilterExpr;
import org.opendaylight.yangtools.yang.xpath.api.YangFunctionCallExpr;
import org.opendaylight.yangtools.yang.xpath.api.YangLocationPath;
import org.opendaylight.yangtools.yang.xpath.api.YangNaryExpr;
import org.opendaylight.yangtools.yang.xpath.api.YangNegateExpr;
import org.opendaylight.yangtools.yang.xpath.api.YangPathExpr;
import org.opendaylight.yangtools.yang.xpath.api.YangQNameExpr;

/**
 * How far an expression looks, as the model alone tells: at which kinds of nodes, and up to which ancestor of where it
 * stands. As long as no such node below the same ancestor changes, its value stays. One thread, once.
 *
 * <p>An abstract interpretation: what are nodes for {@link XPathCompiler} are kinds of nodes here, and predicates take
 * away nothing.
 */
public final class Reach {
    private final Schema schema;
    private final SchemaNode current;
    private final Set<SchemaNode> kinds = new HashSet<>();
    private SchemaNode apex;

    private Reach(final Schema schema, final SchemaNode current) {
        this.schema = schema;
        this.current = current;
        this.apex = current;
    }

    /** Of a must or when with this context node. */
    public static Reach of(final Condition condition, final SchemaNode context, final Schema schema) {
        final Reach reach = new Reach(schema, context);
        reach.used(reach.look(condition.expression().getRootExpr(), Set.of(context), condition.module()));
        return reach;
    }

    /** Of the path of a leafref. */
    public static Reach of(final LeafrefType type, final ValueSchema reference, final Schema schema) {
        final Reach reach = new Reach(schema, reference);
        reach.look(type.path(), Set.of(reference), type.module());
        return reach;
    }

    /** What it may look at. */
    public Set<SchemaNode> kinds() {
        return kinds;
    }

    /** The node below which, or at which, all of that is. */
    public SchemaNode apex() {
        return apex;
    }

    /** Whether its nodes are all those that a path from the root names, and nothing but their being there matters. */
    public static boolean isPlain(final LeafrefType type) {
        return type.path().isAbsolute()
            && type.path().getSteps().stream().allMatch(step -> step.getPredicates().isEmpty());
    }

    private Set<SchemaNode> look(final YangExpr expression, final Set<SchemaNode> context, final YangModule module) {
        return switch (expression) {
            case YangNegateExpr negation -> value(Stream.of(negation.getSubExpr()), context, module);
            case YangBinaryExpr binary ->
                value(Stream.of(binary.getLeftExpr(), binary.getRightExpr()), context, module);
            case YangNaryExpr nary -> nary.getExpressions().stream()
                .flatMap(operand -> used(look(operand, context, module)).stream()).collect(Collectors.toSet());
            case YangLocationPath path -> path(path, path.isAbsolute() ? seen(Set.of(schema.root())) : context, module);
            case YangPathExpr path -> {
                final Set<SchemaNode> start = look(path.getFilterExpr(), context, module);
                yield path.getLocationPath().map(steps -> path(steps, start, module)).orElse(start);
            }
            case YangFilterExpr filter -> {
                final Set<SchemaNode> nodes = look(filter.getExpr(), context, module);
                filter.getPredicates().forEach(predicate -> used(look(predicate, nodes, module)));
                yield nodes;
            }
            case YangQNameExpr name -> children(context, XPathCompiler.test(name, module, schema));
            case YangFunctionCallExpr call -> call(call, context, module);
            default -> Set.of();
        };
    }

    private Set<SchemaNode> value(
        final Stream<YangExpr> operands, final Set<SchemaNode> context, final YangModule module) {
        operands.forEach(operand -> used(look(operand, context, module)));
        return Set.of();
    }

    private Set<SchemaNode> call(
        final YangFunctionCallExpr call, final Set<SchemaNode> context, final YangModule module) {
        final List<Set<SchemaNode>> arguments =
            call.getArguments().stream().map(argument -> used(look(argument, context, module))).toList();
        return switch (call.getName().getLocalName()) {
            case "current" -> Set.of(current);
            case "deref" -> arguments.getFirst().stream().flatMap(node -> targets(node).stream())
                .collect(Collectors.toSet());
            default -> Set.of();
        };
    }

    private Set<SchemaNode> targets(final SchemaNode node) {
        return node instanceof ValueSchema value && value.type() instanceof LeafrefType type
            ? look(type.path(), Set.of(node), type.module()) : Set.of();
    }

    private Set<SchemaNode> path(
        final YangLocationPath path, final Set<SchemaNode> start, final YangModule module) {
        Set<SchemaNode> at = start;
        for (final YangLocationPath.Step step : path.getSteps()) {
            at = step(step, at, module);
        }
        return at;
    }

    private Set<SchemaNode> step(
        final YangLocationPath.Step step, final Set<SchemaNode> from, final YangModule module) {
        final Predicate<SchemaNode> test =
            step instanceof QNameReferent name ? XPathCompiler.test(name, module, schema) : _ -> true;
        final Set<SchemaNode> found = seen(from.stream().flatMap(node -> switch (step.getAxis()) {
            case CHILD -> children(node);
            case PARENT -> Stream.ofNullable(node.parent());
            case SELF -> Stream.of(node);
            case ANCESTOR -> ancestors(node).skip(1);
            case ANCESTOR_OR_SELF -> ancestors(node);
            case DESCENDANT -> descendants(node).skip(1);
            case DESCENDANT_OR_SELF -> descendants(node);
            default -> Stream.<SchemaNode>empty();
        }).filter(test).collect(Collectors.toSet()));
        step.getPredicates().forEach(predicate -> used(look(predicate, found, module)));
        return found;
    }

    private Set<SchemaNode> children(final Set<SchemaNode> from, final Predicate<SchemaNode> test) {
        return seen(from.stream().flatMap(Reach::children).filter(test).collect(Collectors.toSet()));
    }

    private static Stream<SchemaNode> children(final SchemaNode node) {
        return node instanceof InnerSchema inner ? inner.children().stream() : Stream.empty();
    }

    private static Stream<SchemaNode> ancestors(final SchemaNode node) {
        return Stream.iterate(node, at -> at != null, SchemaNode::parent);
    }

    private static Stream<SchemaNode> descendants(final SchemaNode node) {
        return Stream.concat(Stream.of(node), children(node).flatMap(Reach::descendants));
    }

    private Set<SchemaNode> seen(final Set<SchemaNode> found) {
        kinds.addAll(found);
        found.forEach(node -> apex = common(apex, node));
        return found;
    }

    /** What is used as a value is used with all that is in it. */
    private Set<SchemaNode> used(final Set<SchemaNode> found) {
        found.stream().filter(node -> node != current).flatMap(Reach::descendants).forEach(kinds::add);
        return found;
    }

    /** The lowest node that both are below, or are. */
    public static SchemaNode common(final SchemaNode one, final SchemaNode other) {
        final List<SchemaNode> above = ancestors(other).toList();
        return ancestors(one).filter(above::contains).findFirst().orElseThrow();
    }
}
