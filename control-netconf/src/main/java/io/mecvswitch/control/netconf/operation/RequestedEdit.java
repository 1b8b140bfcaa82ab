package io.mecvswitch.control.netconf.operation;

import io.mecvswitch.control.netconf.access.Access;
import io.mecvswitch.control.netconf.error.RpcError;
import io.mecvswitch.control.netconf.error.RpcException;
import io.mecvswitch.control.netconf.store.Change;
import io.mecvswitch.control.netconf.tree.Branch;
import io.mecvswitch.control.netconf.tree.Edit;
import io.mecvswitch.control.netconf.tree.Operation;
import io.mecvswitch.control.netconf.xml.Element;
import io.mecvswitch.control.schema.Schema;
import java.util.List;

/**
 * What an edit-config does to a tree (RFC 6241 §7.2). One thread, once.
 *
 * <pre>
 *   stop-on-error       nothing if it is tested first, else what came before the first mistake
 *   continue-on-error   whatever is right
 *   rollback-on-error   nothing
 * </pre>
 */
final class RequestedEdit implements Change {
    private static final List<String> DEFAULT_OPERATIONS = List.of("merge", "replace", "none");
    private static final String STOP = "stop-on-error";
    private static final String ROLLBACK = "rollback-on-error";
    private static final List<String> ERROR_OPTIONS = List.of(STOP, "continue-on-error", ROLLBACK);

    private final Source config;
    private final Operation inherited;
    private final boolean stopping;
    private final boolean whole;
    private final Schema schema;
    private final Access access;
    private final Edit edit;

    /** Where what it says is; looked at when it is made. */
    @FunctionalInterface
    interface Source {
        /** The element {@code <config>}. */
        Element config() throws RpcException;
    }

    /**
     * @param config what it says
     * @param tested whether the test-option asks for a test before it is made
     */
    RequestedEdit(final Parameters parameters, final Source config, final boolean tested, final Schema schema,
        final Access access) throws RpcException {
        this(parameters, config, parameters.word("error-option", ERROR_OPTIONS), tested, schema, access);
    }

    private RequestedEdit(final Parameters parameters, final Source config, final String onError, final boolean tested,
        final Schema schema, final Access access) throws RpcException {
        this.config = config;
        this.inherited = Operation.ofDefault(parameters.word("default-operation", DEFAULT_OPERATIONS)).orElseThrow();
        this.stopping = onError.equals(STOP);
        this.whole = onError.equals(ROLLBACK) || stopping && tested;
        this.schema = schema;
        this.access = access;
        this.edit = new Edit(schema, stopping);
    }

    /** One that is done as a whole or not at all. */
    static RequestedEdit whole(
        final Parameters parameters, final Source config, final Schema schema, final Access access)
        throws RpcException {
        return new RequestedEdit(parameters, config, ROLLBACK, false, schema, access);
    }

    @Override
    public Branch apply(final Branch tree) throws RpcException {
        final Element asked = config.config();
        final Branch edited = edit.apply(tree, asked, inherited);
        final Branch known = access.readable(tree);
        if (known != tree) {
            requireHonest(known, asked);
        }
        access.requireRemoval(edit.absent());
        access.requireChange(tree, edited);
        if (whole) {
            refuse(edit.errors());
        }
        return edited;
    }

    /**
     * What is wrong is what is wrong in the eyes of who asks. If there is more, it is hidden from him, and he is told
     * no more than if he had asked for what is not there.
     */
    private void requireHonest(final Branch known, final Element asked) throws RpcException {
        final Edit seen = new Edit(schema, stopping);
        final Branch expected = seen.apply(known, asked, inherited);
        if (whole) {
            refuse(seen.errors());
        }
        access.requireChange(known, expected);
        access.requireSame(seen.errors(), edit.errors());
    }

    /** What was wrong with it, though the rest was done. */
    List<RpcError> errors() {
        return whole ? List.of() : edit.errors();
    }

    /** Refuses for these reasons, if there are any. */
    static void refuse(final List<RpcError> errors) throws RpcException {
        if (!errors.isEmpty()) {
            throw new RpcException(errors);
        }
    }
}
