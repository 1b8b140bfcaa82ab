package io.mecvswitch.control.netconf.access;

import io.mecvswitch.control.netconf.error.RpcError;
import io.mecvswitch.control.problem.ErrorTag;
import java.util.List;

/**
 * Takes out of errors what their reader may not know. What is wrong with a configuration is wrong with the whole of it:
 * an error can have the path of another's node, and a reason can name one.
 */
final class Concealment {
    private static final RpcError HIDDEN = RpcError.of(RpcError.Layer.APPLICATION, ErrorTag.OPERATION_FAILED,
        "the configuration as a whole can't be like this, for a reason that you may not see; ask who maintains it");

    private Concealment() { }

    /**
     * What may be known of errors.
     *
     * @param root     where their reader stands with his rules
     * @param readsAll whether he may read what others have
     */
    static List<RpcError> concealed(final List<RpcError> errors, final Position root, final boolean readsAll) {
        return errors.stream().map(error -> concealed(error, root, readsAll)).distinct().toList();
    }

    private static RpcError concealed(final RpcError error, final Position root, final boolean readsAll) {
        if (error.path().isPresent() && !mayKnow(error.path().get(), root)) {
            return HIDDEN;
        }
        return !readsAll && error.path().isPresent() && tellsOfOthers(error)
            ? new RpcError(error.layer(), error.tag(), error.appTag(), error.path(), HIDDEN.message(), error.info())
            : error;
    }

    /** The model's own words name nobody; those of the dataplane, and of what is not unique, may. */
    private static boolean tellsOfOthers(final RpcError error) {
        return error.tag() == ErrorTag.OPERATION_FAILED
            && error.appTag().filter(tag -> !tag.equals("data-not-unique")).isEmpty();
    }

    /**
     * Whether every node on a path may be read, whether or not it is there; what the model does not have is nobody's.
     */
    private static boolean mayKnow(final String path, final Position root) {
        return Way.to(path, root).map(Position::isKnown).orElse(true);
    }
}
