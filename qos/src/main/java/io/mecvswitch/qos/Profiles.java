package io.mecvswitch.qos;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.agrona.collections.IntArrayList;

/**
 * The profiles that meters share, as words that a lane reads.
 *
 * <pre>
 *   word 0  committed: octet time        word 4  algorithm; bit 2: colour-aware; bit 3: nothing exceeds
 *   word 1  committed: depth, ns         words 5 to 7  those of who keeps the array
 *   word 2  excess: octet time
 *   word 3  excess: depth, ns
 * </pre>
 *
 * <p>Control adds one before a meter has its number, and lets it go when no meter has it any more and all lanes have
 * begun another vector.
 */
final class Profiles {
    static final int SHIFT = 3;
    static final int COMMITTED_TIME = 0;
    static final int COMMITTED_DEPTH = 1;
    static final int EXCESS_TIME = 2;
    static final int EXCESS_DEPTH = 3;
    static final int KIND = 4;
    static final int ALGORITHM = 3;
    static final int SINGLE_RATE = MeterProfile.Algorithm.SINGLE_RATE.ordinal();
    static final int TWO_RATE = MeterProfile.Algorithm.TWO_RATE.ordinal();
    static final int COLOUR_AWARE = 4;
    static final int ONE_BUCKET = 8;

    // written by control, read by lanes
    private long[] words = new long[16 << SHIFT];
    // control only
    private final Map<MeterProfile, Integer> numbers = new HashMap<>();
    private final IntArrayList users = new IntArrayList();
    private final IntArrayList retired = new IntArrayList();
    private final IntArrayList sealed = new IntArrayList();
    private final IntArrayList free = new IntArrayList();

    /** The profiles, eight words each. Who has read it knows every profile of the meters that it knew before. */
    long[] words() {
        return words;
    }

    /** Number of a profile, for one meter more. Control. */
    int take(final MeterProfile profile) {
        final int number = numbers.computeIfAbsent(profile, this::add);
        users.setInt(number, users.getInt(number) + 1);
        return number;
    }

    private int add(final MeterProfile profile) {
        final int number = free.isEmpty() ? fresh() : free.removeAt(free.size() - 1);
        write(profile, words, number << SHIFT);
        return number;
    }

    /** Writes the words of a profile. */
    static void write(final MeterProfile profile, final long[] words, final int at) {
        words[at + COMMITTED_TIME] = profile.committed().octetTime();
        words[at + COMMITTED_DEPTH] = profile.committed().depthNs();
        words[at + EXCESS_TIME] = profile.excess().octetTime();
        words[at + EXCESS_DEPTH] = profile.excess().depthNs();
        words[at + KIND] = profile.algorithm().ordinal() | (profile.colourAware() ? COLOUR_AWARE : 0)
            | (profile.excess().equals(Bucket.EMPTY) ? ONE_BUCKET : 0);
    }

    private int fresh() {
        final int number = users.size();
        users.addInt(0);
        if ((number + 1) << SHIFT > words.length) {
            words = Arrays.copyOf(words, words.length << 1);
        }
        return number;
    }

    /** A meter has it no more. Control. */
    void give(final int number) {
        final int left = users.getInt(number) - 1;
        users.setInt(number, left);
        if (left == 0) {
            numbers.values().remove(number);
            retired.addInt(number);
        }
    }

    /** Sets apart what no meter has; {@link #reclaim} will free it. Returns whether there is any. Control. */
    boolean seal() {
        if (sealed.isEmpty()) {
            sealed.addAll(retired);
            retired.clear();
        }
        return !sealed.isEmpty();
    }

    /** Lets what was set apart be used again. Control, when every lane has begun a vector since. */
    void reclaim() {
        free.addAll(sealed);
        sealed.clear();
    }

    /** Profiles that meters have. Control. */
    int size() {
        return numbers.size();
    }
}
