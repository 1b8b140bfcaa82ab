package io.mecvswitch.control.netconf.error;

import io.mecvswitch.control.problem.ErrorTag;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A request failed, and changed nothing unless it asked for that. */
public final class RpcException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient List<RpcError> errors;

    /** For these reasons, at least one. */
    public RpcException(final List<RpcError> errors) {
        // Answers a client's mistake: a stack trace would say nothing.
        super(errors.stream().map(RpcError::message).collect(Collectors.joining("\n")), null, false, false);
        this.errors = List.copyOf(errors);
    }

    /** For this reason. */
    public RpcException(final RpcError error) {
        this(List.of(error));
    }

    /** For a reason that concerns the operation itself. */
    public static RpcException ofProtocol(final ErrorTag tag, final String message) {
        return new RpcException(RpcError.of(RpcError.Layer.PROTOCOL, tag, message));
    }

    /** The same, with reasons that were known before. */
    public RpcException after(final List<RpcError> known) {
        return new RpcException(Stream.concat(known.stream(), errors.stream()).toList());
    }

    /** All reasons. */
    public List<RpcError> errors() {
        return errors;
    }
}
