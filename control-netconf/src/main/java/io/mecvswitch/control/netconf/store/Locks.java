package io.mecvswitch.control.netconf.store;

import io.mecvswitch.control.netconf.error.RpcError;
import io.mecvswitch.control.netconf.error.RpcException;
import io.mecvswitch.control.problem.ErrorTag;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** Which session has locked what (RFC 6241 §7.5). Under the lock of {@link Datastores}. */
final class Locks {
    private final Map<DatastoreName, Integer> holders = new EnumMap<>(DatastoreName.class);

    /** The session that holds a lock. */
    Optional<Integer> holder(final DatastoreName name) {
        return Optional.ofNullable(holders.get(name));
    }

    /** Locks for a session. */
    void lock(final DatastoreName name, final int session) throws RpcException {
        if (holders.containsKey(name)) {
            throw denied("session " + holders.get(name) + " has locked " + name, holders.get(name));
        }
        holders.put(name, session);
    }

    /** Unlocks for the session that locked. */
    void unlock(final DatastoreName name, final int session) throws RpcException {
        if (holder(name).isEmpty()) {
            throw RpcException.ofProtocol(ErrorTag.OPERATION_FAILED, name + " is not locked");
        }
        if (!holders.remove(name, session)) {
            throw RpcException.ofProtocol(ErrorTag.OPERATION_FAILED,
                "session " + holders.get(name) + " has locked " + name + "; only it can unlock");
        }
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
        holders.values().removeIf(holder -> holder == session);
    }

    /** Why a lock is not given. */
    static RpcException denied(final String message, final int session) {
        return new RpcException(
            RpcError.of(RpcError.Layer.PROTOCOL, ErrorTag.LOCK_DENIED, message).blockedBy(session));
    }
}
