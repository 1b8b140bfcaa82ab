package io.mecvswitch.control.xpath;

/**
 * What evaluating an expression may cost, in nodes looked at and operations done. Expressions of the model may cost
 * what they do; those of clients may not. One evaluation, one thread.
 */
public final class Cost {
    private long left;

    /** That much. */
    public Cost(final long limit) {
        this.left = limit;
    }

    /** As much as there is. */
    static Cost unlimited() {
        return new Cost(Long.MAX_VALUE);
    }

    /**
     * Takes a part of it.
     *
     * @throws TooCostlyException if nothing is left
     */
    public void spend(final long part) {
        left -= part;
        if (left < 0) {
            throw new TooCostlyException();
        }
    }

    /** An expression asks for more than it may. */
    public static final class TooCostlyException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TooCostlyException() {
            super("evaluating this expression takes too long; name the nodes it is about, with their keys", null, false,
                false);
        }
    }
}
