package io.mecvswitch.control.problem;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Collects problems, each once, up to a bound: who has a thousand mistakes has one mistake. Used by one thread. */
public final class Problems {
    /** As many are kept. */
    public static final int CAPACITY = 1_000;

    private final Set<Problem> found = new LinkedHashSet<>();

    /** Notes a problem without app-tag. */
    public void add(final ErrorTag tag, final String path, final Location location, final String message) {
        add(new Problem(tag, Optional.empty(), path, location, message));
    }

    /** Notes a problem with app-tag. */
    public void add(
        final ErrorTag tag, final String appTag, final String path, final Location location, final String message) {
        add(new Problem(tag, Optional.of(appTag), path, location, message));
    }

    /** Notes a problem. */
    public void add(final Problem problem) {
        if (found.size() < CAPACITY) {
            found.add(problem);
        }
    }

    /** Whether there is one with exactly this path: what follows from it need not be said. */
    public boolean hasAt(final String path) {
        return found.stream().anyMatch(problem -> problem.path().equals(path));
    }

    /** Whether there is none. */
    public boolean isEmpty() {
        return found.isEmpty();
    }

    /** What was found so far, in the order of finding. */
    public List<Problem> list() {
        return List.copyOf(found);
    }
}
