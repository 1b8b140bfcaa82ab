package io.mecvswitch.control.netconf.store;

import io.mecvswitch.control.netconf.error.RpcError;
import io.mecvswitch.control.netconf.error.RpcException;
import io.mecvswitch.control.problem.ErrorTag;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** Which session has locked what (RFC 6241 §7.5). Under the lock of {@link Datastores}. */
final class Locks {
    private final Map<DatastoreName, Lock> held = new EnumMap<>(DatastoreName.class);

    /** The lock on a datastore. */
    Optional<Lock> lock(final DatastoreName name) {
        return Optional.ofNullable(held.get(name));
    }

    /** The session that holds a lock. */
    Optional<Integer> holder(final DatastoreName name) {
        return lock(name).map(Lock::session);
    }

    /** Locks for a session. */
    void lock(final DatastoreName name, final int session) throws RpcException {
        final Optional<Integer> holder = holder(name);
        if (holder.isPresent()) {
            throw denied("session " + holder.get() + " has locked " + name, holder.get());
        }
        held.put(name, new Lock(session, Instant.now()));
    }

    /** Unlocks for the session that locked. */
    void unlock(final DatastoreName name, final int session) throws RpcException {
        final int holder = holder(name).orElseThrow(() ->
            RpcException.ofProtocol(ErrorTag.OPERATION_FAILED, name + " is not locked"));
        if (holder != session) {
            throw RpcException.ofProtocol(ErrorTag.OPERATION_FAILED,
                "session " + holder + " has locked " + name + "; only it can unlock");
        }
        held.remove(name);
    }

    /** Refuses a session what another one has locked. */
    void require(final DatastoreName name, final int session) throws RpcException {
        final int holder = holder(name).orElse(session);
        if (holder != session) {
            throw new RpcException(RpcError.of(RpcError.Layer.PROTOCOL, ErrorTag.IN_USE,
                "session " + holder + " has locked " + name));
        }
    }

    /** Unlocks all that a session has locked. */
    void release(final int session) {
        held.values().removeIf(lock -> lock.session() == session);
    }

    /** Why a lock is not given. */
    static RpcException denied(final String message, final int session) {
        return new RpcException(
            RpcError.of(RpcError.Layer.PROTOCOL, ErrorTag.LOCK_DENIED, message).blockedBy(session));
    }
}
