package io.mecvswitch.control.schema;

/** A leaf-list: values, each once. */
public final class LeafListSchema extends ValueSchema {
    private final ListSchema.Counts counts;

    LeafListSchema(final Name name, final Common common, final ValueType type, final ListSchema.Counts counts) {
        super(name, common, type);
        this.counts = counts;
    }

    /** How many values there may be. */
    public ListSchema.Counts counts() {
        return counts;
    }

    @Override
    public String kind() {
        return "leaf-list";
    }
}
