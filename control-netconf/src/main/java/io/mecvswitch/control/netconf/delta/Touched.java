package io.mecvswitch.control.netconf.delta;

import io.mecvswitch.control.schema.InnerSchema;
import io.mecvswitch.control.schema.SchemaNode;
import java.util.HashSet;
import java.util.Set;

/** Kinds of nodes of which something came, went, or changed somewhere below a node. */
final class Touched {
    private final Set<SchemaNode> any = new HashSet<>();
    private final Set<SchemaNode> lost = new HashSet<>();
    /** Of which whole instances came, and went. */
    private final Set<SchemaNode> come = new HashSet<>();
    private final Set<SchemaNode> gone = new HashSet<>();

    /** A value became another. */
    void changed(final SchemaNode kind) {
        any.add(kind);
        lost.add(kind);
    }

    /** A node came with all that may be in it. */
    void came(final SchemaNode kind) {
        any.add(kind);
        if (come.add(kind) && kind instanceof InnerSchema inner) {
            inner.children().forEach(this::came);
        }
    }

    /** A node went with all that may have been in it. */
    void went(final SchemaNode kind) {
        changed(kind);
        if (gone.add(kind) && kind instanceof InnerSchema inner) {
            inner.children().forEach(this::went);
        }
    }

    /** What happened further below. */
    void add(final Touched other) {
        any.addAll(other.any);
        lost.addAll(other.lost);
    }

    /** Whether anything happened to one of these kinds. */
    boolean concerns(final Set<SchemaNode> kinds) {
        return meets(any, kinds);
    }

    /** Whether something of one of these kinds went, or became something else. */
    boolean deprives(final Set<SchemaNode> kinds) {
        return meets(lost, kinds);
    }

    private static boolean meets(final Set<SchemaNode> some, final Set<SchemaNode> others) {
        return some.size() < others.size() ? some.stream().anyMatch(others::contains)
            : others.stream().anyMatch(some::contains);
    }
}
