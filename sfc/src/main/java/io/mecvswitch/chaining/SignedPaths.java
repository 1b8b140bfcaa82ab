package io.mecvswitch.chaining;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;

/** Paths by the service path identifier that packets carry. Made by control; any thread. */
final class SignedPaths {
    private final int[] ids;
    private final Path[] paths;

    SignedPaths(final Collection<Path> paths) {
        this.paths = paths.stream().sorted(Comparator.comparingInt(path -> path.spec.id())).toArray(Path[]::new);
        this.ids = Arrays.stream(this.paths).mapToInt(path -> path.spec.id()).toArray();
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
        return at < 0 || step < 0 || step > paths[at].steps.length ? ChainWord.NONE
            : ChainWord.place(paths[at].number, step);
    }
}
