package io.mecvswitch.control.schema;

/** A node of the model that has a value. */
public abstract sealed class ValueSchema extends SchemaNode permits LeafSchema, LeafListSchema {
    private final ValueType type;

    ValueSchema(final Name name, final Common common, final ValueType type) {
        super(name, common);
        this.type = type;
    }

    /** The type of its value. */
    public final ValueType type() {
        return type;
    }
}
