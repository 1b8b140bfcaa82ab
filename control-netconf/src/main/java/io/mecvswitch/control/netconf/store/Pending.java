package io.mecvswitch.control.netconf.store;

import io.mecvswitch.control.netconf.error.RpcError;
import io.mecvswitch.control.netconf.error.RpcException;
import io.mecvswitch.control.netconf.tree.Branch;
import io.mecvswitch.control.problem.ErrorTag;
import java.util.Optional;

/**
 * A commit that waits for its confirmation (RFC 6241 §8.4).
 *
 * @param before     what comes back if none comes
 * @param session    that committed last
 * @param token      with which any session may confirm; empty if only that one may
 * @param deadlineNs until when it waits, by the clock of {@link System#nanoTime}
 */
record Pending(Branch before, int session, Optional<String> token, long deadlineNs) {
    private static final String PERSIST_ID = "persist-id";

    /** Refuses a session that may neither confirm nor cancel it. */
    void require(final int other, final Optional<String> persistId) throws RpcException {
        if (persistId.isPresent() && !persistId.equals(token)) {
            throw wrongToken();
        }
        if (token.isPresent() && persistId.isEmpty()) {
            throw inUse("a persistent commit waits for its confirmation; give its persist-id");
        }
        if (token.isEmpty()) {
            requireOwner(other);
        }
    }

    /** Refuses others than the session that committed. */
    void requireOwner(final int other) throws RpcException {
        if (other != session) {
            throw inUse("a commit of session " + session + " waits for its confirmation");
        }
    }

    /** Whether it has waited long enough. */
    boolean isOverdue(final long nowNs) {
        return nowNs - deadlineNs >= 0;
    }

    /** The same, waiting until another moment. */
    Pending until(final long otherNs) {
        return new Pending(before, session, token, otherNs);
    }

    /** No commit waits that has such a token. */
    static RpcException wrongToken() {
        return new RpcException(RpcError.of(RpcError.Layer.PROTOCOL, ErrorTag.INVALID_VALUE,
            "no commit with this persist-id waits for its confirmation").naming(PERSIST_ID));
    }

    /** No lock is given on parts of running while one waits (RFC 5717 §2.4.1.1). */
    static RpcException outstanding(final int session) {
        return new RpcException(new RpcError(RpcError.Layer.PROTOCOL, ErrorTag.LOCK_DENIED,
            Optional.of("outstanding-confirmed-commit"), Optional.empty(),
            "a commit waits for its confirmation; confirm or cancel it", Optional.empty()).blockedBy(session));
    }

    private static RpcException inUse(final String message) {
        return RpcException.ofProtocol(ErrorTag.IN_USE, message);
    }
}
