package io.mecvswitch.control.data;

import io.mecvswitch.control.problem.Location;
import io.mecvswitch.control.schema.SchemaNode;
import io.mecvswitch.control.schema.ValueSchema;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** A leaf, or one value of a leaf-list. */
public final class ValueNode extends DataNode {
    private final ValueSchema schema;
    private final String value;

    private ValueNode(
        final ValueSchema schema, final String value, final Location location, final boolean byDefault) {
        super(location, byDefault);
        this.schema = schema;
        this.value = value;
    }

    /** A value somebody wrote, in canonical form. */
    public static ValueNode written(final ValueSchema schema, final String value, final Location location) {
        return new ValueNode(schema, value, location, false);
    }

    /** The value that holds where nobody wrote one. */
    public static ValueNode ofDefault(final ValueSchema schema, final String value) {
        return new ValueNode(schema, value, Location.NOWHERE, true);
    }

    @Override
    public ValueSchema schema() {
        return schema;
    }

    @Override
    public String text() {
        return value;
    }

    @Override
    public Collection<DataNode> children(final SchemaNode kind) {
        return List.of();
    }

    @Override
    public Optional<DataNode> child(final SchemaNode kind, final String key) {
        return Optional.empty();
    }
}
