package io.mecvswitch.status;

/**
 * An error that happened at least once.
 *
 * @param count   how often
 * @param firstMs when first, milliseconds since 1970
 * @param lastMs  when last
 * @param text    the exception with its stack trace
 */
public record DistinctError(int count, long firstMs, long lastMs, String text) { }
