package io.mecvswitch.control.codec;

import io.mecvswitch.control.data.DataNode;
import io.mecvswitch.control.data.InnerNode;
import io.mecvswitch.control.data.InstancePath;
import io.mecvswitch.control.data.ValueNode;
import io.mecvswitch.control.problem.ErrorTag;
import io.mecvswitch.control.problem.Location;
import io.mecvswitch.control.problem.Problem;
import io.mecvswitch.control.problem.Problems;
import io.mecvswitch.control.schema.InnerSchema;
import io.mecvswitch.control.schema.InvalidValueException;
import io.mecvswitch.control.schema.LeafSchema;
import io.mecvswitch.control.schema.Lexical;
import io.mecvswitch.control.schema.ListSchema;
import io.mecvswitch.control.schema.SchemaNode;
import io.mecvswitch.control.schema.ValueSchema;
import java.util.Optional;

/** Adds to a tree what a reader meets, and notes what does not fit the model. */
final class TreeBuilder {
    private final Problems problems;

    TreeBuilder(final Problems problems) {
        this.problems = problems;
    }

    /** Notes a problem with a child of a node. */
    void refuse(
        final ErrorTag tag, final InnerNode parent, final String child, final Location location, final String message) {
        problems.add(tag, InstancePath.of(parent, child), location, message);
    }

    /** Whether a known child may be configured; notes it if not. */
    boolean isConfigurable(final InnerNode parent, final SchemaNode kind, final Location location) {
        if (!kind.config()) {
            refuse(ErrorTag.UNKNOWN_ELEMENT, parent, kind.qualifiedName(), location,
                kind.name() + " is state that the switch reports, not configuration; leave it out");
        }
        return kind.config();
    }

    /** Begins a container or entry. It becomes part of the tree when it ends. */
    InnerNode begin(final InnerNode parent, final InnerSchema kind, final Location location) {
        final InnerNode node = InnerNode.written(kind, location);
        node.hangBelow(parent);
        return node;
    }

    /** Ends a container or entry: only now are its keys known. */
    void end(final InnerNode node) {
        final Optional<LeafSchema> missing = node.schema() instanceof ListSchema list
            ? list.keys().stream().filter(key -> !node.has(key)).findFirst() : Optional.empty();
        if (missing.isPresent()) {
            problems.add(ErrorTag.MISSING_ELEMENT, InstancePath.of(node), node.location(), "an entry of "
                + node.schema().name() + " needs a valid " + missing.get().name().local()
                + ", which is its key; add one");
        } else {
            add(node.parent(), node);
        }
    }

    /** Adds a leaf, or a value of a leaf-list. */
    void value(final InnerNode parent, final ValueSchema kind, final Lexical lexical, final Location location) {
        if (lexical.text().length() > Lexical.MAX_LENGTH) {
            refuse(ErrorTag.TOO_BIG, parent, kind.qualifiedName(), location, "the value of " + kind.name().local()
                + " has more than " + Lexical.MAX_LENGTH + " characters; shorten it");
            return;
        }
        try {
            add(parent, ValueNode.written(kind, kind.type().canonical(lexical), location));
        } catch (final InvalidValueException e) {
            problems.add(new Problem(ErrorTag.INVALID_VALUE, e.appTag(),
                InstancePath.of(parent, kind.qualifiedName()), location, kind.name().local() + ": " + e.getMessage()));
        }
    }

    private void add(final InnerNode parent, final DataNode node) {
        if (!parent.add(node)) {
            node.hangBelow(parent);
            final boolean entry = node.schema() instanceof ListSchema;
            problems.add(entry ? ErrorTag.DATA_EXISTS : ErrorTag.BAD_ELEMENT, InstancePath.of(node), node.location(),
                "this " + (entry ? "entry" : node.schema().kind()) + " is there a second time; leave one out");
        }
    }
}
