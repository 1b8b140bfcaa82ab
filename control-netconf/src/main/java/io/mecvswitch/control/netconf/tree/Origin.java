package io.mecvswitch.control.netconf.tree;

import java.util.Optional;

/** Where the configuration in the operational state comes from (RFC 8342 §5.3.4). */
public final class Origin {
    /** Module of origins. */
    public static final String MODULE = "ietf-origin";
    /** Somebody configured it. */
    public static final String INTENDED = MODULE + ":intended";
    /** It holds because the model says so. */
    public static final String DEFAULT = MODULE + ":default";

    private Origin() { }

    /** That of a node; none if it is state. */
    public static Optional<String> of(final Node node) {
        if (!node.schema().config()) {
            return Optional.empty();
        }
        return Optional.of(Completion.isByDefault(node) ? DEFAULT : INTENDED);
    }
}
