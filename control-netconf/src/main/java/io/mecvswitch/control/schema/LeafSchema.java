package io.mecvswitch.control.schema;

import java.util.Optional;

/** A leaf. */
public final class LeafSchema extends ValueSchema {
    private final boolean mandatory;
    private final Optional<String> defaultText;
    /** Canonical; null until it was asked for, because types may refer to leafs that come later. */
    private volatile Optional<String> defaultValue;

    LeafSchema(
        final Name name,
        final Common common,
        final ValueType type,
        final boolean mandatory,
        final Optional<String> defaultText) {
        super(name, common, type);
        this.mandatory = mandatory;
        this.defaultText = defaultText;
    }

    /** Whether it must be there where its parent is. */
    public boolean mandatory() {
        return mandatory;
    }

    /** What the model writes as its default. */
    Optional<String> defaultText() {
        return defaultText;
    }

    /** Canonical value that holds when it is not there. */
    public Optional<String> defaultValue() {
        Optional<String> value = defaultValue;
        if (value == null) {
            value = defaultText.map(text -> type().canonical(Lexical.ofModel(text, name().module())));
            defaultValue = value;
        }
        return value;
    }

    @Override
    public String kind() {
        return "leaf";
    }
}
