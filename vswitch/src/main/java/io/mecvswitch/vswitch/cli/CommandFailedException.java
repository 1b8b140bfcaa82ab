package io.mecvswitch.vswitch.cli;

/** A command can't do what it was asked; the message is a sentence that tells what to do. */
final class CommandFailedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    CommandFailedException(final String message) {
        super(message);
    }

    CommandFailedException(final String message, final Throwable cause) {
        super(message, cause);
    }
}
