package io.mecvswitch.control.schema;

import io.mecvswitch.control.schema.ListSchema.Counts;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.Map;

/**
 * Writes a {@link Schema} down as yangtools and {@link SchemaLoader} have made it, so that a start need not do it
 * again; {@link ModelReader} reads it. The build does both the writing and the reading code, so the form has no
 * version:
 *
 * <pre>
 *   modules, identities with all their bases, the tree of data nodes, that of notifications
 *
 *   inner node: name, common, its own, choices, children; for a list then keys and uniques by slots
 *   leaf:       name, common, type, its own
 *   common:     config, whens, musts, cases; a condition that several nodes have is written once, and a case is the
 *               number of a choice of the node above, and a name
 * </pre>
 */
final class ModelWriter {
    /** What a node is. */
    enum Kind { CONTAINER, LIST, LEAF, LEAF_LIST }

    private final ModelOutput out = new ModelOutput();
    private final XPathWriter expressions = new XPathWriter(out);
    private final TypeWriter types = new TypeWriter(out, expressions);
    private final Map<Condition, Integer> conditions = new IdentityHashMap<>();

    private ModelWriter() { }

    /** The octets of a model. */
    static byte[] write(final Schema schema) {
        final ModelWriter writer = new ModelWriter();
        writer.out.all(schema.texts(), writer::module);
        writer.out.all(schema.ancestors().entrySet().stream().sorted(Map.Entry.comparingByKey()).toList(), identity -> {
            writer.out.text(identity.getKey());
            writer.out.all(identity.getValue().stream().sorted(Comparator.naturalOrder()).toList(), writer.out::text);
        });
        writer.inside(schema.root());
        writer.inside(schema.notifications());
        return writer.out.octets();
    }

    private void module(final ModuleText text) {
        out.module(text.module());
        out.text(text.revision());
        out.flag(text.implemented());
        out.all(text.features(), out::text);
        out.text(text.resource());
    }

    private void inside(final InnerSchema node) {
        out.all(node.choices(), choice -> choice(choice, node));
        out.all(node.children(), this::child);
    }

    private void choice(final ChoiceSchema choice, final InnerSchema parent) {
        out.name(choice.name());
        out.flag(choice.mandatory());
        out.maybe(choice.defaultCase(), out::name);
        out.all(choice.whens(), this::condition);
        out.all(choice.branches(), branch -> branch(branch, parent));
    }

    private void branch(final ChoiceSchema.Branch branch, final InnerSchema parent) {
        for (int i = 0; i < parent.choices().size(); i++) {
            if (parent.choices().get(i) == branch.choice()) {
                out.number(i);
                out.name(branch.caseName());
                return;
            }
        }
        throw new IllegalStateException(branch.caseName() + " is a case of no choice of " + parent);
    }

    private void child(final SchemaNode node) {
        switch (node) {
            case ContainerSchema container -> {
                common(Kind.CONTAINER, node);
                out.flag(container.presence());
                inside(container);
            }
            case ListSchema list -> {
                common(Kind.LIST, node);
                counts(list.counts());
                out.flag(list.userOrdered());
                inside(list);
                out.all(list.keys(), key -> out.number(key.slot()));
                out.all(list.uniques(), unique -> out.all(unique,
                    leaf -> out.all(leaf.steps(), step -> out.number(step.slot()))));
            }
            case LeafSchema leaf -> {
                common(Kind.LEAF, node);
                types.write(leaf.type());
                out.flag(leaf.mandatory());
                out.maybe(leaf.defaultText(), out::text);
            }
            case LeafListSchema leafList -> {
                common(Kind.LEAF_LIST, node);
                types.write(leafList.type());
                counts(leafList.counts());
                out.flag(leafList.userOrdered());
            }
        }
    }

    private void common(final Kind kind, final SchemaNode node) {
        out.word(kind);
        out.name(node.name());
        out.flag(node.config());
        out.all(node.whens(), this::condition);
        out.all(node.musts(), this::condition);
        out.all(node.branches(), branch -> branch(branch, node.parent()));
    }

    private void counts(final Counts counts) {
        out.number(counts.min());
        out.number(counts.max());
    }

    private void condition(final Condition condition) {
        out.numbered(conditions, condition, () -> {
            expressions.write(condition.expression());
            out.text(condition.text());
            out.module(condition.module());
            out.flag(condition.onParent());
            out.maybe(condition.errorMessage(), out::text);
            out.maybe(condition.errorAppTag(), out::text);
        });
    }
}
