package io.mecvswitch.qos;

import java.lang.foreign.MemorySegment;

/**
 * Whose buckets a lane takes of: those of {@link Meters}, where the lane is the only one, or what it borrowed of them
 * ({@link BorrowedMeters}). The rates are the caller's, eight words as {@link Profiles} has them. Lane.
 */
public abstract sealed class Metering permits Meters, BorrowedMeters {
    /**
     * What a meter says of a packet. It takes nothing yet: {@link #charge} does, when all meters have agreed.
     *
     * @param words    of profiles
     * @param rates    where those of the meter's begin
     * @param nowNs    time of the packet
     * @param length   octets that count
     * @param incoming {@link Colour} of an earlier meter
     * @return a {@link Colour}
     */
    abstract int colour(int meter, long[] words, int rates, long nowNs, int length, int incoming);

    /** Takes of a meter what a packet of a colour takes that is not red. All else is as {@link #colour} was told. */
    abstract void charge(int meter, long[] words, int rates, long nowNs, int length, int colour);

    /**
     * Says that a vector's packets will ask for meters soon, so that the cache misses of many overlap. It changes
     * nothing.
     *
     * @param numbers of meters, or {@link Meters#NONE}
     * @param segment the same column
     * @param count   of the numbers
     */
    abstract void fetch(int[] numbers, MemorySegment segment, int count);

    /**
     * {@link #colour} and {@link #charge} at once, of a meter that has one bucket and does not heed colours, and of
     * which nothing is asked but this.
     *
     * @return {@link Colour#GREEN} or {@link Colour#RED}
     */
    abstract int takeOfOne(int meter, long[] words, int rates, long nowNs, int length);

    /** Whether other lanes take of the same meters. */
    abstract boolean isShared();
}
