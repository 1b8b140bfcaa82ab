package io.mecvswitch.control.schema;

import io.mecvswitch.control.schema.ListSchema.Counts;
import io.mecvswitch.control.schema.ListSchema.Descendant;
import io.mecvswitch.control.schema.ModelWriter.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Reads the {@link Schema} that {@link ModelWriter} has written down. */
final class ModelReader {
    private static final Kind[] KINDS = Kind.values();

    private final ModelInput in;
    private final XPathReader expressions;
    private final List<Condition> conditions = new ArrayList<>();
    private final Map<LeafrefTarget, ValueSchema> leafrefs = new HashMap<>();
    private TypeReader types;

    private ModelReader(final byte[] octets) {
        in = new ModelInput(octets);
        expressions = new XPathReader(in);
    }

    /** The model. */
    static Schema read(final byte[] octets) {
        return new ModelReader(octets).schema();
    }

    private Schema schema() {
        final List<ModuleText> texts = in.all(this::module);
        types = new TypeReader(in, expressions, texts.stream().map(ModuleText::module)
            .collect(Collectors.toMap(YangModule::name, Function.identity())));
        final Map<String, Set<String>> ancestors = new HashMap<>();
        final int identities = in.number();
        for (int i = 0; i < identities; i++) {
            ancestors.put(in.text(), Set.copyOf(in.all(in::text)));
        }
        final ContainerSchema root = inside(ContainerSchema.root());
        final ContainerSchema notifications = inside(ContainerSchema.root());
        leafrefs.forEach((target, from) -> target.resolve(from, root));
        return new Schema(root, notifications, texts, ancestors);
    }

    private ModuleText module() {
        return new ModuleText(in.module(), in.text(), in.flag(), in.all(in::text), in.text());
    }

    private <T extends InnerSchema> T inside(final T node) {
        final int choices = in.number();
        for (int i = 0; i < choices; i++) {
            node.add(choice(node));
        }
        final int children = in.number();
        for (int i = 0; i < children; i++) {
            child(node);
        }
        return node;
    }

    private ChoiceSchema choice(final InnerSchema parent) {
        return new ChoiceSchema(in.name(), in.flag(), in.maybe(in::name), in.all(this::condition), branches(parent));
    }

    /** Of a choice, all around it were read before. */
    private List<ChoiceSchema.Branch> branches(final InnerSchema parent) {
        return in.all(() -> new ChoiceSchema.Branch(parent.choices().get(in.number()), in.name()));
    }

    private void child(final InnerSchema parent) {
        final Kind kind = in.word(KINDS);
        final Name name = in.name();
        final SchemaNode.Common common =
            new SchemaNode.Common(in.flag(), in.all(this::condition), in.all(this::condition), branches(parent));
        switch (kind) {
            case CONTAINER -> inner(parent, new ContainerSchema(name, common, in.flag()));
            case LIST -> list(inner(parent, new ListSchema(name, common, counts(), in.flag())));
            case LEAF -> value(parent,
                new LeafSchema(name, common, types.read(), in.flag(), in.maybe(in::text)));
            case LEAF_LIST -> value(parent, new LeafListSchema(name, common, types.read(), counts(), in.flag()));
        }
    }

    private <T extends InnerSchema> T inner(final InnerSchema parent, final T node) {
        parent.add(node);
        return inside(node);
    }

    private void list(final ListSchema list) {
        in.all(in::number).forEach(slot -> list.addKey((LeafSchema) list.children().get(slot)));
        in.all(() -> in.all(() -> descendant(list))).forEach(list::addUnique);
    }

    private Descendant descendant(final ListSchema list) {
        final List<SchemaNode> steps = new ArrayList<>();
        SchemaNode at = list;
        for (final int slot : in.all(in::number)) {
            at = ((InnerSchema) at).children().get(slot);
            steps.add(at);
        }
        return new Descendant(steps);
    }

    private void value(final InnerSchema parent, final ValueSchema leaf) {
        parent.add(leaf);
        types.targets().forEach(target -> leafrefs.put(target, leaf));
    }

    private Counts counts() {
        return new Counts(in.number(), in.number());
    }

    private Condition condition() {
        return in.numbered(conditions, () -> new Condition(expressions.expression(), in.text(), in.module(), in.flag(),
            in.maybe(in::text), in.maybe(in::text)));
    }
}
