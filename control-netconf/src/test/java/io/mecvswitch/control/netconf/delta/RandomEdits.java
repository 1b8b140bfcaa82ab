package io.mecvswitch.control.netconf.delta;

import io.mecvswitch.control.netconf.tree.Branch;
import io.mecvswitch.control.netconf.tree.Node;
import io.mecvswitch.control.netconf.tree.Value;
import io.mecvswitch.control.schema.InnerSchema;
import io.mecvswitch.control.schema.LeafSchema;
import io.mecvswitch.control.schema.ListSchema;
import io.mecvswitch.control.schema.SchemaNode;
import io.mecvswitch.control.schema.ValueSchema;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Changes something somewhere in a tree, with values of the right type and of a small number. */
final class RandomEdits {
    private final Random random;
    private final List<String> pool;
    private final Map<ValueSchema, List<String>> values = new HashMap<>();

    RandomEdits(final long seed, final List<String> pool) {
        this.random = new Random(seed);
        this.pool = pool;
    }

    /** The tree with a few changes. */
    Branch edited(final Branch tree) {
        Branch edited = tree;
        for (int i = random.nextInt(3); i >= 0; i--) {
            edited = inside(edited);
        }
        return edited;
    }

    private Branch inside(final Branch branch) {
        final List<SchemaNode> kinds = branch.schema().children().stream()
            .filter(kind -> kind.config() && !isKey(branch.schema(), kind) && isPossible(kind)).toList();
        return kinds.isEmpty() ? branch : changed(branch, kinds.get(random.nextInt(kinds.size())));
    }

    private boolean isPossible(final SchemaNode kind) {
        return switch (kind) {
            case ListSchema list -> list.keys().stream().noneMatch(key -> values(key).isEmpty());
            case InnerSchema _ -> true;
            case ValueSchema value -> !values(value).isEmpty();
        };
    }

    private static boolean isKey(final InnerSchema parent, final SchemaNode kind) {
        return parent instanceof ListSchema list && list.keys().contains(kind);
    }

    private Branch changed(final Branch branch, final SchemaNode kind) {
        final boolean taking = random.nextInt(4) == 0;
        if (kind.isMany() ? taking && branch.has(kind) && !branch.schema().isRoot() : taking) {
            return kind.isMany() ? branch.with(kind, branch.entries(kind).without(some(branch, kind).key()))
                : branch.without(kind);
        }
        return switch (kind) {
            case ListSchema list -> branch.with(inside(entry(branch, list)));
            case InnerSchema inner -> withOrWithout(branch,
                inside(branch.child(inner).map(Branch.class::cast).orElseGet(() -> Branch.empty(inner))));
            case ValueSchema value -> branch.with(value(value));
        };
    }

    /** What is empty and means nothing is not kept in a tree. */
    private static Branch withOrWithout(final Branch branch, final Branch inner) {
        return inner.isEmpty() ? branch.without(inner.schema()) : branch.with(inner);
    }

    private Branch entry(final Branch parent, final ListSchema list) {
        if (parent.has(list) && random.nextInt(3) > 0) {
            return (Branch) some(parent, list);
        }
        Branch entry = Branch.empty(list);
        for (final LeafSchema key : list.keys()) {
            entry = entry.with(value(key));
        }
        return (Branch) parent.entries(list).get(entry.key()).orElse(entry);
    }

    private Node some(final Branch parent, final SchemaNode kind) {
        final List<Node> entries = new ArrayList<>();
        parent.children(kind).forEach(entries::add);
        return entries.get(random.nextInt(entries.size()));
    }

    private Value value(final ValueSchema kind) {
        final List<String> some = values(kind);
        return new Value(kind, some.get(random.nextInt(some.size())));
    }

    private List<String> values(final ValueSchema kind) {
        return values.computeIfAbsent(kind, _ -> pool.stream().filter(kind.type()::holds).distinct().toList());
    }
}
