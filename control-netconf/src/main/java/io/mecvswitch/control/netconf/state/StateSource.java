package io.mecvswitch.control.netconf.state;

import io.mecvswitch.control.netconf.tree.BranchBuilder;

/** Tells how things are, below one top-level node of the model. Any thread, several at a time. */
public interface StateSource {
    /** The top-level node, as {@code module:name}; a container. */
    String node();

    /**
     * Adds what there is to tell.
     *
     * @param there the node with what is configured in it
     */
    void tell(BranchBuilder there);
}
