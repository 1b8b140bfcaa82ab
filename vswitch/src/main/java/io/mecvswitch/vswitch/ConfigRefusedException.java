package io.mecvswitch.vswitch;

import io.mecvswitch.config.Violation;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A configuration can't be honoured; nothing was changed. */
public final class ConfigRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient List<Violation> violations;

    /**
     * @param violations every reason, at least one
     */
    public ConfigRefusedException(final List<Violation> violations) {
        this(violations, Violation::toString);
    }

    private ConfigRefusedException(final List<Violation> violations, final Function<Violation, String> describe) {
        super(violations.stream().map(describe).collect(Collectors.joining("\n")));
        this.violations = List.copyOf(violations);
    }

    /** The same reasons in other words, such as with the line of a file where each stands. */
    public ConfigRefusedException described(final Function<Violation, String> describe) {
        return new ConfigRefusedException(violations, describe);
    }

    /** Every reason. */
    public List<Violation> violations() {
        return violations;
    }
}
