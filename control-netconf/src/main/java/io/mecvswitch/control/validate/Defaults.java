package io.mecvswitch.control.validate;

import io.mecvswitch.control.data.DataNode;
import io.mecvswitch.control.data.InnerNode;
import io.mecvswitch.control.data.ValueNode;
import io.mecvswitch.control.schema.ChoiceSchema.Branch;
import io.mecvswitch.control.schema.ContainerSchema;
import io.mecvswitch.control.schema.LeafSchema;
import io.mecvswitch.control.schema.SchemaNode;
import java.util.List;
import java.util.Optional;

/**
 * Puts default leafs and containers without presence into a tree (RFC 7950 §7.5.1, §7.6.1), and takes those away again
 * whose conditions do not hold.
 */
final class Defaults {
    private final Conditions conditions;

    Defaults(final Conditions conditions) {
        this.conditions = conditions;
    }

    /** Below this node and all that are below it. */
    void complete(final InnerNode node) {
        add(node);
        prune(node);
    }

    private void add(final InnerNode node) {
        for (final SchemaNode kind : node.schema().children()) {
            if (kind.config() && !node.has(kind) && inCase(node, kind)) {
                missing(kind).ifPresent(node::add);
            }
        }
        node.forEach(child -> {
            if (child instanceof InnerNode inner) {
                add(inner);
            }
        });
    }

    private static Optional<DataNode> missing(final SchemaNode kind) {
        return switch (kind) {
            case ContainerSchema container when !container.presence() -> Optional.of(InnerNode.ofDefault(container));
            case LeafSchema leaf -> leaf.defaultValue().map(value -> ValueNode.ofDefault(leaf, value));
            default -> Optional.empty();
        };
    }

    /** The defaults of a case hold if a node of it is there, or if it is the default one and no other is (§7.9.3). */
    private static boolean inCase(final InnerNode node, final SchemaNode kind) {
        return kind.branches().stream().allMatch(branch -> {
            final List<Branch> there = branches(node, branch);
            return there.isEmpty() ? branch.choice().defaultCase().filter(branch.caseName()::equals).isPresent()
                : there.contains(branch);
        });
    }

    /** The cases of a choice that somebody wrote. */
    private static List<Branch> branches(final InnerNode node, final Branch asked) {
        return node.children().filter(child -> !child.byDefault())
            .flatMap(child -> child.schema().branches().stream())
            .filter(branch -> branch.choice() == asked.choice()).distinct().toList();
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
