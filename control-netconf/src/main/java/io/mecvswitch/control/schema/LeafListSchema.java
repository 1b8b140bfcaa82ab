package io.mecvswitch.control.schema;

/** A leaf-list: values, each once. */
public final class LeafListSchema extends ValueSchema {
    private final ListSchema.Counts counts;
    private final boolean userOrdered;

    LeafListSchema(
        final Name name,
        final Common common,
        final ValueType type,
        final ListSchema.Counts counts,
        final boolean userOrdered) {
        super(name, common, type);
        this.counts = counts;
        this.userOrdered = userOrdered;
    }

    /** How many values there may be. */
    public ListSchema.Counts counts() {
        return counts;
    }

    @Override
    public boolean isMany() {
        return true;
    }

    @Override
    public boolean userOrdered() {
        return userOrdered;
    }

    @Override
    public String kind() {
        return "leaf-list";
    }
}
