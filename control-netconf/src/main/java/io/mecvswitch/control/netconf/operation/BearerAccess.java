package io.mecvswitch.control.netconf.operation;

import io.mecvswitch.config.Violation;
import io.mecvswitch.control.netconf.access.Access;
import io.mecvswitch.control.netconf.error.RpcError;
import io.mecvswitch.control.netconf.error.RpcException;
import io.mecvswitch.control.netconf.store.BearerChanges;
import io.mecvswitch.control.netconf.tree.Trail;
import io.mecvswitch.control.problem.ErrorTag;
import io.mecvswitch.control.schema.InnerSchema;
import io.mecvswitch.control.schema.ListSchema;
import io.mecvswitch.control.schema.Schema;
import java.util.List;

/**
 * Who may do what with bearers of the run time: what rules of access control let him do with the bearer of that name in
 * the configuration. Whether there is one, nobody learns who may not touch it.
 *
 * @param bearers the container of the model
 * @param bearer  the list in it
 */
record BearerAccess(InnerSchema bearers, ListSchema bearer) {
    /** By a model. */
    static BearerAccess of(final Schema schema) {
        final InnerSchema bearers = (InnerSchema) schema.root().child(UpdateBearers.MODULE + ":bearers").orElseThrow();
        return new BearerAccess(bearers, (ListSchema) bearers.child("bearer").orElseThrow());
    }

    /**
     * Refuses an update of bearers that are not all the caller's: it takes the rights to create and to update those
     * that are put, and to delete those that end.
     *
     * @throws RpcException access-denied
     */
    void require(final Access access, final BearerChanges changes) throws RpcException {
        if (!access.isUnlimited()) {
            access.requireRemoval(changes.removed().stream().map(this::place).toList());
            final List<Trail> put = changes.put().stream().map(one -> place(one.name())).toList();
            access.requireCreation(put);
            access.requireUpdate(put);
        }
    }

    /** Where a bearer would be in the configuration. */
    Trail place(final String name) {
        return Trail.ROOT.to(bearers).to(bearer, List.of(name));
    }

    /** Why entries were refused, as far as the caller may know it: a reason may name another bearer. */
    static List<Violation> known(final Access access, final List<Violation> refused) {
        return refused.stream().map(one -> new Violation(one.path(), access.concealed(List.of(
            RpcError.at(one.path(), ErrorTag.OPERATION_FAILED, one.message()))).getFirst().message())).toList();
    }
}
