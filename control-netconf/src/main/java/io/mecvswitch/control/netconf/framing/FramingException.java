package io.mecvswitch.control.netconf.framing;

/** The peer's framing is broken; the session has to end (RFC 6242 §4.2). */
public final class FramingException extends Exception {
    private static final long serialVersionUID = 1L;

    /** With a sentence about what came. */
    FramingException(final String message) {
        super(message);
    }
}
