package io.mecvswitch.control.schema;

import java.util.List;

/**
 * A data node of the model: what instances have in common. Compared by identity.
 *
 * <p>Four kinds: {@link ContainerSchema} (the root of all is one), {@link ListSchema}, {@link LeafSchema},
 * {@link LeafListSchema}. The children of a node have consecutive slots, so that an instance keeps its children in an
 * array and finds one without hashing.
 */
public abstract sealed class SchemaNode permits InnerSchema, ValueSchema {
    private final Name name;
    private final Common common;
    private int slot = -1;
    private InnerSchema parent;
    /** Null until somebody asked; then the model is whole. */
    private String qualifiedName;

    SchemaNode(final Name name, final Common common) {
        this.name = name;
        this.common = common;
    }

    /**
     * What every kind has.
     *
     * @param config   whether it is configuration rather than state
     * @param whens    conditions under which it may exist
     * @param musts    conditions that hold where it exists
     * @param branches the cases it is in, outermost first; mostly none
     */
    public record Common(
        boolean config, List<Condition> whens, List<Condition> musts, List<ChoiceSchema.Branch> branches) {
        /** Of the root. */
        static final Common ROOT = new Common(true, List.of(), List.of(), List.of());
        /** Of a notification: what is in it is no configuration. */
        static final Common STATE = new Common(false, List.of(), List.of(), List.of());
    }

    final void placeIn(final InnerSchema newParent, final int newSlot) {
        parent = newParent;
        slot = newSlot;
    }

    /** Its name. */
    public final Name name() {
        return name;
    }

    /** Its place among its parent's children, from 0. */
    public final int slot() {
        return slot;
    }

    /** The node above; null for the root. */
    public final InnerSchema parent() {
        return parent;
    }

    /** Whether it is configuration rather than state. */
    public final boolean config() {
        return common.config();
    }

    /** Conditions under which it may exist. */
    public final List<Condition> whens() {
        return common.whens();
    }

    /** Conditions that hold where it exists. */
    public final List<Condition> musts() {
        return common.musts();
    }

    /** The cases it is in, outermost first. */
    public final List<ChoiceSchema.Branch> branches() {
        return common.branches();
    }

    /** Its name as a child of its parent: with the module where that differs from the parent's. */
    public final String qualifiedName() {
        if (qualifiedName == null) {
            qualifiedName = parent == null || changesModule() ? name.toString() : name.local();
        }
        return qualifiedName;
    }

    /** Whether it is in another module than the node above, so that a document has to say which. */
    public final boolean changesModule() {
        return parent.isRoot() || !parent.name().module().equals(name.module());
    }

    /** Whether there may be several instances of it in one parent: it is a list or a leaf-list. */
    public boolean isMany() {
        return false;
    }

    /** Whether the order of its instances means something (RFC 7950 §7.7.7). */
    public boolean userOrdered() {
        return false;
    }

    /** The word for its kind in messages. */
    public abstract String kind();

    @Override
    public final String toString() {
        return kind() + " " + name;
    }
}
