package io.mecvswitch.control.netconf.store;

import io.mecvswitch.control.netconf.error.RpcException;
import io.mecvswitch.control.netconf.tree.Branch;

/** Says whether somebody may make one tree of another. */
@FunctionalInterface
public interface Guard {
    /**
     * Refuses what he may not do.
     *
     * @throws RpcException if there is such a thing
     */
    void require(Branch before, Branch after) throws RpcException;
}
