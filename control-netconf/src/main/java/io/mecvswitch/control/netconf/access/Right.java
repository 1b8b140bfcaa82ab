package io.mecvswitch.control.netconf.access;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What somebody wants to do (RFC 8341 §2.2, access-operations). */
enum Right {
    /** Make a node that was not there. */
    CREATE,
    /** Be told of a node. */
    READ,
    /** Change a node. */
    UPDATE,
    /** Take a node away. */
    DELETE,
    /** Ask for an operation of the protocol. */
    EXEC;

    /** Those that a value of the model stands for: all by an asterisk, else words. */
    static Set<Right> of(final String text) {
        return text.equals(Ruleset.ALL) ? EnumSet.allOf(Right.class) : Stream.of(text.split(" "))
            .filter(word -> !word.isEmpty()).map(word -> valueOf(word.toUpperCase(Locale.ROOT)))
            .collect(Collectors.toCollection(() -> EnumSet.noneOf(Right.class)));
    }
}
