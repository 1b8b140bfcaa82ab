package io.mecvswitch.control.validate;

import io.mecvswitch.control.data.DataNode;
import io.mecvswitch.control.data.InnerNode;
import io.mecvswitch.control.data.ValueNode;
import io.mecvswitch.control.schema.ChoiceSchema;
import io.mecvswitch.control.schema.ChoiceSchema.Branch;
import io.mecvswitch.control.schema.ContainerSchema;
import io.mecvswitch.control.schema.LeafSchema;
import io.mecvswitch.control.schema.Schema;
import io.mecvswitch.control.schema.SchemaNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Puts default leafs and containers without presence into a tree (RFC 7950 §7.5.1, §7.6.1), and takes those away again
 * whose conditions do not hold.
 */
public final class Defaults {
    private final Conditions conditions;

    /** Those of a model. */
    public Defaults(final Schema schema) {
        this(new Conditions(schema));
    }

    Defaults(final Conditions conditions) {
        this.conditions = conditions;
    }

    /** Below this node and all that are below it. */
    void complete(final InnerNode node) {
        add(node);
        prune(node);
    }

    /**
     * What is there of a kind though nobody wrote it. Only what is written in the parent is looked at, and what
     * conditions ask for.
     *
     * @param container makes one that nobody wrote
     */
    public Optional<DataNode> missing(
        final InnerNode parent, final SchemaNode kind, final Function<ContainerSchema, InnerNode> container) {
        if (!kind.config() || !inCase(parent, kind)) {
            return Optional.empty();
        }
        final Optional<DataNode> missing = missing(kind, container);
        missing.ifPresent(node -> node.hangBelow(parent));
        return missing.filter(conditions::mayExist);
    }

    private void add(final InnerNode node) {
        for (final SchemaNode kind : node.schema().children()) {
            if (kind.config() && !node.has(kind) && inCase(node, kind)) {
                missing(kind, InnerNode::ofDefault).ifPresent(node::add);
            }
        }
        node.forEach(child -> {
            if (child instanceof InnerNode inner) {
                add(inner);
            }
        });
    }

    private static Optional<DataNode> missing(
        final SchemaNode kind, final Function<ContainerSchema, InnerNode> make) {
        return switch (kind) {
            case ContainerSchema container when !container.presence() -> Optional.of(make.apply(container));
            case LeafSchema leaf -> leaf.defaultValue().map(value -> ValueNode.ofDefault(leaf, value));
            default -> Optional.empty();
        };
    }

    /** The defaults of a case hold if a node of it is there, or if it is the default one and no other is (§7.9.3). */
    private static boolean inCase(final InnerNode node, final SchemaNode kind) {
        for (final Branch branch : kind.branches()) {
            final List<Branch> there = branches(node, branch.choice());
            if (there.isEmpty() ? branch.choice().defaultCase().filter(branch.caseName()::equals).isEmpty()
                : !contains(there, branch)) {
                return false;
            }
        }
        return true;
    }

    /** Whether a case is among others of the same choice. */
    static boolean contains(final List<Branch> cases, final Branch branch) {
        for (final Branch other : cases) {
            if (other.caseName().equals(branch.caseName())) {
                return true;
            }
        }
        return false;
    }

    /** The cases of a choice of which somebody wrote something. */
    static List<Branch> branches(final InnerNode node, final ChoiceSchema choice) {
        List<Branch> there = List.of();
        for (final SchemaNode kind : node.schema().children(choice)) {
            if (node.hasWritten(kind)) {
                there = with(there, branch(kind, choice));
            }
        }
        return there;
    }

    private static Branch branch(final SchemaNode kind, final ChoiceSchema choice) {
        for (final Branch branch : kind.branches()) {
            if (branch.choice() == choice) {
                return branch;
            }
        }
        throw new IllegalStateException(kind + " is in no case of " + choice.name());
    }

    private static List<Branch> with(final List<Branch> cases, final Branch branch) {
        if (contains(cases, branch)) {
            return cases;
        }
        final List<Branch> more = new ArrayList<>(cases);
        more.add(branch);
        return more;
    }

    private void prune(final InnerNode node) {
        for (final SchemaNode kind : node.schema().children()) {
            if (!kind.whens().isEmpty()) {
                List.copyOf(node.children(kind)).stream()
                    .filter(child -> child.byDefault() && !conditions.mayExist(child)).forEach(node::remove);
            }
        }
        node.forEach(child -> {
            if (child instanceof InnerNode inner) {
                prune(inner);
            }
        });
    }
}
