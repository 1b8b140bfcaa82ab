package io.mecvswitch.control.netconf.tree;

import io.mecvswitch.control.netconf.error.RpcException;
import io.mecvswitch.control.schema.SchemaNode;

/** Selects a part of a tree (RFC 6241 §6, §8.9). */
public interface Filter {
    /** Selects all. */
    Filter ALL = new Filter() {
        @Override
        public boolean asks(final SchemaNode kind) {
            return true;
        }

        @Override
        public Branch select(final Branch root, final Depth depth) {
            return depth.below(root);
        }
    };

    /**
     * A tree of which it selects the same: entries are left out that it does not ask for by key, so that nobody has to
     * bother with them.
     */
    default Branch narrow(final Branch root) {
        return root;
    }

    /** Whether it may select something of a top-level node, or has to look at it. */
    boolean asks(SchemaNode kind);

    /**
     * What it selects, with the nodes above, and the keys of entries.
     *
     * @param depth how far below what is selected
     * @throws RpcException if it can't be evaluated
     */
    Branch select(Branch root, Depth depth) throws RpcException;
}
