package io.mecvswitch.control.netconf.tree;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What an edit does with a node (RFC 6241 §7.2). */
public enum Operation {
    /** Adds it to what is there. */
    MERGE,
    /** Puts it in the place of what is there. */
    REPLACE,
    /** Adds it where nothing is. */
    CREATE,
    /** Takes away what is there. */
    DELETE,
    /** Takes away what may be there. */
    REMOVE,
    /** Only leads to what is below. */
    NONE;

    /** The one with a name of the protocol; none is no name for the attribute {@code operation}. */
    static Optional<Operation> of(final String name) {
        return Stream.of(values()).filter(operation -> operation != NONE && operation.toString().equals(name))
            .findFirst();
    }

    /** The one with a name for {@code default-operation}: merge, replace or none. */
    public static Optional<Operation> ofDefault(final String name) {
        return Stream.of(MERGE, REPLACE, NONE).filter(operation -> operation.toString().equals(name)).findFirst();
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
