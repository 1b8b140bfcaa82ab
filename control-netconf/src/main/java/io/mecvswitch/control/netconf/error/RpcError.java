package io.mecvswitch.control.netconf.error;

import io.mecvswitch.config.Violation;
import io.mecvswitch.control.problem.ErrorTag;
import io.mecvswitch.control.problem.Problem;
import java.util.Locale;
import java.util.Optional;

/**
 * One reason why a request failed (RFC 6241 §4.3 and appendix A). The severity is error, always.
 *
 * @param layer   error-type
 * @param tag     error-tag
 * @param appTag  error-app-tag, where the model has one
 * @param path    instance path of the node at fault, in the form of RFC 7951; empty if it is none
 * @param message what is wrong and what to do, a full sentence
 * @param info    what appendix A asks for with this tag
 */
public record RpcError(
    Layer layer, ErrorTag tag, Optional<String> appTag, Optional<String> path, String message, Optional<Info> info) {

    /** The layer at which the error occurred. */
    public enum Layer {
        /** The content of a message. */
        RPC,
        /** An operation. */
        PROTOCOL,
        /** Data. */
        APPLICATION;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * What error-info contains.
     *
     * @param element   the name at fault, or the session that is in the way
     * @param attribute the attribute at fault, if it is one
     * @param namespace the namespace at fault, if it is one
     * @param session   whether {@code element} is the number of a session
     */
    public record Info(String element, Optional<String> attribute, Optional<String> namespace, boolean session) { }

    /** An error about no part of the data. */
    public static RpcError of(final Layer layer, final ErrorTag tag, final String message) {
        return new RpcError(layer, tag, Optional.empty(), Optional.empty(), message, Optional.empty());
    }

    /** An error about a node of the data. */
    public static RpcError at(final String path, final ErrorTag tag, final String message) {
        return new RpcError(Layer.APPLICATION, tag, Optional.empty(), Optional.of(path), message, Optional.empty());
    }

    /** What the model does not allow. */
    public static RpcError of(final Problem problem) {
        return new RpcError(Layer.APPLICATION, problem.tag(), problem.appTag(), Optional.of(problem.path()),
            problem.message(), Optional.empty());
    }

    /** What the dataplane can't honour. */
    public static RpcError of(final Violation violation) {
        return at(violation.path(), ErrorTag.OPERATION_FAILED, violation.message());
    }

    /** The same, naming the element at fault. */
    public RpcError naming(final String element) {
        return with(new Info(element, Optional.empty(), Optional.empty(), false));
    }

    /** The same, naming the attribute at fault and where it stood. */
    public RpcError naming(final String element, final String attribute) {
        return with(new Info(element, Optional.of(attribute), Optional.empty(), false));
    }

    /** The same, naming the element at fault, and the namespace it should not be in. */
    public RpcError namingNamespace(final String element, final String namespace) {
        return with(new Info(element, Optional.empty(), Optional.of(namespace), false));
    }

    /** The same, naming the session that is in the way; 0 if it is none of NETCONF. */
    public RpcError blockedBy(final int session) {
        return with(new Info(Integer.toString(session), Optional.empty(), Optional.empty(), true));
    }

    private RpcError with(final Info added) {
        return new RpcError(layer, tag, appTag, path, message, Optional.of(added));
    }
}
