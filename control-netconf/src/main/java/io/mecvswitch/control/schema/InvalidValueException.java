package io.mecvswitch.control.schema;

import java.util.Optional;

/** A value is not one of its type. The message says what would be. */
public final class InvalidValueException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String appTag;

    /** Says what is wrong. */
    public InvalidValueException(final String message) {
        this(message, null);
    }

    InvalidValueException(final String message, final String appTag) {
        // Answers a person's mistake, and unions try types by it: a stack trace would say nothing and cost much.
        super(message, null, false, false);
        this.appTag = appTag;
    }

    /** The model's own error-app-tag. */
    public Optional<String> appTag() {
        return Optional.ofNullable(appTag);
    }
}
