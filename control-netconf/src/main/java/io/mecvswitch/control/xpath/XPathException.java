package io.mecvswitch.control.xpath;

/** An expression is none, or does not yield what it should. In the model, that is the model's own fault. */
public final class XPathException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** For this reason, a sentence. */
    public XPathException(final String message) {
        super(message);
    }
}
