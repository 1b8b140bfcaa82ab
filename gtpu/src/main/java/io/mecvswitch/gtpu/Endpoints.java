package io.mecvswitch.gtpu;

import io.mecvswitch.config.IpAddress;
import java.util.Arrays;

/**
 * Addresses, each with a small number of its own.
 *
 * <p>Control adds, lanes look up. Numbers are never given anew: there are as many as nodes in the network, not as
 * bearers.
 */
final class Endpoints {
    /** No bearer uses the address. */
    static final int UNKNOWN = -1;

    private static final int WORDS = 3;

    private final RowIndex index = new RowIndex(this::hash);
    // version, high and low of each number; written by control, complete before the index shows it
    private volatile long[] words = new long[WORDS * 16];

    /** The number of an address, a new one if it has none yet. Control. */
    int number(final IpAddress address) {
        final int known = find(address.version(), address.high(), address.low());
        return known == UNKNOWN ? add(address) : known;
    }

    /** How many there are. Control. */
    int size() {
        return index.size();
    }

    private int add(final IpAddress address) {
        final int number = index.size();
        if (words.length < WORDS * (number + 1)) {
            words = Arrays.copyOf(words, words.length * 2);
        }
        words[WORDS * number] = address.version();
        words[WORDS * number + 1] = address.high();
        words[WORDS * number + 2] = address.low();
        index.add(hash(address.version(), address.high(), address.low()), number);
        return number;
    }

    /** The number of an address, or {@link #UNKNOWN}. Any thread. */
    int find(final int version, final long high, final long low) {
        final RowIndex.Slots slots = index.slots();
        final long hash = hash(version, high, low);
        int place = slots.start(hash);
        // Nothing is ever removed, so nothing moves.
        for (int word = slots.at(place); word != 0; word = slots.at(place)) {
            if (RowIndex.Slots.matches(word, hash) && is(RowIndex.Slots.reference(word), version, high, low)) {
                return RowIndex.Slots.reference(word);
            }
            place = slots.next(place);
        }
        return UNKNOWN;
    }

    private boolean is(final int number, final int version, final long high, final long low) {
        final long[] words = this.words;
        return words[WORDS * number + 2] == low && words[WORDS * number + 1] == high
            && words[WORDS * number] == version;
    }

    /** First 64 bits of an IPv6 address. */
    long high(final int number) {
        return words[WORDS * number + 1];
    }

    /** Last 64 bits of an IPv6 address, or the 32 of IPv4. */
    long low(final int number) {
        return words[WORDS * number + 2];
    }

    private long hash(final int number) {
        return hash((int) words[WORDS * number], high(number), low(number));
    }

    private static long hash(final int version, final long high, final long low) {
        return Hash.of(high + version, low);
    }
}
