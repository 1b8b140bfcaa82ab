package io.mecvswitch.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What turns one list of named entries into another. An entry that changed is both removed, as it was, and added, as it
 * is; the order of entries means nothing.
 *
 * @param removed entries of the former list that the next one does not have
 * @param added   entries of the next list that the former one does not have
 */
public record ListChange<T>(List<T> removed, List<T> added) {
    /**
     * The change from one list to another.
     *
     * <p>What both have at their beginnings and ends is only compared, by reference where it is the same object: one
     * entry more in a long list costs next to nothing.
     *
     * @param former with names that differ
     * @param next   an entry whose name stands there before counts as added
     */
    public static <T> ListChange<T> between(final List<T> former, final List<T> next,
        final Function<T, String> name) {
        if (former == next) {
            return new ListChange<>(List.of(), List.of());
        }
        // Arrays, because the first commit of a process is interpreted, and loops without calls are done soonest then.
        final Object[] one = former.toArray();
        final Object[] other = next.toArray();
        final int shorter = Math.min(one.length, other.length);
        int start = 0;
        while (start < shorter && (one[start] == other[start] || one[start].equals(other[start]))) {
            start++;
        }
        int oneEnd = one.length;
        int otherEnd = other.length;
        while (oneEnd > start && otherEnd > start
            && (one[oneEnd - 1] == other[otherEnd - 1] || one[oneEnd - 1].equals(other[otherEnd - 1]))) {
            oneEnd--;
            otherEnd--;
        }
        return ofMiddle(former.subList(start, oneEnd), next.subList(start, otherEnd), name);
    }

    private static <T> ListChange<T> ofMiddle(final List<T> former, final List<T> next,
        final Function<T, String> name) {
        final Map<String, T> known = HashMap.newHashMap(former.size());
        former.forEach(entry -> known.put(name.apply(entry), entry));
        final List<T> added = new ArrayList<>();
        for (final T entry : next) {
            if (!known.remove(name.apply(entry), entry)) {
                added.add(entry);
            }
        }
        return new ListChange<>(List.copyOf(known.values()), added);
    }

    /**
     * A list whose entries at the beginning and the end are the former's objects where they are equal: who compares
     * the two again sees that at once.
     */
    public static <T> List<T> sharing(final List<T> former, final List<T> next) {
        final Object[] one = former.toArray();
        final Object[] other = next.toArray();
        final int shorter = Math.min(one.length, other.length);
        int start = 0;
        while (start < shorter && one[start].equals(other[start])) {
            start++;
        }
        int end = 0;
        while (end < shorter - start && one[one.length - 1 - end].equals(other[other.length - 1 - end])) {
            end++;
        }
        return Stream.of(former.subList(0, start), next.subList(start, next.size() - end),
            former.subList(former.size() - end, former.size())).flatMap(List::stream).toList();
    }

    /** Whether both lists have the same entries. */
    public boolean isEmpty() {
        return removed.isEmpty() && added.isEmpty();
    }
}
