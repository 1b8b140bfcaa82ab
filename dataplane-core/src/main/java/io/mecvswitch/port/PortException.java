package io.mecvswitch.port;

/** A device or the packet memory can't be had; the message is a sentence that tells what to do. */
public final class PortException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** For the operator to read. */
    public PortException(final String message) {
        super(message);
    }

    /** For the operator to read. */
    public PortException(final String message, final Throwable cause) {
        super(message, cause);
    }
}
