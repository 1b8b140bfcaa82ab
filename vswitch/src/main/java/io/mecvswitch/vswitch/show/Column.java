package io.mecvswitch.vswitch.show;

import java.util.Locale;
import java.util.function.Function;

/**
 * A column of a {@link Table}.
 *
 * @param heading for people
 * @param key     for machines
 * @param format  how its values are written for people; machines get them as they are
 */
public record Column(String heading, String key, Format format) {
    /** Kinds of values. */
    public enum Format {
        /** Words, to the left; of several lines the first. */
        TEXT(value -> value.toString().lines().findFirst().orElse("")),
        /** A whole number with thousands separators. */
        COUNT(value -> String.format(Locale.ROOT, "%,d", ((Number) value).longValue())),
        /** A number per second, with a decimal prefix. */
        RATE(value -> scaled(((Number) value).doubleValue(), 1e3, "", "k", "M", "G", "T")),
        /** A mean or ratio. */
        MEAN(value -> String.format(Locale.ROOT, "%,.1f", ((Number) value).doubleValue())),
        /** Nanoseconds. */
        TIME(value -> scaled(((Number) value).doubleValue(), 1e3, "ns", "us", "ms", "s")),
        /** A fraction of one. */
        SHARE(value -> String.format(Locale.ROOT, "%.1f %%", 100 * ((Number) value).doubleValue()));

        private final Function<Object, String> text;

        Format(final Function<Object, String> text) {
            this.text = text;
        }

        private static String scaled(final double value, final double step, final String... units) {
            double rest = value;
            int unit = 0;
            // 999.95 would be written as 1000.0.
            while (Math.abs(rest) >= step - 0.05 && unit < units.length - 1) {
                rest /= step;
                unit++;
            }
            final boolean whole = unit == 0 && rest == Math.rint(rest);
            return String.format(Locale.ROOT, whole ? "%.0f %s" : "%.1f %s", rest, units[unit]).strip();
        }
    }

    /** Words. */
    public static Column text(final String heading, final String key) {
        return new Column(heading, key, Format.TEXT);
    }

    /** Whole numbers. */
    public static Column count(final String heading, final String key) {
        return new Column(heading, key, Format.COUNT);
    }

    /** Numbers per second. */
    public static Column rate(final String heading, final String key) {
        return new Column(heading, key, Format.RATE);
    }

    /** Nanoseconds. */
    public static Column time(final String heading, final String key) {
        return new Column(heading, key, Format.TIME);
    }

    /** A value for people; what is not known is a dash. */
    String text(final Object value) {
        return value == null ? "-" : format.text.apply(value);
    }
}
