package io.mecvswitch.config;

/**
 * All values of a field from one to another.
 *
 * @param first the lowest
 * @param last  the highest; the same as {@code first} for a single value
 */
public record ValueRange(long first, long last) {
    /** Checks that there is a value in it. */
    public ValueRange {
        if (first < 0 || last < first) {
            throw new IllegalArgumentException("a range from " + first + " to " + last + " is empty");
        }
    }

    /** A single value. */
    public static ValueRange of(final long value) {
        return new ValueRange(value, value);
    }

    /** Whether it is a single value. */
    public boolean isSingle() {
        return first == last;
    }
}
