package io.mecvswitch.control.schema;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A node of the model that has children. */
public abstract sealed class InnerSchema extends SchemaNode permits ContainerSchema, ListSchema {
    private final List<SchemaNode> children = new ArrayList<>();
    private final List<ChoiceSchema> choices = new ArrayList<>();
    private final Map<String, Map<YangModule, SchemaNode>> byLocalName = new HashMap<>();

    InnerSchema(final Name name, final Common common) {
        super(name, common);
    }

    final void add(final SchemaNode child) {
        child.placeIn(this, children.size());
        children.add(child);
        byLocalName.computeIfAbsent(child.name().local(), local -> new HashMap<>(2)).put(child.name().module(), child);
    }

    final void add(final ChoiceSchema choice) {
        choices.add(choice);
    }

    /** Its children in the order of the model; the cases of choices are unfolded. */
    public final List<SchemaNode> children() {
        return children;
    }

    /** Its choices, those inside of other choices too. */
    public final List<ChoiceSchema> choices() {
        return choices;
    }

    /** The child of this name. */
    public final Optional<SchemaNode> child(final YangModule module, final String local) {
        return Optional.ofNullable(byLocalName.getOrDefault(local, Map.of()).get(module));
    }

    /** The child of this name, in the form of RFC 7951: without a module it has this node's. */
    public final Optional<SchemaNode> child(final String qualified) {
        final int colon = qualified.indexOf(':');
        final String module = colon < 0 ? name().module().name() : qualified.substring(0, colon);
        return byLocalName.getOrDefault(qualified.substring(colon + 1), Map.of()).values().stream()
            .filter(child -> child.name().module().name().equals(module)).findFirst();
    }

    /** Whether this is the root of all. */
    public final boolean isRoot() {
        return parent() == null;
    }
}
