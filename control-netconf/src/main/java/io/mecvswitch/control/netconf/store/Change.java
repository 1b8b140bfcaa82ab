package io.mecvswitch.control.netconf.store;

import io.mecvswitch.control.netconf.error.RpcException;
import io.mecvswitch.control.netconf.tree.Branch;

/** Makes another tree of a tree. */
@FunctionalInterface
public interface Change {
    /**
     * The other tree.
     *
     * @throws RpcException if it can't be made
     */
    Branch apply(Branch tree) throws RpcException;
}
