package io.mecvswitch.control.netconf.session;

import io.mecvswitch.control.netconf.operation.Operations;
import io.mecvswitch.control.netconf.state.StateSource;
import io.mecvswitch.control.netconf.store.DatastoreName;
import io.mecvswitch.control.netconf.store.Lock;
import io.mecvswitch.control.netconf.store.PartialLock;
import io.mecvswitch.control.netconf.tree.BranchBuilder;
import io.mecvswitch.control.schema.ModuleText;
import java.util.List;
import java.util.Optional;

/**
 * Tells of the server itself: what it can, who has locked what, which schemas it has, who is there (RFC 6022 §2.1).
 *
 * @param sessions   all of them
 * @param operations what they may do
 */
record Monitoring(Sessions sessions, Operations operations) implements StateSource {
    @Override
    public String node() {
        return "ietf-netconf-monitoring:netconf-state";
    }

    @Override
    public void tell(final BranchBuilder there) {
        there.container("capabilities", all -> operations.capabilities().forEach(one -> all.value("capability", one)))
            .container("datastores", this::tellDatastores)
            .container("schemas", this::tellSchemas)
            .container("sessions", all -> sessions.all().forEach(session -> all.entry("session", session::tell)))
            .container("statistics", sessions::tell);
    }

    private void tellDatastores(final BranchBuilder there) {
        for (final DatastoreName name : DatastoreName.values()) {
            there.entry("datastore", store -> {
                store.value("name", name);
                final Optional<Lock> whole = operations.datastores().lock(name);
                whole.ifPresent(lock ->
                    store.container("locks", locks -> locks.container("global-lock", global ->
                        global.value("locked-by-session", lock.session()).time("locked-time", lock.since()))));
                if (whole.isEmpty() && name == DatastoreName.RUNNING) {
                    tellParts(store, operations.datastores().partialLocks());
                }
            });
        }
    }

    /** Whole and partial locks are a choice: where both are, one session has them, and the whole one says it all. */
    private static void tellParts(final BranchBuilder store, final List<PartialLock> parts) {
        if (!parts.isEmpty()) {
            store.container("locks", locks -> parts.forEach(part -> locks.entry("partial-lock", one -> {
                one.value("lock-id", part.id()).value("locked-by-session", part.session())
                    .time("locked-time", part.since());
                part.selects().forEach(select -> one.value("select", select));
                part.nodes().forEach(node -> one.value("locked-node", node.path()));
            })));
        }
    }

    private void tellSchemas(final BranchBuilder there) {
        for (final ModuleText text : operations.datastores().schema().texts()) {
            there.entry("schema", schema -> schema.value("identifier", text.module().name())
                .value("version", text.revision()).value("format", "ietf-netconf-monitoring:yang")
                .value("namespace", text.module().namespace()).value("location", "NETCONF"));
        }
    }
}
