package io.mecvswitch.chaining;

import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/**
 * Paths by the service path identifier that packets carry, those included that packets on their way may still be on.
 * Made by control; any thread.
 */
final class SignedPaths {
    private final int[] ids;
    private final int[] numbers;
    private final int[] steps;

    /**
     * @param paths the newest of those with one identifier first
     */
    SignedPaths(final Collection<Path> paths) {
        final Map<Integer, Path> newest = new TreeMap<>();
        final Map<Integer, Integer> longest = new TreeMap<>();
        for (final Path path : paths) {
            newest.putIfAbsent(path.spec.id(), path);
            longest.merge(path.spec.id(), path.steps.length, Math::max);
        }
        ids = newest.keySet().stream().mapToInt(Integer::intValue).toArray();
        numbers = newest.values().stream().mapToInt(path -> path.number).toArray();
        steps = longest.values().stream().mapToInt(Integer::intValue).toArray();
    }

    /**
     * The place of a packet, as {@link ChainWord#place} says it.
     *
     * @param id   service path identifier
     * @param step that is next, as the index says; any number
     * @return {@link ChainWord#NONE} if no path has the identifier and so many steps
     */
    int place(final int id, final int step) {
        final int at = Arrays.binarySearch(ids, id);
        return at < 0 || step < 0 || step > steps[at] ? ChainWord.NONE : ChainWord.place(numbers[at], step);
    }
}
