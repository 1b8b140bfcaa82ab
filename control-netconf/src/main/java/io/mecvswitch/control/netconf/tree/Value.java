package io.mecvswitch.control.netconf.tree;

import io.mecvswitch.control.schema.ValueSchema;

/**
 * A leaf, or one value of a leaf-list.
 *
 * @param schema what the model says of it
 * @param text   its value in canonical form
 */
public record Value(ValueSchema schema, String text) implements Node {
    @Override
    public String key() {
        return text;
    }
}
