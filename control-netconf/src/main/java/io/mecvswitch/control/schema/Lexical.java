package io.mecvswitch.control.schema;

import java.util.Optional;
import java.util.function.Function;

/**
 * A value as it was written, before its type is known.
 *
 * @param text     the characters
 * @param form     what the encoding says of them
 * @param prefixes finds the module of a prefix; of the empty prefix for a name without one
 */
public record Lexical(String text, Form form, Function<String, Optional<YangModule>> prefixes) {
    /** Characters of the longest value; the backtracking of patterns needs a bound. */
    public static final int MAX_LENGTH = 4_096;

    /** What an encoding can say of a value without a schema. */
    public enum Form {
        /** Nothing: XML, and the model itself. */
        TEXT,
        /** A JSON string. */
        STRING,
        /** A JSON number. */
        NUMBER,
        /** A JSON true or false. */
        BOOLEAN,
        /** A JSON [null]. */
        NULL
    }

    /** A value written in the model. */
    static Lexical ofModel(final String text, final YangModule module) {
        return new Lexical(text, Form.TEXT,
            prefix -> prefix.isEmpty() || prefix.equals(module.prefix()) || prefix.equals(module.name())
                ? Optional.of(module) : Optional.empty());
    }

    /** Whether it was written in this form, or in one that does not tell. */
    boolean is(final Form asked) {
        return form == Form.TEXT || form == asked;
    }
}
