package io.mecvswitch.dpdk;

import java.lang.foreign.MemorySegment;

/**
 * Remembers the {@link MemorySegment} over each array of handles, so that freeing a burst allocates nothing.
 *
 * <p>Lanes free from the same few arrays all their life. Any thread may ask; entries are immutable and are written
 * without a lock, since a lost one is only made again. An array stays reachable until another takes its place.
 */
final class ArrayViews {
    // Two places for each hash: with tens of arrays, three seldom share one.
    private static final int SIZE = 256;

    private final View[] views = new View[SIZE];

    private record View(long[] array, MemorySegment segment) { }

    MemorySegment of(final long[] array) {
        final int place = System.identityHashCode(array) & SIZE - 1;
        final View first = views[place];
        if (first != null && first.array == array) {
            return first.segment;
        }
        final View second = views[place ^ 1];
        return second != null && second.array == array ? second.segment : remember(array, place);
    }

    private MemorySegment remember(final long[] array, final int place) {
        final View view = new View(array, MemorySegment.ofArray(array));
        views[views[place] == null ? place : place ^ 1] = view;
        return view.segment;
    }
}
