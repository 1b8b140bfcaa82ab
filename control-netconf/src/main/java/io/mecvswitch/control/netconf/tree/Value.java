package io.mecvswitch.control.netconf.tree;

import io.mecvswitch.control.schema.ValueSchema;

/**
 * A leaf, or one value of a leaf-list.
 *
 * @param schema    what the model says of it
 * @param text      its value in canonical form
 * @param byDefault whether nobody set it: it holds because the model says so
 */
public record Value(ValueSchema schema, String text, boolean byDefault) implements Node {
    /** One that somebody set. */
    public Value(final ValueSchema schema, final String text) {
        this(schema, text, false);
    }

    @Override
    public String key() {
        return text;
    }
}
