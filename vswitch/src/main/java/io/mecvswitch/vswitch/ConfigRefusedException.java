package io.mecvswitch.vswitch;

import io.mecvswitch.config.Violation;
import java.util.List;
import java.util.stream.Collectors;

/** A configuration can't be honoured; nothing was changed. */
public final class ConfigRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient List<Violation> violations;

    /**
     * @param violations every reason, at least one
     */
    public ConfigRefusedException(final List<Violation> violations) {
        super(violations.stream().map(Violation::toString).collect(Collectors.joining("\n")));
        this.violations = List.copyOf(violations);
    }

    /** Every reason. */
    public List<Violation> violations() {
        return violations;
    }
}
