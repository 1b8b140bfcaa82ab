package io.mecvswitch.control.netconf.delta;

import io.mecvswitch.control.schema.ChoiceSchema;
import io.mecvswitch.control.schema.Condition;
import io.mecvswitch.control.schema.InnerSchema;
import io.mecvswitch.control.schema.Schema;
import io.mecvswitch.control.schema.SchemaNode;
import io.mecvswitch.control.schema.ValueSchema;
import io.mecvswitch.control.schema.ValueType;
import io.mecvswitch.control.schema.ValueType.LeafrefType;
import io.mecvswitch.control.schema.ValueType.UnionType;
import io.mecvswitch.control.xpath.Reach;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * For every constraint of the model, what it looks at: a reverse index from kinds of nodes to the constraints that a
 * change of such a node may break. Made once of the model, immutable.
 */
final class Watches {
    private final Schema schema;
    private final Map<SchemaNode, List<Watch>> byApex = new HashMap<>();

    /** Of a model. */
    Watches(final Schema schema) {
        this.schema = schema;
        watch(schema.root());
    }

    /** What has to be looked at again. */
    enum Scope {
        /** The node: its conditions and references. */
        NODE,
        /** The node, all in it, and whether it is there where it has to be. */
        ALL,
        /** What is there and what lacks in the node. */
        BELOW
    }

    /**
     * A constraint.
     *
     * @param scope  what is checked by it
     * @param steps  from the node below which it looks, to the node that has it
     * @param direct what it looks at
     * @param hidden what the existence of that depends on
     * @param losing whether it can be broken only by what goes from {@code direct}
     */
    record Watch(
        Scope scope, List<SchemaNode> steps, Set<SchemaNode> direct, Set<SchemaNode> hidden, boolean losing) {
        /** Whether it has to be checked again. */
        boolean isConcerned(final Touched touched) {
            return (losing ? touched.deprives(direct) : touched.concerns(direct)) || touched.concerns(hidden);
        }
    }

    /** Constraints that look no higher than nodes of this kind, and higher than below their children. */
    List<Watch> at(final SchemaNode apex) {
        return byApex.getOrDefault(apex, List.of());
    }

    private void watch(final SchemaNode kind) {
        kind.whens().forEach(when -> add(Scope.ALL, kind, Reach.of(when, context(when, kind), schema), false));
        kind.musts().forEach(must -> add(Scope.NODE, kind, Reach.of(must, context(must, kind), schema), false));
        switch (kind) {
            case ValueSchema value -> leafrefs(value.type()).filter(LeafrefType::requireInstance).forEach(type ->
                add(Scope.NODE, kind, Reach.of(type, value, schema), Reach.isPlain(type)));
            case InnerSchema inner -> {
                inner.choices().forEach(choice -> choice.whens().forEach(when ->
                    add(Scope.BELOW, inner, Reach.of(when, inner, schema), false)));
                inner.children().stream().filter(SchemaNode::config).forEach(this::watch);
            }
        }
    }

    private static SchemaNode context(final Condition condition, final SchemaNode kind) {
        return condition.onParent() ? kind.parent() : kind;
    }

    private static Stream<LeafrefType> leafrefs(final ValueType type) {
        return switch (type) {
            case LeafrefType leafref -> Stream.of(leafref);
            case UnionType union -> union.members().stream().flatMap(Watches::leafrefs);
            default -> Stream.empty();
        };
    }

    private void add(final Scope scope, final SchemaNode kind, final Reach reach, final boolean losing) {
        final Closure closure = new Closure(reach, kind);
        final LinkedList<SchemaNode> steps = new LinkedList<>();
        for (SchemaNode at = kind; at != closure.apex; at = at.parent()) {
            steps.addFirst(at);
        }
        closure.all.removeAll(reach.kinds());
        byApex.computeIfAbsent(closure.apex, _ -> new ArrayList<>())
            .add(new Watch(scope, List.copyOf(steps), Set.copyOf(reach.kinds()), Set.copyOf(closure.all), losing));
    }

    /** Whether what is there by default in instances of a kind depends on nothing outside of them. */
    boolean isSelfContained(final SchemaNode kind) {
        return isContained(kind, kind);
    }

    private boolean isContained(final SchemaNode node, final SchemaNode within) {
        return (node == within || whensStay(node, within)) && (!(node instanceof InnerSchema inner)
            || inner.children().stream().filter(SchemaNode::config).allMatch(child -> isContained(child, within)));
    }

    private boolean whensStay(final SchemaNode node, final SchemaNode within) {
        return node.whens().stream().map(when -> new Closure(Reach.of(when, context(when, node), schema), node))
            .allMatch(closure -> isWithin(closure.apex, within));
    }

    private static boolean isWithin(final SchemaNode node, final SchemaNode above) {
        return Reach.common(node, above) == above;
    }

    /** All that a value depends on, because it decides over the existence of what is looked at. */
    private final class Closure {
        private final Set<SchemaNode> all = new HashSet<>();
        private final Deque<SchemaNode> todo = new ArrayDeque<>();
        private SchemaNode apex;

        Closure(final Reach reach, final SchemaNode kind) {
            apex = Reach.common(reach.apex(), kind);
            reach.kinds().forEach(this::note);
            while (!todo.isEmpty()) {
                open(todo.pop());
            }
        }

        private void note(final SchemaNode node) {
            if (all.add(node)) {
                todo.push(node);
            }
        }

        private void open(final SchemaNode node) {
            for (SchemaNode at = node; at != apex && at.parent() != null; at = at.parent()) {
                final SchemaNode below = at;
                at.whens().forEach(when -> include(Reach.of(when, context(when, below), schema)));
                at.branches().forEach(branch -> siblings(below.parent(), branch.choice()).forEach(this::note));
            }
        }

        private void include(final Reach reach) {
            apex = Reach.common(apex, reach.apex());
            reach.kinds().forEach(this::note);
        }

        private static Stream<SchemaNode> siblings(final InnerSchema parent, final ChoiceSchema choice) {
            return parent.children().stream()
                .filter(child -> child.branches().stream().anyMatch(branch -> branch.choice() == choice));
        }
    }
}
