package io.mecvswitch.control.schema;

import io.mecvswitch.control.schema.Lexical.Form;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.opendaylight.yangtools.yang.xpath.api.YangLocationPath;

/**
 * A type of the model (RFC 7950 §9): turns what was written into its canonical form. Everywhere else a value is that
 * string, so that two values are equal when their strings are.
 *
 * <p>Identities have the form {@code module:name} of RFC 7951 §6.8 inside, in whatever encoding they came.
 */
public sealed interface ValueType {
    /**
     * The canonical form.
     *
     * @throws InvalidValueException if it is no value of this type
     */
    String canonical(Lexical lexical);

    /** How JSON writes a value of this type (RFC 7951 §6). */
    Form jsonForm(String canonical);

    /** Whether a value that is canonical for some type is one of this type. */
    default boolean holds(final String canonical) {
        try {
            return canonical(new Lexical(canonical, Form.TEXT, prefix -> Optional.empty())).equals(canonical);
        } catch (final InvalidValueException e) {
            return false;
        }
    }

    /** The modules whose names a canonical value has as prefixes: whoever writes it in XML declares them. */
    default Set<YangModule> prefixes(final String canonical) {
        return Set.of();
    }

    /** The identity that a canonical value stands for, if it does. */
    default Optional<Name> identity(final String canonical) {
        return Optional.empty();
    }

    /**
     * An integer.
     *
     * @param intervals  what is allowed, ascending
     * @param sixtyFour  whether it has 64 bits: JSON writes those as strings
     * @param complaint  what the model says of others
     */
    record IntegerType(List<Interval> intervals, boolean sixtyFour, Complaint complaint) implements ValueType {
        private static final Pattern FORM = Pattern.compile("[+-]?[0-9]{1,40}");
        /** Any number of so many digits is a long. */
        private static final int LONG_DIGITS = 18;

        /** The numbers from {@code min} to {@code max}. */
        record Interval(BigInteger min, BigInteger max) {
            boolean contains(final BigInteger value) {
                return min.compareTo(value) <= 0 && value.compareTo(max) <= 0;
            }

            /** Whether one of them does. */
            static boolean contain(final List<Interval> intervals, final BigInteger value) {
                for (final Interval interval : intervals) {
                    if (interval.contains(value)) {
                        return true;
                    }
                }
                return false;
            }

            @Override
            public String toString() {
                return min.equals(max) ? min.toString() : min + " to " + max;
            }
        }

        @Override
        public String canonical(final Lexical lexical) {
            final String text = lexical.text().strip();
            if (!isPlain(text) && !FORM.matcher(text).matches()) {
                throw new InvalidValueException("'" + shortened(text) + "' is no integer; write " + allowed());
            }
            if (!lexical.is(jsonForm(text))) {
                throw new InvalidValueException(sixtyFour
                    ? "a 64-bit integer is written as a string in JSON: \"" + text + "\""
                    : "an integer is written as a number in JSON: " + text + ", without quotes");
            }
            final BigInteger value = isPlain(text) ? BigInteger.valueOf(Long.parseLong(text)) : new BigInteger(text);
            if (!Interval.contain(intervals, value)) {
                throw complaint.about("'" + value + "' is out of range; write " + allowed());
            }
            return isPlain(text) ? text : value.toString();
        }

        /** Whether it is a natural number in canonical form that fits a long, as nearly all are. */
        private static boolean isPlain(final String text) {
            final int length = text.length();
            if (length == 0 || length > LONG_DIGITS || text.charAt(0) == '0' && length > 1) {
                return false;
            }
            for (int i = 0; i < length; i++) {
                if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                    return false;
                }
            }
            return true;
        }

        private String allowed() {
            return intervals.stream().map(Interval::toString).collect(Collectors.joining(", "));
        }

        @Override
        public Form jsonForm(final String canonical) {
            return sixtyFour ? Form.STRING : Form.NUMBER;
        }
    }

    /**
     * A decimal number (RFC 7950 §9.3).
     *
     * @param digits    of the fraction at most
     * @param intervals what is allowed, ascending, in units of the last digit
     * @param complaint what the model says of others
     */
    record DecimalType(int digits, List<IntegerType.Interval> intervals, Complaint complaint) implements ValueType {
        private static final Pattern FORM = Pattern.compile("[+-]?[0-9]{1,20}([.][0-9]{1,20})?");

        @Override
        public String canonical(final Lexical lexical) {
            final String text = lexical.text().strip();
            if (!FORM.matcher(text).matches()) {
                throw new InvalidValueException("'" + shortened(text) + "' is no decimal number; write " + allowed());
            }
            requireForm(lexical, Form.STRING, "a decimal number is written in quotes in JSON");
            final BigDecimal value = new BigDecimal(text).stripTrailingZeros();
            if (value.scale() > digits) {
                throw new InvalidValueException("'" + shortened(text) + "' has more than " + digits
                    + " digits behind the point; write " + allowed());
            }
            final BigInteger units = value.movePointRight(digits).toBigIntegerExact();
            if (intervals.stream().noneMatch(interval -> interval.contains(units))) {
                throw complaint.about("'" + text + "' is out of range; write " + allowed());
            }
            return written(value);
        }

        /** With one digit behind the point at least, and no zeros at the end. */
        private static String written(final BigDecimal value) {
            return value.setScale(Math.max(1, value.scale())).toPlainString();
        }

        private String allowed() {
            return intervals.stream().map(interval -> written(interval.min()) + " to " + written(interval.max()))
                .collect(Collectors.joining(", "));
        }

        private String written(final BigInteger units) {
            return written(new BigDecimal(units, digits).stripTrailingZeros());
        }

        @Override
        public Form jsonForm(final String canonical) {
            return Form.STRING;
        }
    }

    /**
     * A string.
     *
     * @param lengths   allowed numbers of characters
     * @param complaint what the model says of other lengths
     * @param patterns  each must match
     * @param canonizer makes the canonical form of typedefs that have one (RFC 6991)
     */
    record StringType(
        List<IntegerType.Interval> lengths,
        Complaint complaint,
        List<PatternRule> patterns,
        Canonizer canonizer) implements ValueType {

        /**
         * A pattern statement.
         *
         * @param pattern    in Java's dialect
         * @param text       as written in the model
         * @param inverted   whether it must not match
         * @param complaint  what the model says of others
         */
        record PatternRule(Pattern pattern, String text, boolean inverted, Complaint complaint) { }

        @Override
        public String canonical(final Lexical lexical) {
            final String text = lexical.text();
            requireForm(lexical, Form.STRING, "a string is written in quotes in JSON");
            final BigInteger length = BigInteger.valueOf(text.codePointCount(0, text.length()));
            if (!IntegerType.Interval.contain(lengths, length)) {
                throw complaint.about("'" + shortened(text) + "' has " + length + " characters; write "
                    + lengths.stream().map(IntegerType.Interval::toString).collect(Collectors.joining(", ")));
            }
            patterns.forEach(rule -> check(rule, text));
            return canonizer.apply(text);
        }

        private static void check(final PatternRule rule, final String text) {
            if (rule.pattern().matcher(text).matches() == rule.inverted()) {
                throw rule.complaint().about("'" + shortened(text) + "' does not have the form "
                    + (rule.inverted() ? "other than " : "") + rule.text());
            }
        }

        @Override
        public Form jsonForm(final String canonical) {
            return Form.STRING;
        }
    }

    /** True or false. */
    record BooleanType() implements ValueType {
        @Override
        public String canonical(final Lexical lexical) {
            final String text = lexical.text().strip();
            if (!text.equals("true") && !text.equals("false")) {
                throw new InvalidValueException("'" + shortened(text) + "' is no boolean; write true or false");
            }
            requireForm(lexical, Form.BOOLEAN, "a boolean is written without quotes in JSON");
            return text;
        }

        @Override
        public Form jsonForm(final String canonical) {
            return Form.BOOLEAN;
        }
    }

    /** Only there or not there. */
    record EmptyType() implements ValueType {
        @Override
        public String canonical(final Lexical lexical) {
            if (!lexical.text().isEmpty() || !lexical.is(Form.NULL)) {
                throw new InvalidValueException("it has no value; write an empty element, in JSON [null]");
            }
            return "";
        }

        @Override
        public Form jsonForm(final String canonical) {
            return Form.NULL;
        }
    }

    /**
     * One of some words.
     *
     * @param values the words and their numbers, in the order of the model
     */
    record EnumerationType(Map<String, Integer> values) implements ValueType {
        @Override
        public String canonical(final Lexical lexical) {
            final String text = lexical.text().strip();
            requireForm(lexical, Form.STRING, "an enum is written in quotes in JSON");
            if (!values.containsKey(text)) {
                throw new InvalidValueException("'" + shortened(text) + "' is not one of " + words(values.keySet()));
            }
            return text;
        }

        @Override
        public Form jsonForm(final String canonical) {
            return Form.STRING;
        }
    }

    /**
     * A reference to an identity.
     *
     * @param identities those allowed, by canonical form
     */
    record IdentityType(Map<String, Name> identities) implements ValueType {
        @Override
        public String canonical(final Lexical lexical) {
            final String text = lexical.text().strip();
            requireForm(lexical, Form.STRING, "an identity is written in quotes in JSON");
            final int colon = text.indexOf(':');
            final String prefix = colon < 0 ? "" : text.substring(0, colon);
            final String canonical = lexical.prefixes().apply(prefix)
                .map(module -> new Name(module, text.substring(colon + 1)).toString()).orElse("");
            if (!identities.containsKey(canonical)) {
                throw new InvalidValueException("'" + shortened(text) + "' is not one of the identities "
                    + words(identities.keySet()) + "; in XML the prefix must be declared for the module's namespace");
            }
            return canonical;
        }

        @Override
        public Form jsonForm(final String canonical) {
            return Form.STRING;
        }

        @Override
        public Optional<Name> identity(final String canonical) {
            return Optional.of(identities.get(canonical));
        }

        @Override
        public boolean holds(final String canonical) {
            return identities.containsKey(canonical);
        }
    }

    /**
     * The value of another leaf.
     *
     * @param path            where that leaf is
     * @param text            the path as written
     * @param module          module of names without prefix
     * @param target          the type of that leaf
     * @param requireInstance whether a leaf with this value must be there
     */
    record LeafrefType(
        YangLocationPath path,
        String text,
        YangModule module,
        Supplier<ValueSchema> target,
        boolean requireInstance) implements ValueType {

        @Override
        public String canonical(final Lexical lexical) {
            return target.get().type().canonical(lexical);
        }

        @Override
        public Form jsonForm(final String canonical) {
            return target.get().type().jsonForm(canonical);
        }

        @Override
        public Optional<Name> identity(final String canonical) {
            return target.get().type().identity(canonical);
        }

        @Override
        public boolean holds(final String canonical) {
            return target.get().type().holds(canonical);
        }
    }

    /**
     * Any of some words.
     *
     * @param names the words, in the order of the model
     */
    record BitsType(List<String> names) implements ValueType {
        @Override
        public String canonical(final Lexical lexical) {
            requireForm(lexical, Form.STRING, "bits are written in quotes in JSON");
            final List<String> given = Stream.of(lexical.text().strip().split("\\s+"))
                .filter(bit -> !bit.isEmpty()).toList();
            for (final String bit : given) {
                if (!names.contains(bit) || Collections.frequency(given, bit) > 1) {
                    throw new InvalidValueException(
                        "'" + shortened(bit) + "' is not one of " + words(names) + ", or is there twice");
                }
            }
            return names.stream().filter(given::contains).collect(Collectors.joining(" "));
        }

        @Override
        public Form jsonForm(final String canonical) {
            return Form.STRING;
        }
    }

    /**
     * A path to nodes of the data, with or without keys (RFC 8341, node-instance-identifier). In canonical form every
     * name has the name of its module as prefix: {@code
     * /mec-vswitch-rules:traffic-rules/mec-vswitch-rules:traffic-rule}.
     *
     * @param modules those of the model by name
     */
    record PathType(Map<String, YangModule> modules) implements ValueType {
        private static final String NAME = "(?:([A-Za-z_][\\w.-]*):)?([A-Za-z_][\\w.-]*)";
        private static final String KEY = "\\[\\s*" + NAME + "\\s*=\\s*('[^']*+'|\"[^\"]*+\"|\\$USER)\\s*\\]";
        private static final Pattern FORM =
            Pattern.compile("/|(?:/\\s*" + NAME + "\\s*(?:" + KEY + "\\s*)*+)++");
        private static final Pattern PART = Pattern.compile("/\\s*" + NAME + "|" + KEY);

        @Override
        public String canonical(final Lexical lexical) {
            requireForm(lexical, Form.STRING, "a path is written in quotes in JSON");
            final String text = lexical.text().strip();
            if (!FORM.matcher(text).matches()) {
                throw new InvalidValueException("'" + shortened(text)
                    + "' is no path to data; write /prefix:name/prefix:name[prefix:key='value']");
            }
            final StringBuilder out = new StringBuilder(text.equals("/") ? text : "");
            final Matcher parts = PART.matcher(text);
            Optional<YangModule> module = Optional.empty();
            while (parts.find()) {
                final boolean step = parts.group(2) != null;
                module = module(parts.group(step ? 1 : 3), lexical, module);
                out.append(step ? "/" : "[").append(module.get().name()).append(':').append(parts.group(step ? 2 : 4));
                if (!step) {
                    out.append('=').append(parts.group(5)).append(']');
                }
            }
            return out.toString();
        }

        /** A name without prefix is in the module of the one before (RFC 7951 §6.11). */
        private static Optional<YangModule> module(
            final String prefix, final Lexical lexical, final Optional<YangModule> before) {
            final Optional<YangModule> module = prefix == null ? before : lexical.prefixes().apply(prefix);
            if (module.isEmpty()) {
                throw new InvalidValueException(prefix == null ? "the first name of the path needs a prefix"
                    : "no module of the switch is declared for prefix '" + prefix + "'");
            }
            return module;
        }

        @Override
        public Set<YangModule> prefixes(final String canonical) {
            return PART.matcher(canonical).results()
                .map(part -> modules.get(part.group(2) == null ? part.group(3) : part.group(1)))
                .collect(Collectors.toCollection(LinkedHashSet::new));
        }

        @Override
        public Form jsonForm(final String canonical) {
            return Form.STRING;
        }
    }

    /**
     * A value of the first of some types that takes it.
     *
     * @param members the types
     */
    record UnionType(List<ValueType> members) implements ValueType {
        @Override
        public String canonical(final Lexical lexical) {
            final StringBuilder why = new StringBuilder();
            for (final ValueType member : members) {
                try {
                    return member.canonical(lexical);
                } catch (final InvalidValueException e) {
                    why.append(why.isEmpty() ? "" : "; or ").append(e.getMessage());
                }
            }
            throw new InvalidValueException("'" + shortened(lexical.text()) + "' fits none of: " + why);
        }

        @Override
        public Form jsonForm(final String canonical) {
            return memberOf(canonical).map(member -> member.jsonForm(canonical)).orElse(Form.STRING);
        }

        @Override
        public Optional<Name> identity(final String canonical) {
            return mayBeIdentity() ? memberOf(canonical).flatMap(member -> member.identity(canonical))
                : Optional.empty();
        }

        private boolean mayBeIdentity() {
            return members.stream().anyMatch(member -> switch (member) {
                case IdentityType _, LeafrefType _ -> true;
                case UnionType union -> union.mayBeIdentity();
                default -> false;
            });
        }

        /** Whether a leafref is among the types. */
        public boolean refers() {
            return members.stream().anyMatch(member ->
                member instanceof LeafrefType || member instanceof UnionType union && union.refers());
        }

        private Optional<ValueType> memberOf(final String canonical) {
            return members.stream().filter(member -> member.holds(canonical)).findFirst();
        }
    }

    /**
     * The error-message and error-app-tag of a range, length or pattern statement.
     *
     * @param message the model's words
     * @param appTag  the model's tag
     */
    record Complaint(Optional<String> message, Optional<String> appTag) {
        /** The model says nothing. */
        static final Complaint NONE = new Complaint(Optional.empty(), Optional.empty());

        InvalidValueException about(final String what) {
            return new InvalidValueException(message.map(words -> what + ": " + words).orElse(what),
                appTag.orElse(null));
        }
    }

    private static void requireForm(final Lexical lexical, final Form form, final String message) {
        if (!lexical.is(form)) {
            throw new InvalidValueException("'" + shortened(lexical.text()) + "': " + message);
        }
    }

    private static String words(final Iterable<String> words) {
        return String.join(", ", words);
    }

    private static String shortened(final String text) {
        return text.length() <= 80 ? text : text.substring(0, 77) + "...";
    }
}
