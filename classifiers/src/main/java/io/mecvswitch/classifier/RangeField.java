package io.mecvswitch.classifier;

import io.mecvswitch.config.ValueRange;

/** A field that a rule may ask for as a range, and where it stands in the {@link FlowKey}. */
enum RangeField {
    TEID(FlowKey.TUNNEL, 32, 0xffff_ffffL),
    SOURCE_PORT(FlowKey.PORTS, 48, 0xffff),
    DESTINATION_PORT(FlowKey.PORTS, 32, 0xffff),
    INNER_SOURCE_PORT(FlowKey.PORTS, 16, 0xffff),
    INNER_DESTINATION_PORT(FlowKey.PORTS, 0, 0xffff);

    /** Word of the key. */
    final int word;
    /** Its lowest bit in the word. */
    final int shift;
    /** Highest value, and the mask of its bits. */
    final long highest;

    RangeField(final int word, final int shift, final long highest) {
        this.word = word;
        this.shift = shift;
        this.highest = highest;
    }

    /** The field's value in a packet's key. */
    long of(final long[][] key, final int i) {
        return key[word][i] >>> shift & highest;
    }

    /** Whether a range asks nothing. */
    boolean isWhole(final ValueRange range) {
        return range.first() == 0 && range.last() == highest;
    }
}
