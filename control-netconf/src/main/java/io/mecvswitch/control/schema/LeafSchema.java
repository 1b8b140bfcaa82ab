package io.mecvswitch.control.schema;

import java.util.Optional;

/** A leaf. */
public final class LeafSchema extends ValueSchema {
    private final boolean mandatory;
    private final Optional<String> defaultText;

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

    /** Canonical value that holds when it is not there. */
    public Optional<String> defaultValue() {
        return defaultText.map(text -> type().canonical(Lexical.ofModel(text, name().module())));
    }

    @Override
    public String kind() {
        return "leaf";
    }
}
