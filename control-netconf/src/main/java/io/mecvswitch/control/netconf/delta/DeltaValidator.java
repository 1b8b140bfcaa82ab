package io.mecvswitch.control.netconf.delta;

import io.mecvswitch.control.data.DataNode;
import io.mecvswitch.control.data.InnerNode;
import io.mecvswitch.control.netconf.delta.Watches.Scope;
import io.mecvswitch.control.netconf.delta.Watches.Watch;
import io.mecvswitch.control.netconf.tree.Branch;
import io.mecvswitch.control.netconf.tree.Differences;
import io.mecvswitch.control.netconf.tree.Entries;
import io.mecvswitch.control.netconf.tree.Node;
import io.mecvswitch.control.problem.Problems;
import io.mecvswitch.control.schema.ContainerSchema;
import io.mecvswitch.control.schema.InnerSchema;
import io.mecvswitch.control.schema.ListSchema;
import io.mecvswitch.control.schema.ListSchema.Descendant;
import io.mecvswitch.control.schema.Schema;
import io.mecvswitch.control.schema.SchemaNode;
import io.mecvswitch.control.validate.Validator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Checks every constraint of the model that may not hold in one tree though all hold in another. One thread.
 *
 * <p>A constraint is checked where it is new, where its own node changed, and where something changed that it looks at
 * ({@link Watches}). So an entry of a list costs what is in it, however many others there are; what others refer to,
 * such as an interface, costs a look at those others when it goes.
 */
final class DeltaValidator {
    private final Watches watches;
    private final Validator validator;
    private final Map<List<Descendant>, UniqueIndex> indexes = new HashMap<>();
    // of one validation
    private Branch former;
    private Branch next;
    private Problems problems;

    /** Of trees of a model. */
    DeltaValidator(final Schema schema, final Watches watches) {
        this.watches = watches;
        this.validator = new Validator(schema, this::checkUnique);
    }

    /**
     * Notes what is wrong with a tree.
     *
     * @param from  a tree with which nothing is wrong
     * @param to    the tree
     * @param shown the same tree, with defaults
     */
    void validate(final Branch from, final Branch to, final InnerNode shown, final Problems noted) {
        former = from;
        next = to;
        problems = noted;
        follow(from, to, shown);
    }

    private Touched follow(final Branch from, final Branch to, final InnerNode shown) {
        final Touched touched = new Touched();
        if (from != to) {
            for (final SchemaNode kind : to.schema().children()) {
                if (kind.isMany()) {
                    entries(from, to, kind, shown, touched);
                } else {
                    single(from, to, kind, shown, touched);
                }
            }
            validator.checkBelow(shown, problems);
            watches.at(to.schema()).stream().filter(watch -> watch.isConcerned(touched))
                .forEach(watch -> again(shown, watch, 0));
        }
        return touched;
    }

    // What differs.

    private void entries(
        final Branch from, final Branch to, final SchemaNode kind, final InnerNode shown, final Touched touched) {
        if (!from.has(kind) && !to.has(kind) || from.entries(kind) == to.entries(kind)) {
            return;
        }
        if (kind.userOrdered()) {
            touched.changed(kind);
        }
        from.entries(kind).compare(to.entries(kind), new Differences() {
            @Override
            public void removed(final Node entry) {
                touched.went(kind);
            }

            @Override
            public void added(final Node entry) {
                touched.came(kind);
                validator.checkAll(shown.child(kind, entry.key()).orElseThrow(), problems);
            }

            @Override
            public void changed(final Node before, final Node after) {
                touched.add(changedNode((Branch) before, (Branch) after, shown.child(kind, after.key()).orElseThrow()));
            }
        });
    }

    private Touched changedNode(final Branch before, final Branch after, final DataNode shown) {
        final Touched inside = follow(before, after, (InnerNode) shown);
        validator.check(shown, problems);
        return inside;
    }

    private void single(
        final Branch from, final Branch to, final SchemaNode kind, final InnerNode shown, final Touched touched) {
        final Optional<Node> before = from.child(kind);
        final Optional<Node> after = to.child(kind);
        if (before.equals(after)) {
            return;
        }
        if (kind instanceof ContainerSchema container
            && (!container.presence() || before.isPresent() && after.isPresent())) {
            shown.children(kind).stream().findFirst().ifPresentOrElse(
                now -> touched.add(changedNode(orEmpty(before, container), orEmpty(after, container), now)),
                () -> touched.went(kind));
        } else if (kind instanceof ContainerSchema && after.isEmpty()) {
            touched.went(kind);
        } else {
            touched.came(kind);
            touched.changed(kind);
            shown.children(kind).forEach(now -> validator.checkAll(now, problems));
        }
    }

    private static Branch orEmpty(final Optional<Node> node, final InnerSchema kind) {
        return node.map(Branch.class::cast).orElseGet(() -> Branch.empty(kind));
    }

    // Who looks at it.

    private void again(final InnerNode at, final Watch watch, final int depth) {
        if (depth == watch.steps().size()) {
            if (watch.scope() == Scope.BELOW) {
                validator.checkBelow(at, problems);
            }
            return;
        }
        final boolean last = depth + 1 == watch.steps().size() && watch.scope() != Scope.BELOW;
        if (last && watch.scope() == Scope.ALL) {
            validator.checkBelow(at, problems);
        }
        for (final DataNode child : at.children(watch.steps().get(depth))) {
            if (!last) {
                again((InnerNode) child, watch, depth + 1);
            } else if (watch.scope() == Scope.ALL) {
                validator.checkAll(child, problems);
            } else {
                validator.check(child, problems);
            }
        }
    }

    // Values that no two entries have.

    private void checkUnique(
        final InnerNode parent, final ListSchema list, final List<Descendant> leafs, final Problems noted) {
        if (isAlone(list.parent()) && UniqueIndex.covers(leafs)) {
            indexes.computeIfAbsent(leafs, _ -> new UniqueIndex(leafs, Branch.empty(list.parent()).entries(list)))
                .check(entries(former, list), entries(next, list), (key, other) -> {
                    final DataNode entry = parent.child(list, key).orElseThrow();
                    Validator.addNotUnique(entry, parent.child(list, other).orElseThrow(), leafs,
                        Validator.values(entry, leafs).orElseThrow(), noted);
                });
        } else {
            Validator.checkUnique(parent, list, leafs, noted);
        }
    }

    /** Whether there is one instance of it at most. */
    private static boolean isAlone(final InnerSchema kind) {
        return kind.isRoot() || !kind.isMany() && isAlone(kind.parent());
    }

    private static Entries entries(final Branch root, final ListSchema list) {
        return parent(root, list.parent()).map(parent -> parent.entries(list))
            .orElseGet(() -> Branch.empty(list.parent()).entries(list));
    }

    private static Optional<Branch> parent(final Branch root, final InnerSchema kind) {
        return kind.isRoot() ? Optional.of(root)
            : parent(root, kind.parent()).flatMap(above -> above.child(kind)).map(Branch.class::cast);
    }
}
