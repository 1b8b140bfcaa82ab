package io.mecvswitch.control.schema;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A node of the model that has children. */
public abstract sealed class InnerSchema extends SchemaNode permits ContainerSchema, ListSchema {
    private final List<SchemaNode> children = new ArrayList<>();
    private final List<ChoiceSchema> choices = new ArrayList<>();
    private final Map<ChoiceSchema, List<SchemaNode>> byChoice = new IdentityHashMap<>();
    private final Map<Name, SchemaNode> byName = new HashMap<>();
    private final Map<String, SchemaNode> byQualifiedName = new HashMap<>();

    InnerSchema(final Name name, final Common common) {
        super(name, common);
    }

    final void add(final SchemaNode child) {
        child.placeIn(this, children.size());
        children.add(child);
        child.branches().forEach(branch ->
            byChoice.computeIfAbsent(branch.choice(), _ -> new ArrayList<>()).add(child));
        byName.put(child.name(), child);
        byQualifiedName.put(child.name().toString(), child);
        if (child.name().module().equals(name().module())) {
            byQualifiedName.put(child.name().local(), child);
        }
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

    /** Its children that are in a case of a choice, in the order of the model. */
    public final List<SchemaNode> children(final ChoiceSchema choice) {
        return byChoice.getOrDefault(choice, List.of());
    }

    /** The child of this name. */
    public final Optional<SchemaNode> child(final YangModule module, final String local) {
        return Optional.ofNullable(byName.get(new Name(module, local)));
    }

    /** The child of this name, in the form of RFC 7951: without a module it has this node's. */
    public final Optional<SchemaNode> child(final String qualified) {
        return Optional.ofNullable(byQualifiedName.get(qualified));
    }

    /** Whether this is the root of all. */
    public final boolean isRoot() {
        return parent() == null;
    }
}
