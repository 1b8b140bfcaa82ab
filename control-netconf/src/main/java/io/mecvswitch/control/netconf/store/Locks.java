package io.mecvswitch.control.netconf.store;

import io.mecvswitch.control.netconf.error.RpcError;
import io.mecvswitch.control.netconf.error.RpcException;
import io.mecvswitch.control.netconf.tree.Branch;
import io.mecvswitch.control.netconf.tree.Spot;
import io.mecvswitch.control.problem.ErrorTag;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which session has locked what (RFC 6241 §7.5, RFC 5717). Under the lock of {@link Datastores}. */
final class Locks {
    /** Each commit looks at each locked node. */
    private static final int MOST_NODES = 10_000;

    private final Map<DatastoreName, Lock> held = new EnumMap<>(DatastoreName.class);
    private final List<PartialLock> parts = new ArrayList<>();
    private int lastId;

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
        if (name == DatastoreName.RUNNING) {
            final Optional<PartialLock> part = parts.stream().filter(lock -> lock.session() != session).findFirst();
            if (part.isPresent()) {
                throw denied("session " + part.get().session() + " has locked a part of " + name,
                    part.get().session());
            }
        }
        held.put(name, new Lock(session, Instant.now()));
    }

    /** The locks on parts of running. */
    List<PartialLock> parts() {
        return List.copyOf(parts);
    }

    /** Locks a part of running for a session; parts that it has locked itself may overlap. */
    PartialLock lockPart(final List<String> selects, final List<Spot> nodes, final int session) throws RpcException {
        final int holder = holder(DatastoreName.RUNNING).orElse(session);
        if (holder != session) {
            throw denied("session " + holder + " has locked " + DatastoreName.RUNNING, holder);
        }
        for (final PartialLock part : parts) {
            if (part.session() != session && part.overlaps(nodes)) {
                throw denied("session " + part.session() + " has locked a part of that", part.session());
            }
        }
        if (parts.stream().mapToInt(part -> part.nodes().size()).sum() + nodes.size() > MOST_NODES) {
            throw RpcException.ofProtocol(ErrorTag.RESOURCE_DENIED, "no more than " + MOST_NODES
                + " nodes can be locked by partial-lock at a time; lock one that is above them");
        }
        final PartialLock lock = new PartialLock(++lastId, session, Instant.now(), selects, nodes);
        parts.add(lock);
        return lock;
    }

    /** Unlocks a part for the session that locked it. */
    void unlockPart(final int id, final int session) throws RpcException {
        if (!parts.removeIf(part -> part.id() == id && part.session() == session)) {
            throw new RpcException(RpcError.of(RpcError.Layer.PROTOCOL, ErrorTag.INVALID_VALUE,
                "this session has no lock " + id).naming("lock-id"));
        }
    }

    /** Refuses a session a change of what another one has locked a part of. */
    void requireUntouched(final Branch before, final Branch after, final int session) throws RpcException {
        for (final PartialLock part : parts) {
            if (part.session() != session && part.isTouched(before, after)) {
                throw new RpcException(RpcError.of(RpcError.Layer.PROTOCOL, ErrorTag.IN_USE,
                    "session " + part.session() + " has locked a part of running that would change"));
            }
        }
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
        parts.removeIf(part -> part.session() == session);
    }

    /** Why a lock is not given. */
    static RpcException denied(final String message, final int session) {
        return new RpcException(
            RpcError.of(RpcError.Layer.PROTOCOL, ErrorTag.LOCK_DENIED, message).blockedBy(session));
    }
}
