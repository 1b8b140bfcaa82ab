package io.mecvswitch.vswitch.run;

/** Management can't be served: its address or its folder can't be used. */
public final class ManagementException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** With a sentence about what can't be used. */
    public ManagementException(final String message, final Throwable cause) {
        super(message, cause);
    }
}
