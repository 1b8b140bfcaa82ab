package io.mecvswitch.control.netconf.delta;

import io.mecvswitch.control.data.InnerNode;
import io.mecvswitch.control.netconf.tree.Branch;
import io.mecvswitch.control.netconf.tree.View;
import io.mecvswitch.control.problem.Problems;
import io.mecvswitch.control.schema.Schema;
import io.mecvswitch.control.validate.Defaults;
import io.mecvswitch.control.validate.Validator;
import java.util.Optional;

/**
 * Validates and maps configurations that follow on each other, each at the cost of what differs from the one before.
 * One thread at a time.
 */
public final class Successor {
    private final Defaults defaults;
    private final Validator validator;
    private final DeltaValidator delta;
    private final Mapping mapping;
    /** The last tree with which nothing was wrong, and what it means. */
    private Optional<Branch> valid = Optional.empty();
    private Mapping.Mapped mapped;

    /** Of trees of a model. */
    public Successor(final Schema schema) {
        final Watches watches = new Watches(schema);
        this.defaults = new Defaults(schema);
        this.validator = new Validator(schema);
        this.delta = new DeltaValidator(schema, watches);
        this.mapping = new Mapping(schema, watches);
        this.mapped = mapping.none(Branch.empty(schema.root()));
    }

    /** Begins with a tree that the model allows. */
    public void begin(final Branch tree) {
        valid = Optional.of(tree);
    }

    /**
     * The next configuration, on which others will follow.
     *
     * @param problems gets what the model does not allow of it; then it is not the next
     */
    public Optional<Valid> next(final Branch tree, final Problems problems) {
        final Optional<Mapping.Mapped> next = follow(tree, problems);
        next.ifPresent(one -> {
            valid = Optional.of(tree);
            mapped = one;
        });
        return next.map(Successor::valid);
    }

    /** A configuration on which none will follow. */
    public Optional<Valid> other(final Branch tree, final Problems problems) {
        return follow(tree, problems).map(Successor::valid);
    }

    /** One that has nothing to do with any other, at the cost of what is in it. */
    public Optional<Valid> alone(final Branch tree, final Problems problems) {
        final InnerNode shown = View.of(tree, defaults);
        validator.checkAllBelow(shown, problems);
        return problems.isEmpty()
            ? Optional.of(valid(mapping.follow(mapping.none(Branch.empty(tree.schema())), tree, shown)))
            : Optional.empty();
    }

    private static Valid valid(final Mapping.Mapped mapped) {
        return new Valid(mapped.tree(), mapped.config());
    }

    private Optional<Mapping.Mapped> follow(final Branch tree, final Problems problems) {
        final InnerNode shown = View.of(tree, defaults);
        if (valid.isPresent()) {
            delta.validate(valid.get(), tree, shown, problems);
        } else {
            validator.checkAllBelow(shown, problems);
        }
        return problems.isEmpty() ? Optional.of(mapping.follow(mapped, tree, shown)) : Optional.empty();
    }
}
