package io.mecvswitch.control.netconf.state;

import io.mecvswitch.control.netconf.tree.Branch;
import io.mecvswitch.control.netconf.tree.BranchBuilder;
import io.mecvswitch.control.schema.Schema;
import io.mecvswitch.control.schema.SchemaNode;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/** All that can be told of how things are. Any thread. */
public final class State {
    private final List<StateSource> sources = new CopyOnWriteArrayList<>();

    /** Nothing yet. */
    public State() { }

    /** What these tell. */
    public State(final List<StateSource> sources) {
        this.sources.addAll(sources);
    }

    /** Lets somebody else tell too. */
    public void add(final StateSource source) {
        sources.add(source);
    }

    /**
     * A configuration with the state of those top-level nodes that somebody asks for; the others cost nothing.
     *
     * @param running the configuration
     * @param asked   whether somebody asks for a node
     */
    public Branch complete(final Branch running, final Schema schema, final Predicate<SchemaNode> asked) {
        Branch all = running;
        for (final StateSource source : sources) {
            if (schema.root().child(source.node()).filter(asked).isPresent()) {
                final BranchBuilder builder = new BranchBuilder(all);
                builder.container(source.node(), source::tell);
                all = builder.branch();
            }
        }
        return all;
    }
}
