package io.mecvswitch.control.schema;

import java.util.Optional;

/** A value is not one of its type. The message says what would be. */
public final class InvalidValueException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final String appTag;

    InvalidValueException(final String message) {
        this(message, null);
    }

    InvalidValueException(final String message, final String appTag) {
        super(message);
        this.appTag = appTag;
    }

    /** The model's own error-app-tag. */
    public Optional<String> appTag() {
        return Optional.ofNullable(appTag);
    }
}
