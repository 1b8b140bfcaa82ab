package io.mecvswitch.control.codec;

import io.mecvswitch.control.problem.ErrorTag;
import io.mecvswitch.control.problem.Location;
import io.mecvswitch.control.problem.Problem;
import java.util.Optional;

/** Reading can't go on: not XML or JSON, too deep, too large. */
final class UnreadableException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    UnreadableException(final ErrorTag tag, final Location location, final String message) {
        super(message);
        this.problem = new Problem(tag, Optional.empty(), "/", location, message);
    }

    Problem problem() {
        return problem;
    }
}
