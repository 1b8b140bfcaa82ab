package io.mecvswitch.status;

/** A status file can't be made or read; the message is a sentence that tells what to do. */
public final class StatusException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** For the operator to read. */
    public StatusException(final String message) {
        super(message);
    }

    /** For the operator to read. */
    public StatusException(final String message, final Throwable cause) {
        super(message, cause);
    }
}
