package io.mecvswitch.control.netconf.tree;

import io.mecvswitch.control.schema.InnerSchema;
import io.mecvswitch.control.schema.ListSchema;
import io.mecvswitch.control.schema.SchemaNode;
import io.mecvswitch.control.schema.ValueSchema;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Adds to a branch by name what nobody configured. Names are those of RFC 7951, with a module where it differs from the
 * parent's; values are canonical. One thread.
 */
public final class BranchBuilder {
    private Branch branch;

    /** Adds to this one. */
    public BranchBuilder(final Branch branch) {
        this.branch = branch;
    }

    /** What became of it. */
    public Branch branch() {
        return branch;
    }

    /** A leaf, or one more value of a leaf-list. */
    public BranchBuilder value(final String name, final Object value) {
        branch = branch.with(new Value((ValueSchema) kind(name), value.toString()));
        return this;
    }

    /** A leaf of type date-and-time (RFC 6991), to the second. */
    public BranchBuilder time(final String name, final Instant instant) {
        return value(name, instant.truncatedTo(ChronoUnit.SECONDS));
    }

    /** A container, the one that is there or a new one. */
    public BranchBuilder container(final String name, final Consumer<BranchBuilder> fill) {
        final InnerSchema kind = (InnerSchema) kind(name);
        final BranchBuilder inner =
            new BranchBuilder(branch.child(kind).map(Branch.class::cast).orElseGet(() -> Branch.empty(kind)));
        fill.accept(inner);
        branch = branch.with(inner.branch);
        return this;
    }

    /** A new entry of a list, which is given its keys among the rest. */
    public BranchBuilder entry(final String name, final Consumer<BranchBuilder> fill) {
        final BranchBuilder inner = new BranchBuilder(Branch.empty((ListSchema) kind(name)));
        fill.accept(inner);
        branch = branch.with(inner.branch);
        return this;
    }

    /** Every entry that a list has, with its key. */
    public BranchBuilder each(final String name, final BiConsumer<String, BranchBuilder> fill) {
        final SchemaNode kind = kind(name);
        Entries entries = branch.entries(kind);
        for (final Node entry : entries) {
            final BranchBuilder inner = new BranchBuilder((Branch) entry);
            fill.accept(entry.key(), inner);
            entries = entries.with(inner.branch);
        }
        branch = branch.with(kind, entries);
        return this;
    }

    private SchemaNode kind(final String name) {
        return branch.schema().child(name).orElseThrow(() ->
            new IllegalArgumentException("the model has no " + name + " in " + branch.schema()));
    }
}
